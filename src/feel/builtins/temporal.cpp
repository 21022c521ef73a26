// Dates and times (DMN 1.5, 10.3.4.7, 10.3.4.8) and the comparison is() (10.3.4.6).
#include "feel/builtin.hpp"

namespace lingqu::feel {
namespace {

bool get_date(const Arguments& in, Date& date) {
  if (const Value* given = in[0].is(Kind::kDateTime) ? nullptr : in.get(0, Kind::kDate)) {
    date = given->date();
    return true;
  }
  if (!in[0].is(Kind::kDateTime)) return false;
  date = in[0].date_time().date();
  return true;
}

Value of_date(const Arguments& in, Value (*use)(Date)) {
  Date date;
  return get_date(in, date) ? use(date) : Value();
}

}  // namespace

const std::vector<Builtin>& temporal_builtins() {
  static const std::vector<Builtin> table = {
      {"is",
       2,
       2,
       {"value1, value2"},
       [](const Arguments& in) { return Value(identical(in[0], in[1])); }},
      {"day of year",
       1,
       1,
       {"date"},
       [](const Arguments& in) {
         return of_date(in, [](Date date) { return Value(int64_t{day_of_year(date)}); });
       }},
      {"day of week",
       1,
       1,
       {"date"},
       [](const Arguments& in) {
         return of_date(in, [](Date date) { return Value(weekday_name(weekday(date))); });
       }},
      {"month of year",
       1,
       1,
       {"date"},
       [](const Arguments& in) {
         return of_date(in, [](Date date) { return Value(month_name(civil(date).month)); });
       }},
      {"week of year",
       1,
       1,
       {"date"},
       [](const Arguments& in) {
         return of_date(in, [](Date date) { return Value(int64_t{week_of_year(date)}); });
       }},
      {"now", 0, 0, {}, [](const Arguments& in) { return Value(in.evaluator.moment().now); }},
      {"today",
       0,
       0,
       {},
       [](const Arguments& in) { return Value(in.evaluator.moment().now.date()); }},
  };
  return table;
}

}  // namespace lingqu::feel
