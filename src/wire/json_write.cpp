#include <algorithm>
#include <array>

#include "wire/json.hpp"

namespace lingqu::wire {
namespace {

using base::Error;
using base::ErrorCode;
using base::Text;

constexpr int64_t kLargestInteger = (int64_t{1} << 53) - 1;  // RFC 7493 §2.2

constexpr std::array<bool, 256> make_escaped() {
  std::array<bool, 256> table{};
  for (size_t c = 0; c < 0x20; ++c) table[c] = true;
  table[static_cast<unsigned char>('"')] = true;
  table[static_cast<unsigned char>('\\')] = true;
  return table;
}
constexpr std::array<bool, 256> kEscaped = make_escaped();

void append_escape(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\r':
      out += "\\r";
      return;
    default:
      break;
  }
  const auto byte = static_cast<unsigned char>(c);
  out += "\\u00";
  out += kHex[byte >> 4];
  out += kHex[byte & 15];
}

void append_scalar(std::string& out, const Json& json) {
  if (const bool* value = json.if_bool()) {
    out += *value ? "true" : "false";
  } else if (const Json::Number* number = json.if_number()) {
    out += number->digits;
  } else if (const std::string* text = json.if_string()) {
    append_quoted(out, *text);
  } else {
    out += "null";
  }
}

void append_pretty(std::string& out, const Json& json, size_t indent) {
  const auto new_line = [&out](size_t blanks) { out.append(1, '\n').append(blanks, ' '); };
  if (const Json::Array* items = json.if_array(); items != nullptr && !items->empty()) {
    char separator = '[';
    for (const Json& item : *items) {
      out += std::exchange(separator, ',');
      new_line(indent + 2);
      append_pretty(out, item, indent + 2);
    }
    new_line(indent);
    out += ']';
  } else if (const Json::Object* members = json.if_object();
             members != nullptr && !members->empty()) {
    char separator = '{';
    for (const auto& [name, value] : *members) {
      out += std::exchange(separator, ',');
      new_line(indent + 2);
      append_quoted(out, name);
      out += ": ";
      append_pretty(out, value, indent + 2);
    }
    new_line(indent);
    out += '}';
  } else {
    append_text(out, json);
  }
}

// Order of UTF-16 code units: that of code points, but U+E000..U+FFFF (lead bytes EE, EF) come
// after the supplementary planes (lead bytes F0..F4), which are surrogate pairs.
int utf16_rank(char c) {
  const int byte = static_cast<unsigned char>(c);
  return byte == 0xEE || byte == 0xEF ? byte + 0x10 : byte;
}

bool utf16_less(std::string_view a, std::string_view b) {
  const auto [at_a, at_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (at_b == b.end()) return false;
  return at_a == a.end() || utf16_rank(*at_a) < utf16_rank(*at_b);
}

Error invalid(std::string_view value, Text expected, std::string_view example) {
  Error error(ErrorCode::kInvalid);
  error.details.push_back(Error(ErrorCode::kWrongType)
                              .with("value", value)
                              .with("expected", std::move(expected))
                              .with("example", example));
  return std::move(error).with("count", "1");
}

// The error as seen from the container: `step` goes in front of the path.
Error inside(std::string_view step, Error error) {
  Error& detail = error.details.front();
  error.field = error.field.empty() ? std::string(step) : std::string(step) + "/" + error.field;
  detail.field = error.field;
  return error;
}

base::Status append_canonical(std::string& out, const Json& json);

base::Status append_canonical_integer(std::string& out, const Json& json) {
  const std::optional<int64_t> value = json.if_int64();
  if (!value || *value > kLargestInteger || *value < -kLargestInteger) {
    return invalid(json.if_number()->digits,
                   {"±(2^53−1) 以内的整数", "an integer within ±(2^53−1)"}, "42");
  }
  out += std::to_string(*value);
  return {};
}

base::Status append_canonical_string(std::string& out, std::string_view text) {
  if (!base::is_utf8(text)) return invalid("?", {"UTF-8 文本", "text in UTF-8"}, "text");
  append_quoted(out, text);
  return {};
}

base::Status append_canonical_array(std::string& out, const Json::Array& items) {
  out += '[';
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    base::Status done = append_canonical(out, items[i]);
    if (!done.ok()) return inside(std::to_string(i), std::move(done).error());
  }
  out += ']';
  return {};
}

base::Status append_canonical_object(std::string& out, const Json::Object& members) {
  std::vector<const Json::Member*> sorted;
  sorted.reserve(members.size());
  for (const Json::Member& member : members) sorted.push_back(&member);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return utf16_less(a->first, b->first); });
  const Json::Member* previous = nullptr;
  out += '{';
  for (const Json::Member* member : sorted) {
    const auto& [name, value] = *member;
    if (previous != nullptr && previous->first == name) {
      return inside(name, invalid(name, {"唯一的键", "a key that occurs once"}, "a"));
    }
    if (previous != nullptr) out += ',';
    LINGQU_CHECK(append_canonical_string(out, name));
    out += ':';
    base::Status done = append_canonical(out, value);
    if (!done.ok()) return inside(name, std::move(done).error());
    previous = member;
  }
  out += '}';
  return {};
}

base::Status append_canonical(std::string& out, const Json& json) {
  if (json.if_number() != nullptr) return append_canonical_integer(out, json);
  if (const std::string* text = json.if_string()) return append_canonical_string(out, *text);
  if (const Json::Array* items = json.if_array()) return append_canonical_array(out, *items);
  if (const Json::Object* members = json.if_object()) return append_canonical_object(out, *members);
  append_scalar(out, json);
  return {};
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  const char* start = text.data();
  const char* const end = start + text.size();
  for (const char* at = start; at != end; ++at) {
    if (!kEscaped[static_cast<unsigned char>(*at)]) continue;
    out.append(start, at);
    append_escape(out, *at);
    start = at + 1;
  }
  out.append(start, end);
  out += '"';
}

void append_text(std::string& out, const Json& json) {
  if (const Json::Array* items = json.if_array()) {
    out += '[';
    for (const Json& item : *items) {
      if (&item != items->data()) out += ',';
      append_text(out, item);
    }
    out += ']';
  } else if (const Json::Object* members = json.if_object()) {
    out += '{';
    for (const Json::Member& member : *members) {
      if (&member != members->data()) out += ',';
      append_quoted(out, member.first);
      out += ':';
      append_text(out, member.second);
    }
    out += '}';
  } else {
    append_scalar(out, json);
  }
}

std::string to_text(const Json& json) {
  std::string out;
  append_text(out, json);
  return out;
}

std::string to_pretty_text(const Json& json) {
  std::string out;
  append_pretty(out, json, 0);
  out += '\n';
  return out;
}

base::Result<std::string> to_canonical_text(const Json& json) {
  std::string out;
  LINGQU_CHECK(append_canonical(out, json));
  return out;
}

}  // namespace lingqu::wire
