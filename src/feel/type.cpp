#include "feel/type.hpp"

namespace lingqu::feel {
namespace {

struct BuiltinTypes {
  Type any, null, list, context, function;
  Type simple[static_cast<size_t>(Kind::kMonthDuration) + 1];
  BuiltinTypes() {
    any.name = "Any";
    null.form = Type::Form::kNull;
    null.name = "Null";
    list.form = Type::Form::kList;
    list.name = "list";
    list.element = &any;
    context.form = Type::Form::kContext;
    context.name = "context";
    context.any_fields = true;
    function.form = Type::Form::kFunction;
    function.name = "function";
    for (size_t kind = 1; kind < std::size(simple); ++kind) {
      simple[kind].form = Type::Form::kSimple;
      simple[kind].kind = static_cast<Kind>(kind);
      simple[kind].name = kind_name(static_cast<Kind>(kind));
    }
  }
};
const BuiltinTypes& builtin() {
  static const BuiltinTypes instance;
  return instance;
}
constexpr int kMaxTypeDepth = 64;  // of recursive item definitions when compared with each other

bool conforms_at(const Type& from, const Type& to, int depth) {
  if (&from == &to || to.form == Type::Form::kAny || depth > kMaxTypeDepth) return true;
  if (from.form == Type::Form::kNull) return true;
  if (from.form != to.form) return from.form == Type::Form::kAny && to.form == Type::Form::kAny;
  switch (to.form) {
    case Type::Form::kSimple:
      return from.kind == to.kind;
    case Type::Form::kList:
    case Type::Form::kRange:
      return conforms_at(*from.element, *to.element, depth + 1);
    case Type::Form::kContext:
      for (const auto& field : to.fields) {
        const Type* own = from.field(field.name);
        if (own == nullptr || !conforms_at(*own, *field.type, depth + 1)) return false;
      }
      return true;
    case Type::Form::kFunction:
      if (to.element == nullptr && to.parameters.empty()) return true;
      if (from.parameters.size() != to.parameters.size()) return false;
      for (size_t i = 0; i < to.parameters.size(); ++i) {
        const Type* own = from.parameters[i];
        if (own != nullptr && to.parameters[i] != nullptr &&
            !conforms_at(*to.parameters[i], *own, depth + 1))
          return false;
      }
      return from.element == nullptr || to.element == nullptr ||
             conforms_at(*from.element, *to.element, depth + 1);
    default:
      return true;
  }
}

bool function_conforms(const Function& function, const Type& type) {
  if (function.is_builtin()) return true;
  if (type.element == nullptr && type.parameters.empty()) return true;
  const auto& own = function.parameters();
  if (own.size() != type.parameters.size()) return false;
  for (size_t i = 0; i < own.size(); ++i) {
    if (own[i].type != nullptr && type.parameters[i] != nullptr &&
        !conforms_at(*type.parameters[i], *own[i].type, 0))
      return false;
  }
  const Type* result = function.result_type();
  return result == nullptr || type.element == nullptr || conforms_at(*result, *type.element, 0);
}

}  // namespace

const Type* Type::field(std::string_view field_name) const {
  for (const Field& field : fields)
    if (field.name == field_name) return field.type;
  return nullptr;
}

const Type* any_type() {
  return &builtin().any;
}
const Type* simple_type(Kind kind) {
  return &builtin().simple[static_cast<size_t>(kind)];
}

const Type* builtin_type(std::string_view name) {
  static constexpr struct {
    std::string_view name;
    Kind kind;
  } kNames[] = {{"number", Kind::kNumber},
                {"string", Kind::kString},
                {"boolean", Kind::kBoolean},
                {"date", Kind::kDate},
                {"time", Kind::kTime},
                {"date and time", Kind::kDateTime},
                {"dateTime", Kind::kDateTime},
                {"days and time duration", Kind::kDayDuration},
                {"day and time duration", Kind::kDayDuration},
                {"dayTimeDuration", Kind::kDayDuration},
                {"years and months duration", Kind::kMonthDuration},
                {"year and month duration", Kind::kMonthDuration},
                {"yearMonthDuration", Kind::kMonthDuration}};
  for (const auto& entry : kNames)
    if (entry.name == name) return simple_type(entry.kind);
  if (name == "Any") return &builtin().any;
  if (name == "Null") return &builtin().null;
  if (name == "list") return &builtin().list;
  if (name == "context") return &builtin().context;
  if (name == "function") return &builtin().function;
  return nullptr;
}

Type* TypeArena::make(Type::Form form) {
  types_.push_back(std::make_unique<Type>());
  types_.back()->form = form;
  return types_.back().get();
}

const Type* TypeArena::list_of(const Type* element) {
  Type* type = make(Type::Form::kList);
  type->element = element;
  return type;
}

const Type* TypeArena::range_of(const Type* element) {
  Type* type = make(Type::Form::kRange);
  type->element = element;
  return type;
}

bool conforms(const Type& from, const Type& to) {
  return conforms_at(from, to, 0);
}

bool conforms(const Value& value, const Type& type) {
  if (type.form == Type::Form::kAny || value.is_null()) return true;
  switch (type.form) {
    case Type::Form::kSimple:
      return value.is(type.kind);
    case Type::Form::kList:
      if (!value.is(Kind::kList)) return false;
      if (type.element->form == Type::Form::kAny) return true;
      for (const Value& item : value.list())
        if (!conforms(item, *type.element)) return false;
      return true;
    case Type::Form::kContext:
      if (!value.is(Kind::kContext)) return false;
      for (const auto& field : type.fields) {
        const Value* own = value.context().find(field.name);
        if (own == nullptr || !conforms(*own, *field.type)) return false;
      }
      return true;
    case Type::Form::kRange: {
      if (!value.is(Kind::kRange)) return false;
      const Range& range = value.range();
      return conforms(range.start, *type.element) && conforms(range.end, *type.element);
    }
    case Type::Form::kFunction:
      return value.is(Kind::kFunction) && function_conforms(value.function(), type);
    default:
      return false;
  }
}

std::string to_string(const Type& type) {
  if (!type.name.empty()) return type.name;
  switch (type.form) {
    case Type::Form::kList:
      return "list<" + to_string(*type.element) + ">";
    case Type::Form::kRange:
      return "range<" + to_string(*type.element) + ">";
    case Type::Form::kContext:
      return "context";
    case Type::Form::kFunction:
      return "function";
    default:
      return "Any";
  }
}

}  // namespace lingqu::feel
