// Collects a long reply: in memory while it is short, in an unlinked temporary file when it grows.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/message.hpp"

namespace lingqu::http {

class Spool {
 public:
  explicit Spool(size_t memory = 8u << 20) : limit_(memory) {}
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  base::Status append(std::string_view bytes);
  // Gives what was collected to the response as its body.
  base::Status finish(Response& response);

 private:
  base::Status write_out();

  size_t limit_;
  std::string buffer_;
  int descriptor_ = -1;
  uint64_t written_ = 0;
};

}  // namespace lingqu::http
