// Request targets: percent-decoding, path segments, query parameters.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace lingqu::http {

// Undoes percent-encoding. Nothing on a broken escape, a NUL, or bytes that are not UTF-8. `plus`:
// "+" is a blank (in queries).
std::optional<std::string> percent_decode(std::string_view text, bool plus = false);
std::string percent_encode(std::string_view text);  // all but unreserved characters

struct Query {
  std::vector<std::pair<std::string, std::string>> parameters;  // in their order, repeated ones too

  const std::string* find(std::string_view name) const;  // the first
  std::string text(std::string_view name) const;         // "" if absent
  // A whole number from `low` to `high`, or kBadRequest.
  base::Result<int64_t> integer(std::string_view name, int64_t fallback, int64_t low,
                                int64_t high) const;
  // "true" or "false"
  base::Result<bool> flag(std::string_view name, bool fallback) const;
};

struct Target {
  std::string_view raw_path;          // as sent
  std::vector<std::string> segments;  // of the path, decoded
  Query query;
};
base::Result<Target> parse_target(std::string_view target);

base::Error bad_request(std::string_view zh, std::string_view en);
// "7" → 7; nothing unless plain digits of a positive 64-bit number.
std::optional<int64_t> parse_id(std::string_view text);

}  // namespace lingqu::http
