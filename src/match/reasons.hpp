// Why an achievement was found for a need, in words a person can check: what both name and where, figures, facts, and what speaks against.
#pragma once

#include <string>
#include <vector>

#include "base/text.hpp"
#include "match/index.hpp"
#include "match/understanding.hpp"

namespace lingqu::match {

enum class ReasonKind { kConcept, kWords, kFigure, kMeaning, kMissing, kField, kReadiness, kMoney, kMode, kRegion, kRight };

struct Reason {
  ReasonKind kind{};
  bool speaks_for = true;
  base::Text text;
  std::string need_says;     // the words of the need it rests on
  std::string passage = {};  // of the achievement; empty if there is none
  std::string matched = {};  // the words within the passage that meet the need's
};

// How the two sides are called in the sentences.
struct Wording {
  base::Text need = {"需求", "need"};
  base::Text achievement = {"成果", "achievement"};
};

struct Explanation {
  std::vector<Reason> reasons;  // the most telling first, what speaks against last
  size_t aspects = 0;           // things the need names
  size_t unmentioned = 0;       // of these, what the achievement does not mention

  size_t figures_missed() const;
  float share_unmentioned() const { return aspects == 0 ? 0 : static_cast<float>(unmentioned) / static_cast<float>(aspects); }
};

// Explains one need beside many achievements: what the need says is understood once. Index and analyzer outlive it.
class Explainer {
 public:
  Explainer(const Need& need, const Index& index, search::Analyzer& analyzer, Wording wording = {});
  Explanation explain(const Achievement& achievement) const;

 private:
  Need need_;
  const Index& index_;
  Wording wording_;
  Understanding understanding_;
};

// Adds that the texts are close in meaning, as vectors say (`similarity`: cosine): behind what can be read in them, before the facts.
void add_meaning(std::vector<Reason>& reasons, float similarity);

std::vector<Reason> explain(const Need& need, const Achievement& achievement, const Index& index, search::Analyzer& analyzer);

// What the facts beside the words add to a score, from -1 (contradict) to 1 (agree in all that both say); 0 where nothing is known.
float agreement(const Structure& need, const Structure& achievement);

}  // namespace lingqu::match
