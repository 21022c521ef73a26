// A disk that takes no more: the system turns read-only, keeps what it acknowledged, and works again once there is room.
#include <doctest/doctest.h>

#include <algorithm>

#include "fault/writers.hpp"

using namespace lingqu::fault;

TEST_CASE("a full disk: acts are refused, reads go on, nothing acknowledged is lost") {
  Server server;
  server.start(3u << 20);  // the write-ahead log reaches this soon
  std::vector<Acknowledged> acts;
  {
    Writers writers(server);
    writers.join();
    CHECK(writers.refused() > 0);
    acts = writers.all();
  }
  REQUIRE(!acts.empty());
  Client client(server.port());
  const auto refused = client.send("POST", "/api/v1/records/thing", server.token(), R"({"values": {"title": "x"}})");
  REQUIRE(refused);
  CHECK(refused->status == 503);
  CHECK(refused->body.find("read-only") != std::string::npos);
  const auto read = client.send("GET", "/api/v1/records/thing/" + std::to_string(acts.front().record), server.token());
  REQUIRE(read);
  CHECK(read->status == 200);
  server.kill();
  server.start();
  CHECK(std::all_of(acts.begin(), acts.end(), [&](const auto& act) { return holds(server, act); }));
  CHECK(server.log_checks());
  const auto again = Client(server.port()).send("POST", "/api/v1/records/thing", server.token(), R"({"values": {"title": "x"}})");
  REQUIRE(again);
  CHECK(again->status == 201);
  CHECK(server.number("SELECT sum(version) FROM r_thing") == server.number("SELECT count(*) FROM log_leaf WHERE register = 'thing'"));
}
