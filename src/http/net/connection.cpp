#include "http/net/quiet_asio.hpp"  // first

#include "http/net/connection.hpp"

#include <chrono>
#include <cstring>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/net/mailbox.hpp"
#include "http/net/response_writer.hpp"

namespace lingqu::http {

namespace {

namespace asio = boost::asio;
using Refusal = Service::Refusal;

constexpr size_t kFirstBuffer = 4u << 10;
constexpr size_t kLargestBuffer = 64u << 10;
constexpr size_t kDirectWrite = 64u << 10;  // larger bodies are not copied behind their head
constexpr int64_t kLingerMs = 1'000;

// The Date header, made once a second.
std::string_view current_date() {
  thread_local int64_t second = 0;
  thread_local std::string text;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const int64_t seconds = std::chrono::duration_cast<std::chrono::seconds>(now).count();
  if (seconds != second) text = http_date(second = seconds);
  return text;
}

}  // namespace

int64_t steady_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

Connection::Connection(ConnectionShared& shared, std::shared_ptr<Mailbox> mailbox,
                       std::unique_ptr<Stream> stream, std::string address)
    : shared_(shared),
      mailbox_(std::move(mailbox)),
      stream_(std::move(stream)),
      address_(std::move(address)),
      buffer_(kFirstBuffer) {}

void Connection::enter(Phase phase, int64_t timeout_ms) {
  phase_ = phase;
  deadline_ = timeout_ms == 0 ? 0 : steady_ms() + timeout_ms;
}

asio::awaitable<void> Connection::run() {
  enter(Phase::kReceiving, shared_.limits.request_ms);
  bool open = co_await stream_->open();
  while (open && !aborted_) open = co_await serve_one();
  stream_->close();
}

void Connection::tick(int64_t now) {
  if (deadline_ == 0 || now < deadline_) return;
  deadline_ = 0;
  if (phase_ == Phase::kStreaming) {
    resume_current();  // sets the next deadline itself
    return;
  }
  timed_out_ = true;
  if (phase_ == Phase::kReceiving)
    stream_->cancel();  // the client is still told
  else
    stream_->close();
}

void Connection::drain() {
  if (phase_ == Phase::kIdle)
    stream_->close();
  else if (phase_ == Phase::kStreaming)
    resume_current();
}

void Connection::abort() {
  aborted_ = true;
  stream_->close();
  resume_current();
}

void Connection::resume_current() {
  if (!current_) return;
  if (auto resume = std::exchange(current_->resume_, nullptr)) resume();
}

struct Connection::Suspend {
  Exchange& exchange;
  void operator()(auto handler) const {
    auto kept = std::make_shared<decltype(handler)>(std::move(handler));
    exchange.resume_ = [kept] { std::move (*kept)(); };
  }
};

// Suspends the connection until the exchange is answered or woken. Not a coroutine itself.
asio::awaitable<void> Connection::answer_of(Exchange& exchange) {
  return asio::async_initiate<const asio::use_awaitable_t<>, void()>(Suspend{exchange},
                                                                     asio::use_awaitable);
}

asio::awaitable<bool> Connection::fill() {
  if (timed_out_ || aborted_) co_return false;
  if (begin_ == end_) begin_ = end_ = 0;
  if (end_ == buffer_.size() && begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size()) {
    if (buffer_.size() >= kLargestBuffer) co_return false;
    buffer_.resize(buffer_.size() * 2);
  }
  if (!out_.empty() && !co_await flush()) co_return false;
  const size_t count = co_await stream_->read_some(buffer_.data() + end_, buffer_.size() - end_);
  end_ += count;
  co_return count > 0;
}

asio::awaitable<bool> Connection::receive_head(Exchange& exchange) {
  enter(Phase::kIdle, shared_.limits.idle_ms);
  HeadScanner scanner;
  bool begun = false;
  for (;;) {
    while (!begun && received().substr(0, 2) == "\r\n") begin_ += 2;
    if (!begun && !received().empty() && received() != "\r") {
      begun = true;
      enter(Phase::kReceiving, shared_.limits.request_ms);
    }
    if (begun && scanner.scan(received(), shared_.limits)) break;
    if (shared_.draining && !begun) co_return false;
    const bool more = co_await fill();
    if (more) continue;
    if (timed_out_ && begun)
      co_await refuse(exchange, {Refusal::kTimeout, "head"}, shared_.limits.request_ms / 1000);
    co_return false;
  }
  if (scanner.fault()) {
    co_await refuse(exchange, *scanner.fault(), shared_.limits.head);
    co_return false;
  }
  exchange.request.head.assign(received().substr(0, scanner.end()));
  begin_ += scanner.end();
  co_return true;
}

asio::awaitable<bool> Connection::receive_body(Exchange& exchange, BodyShare& share,
                                               uint64_t limit) {
  Request& request = exchange.request;
  parser_.set_body_limit(limit);
  if (parser_.content_length() > limit) {
    co_await refuse(exchange, {Refusal::kBodyTooLarge, "body"}, limit);
    co_return false;
  }
  if (received().empty() && request.version >= 11 && request.has_header("expect"))
    out_.append("HTTP/1.1 100 Continue\r\n\r\n");
  std::optional<Fault> fault;
  while (!parser_.done()) {
    if (!received().empty()) {
      begin_ += parser_.parse_body(received(), fault);
      if (!fault && !share.grow_to(request.body.size(), shared_.limits.body_memory))
        fault = Fault{Refusal::kBusy, "memory"};
      if (!fault && end_ - begin_ >= shared_.limits.head)
        fault = Fault{Refusal::kMalformed, "chunk"};
      if (fault) {
        share.release();
        co_await refuse(exchange, *fault, limit);
        co_return false;
      }
      if (parser_.done()) break;
    }
    const bool more = co_await fill();
    if (more) continue;
    if (timed_out_)
      co_await refuse(exchange, {Refusal::kTimeout, "body"}, shared_.limits.request_ms / 1000);
    co_return false;
  }
  co_return true;
}

asio::awaitable<bool> Connection::serve_one() {
  const std::shared_ptr<Exchange> exchange = shared_.service.make_exchange();
  exchange->mailbox_ = mailbox_;
  exchange->request.address = address_;
  const bool arrived = co_await receive_head(*exchange);
  if (!arrived) co_return false;
  if (const auto fault = parser_.parse_head(exchange->request, shared_.limits)) {
    co_await refuse(*exchange, *fault, shared_.limits.head);
    co_return false;
  }
  const bool keep = parser_.keeps_alive();
  uint64_t limit = 0;
  auto refused = shared_.service.admit(*exchange, limit);
  if (refused) {
    const bool whole = parser_.done();
    const bool kept = co_await send(*exchange, std::move(*refused), keep && whole);
    co_return kept;
  }
  BodyShare share(shared_.body_bytes);
  if (!parser_.done()) {
    const bool whole = co_await receive_body(*exchange, share, limit);
    if (!whole) co_return false;
  }
  enter(Phase::kAnswering, 0);
  current_ = exchange;
  shared_.service.handle(exchange);
  if (!exchange->ready_ && !out_.empty() && !co_await flush()) co_return false;
  if (!exchange->ready_) co_await answer_of(*exchange);
  current_.reset();
  if (aborted_ || !exchange->ready_) co_return false;
  Response response = exchange->make_ ? exchange->make_() : std::move(*exchange->response_);
  share.release();
  if (response.events) {
    const bool sent = co_await send_events(*exchange, std::move(response));
    co_return sent;
  }
  const bool kept = co_await send(*exchange, std::move(response), keep);
  co_return kept;
}

asio::awaitable<bool> Connection::refuse(Exchange& exchange, Fault fault, uint64_t limit) {
  timed_out_ = false;
  Response response = shared_.service.refuse(fault.refusal, fault.reason, limit);
  const bool kept = co_await send(exchange, std::move(response), false);
  co_return kept;
}

asio::awaitable<bool> Connection::flush() {
  enter(Phase::kSending, shared_.limits.write_ms);
  const size_t sent = stream_->write_now(out_.data(), out_.size());
  bool done = true;
  if (sent < out_.size()) done = co_await stream_->write(out_.data() + sent, out_.size() - sent);
  out_.clear();
  if (out_.capacity() > 4 * kDirectWrite) out_.shrink_to_fit();
  enter(Phase::kReceiving, shared_.limits.request_ms);
  co_return done;
}

asio::awaitable<bool> Connection::write_all(std::string_view text) {
  while (!text.empty()) {  // in parts, so that the deadline is one for progress
    const std::string_view part = text.substr(0, 256u << 10);
    enter(Phase::kSending, shared_.limits.write_ms);
    const bool done = co_await stream_->write(part.data(), part.size());
    if (!done) co_return false;
    text.remove_prefix(part.size());
  }
  co_return true;
}

asio::awaitable<bool> Connection::send_file(const FileBody& file) {
  uint64_t offset = 0;
  while (offset < file.size()) {
    const std::string part = file.read(offset, 256u << 10);
    if (part.empty()) co_return false;
    const bool done = co_await write_all(part);
    if (!done) co_return false;
    offset += part.size();
  }
  co_return true;
}

asio::awaitable<bool> Connection::send(Exchange& exchange, Response response, bool keep) {
  shared_.service.finish(exchange, response);
  keep = keep && !shared_.draining;
  const Request& request = exchange.request;
  append_head(out_, response,
              {.keep_alive = keep,
               .old_client = request.version < 11,
               .tls = shared_.tls,
               .date = current_date()});
  const bool bodiless =
      request.method == "HEAD" || response.status == 204 || response.status == 304;
  const uint64_t size = bodiless ? 0 : body_size(response);
  if (size <= kDirectWrite && !response.file_body && !bodiless) out_.append(response.text());
  bool done = true;
  if (!keep || received().empty() || size > kDirectWrite || response.file_body)
    done = co_await flush();
  if (done && size > 0 && response.file_body)
    done = co_await send_file(*response.file_body);
  else if (done && size > kDirectWrite)
    done = co_await write_all(response.text());
  if (done && !keep) co_await linger();
  co_return done&& keep;
}

asio::awaitable<bool> Connection::send_events(Exchange& exchange, Response response) {
  shared_.service.finish(exchange, response);
  append_head(out_, response, {.keep_alive = false, .tls = shared_.tls, .date = current_date()});
  const int64_t end = steady_ms() + shared_.limits.stream_ms;
  int64_t beat = steady_ms();
  bool open = exchange.request.method != "HEAD";
  current_ = exchange.shared_from_this();
  while (open && !aborted_ && !shared_.draining) {
    exchange.ready_ = false;
    const int64_t now = steady_ms();
    open = response.events->take(out_, now >= beat) && now < end;
    if (!out_.empty()) {
      const bool done = co_await flush();
      open = open && done;
      beat = steady_ms() + shared_.limits.heartbeat_ms;
    }
    if (!open || exchange.ready_ || shared_.draining) continue;
    enter(Phase::kStreaming, std::max<int64_t>(1, std::min(beat, end) - steady_ms()));
    co_await answer_of(exchange);
  }
  current_.reset();
  if (!out_.empty()) co_await flush();
  stream_->finish_sending();
  co_return false;
}

// Lets the client read the reply before the connection goes: closing with unread input would reset
// it.
asio::awaitable<void> Connection::linger() {
  enter(Phase::kLingering, kLingerMs);
  stream_->finish_sending();
  size_t count = 1;
  while (count > 0) count = co_await stream_->read_some(buffer_.data(), buffer_.size());
}

}  // namespace lingqu::http
