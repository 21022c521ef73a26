// The operators on values (DMN 1.5, 10.3.2.4 to 10.3.2.7 and tables 51 to 57). What is undefined is
// null.
#pragma once

#include "feel/value.hpp"

namespace lingqu::feel {

enum class Truth : uint8_t { kFalse, kTrue, kNull };
inline Truth truth(bool value) {
  return value ? Truth::kTrue : Truth::kFalse;
}
inline Value to_value(Truth value) {
  return value == Truth::kNull ? Value() : Value(value == Truth::kTrue);
}
inline Truth to_truth(const Value& value) {
  return value.is(Kind::kBoolean) ? truth(value.boolean()) : Truth::kNull;
}

// Null equals only null; values of different kinds have no equality (kNull). Dates and times are
// compared by their instant in whole seconds, contexts and lists by their parts.
Truth equal(const Value& a, const Value& b);
// equal() where undefined counts as different: for lists, sets and keys.
inline bool same(const Value& a, const Value& b) {
  return equal(a, b) == Truth::kTrue;
}
// The function is(): the same element of the same value space, so that time zones count.
bool identical(const Value& a, const Value& b);

// Order of numbers, strings (by code points), dates, times and durations. Returns false if the two
// have no order.
bool order(const Value& a, const Value& b, int& result);

// Is `value` in `range`? kNull if they cannot be compared.
Truth contains(const Range& range, const Value& value);
// A value against what a test evaluated to (DMN 1.5, table 55): a range, a list of such, or a value
// it equals.
Truth matches(const Value& value, const Value& test);
// Null if the ends are no two comparable values in ascending order.
Value make_interval(bool start_included, Value start, Value end, bool end_included);

Value add(const Value& a, const Value& b);
Value subtract(const Value& a, const Value& b);
Value multiply(const Value& a, const Value& b);
Value divide(const Value& a, const Value& b);
Value power(const Value& a, const Value& b);
Value negate(const Value& a);
// A property of a date, time, duration or range by name (DMN 1.5, table 65); false if the kind has
// no such property.
bool property(const Value& value, std::string_view name, Value& result);

// Seconds as a number, and back rounded half-even to nanoseconds (false if out of range).
Decimal to_seconds(DayDuration duration);
bool from_seconds(Decimal seconds, DayDuration& duration);

}  // namespace lingqu::feel
