#include "base/calendar.hpp"

#include <doctest/doctest.h>

using namespace lingqu::base;

namespace {

// National Day 2026: off 1 to 7 October; worked in lieu on Sunday 20 September and Saturday 10
// October.
WorkCalendar october() {
  WorkCalendar calendar;
  calendar.id = "test";
  for (unsigned day = 1; day <= 7; ++day) calendar.off.insert(make_date(2026, 10, day));
  for (unsigned day = 25; day <= 27; ++day) calendar.off.insert(make_date(2026, 9, day));
  calendar.work = {make_date(2026, 9, 20), make_date(2026, 10, 10)};
  calendar.years = {2026};
  return calendar;
}

}  // namespace

TEST_CASE("weekends and holidays are off, in-lieu days are worked") {
  const WorkCalendar calendar = october();
  CHECK(calendar.is_workday(make_date(2026, 9, 30)));
  CHECK(!calendar.is_workday(make_date(2026, 10, 1)));
  CHECK(calendar.is_workday(make_date(2026, 10, 8)));
  CHECK(calendar.is_workday(make_date(2026, 10, 10)));
  CHECK(!calendar.is_workday(make_date(2026, 10, 11)));
  CHECK(calendar.is_workday(make_date(2026, 9, 20)));
  CHECK(!calendar.is_workday(make_date(2026, 9, 19)));
}

TEST_CASE("a day listed as both is a holiday") {
  WorkCalendar calendar = october();
  calendar.work.insert(make_date(2026, 10, 1));
  CHECK(!calendar.is_workday(make_date(2026, 10, 1)));
}

TEST_CASE("years without a notice are known as such") {
  const WorkCalendar calendar = october();
  CHECK(calendar.covers(2026));
  CHECK(!calendar.covers(2027));
  CHECK(!calendar.is_workday(make_date(2027, 10, 2)));
  CHECK(calendar.is_workday(make_date(2027, 10, 1)));
}

TEST_CASE("working days: the day of the event is not counted") {
  const WorkCalendar calendar = october();
  const auto end = [&](Date event, int count) {
    return end_of_period(event, count, DayKind::kWorking, calendar, true);
  };
  CHECK(end(make_date(2026, 9, 29), 1) == make_date(2026, 9, 30));
  CHECK(end(make_date(2026, 9, 30), 1) == make_date(2026, 10, 8));
  CHECK(end(make_date(2026, 9, 30), 3) == make_date(2026, 10, 10));
  CHECK(end(make_date(2026, 9, 30), 4) == make_date(2026, 10, 12));
  CHECK(end(make_date(2026, 10, 3), 1) == make_date(2026, 10, 8));
  CHECK(end(make_date(2026, 9, 1), 15) == make_date(2026, 9, 21));
}

TEST_CASE("calendar days: the last day moves on only when asked") {
  const WorkCalendar calendar = october();
  const Date event = make_date(2026, 9, 17);
  CHECK(end_of_period(event, 15, DayKind::kCalendar, calendar, false) == make_date(2026, 10, 2));
  CHECK(end_of_period(event, 15, DayKind::kCalendar, calendar, true) == make_date(2026, 10, 8));
  CHECK(end_of_period(event, 1, DayKind::kCalendar, calendar, true) == make_date(2026, 9, 18));
}

TEST_CASE("a period of no days ends with the event") {
  const WorkCalendar calendar = october();
  const Date holiday = make_date(2026, 10, 1);
  CHECK(end_of_period(holiday, 0, DayKind::kWorking, calendar, true) == holiday);
  CHECK(end_of_period(holiday, 0, DayKind::kCalendar, calendar, false) == holiday);
  CHECK(end_of_period(holiday, 0, DayKind::kCalendar, calendar, true) == make_date(2026, 10, 8));
}
