#include "base/money.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace lingqu::base;

namespace {

int64_t sum(const std::vector<Money>& parts) {
  Money total;
  for (const Money part : parts) REQUIRE(add(total, part));
  return total.fen;
}

}  // namespace

TEST_CASE("money is read exactly to the fen") {
  const std::pair<const char*, int64_t> cases[] = {
      {"0", 0},
      {"-0", 0},
      {"1", 100},
      {"1.5", 150},
      {"1.05", 105},
      {"+3", 300},
      {"-3.21", -321},
      {"007", 700},
      {"1,234,567.89", 123456789},
      {"123,456", 12345600},
      {"1234567.89", 123456789},
      {"１２３．４５", 12345},
      {"9000000000000000", 900'000'000'000'000'000},
      {"-9000000000000000.00", -900'000'000'000'000'000},
  };
  for (const auto& [text, fen] : cases) {
    CAPTURE(text);
    const Result<Money> money = parse_money(text);
    REQUIRE(money.ok());
    CHECK(money->fen == fen);
  }
}

TEST_CASE("what is no amount is refused") {
  for (const char* text :
       {"",     "-",         "+",    ".",      ".5",     "5.",    "1.234", "1 000",
        "1,00", "12,34,567", ",100", "1,234,", "1,2345", "1.2,3", "1e3",   "--1",
        "+-1",  "1.-2",      "￥5",  "5元",    "NaN",    "0x10",  "1.2.3", " 1"}) {
    CAPTURE(text);
    const Result<Money> money = parse_money(text);
    REQUIRE(!money.ok());
    CHECK(money.error().code == ErrorCode::kWrongType);
  }
}

TEST_CASE("amounts above 9e15 yuan are out of range") {
  for (const char* text : {"9000000000000000.01", "-9000000000000001", "90000000000000000",
                           "99999999999999999999999999999999", "9,223,372,036,854,775,808"}) {
    CAPTURE(text);
    const Result<Money> money = parse_money(text);
    REQUIRE(!money.ok());
    CHECK(money.error().code == ErrorCode::kOutOfRange);
  }
}

TEST_CASE("money is written with two decimals") {
  CHECK(to_string(Money{0}) == "0.00");
  CHECK(to_string(Money{5}) == "0.05");
  CHECK(to_string(Money{-5}) == "-0.05");
  CHECK(to_string(Money{123456789}) == "1234567.89");
  CHECK(to_string(Money{std::numeric_limits<int64_t>::min()}) == "-92233720368547758.08");
}

TEST_CASE("a sum that overflows is refused and left alone") {
  Money total{std::numeric_limits<int64_t>::max() - 1};
  CHECK(add(total, Money{1}));
  CHECK(!add(total, Money{1}));
  CHECK(total.fen == std::numeric_limits<int64_t>::max());
}

TEST_CASE("shares are read as percent or as a part of one") {
  const std::pair<const char*, int64_t> cases[] = {
      {"70%", 70'000'000},    {"33.333333%", 33'333'333},     {"0.7", 70'000'000}, {"0", 0},
      {"1", Share::kWhole},   {"100%", Share::kWhole},        {"0.00000001", 1},   {"0.000001%", 1},
      {"７０％", 70'000'000}, {"100.000000%", Share::kWhole},
  };
  for (const auto& [text, units] : cases) {
    CAPTURE(text);
    const Result<Share> share = parse_share(text);
    REQUIRE(share.ok());
    CHECK(share->units == units);
  }
}

TEST_CASE("what is no share is refused") {
  for (const char* text : {"", "%", "-1%", "-0.1", "+5%", "70", "1.1", "1.00000001", "70 %", "70%%",
                           "33.3333333%", "0.123456789", "1/3", "70‰", "abc", "5.%"}) {
    CAPTURE(text);
    const Result<Share> share = parse_share(text);
    REQUIRE(!share.ok());
    CHECK(share.error().code == ErrorCode::kWrongType);
  }
}

TEST_CASE("more than the whole is out of range") {
  for (const char* text : {"100.000001%", "101%", "99999999999999999999%"}) {
    CAPTURE(text);
    const Result<Share> share = parse_share(text);
    REQUIRE(!share.ok());
    CHECK(share.error().code == ErrorCode::kOutOfRange);
  }
}

TEST_CASE("shares are written as short percentages") {
  CHECK(to_string(Share{33'333'333}) == "33.333333%");
  CHECK(to_string(Share{70'000'000}) == "70%");
  CHECK(to_string(Share{500'000}) == "0.5%");
  CHECK(to_string(Share{Share::kWhole}) == "100%");
  CHECK(to_string(Share{0}) == "0%");
}

TEST_CASE("parts sum to the total, fen going to the largest remainders, earlier rows first") {
  const std::vector<Share> thirds = {{33'333'333}, {33'333'333}, {33'333'334}};
  CHECK(allocate(Money{100}, thirds) == std::vector<Money>{{33}, {33}, {34}});
  const std::vector<Share> quarters(4, Share{25'000'000});
  CHECK(allocate(Money{10}, quarters) == std::vector<Money>{{3}, {3}, {2}, {2}});
  const std::vector<Share> uneven = {{70'000'000}, {30'000'000}, {0}};
  CHECK(allocate(Money{1}, uneven) == std::vector<Money>{{1}, {0}, {0}});
  CHECK(allocate(Money{0}, uneven) == std::vector<Money>{{0}, {0}, {0}});
}

TEST_CASE("a refund is split like the payment it takes back") {
  const std::vector<Share> quarters(4, Share{25'000'000});
  CHECK(allocate(Money{-10}, quarters) == std::vector<Money>{{-3}, {-3}, {-2}, {-2}});
}

TEST_CASE("the largest amount is split without overflow") {
  const std::vector<Share> thirds = {{33'333'333}, {33'333'333}, {33'333'334}};
  for (const int64_t fen : {int64_t{900'000'000'000'000'000}, std::numeric_limits<int64_t>::max(),
                            int64_t{-900'000'000'000'000'001}})
    CHECK(sum(allocate(Money{fen}, thirds)) == fen);
}
