// Which registers are matched with one another, by which of their fields, and where people's answers stand. Declared in matching.yaml
// (docs/formats/matching.md); module engine makes the index and answers.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lingqu::pack {

// Codes of one field that say how people want to work together, brought to common words.
struct MatchModes {
  std::string field;
  std::map<std::string, std::vector<std::string>> as;  // code → common words; a code that is not here stands for itself
  std::vector<std::string> open;                       // codes that rule nothing out
};
// A right in force: of what is offered, that there is one; of what asks, that one is wanted.
struct MatchRight {
  std::string field;
  std::vector<std::string> in_force;
};
// Names of fields; empty: the register does not say.
struct MatchFacts {
  std::string field, readiness, money, region;
  std::optional<MatchModes> modes;
  std::optional<MatchRight> right;
};

struct MatchSide {
  std::string register_name;
  bool asks = false;                // else it offers
  std::vector<std::string> states;  // in these it is found
  std::vector<std::string> with;    // registers it is matched with, the usual one first
  std::string title;                // field names
  std::vector<std::string> text, keywords;
  std::string discipline;
  MatchFacts facts;
};

// What was said to a pair of records.
struct MatchAnswers {
  std::string register_name;
  std::vector<std::string> pair;                // ref fields, each to a register that is matched
  std::vector<std::string> accepted, declined;  // states
  std::string reason;                           // code field: why not
  std::string score, advice;                    // fields; empty: none
  std::map<std::string, std::string> reasons;   // code → the shortcoming it names; a code that is not here names none
};

struct Matching {
  std::vector<MatchSide> sides;
  std::optional<MatchAnswers> answers;

  const MatchSide* find(std::string_view register_name) const;
};

}  // namespace lingqu::pack
