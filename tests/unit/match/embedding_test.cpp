#include "match/embedding.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace lingqu::match;

TEST_CASE("a vector is brought to length 1, and what has no direction is refused") {
  Vector vector{3, 4};
  REQUIRE(normalise(vector));
  CHECK(vector[0] == doctest::Approx(0.6));
  CHECK(vector[1] == doctest::Approx(0.8));
  Vector nothing, zero{0, 0}, broken{1, std::numeric_limits<float>::quiet_NaN()}, endless{std::numeric_limits<float>::infinity(), 1};
  CHECK_FALSE(normalise(nothing));
  CHECK_FALSE(normalise(zero));
  CHECK_FALSE(normalise(broken));
  CHECK_FALSE(normalise(endless));
}

TEST_CASE("the cosine is 1 for the same direction, 0 across and between dimensions, -1 against") {
  CHECK(cosine({0.6F, 0.8F}, {0.6F, 0.8F}) == doctest::Approx(1));
  CHECK(cosine({1, 0}, {0, 1}) == doctest::Approx(0));
  CHECK(cosine({1, 0}, {-1, 0}) == doctest::Approx(-1));
  CHECK(cosine({1, 0}, {1, 0, 0}) == 0);
}
