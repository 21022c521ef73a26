#include "wire/detail/xlsx_text.hpp"

#include <algorithm>
#include <charconv>
#include <pugixml.hpp>

#include "wire/detail/xlsx_elements.hpp"

namespace lingqu::wire::detail {
namespace {

constexpr size_t kEscapeLength = 7;  // _xHHHH_

std::optional<uint32_t> escape_at(std::string_view text, size_t at) {
  if (text.size() < at + kEscapeLength || text[at] != '_' || text[at + 1] != 'x' ||
      text[at + 6] != '_') {
    return std::nullopt;
  }
  uint32_t unit = 0;
  const char* begin = text.data() + at + 2;
  const auto [rest, error] = std::from_chars(begin, begin + 4, unit, 16);
  if (error != std::errc() || rest != begin + 4) return std::nullopt;
  return unit;
}

bool is_lead(uint32_t unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_trail(uint32_t unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

void append_utf8(std::string& out, uint32_t point) {
  const auto tail = [&out](uint32_t bits) { out += static_cast<char>(0x80 | (bits & 0x3F)); };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
    tail(point);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | (point >> 12));
    tail(point >> 6);
    tail(point);
  } else {
    out += static_cast<char>(0xF0 | (point >> 18));
    tail(point >> 12);
    tail(point >> 6);
    tail(point);
  }
}

}  // namespace

std::optional<std::string> decode_escapes(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t found = std::min(text.find("_x", at), text.size());
    out.append(text, at, found - at);
    at = found;
    if (at == text.size()) break;
    const std::optional<uint32_t> unit = escape_at(text, at);
    if (unit && *unit == 0) return std::nullopt;
    if (unit && is_lead(*unit)) {
      const std::optional<uint32_t> trail = escape_at(text, at + kEscapeLength);
      if (trail && is_trail(*trail)) {
        append_utf8(out, 0x10000 + ((*unit - 0xD800) << 10) + (*trail - 0xDC00));
        at += 2 * kEscapeLength;
        continue;
      }
    }
    if (unit && !is_lead(*unit) && !is_trail(*unit)) {
      append_utf8(out, *unit);
      at += kEscapeLength;
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::string element_text(const pugi::xml_node& element) {
  std::string text;
  for (const pugi::xml_node& child : element.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
      text += child.value();
  }
  return text;
}

std::optional<std::string> item_text(const pugi::xml_node& item) {
  std::string text;
  for (const pugi::xml_node& child : item.children()) {
    const std::string_view name = local_name(child.name());
    if (name == "t") text += element_text(child);
    if (name != "r") continue;
    for (const pugi::xml_node& run : child.children()) {
      if (local_name(run.name()) == "t") text += element_text(run);
    }
  }
  return decode_escapes(text);
}

}  // namespace lingqu::wire::detail
