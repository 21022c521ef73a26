// Decision tables (DMN 1.5, clause 8): compiled as an extension of the FEEL program of the element
// they belong to.
#pragma once

#include <string>
#include <vector>

#include "dmn/detail/table_index.hpp"
#include "feel/evaluator.hpp"
#include "feel/program.hpp"

namespace lingqu::dmn {

enum class HitPolicy : uint8_t {
  kUnique,
  kAny,
  kFirst,
  kPriority,
  kRuleOrder,
  kOutputOrder,
  kCollect
};
enum class Aggregation : uint8_t { kNone, kSum, kMin, kMax, kCount };
std::string_view policy_name(HitPolicy policy, Aggregation aggregation);

class DecisionTable final : public feel::Extension {
 public:
  struct Input {
    std::string text;
    feel::NodeId node = feel::kNoNode;
    uint32_t slot = 0;  // of the value, `?` in the tests
    const feel::Type* type = nullptr;
    feel::NodeId allowed = feel::kNoNode;  // input values as a test
  };
  struct Output {
    std::string name;
    feel::Value key;
    const feel::Type* type = nullptr;
    feel::NodeId fallback = feel::kNoNode;  // default output entry
    std::vector<feel::Value> order;         // output values, first has the highest priority
  };
  struct Rule {
    std::string id;
    int line = 0;
    std::vector<feel::NodeId> tests;
    std::vector<std::string> test_texts;
    std::vector<feel::NodeId> outputs;
    std::vector<std::string> annotations;
  };

  std::string name;
  HitPolicy policy = HitPolicy::kUnique;
  Aggregation aggregation = Aggregation::kNone;
  std::vector<Input> inputs;
  std::vector<Output> outputs;
  std::vector<Rule> rules;
  std::vector<std::string> annotation_names;

  // To be called once the parts are complete.
  void finish(const feel::Program& program);
  feel::Value evaluate(feel::Evaluator& evaluator, const feel::Program& program,
                       feel::Value* slots) const override;
  const TableIndex& index() const { return index_; }

  // The rules that hit for the input values in the slots, in order; no more than two for policies
  // that need no more.
  void find_hits(feel::Evaluator& evaluator, const feel::Program& program, feel::Value* slots,
                 std::vector<uint32_t>& hits) const;
  // What the policy makes of the hits.
  feel::Value conclude(feel::Evaluator& evaluator, const feel::Program& program, feel::Value* slots,
                       const std::vector<uint32_t>& hits) const;

 private:
  bool rule_hits(feel::Evaluator& evaluator, const feel::Program& program, feel::Value* slots,
                 const Rule& rule) const;
  feel::Value output(feel::Evaluator& evaluator, const feel::Program& program, feel::Value* slots,
                     const Rule& rule) const;
  feel::Value fallback(feel::Evaluator& evaluator, const feel::Program& program,
                       feel::Value* slots) const;
  feel::Value aggregate(feel::Evaluator& evaluator, const std::vector<feel::Value>& values) const;
  // Ranks of the parts of an output in the order of output values; smaller comes first.
  std::vector<size_t> rank(const feel::Value& value) const;

  TableIndex index_;
};

}  // namespace lingqu::dmn
