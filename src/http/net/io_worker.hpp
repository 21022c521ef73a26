// An io thread with the connections that live on it.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/net/connection.hpp"
#include "http/net/mailbox.hpp"

namespace lingqu::http {

class IoWorker {
 public:
  IoWorker(ConnectionShared& shared, std::function<void(const std::string& address)> closed);
  ~IoWorker();

  boost::asio::io_context& context() { return context_; }
  void start();
  void join();
  // The following run on the worker's own thread (post them to context()).
  void adopt(std::unique_ptr<Stream> stream, std::string address);
  void drain();
  size_t connections() const { return connections_.size(); }
  std::function<void()> on_tick;  // every kTickMs

  static constexpr int64_t kTickMs = 100;

 private:
  static boost::asio::awaitable<void> serve(IoWorker* worker,
                                            std::shared_ptr<Connection> connection);
  void schedule_tick();
  void tick();
  void leave(const std::shared_ptr<Connection>& connection);

  ConnectionShared& shared_;
  std::function<void(const std::string&)> closed_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<Mailbox> mailbox_;
  std::set<std::shared_ptr<Connection>> connections_;
  int64_t drain_until_ = 0;
  std::thread thread_;
};

}  // namespace lingqu::http
