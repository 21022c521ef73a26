// The built-in functions (DMN 1.5, 10.3.4), one table per family.
#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "feel/evaluator.hpp"
#include "feel/function.hpp"

namespace lingqu::feel {

// What an implementation gets: its arguments, already counted, and where to report.
struct Arguments {
  Evaluator& evaluator;
  const Value* values;
  size_t count;
  size_t signature = 0;  // which alternative of the parameter names was used

  const Value& operator[](size_t i) const { return values[i]; }
  Value fail(std::string_view text) const { return evaluator.fail(text); }
  // The argument as a value of that kind, a list of one such value being taken for it; null pointer
  // (and a reason) if not.
  const Value* get(size_t i, Kind kind) const;
  // A list as it is, a single value as a list of it; null (and a reason) for null.
  Value list(size_t i) const;
  // Functions over lists also take the items as arguments of their own (10.3.4.4): the one list, or
  // all arguments.
  Value items() const;
};

struct Builtin {
  std::string_view name;
  size_t fewest;
  size_t most;  // arguments
  // Names of the parameters, one alternative per signature, commas between: "string, start
  // position, length".
  std::vector<std::string_view> signatures;
  Value (*implementation)(const Arguments&);
};

constexpr size_t kVariadic = SIZE_MAX;

// The families.
const std::vector<Builtin>& numeric_builtins();
const std::vector<Builtin>& string_builtins();
const std::vector<Builtin>& list_builtins();
const std::vector<Builtin>& aggregate_builtins();
const std::vector<Builtin>& context_builtins();
const std::vector<Builtin>& conversion_builtins();
const std::vector<Builtin>& temporal_builtins();
const std::vector<Builtin>& range_builtins();

// Null pointer if there is none of that name.
const Value* find_builtin(std::string_view name);
// All names, sorted.
const std::vector<std::string_view>& builtin_names();
// May a call with constant arguments be replaced by its result?
bool is_foldable(std::string_view name);

}  // namespace lingqu::feel
