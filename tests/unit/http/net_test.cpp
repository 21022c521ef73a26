// Connections: limits, slow clients, the drain, TLS-free signals.
#include <doctest/doctest.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "unit/http/client.hpp"

using namespace lingqu;
using namespace lingqu::http;
using namespace lingqu::http::test;

namespace {

const std::string kDeals = "/api/v1/records/deal";

std::string act_request() {
  return "POST " + kDeals +
         " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token\r\nContent-Length: 2\r\n\r\n{}";
}

// Waits until `acts` are with the engine.
void await_acts(FakeEngine& engine, size_t acts) {
  while (engine.waiting() < acts) std::this_thread::yield();
}

}  // namespace

TEST_CASE("a request that does not come to its end is answered with 408") {
  ServerSettings settings;
  settings.limits.request_ms = 200;
  Fixture fixture(std::move(settings));
  Client head(fixture.port());
  head.send("GET / HTTP/1.1\r\nHost:");
  CHECK(head.receive().code() == "request-timeout");
  CHECK(head.at_end());
  Client body(fixture.port());
  body.send("POST " + kDeals +
            " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token\r\nContent-Length: 10\r\n\r\n{");
  CHECK(body.receive().status == 408);
  CHECK(body.at_end());
}

TEST_CASE("an idle connection is closed without a word") {
  ServerSettings settings;
  settings.limits.idle_ms = 200;
  Fixture fixture(std::move(settings));
  Client client(fixture.port());
  CHECK(client.request("GET", "/api/v1/overview").status == 200);
  CHECK(client.at_end());
  Client silent(fixture.port());
  CHECK(silent.receive().status == 0);
}

TEST_CASE("bodies: refused before they are sent, asked for when the client waits for it") {
  Fixture fixture;
  Client early(fixture.port());
  early.send("POST " + kDeals +
             " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n");
  CHECK(early.receive().status == 401);  // without the body
  CHECK(early.at_end());
  Client waits(fixture.port());
  waits.send("POST " + kDeals +
             " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token\r\nExpect: "
             "100-continue\r\nContent-Length: 2\r\n\r\n");
  CHECK(waits.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  waits.send("{}");
  CHECK(waits.receive().status == 201);
}

TEST_CASE("a client that sends on after a refusal still gets to read it") {
  Fixture fixture;
  Client client(fixture.port());
  client.send(
      "POST " + kDeals +
      " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token\r\nContent-Length: 3000000\r\n\r\n");
  client.send(std::string(3'000'000, ' '));
  CHECK(client.receive().code() == "too-large");
}

TEST_CASE("all bodies together are bounded") {
  ServerSettings settings;
  settings.limits.body_memory = 100'000;
  Fixture fixture(std::move(settings));
  CHECK(fixture.post("/api/v1/files", std::string(200'000, 'x')).status == 503);
  CHECK(fixture.post("/api/v1/files", std::string(50'000, 'x')).status == 201);
  CHECK(fixture.post("/api/v1/files", std::string(60'000, 'x')).status ==
        201);  // the first has been given back
}

TEST_CASE("connections of one address are bounded") {
  ServerSettings settings;
  settings.limits.connections_per_address = 2;
  Fixture fixture(std::move(settings));
  auto first = std::make_unique<Client>(fixture.port());
  Client second(fixture.port());
  CHECK(first->request("GET", "/api/v1/overview").status == 200);
  CHECK(second.request("GET", "/api/v1/overview").status == 200);
  Client third(fixture.port());
  CHECK(third.receive().status == 503);
  CHECK(third.at_end());
  first.reset();
  int status = 0;
  while (status != 200) status = Client(fixture.port()).request("GET", "/api/v1/overview").status;
  CHECK(status == 200);
}

TEST_CASE("the drain: what is in flight is answered, what is idle ends, nothing new comes in") {
  Fixture fixture;
  const uint16_t port = fixture.port();
  Client idle(port), busy(port), streaming(port);
  CHECK(idle.request("GET", "/api/v1/overview").status == 200);
  streaming.send("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(!streaming.read_until("retry:").empty());
  fixture.engine.hold();
  busy.send(act_request());
  await_acts(fixture.engine, 1);
  fixture.server->stop();
  CHECK(idle.at_end());
  CHECK(streaming.at_end());
  CHECK_THROWS(Client(port));
  std::thread releaser([&] { fixture.engine.release(); });
  const Reply reply = busy.receive();
  CHECK(reply.status == 201);
  CHECK(reply.closed);
  CHECK(busy.at_end());
  fixture.server->wait();
  releaser.join();
}

TEST_CASE("the drain has an end, whatever a client does") {
  ServerSettings settings;
  settings.limits.drain_ms = 200;
  Fixture fixture(std::move(settings));
  Client half(fixture.port());
  CHECK(half.request("GET", "/api/v1/overview").status == 200);
  half.send("GET / HTTP/1.1\r\n");
  Client other(fixture.port());
  CHECK(other.request("GET", "/api/v1/overview").status ==
        200);  // the half request has been seen by now
  fixture.server->stop();
  fixture.server->wait();
  CHECK(half.at_end());
}

TEST_CASE("an act that outlives its client is done all the same") {
  Fixture fixture;
  fixture.engine.hold();
  {
    Client client(fixture.port());
    client.send(act_request());
    await_acts(fixture.engine, 1);
  }
  fixture.engine.release();
  fixture.server->stop();
  fixture.server->wait();
  CHECK(fixture.engine.commands.size() == 1);
}

TEST_CASE("acts wait without a thread: more of them than all threads together") {
  Fixture fixture;
  fixture.engine.hold();
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 64; ++i) {
    clients.push_back(std::make_unique<Client>(fixture.port()));
    clients.back()->send(act_request());
  }
  await_acts(fixture.engine, 64);
  CHECK(fixture.get("/api/v1/overview").status == 200);  // reads go on
  fixture.engine.release();
  for (const auto& client : clients) CHECK(client->receive().status == 201);
}

TEST_CASE("SIGTERM begins the drain") {
  ServerSettings settings;
  settings.handle_signals = true;
  Fixture fixture(std::move(settings));
  CHECK(fixture.get("/api/v1/overview").status == 200);
  std::raise(SIGTERM);
  fixture.server->wait();
  CHECK_THROWS(Client(fixture.port()));
}

TEST_CASE("several io threads") {
  ServerSettings settings;
  settings.io_threads = 3;
  Fixture fixture(std::move(settings));
  std::vector<std::thread> threads;
  std::atomic<int> done{0};
  for (int i = 0; i < 6; ++i)
    threads.emplace_back([&] {
      Client client(fixture.port());
      for (int n = 0; n < 50; ++n)
        done += client.request("POST", kDeals, "{}", kToken).status == 201;
    });
  for (auto& thread : threads) thread.join();
  CHECK(done == 300);
}

TEST_CASE("an address that cannot be used is an error, not a crash") {
  FakeEngine engine;
  ServerSettings settings;
  settings.address = "no address";
  CHECK(!Server::start(engine, settings).ok());
  settings.address = "127.0.0.1";
  settings.port = 0;
  settings.tls_certificate = "/nonexistent/certificate.pem";
  CHECK(!Server::start(engine, settings).ok());
}
