// The index of achievements: in memory, compact, derived. Reading members may run beside each other; writing needs the index alone.
//
// A document is a list of terms: words, pairs and single characters of Chinese, stems of words with blanks, and the glossary's concepts.
// Each term's weight in a document (BM25F, without the part that depends on the whole collection) is kept as one byte, once by term for
// finding candidates and once by document for ranking them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "match/achievement.hpp"
#include "match/glossary.hpp"
#include "search/analysis.hpp"

namespace lingqu::match {

using TermId = uint32_t;
using DocumentId = uint32_t;  // of one version of an achievement; never used again
inline constexpr TermId kNoTerm = UINT32_MAX;
inline constexpr float kFullWeight = 255;
// What a token counts by where it stands.
inline constexpr float kTitleWeight = 2.5F;
inline constexpr float kKeywordWeight = 2.0F;
inline constexpr float kAbstractWeight = 1.0F;
inline constexpr float kDisciplineWeight = 0.5F;
// The weight of one token of an abstract with so many characters: a long one says less with each.
float abstract_weight(size_t characters);

struct WeightedTerm {
  TermId term;
  float weight;
};
// Documents hold these in the order of their terms.
struct DocumentTerm {
  TermId term;
  uint8_t weight;  // of kFullWeight
};
struct Candidate {
  DocumentId document;
  float score;
};

// A Chinese name of a concept, cut as texts are.
struct NameParts {
  std::vector<TermId> pairs;  // and stems
  std::vector<TermId> characters;
};

// Scratch memory of one thread that searches.
struct Accumulators {
  std::vector<float> scores;
};

class Index {
 public:
  static base::Result<Index> create(std::shared_ptr<const Glossary> glossary);

  // Adds the achievement, or replaces the one with its id. Seen by the next search.
  void put(const Achievement& achievement);
  // The two halves of put(): what stands in the text, each token counting `weight`, in any order and with repetition; and the document
  // made of it all.
  using Counts = std::vector<WeightedTerm>;
  void count(const std::string& text, float weight, Counts& counts);
  void put(const std::string& id, const std::string& discipline, const Structure& facts, Counts counts);
  void remove(const std::string& id);
  // The same achievements without what replaced and removed ones left behind. Only reads; costs about as much memory again.
  base::Result<Index> compacted() const;
  size_t left_behind() const { return documents_.size() - by_id_.size(); }

  size_t size() const { return by_id_.size(); }
  const Glossary& glossary() const { return *glossary_; }
  const std::string& id_of(DocumentId document) const { return documents_[document].id; }
  const Structure& structure_of(DocumentId document) const { return structures_[documents_[document].structure]; }
  const std::string& discipline_of(DocumentId document) const { return disciplines_[documents_[document].discipline]; }
  uint32_t discipline_number(DocumentId document) const { return documents_[document].discipline; }
  size_t disciplines() const { return disciplines_.size(); }
  bool is_live(DocumentId document) const { return live_[document]; }

  TermId find(const std::string& term) const;
  TermId term_of(ConceptId id) const { return id < concept_terms_.size() ? concept_terms_[id] : kNoTerm; }
  const std::vector<NameParts>& names_of(ConceptId id) const { return concept_names_[id]; }
  const std::string& text_of(TermId term) const { return *names_[term]; }
  // How many documents have the term, among those that were ever put and not cleaned away.
  uint32_t frequency(TermId term) const { return postings_[term].count; }
  // How much it says that a document has the term; 0 for one that nearly all have.
  float rarity(TermId term) const;
  // The terms of a document, by term.
  void terms_of(DocumentId document, std::vector<DocumentTerm>& out) const;
  // The `limit` best documents by the sum of weight × rarity, rarest terms first, looking at `budget` postings at most.
  std::vector<Candidate> candidates(std::vector<WeightedTerm> terms, size_t limit, size_t budget, Accumulators& scratch) const;
  // Bytes held, about.
  size_t memory() const;

 private:
  struct Postings {
    std::vector<uint8_t> bytes;  // differences of document numbers as varints, each followed by the weight
    DocumentId last = 0;
    uint32_t count = 0;
  };
  struct Entry {
    std::string id;
    uint64_t begin = 0;  // into forward_
    uint32_t discipline = 0;
    uint32_t structure = 0;
  };
  Index(std::shared_ptr<const Glossary> glossary, search::Analyzer analyzer);
  TermId intern(const std::string& term);
  TermId intern_concept(ConceptId id);
  void append(const std::string& id, const std::string& discipline, const Structure& facts, const std::vector<DocumentTerm>& terms);  // by term
  NameParts parts_of(const std::string& name);
  uint32_t number_of_discipline(const std::string& discipline);

  std::shared_ptr<const Glossary> glossary_;
  search::Analyzer analyzer_;
  std::unordered_map<std::string, TermId> lexicon_;
  std::vector<const std::string*> names_;
  std::vector<Postings> postings_;
  std::vector<TermId> concept_terms_;
  std::vector<std::vector<NameParts>> concept_names_;
  std::vector<Entry> documents_;
  std::vector<bool> live_;  // neither replaced nor removed
  std::vector<Structure> structures_ = {{}};  // the first is the empty one, which most share
  std::vector<uint8_t> forward_;
  std::unordered_map<std::string, DocumentId> by_id_;
  std::vector<std::string> disciplines_;
  std::unordered_map<std::string, uint32_t> discipline_numbers_;
  Counts counts_;  // of the document being put
};

}  // namespace lingqu::match
