// Deadlines that act by themselves.
#include <atomic>
#include <chrono>
#include <thread>

#include "unit/engine/fixture.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;

namespace {

// Waits for what another thread is to bring about; a bound, not a pause.
template <class Holds>
bool within_ten_seconds(Holds holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace

TEST_CASE_FIXTURE(World, "a notice of 15 days ends by itself, when its last day is over where the pack is") {
  const int64_t id = thing_in("notice");
  CHECK(text("thing", id, "starts") == R"("2026-03-02")");
  CHECK(text("thing", id, "ends") == R"("2026-03-17")");
  const RecordView seen = view("thing", id, office);
  REQUIRE(seen.due);
  CHECK(base::to_string(*seen.due) == "2026-03-17T16:00:00Z");  // midnight at +08:00
  CHECK(seen.due_act == "end_notice");
  clock.advance(seen.due->micros - clock.now().micros - 1);
  done(engine->run_due_timers());
  CHECK(state("thing", id) == "notice");
  clock.advance(1);
  done(engine->run_due_timers());
  CHECK(state("thing", id) == "noticed");
  CHECK(number("SELECT count(*) FROM timer") == 0);
  const auto history = take(engine->history("thing", id, &office));
  CHECK(history.back().act == "end_notice");
  CHECK(history.back().role == "system");
  CHECK(history.back().actor_name.empty());
}

TEST_CASE_FIXTURE(World, "a timer survives the engine and fires at once when overdue") {
  const int64_t id = thing_in("notice");
  close();
  clock.advance(100 * kDay);
  timers = true;
  open();
  CHECK(within_ten_seconds([&] { return state("thing", id) == "noticed"; }));
}

TEST_CASE_FIXTURE(World, "a running engine notices that the clock was moved") {
  timers = true;
  reopen();
  const int64_t id = thing_in("notice");
  clock.advance(20 * kDay);
  CHECK(within_ten_seconds([&] { return state("thing", id) == "noticed"; }));
}

TEST_CASE_FIXTURE(World, "a timer is lost when the state moves on, and set anew by the next notice") {
  const int64_t id = thing_in("notice");
  act("thing", id, "stop_notice", "", office, "有误");
  CHECK(number("SELECT count(*) FROM timer") == 0);
  CHECK(!view("thing", id, office).due);
  clock.advance(30 * kDay);
  done(engine->run_due_timers());
  CHECK(state("thing", id) == "open");
  act("thing", id, "notify", R"({"days": 3})", office);
  CHECK(number("SELECT count(*) FROM timer") == 1);
  clock.advance(4 * kDay);
  done(engine->run_due_timers());
  CHECK(state("thing", id) == "noticed");
}

TEST_CASE_FIXTURE(World, "an act that keeps the state keeps the timer") {
  const int64_t id = thing_in("notice");
  act("thing", id, "object", R"({"objections": [{"text": "一"}]})", buyer);
  CHECK(number("SELECT count(*) FROM timer") == 1);
}

TEST_CASE_FIXTURE(World, "many timers due together, each with a leaf") {
  std::vector<int64_t> ids;
  for (int i = 0; i < 20; ++i) ids.push_back(thing_in("notice"));
  const int64_t before = number("SELECT count(*) FROM log_leaf");
  clock.advance(16 * kDay);
  done(engine->run_due_timers());
  for (int64_t id : ids) CHECK(state("thing", id) == "noticed");
  CHECK(number("SELECT count(*) FROM log_leaf") == before + 20);
  done(engine->run_due_timers());
  CHECK(number("SELECT count(*) FROM log_leaf") == before + 20);
}

TEST_CASE_FIXTURE(World, "a timer whose act is refused ends, and holds up no other") {
  const int64_t id = thing_in("notice");
  // Behind the engine's back: the record is no longer in notice, and the timer stands.
  const int64_t other = thing_in("notice");
  close();
  rows("UPDATE r_thing SET state = 'open' WHERE id = " + std::to_string(id));
  open();
  clock.advance(16 * kDay);
  done(engine->run_due_timers());
  CHECK(state("thing", id) == "open");
  CHECK(state("thing", other) == "noticed");
  CHECK(number("SELECT count(*) FROM timer") == 0);
}

TEST_CASE_FIXTURE(World, "leaves are covered by a signed head soon after the last act") {
  const int64_t id = thing();
  CHECK(within_ten_seconds([&] { return take(engine->history("thing", id, &office)).back().proven; }));
  CHECK(take(engine->log_proof(3)).head.size >= 4);
}
