// Bilingual texts of the program itself (labels, messages) and small functions on UTF-8 strings.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lingqu::base {

enum class Language { kZh, kEn };

// A text of the program or of a pack in its two interface languages. `en` empty means: use `zh`.
struct Text {
  std::string zh;
  std::string en;
  const std::string& in(Language language) const {
    return language == Language::kEn && !en.empty() ? en : zh;
  }
  bool operator==(const Text&) const = default;
};

// The same words in both languages (identifiers, numbers, names of people).
Text same(std::string_view words);

// True if `bytes` is well-formed UTF-8 (no overlong forms, surrogates, or values above U+10FFFF).
bool is_utf8(std::string_view bytes);
// Offset of the first byte that is not part of well-formed UTF-8; npos if there is none.
size_t find_invalid_utf8(std::string_view bytes);
// Number of code points. Precondition: is_utf8(text).
size_t count_code_points(std::string_view text);
// The first `count` code points.
std::string_view first_code_points(std::string_view text, size_t count);
// Without leading and trailing white space: ASCII, U+3000 ideographic space, U+FEFF, U+00A0.
std::string_view trim(std::string_view text);
// ASCII letters to lower case; everything else as it is.
std::string ascii_lower(std::string_view text);
// Full-width ASCII (U+FF01..U+FF5E, U+3000) to its half-width form, as people type codes with a Chinese input method.
std::string to_half_width(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
// Lower-case hexadecimal, and back (empty string and false if `hex` is not an even number of hexadecimal digits).
std::string to_hex(std::string_view bytes);
bool from_hex(std::string_view hex, std::string& bytes);
// RFC 4648 base64 with padding, and back (false on any character outside the alphabet, missing padding, or stray bits).
std::string to_base64(std::string_view bytes);
bool from_base64(std::string_view text, std::string& bytes);

}  // namespace lingqu::base
