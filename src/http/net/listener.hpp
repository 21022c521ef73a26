// Accepts connections and runs them on io threads; ends them in good order.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "http/exchange.hpp"
#include "http/limits.hpp"

namespace lingqu::http {

struct ListenSettings {
  std::string address = "127.0.0.1";
  uint16_t port = 0;
  size_t io_threads = 1;
  std::string tls_certificate, tls_key;  // PEM files; both or neither
  bool handle_signals = false;           // SIGTERM and SIGINT begin the drain
  Limits limits;
  std::function<void()> every_tick;  // ten times a second, on an io thread; may be empty
};

class Listener {
 public:
  static base::Result<std::unique_ptr<Listener>> start(Service& service, ListenSettings settings);
  virtual ~Listener() = default;  // stops and waits
  virtual uint16_t port() const = 0;
  virtual bool tls() const = 0;
  // Begins the drain: nothing new is accepted, requests in flight are answered, then everything
  // ends. Returns at once; any thread.
  virtual void stop() = 0;
  virtual void wait() = 0;  // until all has ended
};

}  // namespace lingqu::http
