#include "search/analysis.hpp"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <xapian.h>

#include <algorithm>

#include "search/folding.hpp"

namespace lingqu::search {
namespace {

// How a script is cut: 0 by blanks, else into n-grams of that length beside the dictionary's words.
int gram_length(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
    case USCRIPT_THAI:
      return 3;
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return 2;
    default:
      return 0;
  }
}

bool is_ascii(std::u32string_view text) {
  for (const char32_t c : text) {
    if (c >= 0x80) return false;
  }
  return true;
}

// The end of the characters from `begin` on that are cut alike; marks belong to the character
// before them.
size_t script_end(std::u32string_view text, size_t begin) {
  const int length = gram_length(text[begin]);
  size_t end = begin + 1;
  while (end < text.size()) {
    const auto c = static_cast<UChar32>(text[end]);
    const bool mark = (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
    if (!mark && (gram_length(text[end]) != length || !u_isalnum(c))) break;
    ++end;
  }
  return end;
}

struct Word {
  std::u32string_view text;
  int gram = 0;      // of its first character
  size_t begin = 0;  // in the folded text
};

}  // namespace

struct Analyzer::Tools {
  std::unique_ptr<icu::BreakIterator> words;
  Xapian::Stem stem{"english"};

  std::vector<Word> split(const std::u32string& folded) const;
};

// The words of a text; signs and blanks are left out. A word never mixes scripts that are cut in
// different ways.
std::vector<Word> Analyzer::Tools::split(const std::u32string& folded) const {
  const auto text = icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(folded.data()),
                                                  static_cast<int32_t>(folded.size()));
  words->setText(text);
  std::vector<Word> found;
  size_t at = 0;  // in code points, where ICU counts UTF-16 units
  int32_t begin = words->first();
  for (int32_t end = words->next(); end != icu::BreakIterator::DONE; end = words->next()) {
    const size_t piece_end = at + static_cast<size_t>(text.countChar32(begin, end - begin));
    const bool word = words->getRuleStatus() >= UBRK_WORD_NONE_LIMIT;
    while (word && at < piece_end) {
      const size_t part_end = std::min(script_end(folded, at), piece_end);
      found.push_back(
          {std::u32string_view(folded).substr(at, part_end - at), gram_length(folded[at]), at});
      at = part_end;
    }
    at = piece_end;
    begin = end;
  }
  return found;
}

namespace {

// Makes the tokens of one text.
class Tokens {
 public:
  Tokens(const Xapian::Stem& stem, bool vietnamese, Purpose purpose)
      : stem_(stem), vietnamese_(vietnamese), purpose_(purpose) {}

  // Of a script without blanks, within the last stretch.
  void add_dictionary_word(const Word& word) {
    const auto offset = static_cast<uint32_t>(word.begin - stretch_begin_);
    add(Family::kWord, word.text, stretch_position_ + offset);
    previous_.clear();
  }

  void add_word(std::u32string_view text) {
    if (vietnamese_) return add_syllable(text);
    add_stem(text);
    if (purpose_ == Purpose::kQuery) {
      // A short query need not show that it is Vietnamese.
      const std::u32string folded = strip_marks(text);
      if (folded != text) add(Family::kSyllable, text, position_);
      add(Family::kFolded, folded, position_);
      tokens_.back().unmarked = folded == text;
    }
    ++position_;
  }

