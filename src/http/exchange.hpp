// One request and the way to its reply. The net layer makes it, the service answers it from any
// thread, once.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "http/message.hpp"

namespace lingqu::http {

class Mailbox;

class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  virtual ~Exchange() = default;

  Request request;

  // Any thread, once. The second form makes the response on the connection's thread: for work that
  // must not slow down the caller.
  void respond(Response response);
  void respond_with(std::function<Response()> make);
  // Any thread: lets a reply of events look at its source again.
  void wake();

 private:
  friend class Connection;
  friend class Mailbox;

  std::shared_ptr<Mailbox> mailbox_;  // of the io worker the connection lives on
  std::optional<Response> response_;
  std::function<Response()> make_;
  std::atomic<bool> answered_{false};
  std::function<void()> resume_;  // set by the connection while it waits; called on its thread only
  bool ready_ = false;            // seen on the connection's thread
  bool queued_ = false;           // in the mailbox (guarded by its mutex)
};

// What the net layer serves. All calls come from io threads and must not block.
class Service {
 public:
  virtual ~Service() = default;
  virtual std::shared_ptr<Exchange> make_exchange() = 0;
  // The head is there, the body is not. A response refuses the request and the body is not read;
  // otherwise up to `body_limit` bytes are.
  virtual std::optional<Response> admit(Exchange& exchange, uint64_t& body_limit) = 0;
  // The whole request is there.
  virtual void handle(const std::shared_ptr<Exchange>& exchange) = 0;
  // The answer to what never became a request the service saw.
  enum class Refusal {
    kMalformed,
    kTargetTooLong,
    kHeadTooLarge,
    kBodyTooLarge,
    kTimeout,
    kUnknownCoding,
    kUnknownMethod,
    kVersion,
    kBusy,
    kInternal
  };
  virtual Response refuse(Refusal refusal, std::string_view reason, uint64_t limit) = 0;
  // Just before the response is written; may change it (request id, log).
  virtual void finish(Exchange& exchange, Response& response) = 0;
};

}  // namespace lingqu::http
