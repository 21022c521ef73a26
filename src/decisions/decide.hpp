// Evaluating a decision of a pack as it was in force on a day: values in, an answer with its clauses out. Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "feel/evaluator.hpp"
#include "feel/value.hpp"
#include "pack/pack.hpp"

namespace lingqu::decisions {

struct Answer {
  std::string decision;
  std::string version;  // valid from, ISO
  std::string digest;   // "sm3:…" of the model file
  feel::Value value;
  std::vector<std::string> clauses;  // of the rules that hit, in order, no repeats
  bool verified = true;              // false: a rule that hit is marked G or UNKNOWN
  std::vector<std::string> reasons;  // why value (or something in it) is null
  std::string trace_json;            // when asked for: steps, tables, rules that hit with annotations, inputs, results
};

// What one evaluation may cost: far above what a model of rules needs, far below what a server would notice.
inline constexpr feel::Budget kBudget{2'000'000, 64u << 20, 1'000};

// today() is `on`. Inputs the version does not know are left out; one that no version knows is kUnknownField with field = its name.
// kNotFound: no such decision, or no version in force on that day.
base::Result<Answer> decide(const pack::Pack& pack, std::string_view decision, base::Date on, const feel::Context& inputs, bool trace);
// The same with a version that need not be in force: for drafts and comparisons.
Answer decide(const pack::Decision& decision, const pack::DecisionVersion& version, base::Date on, const feel::Context& inputs,
              bool trace, const feel::Budget& budget = kBudget);

// {"decision", "version", "digest", "value", "clauses", "verified", "reasons", "trace"}; the last only where it was asked for. As the
// API has it: docs/design/api.md.
std::string to_json(const Answer& answer);

}  // namespace lingqu::decisions
