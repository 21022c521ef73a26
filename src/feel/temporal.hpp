// Dates, times and durations of FEEL (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.8): values, their arithmetic,
// and their texts as in XML Schema 1.1 with the FEEL additions (years of up to nine digits, time
// zones by name: "10:30:00@Asia/Shanghai"). Pure values; named zones are looked up in ICU's tables.
// Fractions of seconds have at most nine digits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lingqu::feel {

// No zone (local time), an offset from UTC in seconds, or a zone known by name.
struct Zone {
  static constexpr int32_t kLocal = INT32_MIN;
  static constexpr int32_t kFirstNamed = 1 << 20;
  int32_t code = kLocal;

  bool is_local() const { return code == kLocal; }
  bool is_named() const { return code >= kFirstNamed; }
  bool operator==(const Zone&) const = default;
  static Zone offset(int32_t seconds) { return Zone{seconds}; }
  // The zone of that IANA name; nothing if there is none.
  static std::optional<Zone> named(std::string_view name);
  // Seconds east of UTC when clocks in the zone show `local` (seconds since 1970-01-01T00:00:00 on
  // that clock). Local zone: 0.
  int32_t offset_at_local(int64_t local) const;
  int32_t offset_at_instant(int64_t utc) const;
  // The offset without daylight saving, for times that have no date.
  int32_t standard_offset() const;
  std::string name() const;  // of a named zone, else ""
};

inline constexpr int64_t kMaxYear = 999'999'999;

struct CivilDate {
  int64_t year;
  int month;
  int day;
};

struct Date {
  int64_t days = 0;  // since 1970-01-01 in the proleptic Gregorian calendar
  bool operator==(const Date&) const = default;
};
struct Time {
  int32_t seconds = 0;  // of the day
  int32_t nanos = 0;
  Zone zone;
  bool operator==(const Time&) const = default;
  // Seconds of the day in UTC; local times as they are. DMN 1.5, 10.3.2.3.4: value_t.
  int64_t value() const { return zone.is_local() ? seconds : seconds - zone.standard_offset(); }
};
struct DateTime {
  int64_t seconds = 0;  // since 1970-01-01T00:00:00 on the clock of its zone
  int32_t nanos = 0;
  Zone zone;
  bool operator==(const DateTime&) const = default;
  int64_t utc() const {
    return zone.is_local() ? seconds : seconds - zone.offset_at_local(seconds);
  }
  Date date() const;
  Time time() const;
};
struct DayDuration {  // days and time duration
  int64_t seconds = 0;
  int32_t nanos = 0;  // 0 to 999,999,999, also for negative durations (then seconds is one less)
  auto operator<=>(const DayDuration&) const = default;
};
struct MonthDuration {  // years and months duration
  int64_t months = 0;
  auto operator<=>(const MonthDuration&) const = default;
};

int days_in_month(int64_t year, int month);
CivilDate civil(Date date);
// Nothing if it is no real day or its year is beyond kMaxYear.
std::optional<Date> make_date(int64_t year, int64_t month, int64_t day);
std::optional<Time> make_time(int64_t hour, int64_t minute, int64_t second, int32_t nanos,
                              Zone zone);
DateTime make_date_time(Date date, Time time);
int weekday(Date date);  // 1 = Monday … 7 = Sunday
int day_of_year(Date date);
int week_of_year(Date date);  // ISO 8601
const char* weekday_name(int weekday);
const char* month_name(int month);

std::optional<Date> parse_date(std::string_view text);
std::optional<Time> parse_time(std::string_view text);
std::optional<DateTime> parse_date_time(std::string_view text);  // a date alone is its beginning
std::optional<DayDuration> parse_day_duration(std::string_view text);
std::optional<MonthDuration> parse_month_duration(std::string_view text);

std::string to_string(Date date);
std::string to_string(const Time& time);
std::string to_string(const DateTime& date_time);
std::string to_string(DayDuration duration);
std::string to_string(MonthDuration duration);

// Nothing where a result would be out of range.
std::optional<Date> add(Date date, MonthDuration duration);
std::optional<Date> add(Date date,
                        DayDuration duration);  // counted from midnight, the time then dropped
Time add(const Time& time, DayDuration duration);
std::optional<DateTime> add(const DateTime& date_time, MonthDuration duration);
std::optional<DateTime> add(const DateTime& date_time, DayDuration duration);
std::optional<DayDuration> add(DayDuration a, DayDuration b);
std::optional<MonthDuration> add(MonthDuration a, MonthDuration b);
DayDuration negate(DayDuration duration);
// a - b. Nothing where one has a zone and the other has not.
std::optional<DayDuration> subtract(const DateTime& a, const DateTime& b);
std::optional<DayDuration> subtract(const Time& a, const Time& b);
// Whole months from `from` to `to`, by their dates.
MonthDuration months_between(Date from, Date to);

}  // namespace lingqu::feel
