// Brings text into the form in which it is compared: what people type differently for the same word
// becomes the same.
#pragma once

#include <string>
#include <string_view>

namespace lingqu::search {

// NFKC with case folding (so full-width forms become half-width, and composed and decomposed marks
// the same), then traditional Chinese characters to simplified ones. Precondition: UTF-8; other
// bytes become U+FFFD.
std::u32string fold(std::string_view text);
// Without combining marks, and đ as d: what people type who have no Vietnamese keyboard. Takes
// folded text.
std::u32string strip_marks(std::u32string_view folded);
// True if a letter occurs that only Vietnamese uses (đ, ơ, ư, a letter with a tone and another mark
// …). Takes folded text.
bool is_vietnamese(std::u32string_view folded);
std::string to_utf8(std::u32string_view text);

}  // namespace lingqu::search
