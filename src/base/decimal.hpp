// A decimal floating-point number of 34 digits (IEEE 754-2008 decimal128), backed by Intel's BID
// library. Purely a value: thread-safe, 16 bytes. Rounding is half-even unless said otherwise.
// There is one zero: no operation yields a negative zero. Operations may yield a value that is not
// finite (overflow, 1/0): ask is_finite(). Where coefficients are small the operations work on the
// encoding itself, which gives the same digits and scale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lingqu::base {

enum class Rounding {
  kHalfEven,
  kFloor,    // towards minus infinity
  kCeiling,  // towards plus infinity
  kDown,     // towards zero
  kUp,       // away from zero
  kHalfUp,   // ties away from zero
  kHalfDown  // ties towards zero
};

class Decimal {
 public:
  static constexpr int kDigits = 34;

  Decimal() = default;
  explicit Decimal(int64_t value)
      : low_(value < 0 ? uint64_t{0} - static_cast<uint64_t>(value) : static_cast<uint64_t>(value)),
        high_((value < 0 ? kSign : 0) | kExponentZero) {}

  // Strict: [+-]digits[.digits][(e|E)[+-]digits], no blanks, no NaN or infinity; what overflows is
  // refused.
  static std::optional<Decimal> parse(std::string_view text);
  // Nearest decimal of up to 17 digits; nothing if not finite.
  static std::optional<Decimal> from_double(double value);
  // Plain notation without exponent where that takes no more than 40 digits: "1.50", "-3", "0";
  // else "1.5E+60".
  std::string to_string() const;
  double to_double() const;

  friend Decimal operator+(Decimal a, Decimal b) {
    return is_small(a) && is_small(b) ? add_small(a, b, 0) : add_slow(a, b);
  }
  friend Decimal operator-(Decimal a, Decimal b) {
    return is_small(a) && is_small(b) ? add_small(a, b, kSign) : add_slow(a, -b);
  }
  friend Decimal operator*(Decimal a, Decimal b) {
    if (is_small(a) && is_small(b)) {
      const Wide product = static_cast<Wide>(a.low_) * b.low_;
      if (product < kLimit)
        return make((a.high_ ^ b.high_) & kSign, product, small_exponent(a) + small_exponent(b));
    }
    return multiply_slow(a, b);
  }
  friend Decimal operator/(Decimal a, Decimal b);
  friend bool operator==(Decimal a, Decimal b) { return compare(a, b) == 0; }
  friend bool operator<(Decimal a, Decimal b) { return compare(a, b) < 0; }
  friend bool operator>(Decimal a, Decimal b) { return compare(a, b) > 0; }
  friend bool operator<=(Decimal a, Decimal b) { return compare(a, b) <= 0; }
  friend bool operator>=(Decimal a, Decimal b) { return compare(a, b) >= 0; }
  Decimal operator-() const {
    Decimal result = *this;
    if (!is_zero()) result.high_ ^= kSign;
    return result;
  }
  Decimal abs() const {
    Decimal result = *this;
    result.high_ &= ~kSign;
    return result;
  }
  // -1, 0 or 1 by value (1.5 equals 1.50). Precondition: both finite.
  static int compare(Decimal a, Decimal b) {
    return is_small(a) && is_small(b) ? compare_small(a, b) : compare_slow(a, b);
  }

  bool is_finite() const { return (high_ & kInfinity) != kInfinity; }
  bool is_zero() const {
    return (low_ == 0 && (high_ & kCoefficientHigh) == 0) || (high_ & kSpecial) == kSpecial;
  }
  bool is_negative() const { return (high_ & kSign) != 0; }
  bool is_integer() const;

  // The value with `scale` digits after the point (before it, if negative). A value that already
  // has no more digits than that and could not be written with `scale` digits in 34 is returned as
  // it is.
  Decimal quantize(int scale, Rounding rounding) const;
  // The integral part, rounded.
  Decimal round(Rounding rounding) const { return quantize(0, rounding); }
  Decimal sqrt() const;  // not finite for negative numbers
  Decimal exp() const;
  Decimal log() const;  // natural; not finite for zero and negative numbers
  // Exact where the result has no more than 34 digits, else within one unit in the last place.
  Decimal power(Decimal exponent) const;
  // dividend - divisor * floor(dividend / divisor), exactly: has the sign of the divisor. Not
  // finite for divisor zero.
  static Decimal modulo(Decimal dividend, Decimal divisor);

