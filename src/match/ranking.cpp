#include "match/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

namespace lingqu::match {

namespace {

using search::Family;

// A name of a concept, by parts: what a document has of it counts if it has not the whole.
struct Name {
  std::vector<uint32_t> pairs;       // slots
  std::vector<uint32_t> characters;  // slots
};
struct Reading {
  uint32_t whole = UINT32_MAX;  // slot of the concept itself
  std::vector<Name> names;
};
struct Place {
  float weight = 1;
  std::vector<Reading> readings;
};

// The question as slots: each a term of the index, with what it counts by itself.
class Question {
 public:
  Question(const Index& index, const Weights& weights) : index_(index), weights_(weights) {}

  void add(const Understanding& understanding) {
    for (const std::string& word : understanding.words)
      if (const TermId term = index_.find(word); term != kNoTerm) own_[slot(term)] += weight_of(word);
    for (const Aspect& aspect : understanding.aspects) add_place(aspect);
    make_table();
  }

  std::vector<WeightedTerm> for_candidates() const {
    std::vector<WeightedTerm> terms;
    for (uint32_t i = 0; i < terms_.size(); ++i)
      if (const float weight = own_[i] + hint_[i]; weight > 0) terms.push_back({terms_[i], weight});
    return terms;
  }

  float score(const std::vector<DocumentTerm>& document) {
    present_.assign(terms_.size(), 0);
    float sum = 0;
    for (const DocumentTerm& item : document) {
      const uint32_t i = slot_of(item.term);
      if (i == UINT32_MAX) continue;
      present_[i] = rarity_[i] * static_cast<float>(item.weight) / kFullWeight;
      sum += own_[i] * present_[i];
    }
    for (const Place& place : places_) sum += weights_.aspect * place.weight * best_of(place);
    return sum;
  }

  bool has(TermId term) const { return slots_.contains(term); }

 private:
  float weight_of(const std::string& term) const {
    switch (static_cast<Family>(term.front())) {
      case Family::kWord:
        return weights_.word;
      case Family::kGram:
        return weights_.pair;
      case Family::kCharacter:
        return weights_.character;
      default:
        return weights_.stem;
    }
  }

  uint32_t slot(TermId term) {
    const auto [place, added] = slots_.emplace(term, static_cast<uint32_t>(terms_.size()));
    if (added) {
      terms_.push_back(term);
      rarity_.push_back(index_.rarity(term));
      own_.push_back(0);
      hint_.push_back(0);
    }
    return place->second;
  }

  void add_place(const Aspect& aspect) {
    Place place;
    place.weight = (aspect.inner ? weights_.inner : 1) / (1 + weights_.readings * static_cast<float>(aspect.concepts.size() - 1));
    for (const ConceptId id : aspect.concepts) {
      Reading reading;
      if (const TermId term = index_.term_of(id); term != kNoTerm) {
        reading.whole = slot(term);
        hint_[reading.whole] = std::max(hint_[reading.whole], weights_.aspect * place.weight);
      }
      for (const NameParts& parts : index_.names_of(id)) reading.names.push_back(slots_of(parts, place.weight));
      place.readings.push_back(std::move(reading));
    }
    places_.push_back(std::move(place));
  }

  Name slots_of(const NameParts& parts, float weight) {
    Name name;
    for (const TermId term : parts.pairs) name.pairs.push_back(index_.frequency(term) == 0 ? UINT32_MAX : slot(term));
    for (const TermId term : parts.characters) name.characters.push_back(index_.frequency(term) == 0 ? UINT32_MAX : slot(term));
    for (const uint32_t pair : name.pairs)
      if (pair != UINT32_MAX)
        hint_[pair] = std::max(hint_[pair], weights_.aspect * weights_.partial * weight / static_cast<float>(name.pairs.size()));
    return name;
  }

  float share(const std::vector<uint32_t>& parts) const {
    if (parts.empty()) return 0;
    float sum = 0;
    for (const uint32_t part : parts)
      if (part != UINT32_MAX) sum += present_[part];
    return sum / static_cast<float>(parts.size());
  }

  float best_of(const Place& place) const {
    float best = 0;
    for (const Reading& reading : place.readings) {
      if (reading.whole != UINT32_MAX) best = std::max(best, present_[reading.whole]);
      for (const Name& name : reading.names)
        best = std::max(best, weights_.partial * share(name.pairs) + weights_.partial_character * share(name.characters));
    }
    return best;
  }

