#include "base/text.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace lingqu::base {

namespace {

uint8_t byte_at(std::string_view text, size_t index) {
  return static_cast<uint8_t>(text[index]);
}

bool is_continuation(uint8_t byte) {
  return (byte & 0xC0) == 0x80;
}

// Length of the well-formed sequence that starts at `at`, 0 if there is none (RFC 3629 section 4).
size_t sequence_length(std::string_view bytes, size_t at) {
  const uint8_t lead = byte_at(bytes, at);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (bytes.size() - at < length) return 0;
  const uint8_t second = byte_at(bytes, at + 1);
  uint8_t low = 0x80;
  uint8_t high = 0xBF;
  if (lead == 0xE0) low = 0xA0;   // overlong
  if (lead == 0xED) high = 0x9F;  // surrogates
  if (lead == 0xF0) low = 0x90;   // overlong
  if (lead == 0xF4) high = 0x8F;  // above U+10FFFF
  if (second < low || second > high) return 0;
  for (size_t i = 2; i < length; ++i)
    if (!is_continuation(byte_at(bytes, at + i))) return 0;
  return length;
}

// Bytes of white space at the start of `text`, 0 if there is none.
size_t leading_blank(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r')) return 1;
  for (const std::string_view blank : {"\xE3\x80\x80", "\xEF\xBB\xBF", "\xC2\xA0"})
    if (text.starts_with(blank)) return blank.size();
  return 0;
}

size_t trailing_blank(std::string_view text) {
  if (text.empty()) return 0;
  const char last = text.back();
  if (last == ' ' || (last >= '\t' && last <= '\r')) return 1;
  for (const std::string_view blank : {"\xE3\x80\x80", "\xEF\xBB\xBF", "\xC2\xA0"})
    if (text.ends_with(blank)) return blank.size();
  return 0;
}

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr uint8_t kNoDigit = 0xFF;

constexpr std::array<uint8_t, 256> make_base64_values() {
  std::array<uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (size_t i = 0; i < kBase64.size(); ++i)
    values[static_cast<uint8_t>(kBase64[i])] = static_cast<uint8_t>(i);
  return values;
}
constexpr std::array<uint8_t, 256> kBase64Values = make_base64_values();

}  // namespace

Text same(std::string_view words) {
  return Text{std::string(words), std::string(words)};
}

bool is_utf8(std::string_view bytes) {
  return find_invalid_utf8(bytes) == std::string_view::npos;
}

size_t find_invalid_utf8(std::string_view bytes) {
  size_t at = 0;
  while (at < bytes.size()) {
    uint64_t word = 0;
    if (bytes.size() - at >= sizeof word) {
      std::memcpy(&word, bytes.data() + at, sizeof word);
      if ((word & 0x8080808080808080U) == 0) {
        at += sizeof word;
        continue;
      }
    }
    const size_t length = sequence_length(bytes, at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

size_t count_code_points(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += is_continuation(static_cast<uint8_t>(c)) ? 0 : 1;
  return count;
}

std::string_view first_code_points(std::string_view text, size_t count) {
  size_t at = 0;
  for (; at < text.size(); ++at) {
    if (is_continuation(byte_at(text, at))) continue;
    if (count == 0) break;
    --count;
  }
  return text.substr(0, at);
}

std::string_view trim(std::string_view text) {
  while (const size_t blank = leading_blank(text)) text.remove_prefix(blank);
  while (const size_t blank = trailing_blank(text)) text.remove_suffix(blank);
  return text;
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string to_half_width(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("\xE3\x80\x80")) {
      out += ' ';
      at += 3;
    } else if (rest.size() >= 3 && byte_at(rest, 0) == 0xEF && byte_at(rest, 1) == 0xBC &&
               byte_at(rest, 2) >= 0x81 && byte_at(rest, 2) <= 0xBF) {
      out += static_cast<char>(byte_at(rest, 2) - 0x81 + 0x21);
      at += 3;
    } else if (rest.size() >= 3 && byte_at(rest, 0) == 0xEF && byte_at(rest, 1) == 0xBD &&
               byte_at(rest, 2) >= 0x80 && byte_at(rest, 2) <= 0x9E) {
      out += static_cast<char>(byte_at(rest, 2) - 0x80 + 0x60);
      at += 3;
    } else {
      out += text[at];
      at += 1;
    }
  }
  return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

bool from_hex(std::string_view hex, std::string& bytes) {
  bytes.clear();
  if (hex.size() % 2 != 0) return false;
  std::string out;
  out.reserve(hex.size() / 2);
  for (size_t i = 0; i < hex.size(); i += 2) {
    const int high = hex_value(hex[i]);
    const int low = hex_value(hex[i + 1]);
    if (high < 0 || low < 0) return false;
    out += static_cast<char>(high * 16 + low);
  }
  bytes = std::move(out);
  return true;
}

std::string to_base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t left = bytes.size() - i;
    uint32_t group = uint32_t{byte_at(bytes, i)} << 16;
    if (left > 1) group |= uint32_t{byte_at(bytes, i + 1)} << 8;
    if (left > 2) group |= uint32_t{byte_at(bytes, i + 2)};
    out += kBase64[group >> 18];
    out += kBase64[(group >> 12) & 63];
    out += left > 1 ? kBase64[(group >> 6) & 63] : '=';
    out += left > 2 ? kBase64[group & 63] : '=';
  }
  return out;
}

bool from_base64(std::string_view text, std::string& bytes) {
  bytes.clear();
  if (text.size() % 4 != 0) return false;
  size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  std::string out;
  out.reserve(text.size() * 3 / 4);
  uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    const uint8_t value = kBase64Values[static_cast<uint8_t>(c)];
    if (value == kNoDigit) return false;
    buffer = (buffer << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>((buffer >> bits) & 0xFF);
  }
  if ((buffer & ((uint32_t{1} << bits) - 1)) != 0) return false;  // stray bits
  bytes = std::move(out);
  return true;
}

}  // namespace lingqu::base
