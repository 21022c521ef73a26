#include "http/net/head.hpp"

#include <algorithm>
#include <array>

namespace lingqu::http {

namespace {

using Refusal = Service::Refusal;

constexpr std::array<std::string_view, 9> kMethods{"GET",    "HEAD",    "POST",  "PUT",    "PATCH",
                                                   "DELETE", "OPTIONS", "TRACE", "CONNECT"};

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Counts {
  size_t host = 0, length = 0, coding = 0, expect = 0, upgrade = 0;
};

std::optional<Fault> check_framing(const Request& request, Counts& counts) {
  for (const Header& header : request.headers) {
    if (equal_ignoring_case(header.name, "host")) ++counts.host;
    if (equal_ignoring_case(header.name, "expect")) ++counts.expect;
    if (equal_ignoring_case(header.name, "content-length")) {
      ++counts.length;
      if (!is_digits(header.value) || header.value.size() > 18)
        return Fault{Refusal::kMalformed, "Content-Length"};
    }
    if (equal_ignoring_case(header.name, "transfer-encoding")) {
      ++counts.coding;
      if (!equal_ignoring_case(header.value, "chunked"))
        return Fault{Refusal::kUnknownCoding, "Transfer-Encoding"};
    }
  }
  if (counts.length > 1) return Fault{Refusal::kMalformed, "several Content-Length"};
  if (counts.coding > 1) return Fault{Refusal::kMalformed, "several Transfer-Encoding"};
  if (counts.coding && counts.length)
    return Fault{Refusal::kMalformed, "Transfer-Encoding and Content-Length together"};
  if (counts.coding && request.version < 11)
    return Fault{Refusal::kMalformed, "Transfer-Encoding in HTTP/1.0"};
  return std::nullopt;
}

std::optional<Fault> check_target(Request& request) {
  std::string_view target = request.target;
  if (target == "*" && request.method == "OPTIONS") return std::nullopt;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!equal_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    const size_t path = target.find('/', scheme.size());
    target = path == std::string_view::npos ? std::string_view("/") : target.substr(path);
  }
  if (target.empty() || target.front() != '/') return Fault{Refusal::kMalformed, "request target"};
  if (target.find('#') != std::string_view::npos)
    return Fault{Refusal::kMalformed, "fragment in the request target"};
  request.target = target;
  return std::nullopt;
}

}  // namespace

bool HeadScanner::fail(Refusal refusal, std::string_view reason) {
  fault_ = Fault{refusal, reason};
  return true;
}

bool HeadScanner::scan(std::string_view received, const Limits& limits) {
  for (;;) {
    const size_t at = received.find('\n', from_);
    const size_t line_end = at == std::string_view::npos ? received.size() : at;
    if (!first_line_done_ && line_end > limits.target)
      return fail(Refusal::kTargetTooLong, "request line");
    if (line_end >= limits.head) return fail(Refusal::kHeadTooLarge, "head");
    if (at == std::string_view::npos) {
      from_ = received.size();
      return false;
    }
    if (at == 0 || received[at - 1] != '\r')
      return fail(Refusal::kMalformed, "line feed without carriage return");
    if (at >= 3 && received[at - 2] == '\n') {
      end_ = at + 1;
      return true;
    }
    if (at + 1 == received.size()) {  // whether the next line is folded is not known yet
      from_ = at;
      return false;
    }
    if (received[at + 1] == ' ' || received[at + 1] == '\t')
      return fail(Refusal::kMalformed, "folded header line");
    first_line_done_ = true;
    from_ = at + 1;
  }
}

std::optional<Fault> check_head(Request& request, const Limits& limits) {
  if (request.headers.size() > limits.headers)
    return Fault{Refusal::kHeadTooLarge, "number of headers"};
  if (std::find(kMethods.begin(), kMethods.end(), request.method) == kMethods.end())
    return Fault{Refusal::kUnknownMethod, "method"};
  Counts counts;
  if (auto fault = check_framing(request, counts)) return fault;
  if (counts.host > 1) return Fault{Refusal::kMalformed, "several Host headers"};
  if (counts.host == 0 && request.version >= 11)
    return Fault{Refusal::kMalformed, "no Host header"};
  if (counts.expect && !equal_ignoring_case(request.header("expect"), "100-continue"))
    return Fault{Refusal::kMalformed, "Expect"};
  return check_target(request);
}

}  // namespace lingqu::http
