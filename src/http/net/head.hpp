// Finds the end of a request's head in what has arrived, and refuses what parsers disagree about:
// bare line feeds and folded lines.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "http/exchange.hpp"
#include "http/limits.hpp"

namespace lingqu::http {

struct Fault {
  Service::Refusal refusal{};
  std::string_view reason;  // a literal, in English
};

class HeadScanner {
 public:
  // Call with everything received since the request began. True: the head ends before `end()`.
  bool scan(std::string_view received, const Limits& limits);
  size_t end() const { return end_; }
  const std::optional<Fault>& fault() const { return fault_; }
  void reset() { *this = {}; }

 private:
  bool fail(Service::Refusal refusal, std::string_view reason);

  size_t from_ = 0;
  size_t end_ = 0;
  bool first_line_done_ = false;
  std::optional<Fault> fault_;
};

// Checks of a parsed head that Beast leaves to its user (RFC 9112 sections 3.2, 6.1, 6.3; RFC 9110
// section 10.1.1). May replace an absolute-form target by its origin-form.
std::optional<Fault> check_head(Request& request, const Limits& limits);

}  // namespace lingqu::http
