#include <array>

#include "registers/detail/scalar.hpp"

namespace lingqu::registers::detail {

namespace {

using base::Decimal;

std::string tidy(std::string_view text) {
  return base::to_half_width(base::trim(text));
}

// Without the commas between groups of three digits; nothing where the commas stand otherwise.
std::optional<std::string> without_separators(std::string_view text) {
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (whole.find(',') == std::string_view::npos) return std::string(text);
  std::string out;
  const std::vector<std::string_view> groups = base::split(whole, ',');
  for (size_t i = 0; i < groups.size(); ++i) {
    std::string_view group = groups[i];
    if (i == 0 && (group.starts_with('-') || group.starts_with('+'))) {
      out += group.front();
      group.remove_prefix(1);
    }
    if (i == 0 ? group.empty() || group.size() > 3 : group.size() != 3) return std::nullopt;
    out += group;
  }
  if (point != std::string_view::npos) out += text.substr(point);
  return out;
}

// A number as people or programs write it: sign, digits, separators for thousands, decimals,
// exponent.
std::optional<Decimal> read_number(std::string_view text) {
  const std::optional<std::string> plain = without_separators(text);
  if (!plain) return std::nullopt;
  return Decimal::parse(*plain);
}

struct Unit {
  std::string_view suffix;
  int64_t factor;
};
constexpr std::array<Unit, 6> kUnits{{{"千万", 10'000'000},
                                      {"百万", 1'000'000},
                                      {"亿", 100'000'000},
                                      {"万", 10'000},
                                      {"千", 1'000},
                                      {"百", 100}}};

void drop_prefix(std::string& text, std::string_view prefix) {
  if (text.starts_with(prefix)) text = base::trim(std::string_view(text).substr(prefix.size()));
}
void drop_suffix(std::string& text, std::string_view suffix) {
  if (text.ends_with(suffix))
    text = base::trim(std::string_view(text).substr(0, text.size() - suffix.size()));
}

// "人民币12万元" → 12 and 10000.
std::string take_unit(std::string text, int64_t& factor) {
  for (const std::string_view prefix : {"人民币", "RMB", "CNY", "¥", "￥"})
    drop_prefix(text, prefix);
  for (const std::string_view suffix : {"人民币", "RMB", "CNY", "圆", "元"})
    drop_suffix(text, suffix);
  for (const Unit& unit : kUnits) {
    if (!text.ends_with(unit.suffix)) continue;
    factor = unit.factor;
    drop_suffix(text, unit.suffix);
    break;
  }
  return text;
}

template <class T>
bool within(const Field& field, const T& value) {
  const T* minimum = field.minimum.get<T>();
  const T* maximum = field.maximum.get<T>();
  return (minimum == nullptr || *minimum <= value) && (maximum == nullptr || value <= *maximum);
}

}  // namespace

base::Result<Value> read_integer(const Place& place, std::string_view text) {
  const std::optional<Decimal> number = read_number(tidy(text));
  if (!number || !number->is_integer())
    return wrong_type(place, text, {"整数", "a whole number"}, "1200");
  const std::optional<int64_t> value = number->to_int64();
  if (!value || !within(place.field, *value)) return out_of_range(place, text);
  return Value(*value);
}

base::Result<Value> read_decimal(const Place& place, std::string_view text) {
  const std::optional<Decimal> number = read_number(tidy(text));
  const std::string digits = std::to_string(place.field.scale);
  const base::Text expected{"至多 " + digits + " 位小数的数",
                            "a number of at most " + digits + " decimals"};
  if (!number) return wrong_type(place, text, expected, "12.5");
  if (*number != number->quantize(place.field.scale, base::Rounding::kDown))
    return wrong_type(place, text, expected, "12.5");
  const std::optional<int64_t> units = number->scaled(place.field.scale);
  if (!units || !within(place.field, *number)) return out_of_range(place, text);
  return Value(Decimal::from_scaled(*units, place.field.scale));
}

base::Result<Value> read_money(const Place& place, std::string_view text) {
  std::string plain = tidy(text);
  int64_t factor = 1;
  if (place.context.from_people) plain = take_unit(std::move(plain), factor);
  const std::optional<Decimal> number = read_number(plain);
  const base::Text expected =
      place.context.from_people
          ? base::Text{"精确到分的金额", "an amount exact to the fen"}
          : base::Text{"精确到分的金额（元）", "an amount in yuan, exact to the fen"};
  const std::string_view example = place.context.from_people ? "120000.00 或 12万元" : "120000.00";
  if (!number) return wrong_type(place, text, expected, example);
  const Decimal yuan = *number * Decimal(factor);
  if (!yuan.is_finite() || yuan != yuan.quantize(2, base::Rounding::kDown))
    return wrong_type(place, text, expected, example);
  constexpr int64_t kMaxFen = 900'000'000'000'000'000;  // as base::parse_money
  const std::optional<int64_t> fen = yuan.scaled(2);
  if (!fen || *fen > kMaxFen || *fen < -kMaxFen || !within(place.field, base::Money{*fen}))
    return out_of_range(place, text);
  return Value(base::Money{*fen});
}

base::Result<Value> read_share(const Place& place, std::string_view text) {
  std::string plain = tidy(text);
  if (place.context.from_people) {
    if (plain.starts_with("百分之")) plain = plain.substr(std::string_view("百分之").size()) + "%";
    std::erase(plain, ' ');
  }
  base::Result<base::Share> share = base::parse_share(plain);
  if (!share.ok()) return located(std::move(share).error(), place, text);
  if (!within(place.field, *share)) return out_of_range(place, text);
  return Value(*share);
}

}  // namespace lingqu::registers::detail
