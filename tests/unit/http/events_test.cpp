// Server-sent events: only what the caller may see, bounded, resumed after a reconnect.
#include <doctest/doctest.h>

#include "unit/http/client.hpp"

using namespace lingqu;
using namespace lingqu::http;
using namespace lingqu::http::test;

namespace {

engine::Change change(int64_t record, uint64_t leaf, const std::string& name = "deal") {
  return {name, record, static_cast<int64_t>(leaf), "close", "done", leaf};
}

void listen(Client& client, const std::string& headers = {}) {
  client.send("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
  const std::string head = client.read_until("retry: 2000\n\n");
  CHECK(head.find("200 OK") != std::string::npos);
  CHECK(head.find("text/event-stream") != std::string::npos);
  CHECK(head.find("Content-Length") == std::string::npos);
}

const std::string kMember = "Authorization: Bearer token\r\n";

}  // namespace

TEST_CASE("changes reach those who may see them") {
  Fixture fixture;
  Client everyone(fixture.port()), member(fixture.port());
  listen(everyone);
  listen(member, kMember);
  fixture.engine.announce(
      {change(500, 1), change(5, 2), change(5000, 3)});  // 500: signed in only; 5000: nobody
  const std::string seen = member.read_until("\"leaf\":2}\n\n");
  CHECK(seen.find("id: 1\nevent: change\ndata: "
                  "{\"register\":\"deal\",\"id\":500,\"version\":1,\"act\":\"close\",\"state\":"
                  "\"done\",\"leaf\":1}\n\n") != std::string::npos);
  const std::string open = everyone.read_until("\"leaf\":2}\n\n");
  CHECK(open.find("\"id\":500") == std::string::npos);
  fixture.engine.announce({change(6, 4)});
  const std::string next = member.read_until("\"leaf\":4}\n\n");
  CHECK(next.find("5000") == std::string::npos);
}

TEST_CASE("of several changes of a record the newest is told") {
  Fixture fixture;
  Client client(fixture.port());
  listen(client);
  fixture.engine.announce({change(5, 1), change(5, 2), change(6, 3), change(5, 4)});
  const std::string seen = client.read_until("\"leaf\":4}\n\n");
  CHECK(seen.find("\"leaf\":1}") == std::string::npos);
  CHECK(seen.find("\"leaf\":3}") != std::string::npos);
}

TEST_CASE("too much at once is a reset") {
  ServerSettings settings;
  settings.limits.events_per_client = 10;
  Fixture fixture(std::move(settings));
  Client client(fixture.port());
  listen(client);
  std::vector<engine::Change> many;
  for (uint64_t leaf = 1; leaf <= 5'000; ++leaf)
    many.push_back(change(static_cast<int64_t>(leaf % 90) + 1, leaf));
  fixture.engine.announce(many);
  CHECK(!client.read_until("event: reset\ndata: {}\n\n").empty());
}

TEST_CASE("a client that comes back goes on where it was, or starts anew") {
  Fixture fixture;
  Client client(fixture.port());
  listen(client);
  fixture.engine.announce({change(5, 1), change(6, 2), change(7, 3)});
  CHECK(!client.read_until("\"leaf\":3}\n\n").empty());
  Client again(fixture.port());
  listen(again, "Last-Event-ID: 1\r\n");
  const std::string seen = again.read_until("\"leaf\":3}\n\n");
  CHECK(seen.find("\"leaf\":2}") != std::string::npos);
  CHECK(seen.find("\"leaf\":1}") == std::string::npos);
  Client lost(fixture.port());
  listen(lost, "Last-Event-ID: 77\r\n");
  CHECK(!lost.read_until("event: reset").empty());
}

TEST_CASE("heartbeats, and an end after which the client is identified anew") {
  ServerSettings settings;
  settings.limits.heartbeat_ms = 100;
  settings.limits.stream_ms = 400;
  Fixture fixture(std::move(settings));
  Client client(fixture.port());
  listen(client);
  CHECK(!client.read_until(": \n\n").empty());
  CHECK(client.at_end());
}

TEST_CASE("signing out ends the session's streams") {
  Fixture fixture;
  Client client(fixture.port());
  listen(client, "Cookie: lingqu=session-secret\r\n");
  const Headers session{{"Cookie", "lingqu=session-secret"}, {"X-CSRF-Token", "csrf-token"}};
  CHECK(Client(fixture.port()).request("DELETE", "/api/v1/session", "", session).status == 204);
  CHECK(client.at_end());
}
