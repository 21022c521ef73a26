#include "feel/operation.hpp"

namespace lingqu::feel {
namespace {

Value finite(Decimal number) {
  return number.is_finite() ? Value(number) : Value();
}

template <class T>
Value lifted(const std::optional<T>& result) {
  return result ? Value(*result) : Value();
}

constexpr int pair(Kind a, Kind b) {
  return static_cast<int>(a) * 16 + static_cast<int>(b);
}
constexpr Kind kN = Kind::kNumber, kD = Kind::kDate, kT = Kind::kTime, kX = Kind::kDateTime;
constexpr Kind kDays = Kind::kDayDuration, kMonths = Kind::kMonthDuration;

DateTime midnight_utc(Date date) {
  return make_date_time(date, Time{0, 0, Zone::offset(0)});
}

Value days_times(DayDuration duration, Decimal factor) {
  DayDuration result;
  return from_seconds(to_seconds(duration) * factor, result) ? Value(result) : Value();
}

Value months_from(Decimal months) {
  if (!months.is_finite()) return Value();
  const auto whole = months.to_int64();
  return whole && *whole != INT64_MIN ? Value(MonthDuration{*whole}) : Value();
}

}  // namespace

Decimal to_seconds(DayDuration duration) {
  if (duration.nanos == 0) return Decimal(duration.seconds);
  return Decimal(duration.seconds) + Decimal::from_scaled(duration.nanos, 9);
}

bool from_seconds(Decimal seconds, DayDuration& duration) {
  if (!seconds.is_finite()) return false;
  const Decimal exact = seconds.quantize(9, base::Rounding::kHalfEven);
  const Decimal whole = exact.quantize(0, base::Rounding::kFloor);
  const auto units = whole.to_int64();
  const auto nanos = (exact - whole).scaled(9);
  if (!units || !nanos) return false;
  duration = {*units, static_cast<int32_t>(*nanos)};
  return true;
}

Value add(const Value& a, const Value& b) {
  switch (pair(a.kind(), b.kind())) {
    case pair(kN, kN):
      return finite(a.number() + b.number());
    case pair(Kind::kString, Kind::kString):
      return Value(a.text() + b.text());
    case pair(kDays, kDays):
      return lifted(add(a.day_duration(), b.day_duration()));
    case pair(kMonths, kMonths):
      return lifted(add(a.month_duration(), b.month_duration()));
    case pair(kX, kDays):
      return lifted(add(a.date_time(), b.day_duration()));
    case pair(kX, kMonths):
      return lifted(add(a.date_time(), b.month_duration()));
    case pair(kD, kDays):
      return lifted(add(a.date(), b.day_duration()));
    case pair(kD, kMonths):
      return lifted(add(a.date(), b.month_duration()));
    case pair(kT, kDays):
      return Value(add(a.time(), b.day_duration()));
    case pair(kDays, kX):
    case pair(kMonths, kX):
    case pair(kDays, kD):
    case pair(kMonths, kD):
    case pair(kDays, kT):
      return add(b, a);
    default:
      return Value();
  }
}

Value subtract(const Value& a, const Value& b) {
  switch (pair(a.kind(), b.kind())) {
    case pair(kN, kN):
      return finite(a.number() - b.number());
    case pair(kX, kX):
      return lifted(subtract(a.date_time(), b.date_time()));
    case pair(kX, kD):
      return lifted(subtract(a.date_time(), midnight_utc(b.date())));
    case pair(kD, kX):
      return lifted(subtract(midnight_utc(a.date()), b.date_time()));
    case pair(kD, kD):
      return Value(DayDuration{(a.date().days - b.date().days) * 86400, 0});
    case pair(kT, kT):
      return lifted(subtract(a.time(), b.time()));
    case pair(kDays, kDays):
    case pair(kMonths, kMonths):
    case pair(kX, kDays):
    case pair(kX, kMonths):
    case pair(kD, kDays):
    case pair(kD, kMonths):
    case pair(kT, kDays):
      return add(a, negate(b));
    default:
      return Value();
  }
}

Value multiply(const Value& a, const Value& b) {
  switch (pair(a.kind(), b.kind())) {
    case pair(kN, kN):
      return finite(a.number() * b.number());
    case pair(kDays, kN):
      return days_times(a.day_duration(), b.number());
    case pair(kN, kDays):
      return days_times(b.day_duration(), a.number());
    case pair(kMonths, kN):
      return months_from(Decimal(a.month_duration().months) * b.number());
    case pair(kN, kMonths):
      return months_from(Decimal(b.month_duration().months) * a.number());
    default:
      return Value();
  }
}

Value divide(const Value& a, const Value& b) {
  switch (pair(a.kind(), b.kind())) {
    case pair(kN, kN):
      return b.number().is_zero() ? Value() : finite(a.number() / b.number());
    case pair(kDays, kN): {
      DayDuration result;
      if (b.number().is_zero()) return Value();
      return from_seconds(to_seconds(a.day_duration()) / b.number(), result) ? Value(result)
                                                                             : Value();
    }
    case pair(kMonths, kN):
      return b.number().is_zero() ? Value()
                                  : months_from(Decimal(a.month_duration().months) / b.number());
    case pair(kDays, kDays):
      return finite(to_seconds(a.day_duration()) / to_seconds(b.day_duration()));
    case pair(kMonths, kMonths):
      return finite(Decimal(a.month_duration().months) / Decimal(b.month_duration().months));
    default:
      return Value();
  }
}

Value power(const Value& a, const Value& b) {
  if (!a.is(kN) || !b.is(kN)) return Value();
  return finite(a.number().power(b.number()));
}

Value negate(const Value& a) {
  switch (a.kind()) {
    case Kind::kNumber:
      return Value(-a.number());
    case Kind::kDayDuration:
      return Value(negate(a.day_duration()));
    case Kind::kMonthDuration:
      return Value(MonthDuration{-a.month_duration().months});
    default:
      return Value();
  }
}

namespace {

bool clock_property(int32_t seconds, int32_t nanos, Zone zone, int32_t offset,
                    std::string_view name, Value& result) {
  if (name == "hour") {
    result = Value(int64_t{seconds / 3600});
  } else if (name == "minute") {
    result = Value(int64_t{seconds / 60 % 60});
  } else if (name == "second") {
    result = Value(to_seconds({seconds % 60, nanos}));
  } else if (name == "time offset") {
    result = zone.is_local() ? Value() : Value(DayDuration{offset, 0});
  } else if (name == "timezone") {
    result = zone.is_named() ? Value(zone.name()) : Value();
  } else {
    return false;
  }
  return true;
}

bool date_property(Date date, std::string_view name, Value& result) {
  const CivilDate parts = civil(date);
  if (name == "year") {
    result = Value(parts.year);
  } else if (name == "month") {
    result = Value(int64_t{parts.month});
  } else if (name == "day") {
    result = Value(int64_t{parts.day});
  } else if (name == "weekday") {
    result = Value(int64_t{weekday(date)});
  } else {
    return false;
  }
  return true;
}

bool days_property(DayDuration duration, std::string_view name, Value& result) {
  const bool negative = duration.seconds < 0;
  if (negative) duration = negate(duration);
  const auto signed_value = [negative](int64_t part) { return Value(negative ? -part : part); };
  if (name == "days") {
    result = signed_value(duration.seconds / 86400);
  } else if (name == "hours") {
    result = signed_value(duration.seconds / 3600 % 24);
  } else if (name == "minutes") {
    result = signed_value(duration.seconds / 60 % 60);
  } else if (name == "seconds") {
    const Decimal seconds = to_seconds({duration.seconds % 60, duration.nanos});
    result = Value(negative ? -seconds : seconds);
  } else {
    return false;
  }
  return true;
}

}  // namespace

bool property(const Value& value, std::string_view name, Value& result) {
  switch (value.kind()) {
    case Kind::kDate:
      return date_property(value.date(), name, result);
    case Kind::kDateTime: {
      const DateTime at = value.date_time();
      return date_property(at.date(), name, result) ||
             clock_property(at.time().seconds, at.nanos, at.zone,
                            at.zone.offset_at_local(at.seconds), name, result);
    }
    case Kind::kTime: {
      const Time at = value.time();
      return clock_property(at.seconds, at.nanos, at.zone, at.zone.standard_offset(), name, result);
    }
    case Kind::kDayDuration:
      return days_property(value.day_duration(), name, result);
    case Kind::kMonthDuration:
      if (name == "years") {
        result = Value(value.month_duration().months / 12);
      } else if (name == "months") {
        result = Value(value.month_duration().months % 12);
      } else {
        return false;
      }
      return true;
    case Kind::kRange: {
      const Range& range = value.range();
      if (name == "start") {
        result = range.start;
      } else if (name == "end") {
        result = range.form == Range::Form::kNotEqual ? Value() : range.end;
      } else if (name == "start included") {
        result = Value(range.start_included);
      } else if (name == "end included") {
        result = Value(range.end_included);
      } else {
        return false;
      }
      return true;
    }
    default:
      return false;
  }
}

}  // namespace lingqu::feel
