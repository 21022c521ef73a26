#include "match/understanding.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "search/folding.hpp"

namespace lingqu::match {

namespace {

// Terms that carry meaning in the index: words, pairs and characters of Chinese, stems.
bool is_searchable(const search::Token& token, const std::set<std::string>& idle) {
  switch (token.family) {
    case search::Family::kWord:
    case search::Family::kGram:
    case search::Family::kCharacter:
      return true;
    case search::Family::kStem:
      return token.term.size() > 2 && !idle.contains(token.term.substr(1));
    default:
      return false;
  }
}

// Stems of English words that stand in every text.
const std::set<std::string>& idle_stems() {
  static const std::set<std::string> stems = {
      "a",    "an",   "and",  "the",  "of",    "to",   "in",   "on",   "for",  "with", "at",   "by",    "from", "is",    "are",  "be",   "was",
      "were", "it",   "its",  "we",   "our",   "us",   "they", "their", "them", "this", "that", "these", "or",   "not",   "no",   "can",  "but",
      "as",   "when", "want", "need", "seek",  "look", "has",  "have", "had",  "do",   "doe",  "so",    "than", "then",  "more", "most", "much",
      "very", "too",  "each", "all",  "ani",   "some", "one",  "two",  "which", "who",  "how",  "what",  "into", "onli",  "also", "still", "would",
      "there", "here", "if",  "per",  "about", "such", "while", "must", "may",  "should", "will", "through", "without", "becaus", "befor", "after"};
  return stems;
}

// Mentions of one kind of text, joined where they have the same place.
void add_aspects(const std::vector<Mention>& mentions, const std::function<std::string(const Mention&)>& surface, std::vector<Aspect>& out) {
  std::map<std::pair<uint32_t, uint32_t>, Aspect> by_place;
  for (const Mention& mention : mentions) {
    Aspect& aspect = by_place[{mention.begin, mention.end}];
    if (aspect.concepts.empty()) aspect.surface = surface(mention);
    if (std::find(aspect.concepts.begin(), aspect.concepts.end(), mention.id) == aspect.concepts.end()) aspect.concepts.push_back(mention.id);
  }
  for (auto& [place, aspect] : by_place) {
    for (const auto& [other, unused] : by_place)
      if (other != place && other.first <= place.first && other.second >= place.second) aspect.inner = true;
    // Said twice is meant once.
    const auto same = std::find_if(out.begin(), out.end(), [&aspect = aspect](const Aspect& a) { return a.concepts == aspect.concepts; });
    if (same == out.end())
      out.push_back(std::move(aspect));
    else
      same->inner = same->inner && aspect.inner;
  }
}

}  // namespace

Understanding understand(std::string_view text, const Glossary& glossary, search::Analyzer& analyzer) {
  Understanding result;
  const std::u32string folded = without_phrases(search::fold(text));
  std::set<std::string> words;
  for (const search::Token& token : analyzer.analyze(search::to_utf8(folded), search::Purpose::kDocument))
    if (is_searchable(token, idle_stems())) words.insert(token.term);
  result.words.assign(words.begin(), words.end());
  add_aspects(
      glossary.in_characters(folded), [&](const Mention& m) { return search::to_utf8(folded.substr(m.begin, m.end - m.begin)); }, result.aspects);
  const std::vector<std::string> spaced = normal_words(folded);
  add_aspects(
      glossary.in_words(spaced),
      [&](const Mention& m) {
        std::string phrase = spaced[m.begin];
        for (uint32_t i = m.begin + 1; i < m.end; ++i) phrase += ' ' + spaced[i];
        return phrase;
      },
      result.aspects);
  return result;
}

}  // namespace lingqu::match
