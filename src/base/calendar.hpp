// Working days of a region: weekends are off unless listed as in-lieu workdays, listed holidays are off.
#pragma once

#include <set>
#include <string>

#include "base/date.hpp"

namespace lingqu::base {

enum class DayKind { kCalendar, kWorking };

struct WorkCalendar {
  std::string id;
  std::set<Date> off;   // holidays, whatever the weekday
  std::set<Date> work;  // weekend days worked in lieu
  std::set<int> years;  // years whose holiday notice is known; in others weekends alone are off, which is provisional

  bool is_workday(Date date) const;
  bool covers(int year) const { return years.contains(year); }
};

// The last day of a period of `count` days that starts the day after `event` (the day of the event is not counted).
// Working days: the count-th workday after it. Calendar days: event + count, moved to the next workday when it is a rest day
// and `move_to_workday`.
Date end_of_period(Date event, int count, DayKind kind, const WorkCalendar& calendar, bool move_to_workday);

}  // namespace lingqu::base
