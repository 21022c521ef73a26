// A request as it came and a response as it goes, as plain values: what handlers see of HTTP.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lingqu::http {

struct Header {
  std::string_view name, value;
};

// Does not move: its views point into `head`.
struct Request {
  std::string head;  // the raw bytes up to and including the empty line
  std::string_view method;
  std::string_view target;  // origin-form: "/path?query"
  int version = 11;         // 10 or 11
  std::vector<Header> headers;
  std::string body;
  std::string address;  // of the peer; never logged

  Request() = default;
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  // Value of the first header of that name (any case), or "".
  std::string_view header(std::string_view name) const;
  bool has_header(std::string_view name) const;
};

bool equal_ignoring_case(std::string_view a, std::string_view b);

// A body kept in an unlinked temporary file, for long exports.
class FileBody {
 public:
  explicit FileBody(int descriptor, uint64_t size) : descriptor_(descriptor), size_(size) {}
  ~FileBody();
  FileBody(const FileBody&) = delete;
  FileBody& operator=(const FileBody&) = delete;
  uint64_t size() const { return size_; }
  // Bytes from `offset`, at most `count`; empty on failure or at the end.
  std::string read(uint64_t offset, size_t count) const;

 private:
  int descriptor_;
  uint64_t size_;
};

// What a reply that never ends takes its text from (server-sent events). Thread-safe.
class EventSource {
 public:
  virtual ~EventSource() = default;
  // What is to be sent since the last take; `heartbeat`: something has to be sent now. False: end
  // the reply.
  virtual bool take(std::string& out, bool heartbeat) = 0;
};

enum class Surface { kApi, kPage };  // which security headers go with it

struct Response {
  int status = 200;
  std::string type;  // Content-Type; empty: no body
  std::string body;
  std::shared_ptr<const std::string> shared_body;  // instead of `body`: kept by a cache
  std::shared_ptr<const FileBody> file_body;       // instead of `body`
  std::shared_ptr<EventSource> events;             // instead of `body`
  std::vector<std::pair<std::string_view, std::string>> headers;  // names are literals
  std::string_view cache = "no-store";
  bool compressible = true;  // false: holds a secret, or is compressed already
  Surface surface = Surface::kApi;

  std::string_view text() const { return shared_body ? std::string_view(*shared_body) : body; }
  Response&& with(std::string_view name, std::string value) && {
    headers.emplace_back(name, std::move(value));
    return std::move(*this);
  }
};

Response json_response(std::string body, int status = 200);
Response empty_response(int status = 204);

}  // namespace lingqu::http
