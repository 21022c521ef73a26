// FEEL types (DMN 1.5, 10.3.2.1 and 10.3.2.9): what values conform to, and what they are converted
// to where a type is declared. Types are immutable and owned by whoever made them (the built-in
// ones by nobody, the others by a TypeArena).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "feel/function.hpp"
#include "feel/value.hpp"

namespace lingqu::feel {

class Program;

struct Type {
  enum class Form : uint8_t { kAny, kNull, kSimple, kList, kContext, kRange, kFunction };
  struct Field {
    std::string name;
    const Type* type;
  };
  Form form = Form::kAny;
  Kind kind = Kind::kNull;        // kSimple: boolean to years and months duration
  std::string name;               // as declared; may be empty
  const Type* element = nullptr;  // of a list, range; the result of a function
  std::vector<Field> fields;      // of a context
  std::vector<const Type*> parameters;
  bool any_fields = false;  // the type "context": no fields asked for
  // Unary tests on the value (item definitions with allowed values), with one input `?`. Coercion
  // asks them, `instance of` does not.
  std::shared_ptr<const Program> allowed;

  const Type* field(std::string_view field_name) const;
};

// Any, number, string, boolean, date, time, date and time, both durations, context, list, function,
// Null: by FEEL name; also the XML names of DMN 1.1 ("dateTime", "dayTimeDuration",
// "yearMonthDuration"). Null pointer if there is none.
const Type* builtin_type(std::string_view name);
const Type* any_type();
const Type* simple_type(Kind kind);

// Declared types by name; must outlive the programs compiled with them.
using TypeNames = std::vector<std::pair<std::string, const Type*>>;

class TypeArena {
 public:
  Type* make(Type::Form form);
  const Type* list_of(const Type* element);
  const Type* range_of(const Type* element);

 private:
  std::vector<std::unique_ptr<Type>> types_;
};

// `value instance of type` for a value that is not null; null conforms here to every type
// (10.3.2.9.1).
bool conforms(const Value& value, const Type& type);
// One type's values are all values of the other, as far as declared (for functions as arguments).
bool conforms(const Type& from, const Type& to);
std::string to_string(const Type& type);

}  // namespace lingqu::feel
