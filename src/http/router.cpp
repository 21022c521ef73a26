#include "http/router.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"

namespace lingqu::http {

namespace {

struct Entry {
  const Route* route;
  std::vector<std::string_view> segments;
};

// Routes by number of segments, in the order of the table: literals stand before {…} there.
using Index = std::map<size_t, std::vector<Entry>>;

const Index& index() {
  static const Index kIndex = [] {
    Index made;
    for (const Route& route : routes()) {
      Entry entry{&route, base::split(route.pattern.substr(1), '/')};
      made[entry.segments.size()].push_back(std::move(entry));
    }
    return made;
  }();
  return kIndex;
}

bool is_parameter(std::string_view segment) {
  return segment.front() == '{';
}

bool fits(const Entry& entry, std::span<const std::string> segments) {
  for (size_t i = 0; i < segments.size(); ++i)
    if (is_parameter(entry.segments[i]) ? segments[i].empty() : entry.segments[i] != segments[i])
      return false;
  return true;
}

void allow(std::string& allowed, std::string_view method) {
  if (allowed.find(method) != std::string::npos) return;
  if (!allowed.empty()) allowed.append(", ");
  allowed.append(method);
  if (method == "GET") allowed.append(", HEAD");
}

}  // namespace

Match find_route(std::string_view method, std::span<const std::string> segments) {
  Match match;
  const auto found = index().find(segments.size());
  if (found == index().end()) return match;
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  for (const Entry& entry : found->second) {
    if (!fits(entry, segments)) continue;
    allow(match.allowed, entry.route->method);
    if (match.route || entry.route->method != wanted) continue;
    match.route = entry.route;
    for (size_t i = 0; i < segments.size(); ++i)
      if (is_parameter(entry.segments[i])) match.parameters.push_back(segments[i]);
  }
  if (!match.allowed.empty()) match.allowed.append(", OPTIONS");
  return match;
}

}  // namespace lingqu::http
