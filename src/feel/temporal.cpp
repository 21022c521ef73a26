#include "feel/temporal.hpp"

namespace lingqu::feel {
namespace {
constexpr int64_t kDay = 86400;
constexpr int32_t kBillion = 1'000'000'000;

int64_t floor_div(int64_t a, int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

bool is_leap(int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int64_t days_from_civil(int64_t year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const int64_t era = floor_div(year, 400), year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

// Limits of what a date and time may hold: the years -999,999,999 to 999,999,999.
const int64_t kFirstDay = days_from_civil(-kMaxYear, 1, 1);
const int64_t kLastDay = days_from_civil(kMaxYear, 12, 31);
bool in_range(int64_t days) {
  return days >= kFirstDay && days <= kLastDay;
}
}  // namespace

int days_in_month(int64_t year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

CivilDate civil(Date date) {
  const int64_t shifted = date.days + 719468;
  const int64_t era = floor_div(shifted, 146097), day_of_era = shifted - era * 146097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  const int month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

std::optional<Date> make_date(int64_t year, int64_t month, int64_t day) {
  if (year < -kMaxYear || year > kMaxYear || month < 1 || month > 12 || day < 1)
    return std::nullopt;
  if (day > days_in_month(year, static_cast<int>(month))) return std::nullopt;
  return Date{days_from_civil(year, static_cast<int>(month), static_cast<int>(day))};
}

std::optional<Time> make_time(int64_t hour, int64_t minute, int64_t second, int32_t nanos,
                              Zone zone) {
  if (hour == 24 && minute == 0 && second == 0 && nanos == 0) hour = 0;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
    return std::nullopt;
  return Time{static_cast<int32_t>(hour * 3600 + minute * 60 + second), nanos, zone};
}

DateTime make_date_time(Date date, Time time) {
  return {date.days * kDay + time.seconds, time.nanos, time.zone};
}

Date DateTime::date() const {
  return Date{floor_div(seconds, kDay)};
}
Time DateTime::time() const {
  return Time{static_cast<int32_t>(seconds - floor_div(seconds, kDay) * kDay), nanos, zone};
}

int weekday(Date date) {
  const int64_t rest = (date.days + 3) % 7;  // 1970-01-01 was a Thursday
  return static_cast<int>(rest < 0 ? rest + 7 : rest) + 1;
}

int day_of_year(Date date) {
  return static_cast<int>(date.days - days_from_civil(civil(date).year, 1, 1)) + 1;
}

int week_of_year(Date date) {
  // The week belongs to the year of its Thursday.
  const Date thursday{date.days + 4 - weekday(date)};
  return (day_of_year(thursday) - 1) / 7 + 1;
}

const char* weekday_name(int weekday) {
  static constexpr const char* kNames[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                           "Friday", "Saturday", "Sunday"};
  return kNames[weekday - 1];
}

const char* month_name(int month) {
  static constexpr const char* kNames[] = {"January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December"};
  return kNames[month - 1];
}

std::optional<Date> add(Date date, MonthDuration duration) {
  const CivilDate from = civil(date);
  int64_t months;
  if (__builtin_add_overflow(from.year * 12 + from.month - 1, duration.months, &months))
    return std::nullopt;
  const int64_t year = floor_div(months, 12);
  const int month = static_cast<int>(months - year * 12) + 1;
  if (year < -kMaxYear || year > kMaxYear) return std::nullopt;
  const int last = days_in_month(year, month);
  return make_date(year, month, from.day < last ? from.day : last);
}

std::optional<Date> add(Date date, DayDuration duration) {
  const auto sum = add(DateTime{date.days * kDay, 0, {}}, duration);
  if (!sum) return std::nullopt;
  return sum->date();
}

Time add(const Time& time, DayDuration duration) {
  int64_t nanos = static_cast<int64_t>(time.nanos) + duration.nanos;
  int64_t seconds = time.seconds + duration.seconds % kDay;
  if (nanos >= kBillion) {
    nanos -= kBillion;
    ++seconds;
  }
  seconds -= floor_div(seconds, kDay) * kDay;
  return {static_cast<int32_t>(seconds), static_cast<int32_t>(nanos), time.zone};
}

std::optional<DateTime> add(const DateTime& date_time, MonthDuration duration) {
  const auto date = add(date_time.date(), duration);
  if (!date) return std::nullopt;
  return make_date_time(*date, date_time.time());
}

std::optional<DateTime> add(const DateTime& date_time, DayDuration duration) {
  int64_t nanos = static_cast<int64_t>(date_time.nanos) + duration.nanos, seconds;
  const int64_t carry = nanos >= kBillion ? 1 : 0;
  nanos -= carry * kBillion;
  if (__builtin_add_overflow(date_time.utc(), duration.seconds, &seconds) ||
      seconds > INT64_MAX - 2 * kDay || seconds < INT64_MIN + 2 * kDay)
    return std::nullopt;
  seconds += carry;
  const int64_t local = seconds + date_time.zone.offset_at_instant(seconds);
  if (!in_range(floor_div(local, kDay))) return std::nullopt;
  return DateTime{local, static_cast<int32_t>(nanos), date_time.zone};
}

std::optional<DayDuration> add(DayDuration a, DayDuration b) {
  DayDuration sum;
  if (__builtin_add_overflow(a.seconds, b.seconds, &sum.seconds)) return std::nullopt;
  sum.nanos = a.nanos - kBillion + b.nanos;
  if (sum.nanos < 0) {
    sum.nanos += kBillion;
  } else if (__builtin_add_overflow(sum.seconds, int64_t{1}, &sum.seconds)) {
    return std::nullopt;
  }
  return sum;
}

std::optional<MonthDuration> add(MonthDuration a, MonthDuration b) {
  MonthDuration sum;
  if (__builtin_add_overflow(a.months, b.months, &sum.months) || sum.months == INT64_MIN)
    return std::nullopt;
  return sum;
}

DayDuration negate(DayDuration duration) {
  if (duration.nanos == 0)
    return {duration.seconds == INT64_MIN ? INT64_MAX : -duration.seconds, 0};
  return {~duration.seconds, kBillion - duration.nanos};
}

std::optional<DayDuration> subtract(const DateTime& a, const DateTime& b) {
  if (a.zone.is_local() != b.zone.is_local()) return std::nullopt;
  return add(DayDuration{a.utc(), a.nanos}, negate({b.utc(), b.nanos}));
}

std::optional<DayDuration> subtract(const Time& a, const Time& b) {
  if (a.zone.is_local() != b.zone.is_local()) return std::nullopt;
  return add(DayDuration{a.value(), a.nanos}, negate({b.value(), b.nanos}));
}

MonthDuration months_between(Date from, Date to) {
  const CivilDate a = civil(from), b = civil(to);
  int64_t months = (b.year * 12 + b.month) - (a.year * 12 + a.month);
  if (months > 0 && b.day < a.day) --months;
  if (months < 0 && b.day > a.day) ++months;
  return {months};
}

}  // namespace lingqu::feel
