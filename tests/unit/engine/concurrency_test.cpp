// Many at once: every reply has its leaf, numbers have no gaps, the log checks.
#include <atomic>
#include <set>
#include <thread>

#include "unit/engine/fixture.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;

namespace {

constexpr int kThreads = 32;
constexpr int kActsEach = 10;

template <class Work>
void on_all_threads(Work work) {
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) threads.emplace_back([&, t] { work(t); });
  for (auto& thread : threads) thread.join();
}

}  // namespace

TEST_CASE_FIXTURE(World, "32 threads create: each reply has a leaf and a record of its own") {
  std::vector<std::vector<ActReply>> replies(kThreads);
  std::atomic<int> failed{0};
  on_all_threads([&](int t) {
    for (int i = 0; i < kActsEach; ++i) {
      // Every third is refused, between others of the same batch.
      const bool bad = i % 3 == 2;
      auto reply = engine->act(command("thing", 0, "create", bad ? R"({"title": "x", "partner": {"id": 99}})" : R"({"title": "x"})", office));
      if (reply.ok() == bad) ++failed;
      if (reply.ok()) replies[static_cast<size_t>(t)].push_back(*reply);
      ListQuery query;
      query.register_name = "thing";
      if (!engine->list(query, &office).ok()) ++failed;
    }
  });
  CHECK(failed == 0);
  std::set<uint64_t> leaves;
  std::set<int64_t> ids;
  for (const auto& one : replies)
    for (const auto& reply : one) {
      leaves.insert(reply.leaf);
      ids.insert(reply.record);
      CHECK(number("SELECT record FROM log_leaf WHERE register = 'thing' AND sequence = " + std::to_string(reply.leaf)) == reply.record);
    }
  const int64_t made = number("SELECT count(*) FROM r_thing");
  CHECK(leaves.size() == static_cast<size_t>(made));
  CHECK(*ids.rbegin() == made);  // no gaps
  CHECK(number("SELECT count(DISTINCT number) FROM r_thing") == made);
  CHECK(take(engine->check_log({})).leaves == static_cast<uint64_t>(made) + 3);
  ListQuery query;
  query.register_name = "thing";
  CHECK(take(engine->list(query, &office)).total == made);
}

TEST_CASE_FIXTURE(World, "32 threads with one idempotency key: one act") {
  std::atomic<int> fresh{0}, failed{0};
  std::atomic<int64_t> record{0};
  on_all_threads([&](int) {
    ActCommand asked = command("thing", 0, "create", R"({"title": "x"})", office);
    asked.idempotency_key = "same";
    auto reply = engine->act(asked);
    if (!reply.ok()) return void(++failed);
    if (!reply->repeated) ++fresh;
    int64_t none = 0;
    if (!record.compare_exchange_strong(none, reply->record) && none != reply->record) ++failed;
  });
  CHECK(failed == 0);
  CHECK(fresh == 1);
  CHECK(number("SELECT count(*) FROM r_thing") == 1);
}

TEST_CASE_FIXTURE(World, "32 threads with one version: one wins, the others are told") {
  const int64_t id = thing();
  std::atomic<int> won{0}, conflicts{0};
  on_all_threads([&](int t) {
    ActCommand asked = command("thing", id, "edit", R"({"count": )" + std::to_string(t + 1) + "}", office);
    asked.version = 1;
    auto reply = engine->act(asked);
    if (reply.ok()) ++won;
    if (!reply.ok() && reply.error().code == ErrorCode::kVersionConflict) ++conflicts;
  });
  CHECK(won == 1);
  CHECK(conflicts == kThreads - 1);
  CHECK(view("thing", id, office).record.version == 2);
}

TEST_CASE_FIXTURE(World, "a full queue says so; what was queued is finished before the engine closes") {
  std::atomic<int> answered{0}, done_count{0}, busy{0};
  constexpr int kMany = 300;
  for (int i = 0; i < kMany; ++i) {
    engine->submit(command("thing", 0, "create", R"({"title": "x"})", office), [&](base::Result<ActReply> reply) {
      ++answered;
      if (reply.ok()) ++done_count;
      if (!reply.ok() && reply.error().code == ErrorCode::kBusy) ++busy;
    });
  }
  close();
  CHECK(answered == kMany);
  CHECK(done_count + busy == kMany);
  CHECK(number("SELECT count(*) FROM r_thing") == done_count);
}

TEST_CASE("a short queue refuses what it cannot hold") {
  World world;
  world.close();
  Settings settings = world.settings();
  settings.queue_limit = 1;
  world.engine = take(Engine::open(settings, world.clock, world.random));
  std::atomic<int> busy{0}, answered{0};
  on_all_threads([&](int) {
    for (int i = 0; i < kActsEach; ++i) {
      world.engine->submit(World::command("thing", 0, "create", R"({"title": "x"})", world.office), [&](base::Result<ActReply> reply) {
        ++answered;
        if (!reply.ok() && reply.error().code == ErrorCode::kBusy) ++busy;
      });
    }
  });
  world.close();
  CHECK(answered == kThreads * kActsEach);
  CHECK(world.number("SELECT count(*) FROM r_thing") == answered - busy);
}
