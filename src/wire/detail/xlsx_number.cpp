#include "wire/detail/xlsx_number.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/date.hpp"

namespace lingqu::wire::detail {
namespace {

constexpr size_t kExcelDigits = 15;
constexpr int kLongestPlain = 40;
constexpr double kDaysEnd = 2958466;  // 10000-01-01 in the 1900 system
constexpr double kSecondsADay = 86400;
constexpr double kHalfSecond = 0.5 / kSecondsADay;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// digits × 10^exponent; `digits` has no leading zero and is empty for zero.
struct Digits {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

void drop_zeros(Digits& number) {
  const size_t first = number.digits.find_first_not_of('0');
  number.digits.erase(0, first);
  while (!number.digits.empty() && number.digits.back() == '0') {
    number.digits.pop_back();
    ++number.exponent;
  }
}

// `text` is a number as std::from_chars takes it, without infinity and NaN.
Digits split(std::string_view text) {
  Digits number;
  size_t at = 0;
  if (text[0] == '-') number.negative = ++at > 0;
  bool fraction = false;
  for (; at < text.size() && (is_digit(text[at]) || text[at] == '.'); ++at) {
    if (text[at] == '.') {
      fraction = true;
      continue;
    }
    number.digits += text[at];
    if (fraction) --number.exponent;
  }
  if (at < text.size()) {  // at the e
    int exponent = 0;
    const size_t sign = text[at + 1] == '+' ? 1 : 0;
    std::from_chars(text.data() + at + 1 + sign, text.data() + text.size(), exponent);
    number.exponent += exponent;
  }
  drop_zeros(number);
  return number;
}

Digits shown_digits(std::string_view raw, double value) {
  Digits number = split(raw);
  const bool integer = raw.find_first_of(".eE") == raw.npos;
  if (integer || number.digits.size() <= kExcelDigits) return number;
  std::array<char, 40> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), "%.*e",
                                   static_cast<int>(kExcelDigits) - 1, value);
  return split(std::string_view(buffer.data(), static_cast<size_t>(length)));
}

std::string plain_text(const Digits& number) {
  if (number.digits.empty()) return "0";
  const int count = static_cast<int>(number.digits.size());
  const int point = count + number.exponent;  // digits in front of the decimal point
  std::string text = number.negative ? "-" : "";
  if (point > kLongestPlain || point < -kLongestPlain) {
    text += number.digits.substr(0, 1);
    if (count > 1) text += "." + number.digits.substr(1);
    return text + "e" + std::to_string(point - 1);
  }
  if (point <= 0) {
    text += "0." + std::string(static_cast<size_t>(-point), '0') + number.digits;
  } else if (point >= count) {
    text += number.digits + std::string(static_cast<size_t>(point - count), '0');
  } else {
    const auto whole = static_cast<size_t>(point);
    text += number.digits.substr(0, whole) + "." + number.digits.substr(whole);
  }
  return text;
}

std::string two(int64_t value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string clock_text(int64_t seconds) {
  return two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
}

std::string day_text(int day, bool date_1904) {
  if (date_1904) return base::to_string(base::make_date(1904, 1, 1) + day);
  if (day == 60) return "1900-02-29";  // the leap day that Excel took over from Lotus 1-2-3
  return base::to_string(base::make_date(1899, 12, day < 60 ? 31 : 30) + day);
}

std::string moment_text(double serial, NumberKind kind, bool date_1904) {
  if (kind == NumberKind::kDate) return day_text(static_cast<int>(serial), date_1904);
  auto seconds = std::llround((serial - std::floor(serial)) * kSecondsADay);
  auto days = static_cast<int>(serial);
  if (seconds == static_cast<int64_t>(kSecondsADay)) {
    seconds = 0;
    ++days;
  }
  if (kind == NumberKind::kElapsed) return clock_text(days * int64_t{86400} + seconds);
  if (kind == NumberKind::kTime && days == 0) return clock_text(seconds);
  return day_text(days, date_1904) + "T" + clock_text(seconds);
}

// Looks at one section of a format code, character by character.
class CodeScan {
 public:
  explicit CodeScan(std::string_view code) : code_(code) {}

  NumberKind kind() {
    while (at_ < code_.size() && code_[at_] != ';') step();
    if (digits_) return percent_ ? NumberKind::kPercent : NumberKind::kPlain;
    if (elapsed_) return NumberKind::kElapsed;
    const bool date = day_ || (month_ && !time_);
    if (date) return time_ ? NumberKind::kDateTime : NumberKind::kDate;
    if (time_) return NumberKind::kTime;
    return percent_ ? NumberKind::kPercent : NumberKind::kPlain;
  }

 private:
  void step() {
    const char c = code_[at_];
    if (c == '"') return skip_to('"');
    if (c == '[') return bracket();
    if (c == '\\' || c == '_' || c == '*') {
      at_ += 2;
      return;
    }
    if (const size_t length = half_day(); length > 0) {
      time_ = true;
      at_ += length;
      return;
    }
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (lower == 'y' || lower == 'd') day_ = true;
    if (lower == 'm') month_ = true;
    if (lower == 'h' || lower == 's') time_ = true;
    if (c == '%') percent_ = true;
    if (c == '#' || c == '?' || (c == '0' && !time_)) digits_ = true;
    ++at_;
  }

  void skip_to(char end) {
    const size_t found = code_.find(end, at_ + 1);
    at_ = found == code_.npos ? code_.size() : found + 1;
  }

  // [h], [mm], [ss] are elapsed time; others are colours, conditions and locales.
  void bracket() {
    const size_t begin = at_ + 1;
    skip_to(']');
    const std::string_view inside = code_.substr(begin, at_ - begin - 1);
    if (!inside.empty() && inside.find_first_not_of("hHmMsS") == inside.npos) elapsed_ = true;
  }

  size_t half_day() const {
    for (const std::string_view name : {"AM/PM", "am/pm", "A/P", "a/p", "上午/下午"}) {
      if (code_.substr(at_).starts_with(name)) return name.size();
    }
    return 0;
  }

  std::string_view code_;
  size_t at_ = 0;
  bool day_ = false;
  bool month_ = false;
  bool time_ = false;
  bool elapsed_ = false;
  bool percent_ = false;
  bool digits_ = false;
};

}  // namespace

NumberKind kind_of_built_in(int id) {
  const auto within = [id](int first, int last) { return id >= first && id <= last; };
  if (within(9, 10)) return NumberKind::kPercent;
  if (within(14, 17) || within(27, 31) || id == 36 || within(50, 54) || within(57, 58)) {
    return NumberKind::kDate;
  }
  if (id == 22) return NumberKind::kDateTime;
  if (id == 46) return NumberKind::kElapsed;
  if (within(18, 21) || within(32, 35) || id == 45 || id == 47 || within(55, 56)) {
    return NumberKind::kTime;
  }
  return NumberKind::kPlain;
}

NumberKind kind_of_code(std::string_view format_code) {
  return CodeScan(format_code).kind();
}

std::optional<std::string> number_text(std::string_view raw, NumberKind kind, bool date_1904) {
  if (raw.starts_with('+')) raw.remove_prefix(1);
  double value = 0;
  const auto [rest, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
  if (error != std::errc() || rest != raw.data() + raw.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  const bool moment = kind != NumberKind::kPlain && kind != NumberKind::kPercent;
  const double end = date_1904 ? kDaysEnd - 1462 : kDaysEnd;
  if (moment && value >= 0 && value < end - kHalfSecond) return moment_text(value, kind, date_1904);
  Digits number = shown_digits(raw, value);
  if (kind == NumberKind::kPercent) number.exponent += 2;
  return plain_text(number) + (kind == NumberKind::kPercent ? "%" : "");
}

}  // namespace lingqu::wire::detail
