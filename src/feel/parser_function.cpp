// Reading: calls, function definitions and types. Part of Compiler.
#include "feel/builtin.hpp"
#include "feel/compiler.hpp"
#include "feel/evaluator.hpp"
#include "feel/names.hpp"

namespace lingqu::feel {
namespace {
constexpr int kMaxIntervalNesting = 120;

const Type* type_of(const Value& value) {
  return value.kind() >= Kind::kBoolean && value.kind() <= Kind::kMonthDuration
             ? simple_type(value.kind())
             : nullptr;
}
}  // namespace

Expression Compiler::parse_call(Expression callee, uint32_t position) {
  std::vector<uint32_t> arguments, names;
  skip();
  if (!take(")")) {
    do {
      skip();
      // `name :` before anything that cannot be part of a name.
      const size_t end = text_.find_first_of(":{}[](),\"@", at_);
      if (end != std::string_view::npos && text_[end] == ':' && word_end(at_) != at_) {
        names.push_back(
            program_.add_constant(Value(normalized_name(text_.substr(at_, end - at_)))));
        at_ = end + 1;
      }
      arguments.push_back(parse_expression().node);
      skip();
    } while (!failed() && take(","));
    if (failed() || !expect(")")) return {};
  }
  if (!names.empty() && names.size() != arguments.size())
    return fail("either all arguments have names or none");
  const Type* result = callee.type != nullptr && callee.type->form == Type::Form::kFunction
                           ? callee.type->element
                           : nullptr;
  const bool constant_arguments = all_constant(arguments);
  arguments.insert(arguments.end(), names.begin(), names.end());
  const NodeId node =
      emit(names.empty() ? Op::kCall : Op::kCallNamed, position, arguments, callee.node);
  const Value* function = program_.if_constant(callee.node);
  if (constant_arguments && function != nullptr && function->is(Kind::kFunction) &&
      is_foldable(function->function().name())) {
    const NodeId value = folded(node);
    if (const Value* known = program_.if_constant(value)) return {value, type_of(*known)};
  }
  return {node, result};
}

bool Compiler::parse_parameters(std::vector<Parameter>& parameters) {
  if (!expect("(")) return false;
  skip();
  if (take(")")) return true;
  do {
    skip();
    const size_t end = text_.find_first_of(":,){}[](\"", at_);
    if (end == std::string_view::npos) {
      fail("expected )");
      return false;
    }
    Parameter parameter{normalized_name(text_.substr(at_, end - at_)), nullptr};
    if (parameter.name.empty()) {
      fail("expected a parameter");
      return false;
    }
    at_ = end;
    if (take(":")) parameter.type = parse_type();
    parameters.push_back(std::move(parameter));
    skip();
  } while (!failed() && take(","));
  return !failed() && expect(")");
}

Expression Compiler::parse_function() {
  if (++depth_ > kMaxIntervalNesting) return fail("nested too deeply");
  std::vector<Parameter> parameters;
  if (!parse_parameters(parameters)) return {};
  skip();
  if (take_word("external")) {
    const size_t scope = mark();
    const Expression description = parse_expression();
    restore(scope);
    if (failed()) return {};
    Evaluator evaluator(Budget{1000, 1 << 20, 100});
    std::vector<Value> slots(program_.slots() + functions_.back().slots);
    const Value value = evaluator.evaluate(program_, description.node, slots.data());
    std::string java_class, signature;
    if (value.is(Kind::kContext)) {
      const Value* java = value.context().find("java");
      const auto text = [java](std::string_view key) {
        const Value* entry =
            java != nullptr && java->is(Kind::kContext) ? java->context().find(key) : nullptr;
        return entry != nullptr && entry->is(Kind::kString) ? entry->text() : std::string();
      };
      java_class = text("class");
      signature = text("method signature");
    }
    --depth_;
    return {external_function(std::move(parameters), java_class, signature), nullptr};
  }
  begin_function(parameters);
  const Expression body = parse_expression();
  if (failed()) return {};
  --depth_;
  Type* type = program_.types().make(Type::Form::kFunction);
  type->element = body.type;
  for (const Parameter& parameter : parameters) type->parameters.push_back(parameter.type);
  return {end_function(body.node, std::move(parameters)), type};
}

const Type* Compiler::parse_type() {
  skip();
  if (++depth_ > kMaxIntervalNesting) {
    fail("nested too deeply");
    return nullptr;
  }
  const Type* result = nullptr;
  const size_t start = at_;
  TypeArena& arena = program_.types();
  const auto inner = [this] {  // <T>
    const Type* type = parse_type();
    return failed() || !expect(">") ? nullptr : type;
  };
  const auto generic = [this, start](std::string_view word) {
    at_ = start;
    if (!take_word(word)) return false;
    skip();
    return take("<");
  };
  if (generic("list")) {
    result = arena.list_of(inner());
  } else if (generic("range")) {
    result = arena.range_of(inner());
  } else if (generic("context")) {
    Type* type = arena.make(Type::Form::kContext);
    skip();
    while (!failed() && !take(">")) {
      if (!type->fields.empty() && !expect(",")) break;
      const size_t colon = text_.find(':', at_);
      if (colon == std::string_view::npos) {
        fail("expected a field and its type");
        break;
      }
      std::string name = normalized_name(text_.substr(at_, colon - at_));
      at_ = colon + 1;
      type->fields.push_back({std::move(name), parse_type()});
      skip();
    }
    result = type;
  } else if (generic("function")) {
    Type* type = arena.make(Type::Form::kFunction);
    skip();
    while (!failed() && !take(">")) {
      if (!type->parameters.empty() && !expect(",")) break;
      type->parameters.push_back(parse_type());
      skip();
    }
    if (!failed() && expect("->")) type->element = parse_type();
    result = type;
  } else {
    at_ = start;
    size_t longest = at_;
    const auto consider = [&](std::string_view name, const Type* type) {
      const size_t end = match_name(name, start);
      if (end > longest) {
        longest = end;
        result = type;
      }
    };
    if (types_ != nullptr)
      for (const auto& [name, type] : *types_) consider(name, type);
    for (const char* name :
         {"Any", "Null", "number", "string", "boolean", "date", "time", "date and time", "list",
          "context", "function", "days and time duration", "years and months duration",
          "day and time duration", "year and month duration"})
      consider(name, builtin_type(name));
    at_ = longest;
    if (result == nullptr) fail("unknown type");
  }
  --depth_;
  return failed() ? nullptr : result;
}

}  // namespace lingqu::feel
