#include "base/decimal.hpp"

#include <doctest/doctest.h>

#include <random>

using lingqu::base::Decimal;
using lingqu::base::Rounding;

namespace {
Decimal d(std::string_view text) {
  return Decimal::parse(text).value();
}
}  // namespace

TEST_CASE("decimal texts are read strictly") {
  for (const char* good :
       {"0", "-1", "+1", "1.5", "0.001", "1e3", "1E-3", "12345678901234567890.123456789"})
    CHECK(Decimal::parse(good).has_value());
  for (const char* bad : {"", "-", ".5", "5.", "1e", "1e+", " 1", "1 ", "NaN", "inf", "1.2.3",
                          "1,5", "0x1", "1e99999"})
    CHECK_FALSE(Decimal::parse(bad).has_value());
}

TEST_CASE("decimals keep their scale and print plainly") {
  CHECK(d("1.50").to_string() == "1.50");
  CHECK(d("-0").to_string() == "0");
  CHECK(d("1e3").to_string() == "1000");
  CHECK(d("1e-7").to_string() == "0.0000001");
  CHECK(d("1e60").to_string() == "1E+60");
  CHECK((d("0.1") + d("0.2")).to_string() == "0.3");
  CHECK((d("1.50") * d("2.0")).to_string() == "3.000");
  CHECK((d("1") / d("3")).to_string() == "0.3333333333333333333333333333333333");
  CHECK(d("1.500").normalized().to_string() == "1.5");
}

TEST_CASE("decimals are rounded in every direction") {
  const auto round = [](const char* text, Rounding rounding) {
    return d(text).quantize(0, rounding).to_string();
  };
  CHECK(round("2.5", Rounding::kHalfEven) == "2");
  CHECK(round("3.5", Rounding::kHalfEven) == "4");
  CHECK(round("-2.5", Rounding::kFloor) == "-3");
  CHECK(round("-2.5", Rounding::kCeiling) == "-2");
  CHECK(round("-2.5", Rounding::kDown) == "-2");
  CHECK(round("-2.1", Rounding::kUp) == "-3");
  CHECK(round("2.5", Rounding::kHalfUp) == "3");
  CHECK(round("2.5", Rounding::kHalfDown) == "2");
  CHECK(round("2.51", Rounding::kHalfDown) == "3");
  CHECK(d("1234.5").quantize(-2, Rounding::kHalfUp) == d("1200"));
  CHECK(d("5.5").quantize(6176, Rounding::kUp) == d("5.5"));
  // More digits than fit the fast path.
  CHECK(d("1234567890123456789012.55").quantize(1, Rounding::kHalfDown).to_string() ==
        "1234567890123456789012.5");
}

TEST_CASE("powers, roots, logarithms, remainders") {
  CHECK(d("2").power(d("10")) == d("1024"));
  CHECK(d("10").power(d("-5")) == d("0.00001"));
  CHECK(d("2").sqrt().to_string() == "1.414213562373095048801688724209698");
  CHECK(d("1").exp().to_string() == "2.718281828459045235360287471352662");
  CHECK_FALSE(d("0").log().is_finite());
  CHECK_FALSE((d("1") / d("0")).is_finite());
  CHECK(Decimal::modulo(d("-12"), d("5")) == d("3"));
  CHECK(Decimal::modulo(d("10.1"), d("-4.5")) == d("-3.4"));
  CHECK_FALSE(Decimal::modulo(d("1"), d("0")).is_finite());
}

TEST_CASE("decimals as integers of a scale") {
  CHECK(d("12.34").scaled(2) == 1234);
  CHECK_FALSE(d("12.345").scaled(2).has_value());
  CHECK(d("-9223372036854775808").scaled(0) == INT64_MIN);
  CHECK_FALSE(d("9223372036854775808").scaled(0).has_value());
  CHECK(Decimal::from_scaled(-1234, 2).to_string() == "-12.34");
  CHECK(d("7.9").to_int64() == 7);
  CHECK(d("1.50").hash() == d("1.5").hash());
  CHECK(d("1e2").hash() == d("100").hash());
}

TEST_CASE("the fast path gives what the library gives") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto any = [&] {
      const int64_t units = static_cast<int64_t>(random()) >> (random() % 63);
      return Decimal::from_scaled(units, static_cast<int>(random() % 12));
    };
    const Decimal a = any(), b = any();
    // A detour over the library: numbers of 34 digits never take the fast path.
    const Decimal far = d("1e33"), sum = ((a + far) + b) - far;
    if (a.scale() + 33 < 34 && b.scale() + 33 < 34) CHECK(sum == a + b);
    CHECK((a - b) + b == a);
    CHECK((a < b) == ((a - b).is_negative()));
    CHECK(Decimal::parse((a * b).to_string()).value() == a * b);
  }
}
