#include "search/detail/query.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "search/detail/layout.hpp"

namespace lingqu::search::detail {
namespace {

using Queries = std::vector<Xapian::Query>;

// Of words found without their marks, against words as written: if the query has marks, and if it
// was typed without.
constexpr double kFoldedWeight = 0.3;
constexpr double kUnmarkedWeight = 0.7;
constexpr size_t kMostTerms = 500;  // the query's most frequent and first ones
constexpr Xapian::termcount kMostExpansions = 200;

Xapian::Query join(Xapian::Query::op op, const Queries& parts) {
  return Xapian::Query(op, parts.begin(), parts.end());
}

// Terms shorter than an n-gram stand for all n-grams that begin with them.
bool is_prefix(const Token& token) {
  return token.family == Family::kGram && token.alone;
}

Xapian::Query prefix_query(const std::string& term) {
  return Xapian::Query(Xapian::Query::OP_WILDCARD, term, kMostExpansions,
                       Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT);
}

Xapian::Query term_query(const Token& token, Xapian::termcount count) {
  if (is_prefix(token)) return prefix_query(token.term);
  Xapian::Query query(token.term, count);
  if (token.family != Family::kFolded) return query;
  const double weight = token.unmarked ? kUnmarkedWeight : kFoldedWeight;
  return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, query, weight);
}

Xapian::Query any_query(const std::vector<Token>& tokens) {
  std::map<std::string_view, std::pair<const Token*, Xapian::termcount>> counts;
  for (const Token& token : tokens) {
    const auto found = counts.find(token.term);
    if (found != counts.end()) {
      ++found->second.second;
    } else if (counts.size() < kMostTerms) {
      counts.emplace(token.term, std::pair(&token, 1));
    }
  }
  Queries parts;
  for (const auto& [term, entry] : counts) parts.push_back(term_query(*entry.first, entry.second));
  return join(Xapian::Query::OP_OR, parts);
}

// What stands at one place of the query; a document must have it in one of its forms.
Xapian::Query all_query(const std::vector<Token>& tokens) {
  std::map<uint32_t, Queries> places;
  for (const Token& token : tokens) {
    const bool extra = token.family == Family::kWord || token.family == Family::kPair;
    if (extra) continue;
    places[token.position].push_back(term_query(token, 1));
    if (places.size() >= kMostTerms) break;
  }
  Queries required;
  for (const auto& [position, forms] : places) {
    required.push_back(join(Xapian::Query::OP_OR, forms));
  }
  // Words and pairs are not required; they only raise the score.
  Queries extras;
  for (const Token& token : tokens) {
    const bool extra = token.family == Family::kWord || token.family == Family::kPair;
    if (extra && extras.size() < kMostTerms) extras.push_back(term_query(token, 1));
  }
  return Xapian::Query(Xapian::Query::OP_AND_MAYBE, join(Xapian::Query::OP_AND, required),
                       join(Xapian::Query::OP_OR, extras));
}

// The tokens that have positions, with `letters` as the form of words of scripts with blanks, as a
// phrase; and the others.
Xapian::Query phrase_query(const std::vector<Token>& tokens, Family letters) {
  Queries phrase;
  Queries others;
  uint32_t first = 0;
  uint32_t last = 0;
  for (const Token& token : tokens) {
    if (token.family == Family::kCharacter || is_prefix(token)) {
      others.push_back(term_query(token, 1));
    } else if (token.family == Family::kGram || token.family == letters) {
      if (phrase.empty()) first = token.position;
      last = token.position;
      phrase.emplace_back(token.term);
    }
    if (phrase.size() + others.size() >= kMostTerms) break;
  }
  if (phrase.size() > 1) {
    others.emplace_back(Xapian::Query::OP_PHRASE, phrase.begin(), phrase.end(), last - first + 1);
  } else {
    others.insert(others.end(), phrase.begin(), phrase.end());
  }
  return join(Xapian::Query::OP_AND, others);
}

// Words as written in Vietnamese, stemmed, or without marks: whichever form a phrase has
// throughout.
Xapian::Query substring_query(const std::vector<Token>& tokens) {
  std::set<uint32_t> words;
  std::map<Family, std::set<uint32_t>> forms;
  for (const Token& token : tokens) {
    const bool letters = token.family == Family::kStem || token.family == Family::kSyllable ||
                         token.family == Family::kFolded;
    if (!letters) continue;
    words.insert(token.position);
    forms[token.family].insert(token.position);
  }
  if (words.empty()) return phrase_query(tokens, Family::kStem);
  Queries phrases;
  const bool as_written = forms[Family::kSyllable] == words;
  if (as_written) phrases.push_back(phrase_query(tokens, Family::kSyllable));
  if (forms[Family::kStem] == words) phrases.push_back(phrase_query(tokens, Family::kStem));
  if (!as_written) phrases.push_back(phrase_query(tokens, Family::kFolded));
  return join(Xapian::Query::OP_OR, phrases);
}

}  // namespace

Xapian::Query text_query(const std::vector<Token>& tokens, Match match) {
  if (tokens.empty()) return Xapian::Query();
  switch (match) {
    case Match::kAll:
      return all_query(tokens);
    case Match::kSubstring:
      return substring_query(tokens);
    case Match::kAny:
      break;
  }
  return any_query(tokens);
}

Xapian::Query filter_query(const std::vector<std::vector<std::string>>& groups) {
  // Not Query::MatchAll: threads would share its reference count, which is no atomic.
  if (groups.empty()) return Xapian::Query(std::string());
  Queries all;
  for (const std::vector<std::string>& group : groups) {
    Queries any;
    for (const std::string& filter : group) any.emplace_back(bounded_term(kFilterPrefix, filter));
    if (any.empty()) return Xapian::Query();
    all.push_back(join(Xapian::Query::OP_OR, any));
  }
  return join(Xapian::Query::OP_AND, all);
}

}  // namespace lingqu::search::detail
