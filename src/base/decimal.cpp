#include "base/decimal.hpp"

#include <charconv>
#include <cmath>

extern "C" {
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>
}

namespace lingqu::base {

const uint64_t Decimal::kPowers[20] = {1u,
                                       10u,
                                       100u,
                                       1000u,
                                       10000u,
                                       100000u,
                                       1000000u,
                                       10000000u,
                                       100000000u,
                                       1000000000u,
                                       10000000000u,
                                       100000000000u,
                                       1000000000000u,
                                       10000000000000u,
                                       100000000000000u,
                                       1000000000000000u,
                                       10000000000000000u,
                                       100000000000000000u,
                                       1000000000000000000u,
                                       10000000000000000000u};

// The way into the library and back; its flags are local to each call.
struct Decimal::Library {
  static BID_UINT128 in(Decimal value) {
    BID_UINT128 result;
    result.w[0] = value.low_;
    result.w[1] = value.high_;
    return result;
  }
  static Decimal out(BID_UINT128 value) {
    Decimal result;
    result.low_ = value.w[0];
    result.high_ = value.w[1];
    if (result.is_finite() && result.is_zero()) {
      result.high_ &= ~kSign;
      if ((result.high_ & kSpecial) == kSpecial) return Decimal();  // a non-canonical zero
    }
    return result;
  }
};

namespace {
constexpr unsigned kNearestEven = 0, kTowardsFloor = 1, kTowardsCeiling = 2, kTowardsZero = 3,
                   kNearestAway = 4;
constexpr unsigned kInexact = 0x20;
constexpr int kMaxExponent = 6111, kMinExponent = -6176;
}  // namespace

Decimal Decimal::add_slow(Decimal a, Decimal b) {
  unsigned flags = 0;
  return Library::out(bid128_add(Library::in(a), Library::in(b), kNearestEven, &flags));
}

Decimal Decimal::multiply_slow(Decimal a, Decimal b) {
  unsigned flags = 0;
  return Library::out(bid128_mul(Library::in(a), Library::in(b), kNearestEven, &flags));
}

Decimal operator/(Decimal a, Decimal b) {
  if (Decimal::is_small(a) && Decimal::is_small(b) && b.low_ != 0 && a.low_ % b.low_ == 0) {
    return Decimal::make((a.high_ ^ b.high_) & Decimal::kSign, a.low_ / b.low_,
                         Decimal::small_exponent(a) - Decimal::small_exponent(b));
  }
  unsigned flags = 0;
  return Decimal::Library::out(
      bid128_div(Decimal::Library::in(a), Decimal::Library::in(b), kNearestEven, &flags));
}

int Decimal::compare_slow(Decimal a, Decimal b) {
  unsigned flags = 0;
  if (bid128_quiet_equal(Library::in(a), Library::in(b), &flags)) return 0;
  return bid128_quiet_less(Library::in(a), Library::in(b), &flags) ? -1 : 1;
}

bool Decimal::parts(Wide& coefficient, int& exponent) const {
  if ((high_ & kSpecial) == kSpecial) {
    coefficient = 0;
    exponent = 0;
    return is_finite();
  }
  exponent = static_cast<int>((high_ >> 49) & 0x3fff) - kBias;
  coefficient = static_cast<Wide>(high_ & kCoefficientHigh) << 64 | low_;
  if (coefficient >= kLimit) coefficient = 0;
  return true;
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
  size_t i = 0;
  const auto digit = [&] { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) ++i;
  uint64_t coefficient = 0;
  int significant = 0, scale = 0, count = 0;
  bool point = false;
  while (digit() || (i < text.size() && text[i] == '.' && !point && count > 0)) {
    if (text[i] == '.') {
      point = true;
      ++i;
      if (!digit()) return std::nullopt;
      continue;
    }
    if (significant > 0 || text[i] != '0') ++significant;
    if (significant <= 19) coefficient = coefficient * 10 + static_cast<uint64_t>(text[i] - '0');
    ++count;
    if (point) ++scale;
    ++i;
  }
  if (count == 0) return std::nullopt;
  int exponent = 0;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    const bool minus = i < text.size() && text[i] == '-';
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    if (!digit()) return std::nullopt;
    for (; digit(); ++i)
      if (exponent < 100000) exponent = exponent * 10 + (text[i] - '0');
    if (minus) exponent = -exponent;
  }
  if (i != text.size()) return std::nullopt;
  const int place = exponent - scale;
  if (significant <= 18 && place >= kMinExponent && place <= kMaxExponent)
    return make(negative ? kSign : 0, coefficient, place);
  std::string copy(text);
  unsigned flags = 0;
  const Decimal result = Library::out(bid128_from_string(copy.data(), kNearestEven, &flags));
  if (!result.is_finite()) return std::nullopt;
  return result;
}

