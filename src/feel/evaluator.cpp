#include "feel/evaluator.hpp"

#include <fmt/format.h>

#include "feel/closure.hpp"
#include "feel/frame.hpp"

namespace lingqu::feel {
namespace {
constexpr size_t kMaxReasons = 100;

Comparison comparison_of(Op op) {
  return static_cast<Comparison>(static_cast<int>(op) - static_cast<int>(Op::kEqual));
}
}  // namespace

std::string_view stop_text(Stop stop) {
  switch (stop) {
    case Stop::kSteps:
      return "more steps than allowed";
    case Stop::kMemory:
      return "more memory than allowed";
    case Stop::kDepth:
      return "nested deeper than allowed";
    case Stop::kNone:
      break;
  }
  return "";
}

Value Evaluator::run(const Program& program, const std::vector<Value>& inputs) {
  std::vector<Value> slots(std::max<size_t>(program.slots(), inputs.size()));
  std::copy(inputs.begin(), inputs.end(), slots.begin());
  return run(program, slots.data());
}

Value Evaluator::fail(std::string_view text) {
  if (reasons_ != nullptr && reasons_->size() < kMaxReasons)
    reasons_->push_back({std::string(text), program_, position_});
  return Value();
}

Value Evaluator::fail(std::string_view text, std::string_view detail) {
  if (reasons_ == nullptr) return Value();
  return fail(fmt::format("{}: {}", text, detail));
}

Value Evaluator::evaluate(const Program& program, NodeId id, Value* slots) {
  const Node& node = program.node(id);
  switch (node.op) {  // the leaves, without ceremony
    case Op::kConstant:
      return program.constant(node.a);
    case Op::kSlot:
      return slots[node.a];
    default:
      break;
  }
  if (stop_ != Stop::kNone || !spend(1)) return Value();
  Value result;
  if (enter()) result = compute(program, node, slots);
  leave();
  return stop_ == Stop::kNone ? result : Value();
}

Value Evaluator::compute(const Program& program, const Node& node, Value* slots) {
  program_ = &program;
  position_ = node.position;
  switch (node.op) {
    case Op::kItemName: {
      const Value& item = slots[node.a];
      if (item.is(Kind::kContext)) {
        if (const Value* found = item.context().find(program.constant(node.b).text()))
          return *found;
      }
      if (node.c != kNoNode) return evaluate(program, node.c, slots);
      return fail("unknown name", program.constant(node.b).text());
    }
    case Op::kNegate:
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kPower:
      return arithmetic(program, node, slots);
    case Op::kAnd:
    case Op::kOr:
      return logic(program, node, slots);
    case Op::kEqual:
    case Op::kNotEqual:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
    case Op::kBetween:
      return compare(program, node, slots);
    case Op::kIf: {
      const uint32_t* children = program.children(node);
      const Value condition = evaluate(program, children[0], slots);
      if (!condition.is(Kind::kBoolean) && !condition.is_null())
        return fail("the condition of if is not a boolean but", kind_name(condition.kind()));
      return evaluate(program, children[condition.is_true() ? 1 : 2], slots);
    }
    case Op::kList: {
      std::vector<Value> items;
      items.reserve(node.count);
      if (!allocate(node.count * sizeof(Value))) return Value();
      const uint32_t* children = program.children(node);
      for (uint32_t i = 0; i < node.count; ++i)
        items.push_back(evaluate(program, children[i], slots));
      return Value(std::move(items));
    }
    case Op::kContext:
      return make_context(program, node, slots);
    case Op::kInterval: {
      Value start = evaluate(program, node.a, slots), end = evaluate(program, node.b, slots);
      Value made = make_interval((node.flag & 1) != 0, std::move(start), std::move(end),
                                 (node.flag & 2) != 0);
      return made.is_null() ? fail("a range needs two comparable ends in ascending order") : made;
    }
    case Op::kOpenRange: {
      Value end = evaluate(program, node.a, slots);
      switch (static_cast<Comparison>(node.flag)) {
        case Comparison::kEqual:
          return Value(Range{Range::Form::kEqual, true, true, end, end});
        case Comparison::kNotEqual:
          return Value(Range{Range::Form::kNotEqual, false, false, Value(), end});
        case Comparison::kLess:
          return Value(Range{Range::Form::kInterval, false, false, Value(), end});
        case Comparison::kLessEqual:
          return Value(Range{Range::Form::kInterval, false, true, Value(), end});
        case Comparison::kGreater:
          return Value(Range{Range::Form::kInterval, false, false, end, Value()});
        case Comparison::kGreaterEqual:
          return Value(Range{Range::Form::kInterval, true, false, end, Value()});
      }
      return Value();
    }
    case Op::kPath:
      return path(program, node, slots);
    case Op::kFilter:
      return filter(program, node, slots);
    case Op::kFor:
      return iterate(program, node, slots);
    case Op::kSome:
    case Op::kEvery:
      return quantify(program, node, slots);
    case Op::kCall:
    case Op::kCallNamed:
      return call(program, node, slots);
    case Op::kLambda:
      return Value(new Closure(program.shared_from_this(), program.lambda(node.a), slots));
    case Op::kInstanceOf: {
      const Value value = evaluate(program, node.a, slots);
      const Type& type = program.type(node.b);
      if (value.is_null()) return Value(type.form == Type::Form::kNull);
      return Value(conforms(value, type));
    }
    case Op::kIn:
      slots[node.b] = evaluate(program, node.a, slots);
      return evaluate(program, node.c, slots);
    case Op::kTestAny:
    case Op::kTestNot:
    case Op::kTestCompare:
    case Op::kTestMatch:
    case Op::kTestTrue:
      return test(program, node, slots);
    case Op::kCoerce: {
      Value value = evaluate(program, node.a, slots);
      coerce(value, program.type(node.b));
      return value;
    }
    case Op::kExtension:
      return program.extension(node.a).evaluate(*this, program, slots);
    case Op::kUnknown:
      return fail(program.constant(node.a).text());
    case Op::kConstant:
    case Op::kSlot:
      break;
  }
  return Value();
}

Value Evaluator::arithmetic(const Program& program, const Node& node, Value* slots) {
  static constexpr std::string_view kVerbs[] = {"negate",   "add",    "subtract",
                                                "multiply", "divide", "raise"};
  const Value a = evaluate(program, node.a, slots);
  if (node.op == Op::kNegate) {
    Value result = negate(a);
    return result.is_null() ? fail("cannot negate", kind_name(a.kind())) : result;
  }
  const Value b = evaluate(program, node.b, slots);
  Value result;
  switch (node.op) {
    case Op::kAdd:
      if (a.is(Kind::kString) && b.is(Kind::kString) &&
          !allocate(a.text().size() + b.text().size()))
        return result;
      result = add(a, b);
      break;
    case Op::kSubtract:
      result = subtract(a, b);
      break;
    case Op::kMultiply:
      result = multiply(a, b);
      break;
    case Op::kDivide:
      result = divide(a, b);
      break;
    default:
      result = power(a, b);
      break;
  }
  if (result.is_null() && reasons_ != nullptr) {
    program_ = &program;
    position_ = node.position;
    const auto verb = kVerbs[static_cast<int>(node.op) - static_cast<int>(Op::kNegate)];
    fail(fmt::format(
        "cannot {} {} and {}{}", verb, kind_name(a.kind()), kind_name(b.kind()),
        a.is(b.kind()) && a.is(Kind::kNumber) ? " (division by zero or overflow)" : ""));
  }
  return result;
}

Value Evaluator::logic(const Program& program, const Node& node, Value* slots) {
  const Truth decisive = truth(node.op == Op::kOr);
  const Truth a = to_truth(evaluate(program, node.a, slots));
  if (a == decisive) return to_value(decisive);
  const Truth b = to_truth(evaluate(program, node.b, slots));
  if (b == decisive) return to_value(decisive);
  return a == Truth::kNull || b == Truth::kNull ? Value() : to_value(b);
}

namespace {
// Three-valued comparison; kNull if undefined.
Truth compared(Comparison comparison, const Value& a, const Value& b) {
  if (comparison == Comparison::kEqual) return equal(a, b);
  if (comparison == Comparison::kNotEqual) {
    const Truth result = equal(a, b);
    return result == Truth::kNull ? result : truth(result == Truth::kFalse);
  }
  int result;
  if (!order(a, b, result)) return Truth::kNull;
  switch (comparison) {
    case Comparison::kLess:
      return truth(result < 0);
    case Comparison::kLessEqual:
      return truth(result <= 0);
    case Comparison::kGreater:
      return truth(result > 0);
    default:
      return truth(result >= 0);
  }
}
}  // namespace

Value Evaluator::compare(const Program& program, const Node& node, Value* slots) {
  Value a, b;
  Truth result;
  if (node.op == Op::kBetween) {
    const uint32_t* children = program.children(node);
    a = evaluate(program, children[0], slots);
    b = evaluate(program, children[1], slots);
    const Value high = evaluate(program, children[2], slots);
    const Truth above = compared(Comparison::kGreaterEqual, a, b),
                below = compared(Comparison::kLessEqual, a, high);
    result = above == Truth::kNull || below == Truth::kNull
                 ? Truth::kNull
                 : truth(above == Truth::kTrue && below == Truth::kTrue);
  } else {
    a = evaluate(program, node.a, slots);
    b = evaluate(program, node.b, slots);
    result = compared(comparison_of(node.op), a, b);
  }
  if (result != Truth::kNull) return Value(result == Truth::kTrue);
  if (reasons_ == nullptr) return Value();
  return fail(fmt::format("cannot compare {} and {}", kind_name(a.kind()), kind_name(b.kind())));
}

Value Evaluator::test(const Program& program, const Node& node, Value* slots) {
  switch (node.op) {
    case Op::kTestAny: {
      const uint32_t* children = program.children(node);
      bool undefined = false;
      for (uint32_t i = 0; i < node.count; ++i) {
        const Value result = evaluate(program, children[i], slots);
        if (result.is_true()) return result;
        undefined = undefined || !result.is_false();
      }
      return undefined ? Value() : Value(false);
    }
    case Op::kTestNot: {
      const Value result = evaluate(program, node.a, slots);
      return result.is(Kind::kBoolean) ? Value(!result.boolean()) : Value();
    }
    case Op::kTestCompare: {
      const Value end = evaluate(program, node.b, slots);
      return to_value(compared(static_cast<Comparison>(node.flag), slots[node.a], end));
    }
    case Op::kTestMatch: {
      const Value expected = evaluate(program, node.b, slots);
      const Value& value = slots[node.a];
      if (expected.is_null() && program.node(node.b).op == Op::kInterval)
        return Value();  // no range, no answer
      if (expected.is(Kind::kBoolean) && !value.is(Kind::kBoolean) && !value.is_null())
        return expected;
      return to_value(matches(value, expected));
    }
    default: {
      Value result = evaluate(program, node.a, slots);
      return result.is(Kind::kBoolean) ? result : Value();
    }
  }
}

Value Evaluator::make_context(const Program& program, const Node& node, Value* slots) {
  const uint32_t* children = program.children(node);
  Context made;
  made.reserve(node.count / 3);
  if (!allocate(node.count * sizeof(Value))) return Value();
  for (uint32_t i = 0; i + 2 < node.count; i += 3) {
    Value value = evaluate(program, children[i + 2], slots);
    if ((node.flag & 1) != 0 && i + 3 == node.count) return value;
    slots[children[i + 1]] = value;
    made.append(program.constant(children[i]), std::move(value));
  }
  return Value(std::move(made));
}

Value Evaluator::path(const Program& program, const Node& node, Value* slots) {
  const Value base = evaluate(program, node.a, slots);
  const std::string& name = program.constant(node.b).text();
  const auto select = [&](const Value& value) {
    if (value.is(Kind::kContext)) {
      const Value* found = value.context().find(name);
      return found != nullptr ? *found : fail("no such entry", name);
    }
    Value result;
    if (property(value, name, result)) return result;
    return fail(value.is_null() ? "null has no property" : "no such property", name);
  };
  if (!base.is(Kind::kList)) return select(base);
  std::vector<Value> items;
  items.reserve(base.list().size());
  if (!spend(base.list().size()) || !allocate(base.list().size() * sizeof(Value))) return Value();
  for (const Value& item : base.list()) items.push_back(select(item));
  return Value(std::move(items));
}

bool Evaluator::coerce(Value& value, const Type& type) {
  Value result = coerce(static_cast<const Value&>(value), type);
  const bool good = !result.is_null() || value.is_null();
  value = std::move(result);
  return good;
}

Value Evaluator::coerce(const Value& value, const Type& type) {
  if (type.form == Type::Form::kAny || value.is_null()) return value;
  Value result = value;
  if (!conforms(value, type)) {
    // 10.3.2.9.4: from singleton list, to singleton list, from date to date and time.
    if (value.is(Kind::kList) && value.list().size() == 1 && type.form != Type::Form::kList &&
        conforms(value.list()[0], type)) {
      result = value.list()[0];
    } else if (type.form == Type::Form::kList && !value.is(Kind::kList) &&
               conforms(value, *type.element)) {
      result = Value(std::vector<Value>{value});
    } else if (value.is(Kind::kDate) && type.form == Type::Form::kSimple &&
               type.kind == Kind::kDateTime) {
      result = Value(make_date_time(value.date(), Time{0, 0, Zone::offset(0)}));
    } else {
      if (reasons_ != nullptr)
        fail(fmt::format("{} does not conform to the type {}", kind_name(value.kind()),
                         to_string(type)));
      return Value();
    }
  }
  if (type.allowed != nullptr) {
    Frame frame(type.allowed->slots());
    frame.slots()[0] = result;
    if (!run(*type.allowed, frame.slots()).is_true())
      return fail("not among the allowed values of " + to_string(type),
                  collecting() ? to_literal(result) : "");
  }
  if (type.form == Type::Form::kList && type.element->allowed != nullptr) {
    for (const Value& item : result.list())
      if (!item.is_null() && coerce(item, *type.element).is_null()) return Value();
  }
  return result;
}

}  // namespace lingqu::feel
