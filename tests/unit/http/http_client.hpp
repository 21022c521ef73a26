// A small HTTP client over a plain socket.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.hpp"
#include "wire/json.hpp"

namespace lingqu::http::test {

struct Reply {
  int status = 0;
  std::string head, body;
  bool closed = false;  // the server ended the connection after it

  std::string header(std::string_view name) const {
    size_t at = head.find("\r\n");
    while (at != std::string::npos && at + 2 < head.size()) {
      const size_t begin = at + 2, end = head.find("\r\n", begin);
      const std::string_view line = std::string_view(head).substr(begin, end - begin);
      const size_t colon = line.find(':');
      if (colon != std::string_view::npos && equal_ignoring_case(line.substr(0, colon), name))
        return std::string(line.substr(std::min(line.size(), colon + 2)));
      at = end;
    }
    return {};
  }
  wire::Json json() const {
    auto parsed = wire::parse_json(body);
    return parsed.ok() ? *parsed : wire::Json();
  }
  std::string code() const { return std::string(json().string_at("code")); }
};

class Client {
 public:
  explicit Client(uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("connect");
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return;  // refused early: the reply is there to be read
      bytes.remove_prefix(static_cast<size_t>(count));
    }
  }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }

  // One reply; status 0 if the connection ended without one. `bodiless`: to a HEAD request.
  Reply receive(bool bodiless = false) {
    Reply reply;
    size_t end;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
      if (!fill()) return reply;
    reply.head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    reply.status = std::atoi(reply.head.c_str() + 9);
    if (reply.status == 100) return receive(bodiless);
    const std::string length = reply.header("content-length");
    const size_t size = bodiless || length.empty() ? 0 : std::stoul(length);
    while (buffer_.size() < size)
      if (!fill()) break;
    reply.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    reply.closed = reply.header("connection") == "close";
    return reply;
  }

  Reply request(std::string_view method, std::string_view target, std::string_view body = {},
                const std::vector<std::pair<std::string, std::string>>& headers = {}) {
    std::string text =
        std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: test\r\n";
    bool typed = false;
    for (const auto& [name, value] : headers) {
      typed = typed || equal_ignoring_case(name, "content-type");
      text += name + ": " + value + "\r\n";
    }
    if (!body.empty() && !typed) text += "Content-Type: application/json\r\n";
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    send(text + "\r\n" + std::string(body));
    return receive(method == "HEAD");
  }

  // Reads until `text` has come; what came up to and with it. "" when the connection ended before.
  std::string read_until(std::string_view text) {
    size_t at;
    while ((at = buffer_.find(text)) == std::string::npos)
      if (!fill()) return {};
    std::string out = buffer_.substr(0, at + text.size());
    buffer_.erase(0, out.size());
    return out;
  }
  // True when the server has ended the connection.
  bool at_end() {
    while (fill()) {
    }
    return ended_;
  }

 private:
  bool fill() {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, 20'000) <= 0) return false;  // a test that fails, not one that waits
    char bytes[16'384];
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) {
      ended_ = true;
      return false;
    }
    buffer_.append(bytes, static_cast<size_t>(count));
    return true;
  }

  int socket_;
  std::string buffer_;
  bool ended_ = false;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

}  // namespace lingqu::http::test
