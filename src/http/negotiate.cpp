#include "http/negotiate.hpp"

#include <zlib.h>

#include <algorithm>
#include <charconv>

#include "http/url.hpp"

namespace lingqu::http {

namespace {

struct Choice {
  std::string_view name;
  int weight = 1000;  // of 1000
};

// "0", "0.5", "1.000" → thousandths; anything else is the whole.
int parse_weight(std::string_view text) {
  if (text.empty() || text[0] == '1') return 1000;
  int weight = 0, unit = 100;
  if (text[0] != '0') return 1000;
  for (size_t i = 2; i < text.size() && i < 5 && text[i] >= '0' && text[i] <= '9'; ++i, unit /= 10)
    weight += (text[i] - '0') * unit;
  return weight;
}

Choice parse_choice(std::string_view part) {
  Choice choice;
  const auto pieces = base::split(part, ';');
  choice.name = base::trim(pieces[0]);
  for (size_t i = 1; i < pieces.size(); ++i) {
    const std::string_view piece = base::trim(pieces[i]);
    if (piece.starts_with("q=") || piece.starts_with("Q="))
      choice.weight = parse_weight(piece.substr(2));
  }
  return choice;
}

}  // namespace

base::Language preferred_language(std::string_view accept_language) {
  int chinese = 0, english = 0;
  for (const std::string_view part : base::split(accept_language, ',')) {
    const Choice choice = parse_choice(part);
    const std::string_view primary = choice.name.substr(0, choice.name.find('-'));
    if (equal_ignoring_case(primary, "zh")) chinese = std::max(chinese, choice.weight);
    if (equal_ignoring_case(primary, "en")) english = std::max(english, choice.weight);
  }
  return english > chinese ? base::Language::kEn : base::Language::kZh;
}

bool accepts_gzip(std::string_view accept_encoding) {
  if (accept_encoding.empty()) return false;
  for (const std::string_view part : base::split(accept_encoding, ',')) {
    const Choice choice = parse_choice(part);
    if (equal_ignoring_case(choice.name, "gzip")) return choice.weight > 0;
  }
  return false;
}

bool prefers_minimal(std::string_view prefer) {
  if (prefer.empty()) return false;
  for (const std::string_view part : base::split(prefer, ','))
    if (equal_ignoring_case(base::trim(part), "return=minimal")) return true;
  return false;
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
  if (if_none_match.empty()) return false;
  if (base::trim(if_none_match) == "*") return true;
  for (std::string_view part : base::split(if_none_match, ',')) {
    part = base::trim(part);
    if (part.starts_with("W/")) part.remove_prefix(2);
    if (part == tag) return true;
  }
  return false;
}

base::Result<std::optional<int64_t>> expected_version(std::string_view if_match) {
  if_match = base::trim(if_match);
  if (if_match.empty() || if_match == "*") return std::optional<int64_t>();
  if (if_match.size() >= 3 && if_match.front() == '"' && if_match.back() == '"')
    if (const auto version = parse_id(if_match.substr(1, if_match.size() - 2))) return version;
  return bad_request("If-Match 应为带引号的版本号，如 \"3\"",
                     "If-Match must be one version in quotes, such as \"3\"");
}

std::string cookie(std::string_view header, std::string_view name) {
  if (header.empty()) return {};
  for (std::string_view part : base::split(header, ';')) {
    part = base::trim(part);
    if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=')
      return std::string(part.substr(name.size() + 1));
  }
  return {};
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size() || a.empty()) return false;
  unsigned difference = 0;
  for (size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  return difference == 0;
}

std::string media_type(std::string_view content_type) {
  return base::ascii_lower(base::trim(content_type.substr(0, content_type.find(';'))));
}

std::string gzip(std::string_view text, int level) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return {};
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int done = deflate(&stream, Z_FINISH);
  out.resize(done == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

}  // namespace lingqu::http
