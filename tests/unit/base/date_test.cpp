#include "base/date.hpp"

#include <doctest/doctest.h>

using namespace lingqu::base;

namespace {
constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kHour = 3600 * kSecond;
}  // namespace

TEST_CASE("dates there and back") {
  const std::pair<const char*, int> cases[] = {
      {"1970-01-01", 0},     {"1969-12-31", -1},      {"2000-02-29", 11016},
      {"2026-11-22", 20779}, {"0001-01-01", -719162}, {"9999-12-31", 2932896},
      {"2024-02-29", 19782}, {"1900-02-28", -25509},
  };
  for (const auto& [text, days] : cases) {
    CAPTURE(text);
    const Result<Date> date = parse_date(text);
    REQUIRE(date.ok());
    CHECK(date->days == days);
    CHECK(to_string(*date) == text);
  }
}

TEST_CASE("what is no date is refused with an example") {
  for (const char* text :
       {"", "2026-11-2", "2026-11-22 ", " 2026-11-22", "2026/11/22", "20261122", "2026-13-01",
        "2026-00-10", "2026-02-29", "1900-02-29", "2026-04-31", "2026-11-00", "0000-01-01",
        "-001-01-01", "+2026-11-22", "2026-1a-01", "2026-11-22T00:00:00Z", "２０２６-11-22"}) {
    CAPTURE(text);
    const Result<Date> date = parse_date(text);
    REQUIRE(!date.ok());
    CHECK(date.error().code == ErrorCode::kWrongType);
    CHECK(date.error().remedy(Language::kEn) == "Write it like this: 2026-11-22");
  }
}

TEST_CASE("calendar facts") {
  CHECK(weekday(make_date(1970, 1, 1)) == 4);
  CHECK(weekday(make_date(2026, 11, 22)) == 0);
  CHECK(weekday(make_date(1969, 12, 27)) == 6);
  CHECK(year_of(make_date(2026, 12, 31)) == 2026);
  CHECK(year_of(make_date(2026, 12, 31) + 1) == 2027);
  CHECK(make_date(2024, 2, 28) + 2 == make_date(2024, 3, 1));
  CHECK(make_date(2026, 1, 1) < make_date(2026, 1, 2));
}

TEST_CASE("timestamps are read with Z or an offset, up to microseconds") {
  const std::pair<const char*, int64_t> cases[] = {
      {"1970-01-01T00:00:00Z", 0},
      {"1970-01-01T08:00:00+08:00", 0},
      {"1969-12-31T23:30:00-00:30", 0},
      {"1970-01-01t00:00:01z", kSecond},
      {"1970-01-01T00:00:00.5Z", kSecond / 2},
      {"1970-01-01T00:00:00.000001Z", 1},
      {"1969-12-31T23:59:59.999999Z", -1},
      {"2026-11-22T04:05:06.789012Z", 1795320306789012},
  };
  for (const auto& [text, micros] : cases) {
    CAPTURE(text);
    const Result<Timestamp> time = parse_timestamp(text);
    REQUIRE(time.ok());
    CHECK(time->micros == micros);
  }
}

TEST_CASE("what is no timestamp is refused") {
  for (const char* text :
       {"", "2026-11-22", "2026-11-22T04:05Z", "2026-11-22T04:05:06", "2026-11-22 04:05:06Z",
        "2026-11-22T24:00:00Z", "2026-11-22T23:60:00Z", "2026-11-22T23:59:60Z",
        "2026-11-22T04:05:06.Z", "2026-11-22T04:05:06.1234567Z", "2026-11-22T04:05:06+0800",
        "2026-11-22T04:05:06+24:00", "2026-11-22T04:05:06+08:60", "2026-11-22T04:05:06Zx",
        "2026-02-30T00:00:00Z", "0001-01-01T00:00:00+08:00", "9999-12-31T23:00:00-02:00"}) {
    CAPTURE(text);
    CHECK(!parse_timestamp(text).ok());
  }
}

TEST_CASE("timestamps are written in UTC, without a zero fraction") {
  CHECK(to_string(Timestamp{0}) == "1970-01-01T00:00:00Z");
  CHECK(to_string(Timestamp{-1}) == "1969-12-31T23:59:59.999999Z");
  CHECK(to_string(Timestamp{1795320306789012}) == "2026-11-22T04:05:06.789012Z");
  CHECK(to_string(Timestamp{1795320306700000}) == "2026-11-22T04:05:06.700000Z");
}

TEST_CASE("the civil date depends on the zone") {
  const Timestamp evening = *parse_timestamp("2026-11-22T16:00:00Z");
  CHECK(date_in(evening, ZoneOffset{0}) == make_date(2026, 11, 22));
  CHECK(date_in(evening, ZoneOffset{480}) == make_date(2026, 11, 23));
  CHECK(date_in(Timestamp{evening.micros - 1}, ZoneOffset{480}) == make_date(2026, 11, 22));
  CHECK(date_in(Timestamp{-1}, ZoneOffset{0}) == make_date(1969, 12, 31));
  CHECK(date_in(Timestamp{0}, ZoneOffset{-60}) == make_date(1969, 12, 31));
}

TEST_CASE("a day starts at its zone's midnight") {
  CHECK(start_of(make_date(1970, 1, 1), ZoneOffset{480}).micros == -8 * kHour);
  const Date day = make_date(2026, 11, 23);
  const Timestamp start = start_of(day, ZoneOffset{480});
  CHECK(date_in(start, ZoneOffset{480}) == day);
  CHECK(date_in(Timestamp{start.micros - 1}, ZoneOffset{480}) == day + -1);
}
