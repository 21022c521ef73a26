// A decision model (DMN 1.1 to 1.5), compiled once, evaluated any number of times by any number of
// threads. Function values that come out of an evaluation are valid as long as the model lives.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "feel/type.hpp"

namespace lingqu::dmn {

// A DMN file: `name` is for messages.
struct Source {
  std::string name;
  std::string text;
};

// What is wrong with a model that could be read: an expression that does not parse, a reference to
// nothing. What it belongs to evaluates to null; the rest of the model works.
struct Problem {
  std::string element;  // name of the decision, business knowledge model, item definition
  std::string message;
  std::string text;       // the expression, if any
  uint32_t position = 0;  // byte offset in it
  int line = 0;           // of the file
};

struct Compiled;  // inside

class Model {
 public:
  struct Item {
    std::string name;  // with the names of imports before it: "Model B.modelA.Person name"
    std::string type;  // as declared, "" if not
    std::string id;
    std::string label;
  };

  // `imports`: further files, found by the namespace an import names. Errors: those of
  // wire::parse_xml, kPackFile for a file that is no DMN model, for an import that is missing, and
  // for decisions that require each other in a circle.
  static base::Result<std::shared_ptr<const Model>> load(const Source& main,
                                                         const std::vector<Source>& imports = {});
  ~Model();

  const std::string& name() const;
  const std::string& target_namespace() const;
  const std::vector<Problem>& problems() const;
  std::vector<Item> inputs() const;
  std::vector<Item> decisions() const;
  std::vector<Item> services() const;
  const Compiled& compiled() const { return *compiled_; }

 private:
  explicit Model(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace lingqu::dmn
