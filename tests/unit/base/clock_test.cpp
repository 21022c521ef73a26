#include "base/clock.hpp"

#include <doctest/doctest.h>

using namespace lingqu::base;

TEST_CASE("the system's clock is past the day this was written") {
  CHECK(SystemClock().now() > *parse_timestamp("2025-01-01T00:00:00Z"));
}

TEST_CASE("a shifted clock is ahead of the system's by what it was moved") {
  constexpr int64_t kDay = 86'400'000'000;
  ShiftedClock clock;
  clock.advance(15 * kDay);
  clock.advance(kDay);
  const Timestamp before = SystemClock().now();
  const Timestamp shifted = clock.now();
  const Timestamp after = SystemClock().now();
  CHECK(shifted.micros - 16 * kDay >= before.micros);
  CHECK(shifted.micros - 16 * kDay <= after.micros);
}

TEST_CASE("a fixed clock stands still until moved") {
  FixedClock clock(Timestamp{100});
  CHECK(clock.now() == Timestamp{100});
  CHECK(clock.now() == Timestamp{100});
  clock.advance(5);
  CHECK(clock.now() == Timestamp{105});
}
