// The English stemmer of the analysis, for those who compare words themselves.
#pragma once

#include <string>

namespace lingqu::search {

// The Snowball stem of one lower-case word; words with letters beyond ASCII stay as they are.
std::string english_stem(const std::string& word);

}  // namespace lingqu::search
