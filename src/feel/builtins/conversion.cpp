// Conversions (DMN 1.5, 10.3.4.1): to dates, times, numbers, strings, durations, ranges.
#include "feel/builtin.hpp"
#include "feel/compiler.hpp"

namespace lingqu::feel {
namespace {
constexpr Kind kN = Kind::kNumber, kS = Kind::kString;

// An integer argument; nothing (with a reason) if it is none.
std::optional<int64_t> get_integer(const Arguments& in, size_t i) {
  const Value* value = in.get(i, kN);
  if (value == nullptr || !value->number().is_integer()) return std::nullopt;
  return value->number().to_int64();
}

template <class T>
Value lifted(const Arguments& in, const std::optional<T>& value, std::string_view reason) {
  return value ? Value(*value) : in.fail(reason);
}

Value date_from(const Arguments& in) {
  if (in.count == 2) return in.fail("wrong number of arguments");
  if (in.count == 3) {
    const auto year = get_integer(in, 0), month = get_integer(in, 1), day = get_integer(in, 2);
    if (!year || !month || !day) return Value();
    return lifted(in, make_date(*year, *month, *day), "no such day");
  }
  if (in[0].is(Kind::kDate)) return in[0];
  if (in[0].is(Kind::kDateTime)) return Value(in[0].date_time().date());
  const Value* text = in.get(0, kS);
  return text == nullptr ? Value() : lifted(in, parse_date(text->text()), "not a date");
}

// hour, minute, second and offset from argument `first` on.
std::optional<Time> clock_from(const Arguments& in, size_t first) {
  const auto hour = get_integer(in, first), minute = get_integer(in, first + 1);
  const Value* second = in.get(first + 2, kN);
  if (!hour || !minute || second == nullptr) return std::nullopt;
  DayDuration seconds;
  if (!from_seconds(second->number(), seconds)) return std::nullopt;
  Zone zone;
  if (in.count > first + 3 && !in[first + 3].is_null()) {
    if (in[first + 3].is(kS)) {
      const auto named = Zone::named(in[first + 3].text());
      if (!named) return std::nullopt;
      zone = *named;
    } else {
      const Value* offset = in.get(first + 3, Kind::kDayDuration);
      if (offset == nullptr) return std::nullopt;
      const int64_t shift = offset->day_duration().seconds;
      if (shift < -18 * 3600 || shift > 18 * 3600) return std::nullopt;
      zone = Zone::offset(static_cast<int32_t>(shift));
    }
  }
  return make_time(*hour, *minute, seconds.seconds, seconds.nanos, zone);
}

Value time_from(const Arguments& in) {
  if (in.count == 2) return in.fail("wrong number of arguments");
  if (in.count >= 3) return lifted(in, clock_from(in, 0), "no such time");
  if (in[0].is(Kind::kTime)) return in[0];
  if (in[0].is(Kind::kDateTime)) return Value(in[0].date_time().time());
  if (in[0].is(Kind::kDate)) return Value(Time{0, 0, Zone::offset(0)});
  const Value* text = in.get(0, kS);
  return text == nullptr ? Value() : lifted(in, parse_time(text->text()), "not a time");
}

Value date_time_from(const Arguments& in) {
  if (in.count >= 6) {
    const auto year = get_integer(in, 0), month = get_integer(in, 1), day = get_integer(in, 2);
    if (!year || !month || !day) return Value();
    const auto date = make_date(*year, *month, *day);
    const auto time = clock_from(in, 3);
    return date && time ? Value(make_date_time(*date, *time)) : in.fail("no such date and time");
  }
  if (in.count > 2) return in.fail("wrong number of arguments");
  if (in.count == 2) {
    if ((!in[0].is(Kind::kDate) && !in[0].is(Kind::kDateTime)) || !in[1].is(Kind::kTime))
      return in.fail("a date and a time are expected");
    const Date date = in[0].is(Kind::kDate) ? in[0].date() : in[0].date_time().date();
    return Value(make_date_time(date, in[1].time()));
  }
  if (in[0].is(Kind::kDateTime)) return in[0];
  if (in[0].is(Kind::kDate))
    return Value(make_date_time(in[0].date(), Time{0, 0, Zone::offset(0)}));
  const Value* text = in.get(0, kS);
  return text == nullptr ? Value()
                         : lifted(in, parse_date_time(text->text()), "not a date and time");
}

Value number_from(const Arguments& in) {
  const Value* from = in.get(0, kS);
  if (from == nullptr) return Value();
  std::string grouping, decimal = ".";
  if (!in[1].is_null()) {
    if (!in[1].is(kS)) return in.fail("the grouping separator is not a string");
    grouping = in[1].text();
    if (grouping != " " && grouping != "," && grouping != ".")
      return in.fail("no such grouping separator");
  }
  if (!in[2].is_null()) {
    if (!in[2].is(kS)) return in.fail("the decimal separator is not a string");
    decimal = in[2].text();
    if (decimal != "," && decimal != ".") return in.fail("no such decimal separator");
  }
  if (!grouping.empty() && !in[2].is_null() && grouping == decimal)
    return in.fail("the separators are the same");
  std::string digits;
  for (const char c : from->text()) {
    if (!grouping.empty() && c == grouping[0]) continue;
    if (c == '.' && decimal != ".") return in.fail("not a number");
    digits.push_back(c == decimal[0] ? '.' : c);
  }
  if (digits.starts_with(".")) digits.insert(0, "0");
  if (digits.starts_with("-.")) digits.insert(1, "0");
  return lifted(in, Decimal::parse(digits), "not a number");
}

Value string_from(const Arguments& in) {
  if (in[0].is_null()) return Value();
  if (in[0].is(kS)) return in[0];
  std::string text = to_text(in[0]);
  return in.evaluator.allocate(text.size()) ? Value(std::move(text)) : Value();
}

Value duration_from(const Arguments& in) {
  if (in[0].is(Kind::kDayDuration) || in[0].is(Kind::kMonthDuration)) return in[0];
  const Value* text = in.get(0, kS);
  if (text == nullptr) return Value();
  if (const auto months = parse_month_duration(text->text())) return Value(*months);
  return lifted(in, parse_day_duration(text->text()), "not a duration");
}

Value months_between_dates(const Arguments& in) {
  Date dates[2];
  for (size_t i = 0; i < 2; ++i) {
    if (in[i].is(Kind::kDate)) {
      dates[i] = in[i].date();
    } else if (in[i].is(Kind::kDateTime)) {
      dates[i] = in[i].date_time().date();
    } else {
      return in.fail("two dates are expected");
    }
  }
  return Value(months_between(dates[0], dates[1]));
}

// A range literal whose ends are literals (10.3.4.1, range(from)).
Value range_from(const Arguments& in) {
  if (!in[0].is(kS)) return in.fail("a string is expected");
  const std::string& text = in[0].text();
  const size_t first = text.find_first_not_of(" \t\r\n"), last = text.find_last_not_of(" \t\r\n");
  if (first == std::string::npos || text.size() > 1000) return in.fail("not a range");
  const std::string_view open = "[(]", close = "])[";
  if (open.find(text[first]) == std::string_view::npos ||
      close.find(text[last]) == std::string_view::npos)
    return in.fail("not a range");
  const CompiledExpression compiled = compile(text, {});
  const Value* value = compiled.program != nullptr
                           ? compiled.program->if_constant(compiled.program->root())
                           : nullptr;
  return value != nullptr && value->is(Kind::kRange) ? *value : in.fail("not a range of literals");
}

}  // namespace

const std::vector<Builtin>& conversion_builtins() {
  static const std::vector<Builtin> table = {
      {"date", 1, 3, {"from", "year, month, day"}, date_from},
      {"time", 1, 4, {"from", "hour, minute, second, offset"}, time_from},
      {"date and time",
       1,
       7,
       {"from", "date, time", "year, month, day, hour, minute, second, offset",
        "year, month, day, hour, minute, second, timezone"},
       date_time_from},
      {"number", 3, 3, {"from, grouping separator, decimal separator"}, number_from},
      {"string", 1, 1, {"from"}, string_from},
      {"duration", 1, 1, {"from"}, duration_from},
      {"years and months duration", 2, 2, {"from, to"}, months_between_dates},
      {"range", 1, 1, {"from"}, range_from},
  };
  return table;
}

}  // namespace lingqu::feel
