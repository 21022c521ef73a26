#include "feel/names.hpp"

#include <algorithm>
#include <iterator>

namespace lingqu::feel {

uint32_t decode(std::string_view text, size_t at, size_t& length) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const auto tail = [&](size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const uint32_t first = byte(at);
  length = 1;
  if (first < 0x80) return first;
  if (first >= 0xc2 && first < 0xe0 && tail(at + 1)) {
    length = 2;
    return (first & 0x1f) << 6 | (byte(at + 1) & 0x3f);
  }
  if (first >= 0xe0 && first < 0xf0 && tail(at + 1) && tail(at + 2)) {
    length = 3;
    return (first & 0x0f) << 12 | (byte(at + 1) & 0x3f) << 6 | (byte(at + 2) & 0x3f);
  }
  if (first >= 0xf0 && first < 0xf5 && tail(at + 1) && tail(at + 2) && tail(at + 3)) {
    length = 4;
    return (first & 0x07) << 18 | (byte(at + 1) & 0x3f) << 12 | (byte(at + 2) & 0x3f) << 6 |
           (byte(at + 3) & 0x3f);
  }
  return 0xfffd;
}

bool is_name_start(uint32_t code) {
  static constexpr uint32_t kRanges[][2] = {
      {'?', '?'},       {'A', 'Z'},       {'_', '_'},       {'a', 'z'},        {0xc0, 0xd6},
      {0xd8, 0xf6},     {0xf8, 0x2ff},    {0x370, 0x37d},   {0x37f, 0x167f},   {0x1681, 0x180d},
      {0x180f, 0x1fff}, {0x200c, 0x200d}, {0x2070, 0x218f}, {0x2c00, 0x2fef},  {0x3001, 0xd7ff},
      {0xf900, 0xfdcf}, {0xfdf0, 0xfefe}, {0xff00, 0xfffc}, {0x10000, 0xeffff}};
  return std::any_of(std::begin(kRanges), std::end(kRanges),
                     [code](const auto& range) { return code >= range[0] && code <= range[1]; });
}

bool is_name_part(uint32_t code) {
  return is_name_start(code) || (code >= '0' && code <= '9') || code == 0xb7 ||
         (code >= 0x300 && code <= 0x36f) || (code >= 0x203f && code <= 0x2040);
}

bool is_space(uint32_t code) {
  return (code >= 0x9 && code <= 0xd) || code == ' ' || code == 0x85 || code == 0xa0 ||
         code == 0x1680 || code == 0x180e || (code >= 0x2000 && code <= 0x200b) || code == 0x2028 ||
         code == 0x2029 || code == 0x202f || code == 0x205f || code == 0x3000 || code == 0xfeff;
}

void append_utf8(std::string& out, uint32_t code) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xc0 | code >> 6));
    out.push_back(static_cast<char>(0x80 | (code & 0x3f)));
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xe0 | code >> 12));
    out.push_back(static_cast<char>(0x80 | (code >> 6 & 0x3f)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3f)));
  } else {
    out.push_back(static_cast<char>(0xf0 | code >> 18));
    out.push_back(static_cast<char>(0x80 | (code >> 12 & 0x3f)));
    out.push_back(static_cast<char>(0x80 | (code >> 6 & 0x3f)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3f)));
  }
}

std::string normalized_name(std::string_view name) {
  std::string out;
  bool gap = false;
  for (size_t at = 0, length; at < name.size(); at += length) {
    if (is_space(decode(name, at, length))) {
      gap = !out.empty();
      continue;
    }
    if (gap) out.push_back(' ');
    gap = false;
    out.append(name.substr(at, length));
  }
  return out;
}

bool is_separator_word(std::string_view word) {
  static constexpr std::string_view kWords[] = {"and",  "or",   "in",     "between",  "instance",
                                                "then", "else", "return", "satisfies"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

}  // namespace lingqu::feel