  // The integer part (towards zero) if it fits.
  std::optional<int64_t> to_int64() const;
  // The value times 10^scale if that is an integer that fits; nothing otherwise. Used to store
  // fixed-scale columns.
  std::optional<int64_t> scaled(int scale) const;
  // scaled() for the numbers it costs little for; false where it does not know, or there is no such
  // integer.
  bool scaled_fast(int scale, int64_t& units) const {
    if (!is_small(*this) || low_ > INT64_MAX) return false;
    const int shift = small_exponent(*this) + scale;
    if (shift < 0 || shift > 18) return false;
    int64_t magnitude;
    if (__builtin_mul_overflow(static_cast<int64_t>(low_), static_cast<int64_t>(kPowers[shift]),
                               &magnitude))
      return false;
    units = is_negative() ? -magnitude : magnitude;
    return true;
  }
  static Decimal from_scaled(int64_t units, int scale);
  // Number of digits after the point as written: 1.50 has 2, 3E+2 has -2.
  int scale() const;
  // Without trailing zeros after the point.
  Decimal normalized() const;
  // Equal for equal values, whatever the scale.
  uint64_t hash() const;

 private:
  __extension__ typedef unsigned __int128 Wide;
  static constexpr uint64_t kSign = 0x8000000000000000;
  static constexpr uint64_t kSpecial = 0x6000000000000000;
  static constexpr uint64_t kInfinity = 0x7800000000000000;
  static constexpr uint64_t kCoefficientHigh = 0x0001ffffffffffff;
  static constexpr int kBias = 6176;
  static constexpr uint64_t kExponentZero = static_cast<uint64_t>(kBias) << 49;
  static constexpr Wide kLimit =
      static_cast<Wide>(10000000000000000u) * 1000000000000000000u;  // 10^34
  static const uint64_t kPowers[20];

  // Coefficient below 2^64 and exponent from -32 to 31.
  static bool is_small(Decimal value) {
    return (value.high_ & 0x7f81ffffffffffff) == 0x3000000000000000;
  }
  static int small_exponent(Decimal value) {
    return static_cast<int>((value.high_ >> 49) & 63) - 32;
  }
  static Decimal make(uint64_t sign, Wide coefficient, int exponent) {
    Decimal result;
    result.low_ = static_cast<uint64_t>(coefficient);
    result.high_ = (coefficient == 0 ? 0 : sign) | static_cast<uint64_t>(exponent + kBias) << 49 |
                   static_cast<uint64_t>(coefficient >> 64);
    return result;
  }
  static Decimal add_small(Decimal a, Decimal b, uint64_t flip);
  static int compare_small(Decimal a, Decimal b);
  static Decimal add_slow(Decimal a, Decimal b);
  static Decimal multiply_slow(Decimal a, Decimal b);
  static int compare_slow(Decimal a, Decimal b);
  bool parts(Wide& coefficient, int& exponent) const;  // false if not finite
  struct Library;

  uint64_t low_ = 0;
  uint64_t high_ = kExponentZero;
};

inline Decimal Decimal::add_small(Decimal a, Decimal b, uint64_t flip) {
  const int ea = small_exponent(a), eb = small_exponent(b);
  Wide ca = a.low_, cb = b.low_;
  const uint64_t sa = a.high_ & kSign, sb = (b.high_ ^ flip) & kSign;
  if (ea > eb) {
    if (ea - eb > 18) return add_slow(a, flip ? -b : b);
    ca *= kPowers[ea - eb];
  } else if (eb > ea) {
    if (eb - ea > 18) return add_slow(a, flip ? -b : b);
    cb *= kPowers[eb - ea];
  }
  const int exponent = ea < eb ? ea : eb;
  if (sa != sb) return ca >= cb ? make(sa, ca - cb, exponent) : make(sb, cb - ca, exponent);
  const Wide sum = ca + cb;
  return sum < kLimit ? make(sa, sum, exponent) : add_slow(a, flip ? -b : b);
}

inline int Decimal::compare_small(Decimal a, Decimal b) {
  const bool na = a.is_negative(), nb = b.is_negative();
  if (na != nb) return na ? -1 : 1;
  const int difference = small_exponent(a) - small_exponent(b);
  if (difference > 18 || difference < -18) return compare_slow(a, b);
  Wide ca = a.low_, cb = b.low_;
  if (difference > 0) ca *= kPowers[difference];
  if (difference < 0) cb *= kPowers[-difference];
  if (ca == cb) return 0;
  return (ca < cb) != na ? -1 : 1;
}

}  // namespace lingqu::base