std::optional<Decimal> Decimal::from_double(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return parse(std::string_view(buffer, static_cast<size_t>(end - buffer)));
}

double Decimal::to_double() const {
  unsigned flags = 0;
  return bid128_to_binary64(Library::in(*this), kNearestEven, &flags);
}

std::string Decimal::to_string() const {
  Wide coefficient;
  int exponent;
  if (!parts(coefficient, exponent)) return "null";
  char digits[40];
  int count = 0;
  do {
    digits[sizeof digits - 1 - static_cast<size_t>(count++)] =
        static_cast<char>('0' + static_cast<int>(coefficient % 10));
    coefficient /= 10;
  } while (coefficient != 0);
  const std::string_view body(digits + sizeof digits - count, static_cast<size_t>(count));
  std::string out = is_negative() ? "-" : "";
  if (exponent >= 0 && (is_zero() || count + exponent <= 40)) {
    out.append(body);
    if (!is_zero()) out.append(static_cast<size_t>(exponent), '0');
  } else if (exponent < 0 && exponent >= -40) {
    if (count <= -exponent) {
      out.append("0.").append(static_cast<size_t>(-exponent - count), '0').append(body);
    } else {
      out.append(body.substr(0, static_cast<size_t>(count + exponent)));
      out.append(".").append(body.substr(static_cast<size_t>(count + exponent)));
    }
  } else {
    out.append(body.substr(0, 1));
    if (count > 1) out.append(".").append(body.substr(1));
    const int power = exponent + count - 1;
    out.append(power < 0 ? "E-" : "E+").append(std::to_string(power < 0 ? -power : power));
  }
  return out;
}

bool Decimal::is_integer() const {
  if (is_small(*this)) {
    const int exponent = small_exponent(*this);
    if (exponent >= 0) return true;
    if (exponent >= -19) return low_ % kPowers[-exponent] == 0;
  }
  if (!is_finite()) return false;
  unsigned flags = 0;
  bid128_round_integral_exact(Library::in(*this), kNearestEven, &flags);
  return (flags & kInexact) == 0;
}

namespace {
// Does a quotient with this remainder go one further away from zero?
bool rounds_away(Rounding rounding, bool negative, uint64_t quotient, uint64_t rest,
                 uint64_t unit) {
  if (rest == 0) return false;
  const uint64_t half = unit / 2;  // unit is a power of ten above 1
  switch (rounding) {
    case Rounding::kHalfEven:
      return rest > half || (rest == half && (quotient & 1) != 0);
    case Rounding::kFloor:
      return negative;
    case Rounding::kCeiling:
      return !negative;
    case Rounding::kDown:
      return false;
    case Rounding::kUp:
      return true;
    case Rounding::kHalfUp:
      return rest >= half;
    case Rounding::kHalfDown:
      return rest > half;
  }
  return false;
}
}  // namespace

Decimal Decimal::quantize(int places, Rounding rounding) const {
  if (is_small(*this)) {
    const int drop = -small_exponent(*this) - places;
    if (drop == 0) return *this;
    if (drop > 0 && drop <= 19) {
      const uint64_t unit = kPowers[drop], quotient = low_ / unit, rest = low_ % unit;
      const bool away = rounds_away(rounding, is_negative(), quotient, rest, unit);
      return make(high_ & kSign, static_cast<Wide>(quotient) + (away ? 1 : 0), -places);
    }
  }
  if (-places > kMaxExponent || -places < kMinExponent) return *this;
  const BID_UINT128 unit = Library::in(make(0, 1, -places));
  unsigned mode = kNearestEven, flags = 0;
  switch (rounding) {
    case Rounding::kHalfEven:
      mode = kNearestEven;
      break;
    case Rounding::kFloor:
      mode = kTowardsFloor;
      break;
    case Rounding::kCeiling:
      mode = kTowardsCeiling;
      break;
    case Rounding::kDown:
      mode = kTowardsZero;
      break;
    case Rounding::kUp:
      mode = is_negative() ? kTowardsFloor : kTowardsCeiling;
      break;
    case Rounding::kHalfUp:
      mode = kNearestAway;
      break;
    case Rounding::kHalfDown:
      mode = kTowardsZero;
      break;
  }
  Decimal result = Library::out(bid128_quantize(Library::in(*this), unit, mode, &flags));
  if (!result.is_finite()) return *this;
  if (rounding == Rounding::kHalfDown) {
    const Decimal rest = (*this - result).abs();
    const Decimal step = Library::out(unit);
    if (rest + rest > step) result = is_negative() ? result - step : result + step;
  }
  return result;
}

Decimal Decimal::sqrt() const {
  unsigned flags = 0;
  return Library::out(bid128_sqrt(Library::in(*this), kNearestEven, &flags));
}