  // A table four times as large as what it holds: nearly all terms of a document meet an empty place at once.
  void make_table() {
    size_t size = 64;
    while (size < 4 * terms_.size()) size *= 2;
    table_.assign(size, UINT32_MAX);
    for (uint32_t i = 0; i < terms_.size(); ++i) {
      size_t at = place_of(terms_[i]);
      while (table_[at] != UINT32_MAX) at = (at + 1) & (table_.size() - 1);
      table_[at] = i;
    }
  }
  size_t place_of(TermId term) const { return (term * 0x9E3779B1U >> 7) & (table_.size() - 1); }
  uint32_t slot_of(TermId term) const {
    size_t at = place_of(term);
    while (table_[at] != UINT32_MAX && terms_[table_[at]] != term) at = (at + 1) & (table_.size() - 1);
    return table_[at];
  }

  const Index& index_;
  const Weights& weights_;
  std::unordered_map<TermId, uint32_t> slots_;
  std::vector<TermId> terms_;
  std::vector<float> rarity_;
  std::vector<float> own_;      // what the term counts by itself
  std::vector<float> hint_;     // what it may count as part of an aspect; for finding candidates
  std::vector<uint32_t> table_;  // slots by hash of their term
  std::vector<Place> places_;
  std::vector<float> present_;  // of the document being scored: rarity × weight, by slot
};

struct Scored {
  DocumentId document;
  float score;
  std::vector<DocumentTerm> terms;
};

bool before(const Scored& a, const Scored& b) { return a.score != b.score ? a.score > b.score : a.document < b.document; }

// What the first answers have in common speaks for those that have it too.
void learn_from_first(const Index& index, const Weights& weights, const Question& question, std::vector<Scored>& ranked) {
  const size_t depth = std::min(weights.feedback_documents, ranked.size());
  if (depth == 0 || ranked[0].score <= 0) return;
  std::unordered_map<TermId, float> votes;
  std::vector<float> disciplines(index.disciplines(), 0);
  float all = 0;
  for (size_t i = 0; i < depth; ++i) all += ranked[i].score;
  for (size_t i = 0; i < depth; ++i) {
    const float share = ranked[i].score / all;
    disciplines[index.discipline_number(ranked[i].document)] += share;
    for (const DocumentTerm& item : ranked[i].terms) {
      const char family = index.text_of(item.term).front();
      if ((family == static_cast<char>(Family::kWord) || family == 'C') && !question.has(item.term))
        votes[item.term] += share * static_cast<float>(item.weight) / kFullWeight;
    }
  }
  std::vector<WeightedTerm> learned;
  for (const auto& [term, vote] : votes) learned.push_back({term, vote * index.rarity(term)});
  const auto heavier = [](const WeightedTerm& a, const WeightedTerm& b) { return a.weight != b.weight ? a.weight > b.weight : a.term < b.term; };
  const size_t keep = std::min(weights.feedback_terms, learned.size());
  std::partial_sort(learned.begin(), learned.begin() + static_cast<std::ptrdiff_t>(keep), learned.end(), heavier);
  learned.resize(keep);
  std::sort(learned.begin(), learned.end(), [](const WeightedTerm& a, const WeightedTerm& b) { return a.term < b.term; });
  const float top = ranked[0].score;
  for (Scored& item : ranked) {
    float sum = 0;
    size_t at = 0;
    for (const WeightedTerm& term : learned) {
      while (at < item.terms.size() && item.terms[at].term < term.term) ++at;
      if (at == item.terms.size()) break;
      if (item.terms[at].term == term.term) sum += term.weight * static_cast<float>(item.terms[at].weight) / kFullWeight;
    }
    item.score += weights.feedback * sum + weights.discipline * top * disciplines[index.discipline_number(item.document)];
  }
  std::sort(ranked.begin(), ranked.end(), before);
}

}  // namespace

base::Result<Matcher> Matcher::create(const Index& index, Weights weights) {
  LINGQU_TRY(analyzer, search::Analyzer::create());
  return Matcher(index, weights, std::move(analyzer));
}

std::vector<Match> Matcher::match(std::string_view need, const Limits& limits) {
  Question question(*index_, weights_);
  question.add(understand(need, index_->glossary(), analyzer_));
  std::vector<Scored> ranked;
  for (const Candidate& candidate : index_->candidates(question.for_candidates(), limits.candidates, limits.postings, scratch_)) {
    Scored& item = ranked.emplace_back();
    item.document = candidate.document;
    index_->terms_of(candidate.document, item.terms);
    item.score = question.score(item.terms);
  }
  std::sort(ranked.begin(), ranked.end(), before);
  learn_from_first(*index_, weights_, question, ranked);
  std::vector<Match> matches;
  for (size_t i = 0; i < std::min(limits.results, ranked.size()); ++i)
    matches.push_back({ranked[i].document, index_->id_of(ranked[i].document), ranked[i].score});
  return matches;
}

}  // namespace lingqu::match
