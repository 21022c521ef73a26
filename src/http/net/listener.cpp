#include "http/net/quiet_asio.hpp"  // first

#include "http/net/listener.hpp"

#include <map>
#include <mutex>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include "http/log.hpp"
#include "http/net/io_worker.hpp"

namespace lingqu::http {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// How many connections there are, together and from each address.
class Census {
 public:
  explicit Census(const Limits& limits) : limits_(limits) {}

  bool enter(const std::string& address) {
    const std::lock_guard lock(mutex_);
    if (total_ >= limits_.connections) return false;
    size_t& count = by_address_[address];
    if (count >= limits_.connections_per_address) return false;
    ++count;
    ++total_;
    return true;
  }

  void leave(const std::string& address) {
    const std::lock_guard lock(mutex_);
    --total_;
    const auto found = by_address_.find(address);
    if (found != by_address_.end() && --found->second == 0) by_address_.erase(found);
  }

 private:
  const Limits& limits_;
  std::mutex mutex_;
  size_t total_ = 0;
  std::map<std::string, size_t> by_address_;
};

class TcpListener final : public Listener {
 public:
  TcpListener(Service& service, ListenSettings settings)
      : settings_(std::move(settings)),
        shared_{service, settings_.limits, !settings_.tls_certificate.empty()},
        census_(settings_.limits) {}

  ~TcpListener() override {
    stop();
    wait();
  }

  base::Status open() {
    if (shared_.tls) {
      auto tls = TlsContext::load(settings_.tls_certificate, settings_.tls_key);
      if (!tls.ok()) return std::move(tls).error();
      tls_ = *tls;
    }
    for (size_t i = 0; i < std::max<size_t>(1, settings_.io_threads); ++i)
      workers_.push_back(std::make_unique<IoWorker>(
          shared_, [this](const std::string& address) { census_.leave(address); }));
    asio::io_context& first = workers_.front()->context();
    acceptor_ = std::make_unique<tcp::acceptor>(first);
    boost::system::error_code error;
    const auto address = asio::ip::make_address(settings_.address, error);
    if (!error) acceptor_->open(tcp::endpoint(address, settings_.port).protocol(), error);
    if (!error) acceptor_->set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_->bind(tcp::endpoint(address, settings_.port), error);
    if (!error) acceptor_->listen(1024, error);
    if (error)
      return base::Error(base::ErrorCode::kIo)
          .with("file", settings_.address + ":" + std::to_string(settings_.port))
          .with("reason", error.message());
    port_ = acceptor_->local_endpoint().port();
    start(first);
    return {};
  }

  uint16_t port() const override { return port_; }
  bool tls() const override { return shared_.tls; }

  void stop() override {
    if (!started_ || shared_.draining.exchange(true)) return;
    asio::post(workers_.front()->context(), [this] {
      boost::system::error_code ignored;
      acceptor_->close(ignored);
      if (signals_) signals_->cancel(ignored);
      for (const auto& worker : workers_)
        asio::post(worker->context(), [w = worker.get()] { w->drain(); });
    });
  }

  void wait() override {
    const std::lock_guard lock(joining_);
    for (const auto& worker : workers_) worker->join();
  }

 private:
  void start(asio::io_context& first) {
    started_ = true;
    if (settings_.handle_signals) {
      signals_ = std::make_unique<asio::signal_set>(first, SIGTERM, SIGINT);
      signals_->async_wait([this](const boost::system::error_code& error, int) {
        if (!error) stop();
      });
    }
    workers_.front()->on_tick = [this] {
      if (!accepting_ && !shared_.draining) accept();
      if (settings_.every_tick) settings_.every_tick();
    };
    accept();
    for (const auto& worker : workers_) worker->start();
  }

  void accept() {
    accepting_ = true;
    IoWorker& worker = *workers_[next_++ % workers_.size()];
    acceptor_->async_accept(
        worker.context(),
        [this, &worker](const boost::system::error_code& error, tcp::socket socket) {
          if (shared_.draining || error == asio::error::operation_aborted) return;
          if (error) {  // e.g. out of descriptors: the next tick tries again
            log_error("accept", error.message());
            accepting_ = false;
            return;
          }
          welcome(worker, std::move(socket));
          accept();
        });
  }

  void welcome(IoWorker& worker, tcp::socket socket) {
    boost::system::error_code error;
    const auto peer = socket.remote_endpoint(error);
    if (error) return;
    std::string address = peer.address().to_string();
    if (!census_.enter(address)) {
      static constexpr std::string_view kFull =
          "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 5\r\nConnection: "
          "close\r\n\r\n";
      socket.non_blocking(true, error);
      if (!shared_.tls) socket.write_some(asio::buffer(kFull.data(), kFull.size()), error);
      socket.shutdown(tcp::socket::shutdown_send, error);
      return;
    }
    socket.set_option(tcp::no_delay(true), error);
    auto stream = tls_ ? tls_->make_stream(std::move(socket)) : make_tcp_stream(std::move(socket));
    if (workers_.size() == 1) {
      worker.adopt(std::move(stream), std::move(address));
      return;
    }
    asio::post(worker.context(),
               [&worker, s = std::move(stream), a = std::move(address)]() mutable {
                 worker.adopt(std::move(s), std::move(a));
               });
  }

  ListenSettings settings_;
  ConnectionShared shared_;
  Census census_;
  std::shared_ptr<TlsContext> tls_;
  std::vector<std::unique_ptr<IoWorker>> workers_;
  std::unique_ptr<tcp::acceptor> acceptor_;
  std::unique_ptr<asio::signal_set> signals_;
  std::mutex joining_;
  uint16_t port_ = 0;
  size_t next_ = 0;
  bool started_ = false;
  bool accepting_ = false;  // on the first worker's thread
};

}  // namespace

base::Result<std::unique_ptr<Listener>> Listener::start(Service& service, ListenSettings settings) {
  auto listener = std::make_unique<TcpListener>(service, std::move(settings));
  LINGQU_CHECK(listener->open());
  return std::unique_ptr<Listener>(std::move(listener));
}

}  // namespace lingqu::http