Decimal Decimal::exp() const {
  unsigned flags = 0;
  return Library::out(bid128_exp(Library::in(*this), kNearestEven, &flags));
}

Decimal Decimal::log() const {
  unsigned flags = 0;
  return Library::out(bid128_log(Library::in(*this), kNearestEven, &flags));
}

Decimal Decimal::power(Decimal exponent) const {
  const auto whole = exponent.is_integer() ? exponent.to_int64() : std::nullopt;
  if (whole && *whole >= -1000 && *whole <= 1000) {
    unsigned flags = 0;
    BID_UINT128 result = Library::in(Decimal(1)), base = Library::in(*this);
    for (int64_t n = *whole < 0 ? -*whole : *whole; n > 0 && (flags & kInexact) == 0; n >>= 1) {
      if (n & 1) result = bid128_mul(result, base, kNearestEven, &flags);
      if (n > 1) base = bid128_mul(base, base, kNearestEven, &flags);
    }
    if ((flags & kInexact) == 0)
      return *whole < 0 ? Decimal(1) / Library::out(result) : Library::out(result);
  }
  unsigned flags = 0;
  return Library::out(bid128_pow(Library::in(*this), Library::in(exponent), kNearestEven, &flags));
}

Decimal Decimal::modulo(Decimal dividend, Decimal divisor) {
  unsigned flags = 0;
  const Decimal rest =
      Library::out(bid128_fmod(Library::in(dividend), Library::in(divisor), &flags));
  if (!rest.is_finite() || rest.is_zero() || rest.is_negative() == divisor.is_negative())
    return rest;
  return rest + divisor;
}

std::optional<int64_t> Decimal::to_int64() const {
  Wide coefficient;
  int exponent;
  if (!parts(coefficient, exponent)) return std::nullopt;
  while (exponent < 0 && coefficient != 0) {
    const int step = exponent < -19 ? 19 : -exponent;
    coefficient /= kPowers[step];
    exponent += step;
  }
  for (; exponent > 0 && coefficient != 0; --exponent) {
    if (coefficient > static_cast<Wide>(INT64_MAX)) return std::nullopt;
    coefficient *= 10;
  }
  const Wide limit = static_cast<Wide>(INT64_MAX) + (is_negative() ? 1 : 0);
  if (coefficient > limit) return std::nullopt;
  const auto magnitude = static_cast<uint64_t>(coefficient);
  return static_cast<int64_t>(is_negative() ? uint64_t{0} - magnitude : magnitude);
}

std::optional<int64_t> Decimal::scaled(int places) const {
  Wide coefficient;
  int exponent;
  if (!parts(coefficient, exponent)) return std::nullopt;
  if (coefficient == 0) return 0;
  for (exponent += places; exponent < 0; ++exponent) {
    if (coefficient % 10 != 0) return std::nullopt;
    coefficient /= 10;
  }
  for (; exponent > 0; --exponent) {
    if (coefficient > static_cast<Wide>(INT64_MAX)) return std::nullopt;
    coefficient *= 10;
  }
  const Wide limit = static_cast<Wide>(INT64_MAX) + (is_negative() ? 1 : 0);
  if (coefficient > limit) return std::nullopt;
  const auto magnitude = static_cast<uint64_t>(coefficient);
  return static_cast<int64_t>(is_negative() ? uint64_t{0} - magnitude : magnitude);
}

Decimal Decimal::from_scaled(int64_t units, int places) {
  const Decimal whole(units);
  return make(whole.high_ & kSign, whole.low_, -places);
}

int Decimal::scale() const {
  Wide coefficient;
  int exponent;
  return parts(coefficient, exponent) ? -exponent : 0;
}

Decimal Decimal::normalized() const {
  Wide coefficient;
  int exponent;
  if (!parts(coefficient, exponent) || exponent >= 0) return *this;
  while (exponent < 0 && coefficient % 10 == 0) {
    if (coefficient == 0) return Decimal();
    coefficient /= 10;
    ++exponent;
  }
  return make(high_ & kSign, coefficient, exponent);
}

uint64_t Decimal::hash() const {
  Wide coefficient;
  int exponent;
  if (!parts(coefficient, exponent) || coefficient == 0) return 0;
  while (coefficient % 10 == 0) {
    coefficient /= 10;
    ++exponent;
  }
  uint64_t mixed = static_cast<uint64_t>(coefficient) ^
                   static_cast<uint64_t>(coefficient >> 64) * 0x9e3779b97f4a7c15u;
  mixed ^= static_cast<uint64_t>(exponent + kBias) << 1 ^ (is_negative() ? 1u : 0u);
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
  return mixed ^ (mixed >> 31);
}

}  // namespace lingqu::base
