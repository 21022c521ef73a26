#include "base/calendar.hpp"

namespace lingqu::base {

bool WorkCalendar::is_workday(Date date) const {
  if (off.contains(date)) return false;
  if (work.contains(date)) return true;
  const int day = weekday(date);
  return day != 0 && day != 6;
}

Date end_of_period(Date event, int count, DayKind kind, const WorkCalendar& calendar,
                   bool move_to_workday) {
  Date last = event;
  if (kind == DayKind::kWorking) {
    for (int left = count; left > 0;) {
      last = last + 1;
      if (calendar.is_workday(last)) --left;
    }
    return last;
  }
  last = event + count;
  while (move_to_workday && !calendar.is_workday(last)) last = last + 1;
  return last;
}

}  // namespace lingqu::base
