// Numbers and truth (DMN 1.5, 10.3.4.2, 10.3.4.5).
#include "feel/builtin.hpp"

namespace lingqu::feel {
namespace {
using base::Rounding;
constexpr Kind kN = Kind::kNumber;

// The scale argument, within what 34-digit decimals can have.
bool get_scale(const Arguments& in, size_t i, int& scale) {
  const Value* value = in.get(i, kN);
  if (value == nullptr) return false;
  const auto whole = value->number().to_int64();
  if (!whole || *whole < -6111 || *whole > 6176) {
    in.fail("the scale is not from -6111 to 6176");
    return false;
  }
  scale = static_cast<int>(*whole);
  return true;
}

Value rounded(const Arguments& in, Rounding rounding) {
  const Value* number = in.get(0, kN);
  int scale = 0;
  if (number == nullptr || (in.count > 1 && !get_scale(in, 1, scale))) return Value();
  return Value(number->number().quantize(scale, rounding));
}

Value absolute(const Arguments& in) {
  const Value& value = in[0];
  if (value.is(Kind::kDayDuration)) return value.day_duration().seconds < 0 ? negate(value) : value;
  if (value.is(Kind::kMonthDuration))
    return value.month_duration().months < 0 ? negate(value) : value;
  const Value* number = in.get(0, kN);
  return number == nullptr ? Value() : Value(number->number().abs());
}

Value modulo(const Arguments& in) {
  const Value *dividend = in.get(0, kN), *divisor = in.get(1, kN);
  if (dividend == nullptr || divisor == nullptr) return Value();
  if (divisor->number().is_zero()) return in.fail("the divisor is zero");
  const Decimal result = Decimal::modulo(dividend->number(), divisor->number());
  return result.is_finite() ? Value(result) : in.fail("the result is no number");
}

template <Decimal (Decimal::*function)() const>
Value unary(const Arguments& in) {
  const Value* number = in.get(0, kN);
  if (number == nullptr) return Value();
  const Decimal result = (number->number().*function)();
  return result.is_finite() ? Value(result) : in.fail("the result is no number");
}

Value is_odd(const Arguments& in, bool odd) {
  const Value* number = in.get(0, kN);
  if (number == nullptr) return Value();
  if (!number->number().is_integer()) return in.fail("not an integer");
  return Value(Decimal::modulo(number->number(), Decimal(2)).is_zero() != odd);
}

Value negation(const Arguments& in) {
  const Value& value = in[0];
  if (value.is(Kind::kBoolean)) return Value(!value.boolean());
  return in.fail("not a boolean");
}

}  // namespace

const std::vector<Builtin>& numeric_builtins() {
  static const std::vector<Builtin> table = {
      {"decimal",
       2,
       2,
       {"n, scale"},
       [](const Arguments& in) { return rounded(in, Rounding::kHalfEven); }},
      {"floor",
       1,
       2,
       {"n, scale"},
       [](const Arguments& in) { return rounded(in, Rounding::kFloor); }},
      {"ceiling",
       1,
       2,
       {"n, scale"},
       [](const Arguments& in) { return rounded(in, Rounding::kCeiling); }},
      {"round up",
       2,
       2,
       {"n, scale"},
       [](const Arguments& in) { return rounded(in, Rounding::kUp); }},
      {"round down",
       2,
       2,
       {"n, scale"},
       [](const Arguments& in) { return rounded(in, Rounding::kDown); }},
      {"round half up",
       2,
       2,
       {"n, scale"},
       [](const Arguments& in) { return rounded(in, Rounding::kHalfUp); }},
      {"round half down",
       2,
       2,
       {"n, scale"},
       [](const Arguments& in) { return rounded(in, Rounding::kHalfDown); }},
      {"abs", 1, 1, {"n"}, absolute},
      {"modulo", 2, 2, {"dividend, divisor"}, modulo},
      {"sqrt", 1, 1, {"number"}, unary<&Decimal::sqrt>},
      {"exp", 1, 1, {"number"}, unary<&Decimal::exp>},
      {"log", 1, 1, {"number"}, unary<&Decimal::log>},
      {"odd", 1, 1, {"number"}, [](const Arguments& in) { return is_odd(in, true); }},
      {"even", 1, 1, {"number"}, [](const Arguments& in) { return is_odd(in, false); }},
      {"not", 1, 1, {"negand"}, negation},
  };
  return table;
}

}  // namespace lingqu::feel
