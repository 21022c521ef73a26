// Function values: built-in functions, closures, native functions, and those an embedding library
// adds (business knowledge models, decision services).
#pragma once

#include <string>
#include <vector>

#include "feel/value.hpp"

namespace lingqu::feel {

class Evaluator;
struct Type;

struct Parameter {
  std::string name;
  const Type* type = nullptr;  // null pointer: Any
};

class Function : public Object {
 public:
  virtual std::string_view name() const = 0;
  // Positional call. The implementation checks number and types of the arguments; a failure is null
  // with a reason.
  virtual Value call(Evaluator& evaluator, const Value* arguments, size_t count) const = 0;
  // Arguments by name. Default: orders them by parameters() and calls; unknown or missing names
  // give null.
  virtual Value call_named(Evaluator& evaluator, const std::vector<Value>& names,
                           const Value* arguments) const;
  // The declared parameters; empty with `variadic` for functions that take what comes (built-in
  // functions).
  virtual const std::vector<Parameter>& parameters() const = 0;
  virtual const Type* result_type() const { return nullptr; }
  virtual bool is_builtin() const { return false; }
};

}  // namespace lingqu::feel
