// What differs between two versions of a decision: in the texts of the rules, and in what they yield for the cases.
#pragma once

#include <string>
#include <vector>

#include "decisions/cases.hpp"
#include "pack/decision.hpp"

namespace lingqu::decisions {

struct CellChange {
  enum class Part : uint8_t { kInput, kOutput, kAnnotation };
  Part part = Part::kInput;
  std::string column;  // expression of an input, name of an output or annotation
  std::string before;  // "" for rules added
  std::string after;   // "" for rules removed
};
struct RuleChange {
  enum class Kind : uint8_t { kAdded, kRemoved, kChanged };
  Kind kind = Kind::kChanged;
  std::string element;  // the decision or business knowledge model
  uint32_t before = 0;  // number of the rule; 0: there is none
  uint32_t after = 0;
  std::vector<CellChange> cells;  // changed: those that differ; else all that are not empty
};
// An element without tables whose expressions differ, or one that only one version has.
struct TextChange {
  std::string element;
  std::string before, after;
};
struct Comparison {
  std::vector<RuleChange> rules;
  std::vector<TextChange> texts;
};
// Of the decision and all that it requires.
Comparison compare(const pack::DecisionVersion& before, const pack::DecisionVersion& after);

struct CaseDifference {
  std::string id;
  base::Date on;
  feel::Context inputs;
  Answer before, after;
};
// The cases whose outcome differs; each is decided for its own day by both versions.
std::vector<CaseDifference> differing(const pack::Decision& decision, const pack::DecisionVersion& before,
                                      const pack::DecisionVersion& after, const std::vector<Case>& cases);

}  // namespace lingqu::decisions
