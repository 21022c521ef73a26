// The part of a text that answers a query, cut into pieces that match and pieces that do not: for showing why something was found.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lingqu::search {

struct Piece {
  std::string text;
  bool matches = false;
};
struct Passage {
  std::vector<Piece> pieces;  // "…" at an end that was cut is a piece of its own
  size_t matched = 0;         // characters that match; 0: the beginning of the text
};

// Words of the query as they stand, folded (full-width, case, traditional characters); of a word in a script without blanks that does not
// occur as a whole, its pairs of characters. `width`: characters to show at most. Any text; what is not UTF-8 is shown as U+FFFD.
Passage find_passage(std::string_view text, std::string_view query, size_t width);

}  // namespace lingqu::search
