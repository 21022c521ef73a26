// Chinese yuan, exact to the fen, and exact shares.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace lingqu::base {

struct Money {
  int64_t fen = 0;
  auto operator<=>(const Money&) const = default;
};
// "1234567.89": optional sign, digits with optional thousands separators, at most two decimals. Larger than ±9e15 yuan is refused.
// Full-width digits and signs are read as their half-width forms, here and in parse_share. kWrongType, kOutOfRange.
Result<Money> parse_money(std::string_view text);
std::string to_string(Money money);  // "1234567.89", always two decimals
// Sum or nothing: false on overflow.
bool add(Money& sum, Money item);

// A part of a whole: 1 = 100 %. Kept in units of 1e-8, so that percentages have up to 6 decimals.
struct Share {
  static constexpr int64_t kWhole = 100'000'000;
  int64_t units = 0;
  auto operator<=>(const Share&) const = default;
};
// "70%", "33.333333%", "0.7" (a bare number above 1 is refused as ambiguous). 0 % to 100 %.
Result<Share> parse_share(std::string_view text);
std::string to_string(Share share);  // percent: "33.333333%", "70%"

// Splits `total` by `shares` (which sum to Share::kWhole) so that the parts sum to `total` exactly: each part is rounded down
// and the remaining fen go to the largest remainders, earlier rows first.
std::vector<Money> allocate(Money total, const std::vector<Share>& shares);

}  // namespace lingqu::base
