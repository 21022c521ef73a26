#include "market/auction.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace lingqu;
using namespace lingqu::market;

namespace {

constexpr int64_t kMinute = 60'000'000;
base::Timestamp minute(int64_t n) { return {n * kMinute}; }
base::Money yuan(int64_t n) { return {n * 100}; }

// From minute 10 to 70, starting at 100 yuan in steps of 10; a bid in the last 5 minutes leaves at least 5.
Terms terms() {
  Terms t;
  t.start = yuan(100);
  t.increment = yuan(10);
  t.opens_at = minute(10);
  t.closes_at = minute(70);
  t.window_minutes = t.extension_minutes = 5;
  return t;
}

std::string why(const Terms& t, const Standing& standing, const Bid& bid) {
  const auto refused = judge(t, standing, bid);
  return refused ? std::string(refused->code_text()) : "";
}

}  // namespace

TEST_CASE("a bid before the start, after the end, and at the very moments of both") {
  const Terms t = terms();
  const Standing none = begin(t);
  CHECK(why(t, none, {"001", yuan(100), {minute(10).micros - 1}}) == "bid-early");
  CHECK(why(t, none, {"001", yuan(100), minute(10)}).empty());
  CHECK(why(t, none, {"001", yuan(100), {minute(70).micros - 1}}).empty());
  CHECK(why(t, none, {"001", yuan(100), minute(70)}) == "bid-late");
}

TEST_CASE("the first bid is at least the start price, each further one an increment more") {
  const Terms t = terms();
  Standing standing = begin(t);
  CHECK(next_minimum(t, standing) == yuan(100));
  CHECK(why(t, standing, {"001", {yuan(100).fen - 1}, minute(11)}) == "bid-low");
  standing = accept(t, standing, {"001", yuan(100), minute(11)});
  CHECK(standing.price == yuan(100));
  CHECK(next_minimum(t, standing) == yuan(110));
  CHECK(why(t, standing, {"002", yuan(109), minute(12)}) == "bid-low");
  CHECK(why(t, standing, {"002", yuan(110), minute(12)}).empty());
  CHECK(why(t, standing, {"002", yuan(115), minute(12)}).empty());  // more than the least is welcome
}

TEST_CASE("who leads does not bid against himself") {
  const Terms t = terms();
  const Standing standing = accept(t, begin(t), {"001", yuan(100), minute(11)});
  CHECK(why(t, standing, {"001", yuan(200), minute(12)}) == "bid-leading");
}

TEST_CASE("whole steps are asked for where the terms say so") {
  Terms t = terms();
  t.whole_steps = true;
  const Standing standing = accept(t, begin(t), {"001", yuan(100), minute(11)});
  CHECK(why(t, standing, {"002", yuan(115), minute(12)}) == "bid-off-step");
  CHECK(why(t, standing, {"002", yuan(130), minute(12)}).empty());
}

TEST_CASE("a bid shortly before the end moves the end, and only then") {
  const Terms t = terms();
  Standing standing = accept(t, begin(t), {"001", yuan(100), {minute(65).micros - 1}});
  CHECK(standing.closes_at == minute(70));
  CHECK(standing.extensions == 0);
  standing = accept(t, standing, {"002", yuan(110), minute(66)});
  CHECK(standing.closes_at == minute(71));
  CHECK(standing.extensions == 1);
  // The moved end counts from now on.
  CHECK(why(t, standing, {"001", yuan(120), {minute(71).micros - 1}}).empty());
  CHECK(why(t, standing, {"001", yuan(120), minute(71)}) == "bid-late");
}

TEST_CASE("an extension shorter than what is left never brings the end forward") {
  Terms t = terms();
  t.window_minutes = 30;
  t.extension_minutes = 2;
  const Standing standing = accept(t, begin(t), {"001", yuan(100), minute(45)});
  CHECK(standing.closes_at == minute(70));
  CHECK(standing.extensions == 0);
}

TEST_CASE("a clock that was set back changes nothing in the order") {
  const Terms t = terms();
  const Standing standing = accept(t, begin(t), {"001", yuan(100), minute(30)});
  CHECK(placed_at(standing, minute(20)) == minute(30));
  CHECK(accept(t, standing, {"002", yuan(110), minute(5)}).last_at == minute(30));
}

TEST_CASE("sold, below the reserve, or nobody bid") {
  Terms t = terms();
  t.reserve = yuan(150);
  CHECK(outcome(t, begin(t)) == Outcome::kNoBids);
  Standing standing = accept(t, begin(t), {"001", yuan(149), minute(11)});
  CHECK(outcome(t, standing) == Outcome::kBelowReserve);
  standing = accept(t, standing, {"002", yuan(160), minute(12)});
  CHECK(outcome(t, standing) == Outcome::kSold);
  CHECK(name(outcome(t, standing)) == "sold");
}

TEST_CASE("no bid beyond what can be written") {
  Terms t = terms();
  t.increment = {INT64_MAX};
  const Standing standing = accept(t, begin(t), {"001", yuan(100), minute(11)});
  CHECK_FALSE(next_minimum(t, standing).has_value());
  CHECK(why(t, standing, {"002", {INT64_MAX}, minute(12)}) == "bid-low");
}

TEST_CASE("property: replaying what was taken gives what stood at every moment") {
  std::mt19937 random(20261125);
  auto up_to = [&](int64_t n) { return static_cast<int64_t>(random() % static_cast<uint64_t>(n)); };
  for (int run = 0; run < 200; ++run) {
    CAPTURE(run);
    Terms t = terms();
    t.whole_steps = run % 2 == 0;
    t.window_minutes = up_to(20);
    t.extension_minutes = up_to(20);
    if (run % 3 == 0) t.reserve = yuan(100 + up_to(500));
    std::vector<Bid> taken;
    std::vector<Standing> stood;
    Standing standing = begin(t);
    int64_t now = 0;
    for (int i = 0; i < 100; ++i) {
      now += up_to(3 * kMinute) - kMinute / 2;  // now and then the clock goes back
      const Bid bid{std::to_string(up_to(5)), yuan(80 + up_to(20) * 5 + (standing.price ? standing.price->fen / 100 - 80 : 0)), {now}};
      if (judge(t, standing, bid)) continue;
      const Standing before = standing;
      standing = accept(t, standing, bid);
      CHECK(standing.bids == before.bids + 1);
      CHECK(standing.closes_at >= before.closes_at);
      CHECK((!before.price || *standing.price >= base::Money{before.price->fen + t.increment.fen}));
      taken.push_back(bid);
      stood.push_back(standing);
    }
    const Replay again = replay(t, taken);
    CHECK_FALSE(again.broken.has_value());
    CHECK(again.standing == standing);
    REQUIRE(again.line.size() == taken.size());
    for (size_t i = 0; i < stood.size(); ++i) {
      CHECK(again.line[i].position == stood[i].bids);
      CHECK(again.line[i].closes_at == stood[i].closes_at);
    }
    if (taken.size() < 2) continue;
    // Any two neighbours exchanged, or one left out, is noticed or leaves another end.
    std::swap(taken[taken.size() - 2], taken.back());
    CHECK(replay(t, taken).broken.has_value());
  }
}
