#include "match/index.hpp"

#include <algorithm>
#include <cmath>

#include "search/folding.hpp"

namespace lingqu::match {

namespace {

constexpr float kSaturation = 1.2F;      // BM25's k1
constexpr float kLengthShare = 0.6F;     // BM25's b, for the abstract
constexpr size_t kStretch = 32'768;       // documents: 128 KiB of scores
constexpr float kUsualLength = 130;      // characters of an abstract; chosen with the other weights

void append_varint(std::vector<uint8_t>& out, uint32_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<uint8_t>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<uint8_t>(value));
}

uint32_t read_varint(const uint8_t*& at) {
  uint32_t value = *at++;
  if (value < 0x80) return value;
  value &= 0x7F;
  for (int shift = 7;; shift += 7) {
    const uint32_t byte = *at++;
    value |= (byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
}

const std::string kConceptFamily = "C";

bool better(const Candidate& a, const Candidate& b) { return a.score != b.score ? a.score > b.score : a.document < b.document; }

// Adds one to the best; now and then only `limit` of them stay. Returns the score that the next one must exceed.
float keep_better(std::vector<Candidate>& best, Candidate one, size_t limit, float least) {
  best.push_back(one);
  if (best.size() < limit * 4) return least;
  std::nth_element(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(limit), best.end(), better);
  best.resize(limit);
  return std::max_element(best.begin(), best.end(), better)->score;
}

// Kept for ranking only: so many documents have each of them that they find nothing.
bool only_ranks(const std::string& term) { return term.front() == static_cast<char>(search::Family::kCharacter); }

}  // namespace

float abstract_weight(size_t characters) {
  return kAbstractWeight / (1 - kLengthShare + kLengthShare * static_cast<float>(characters) / kUsualLength);
}

Index::Index(std::shared_ptr<const Glossary> glossary, search::Analyzer analyzer) : glossary_(std::move(glossary)), analyzer_(std::move(analyzer)) {
  concept_terms_.assign(glossary_->size(), kNoTerm);
  concept_names_.resize(glossary_->size());
  for (ConceptId id = 0; id < glossary_->size(); ++id)
    for (const std::string& name : glossary_->at(id).chinese) concept_names_[id].push_back(parts_of(name));
}

NameParts Index::parts_of(const std::string& name) {
  NameParts parts;
  for (const search::Token& token : analyzer_.analyze(name, search::Purpose::kDocument)) {
    if (token.family == search::Family::kCharacter)
      parts.characters.push_back(intern(token.term));
    else if (token.family == search::Family::kGram || token.family == search::Family::kStem)
      parts.pairs.push_back(intern(token.term));
  }
  return parts;
}

base::Result<Index> Index::create(std::shared_ptr<const Glossary> glossary) {
  LINGQU_TRY(analyzer, search::Analyzer::create());
  return Index(std::move(glossary), std::move(analyzer));
}

TermId Index::find(const std::string& term) const {
  const auto found = lexicon_.find(term);
  return found == lexicon_.end() ? kNoTerm : found->second;
}

TermId Index::intern(const std::string& term) {
  const auto [place, added] = lexicon_.emplace(term, static_cast<TermId>(names_.size()));
  if (added) {
    names_.push_back(&place->first);
    postings_.emplace_back();
  }
  return place->second;
}

void Index::count(const std::string& text, float weight, Counts& counts) {
  if (text.empty()) return;
  for (const search::Token& token : analyzer_.analyze(text, search::Purpose::kDocument)) counts.push_back({intern(token.term), weight});
  const std::u32string folded = search::fold(text);
  for (const Mention& mention : glossary_->in_characters(folded)) counts.push_back({intern_concept(mention.id), weight});
}

TermId Index::intern_concept(ConceptId id) {
  TermId& term = concept_terms_[id];
  if (term == kNoTerm) term = intern(kConceptFamily + std::to_string(id));
  return term;
}

uint32_t Index::number_of_discipline(const std::string& discipline) {
  const auto [place, added] = discipline_numbers_.emplace(discipline, static_cast<uint32_t>(disciplines_.size()));
  if (added) disciplines_.push_back(discipline);
  return place->second;
}

void Index::put(const Achievement& achievement) {
  counts_.clear();
  count(achievement.title, kTitleWeight, counts_);
  for (const std::string& keyword : achievement.keywords) count(keyword, kKeywordWeight, counts_);
  count(achievement.abstract, abstract_weight(base::count_code_points(achievement.abstract)), counts_);
  count(achievement.discipline, kDisciplineWeight, counts_);
  put(achievement.id, achievement.discipline, achievement.structure, counts_);
}

void Index::put(const std::string& id, const std::string& discipline, const Structure& facts, Counts counts) {
  remove(id);
  std::sort(counts.begin(), counts.end(), [](const WeightedTerm& a, const WeightedTerm& b) { return a.term < b.term; });
  std::vector<DocumentTerm> terms;
  for (size_t i = 0; i < counts.size();) {
    const TermId term = counts[i].term;
    float count = 0;
    for (; i < counts.size() && counts[i].term == term; ++i) count += counts[i].weight;
    terms.push_back({term, static_cast<uint8_t>(std::lround(count / (count + kSaturation) * kFullWeight))});
  }
  append(id, discipline, facts, terms);
}

void Index::append(const std::string& id, const std::string& discipline, const Structure& facts, const std::vector<DocumentTerm>& terms) {
  const auto document = static_cast<DocumentId>(documents_.size());
  Entry entry{id, forward_.size(), number_of_discipline(discipline), 0};
  if (!facts.field.empty() || facts.readiness || facts.money || !facts.modes.empty() || !facts.region.empty() || facts.protected_right) {
    entry.structure = static_cast<uint32_t>(structures_.size());
    structures_.push_back(facts);
  }
  TermId before = 0;
  append_varint(forward_, static_cast<uint32_t>(terms.size()));
  for (const auto& [term, weight] : terms) {
    append_varint(forward_, term - before);
    forward_.push_back(weight);
    before = term;
    Postings& list = postings_[term];
    ++list.count;
    if (only_ranks(*names_[term])) continue;
    append_varint(list.bytes, document - list.last);
    list.bytes.push_back(weight);
    list.last = document;
  }
  documents_.push_back(std::move(entry));
  live_.push_back(true);
  by_id_[id] = document;
}

base::Result<Index> Index::compacted() const {
  LINGQU_TRY(index, create(glossary_));
  std::vector<TermId> renamed(names_.size(), kNoTerm);
  for (ConceptId id = 0; id < concept_terms_.size(); ++id)
    if (const TermId term = concept_terms_[id]; term != kNoTerm) renamed[term] = index.intern_concept(id);
  std::vector<DocumentTerm> terms;
  for (DocumentId document = 0; document < documents_.size(); ++document) {
    if (!live_[document]) continue;
    terms_of(document, terms);
    for (DocumentTerm& item : terms) {
      TermId& known = renamed[item.term];
      if (known == kNoTerm) known = index.intern(*names_[item.term]);
      item.term = known;
    }
    std::sort(terms.begin(), terms.end(), [](const DocumentTerm& a, const DocumentTerm& b) { return a.term < b.term; });
    index.append(documents_[document].id, discipline_of(document), structure_of(document), terms);
  }
  return index;
}

void Index::remove(const std::string& id) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return;
  live_[found->second] = false;
  by_id_.erase(found);
}

float Index::rarity(TermId term) const {
  const auto all = static_cast<float>(documents_.size());
  const auto with = static_cast<float>(std::min<size_t>(postings_[term].count, documents_.size()));
  return std::log(1 + (all - with + 0.5F) / (with + 0.5F));
}

void Index::terms_of(DocumentId document, std::vector<DocumentTerm>& out) const {
  out.clear();
  const uint8_t* at = forward_.data() + documents_[document].begin;
  TermId term = 0;
  uint32_t left = read_varint(at);
  out.reserve(left);
  for (; left > 0; --left) {
    term += read_varint(at);
    out.push_back({term, *at++});
  }
}

std::vector<Candidate> Index::candidates(std::vector<WeightedTerm> terms, size_t limit, size_t budget, Accumulators& scratch) const {
  std::sort(terms.begin(), terms.end(), [&](const WeightedTerm& a, const WeightedTerm& b) {
    const uint32_t of_a = postings_[a.term].count, of_b = postings_[b.term].count;
    return of_a != of_b ? of_a < of_b : a.term < b.term;
  });
  struct Cursor {
    const uint8_t* at;
    const uint8_t* end;
    float factor;
    DocumentId next;  // whose weight stands at `at`
  };
  std::vector<Cursor> cursors;
  for (const WeightedTerm& item : terms) {
    const Postings& list = postings_[item.term];
    if (list.bytes.empty()) continue;
    if (list.count > budget) break;
    budget -= list.count;
    const uint8_t* at = list.bytes.data();
    const DocumentId first = read_varint(at);
    cursors.push_back({at, list.bytes.data() + list.bytes.size(), item.weight * rarity(item.term) / kFullWeight, first});
  }
  std::vector<Candidate> best;
  float least = 0;
  // A stretch of documents at a time, whose scores stay in the processor's cache while every list adds to them.
  scratch.scores.resize(kStretch);
  for (size_t begin = 0; begin < documents_.size(); begin += kStretch) {
    const size_t end = std::min(begin + kStretch, documents_.size());
    std::fill(scratch.scores.begin(), scratch.scores.end(), 0.0F);
    float* const scores = scratch.scores.data();
    for (Cursor& cursor : cursors) {
      Cursor c = cursor;  // in registers
      while (c.next < end) {
        scores[c.next - begin] += c.factor * static_cast<float>(*c.at++);
        c.next = c.at == c.end ? UINT32_MAX : c.next + read_varint(c.at);
      }
      cursor = c;
    }
    for (size_t i = 0; i < end - begin; ++i)
      if (scores[i] > least && live_[begin + i]) least = keep_better(best, {static_cast<DocumentId>(begin + i), scores[i]}, limit, least);
  }
  const size_t keep = std::min(limit, best.size());
  std::partial_sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(keep), best.end(), better);
  best.resize(keep);
  return best;
}

size_t Index::memory() const {
  size_t bytes = forward_.capacity() + documents_.capacity() * sizeof(Entry) + postings_.capacity() * sizeof(Postings);
  for (const Postings& list : postings_) bytes += list.bytes.capacity();
  for (const std::string* name : names_) bytes += name->capacity() + 64;
  for (const Entry& entry : documents_) bytes += (entry.id.capacity() > 15 ? entry.id.capacity() : 0) + 48;
  return bytes;
}

}  // namespace lingqu::match
