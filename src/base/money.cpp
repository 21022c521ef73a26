#include "base/money.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace lingqu::base {

namespace {

__extension__ using Int128 = __int128;

constexpr int64_t kMaxFen = 900'000'000'000'000'000;  // 9e15 yuan

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// A number without sign as units of 10^-scale. Nothing but digits, at most `scale` decimals, and
// `grouped` thousands if asked.
struct Fixed {
  bool ok = false;
  bool too_large = false;
  int64_t units = 0;
};

bool append_digit(Fixed& number, char digit) {
  if (number.units > kMaxFen / 10) number.too_large = true;
  if (!number.too_large) number.units = number.units * 10 + (digit - '0');
  return true;
}

// The integer part: "1234567" or, with separators, groups of three: "1,234,567".
bool take_integer(std::string_view text, bool grouped, Fixed& number) {
  if (text.empty()) return false;
  if (!grouped || text.find(',') == std::string_view::npos)
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return is_digit(c) && append_digit(number, c); });
  const std::vector<std::string_view> groups = split(text, ',');
  for (size_t i = 0; i < groups.size(); ++i) {
    const bool right_length = i == 0 ? !groups[i].empty() && groups[i].size() <= 3  //
                                     : groups[i].size() == 3;
    if (!right_length || !take_integer(groups[i], false, number)) return false;
  }
  return true;
}

Fixed parse_fixed(std::string_view text, size_t scale, bool grouped) {
  Fixed number;
  const size_t point = text.find('.');
  if (!take_integer(text.substr(0, point), grouped, number)) return number;
  std::string_view decimals = point == std::string_view::npos ? "" : text.substr(point + 1);
  if (point != std::string_view::npos && decimals.empty()) return number;
  if (decimals.size() > scale) return number;
  for (size_t i = 0; i < scale; ++i) {
    const char digit = i < decimals.size() ? decimals[i] : '0';
    if (!is_digit(digit)) return number;
    append_digit(number, digit);
  }
  number.ok = true;
  return number;
}

Error wrong_type(std::string_view value, Text expected, std::string_view example) {
  return Error(ErrorCode::kWrongType)
      .with("value", value)
      .with("expected", std::move(expected))
      .with("example", example);
}

Error out_of_range(std::string_view value, std::string_view minimum, std::string_view maximum) {
  return Error(ErrorCode::kOutOfRange)
      .with("value", value)
      .with("minimum", minimum)
      .with("maximum", maximum);
}

// "12.34" for 1234 at scale 2; `keep` decimals stay even when zero.
std::string fixed_text(int64_t units, int scale, int keep) {
  const bool negative = units < 0;
  std::string digits = std::to_string(units);
  if (negative) digits.erase(0, 1);
  const auto width = static_cast<size_t>(scale);
  if (digits.size() <= width) digits.insert(0, width + 1 - digits.size(), '0');
  digits.insert(digits.size() - width, 1, '.');
  for (int drop = scale - keep; drop > 0 && digits.back() == '0'; --drop) digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  return negative ? "-" + digits : digits;
}

}  // namespace

Result<Money> parse_money(std::string_view text) {
  const std::string half = to_half_width(text);
  std::string_view digits = half;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  const Fixed number = parse_fixed(digits, 2, true);
  if (!number.ok)
    return wrong_type(text, {"精确到分的金额（元）", "an amount in yuan, exact to the fen"},
                      "1234567.89");
  if (number.too_large || number.units > kMaxFen)
    return out_of_range(text, "-9000000000000000", "9000000000000000");
  return Money{negative ? -number.units : number.units};
}

std::string to_string(Money money) {
  return fixed_text(money.fen, 2, 2);
}

bool add(Money& sum, Money item) {
  int64_t result = 0;
  if (__builtin_add_overflow(sum.fen, item.fen, &result)) return false;
  sum.fen = result;
  return true;
}

Result<Share> parse_share(std::string_view text) {
  const std::string half = to_half_width(text);
  std::string_view digits = half;
  const bool percent = digits.ends_with('%');
  if (percent) digits.remove_suffix(1);
  const Fixed number = parse_fixed(digits, percent ? 6 : 8, false);
  const bool above = number.too_large || number.units > Share::kWhole;
  if (number.ok && above && percent) return out_of_range(text, "0%", "100%");
  if (!number.ok || above)
    return wrong_type(text, {"0% 至 100% 的比例", "a share of 0 % to 100 %"}, "70%");
  return Share{number.units};
}

std::string to_string(Share share) {
  return fixed_text(share.units, 6, 0) + "%";
}

std::vector<Money> allocate(Money total, const std::vector<Share>& shares) {
  assert(std::accumulate(shares.begin(), shares.end(), int64_t{0}, [](int64_t sum, Share share) {
           return sum + share.units;
         }) == Share::kWhole);
  const Int128 whole = total.fen < 0 ? -Int128{total.fen} : Int128{total.fen};
  std::vector<Money> parts;
  std::vector<int64_t> remainders;
  Int128 left = whole;
  for (const Share share : shares) {
    const Int128 product = whole * share.units;
    parts.push_back(Money{static_cast<int64_t>(product / Share::kWhole)});
    remainders.push_back(static_cast<int64_t>(product % Share::kWhole));
    left -= parts.back().fen;
  }
  std::vector<size_t> order(shares.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return remainders[a] > remainders[b]; });
  for (size_t i = 0; i < order.size() && left > 0; ++i, --left) ++parts[order[i]].fen;
  if (total.fen < 0)
    for (Money& part : parts) part.fen = -part.fen;
  return parts;
}

}  // namespace lingqu::base
