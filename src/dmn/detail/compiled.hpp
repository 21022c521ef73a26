// The inside of a Model: the elements of the requirement graph with their programs.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "dmn/model.hpp"
#include "feel/evaluator.hpp"
#include "feel/program.hpp"

namespace lingqu::dmn {

inline constexpr uint32_t kNoElement = UINT32_MAX;

struct Element {
  enum class Kind : uint8_t { kInput, kDecision, kKnowledge, kService };
  struct Requirement {
    uint32_t slot;
    uint32_t element;
  };
  // Required elements of an imported model: a context under the name of the import.
  struct Bundle {
    uint32_t slot;
    std::vector<std::pair<feel::Value, uint32_t>> entries;
  };
  Kind kind = Kind::kInput;
  std::string name;
  std::string full_name;  // with the names of the imports
  std::string space;      // namespace of its model
  std::string id;
  std::string label;
  std::string type_name;
  const feel::Type* type = nullptr;
  std::shared_ptr<feel::Program> program;  // decisions and business knowledge models with logic
  std::vector<Requirement> requirements;
  std::vector<Bundle> bundles;
  std::vector<feel::Parameter> parameters;  // of functions
  std::vector<uint32_t> inputs;             // of a service: input data, then input decisions
  std::vector<uint32_t> outputs;
  const feel::Type* result_type = nullptr;  // of a service
  feel::Value function;                     // of business knowledge models and services
};

struct Compiled {
  std::string name;
  std::string space;
  std::vector<Element> elements;
  std::vector<Problem> problems;
  feel::TypeArena types;
  std::vector<std::unique_ptr<feel::TypeNames>> type_names;  // one per model instance

  // By full name, or by plain name or id if none has that full name; kNoElement if there is none.
  uint32_t find(std::string_view wanted) const;
  // Input data and decisions a value can be given for under that name: full names,
  // "namespace#name", plain names of input data of imported models. Null pointer if there are none.
  const std::vector<uint32_t>* settable(std::string_view wanted) const;
  bool is_import(std::string_view wanted) const;
  // To be called once the elements are complete.
  void index_names();

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  template <class T>
  using ByName = std::unordered_map<std::string, T, Hash, std::equal_to<>>;
  ByName<uint32_t> found_;
  ByName<std::vector<uint32_t>> settable_;
  ByName<bool> imports_;
};

}  // namespace lingqu::dmn
