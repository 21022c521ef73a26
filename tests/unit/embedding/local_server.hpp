// A server on 127.0.0.1 that answers each request as a test says, and remembers what it was asked.
#pragma once

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "wire/json.hpp"

namespace lingqu::embedding::test {

struct Asked {
  std::string head, body;
};

class LocalServer {
 public:
  // The whole answer, status line included; empty: none is given, and the server waits until the client hangs up.
  using Answer = std::function<std::string(const Asked&)>;

  explicit LocalServer(Answer answer) : answer_(std::move(answer)), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    ::setenv("no_proxy", "127.0.0.1", 1);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(socket_, 8) == 0);
    REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~LocalServer() {
    ::shutdown(socket_, SHUT_RDWR);  // ends accept()
    thread_.join();
    ::close(socket_);
  }
  LocalServer(const LocalServer&) = delete;
  LocalServer& operator=(const LocalServer&) = delete;

  std::string base() const { return "http://127.0.0.1:" + std::to_string(port_) + "/v1"; }
  std::vector<Asked> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  void serve() {
    for (int client = 0; (client = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ::close(client)) converse(client);
  }

  // Requests of one connection, until either side ends it.
  void converse(int client) {
    std::string bytes;
    Asked asked;
    while (read_request(client, bytes, asked)) {
      {
        const std::lock_guard lock(mutex_);
        asked_.push_back(asked);
      }
      const std::string answer = answer_(asked);
      if (answer.empty()) {
        char ignored;
        while (::recv(client, &ignored, 1, 0) > 0) {
        }
        return;
      }
      if (::send(client, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) return;
      if (answer.find("Content-Length") == std::string::npos) return;
    }
  }

  static bool read_request(int client, std::string& bytes, Asked& asked) {
    size_t end = 0, length = 0;
    while (true) {
      end = bytes.find("\r\n\r\n");
      if (end != std::string::npos) {
        const size_t at = bytes.find("Content-Length: ");
        length = at < end ? std::stoul(bytes.substr(at + 16)) : 0;
        if (bytes.size() >= end + 4 + length) break;
      }
      char buffer[4096];
      const ssize_t got = ::recv(client, buffer, sizeof buffer, 0);
      if (got <= 0) return false;
      bytes.append(buffer, static_cast<size_t>(got));
    }
    asked = {bytes.substr(0, end), bytes.substr(end + 4, length)};
    bytes.erase(0, end + 4 + length);
    return true;
  }

  Answer answer_;
  int socket_;
  uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::vector<Asked> asked_;
  std::thread thread_;
};

inline std::string http(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// A well-formed reply: the vector of a text is (its length in bytes, 1).
inline std::string vectors_for(const Asked& asked) {
  const auto json = wire::parse_json(asked.body);
  if (!json.ok() || json->find("input") == nullptr) return http("400 Bad Request", "{}");
  std::string data;
  size_t index = 0;
  for (const wire::Json& text : *json->find("input")->if_array())
    data += (data.empty() ? "" : ",") + (R"({"index":)" + std::to_string(index++)) + R"(,"embedding":[)" + std::to_string(text.if_string()->size()) + ",1]}";
  return http("200 OK", R"({"data":[)" + data + "]}");
}

}  // namespace lingqu::embedding::test
