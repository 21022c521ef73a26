// Characters of FEEL names (DMN 1.5, 10.3.1.2, rules 27 to 31).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lingqu::feel {

// The code point at `at` and its length in bytes; an ill-formed byte is U+FFFD of length 1.
uint32_t decode(std::string_view text, size_t at, size_t& length);
bool is_name_start(uint32_t code);
bool is_name_part(uint32_t code);
bool is_space(uint32_t code);
void append_utf8(std::string& out, uint32_t code);
// Without space around, with single spaces within.
std::string normalized_name(std::string_view name);
// A word that ends a name: and, or, in, between, instance, then, else, return, satisfies.
bool is_separator_word(std::string_view word);

}  // namespace lingqu::feel
