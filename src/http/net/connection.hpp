// One client connection: reads requests, has them answered, writes the replies in order. Lives on
// one io thread.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "http/exchange.hpp"
#include "http/limits.hpp"
#include "http/net/request_parser.hpp"
#include "http/net/stream.hpp"

namespace lingqu::http {

class Mailbox;

// What all connections of a server share.
struct ConnectionShared {
  Service& service;
  const Limits& limits;
  bool tls = false;
  std::atomic<bool> draining{false};
  std::atomic<uint64_t> body_bytes{0};  // of all bodies being received
};

// Bytes of a body counted against the memory for all bodies, until the request is answered.
class BodyShare {
 public:
  explicit BodyShare(std::atomic<uint64_t>& total) : total_(total) {}
  ~BodyShare() { total_ -= taken_; }
  BodyShare(const BodyShare&) = delete;
  BodyShare& operator=(const BodyShare&) = delete;
  void release() {
    total_ -= taken_;
    taken_ = 0;
  }
  bool grow_to(uint64_t size, uint64_t limit) {
    const uint64_t more = size - taken_;
    taken_ = size;
    return (total_ += more) <= limit;
  }

 private:
  std::atomic<uint64_t>& total_;
  uint64_t taken_ = 0;
};

int64_t steady_ms();

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(ConnectionShared& shared, std::shared_ptr<Mailbox> mailbox,
             std::unique_ptr<Stream> stream, std::string address);

  boost::asio::awaitable<void> run();
  // Enforces the deadlines.
  void tick(int64_t now);
  // Ends it now if it is between requests, after the present reply otherwise.
  void drain();
  // Ends it, whatever it does.
  void abort();
  const std::string& address() const { return address_; }

 private:
  enum class Phase { kIdle, kReceiving, kAnswering, kStreaming, kSending, kLingering };
  struct Suspend;
  template <class T>
  using Task = boost::asio::awaitable<T>;

  Task<bool> serve_one();  // false: the connection ends
  Task<bool> receive_head(Exchange& exchange);
  Task<bool> receive_body(Exchange& exchange, BodyShare& share, uint64_t limit);
  Task<bool> fill();
  Task<bool> flush();
  Task<bool> write_all(std::string_view text);
  Task<bool> send(Exchange& exchange, Response response, bool keep);
  Task<bool> send_file(const FileBody& file);
  Task<bool> send_events(Exchange& exchange, Response response);
  Task<bool> refuse(Exchange& exchange, Fault fault, uint64_t limit);
  Task<void> linger();
  Task<void> answer_of(Exchange& exchange);
  void resume_current();
  void enter(Phase phase, int64_t timeout_ms);
  std::string_view received() const { return {buffer_.data() + begin_, end_ - begin_}; }

  ConnectionShared& shared_;
  std::shared_ptr<Mailbox> mailbox_;
  std::unique_ptr<Stream> stream_;
  std::string address_;
  RequestParser parser_;
  std::vector<char> buffer_;
  size_t begin_ = 0, end_ = 0;  // what has arrived and is not used yet
  std::string out_;
  Phase phase_ = Phase::kIdle;
  int64_t deadline_ = 0;
  bool timed_out_ = false;
  bool aborted_ = false;
  std::shared_ptr<Exchange> current_;
};

}  // namespace lingqu::http
