#include "fault/client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>

namespace lingqu::fault {

namespace {

// Of a header in lower case ("content-length: "), 0 if absent.
size_t length_in(const std::string& head) {
  std::string lower = head;
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  const size_t at = lower.find("\r\ncontent-length:");
  return at == std::string::npos ? 0 : std::strtoull(lower.c_str() + at + 17, nullptr, 10);
}

}  // namespace

Client::~Client() { close(); }

void Client::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  buffer_.clear();
}

bool Client::connect() {
  if (socket_ >= 0) return true;
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0) return false;
  const timeval patience{20, 0};
  const int yes = 1;
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return true;
  close();
  return false;
}

bool Client::write_all(const std::string& bytes) const {
  for (size_t at = 0; at < bytes.size();) {
    const ssize_t sent = ::send(socket_, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    at += static_cast<size_t>(sent);
  }
  return true;
}

std::optional<Reply> Client::read_reply() {
  size_t whole = 0, head = 0;
  while (whole == 0 || buffer_.size() < whole) {
    if (head == 0 && (head = buffer_.find("\r\n\r\n")) != std::string::npos) {
      whole = head + 4 + length_in(buffer_.substr(0, head));
      continue;
    }
    if (head == std::string::npos) head = 0;
    char bytes[16384];
    const ssize_t got = ::recv(socket_, bytes, sizeof bytes, 0);
    if (got <= 0) return std::nullopt;
    buffer_.append(bytes, static_cast<size_t>(got));
  }
  Reply reply{std::atoi(buffer_.c_str() + 9), buffer_.substr(head + 4, whole - head - 4)};
  buffer_.erase(0, whole);
  return reply;
}

std::optional<Reply> Client::send(const std::string& method, const std::string& path, const std::string& token, const std::string& body) {
  if (!connect()) return std::nullopt;
  std::string request = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nPrefer: return=minimal\r\n";
  if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
  if (method == "POST") request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  std::optional<Reply> reply;
  if (write_all(request + "\r\n" + body)) reply = read_reply();
  if (!reply) close();
  return reply;
}

}  // namespace lingqu::fault
