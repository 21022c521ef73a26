// Functions over a whole list: least, greatest, sums, means, truth of all or any
// (DMN 1.5, 10.3.4.4).
#include <algorithm>

#include "feel/builtin.hpp"

namespace lingqu::feel {
namespace {

// The items as numbers; false with a reason if one is none.
bool numbers(const Arguments& in, std::vector<Decimal>& out) {
  const Value items = in.items();
  if (!items.is(Kind::kList)) return false;
  for (const Value& item : items.list()) {
    if (!item.is(Kind::kNumber)) {
      in.fail("an item is not a number");
      return false;
    }
    out.push_back(item.number());
  }
  return true;
}

Value finite(const Arguments& in, Decimal number) {
  return number.is_finite() ? Value(number) : in.fail("the result is no number");
}

Value extreme(const Arguments& in, int sign) {
  const Value items = in.items();
  if (!items.is(Kind::kList)) return Value();
  Value best;
  for (const Value& item : items.list()) {
    int compared;
    if (!order(item, best.is_null() ? item : best, compared))
      return in.fail("items cannot be compared");
    if (best.is_null() || compared * sign > 0) best = item;
  }
  return best;
}

// Sums of durations are as good as sums of numbers.
Value sum(const Arguments& in) {
  const Value items = in.items();
  if (!items.is(Kind::kList)) return Value();
  if (items.list().empty()) return in.fail("the list is empty");
  Value total = items.list()[0];
  if (total.is(Kind::kString) || negate(total).is_null()) return in.fail("an item is not a number");
  for (size_t i = 1; i < items.list().size(); ++i) {
    const Value& item = items.list()[i];
    total = item.is(total.kind()) ? add(total, item) : Value();
    if (total.is_null()) return in.fail("an item is not a number");
  }
  return total;
}

Value mean(const Arguments& in) {
  const Value items = in.items();
  const Value total = sum(in);
  return total.is_null() ? total : divide(total, Value(static_cast<int64_t>(items.list().size())));
}

Value product(const Arguments& in) {
  std::vector<Decimal> items;
  if (!numbers(in, items)) return Value();
  if (items.empty()) return in.fail("the list is empty");
  Decimal result(1);
  for (const Decimal item : items) result = result * item;
  return finite(in, result);
}

Value median(const Arguments& in) {
  std::vector<Decimal> items;
  if (!numbers(in, items) || items.empty()) return Value();
  std::sort(items.begin(), items.end());
  const size_t middle = items.size() / 2;
  if (items.size() % 2 == 1) return Value(items[middle]);
  return finite(in, (items[middle - 1] + items[middle]) / Decimal(2));
}

Value stddev(const Arguments& in) {
  std::vector<Decimal> items;
  if (!numbers(in, items)) return Value();
  if (items.size() < 2) return in.fail("at least two items are needed");
  const Decimal count(static_cast<int64_t>(items.size()));
  Decimal total(0), squares(0);
  for (const Decimal item : items) total = total + item;
  const Decimal average = total / count;
  for (const Decimal item : items) squares = squares + (item - average) * (item - average);
  return finite(in, (squares / (count - Decimal(1))).sqrt());
}

Value mode(const Arguments& in) {
  std::vector<Decimal> items;
  if (!numbers(in, items)) return Value();
  std::sort(items.begin(), items.end());
  std::vector<Value> modes;
  size_t most = 0;
  for (size_t first = 0, next; first < items.size(); first = next) {
    for (next = first + 1; next < items.size() && items[next] == items[first];) ++next;
    if (next - first > most) modes.clear();
    most = std::max(most, next - first);
    if (next - first == most) modes.emplace_back(items[first]);
  }
  return Value(std::move(modes));
}

Value truth_of(const Arguments& in, bool any) {
  const Value items = in.items();
  if (!items.is(Kind::kList)) return Value();
  bool undefined = false;
  for (const Value& item : items.list()) {
    if (item.is(Kind::kBoolean)) {
      if (item.boolean() == any) return Value(any);
    } else {
      if (!item.is_null()) in.fail("an item is not a boolean");
      undefined = true;
    }
  }
  return undefined ? Value() : Value(!any);
}

}  // namespace

const std::vector<Builtin>& aggregate_builtins() {
  static const std::vector<Builtin> table = {
      {"min", 1, kVariadic, {"list"}, [](const Arguments& in) { return extreme(in, -1); }},
      {"max", 1, kVariadic, {"list"}, [](const Arguments& in) { return extreme(in, 1); }},
      {"sum", 1, kVariadic, {"list"}, sum},
      {"mean", 1, kVariadic, {"list"}, mean},
      {"product", 1, kVariadic, {"list"}, product},
      {"median", 1, kVariadic, {"list"}, median},
      {"stddev", 1, kVariadic, {"list"}, stddev},
      {"mode", 1, kVariadic, {"list"}, mode},
      {"all", 1, kVariadic, {"list"}, [](const Arguments& in) { return truth_of(in, false); }},
      {"any", 1, kVariadic, {"list"}, [](const Arguments& in) { return truth_of(in, true); }},
  };
  return table;
}

}  // namespace lingqu::feel
