// A blocking HTTP client on one connection: enough to talk to our own server and to notice that it is gone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace lingqu::fault {

struct Reply {
  int status = 0;
  std::string body;
};

class Client {
 public:
  explicit Client(uint16_t port) : port_(port) {}
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();
  // Nothing when the connection failed or ended before the whole reply was there: then it is unknown what became of the request.
  std::optional<Reply> send(const std::string& method, const std::string& path, const std::string& token, const std::string& body = "");

 private:
  bool connect();
  bool write_all(const std::string& bytes) const;
  std::optional<Reply> read_reply();
  void close();

  uint16_t port_;
  int socket_ = -1;
  std::string buffer_;
};

}  // namespace lingqu::fault
