#include "search/stem.hpp"

#include <xapian.h>

#include <algorithm>

namespace lingqu::search {

std::string english_stem(const std::string& word) {
  thread_local const Xapian::Stem stem("english");
  const bool ascii = std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return ascii ? stem(word) : word;
}

}  // namespace lingqu::search
