// Ranks achievements for a need: candidates by words and concepts from the index, then the few hundred best by everything that is known.
#pragma once

#include <string>
#include <vector>

#include "match/index.hpp"
#include "match/understanding.hpp"

namespace lingqu::match {

// How much each kind of evidence counts. The defaults are what cross-validation chose; docs/design/match.md says how.
struct Weights {
  float word = 0.5F;
  float pair = 0.375F;
  float character = 0.3F;
  float stem = 1.0F;
  float aspect = 1.0F;         // a concept, by whatever name
  float inner = 0.4F;          // share of an aspect that lies within a longer one
  float partial = 0.5F;        // a part of a concept's name instead of the whole
  float partial_character = 0.25F;
  float readings = 0.3F;       // how fast a place with several readings loses weight
  float feedback = 0.15F;      // terms of the first answers
  float discipline = 0.1F;     // the discipline of the first answers
  size_t feedback_documents = 8;
  size_t feedback_terms = 30;
};

struct Match {
  DocumentId document = 0;
  std::string id;
  float score = 0;  // comparable within one need
};

struct Limits {
  size_t results = 10;
  size_t candidates = 400;
  size_t postings = 2'500'000;  // looked at for candidates; what is lost by that at a million documents: bench/README.md
};

// One thread's searcher over an index that outlives it.
class Matcher {
 public:
  static base::Result<Matcher> create(const Index& index, Weights weights = {});
  std::vector<Match> match(std::string_view need, const Limits& limits = {});
  search::Analyzer& analyzer() { return analyzer_; }

 private:
  Matcher(const Index& index, Weights weights, search::Analyzer analyzer) : index_(&index), weights_(weights), analyzer_(std::move(analyzer)) {}

  const Index* index_;
  Weights weights_;
  search::Analyzer analyzer_;
  Accumulators scratch_;
};

}  // namespace lingqu::match
