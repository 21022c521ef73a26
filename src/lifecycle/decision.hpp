// What a decision of the pack answered to an act: its value, and what the evidence of the act keeps of it.
#pragma once

#include <string>
#include <vector>

#include "feel/value.hpp"

namespace lingqu::lifecycle {

struct DecisionAnswer {
  std::string decision;
  std::string version;  // the day from which this version is in force, ISO
  std::string digest;   // "sm3:…" of the model
  feel::Value value;
  std::vector<std::string> clauses;  // of the rules that hit
  bool verified = true;              // false: a rule that hit is of unverified source
  std::vector<std::string> reasons;  // why the value, or something in it, is null
  std::string trace;                 // JSON: steps, rules that hit, inputs, results
};

}  // namespace lingqu::lifecycle
