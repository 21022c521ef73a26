// Civil dates and instants. A Date is a day of the proleptic Gregorian calendar; a Timestamp is an instant in UTC.
// The program's civil time zone is a fixed offset given by the pack (China: +08:00, without daylight saving).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace lingqu::base {

struct Date {
  int32_t days = 0;  // since 1970-01-01
  auto operator<=>(const Date&) const = default;
};
Date make_date(int year, unsigned month, unsigned day);  // precondition: a real day
// "2026-11-22" (RFC 3339 full-date), years 0001 to 9999.
Result<Date> parse_date(std::string_view text);
std::string to_string(Date date);
int year_of(Date date);
// 0 = Sunday … 6 = Saturday.
int weekday(Date date);
inline Date operator+(Date date, int days) { return Date{date.days + days}; }

struct Timestamp {
  int64_t micros = 0;  // since 1970-01-01T00:00:00Z
  auto operator<=>(const Timestamp&) const = default;
};
// RFC 3339 date-time with Z or an offset, up to microseconds.
Result<Timestamp> parse_timestamp(std::string_view text);
// "2026-11-22T04:05:06.789012Z"; fraction left out when zero.
std::string to_string(Timestamp time);

struct ZoneOffset {
  int32_t minutes = 480;
};
Date date_in(Timestamp time, ZoneOffset zone);
// The instant at which `date` begins in `zone`.
Timestamp start_of(Date date, ZoneOffset zone);

}  // namespace lingqu::base
