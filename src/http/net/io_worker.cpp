#include "http/net/quiet_asio.hpp"  // first

#include "http/net/io_worker.hpp"

#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "http/log.hpp"

namespace lingqu::http {

namespace asio = boost::asio;

IoWorker::IoWorker(ConnectionShared& shared, std::function<void(const std::string&)> closed)
    : shared_(shared),
      closed_(std::move(closed)),
      guard_(context_.get_executor()),
      timer_(context_),
      mailbox_(std::make_shared<Mailbox>(
          [this] { asio::post(context_, [mailbox = mailbox_] { mailbox->drain(); }); })) {}

IoWorker::~IoWorker() {
  mailbox_->close();
  join();
}

void IoWorker::start() {
  schedule_tick();
  thread_ = std::thread([this] {
    Mailbox::enter(mailbox_.get());
    for (;;) {
      try {
        context_.run();
        return;
      } catch (const std::exception& failure) {  // a broken invariant ends its connection only
        log_error("io", failure.what());
      }
    }
  });
}

void IoWorker::join() {
  if (thread_.joinable()) thread_.join();
}

asio::awaitable<void> IoWorker::serve(IoWorker* worker, std::shared_ptr<Connection> connection) {
  try {
    co_await connection->run();
  } catch (const std::exception& failure) {
    log_error("connection", failure.what());
  }
  worker->leave(connection);
}

void IoWorker::adopt(std::unique_ptr<Stream> stream, std::string address) {
  auto connection =
      std::make_shared<Connection>(shared_, mailbox_, std::move(stream), std::move(address));
  connections_.insert(connection);
  asio::co_spawn(context_, serve(this, connection), asio::detached);
}

void IoWorker::leave(const std::shared_ptr<Connection>& connection) {
  closed_(connection->address());
  connections_.erase(connection);
}

void IoWorker::schedule_tick() {
  timer_.expires_after(std::chrono::milliseconds(kTickMs));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) tick();
  });
}

void IoWorker::tick() {
  const int64_t now = steady_ms();
  const std::vector<std::shared_ptr<Connection>> present(connections_.begin(), connections_.end());
  for (const auto& connection : present) {
    connection->tick(now);
    if (drain_until_ != 0 && now >= drain_until_) connection->abort();
  }
  if (on_tick) on_tick();
  if (drain_until_ != 0 && connections_.empty()) {
    guard_.reset();
    return;
  }
  schedule_tick();
}

void IoWorker::drain() {
  drain_until_ = steady_ms() + shared_.limits.drain_ms;
  const std::vector<std::shared_ptr<Connection>> present(connections_.begin(), connections_.end());
  for (const auto& connection : present) connection->drain();
  if (connections_.empty()) {
    timer_.cancel();
    guard_.reset();
  }
}

}  // namespace lingqu::http
