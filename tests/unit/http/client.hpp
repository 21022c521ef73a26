// A server with the fake engine, and a client for it.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "http/server.hpp"
#include "unit/http/fake_engine.hpp"
#include "unit/http/http_client.hpp"

namespace lingqu::http::test {

inline const Headers kToken{{"Authorization", "Bearer token"}};
inline const Headers kAuditor{{"Authorization", "Bearer auditor"}};

struct Fixture {
  FakeEngine engine;
  std::unique_ptr<Server> server;

  explicit Fixture(ServerSettings settings = {}) {
    settings.port = 0;
    settings.log_file = "/dev/null";
    auto started = Server::start(engine, std::move(settings));
    if (!started.ok()) throw std::runtime_error(base::to_string(started.error()));
    server = std::move(started).value();
  }
  uint16_t port() const { return server->port(); }
  Reply get(std::string_view target, const Headers& headers = {}) {
    return Client(port()).request("GET", target, {}, headers);
  }
  Reply post(std::string_view target, std::string_view body, const Headers& headers = kToken) {
    return Client(port()).request("POST", target, body, headers);
  }
};

}  // namespace lingqu::http::test
