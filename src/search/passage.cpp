#include "search/passage.hpp"

#include <algorithm>

#include "search/folding.hpp"

namespace lingqu::search {
namespace {

constexpr size_t kMostQuery = 200;  // characters of the query that are looked for
constexpr size_t kMostText = 20'000;

// The text as characters, each with its folded form; folding may make several characters of one, of which the first stands for all.
struct Characters {
  std::u32string written, folded;
};

char32_t next(std::string_view text, size_t& at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  const size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  char32_t value = length == 1 ? lead : lead & (0x7Fu >> length);
  if (at + length > text.size() || (length == 1 && lead >= 0x80)) return ++at, U'\uFFFD';
  for (size_t i = 1; i < length; ++i) value = (value << 6) | (byte(at + i) & 0x3Fu);
  at += length;
  return value;
}

Characters characters_of(std::string_view text, size_t most) {
  Characters out;
  for (size_t at = 0; at < text.size() && out.written.size() < most;) {
    const char32_t one = next(text, at);
    out.written += one;
    if (one < 0x80) {
      out.folded += one >= U'A' && one <= U'Z' ? one + 32 : one;
    } else {
      const std::u32string folded = fold(to_utf8(std::u32string(1, one)));
      out.folded += folded.empty() ? one : folded.front();
    }
  }
  return out;
}

bool is_blank(char32_t c) { return c <= U' ' || c == U'\u3000' || c == U'\u00A0' || c == U'，' || c == U'。' || c == U'、' || c == U',' || c == U'.'; }
bool has_no_blanks(char32_t c) { return c >= 0x2E80 || (c >= 0x0E00 && c < 0x1100); }

bool mark(const std::u32string& text, const std::u32string& word, std::vector<bool>& marks) {
  bool found = false;
  for (size_t at = text.find(word); at != std::u32string::npos; at = text.find(word, at + 1)) {
    std::fill_n(marks.begin() + static_cast<std::ptrdiff_t>(at), word.size(), true);
    found = true;
  }
  return found;
}

void mark_word(const std::u32string& text, const std::u32string& word, std::vector<bool>& marks) {
  if (word.empty() || mark(text, word, marks)) return;
  for (size_t i = 0; i + 2 <= word.size(); ++i)
    if (has_no_blanks(word[i]) && has_no_blanks(word[i + 1])) mark(text, word.substr(i, 2), marks);
}

std::vector<bool> marks_of(const std::u32string& text, std::string_view query) {
  std::vector<bool> marks(text.size(), false);
  std::u32string word;
  for (const char32_t c : characters_of(query, kMostQuery).folded + U" ") {
    if (!is_blank(c)) {
      word += c;
      continue;
    }
    mark_word(text, word, marks);
    word.clear();
  }
  return marks;
}

// The beginning of the window with the most marks; of several the first.
size_t best_window(const std::vector<bool>& marks, size_t width) {
  if (marks.size() <= width) return 0;
  size_t inside = static_cast<size_t>(std::count(marks.begin(), marks.begin() + static_cast<std::ptrdiff_t>(width), true));
  size_t best = 0, most = inside;
  for (size_t start = 1; start + width <= marks.size(); ++start) {
    inside = inside + marks[start + width - 1] - marks[start - 1];
    if (inside > most) best = start, most = inside;
  }
  if (most == 0) return 0;
  // A window ends where its last mark comes in; some of what follows reads better.
  return std::min(best + width / 4, marks.size() - width);
}

}  // namespace

Passage find_passage(std::string_view text, std::string_view query, size_t width) {
  const Characters characters = characters_of(text, kMostText);
  const std::vector<bool> marks = marks_of(characters.folded, query);
  const size_t start = best_window(marks, width), end = std::min(start + width, marks.size());
  Passage passage;
  if (start > 0) passage.pieces.push_back({"…", false});
  for (size_t i = start; i < end;) {
    size_t stop = i;
    while (stop < end && marks[stop] == marks[i]) ++stop;
    passage.pieces.push_back({to_utf8(characters.written.substr(i, stop - i)), marks[i]});
    if (marks[i]) passage.matched += stop - i;
    i = stop;
  }
  if (end < marks.size()) passage.pieces.push_back({"…", false});
  return passage;
}

}  // namespace lingqu::search