  // A stretch of characters that are cut alike into n-grams; `begin`: where in the folded text.
  void add_stretch(std::u32string_view stretch, size_t begin, int length) {
    stretch_begin_ = begin;
    stretch_position_ = position_;
    const auto size = static_cast<size_t>(length);
    const bool document = purpose_ == Purpose::kDocument;
    for (size_t i = 0; i < stretch.size(); ++i, ++position_) {
      const auto c = static_cast<UChar32>(stretch[i]);
      if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) && (document || stretch.size() == 1)) {
        add(Family::kCharacter, stretch.substr(i, 1), position_);
        if (!document) continue;
      }
      const std::u32string_view gram = stretch.substr(i, size);
      const bool alone = stretch.size() < size && i == 0;
      // The shorter ones at a document's end of a stretch are for queries that are shorter than an
      // n-gram.
      if (gram.size() < size && !alone && (!document || gram.size() == 1)) continue;
      add(Family::kGram, gram, position_);
      tokens_.back().alone = alone;
    }
  }

  std::vector<Token> take() { return std::move(tokens_); }

 private:
  void add_syllable(std::u32string_view text) {
    add(Family::kSyllable, text, position_);
    add(Family::kFolded, strip_marks(text), position_);
    if (is_ascii(text)) add_stem(text);  // names, and English words between Vietnamese ones
    if (!previous_.empty()) {
      add(Family::kPair, previous_ + U" " + std::u32string(text), position_ - 1);
    }
    previous_ = text;
    ++position_;
  }

  void add_stem(std::u32string_view text) {
    const std::string word = to_utf8(text);
    const std::string stem = word.size() > kMostTermBytes ? word : stem_(word);
    tokens_.push_back({bounded_term("E", stem), Family::kStem, position_, false, false});
  }

  void add(Family family, std::u32string_view text, uint32_t position) {
    const char prefix = static_cast<char>(family);
    tokens_.push_back({bounded_term(std::string_view(&prefix, 1), to_utf8(text)), family, position,
                       false, false});
  }

  const Xapian::Stem& stem_;
  bool vietnamese_;
  Purpose purpose_;
  std::u32string previous_;  // the Vietnamese syllable before this one
  uint32_t position_ = 0;
  size_t stretch_begin_ = 0;
  uint32_t stretch_position_ = 0;
  std::vector<Token> tokens_;
};

uint64_t fnv1a(std::string_view text) {
  uint64_t hash = 14695981039346656037ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

}  // namespace

std::string bounded_term(std::string_view prefix, std::string_view text) {
  std::string term(prefix);
  // Xapian stores a NUL as two bytes; none comes here from checked text, and this keeps within the
  // limit if one does.
  if (prefix.size() + text.size() <= kMostTermBytes && text.find('\0') == text.npos) {
    return term.append(text);
  }
  const std::string hash = std::to_string(fnv1a(text));
  size_t length = std::min(text.size(), kMostTermBytes / 2 - prefix.size());
  while (length > 0 && (text[length] & 0xC0) == 0x80) --length;
  for (const char c : text.substr(0, length)) term += c == '\0' ? ' ' : c;
  return term.append("#").append(hash);
}

base::Result<Analyzer> Analyzer::create() {
  auto tools = std::make_unique<Tools>();
  UErrorCode status = U_ZERO_ERROR;
  tools->words.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  if (U_FAILURE(status)) {
    return base::Error(base::ErrorCode::kStorage).with("reason", u_errorName(status));
  }
  return Analyzer(std::move(tools));
}

Analyzer::Analyzer(std::unique_ptr<Tools> tools) : tools_(std::move(tools)) {}
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;
Analyzer::~Analyzer() = default;

std::vector<Token> Analyzer::analyze(std::string_view text, Purpose purpose) {
  const std::u32string folded = fold(text);
  Tokens tokens(tools_->stem, is_vietnamese(folded), purpose);
  size_t done = 0;  // stretches up to here have been cut
  for (const Word& word : tools_->split(folded)) {
    if (word.gram == 0) {
      tokens.add_word(word.text);
      continue;
    }
    if (word.begin >= done) {
      done = script_end(folded, word.begin);
      const std::u32string_view rest = std::u32string_view(folded).substr(word.begin);
      tokens.add_stretch(rest.substr(0, done - word.begin), word.begin, word.gram);
    }
    tokens.add_dictionary_word(word);
  }
  return tokens.take();
}

}  // namespace lingqu::search
