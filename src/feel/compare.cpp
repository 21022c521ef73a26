#include <algorithm>

#include "feel/operation.hpp"

namespace lingqu::feel {
namespace {

Truth both(Truth a, Truth b) {
  if (a == Truth::kFalse || b == Truth::kFalse) return Truth::kFalse;
  return a == Truth::kTrue && b == Truth::kTrue ? Truth::kTrue : Truth::kNull;
}

bool equal_lists(const std::vector<Value>& a, const std::vector<Value>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), same);
}

bool equal_contexts(const Context& a, const Context& b) {
  if (a.size() != b.size()) return false;
  return std::all_of(a.entries().begin(), a.entries().end(), [&](const Context::Entry& entry) {
    const Value* other = b.find(entry.key.text());
    return other != nullptr && same(entry.value, *other);
  });
}

bool equal_ranges(const Range& a, const Range& b) {
  return a.form == b.form && a.start_included == b.start_included &&
         a.end_included == b.end_included && same(a.start, b.start) && same(a.end, b.end);
}

}  // namespace

Truth equal(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return truth(a.kind() == b.kind());
  if (a.kind() != b.kind()) return Truth::kNull;
  switch (a.kind()) {
    case Kind::kBoolean:
      return truth(a.boolean() == b.boolean());
    case Kind::kNumber:
      return truth(a.number() == b.number());
    case Kind::kString:
      return truth(a.same_object(b) || a.text() == b.text());
    case Kind::kDate:
      return truth(a.date() == b.date());
    case Kind::kTime:
      return truth(a.time().zone.is_local() == b.time().zone.is_local() &&
                   a.time().value() == b.time().value());
    case Kind::kDateTime:
      return truth(a.date_time().zone.is_local() == b.date_time().zone.is_local() &&
                   a.date_time().utc() == b.date_time().utc());
    case Kind::kDayDuration:
      return truth(a.day_duration() == b.day_duration());
    case Kind::kMonthDuration:
      return truth(a.month_duration() == b.month_duration());
    case Kind::kList:
      return truth(a.same_object(b) || equal_lists(a.list(), b.list()));
    case Kind::kContext:
      return truth(a.same_object(b) || equal_contexts(a.context(), b.context()));
    case Kind::kRange:
      return truth(equal_ranges(a.range(), b.range()));
    case Kind::kFunction:
      return truth(a.same_object(b));
    case Kind::kNull:
      break;
  }
  return Truth::kNull;
}

bool identical(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.is(Kind::kTime)) return a.time() == b.time();
  if (a.is(Kind::kDateTime)) return a.date_time() == b.date_time();
  if (a.is(Kind::kList)) {
    return a.list().size() == b.list().size() &&
           std::equal(a.list().begin(), a.list().end(), b.list().begin(), identical);
  }
  return same(a, b);
}

bool order(const Value& a, const Value& b, int& result) {
  const auto by = [&result](const auto& x, const auto& y) {
    result = x < y ? -1 : (y < x ? 1 : 0);
    return true;
  };
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::kNumber:
      result = Decimal::compare(a.number(), b.number());
      return true;
    case Kind::kString:
      result = a.text().compare(b.text());
      return true;
    case Kind::kDate:
      return by(a.date().days, b.date().days);
    case Kind::kTime:
      return a.time().zone.is_local() == b.time().zone.is_local() &&
             by(a.time().value(), b.time().value());
    case Kind::kDateTime:
      return a.date_time().zone.is_local() == b.date_time().zone.is_local() &&
             by(a.date_time().utc(), b.date_time().utc());
    case Kind::kDayDuration:
      return by(a.day_duration(), b.day_duration());
    case Kind::kMonthDuration:
      return by(a.month_duration(), b.month_duration());
    default:
      return false;
  }
}

Truth contains(const Range& range, const Value& value) {
  if (range.form == Range::Form::kEqual) return equal(value, range.start);
  if (range.form == Range::Form::kNotEqual) {
    const Truth found = equal(value, range.end);
    return found == Truth::kNull ? found : truth(found == Truth::kFalse);
  }
  const auto within = [&](const Value& end, bool included, int outside) {
    int compared;
    if (end.is_null()) return Truth::kTrue;
    if (!order(value, end, compared)) return Truth::kNull;
    if (compared == 0) return truth(included);
    return truth((compared < 0) == (outside > 0));
  };
  return both(within(range.start, range.start_included, -1),
              within(range.end, range.end_included, 1));
}

Truth matches(const Value& value, const Value& test) {
  switch (test.kind()) {
    case Kind::kRange:
      if (value.is(Kind::kRange)) return equal(value, test);
      return contains(test.range(), value);
    case Kind::kList: {
      if (value.is(Kind::kList) && same(value, test)) return Truth::kTrue;
      for (const Value& item : test.list()) {
        if (item.is(Kind::kRange) && !value.is(Kind::kRange)) {
          if (contains(item.range(), value) == Truth::kTrue) return Truth::kTrue;
        } else if (same(value, item)) {
          return Truth::kTrue;
        }
      }
      return Truth::kFalse;
    }
    default:
      return equal(value, test);
  }
}

Value make_interval(bool start_included, Value start, Value end, bool end_included) {
  int compared;
  if (!order(start, end, compared) || compared > 0) return Value();
  return Value(Range{Range::Form::kInterval, start_included, end_included, std::move(start),
                     std::move(end)});
}

}  // namespace lingqu::feel
