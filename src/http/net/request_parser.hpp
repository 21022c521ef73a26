// Boost.Beast's parser, filling a Request. Beast stays inside the .cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "http/net/head.hpp"

namespace lingqu::http {

class RequestParser {
 public:
  RequestParser();
  ~RequestParser();

  // Parses request.head, which is a complete head. A fault refuses it.
  std::optional<Fault> parse_head(Request& request, const Limits& limits);
  bool done() const;  // the whole request has been read
  bool keeps_alive() const;
  bool chunked() const;
  uint64_t content_length() const;  // 0 if chunked or absent

  // Takes bytes of the body, appending them to request.body. Returns how many it used.
  void set_body_limit(uint64_t limit);
  size_t parse_body(std::string_view bytes, std::optional<Fault>& fault);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lingqu::http
