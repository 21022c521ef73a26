// The HTTP server: the API of docs/design/api.md and the web client's files. Design:
// docs/design/http.md.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "engine/engine.hpp"
#include "http/limits.hpp"
#include "http/log.hpp"
#include "wire/json.hpp"

namespace lingqu::http {

struct ServerSettings {
  std::string address = "127.0.0.1";
  uint16_t port = 8080;    // 0: any free one, see Server::port
  std::string web_folder;  // the built web client; empty: none is served
  bool demo = false;       // the pack's demonstration accounts are offered on the login page
  base::ShiftedClock* test_clock =
      nullptr;  // POST /test/clock moves it; null: there is no such address
  // Called by POST /test/clock with microseconds instead of moving `test_clock`, for other clocks.
  std::function<void(int64_t)> advance_clock;
  std::function<wire::Json(std::string)>
      verify;  // bundle → the verifier's report; empty: POST /verify is not there
  std::string tls_certificate, tls_key;  // PEM files; both or neither
  bool secure_cookies = false;           // behind a proxy that speaks TLS
  bool handle_signals = false;           // SIGTERM and SIGINT end wait() in good order
  bool access_log = false;               // a log line per request
  std::string log_file;                  // empty: standard error
  size_t io_threads = 1;
  size_t worker_threads = 2;  // reads of the database
  size_t slow_threads = 2;    // imports, exports, bundles, passwords
  Limits limits;
};

class Server {
 public:
  // The engine must outlive the server.
  static base::Result<std::unique_ptr<Server>> start(engine::Engine& engine,
                                                     ServerSettings settings);
  virtual ~Server() = default;  // stops and waits
  virtual uint16_t port() const = 0;
  // Until the server has ended: after stop() or a signal, once the requests in flight have been
  // answered.
  virtual void wait() = 0;
  virtual void stop() = 0;  // any thread; returns at once
};

}  // namespace lingqu::http
