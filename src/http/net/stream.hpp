// The byte stream under a connection: TCP, or TLS over it. Included by the net layer only;
// coroutines of one io thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/result.hpp"

namespace lingqu::http {

class Stream {
 public:
  virtual ~Stream() = default;
  virtual boost::asio::awaitable<bool> open() = 0;  // TLS handshake
  virtual boost::asio::awaitable<size_t> read_some(char* to,
                                                   size_t size) = 0;  // 0: closed or failed
  virtual boost::asio::awaitable<bool> write(const char* from,
                                             size_t size) = 0;  // all of it, or false
  virtual size_t write_now(const char* from,
                           size_t size) = 0;  // what goes without waiting; 0 if unsure
  virtual void finish_sending() = 0;
  virtual void cancel() = 0;  // ends what waits; the stream stays open
  virtual void close() = 0;   // ends it all
};

std::unique_ptr<Stream> make_tcp_stream(boost::asio::ip::tcp::socket socket);

// The certificate chain and key of a server, TLS 1.2 and later.
class TlsContext {
 public:
  static base::Result<std::shared_ptr<TlsContext>> load(const std::string& certificate,
                                                        const std::string& key);
  virtual ~TlsContext() = default;
  virtual std::unique_ptr<Stream> make_stream(boost::asio::ip::tcp::socket socket) = 0;
};

}  // namespace lingqu::http
