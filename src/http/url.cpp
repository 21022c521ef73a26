#include "http/url.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace lingqu::http {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr size_t kMaxParameters = 200;

base::Result<Query> parse_query(std::string_view text) {
  Query query;
  while (!text.empty()) {
    const size_t end = std::min(text.find('&'), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part.empty()) continue;
    const size_t equals = std::min(part.find('='), part.size());
    auto name = percent_decode(part.substr(0, equals), true);
    auto value = percent_decode(part.substr(std::min(equals + 1, part.size())), true);
    if (!name || !value)
      return bad_request("查询参数的百分号编码不正确，或不是 UTF-8",
                         "a query parameter is not valid percent-encoded UTF-8");
    if (query.parameters.size() == kMaxParameters)
      return bad_request("查询参数过多", "too many query parameters");
    query.parameters.emplace_back(std::move(*name), std::move(*value));
  }
  return query;
}

}  // namespace

base::Error bad_request(std::string_view zh, std::string_view en) {
  return base::Error(base::ErrorCode::kBadRequest)
      .with("reason", base::Text{std::string(zh), std::string(en)});
}

std::optional<std::string> percent_decode(std::string_view text, bool plus) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(plus && text[i] == '+' ? ' ' : text[i]);
    }
    if (out.back() == '\0') return std::nullopt;
  }
  if (!base::is_utf8(out)) return std::nullopt;
  return out;
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(kHex[byte >> 4]);
    out.push_back(kHex[byte & 15]);
  }
  return out;
}

const std::string* Query::find(std::string_view name) const {
  for (const auto& [key, value] : parameters)
    if (key == name) return &value;
  return nullptr;
}

std::string Query::text(std::string_view name) const {
  const std::string* found = find(name);
  return found ? *found : std::string();
}

base::Result<int64_t> Query::integer(std::string_view name, int64_t fallback, int64_t low,
                                     int64_t high) const {
  const std::string* text = find(name);
  if (!text || text->empty()) return fallback;
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error == std::errc() && end == text->data() + text->size() && value >= low && value <= high)
    return value;
  const std::string range = std::to_string(low) + "–" + std::to_string(high);
  return bad_request("参数 " + std::string(name) + " 应为 " + range + " 的整数",
                     "the parameter " + std::string(name) + " must be a whole number, " + range);
}

base::Result<bool> Query::flag(std::string_view name, bool fallback) const {
  const std::string* text = find(name);
  if (!text || text->empty()) return fallback;
  if (*text == "true" || *text == "1") return true;
  if (*text == "false" || *text == "0") return false;
  return bad_request("参数 " + std::string(name) + " 应为 true 或 false",
                     "the parameter " + std::string(name) + " must be true or false");
}

base::Result<Target> parse_target(std::string_view target) {
  Target out;
  const size_t mark = std::min(target.find('?'), target.size());
  out.raw_path = target.substr(0, mark);
  std::string_view path = out.raw_path;
  if (!path.empty()) path.remove_prefix(1);
  for (const std::string_view part : base::split(path, '/')) {
    auto segment = percent_decode(part);
    if (!segment)
      return bad_request("地址的百分号编码不正确，或不是 UTF-8",
                         "the path is not valid percent-encoded UTF-8");
    out.segments.push_back(std::move(*segment));
  }
  LINGQU_TRY(query, parse_query(target.substr(std::min(mark + 1, target.size()))));
  out.query = std::move(query);
  return out;
}

std::optional<int64_t> parse_id(std::string_view text) {
  int64_t id = 0;
  if (text.empty() || text.front() < '1' || text.front() > '9') return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return id;
}

}  // namespace lingqu::http
