// A decimal floating-point number of 34 digits (IEEE 754-2008 decimal128), backed by Intel's BID library.
// Purely a value: thread-safe, 16 bytes. Rounding is half-even unless said otherwise.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lingqu::base {

class Decimal {
 public:
  Decimal() : Decimal(int64_t{0}) {}
  explicit Decimal(int64_t value);

  // Strict: [+-]digits[.digits][(e|E)[+-]digits], no blanks, no NaN or infinity.
  static std::optional<Decimal> parse(std::string_view text);
  // Plain notation without exponent where that takes no more than 40 digits: "1.50", "-3", "0".
  std::string to_string() const;

  friend Decimal operator+(Decimal a, Decimal b);
  friend Decimal operator-(Decimal a, Decimal b);
  friend Decimal operator*(Decimal a, Decimal b);
  friend bool operator==(Decimal a, Decimal b);
  friend bool operator<(Decimal a, Decimal b);
  Decimal operator-() const;

  bool is_finite() const;
  bool is_integer() const;
  // The value times 10^scale if that is an integer that fits; nothing otherwise. Used to store fixed-scale columns.
  std::optional<int64_t> scaled(int scale) const;
  static Decimal from_scaled(int64_t units, int scale);

 private:
  uint64_t words_[2];
};

}  // namespace lingqu::base
