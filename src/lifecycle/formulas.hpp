// Formulas over one record and what surrounds it. References and related lists are loaded only where the formula looks at them, and once.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "lifecycle/decision.hpp"
#include "lifecycle/lifecycle.hpp"
#include "registers/formula.hpp"

namespace lingqu::lifecycle {

class Formulas {
 public:
  // All must outlive it; the record may change between evaluations.
  Formulas(const registers::Register& schema, const registers::Record& record, Surroundings& around)
      : schema_(schema), record_(record), around_(around) {}

  base::Result<registers::FormulaResult> evaluate(const registers::Formula& formula) { return evaluate(formula, 0); }
  // Evaluates the inputs and asks for the decision; the answer is `outcome` in what is evaluated next.
  base::Result<DecisionAnswer> decide(const DecisionCall& call);

 private:
  base::Result<registers::FormulaResult> evaluate(const registers::Formula& formula, int depth);
  base::Result<feel::Value> value_of(const registers::Formula::Input& input, int depth);
  base::Result<feel::Value> field_value(const registers::Formula::Input& input, int depth);
  base::Result<feel::Value> record_value(const std::string& register_name, int64_t id);
  base::Result<feel::Value> related(const registers::RelatedList& list);
  feel::Value context_of(const Neighbour& neighbour) const;

  const registers::Register& schema_;
  const registers::Record& record_;
  Surroundings& around_;
  feel::Value outcome_;
  std::map<std::pair<std::string, int64_t>, feel::Value> records_;
  std::map<std::pair<std::string, std::string>, feel::Value> lists_;
};

// The titles of what a formula looks at, for messages: “价格”、“持有单位”.
base::Text input_titles(const registers::Register& schema, const registers::Formula& formula, const registers::Record* only_empty);

}  // namespace lingqu::lifecycle
