#include "http/server.hpp"

#include "http/app.hpp"
#include "http/net/listener.hpp"

namespace lingqu::http {

namespace {

class RunningServer final : public Server {
 public:
  RunningServer(engine::Engine& engine, ServerSettings settings)
      : settings_(std::move(settings)), app_(std::make_unique<App>(engine, settings_)) {}

  ~RunningServer() override {
    stop();
    wait();
    listener_.reset();
    app_->stop();
  }

  base::Status listen() {
    ListenSettings listen;
    listen.address = settings_.address;
    listen.port = settings_.port;
    listen.io_threads = settings_.io_threads;
    listen.tls_certificate = settings_.tls_certificate;
    listen.tls_key = settings_.tls_key;
    listen.handle_signals = settings_.handle_signals;
    listen.limits = settings_.limits;
    listen.every_tick = [this] { app_->tick(); };
    app_->set_tls(!settings_.tls_certificate.empty());
    LINGQU_TRY(listener, Listener::start(*app_, std::move(listen)));
    listener_ = std::move(listener);
    return {};
  }

  uint16_t port() const override { return listener_->port(); }
  void wait() override {
    if (listener_) listener_->wait();
    app_->stop();
  }
  void stop() override {
    if (listener_) listener_->stop();
  }

 private:
  ServerSettings settings_;
  std::unique_ptr<App> app_;
  std::unique_ptr<Listener> listener_;
};

}  // namespace

base::Result<std::unique_ptr<Server>> Server::start(engine::Engine& engine,
                                                    ServerSettings settings) {
  open_log({.file = settings.log_file, .access = settings.access_log});
  auto server = std::make_unique<RunningServer>(engine, std::move(settings));
  LINGQU_CHECK(server->listen());
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace lingqu::http
