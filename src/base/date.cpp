#include "base/date.hpp"

#include <cassert>
#include <chrono>
#include <cstdio>

namespace lingqu::base {

namespace {

constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
constexpr int32_t kFirstDay = -719'162;  // 0001-01-01
constexpr int32_t kLastDay = 2'932'896;  // 9999-12-31

std::chrono::year_month_day civil(Date date) {
  return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{date.days}}};
}

int64_t floor_divide(int64_t value, int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Takes exactly `width` digits off the front of `text`.
bool take_digits(std::string_view& text, size_t width, int64_t& value) {
  if (text.size() < width) return false;
  value = 0;
  for (size_t i = 0; i < width; ++i) {
    if (!is_digit(text[i])) return false;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(width);
  return true;
}

bool take_char(std::string_view& text, char wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(1);
  return true;
}

bool take_date(std::string_view& text, Date& date) {
  int64_t year = 0;
  int64_t month = 0;
  int64_t day = 0;
  if (!take_digits(text, 4, year) || !take_char(text, '-') || !take_digits(text, 2, month) ||
      !take_char(text, '-') || !take_digits(text, 2, day))
    return false;
  const std::chrono::year_month_day ymd{std::chrono::year{static_cast<int>(year)},
                                        std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day)}};
  if (year == 0 || !ymd.ok()) return false;
  date.days = static_cast<int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count());
  return true;
}

bool take_time(std::string_view& text, int64_t& micros) {
  int64_t hour = 0;
  int64_t minute = 0;
  int64_t second = 0;
  if (!take_digits(text, 2, hour) || !take_char(text, ':') || !take_digits(text, 2, minute) ||
      !take_char(text, ':') || !take_digits(text, 2, second))
    return false;
  if (hour > 23 || minute > 59 || second > 59) return false;
  micros = ((hour * 60 + minute) * 60 + second) * kMicrosPerSecond;
  if (!take_char(text, '.')) return true;
  int64_t unit = kMicrosPerSecond;
  size_t digits = 0;
  for (; !text.empty() && is_digit(text[0]); ++digits, text.remove_prefix(1)) {
    unit /= 10;
    micros += (text[0] - '0') * unit;
  }
  return digits >= 1 && digits <= 6;
}

bool take_offset(std::string_view& text, int64_t& micros) {
  micros = 0;
  if (take_char(text, 'Z') || take_char(text, 'z')) return true;
  const bool east = text.starts_with('+');
  if (!take_char(text, '+') && !take_char(text, '-')) return false;
  int64_t hours = 0;
  int64_t minutes = 0;
  if (!take_digits(text, 2, hours) || !take_char(text, ':') || !take_digits(text, 2, minutes))
    return false;
  if (hours > 23 || minutes > 59) return false;
  micros = (hours * 60 + minutes) * 60 * kMicrosPerSecond * (east ? 1 : -1);
  return true;
}

Error bad_date(std::string_view text) {
  return Error(ErrorCode::kWrongType)
      .with("value", text)
      .with("expected", Text{"日期", "a date"})
      .with("example", "2026-11-22");
}

Error bad_timestamp(std::string_view text) {
  return Error(ErrorCode::kWrongType)
      .with("value", text)
      .with("expected", Text{"带时区的时间", "a time with a zone"})
      .with("example", "2026-11-22T09:30:00+08:00");
}

}  // namespace

Date make_date(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day ymd{std::chrono::year{year}, std::chrono::month{month},
                                        std::chrono::day{day}};
  assert(ymd.ok());
  return Date{static_cast<int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count())};
}

Result<Date> parse_date(std::string_view text) {
  Date date;
  std::string_view rest = text;
  if (!take_date(rest, date) || !rest.empty()) return bad_date(text);
  return date;
}

std::string to_string(Date date) {
  const std::chrono::year_month_day ymd = civil(date);
  char buffer[24];
  const int length =
      std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                    static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return std::string(buffer, static_cast<size_t>(length));
}

int year_of(Date date) {
  return static_cast<int>(civil(date).year());
}

int weekday(Date date) {
  const std::chrono::weekday day{std::chrono::sys_days{std::chrono::days{date.days}}};
  return static_cast<int>(day.c_encoding());
}

Result<Timestamp> parse_timestamp(std::string_view text) {
  std::string_view rest = text;
  Date date;
  int64_t time = 0;
  int64_t offset = 0;
  if (!take_date(rest, date) || !(take_char(rest, 'T') || take_char(rest, 't')) ||
      !take_time(rest, time) || !take_offset(rest, offset) || !rest.empty())
    return bad_timestamp(text);
  const Timestamp result{int64_t{date.days} * kMicrosPerDay + time - offset};
  const Date utc = date_in(result, ZoneOffset{0});
  if (utc.days < kFirstDay || utc.days > kLastDay) return bad_timestamp(text);
  return result;
}

std::string to_string(Timestamp time) {
  const Date date = date_in(time, ZoneOffset{0});
  const int64_t of_day = time.micros - int64_t{date.days} * kMicrosPerDay;
  const int64_t seconds = of_day / kMicrosPerSecond;
  const auto fraction = static_cast<int>(of_day % kMicrosPerSecond);
  char buffer[32];
  int length =
      std::snprintf(buffer, sizeof buffer, "T%02d:%02d:%02d", static_cast<int>(seconds / 3600),
                    static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  std::string out = to_string(date).append(buffer, static_cast<size_t>(length));
  if (fraction != 0) {
    length = std::snprintf(buffer, sizeof buffer, ".%06d", fraction);
    out.append(buffer, static_cast<size_t>(length));
  }
  return out += 'Z';
}

Date date_in(Timestamp time, ZoneOffset zone) {
  const int64_t local = time.micros + int64_t{zone.minutes} * 60 * kMicrosPerSecond;
  return Date{static_cast<int32_t>(floor_divide(local, kMicrosPerDay))};
}

Timestamp start_of(Date date, ZoneOffset zone) {
  return Timestamp{int64_t{date.days} * kMicrosPerDay -
                   int64_t{zone.minutes} * 60 * kMicrosPerSecond};
}

}  // namespace lingqu::base
