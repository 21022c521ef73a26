// Responses as bytes.
#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"

namespace lingqu::http {

struct HeadOptions {
  bool keep_alive = true;
  bool old_client = false;  // HTTP/1.0
  bool tls = false;
  std::string_view date;  // IMF-fixdate
};

std::string_view reason_phrase(int status);
uint64_t body_size(const Response& response);
// Status line and headers, with the empty line.
void append_head(std::string& out, const Response& response, const HeadOptions& options);
// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(int64_t unix_seconds);

}  // namespace lingqu::http
