// From XML to a Compiled model. Used once per load.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dmn/detail/compiled.hpp"
#include "dmn/detail/table.hpp"
#include "feel/compiler.hpp"
#include "wire/xml.hpp"

namespace lingqu::dmn {

// A definitions document, and one use of it: the main model, or an import under the names that lead
// to it.
struct Document {
  std::string file;
  wire::XmlElement root;
  std::string space;  // target namespace
};
struct Instance {
  const Document* document = nullptr;
  std::string prefix;  // "Model B.modelA." or ""
  struct Import {
    std::string name;
    std::string space;
    size_t instance;
  };
  std::vector<Import> imports;
  std::map<std::string, uint32_t> by_id;
  feel::TypeNames* types = nullptr;
};

// Item definitions of one instance (DMN 1.5, 7.3.2) as types.
class ItemTypes {
 public:
  ItemTypes(Compiled& compiled, const Instance& instance, const std::vector<Instance>& instances);
  void load();
  // A type by its reference, which may have an XML prefix; null pointer for none or an unknown one.
  const feel::Type* find(std::string_view reference) const;

 private:
  struct Definition {
    const wire::XmlElement* element;
    feel::Type* type;
    enum class State : uint8_t { kEmpty, kFilling, kFilled } state = State::kEmpty;
  };
  void fill(Definition& definition);
  void fill_base(const wire::XmlElement& element, feel::Type& type);
  const feel::Type* component(const wire::XmlElement& element);
  const feel::Type* reference(std::string_view name);
  void restrict(const wire::XmlElement& element, std::string_view child, feel::Type& type,
                const feel::Type* tested);
  Compiled& compiled_;
  const Instance& instance_;
  const std::vector<Instance>& instances_;
  std::vector<Definition> definitions_;
};

// Boxed expressions of one element (DMN 1.5, clause 10.2) as nodes of its program.
class Boxed {
 public:
  Boxed(Compiled& compiled, const ItemTypes& types, feel::Compiler& compiler, std::string element);
  // The node of an expression element, converted to its declared type; a null with a reason where
  // it does not compile.
  feel::Expression expression(const wire::XmlElement& element);
  // The first child that is an expression; null pointer if there is none.
  static const wire::XmlElement* find_expression(const wire::XmlElement& parent);
  feel::Expression function(const wire::XmlElement& element);
  std::vector<feel::Parameter> parameters(const wire::XmlElement& element) const;

 private:
  feel::Expression plain(const wire::XmlElement& element);
  feel::Expression literal(const wire::XmlElement& element);
  feel::Expression context(const wire::XmlElement& element);
  feel::Expression invocation(const wire::XmlElement& element);
  feel::Expression relation(const wire::XmlElement& element);
  feel::Expression list(const wire::XmlElement& element);
  feel::Expression conditional(const wire::XmlElement& element);
  feel::Expression filter(const wire::XmlElement& element);
  feel::Expression iterator(const wire::XmlElement& element);
  feel::Expression table(const wire::XmlElement& element);
  feel::Expression within(const wire::XmlElement& element, std::string_view child);
  feel::Expression text(std::string_view text, int line);
  feel::NodeId tests(std::string_view text, uint32_t slot, const feel::Type* type, int line);
  feel::Expression nothing(std::string_view reason);
  void problem(const feel::SyntaxError& error, std::string_view text, int line);
  void table_inputs(const wire::XmlElement& element, DecisionTable& table);
  void table_outputs(const wire::XmlElement& element, DecisionTable& table);
  void table_rules(const wire::XmlElement& element, DecisionTable& table);
  feel::Program& program() { return compiler_.program(); }

  Compiled& compiled_;
  const ItemTypes& types_;
  feel::Compiler& compiler_;
  std::string element_;
  int depth_ = 0;
};

// Whole models. Errors as Model::load.
base::Result<std::unique_ptr<Compiled>> load(const Source& main,
                                             const std::vector<Source>& imports);

// Text of the child element `text`, or "".
std::string_view text_of(const wire::XmlElement& element);

}  // namespace lingqu::dmn
