// kill -9 at random moments under 32 writing clients: what was acknowledged is there afterwards, and the log checks.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>

#include "fault/writers.hpp"

using namespace lingqu::fault;

namespace {

int rounds() {
  const char* given = std::getenv("LINGQU_KILL_ROUNDS");
  return given ? std::clamp(std::atoi(given), 1, 1000) : 10;
}

}  // namespace

TEST_CASE("every acknowledged act survives kill -9") {
  Server server;
  std::mt19937 random(20261122);
  std::vector<Acknowledged> all;
  int slowest = 0;
  server.start();
  for (int round = 0; round < rounds(); ++round) {
    CAPTURE(round);
    Writers writers(server);
    // The moment is a number of acknowledged acts, so that a slow machine is killed amid work as well.
    const int moment = std::uniform_int_distribution<int>(1, 1500)(random);
    while (writers.acknowledged() < moment && writers.at_work()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    server.kill();
    writers.join();
    CHECK(writers.refused() == 0);
    slowest = std::max(slowest, server.start());
    for (const Acknowledged& act : writers.all()) {
      all.push_back(act);
      if (!holds(server, act)) FAIL("lost: record " << act.record << " version " << act.version << " leaf " << act.leaf);
    }
    CHECK(server.log_checks());
  }
  CHECK(std::all_of(all.begin(), all.end(), [&](const auto& act) { return holds(server, act); }));
  // No act without a leaf: as many acts in the versions of the records as leaves in the log.
  CHECK(server.number("SELECT sum(version) FROM r_thing") == server.number("SELECT count(*) FROM log_leaf WHERE register = 'thing'"));
  MESSAGE(rounds() << " kills, " << all.size() << " acknowledged acts, all there; slowest restart " << slowest << " ms");
}
