// Texts of dates, times and durations: XML Schema 1.1 part 2 (3.3.6 to 3.3.12) with FEEL's zone
// names.
#include <fmt/format.h>

#include "feel/temporal.hpp"

namespace lingqu::feel {
namespace {

// Reads from the front of a text; every step says whether it matched.
struct Reader {
  std::string_view text;
  bool done() const { return text.empty(); }
  bool take(char c) {
    if (text.empty() || text[0] != c) return false;
    text.remove_prefix(1);
    return true;
  }
  size_t count_digits() const {
    size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
    return count;
  }
  bool number(size_t fewest, size_t most, int64_t& value) {
    const size_t count = count_digits();
    if (count < fewest || count > most) return false;
    value = 0;
    for (size_t i = 0; i < count; ++i) value = value * 10 + (text[i] - '0');
    text.remove_prefix(count);
    return true;
  }
  // ".123" as nanoseconds, further digits dropped; absent is 0.
  bool fraction(int32_t& nanos, bool may_be_bare) {
    nanos = 0;
    if (!take('.')) return true;
    const size_t count = count_digits();
    if (count == 0) return may_be_bare;
    for (size_t i = 0; i < 9; ++i) nanos = nanos * 10 + (i < count ? text[i] - '0' : 0);
    text.remove_prefix(count);
    return true;
  }
  bool date(Date& date) {
    const bool negative = take('-');
    const size_t digits = count_digits();
    int64_t year, month, day;
    if (digits > 4 && text[0] == '0') return false;
    if (!number(4, 9, year) || !take('-') || !number(2, 2, month) || !take('-') ||
        !number(2, 2, day))
      return false;
    const auto made = make_date(negative ? -year : year, month, day);
    if (made) date = *made;
    return made.has_value();
  }
  bool zone(Zone& zone) {
    if (done()) return true;
    if (take('Z')) {
      zone = Zone::offset(0);
      return true;
    }
    if (take('@')) {
      const auto named = Zone::named(text);
      text = {};
      if (named) zone = *named;
      return named.has_value();
    }
    const bool negative = text[0] == '-';
    int64_t hour, minute, second = 0;
    if (!take('+') && !take('-')) return false;
    if (!number(2, 2, hour) || !take(':') || !number(2, 2, minute)) return false;
    if (take(':') && !number(2, 2, second)) return false;
    const int64_t offset = hour * 3600 + minute * 60 + second;
    if (minute > 59 || second > 59 || offset > 14 * 3600) return false;
    zone = Zone::offset(static_cast<int32_t>(negative ? -offset : offset));
    return true;
  }
  // `next_day` is set for 24:00:00.
  bool time(Time& time, bool& next_day) {
    int64_t hour, minute, second;
    int32_t nanos;
    Zone read;
    if (!number(2, 2, hour) || !take(':') || !number(2, 2, minute) || !take(':') ||
        !number(2, 2, second))
      return false;
    if (!fraction(nanos, false) || !zone(read) || !done()) return false;
    const auto made = make_time(hour, minute, second, nanos, read);
    next_day = hour == 24;
    if (made) time = *made;
    return made.has_value();
  }
};

void append_zone(std::string& out, Zone zone) {
  if (zone.is_local()) return;
  if (zone.is_named()) {
    out.append("@").append(zone.name());
  } else if (zone.code == 0) {
    out.append("Z");
  } else {
    const int32_t offset = zone.code < 0 ? -zone.code : zone.code;
    out.append(
        fmt::format("{}{:02}:{:02}", zone.code < 0 ? '-' : '+', offset / 3600, offset / 60 % 60));
    if (offset % 60 != 0) out.append(fmt::format(":{:02}", offset % 60));
  }
}

void append_fraction(std::string& out, int32_t nanos) {
  if (nanos == 0) return;
  std::string digits = fmt::format("{:09}", nanos);
  digits.erase(digits.find_last_not_of('0') + 1);
  out.append(".").append(digits);
}

void append_clock(std::string& out, int32_t seconds, int32_t nanos) {
  out.append(fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
  append_fraction(out, nanos);
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  Reader in{text};
  Date date;
  if (!in.date(date) || !in.done()) return std::nullopt;
  return date;
}

std::optional<Time> parse_time(std::string_view text) {
  Reader in{text};
  Time time;
  bool next_day = false;
  if (!in.time(time, next_day)) return std::nullopt;
  return time;
}

std::optional<DateTime> parse_date_time(std::string_view text) {
  Reader in{text};
  Date date;
  Time time;
  bool next_day = false;
  if (!in.date(date)) return std::nullopt;
  if (in.done()) return make_date_time(date, Time{});
  if (!in.take('T') || !in.time(time, next_day)) return std::nullopt;
  DateTime result = make_date_time(date, time);
  if (next_day) result.seconds += 86400;
  return result;
}

std::optional<DayDuration> parse_day_duration(std::string_view text) {
  Reader in{text};
  const bool negative = in.take('-');
  if (!in.take('P')) return std::nullopt;
  int64_t value = 0, total = 0;
  int32_t nanos = 0;
  bool any = false;
  const auto count = [&](int64_t unit) {
    int64_t part;
    any = true;
    return !__builtin_mul_overflow(value, unit, &part) &&
           !__builtin_add_overflow(total, part, &total);
  };
  if (in.number(1, 18, value) && !(in.take('D') && count(86400))) return std::nullopt;
  if (in.take('T')) {
    bool has_number = in.number(1, 18, value);
    if (!has_number) return std::nullopt;
    if (has_number && in.take('H')) {
      if (!count(3600)) return std::nullopt;
      has_number = in.number(1, 18, value);
    }
    if (has_number && in.take('M')) {
      if (!count(60)) return std::nullopt;
      has_number = in.number(1, 18, value);
    }
    if (has_number && (!in.fraction(nanos, true) || !in.take('S') || !count(1)))
      return std::nullopt;
  }
  if (!any || !in.done()) return std::nullopt;
  const DayDuration result{total, nanos};
  return negative ? negate(result) : result;
}

std::optional<MonthDuration> parse_month_duration(std::string_view text) {
  Reader in{text};
  const bool negative = in.take('-');
  if (!in.take('P')) return std::nullopt;
  int64_t value = 0, years = 0, months = 0;
  if (!in.number(1, 15, value)) return std::nullopt;
  bool pending = true;
  if (in.take('Y')) {
    years = value;
    pending = in.number(1, 15, value);
  }
  if (pending) {
    if (!in.take('M')) return std::nullopt;
    months = value;
  }
  if (!in.done()) return std::nullopt;
  const int64_t total = years * 12 + months;
  return MonthDuration{negative ? -total : total};
}

std::string to_string(Date date) {
  const CivilDate parts = civil(date);
  return fmt::format("{}{:04}-{:02}-{:02}", parts.year < 0 ? "-" : "",
                     parts.year < 0 ? -parts.year : parts.year, parts.month, parts.day);
}

std::string to_string(const Time& time) {
  std::string out;
  append_clock(out, time.seconds, time.nanos);
  append_zone(out, time.zone);
  return out;
}

std::string to_string(const DateTime& date_time) {
  std::string out = to_string(date_time.date());
  out.append("T");
  append_clock(out, date_time.time().seconds, date_time.nanos);
  append_zone(out, date_time.zone);
  return out;
}

std::string to_string(DayDuration duration) {
  const bool negative = duration.seconds < 0;
  if (negative) duration = negate(duration);
  const int64_t days = duration.seconds / 86400, rest = duration.seconds % 86400;
  std::string out = negative ? "-P" : "P";
  if (days != 0) out.append(fmt::format("{}D", days));
  if (rest == 0 && duration.nanos == 0 && days != 0) return out;
  out.append("T");
  if (rest >= 3600) out.append(fmt::format("{}H", rest / 3600));
  if (rest / 60 % 60 != 0) out.append(fmt::format("{}M", rest / 60 % 60));
  if (rest % 60 != 0 || duration.nanos != 0 || rest == 0) {
    out.append(fmt::format("{}", rest % 60));
    append_fraction(out, duration.nanos);
    out.append("S");
  }
  return out;
}

std::string to_string(MonthDuration duration) {
  std::string out = duration.months < 0 ? "-P" : "P";
  const int64_t months = duration.months < 0 ? -duration.months : duration.months;
  if (months / 12 != 0) out.append(fmt::format("{}Y", months / 12));
  if (months % 12 != 0 || months == 0) out.append(fmt::format("{}M", months % 12));
  return out;
}

}  // namespace lingqu::feel
