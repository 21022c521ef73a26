#include "feel/temporal.hpp"

#include <doctest/doctest.h>

using namespace lingqu::feel;

TEST_CASE("days and civil dates go both ways over the whole range") {
  for (const int64_t year :
       {-999'999'999L, -2024L, -1L, 0L, 1L, 1582L, 1900L, 1970L, 2000L, 2024L, 999'999'999L}) {
    for (int month = 1; month <= 12; ++month) {
      const auto date = make_date(year, month, days_in_month(year, month));
      REQUIRE(date.has_value());
      const CivilDate parts = civil(*date);
      CHECK(parts.year == year);
      CHECK(parts.month == month);
      CHECK(parts.day == days_in_month(year, month));
    }
  }
  CHECK_FALSE(make_date(1'000'000'000, 1, 1).has_value());
  CHECK_FALSE(make_date(2023, 2, 29).has_value());
  CHECK(make_date(1970, 1, 1)->days == 0);
}

TEST_CASE("texts survive a round trip") {
  for (const char* text : {"2024-02-29", "-0044-03-15", "12024-01-01"})
    CHECK(to_string(*parse_date(text)) == text);
  for (const char* text :
       {"10:30:00", "10:30:00.123456789", "10:30:00Z", "10:30:00-05:30", "10:30:00@Asia/Shanghai"})
    CHECK(to_string(*parse_time(text)) == text);
  for (const char* text :
       {"2024-02-29T10:30:00", "2024-02-29T10:30:00.5+08:00", "-2024-02-29T23:59:59@Europe/Paris"})
    CHECK(to_string(*parse_date_time(text)) == text);
  for (const char* text : {"PT0S", "P1D", "-P1DT2H3M4.5S", "PT0.000000001S", "-PT0.5S"})
    CHECK(to_string(*parse_day_duration(text)) == text);
  for (const char* text : {"P0M", "P1Y", "-P1Y11M", "P11M"})
    CHECK(to_string(*parse_month_duration(text)) == text);
}

TEST_CASE("arithmetic at the ends of the range has no result") {
  const Date last = *make_date(999'999'999, 12, 31);
  CHECK_FALSE(add(last, DayDuration{86400, 0}).has_value());
  CHECK_FALSE(add(last, MonthDuration{1}).has_value());
  CHECK_FALSE(add(last, MonthDuration{INT64_MAX}).has_value());
  CHECK_FALSE(add(DateTime{0, 0, {}}, DayDuration{INT64_MAX, 999'999'999}).has_value());
  CHECK_FALSE(add(DayDuration{INT64_MAX, 0}, DayDuration{1, 0}).has_value());
  CHECK(negate(negate(DayDuration{-5, 250'000'000})) == DayDuration{-5, 250'000'000});
}

TEST_CASE("weeks are those of ISO 8601") {
  CHECK(week_of_year(*make_date(2021, 1, 3)) == 53);
  CHECK(week_of_year(*make_date(2021, 1, 4)) == 1);
  CHECK(weekday(*make_date(2026, 11, 22)) == 7);
  CHECK(day_of_year(*make_date(2024, 12, 31)) == 366);
}

TEST_CASE("named zones know their offsets and refuse other names") {
  const Zone paris = *Zone::named("Europe/Paris");
  CHECK(paris.offset_at_local(parse_date_time("2024-07-01T00:00:00")->seconds) == 7200);
  CHECK(paris.offset_at_local(parse_date_time("2024-01-01T00:00:00")->seconds) == 3600);
  CHECK(paris.name() == "Europe/Paris");
  CHECK(*Zone::named("Europe/Paris") == paris);
  for (const char* name : {"", "Nowhere", "GMT+25", "+08:00"})
    CHECK_FALSE(Zone::named(name).has_value());
}
