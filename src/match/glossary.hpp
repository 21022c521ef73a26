// A glossary of technical terms: what people call the same thing in several languages and, within one language, in everyday and in
// technical words. Format: docs/formats/glossary.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"

namespace lingqu::match {

using ConceptId = uint32_t;

struct Concept {
  std::vector<std::string> chinese;  // folded; the first is the term of art
  std::string english;               // the first variant, as it is shown
  uint16_t domain = 0;               // index into Glossary::domains()
};

// A concept that a text names, and where: [begin, end) in characters of a script without blanks, in words of one with blanks.
struct Mention {
  ConceptId id;
  uint32_t begin;
  uint32_t end;
  bool operator==(const Mention&) const = default;
};

class Glossary {
 public:
  // Adds the lines of one file. kBadFile with file, line and reason.
  base::Status add(const std::string& file, std::string_view text);
  // All files *.tsv of the folder in the order of their names; a folder that is not there is an empty glossary.
  static base::Result<Glossary> load(const std::string& folder);

  size_t size() const { return concepts_.size(); }
  const Concept& at(ConceptId id) const { return concepts_[id]; }
  const std::vector<std::string>& domains() const { return domains_; }

  // Every mention in a folded text of scripts without blanks, also those inside longer ones.
  std::vector<Mention> in_characters(std::u32string_view folded) const;
  // The same for words: `words` as normal_word() gives them.
  std::vector<Mention> in_words(const std::vector<std::string>& words) const;

 private:
  struct Entry {
    std::u32string text;
    ConceptId id;
  };
  void add_variant(std::string_view variant, ConceptId id);

  std::vector<Concept> concepts_;
  std::vector<std::string> domains_ = {""};
  std::unordered_map<uint64_t, std::vector<Entry>> by_characters_;  // by the first two characters
  std::unordered_map<std::string, std::vector<ConceptId>> by_words_;
  size_t longest_phrase_ = 0;  // in words
};

// The words of a folded text in scripts with blanks; English ones as stems, so that inflected forms meet.
std::vector<std::string> normal_words(std::u32string_view folded);
// Whether words stand without blanks in the character's script: Han, Kana, Hangul, Thai, Lao, Khmer, Burmese.
bool has_no_blanks(char32_t c);

}  // namespace lingqu::match
