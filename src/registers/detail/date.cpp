#include <charconv>

#include "registers/detail/scalar.hpp"

namespace lingqu::registers::detail {

namespace {

// Takes 1 to `most` digits off the front.
bool take_number(std::string_view& text, size_t most, int& value) {
  size_t count = 0;
  while (count < text.size() && count < most && text[count] >= '0' && text[count] <= '9') ++count;
  if (count == 0) return false;
  std::from_chars(text.data(), text.data() + count, value);
  text.remove_prefix(count);
  return true;
}

bool take(std::string_view& text, std::string_view wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(wanted.size());
  return true;
}

std::optional<base::Date> real_day(int year, int month, int day) {
  char buffer[24];
  const int length = std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, month, day);
  base::Result<base::Date> date = base::parse_date({buffer, static_cast<size_t>(length)});
  return date.ok() ? std::optional(*date) : std::nullopt;
}

// 2026-1-2, 2026/1/2, 2026.1.2, 2026年1月2日, 20260102: year first, so there is one reading only.
std::optional<base::Date> take_people_date(std::string_view& text) {
  int year = 0;
  int month = 0;
  int day = 0;
  const std::string_view start = text;
  if (!take_number(text, 8, year)) return std::nullopt;
  if (start.size() - text.size() == 8) return real_day(year / 10000, year / 100 % 100, year % 100);
  if (start.size() - text.size() != 4) return std::nullopt;
  std::string_view first;
  std::string_view second;
  for (const std::string_view separator : {"-", "/", ".", "年"})
    if (text.starts_with(separator)) first = separator;
  second = first == "年" ? std::string_view("月") : first;
  if (first.empty() || !take(text, first) || !take_number(text, 2, month) || !take(text, second) ||
      !take_number(text, 2, day))
    return std::nullopt;
  if (first == "年" && !take(text, "日")) take(text, "号");
  return real_day(year, month, day);
}

// 9:30, 09:30:00 → microseconds of the day.
std::optional<int64_t> read_clock(std::string_view text) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!take_number(text, 2, hour) || !take(text, ":") || !take_number(text, 2, minute))
    return std::nullopt;
  if (take(text, ":") && !take_number(text, 2, second)) return std::nullopt;
  if (!text.empty() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return ((int64_t{hour} * 60 + minute) * 60 + second) * 1'000'000;
}

std::string_view after_date(std::string_view rest) {
  if (rest.starts_with('T')) rest.remove_prefix(1);
  return base::trim(rest);
}

}  // namespace

base::Result<Value> read_date(const Place& place, std::string_view text) {
  const std::string plain = base::to_half_width(base::trim(text));
  std::optional<base::Date> date;
  if (place.context.from_people) {
    std::string_view rest = plain;
    date = take_people_date(rest);
    // Spreadsheets write a day as its midnight.
    const std::string_view clock = after_date(rest);
    if (date && !clock.empty() && read_clock(clock) != int64_t{0}) date.reset();
  } else if (base::Result<base::Date> strict = base::parse_date(plain); strict.ok()) {
    date = *strict;
  }
  if (!date)
    return wrong_type(place, text, {"日期", "a date"},
                      place.context.from_people ? "2026-11-22 或 2026年11月22日" : "2026-11-22");
  const base::Date* minimum = place.field.minimum.get<base::Date>();
  const base::Date* maximum = place.field.maximum.get<base::Date>();
  if ((minimum != nullptr && *date < *minimum) || (maximum != nullptr && *maximum < *date))
    return out_of_range(place, text);
  return Value(*date);
}

base::Result<Value> read_time(const Place& place, std::string_view text) {
  const std::string plain = base::to_half_width(base::trim(text));
  if (base::Result<base::Timestamp> time = base::parse_timestamp(plain); time.ok())
    return Value(*time);
  if (place.context.from_people) {
    std::string_view rest = plain;
    const std::optional<base::Date> date = take_people_date(rest);
    const std::optional<int64_t> clock = read_clock(after_date(rest));
    if (date && clock)
      return Value(base::Timestamp{base::start_of(*date, place.context.zone).micros + *clock});
  }
  return wrong_type(place, text, {"时间", "a time"},
                    place.context.from_people ? "2026-11-22 09:30" : "2026-11-22T09:30:00+08:00");
}

}  // namespace lingqu::registers::detail
