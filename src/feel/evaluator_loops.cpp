// Filters, iteration and quantified expressions (DMN 1.5, 10.3.2.5, 10.3.2.12, 10.3.2.14), and
// calls.
#include <fmt/format.h>

#include "feel/evaluator.hpp"

namespace lingqu::feel {
namespace {

// The values from `start` to `end` one by one, up or down: integers or dates. False if they are
// neither.
bool enumerate(Evaluator& evaluator, const Value& start, const Value& end,
               std::vector<Value>& out) {
  int64_t first, last;
  const bool dates = start.is(Kind::kDate) && end.is(Kind::kDate);
  if (dates) {
    first = start.date().days;
    last = end.date().days;
  } else {
    if (!start.is(Kind::kNumber) || !end.is(Kind::kNumber)) return false;
    const auto a = start.number().is_integer() ? start.number().to_int64() : std::nullopt;
    const auto b = end.number().is_integer() ? end.number().to_int64() : std::nullopt;
    if (!a || !b) return false;
    first = *a;
    last = *b;
  }
  const uint64_t distance = first <= last
                                ? static_cast<uint64_t>(last) - static_cast<uint64_t>(first)
                                : static_cast<uint64_t>(first) - static_cast<uint64_t>(last);
  if (distance > UINT32_MAX || !evaluator.spend(distance) ||
      !evaluator.allocate(distance * sizeof(Value))) {
    evaluator.spend(UINT64_MAX / 2);
    return false;
  }
  out.reserve(distance + 1);
  for (uint64_t i = 0; i <= distance; ++i) {
    const int64_t at =
        first <= last ? first + static_cast<int64_t>(i) : first - static_cast<int64_t>(i);
    out.push_back(dates ? Value(Date{at}) : Value(at));
  }
  return true;
}

}  // namespace

// The list an iteration context runs over. Iterator: slot, node, end node or kNoNode.
bool Evaluator::iteration_domain(const Program& program, const uint32_t* iterator, Value* slots,
                                 Value& list) {
  list = evaluate(program, iterator[1], slots);
  std::vector<Value> items;
  if (iterator[2] != kNoNode) {
    const Value end = evaluate(program, iterator[2], slots);
    if (!enumerate(*this, list, end, items)) {
      fail("an iteration runs from integer to integer or from date to date");
      return false;
    }
    list = Value(std::move(items));
  } else if (list.is(Kind::kRange)) {
    const Range& range = list.range();
    if (range.form != Range::Form::kInterval || range.start.is_null() || range.end.is_null() ||
        !enumerate(*this, range.start, range.end, items)) {
      fail("cannot iterate over this range");
      return false;
    }
    if (!range.end_included && !items.empty()) items.pop_back();
    if (!range.start_included && !items.empty()) items.erase(items.begin());
    list = Value(std::move(items));
  } else if (list.is_null()) {
    fail("cannot iterate over null");
    return false;
  } else if (!list.is(Kind::kList)) {
    list = Value(std::vector<Value>{list});
  }
  return true;
}

// Calls `body` for every combination; stops when it returns false. False if a domain cannot be
// iterated.
template <class Body>
bool Evaluator::each(const Program& program, const uint32_t* iterators, uint32_t count,
                     Value* slots, const Body& body) {
  if (count == 0) return body();
  Value list;
  if (!iteration_domain(program, iterators, slots, list)) return false;
  for (const Value& item : list.list()) {
    slots[iterators[0]] = item;
    if (!spend(1) || !each(program, iterators + 3, count - 3, slots, body)) return false;
  }
  return true;
}

Value Evaluator::iterate(const Program& program, const Node& node, Value* slots) {
  const uint32_t* children = program.children(node);
  const uint32_t partial = children[1];
  std::vector<Value> results;
  if (partial != kNoNode) slots[partial] = Value(std::vector<Value>());
  const bool complete = each(program, children + 2, node.count - 2, slots, [&] {
    Value result = evaluate(program, children[0], slots);
    if (stop_ != Stop::kNone || !allocate(sizeof(Value))) return false;
    if (partial == kNoNode) {
      results.push_back(std::move(result));
      return true;
    }
    if (std::vector<Value>* own = slots[partial].sole_list();
        own != nullptr && result.depth() < slots[partial].depth()) {
      own->push_back(std::move(result));
      return true;
    }
    std::vector<Value> copy = slots[partial].list();
    if (!spend(copy.size())) return false;
    copy.push_back(std::move(result));
    slots[partial] = Value(std::move(copy));
    if (slots[partial].is_null()) fail("nested too deeply");
    return slots[partial].is(Kind::kList);
  });
  if (!complete) return Value();
  return partial == kNoNode ? Value(std::move(results)) : std::move(slots[partial]);
}

Value Evaluator::quantify(const Program& program, const Node& node, Value* slots) {
  const uint32_t* children = program.children(node);
  const bool some = node.op == Op::kSome;
  bool undefined = false, decided = false, invalid = false;
  const bool complete = each(program, children + 1, node.count - 1, slots, [&] {
    const Value result = evaluate(program, children[0], slots);
    if (result.is_null()) {
      undefined = true;
    } else if (!result.is(Kind::kBoolean)) {
      invalid = true;
    } else if (result.boolean() == some) {
      decided = true;
    }
    return !decided && !invalid && stop_ == Stop::kNone;
  });
  if (invalid) return fail("what must be satisfied is not a boolean");
  if (decided) return Value(some);
  if (!complete || undefined) return Value();
  return Value(!some);
}

Value Evaluator::filter(const Program& program, const Node& node, Value* slots) {
  Value base = evaluate(program, node.a, slots);
  if (base.is_null()) {
    // A filter on null is null, except that an index or condition needs no item to be wrong.
    return fail("cannot filter null");
  }
  if (!base.is(Kind::kList)) base = Value(std::vector<Value>{base});
  const std::vector<Value>& items = base.list();
  const auto at = [&](const Value& index) {
    const auto position = index.number().is_integer() ? index.number().to_int64() : std::nullopt;
    const auto size = static_cast<int64_t>(items.size());
    if (!position || *position == 0 || *position > size || *position < -size)
      return fail("no item at that index", collecting() ? to_literal(index) : "");
    return items[static_cast<size_t>(*position > 0 ? *position - 1 : size + *position)];
  };
  std::vector<Value> found;
  if (items.empty()) {
    slots[node.c] = Value();
    const Value index = evaluate(program, node.b, slots);
    return index.is(Kind::kNumber) ? at(index) : Value(std::move(found));
  }
  for (size_t i = 0; i < items.size(); ++i) {
    slots[node.c] = items[i];
    const Value result = evaluate(program, node.b, slots);
    if (stop_ != Stop::kNone || !spend(1)) return Value();
    if (i == 0 && result.is(Kind::kNumber)) return at(result);
    if (result.is_true()) {
      found.push_back(items[i]);
      if (!allocate(sizeof(Value))) return Value();
    } else if (!result.is(Kind::kBoolean) && !result.is_null()) {
      return fail("a filter is neither a boolean nor a number but", kind_name(result.kind()));
    }
  }
  return Value(std::move(found));
}

Value Evaluator::call(const Program& program, const Node& node, Value* slots) {
  const Value function = evaluate(program, node.a, slots);
  const uint32_t* children = program.children(node);
  const uint32_t count = node.op == Op::kCall ? node.count : node.count / 2;
  if (!function.is(Kind::kFunction)) return fail("not a function but", kind_name(function.kind()));
  Value few[6];
  std::vector<Value> many(count > std::size(few) ? count : 0);
  Value* arguments = many.empty() ? few : many.data();
  for (uint32_t i = 0; i < count; ++i) arguments[i] = evaluate(program, children[i], slots);
  if (stop_ != Stop::kNone) return Value();
  program_ = &program;
  position_ = node.position;
  if (node.op == Op::kCall) return function.function().call(*this, arguments, count);
  std::vector<Value> names;
  for (uint32_t i = 0; i < count; ++i) names.push_back(program.constant(children[count + i]));
  return function.function().call_named(*this, names, arguments);
}

}  // namespace lingqu::feel
