// A load generator: one thread, epoll, keep-alive connections that each send the next request when the reply is there. Prints one line of
// JSON: requests, errors, requests per second, latencies in milliseconds. Works against any HTTP/1.1 server on this machine.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  int port = 0, clients = 64;
  double seconds = 10, warmup = 2;
  uint64_t requests = 0;  // instead of `seconds`: until so many replies, without warming up
  std::string method = "GET", path = "/", body;  // "{n}" in path and body: a number that counts up
  std::vector<std::string> headers;
};

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "load: %s (%s)\n", what.c_str(), std::strerror(errno));
  std::exit(1);
}

std::string with_number(std::string text, uint64_t number) {
  for (size_t at; (at = text.find("{n}")) != std::string::npos;) text.replace(at, 3, std::to_string(number));
  return text;
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

// How many bytes of `in` the first whole reply takes; 0: not whole yet.
size_t reply_size(const std::string& in) {
  const size_t head = in.find("\r\n\r\n");
  if (head == std::string::npos) return 0;
  const std::string headers = lower(in.substr(0, head));
  if (const size_t at = headers.find("\r\ncontent-length:"); at != std::string::npos) {
    const size_t size = head + 4 + std::strtoull(headers.c_str() + at + 17, nullptr, 10);
    return in.size() >= size ? size : 0;
  }
  if (headers.find("transfer-encoding: chunked") == std::string::npos) return head + 4;
  for (size_t at = head + 4;;) {
    const size_t line = in.find("\r\n", at);
    if (line == std::string::npos) return 0;
    const size_t chunk = std::strtoull(in.c_str() + at, nullptr, 16);
    at = line + 2 + chunk + 2;
    if (at > in.size()) return 0;
    if (chunk == 0) return at;
  }
}

class Load {
 public:
  explicit Load(const Options& options) : options_(options), epoll_(::epoll_create1(0)), connections_(static_cast<size_t>(options.clients)) {
    fixed_ = "Host: 127.0.0.1:" + std::to_string(options.port) + "\r\n";
    for (const auto& header : options.headers) fixed_ += header + "\r\n";
  }

  void run() {
    for (auto& connection : connections_) open(connection);
    const auto begun = Clock::now();
    measured_from_ = begun + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options_.warmup));
    const auto end = measured_from_ + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options_.seconds));
    std::vector<epoll_event> events(256);
    if (options_.requests > 0) measured_from_ = begun;
    while (options_.requests > 0 ? latencies_.size() < options_.requests : Clock::now() < end) {
      const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 100);
      for (int i = 0; i < count; ++i) receive(connections_[events[static_cast<size_t>(i)].data.u64]);
    }
    report(std::chrono::duration<double>(Clock::now() - measured_from_).count());
  }

 private:
  struct Connection {
    int socket = -1;
    std::string in;
    Clock::time_point sent;
  };

  void open(Connection& connection) {
    connection.socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(options_.port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(connection.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("connect");
    const int yes = 1;
    ::setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    ::fcntl(connection.socket, F_SETFL, O_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = static_cast<uint64_t>(&connection - connections_.data());
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.socket, &event);
    send(connection);
  }

  void send(Connection& connection) {
    const std::string body = with_number(options_.body, ++number_);
    std::string request = options_.method + " " + with_number(options_.path, number_) + " HTTP/1.1\r\n" + fixed_;
    if (!body.empty()) request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    request += "\r\n" + body;
    connection.sent = Clock::now();
    if (::send(connection.socket, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size())) fail("send");
  }

  void receive(Connection& connection) {
    char bytes[65536];
    for (ssize_t got; (got = ::recv(connection.socket, bytes, sizeof bytes, 0)) != -1;) {
      if (got == 0) fail("the server closed a connection");
      connection.in.append(bytes, static_cast<size_t>(got));
      if (got < static_cast<ssize_t>(sizeof bytes)) break;
    }
    const size_t size = reply_size(connection.in);
    if (size == 0) return;
    const auto now = Clock::now();
    if (now >= measured_from_) {
      const int status = std::atoi(connection.in.c_str() + 9);
      if (status / 100 != 2 && errors_++ == 0) std::fprintf(stderr, "%.400s\n", connection.in.c_str());
      bytes_ += size;
      latencies_.push_back(std::chrono::duration<double, std::milli>(now - connection.sent).count());
    }
    connection.in.erase(0, size);
    send(connection);
  }

  void report(double seconds) {
    std::sort(latencies_.begin(), latencies_.end());
    auto at = [&](double part) { return latencies_.empty() ? 0.0 : latencies_[static_cast<size_t>(part * static_cast<double>(latencies_.size() - 1))]; };
    std::printf("{\"requests\":%zu,\"errors\":%zu,\"per_second\":%.0f,\"bytes_each\":%.0f,\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f}\n", latencies_.size(),
                errors_, static_cast<double>(latencies_.size()) / seconds,
                latencies_.empty() ? 0.0 : static_cast<double>(bytes_) / static_cast<double>(latencies_.size()), at(0.5), at(0.99), at(1));
  }

  const Options& options_;
  int epoll_;
  std::vector<Connection> connections_;
  std::string fixed_;
  uint64_t number_ = 0, bytes_ = 0;
  size_t errors_ = 0;
  Clock::time_point measured_from_;
  std::vector<double> latencies_;
};

}  // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i], value = argv[i + 1];
    if (name == "--port") options.port = std::atoi(value.c_str());
    else if (name == "--clients") options.clients = std::atoi(value.c_str());
    else if (name == "--seconds") options.seconds = std::atof(value.c_str());
    else if (name == "--warmup") options.warmup = std::atof(value.c_str());
    else if (name == "--requests") options.requests = std::strtoull(value.c_str(), nullptr, 10);
    else if (name == "--method") options.method = value;
    else if (name == "--path") options.path = value;
    else if (name == "--body") options.body = value;
    else if (name == "--header") options.headers.push_back(value);
    else fail("unknown option " + name);
  }
  if (options.port == 0 || options.clients < 1 || options.clients > 1000) fail("usage: load --port N [--clients N] [--seconds S] [--warmup S] [--method M] [--path P] [--body B] [--header H]…");
  Load(options).run();
}
