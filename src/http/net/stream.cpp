#include "http/net/quiet_asio.hpp"  // first

#include "http/net/stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lingqu::http {

namespace {

namespace asio = boost::asio;
using Socket = asio::ip::tcp::socket;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

// What plain and TLS streams do alike. `Layer` reads and writes, the socket below it is shut down
// and closed.
template <class Layer>
class LayerStream : public Stream {
 public:
  asio::awaitable<size_t> read_some(char* to, size_t size) override {
    const auto [error, count] = co_await layer_.async_read_some(asio::buffer(to, size), kAwait);
    co_return error ? 0 : count;
  }

  asio::awaitable<bool> write(const char* from, size_t size) override {
    while (size > 0) {
      const auto [error, count] =
          co_await layer_.async_write_some(asio::buffer(from, size), kAwait);
      if (error) co_return false;
      from += count;
      size -= count;
    }
    co_return true;
  }

  void finish_sending() override {
    boost::system::error_code ignored;
    layer_.lowest_layer().shutdown(Socket::shutdown_send, ignored);
  }

  void cancel() override {
    boost::system::error_code ignored;
    layer_.lowest_layer().cancel(ignored);
  }

  void close() override {
    boost::system::error_code ignored;
    layer_.lowest_layer().close(ignored);
  }

 protected:
  template <class... Arguments>
  explicit LayerStream(Arguments&&... arguments) : layer_(std::forward<Arguments>(arguments)...) {}

  Layer layer_;
};

class TcpStream final : public LayerStream<Socket> {
 public:
  explicit TcpStream(Socket socket) : LayerStream(std::move(socket)) {
    boost::system::error_code ignored;
    layer_.non_blocking(true, ignored);
  }

  asio::awaitable<bool> open() override { co_return true; }

  size_t write_now(const char* from, size_t size) override {
    boost::system::error_code error;
    const size_t count = layer_.write_some(asio::buffer(from, size), error);
    return error ? 0 : count;
  }
};

class TlsStream final : public LayerStream<asio::ssl::stream<Socket>> {
 public:
  TlsStream(Socket socket, asio::ssl::context& context) : LayerStream(std::move(socket), context) {}

  asio::awaitable<bool> open() override {
    const auto [error] = co_await layer_.async_handshake(asio::ssl::stream_base::server, kAwait);
    co_return !error;
  }

  size_t write_now(const char*, size_t) override { return 0; }
};

class OpenSslContext final : public TlsContext {
 public:
  OpenSslContext() : context_(asio::ssl::context::tls_server) {
    context_.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv3 |
                         asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1 |
                         asio::ssl::context::no_compression);
    SSL_CTX_set_options(context_.native_handle(), SSL_OP_NO_RENEGOTIATION);
  }

  base::Status use(const std::string& certificate, const std::string& key) {
    boost::system::error_code error;
    if (context_.use_certificate_chain_file(certificate, error))
      return base::Error(base::ErrorCode::kIo)
          .with("file", certificate)
          .with("reason", error.message());
    if (context_.use_private_key_file(key, asio::ssl::context::pem, error))
      return base::Error(base::ErrorCode::kIo).with("file", key).with("reason", error.message());
    return {};
  }

  std::unique_ptr<Stream> make_stream(Socket socket) override {
    return std::make_unique<TlsStream>(std::move(socket), context_);
  }

 private:
  asio::ssl::context context_;
};

}  // namespace

std::unique_ptr<Stream> make_tcp_stream(Socket socket) {
  return std::make_unique<TcpStream>(std::move(socket));
}

base::Result<std::shared_ptr<TlsContext>> TlsContext::load(const std::string& certificate,
                                                           const std::string& key) {
  auto context = std::make_shared<OpenSslContext>();
  LINGQU_CHECK(context->use(certificate, key));
  return std::shared_ptr<TlsContext>(std::move(context));
}

}  // namespace lingqu::http
