// What is wrong with a decision table as a whole (DMN 1.5, 8.2.10 and 8.2.11): combinations of
// inputs no rule covers, rules that hit together where only one may, and rules that can never
// decide anything.
#pragma once

#include <string>
#include <vector>

#include "dmn/model.hpp"

namespace lingqu::dmn {

struct Finding {
  enum class Kind : uint8_t { kGap, kOverlap, kUnreachable, kNotAnalysed };
  Kind kind;
  std::string element;          // the decision or business knowledge model
  std::string table;            // id
  std::vector<uint32_t> rules;  // from 1; those that overlap, the one that is unreachable
  std::vector<int> lines;       // of the rules in the file
  std::string where;            // "Age < 18, Risk = \"High\""; for kNotAnalysed why
};

// Gaps are reported for tables without default output; overlaps for UNIQUE, and for ANY where
// outputs differ. Tables with tests that are not constant cannot be analysed.
std::vector<Finding> analyse(const Model& model);
// "decision X, table t: rules 2 and 5 overlap where Age < 18" in the language asked for.
std::string to_string(const Finding& finding, base::Language language);

}  // namespace lingqu::dmn
