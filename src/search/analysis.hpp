// Text to index terms. Documents and queries go through the same analysis, so that they meet in the
// same terms.
//
// Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese: the words of ICU's dictionaries and,
// beside them, n-grams of characters (Thai 3, others 2), because a dictionary never knows all terms
// of art; characters alone for queries of one character. Vietnamese: syllables, pairs of syllables,
// and syllables without marks. Everything else: words, stemmed as English.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace lingqu::search {

// Changes whenever the same text gives other terms; an index that was made by another version is
// rebuilt.
inline constexpr int kAnalysisVersion = 1;

enum class Family : char {
  kWord = 'W',       // of a script without blanks
  kGram = 'G',       // has a position, like kStem and kSyllable
  kCharacter = 'U',  // one character of a script without blanks
  kStem = 'E',       // of a script with blanks
  kSyllable = 'L',   // Vietnamese, as written
  kPair = 'P',       // two Vietnamese syllables
  kFolded = 'F',     // Vietnamese without marks; of a query also every other word, to find those
};

struct Token {
  std::string term;  // the family's letter and the text; at most kMostTermBytes
  Family family;
  uint32_t position;  // from 0; the n-grams of a text and its words count on, so that neighbours
                      // are one apart
  bool alone =
      false;  // kGram: the whole stretch of its script, and shorter than an n-gram should be
  bool unmarked = false;  // kFolded: of a word that has no marks as it is written
};

// Xapian's limit for a term is 245 bytes.
inline constexpr size_t kMostTermBytes = 240;
// `text` as a term with `prefix`; what is too long is cut and told apart by a hash.
std::string bounded_term(std::string_view prefix, std::string_view text);

enum class Purpose { kDocument, kQuery };

// Not thread-safe: it holds ICU's break iterator. Making one costs about a millisecond.
class Analyzer {
 public:
  static base::Result<Analyzer> create();
  Analyzer(Analyzer&&) noexcept;
  Analyzer& operator=(Analyzer&&) noexcept;
  ~Analyzer();

  std::vector<Token> analyze(std::string_view text, Purpose purpose);

 private:
  struct Tools;
  explicit Analyzer(std::unique_ptr<Tools> tools);
  std::unique_ptr<Tools> tools_;
};

}  // namespace lingqu::search
