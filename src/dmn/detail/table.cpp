#include "dmn/detail/table.hpp"

#include <algorithm>
#include <bit>

#include "dmn/detail/evaluation.hpp"

namespace lingqu::dmn {

using feel::Context;
using feel::Evaluator;
using feel::Kind;
using feel::kNoNode;
using feel::Program;
using feel::Value;

std::string_view policy_name(HitPolicy policy, Aggregation aggregation) {
  switch (policy) {
    case HitPolicy::kUnique:
      return "UNIQUE";
    case HitPolicy::kAny:
      return "ANY";
    case HitPolicy::kFirst:
      return "FIRST";
    case HitPolicy::kPriority:
      return "PRIORITY";
    case HitPolicy::kRuleOrder:
      return "RULE ORDER";
    case HitPolicy::kOutputOrder:
      return "OUTPUT ORDER";
    case HitPolicy::kCollect:
      break;
  }
  switch (aggregation) {
    case Aggregation::kSum:
      return "COLLECT SUM";
    case Aggregation::kMin:
      return "COLLECT MIN";
    case Aggregation::kMax:
      return "COLLECT MAX";
    case Aggregation::kCount:
      return "COLLECT COUNT";
    case Aggregation::kNone:
      break;
  }
  return "COLLECT";
}

void DecisionTable::finish(const Program& program) {
  std::vector<std::vector<feel::NodeId>> tests;
  for (const Rule& rule : rules) tests.push_back(rule.tests);
  index_.build(program, tests, inputs.size());
}

Value DecisionTable::evaluate(Evaluator& evaluator, const Program& program, Value* slots) const {
  for (const Input& input : inputs) {
    Value value = evaluator.evaluate(program, input.node, slots);
    if (input.type != nullptr) evaluator.coerce(value, *input.type);
    slots[input.slot] = std::move(value);
  }
  thread_local std::vector<uint32_t>
      pool;  // hits of the table in work; nested tables take over and give back
  std::vector<uint32_t> hits = std::move(pool);
  hits.clear();
  find_hits(evaluator, program, slots, hits);
  Evaluation* const evaluation = Evaluation::current(evaluator);
  if (evaluation == nullptr || evaluation->step() == nullptr) {
    Value result = conclude(evaluator, program, slots, hits);
    pool = std::move(hits);
    return result;
  }
  TableHit hit{name, policy_name(policy, aggregation), {}, {}, {}};
  for (const Input& input : inputs) hit.inputs.emplace_back(input.text, slots[input.slot]);
  for (const uint32_t rule : hits) {
    TableHit::Rule one{rule + 1, rules[rule].id, {}};
    for (size_t i = 0; i < rules[rule].annotations.size(); ++i) {
      one.annotations.emplace_back(
          i < annotation_names.size() ? std::string_view(annotation_names[i]) : std::string_view(),
          rules[rule].annotations[i]);
    }
    hit.rules.push_back(std::move(one));
  }
  Value result = conclude(evaluator, program, slots, hits);
  hit.result = result;
  if (Step* step = evaluation->step()) step->tables.push_back(std::move(hit));
  pool = std::move(hits);
  return result;
}

bool DecisionTable::rule_hits(Evaluator& evaluator, const Program& program, Value* slots,
                              const Rule& rule) const {
  for (const feel::NodeId test : rule.tests)
    if (!evaluator.evaluate(program, test, slots).is_true()) return false;
  return true;
}

void DecisionTable::find_hits(Evaluator& evaluator, const Program& program, Value* slots,
                              std::vector<uint32_t>& hits) const {
  const bool first_only = policy == HitPolicy::kFirst;
  if (!index_.usable()) {
    for (uint32_t r = 0; r < rules.size() && !(first_only && !hits.empty()); ++r)
      if (rule_hits(evaluator, program, slots, rules[r])) hits.push_back(r);
    return;
  }
  const size_t words = index_.words();
  const auto& columns = index_.columns();
  constexpr size_t kFew = 16;
  const TableIndex::Word* few[kFew];
  std::vector<const TableIndex::Word*> many(inputs.size() > kFew ? inputs.size() : 0);
  const TableIndex::Word** sets = many.empty() ? few : many.data();
  for (size_t c = 0; c < inputs.size(); ++c) sets[c] = columns[c].set(slots[inputs[c].slot], words);
  evaluator.spend(words * inputs.size());
  for (size_t w = 0; w < words; ++w) {
    TableIndex::Word set = w + 1 == words && rules.size() % 64 != 0
                               ? (TableIndex::Word{1} << (rules.size() % 64)) - 1
                               : ~TableIndex::Word{0};
    for (size_t c = 0; c < inputs.size() && set != 0; ++c) set &= sets[c][w];
    for (; set != 0; set &= set - 1) {
      const auto r = static_cast<uint32_t>(w * 64 + static_cast<size_t>(std::countr_zero(set)));
      const TableIndex::Word bit = set & (~set + 1);
      bool hit = true;
      for (size_t c = 0; c < inputs.size() && hit; ++c) {
        const auto& column = columns[c];
        const bool decided =
            (column.dynamic[w] & bit) == 0 && slots[inputs[c].slot].is(column.kind);
        if (!decided) hit = evaluator.evaluate(program, rules[r].tests[c], slots).is_true();
      }
      if (!hit) continue;
      hits.push_back(r);
      if (first_only) return;
    }
  }
}

Value DecisionTable::output(Evaluator& evaluator, const Program& program, Value* slots,
                            const Rule& rule) const {
  if (outputs.size() == 1) {
    Value value = evaluator.evaluate(program, rule.outputs[0], slots);
    if (outputs[0].type != nullptr) evaluator.coerce(value, *outputs[0].type);
    return value;
  }
  Context result;
  result.reserve(outputs.size());
  for (size_t i = 0; i < outputs.size(); ++i) {
    Value value = evaluator.evaluate(program, rule.outputs[i], slots);
    if (outputs[i].type != nullptr) evaluator.coerce(value, *outputs[i].type);
    result.set(outputs[i].key, std::move(value));
  }
  return Value(std::move(result));
}

Value DecisionTable::fallback(Evaluator& evaluator, const Program& program, Value* slots) const {
  const bool any = std::any_of(outputs.begin(), outputs.end(),
                               [](const Output& o) { return o.fallback != kNoNode; });
  if (!any) {
    if (aggregation == Aggregation::kCount) return Value(int64_t{0});
    return evaluator.fail("no rule hits and there is no default output");
  }
  Rule rule;
  Context result;
  for (const Output& one : outputs) {
    Value value =
        one.fallback != kNoNode ? evaluator.evaluate(program, one.fallback, slots) : Value();
    if (one.type != nullptr) evaluator.coerce(value, *one.type);
    if (outputs.size() == 1) return value;
    result.set(one.key, std::move(value));
  }
  return Value(std::move(result));
}

std::vector<size_t> DecisionTable::rank(const Value& value) const {
  std::vector<size_t> ranks;
  for (const Output& one : outputs) {
    const Value* part = outputs.size() == 1 ? &value : value.context().find(one.name);
    size_t at = 0;
    while (at < one.order.size() && !feel::same(*part, one.order[at])) ++at;
    ranks.push_back(at);
  }
  return ranks;
}

Value DecisionTable::aggregate(Evaluator& evaluator, const std::vector<Value>& values) const {
  if (aggregation == Aggregation::kCount) return Value(static_cast<int64_t>(values.size()));
  Value result = values[0];
  for (size_t i = 1; i < values.size(); ++i) {
    if (aggregation == Aggregation::kSum) {
      result = values[i].is(result.kind()) ? feel::add(result, values[i]) : Value();
      if (result.is_null()) return evaluator.fail("outputs cannot be added");
    } else {
      int order;
      if (!feel::order(values[i], result, order))
        return evaluator.fail("outputs cannot be compared");
      if (aggregation == Aggregation::kMin ? order < 0 : order > 0) result = values[i];
    }
  }
  return result;
}

Value DecisionTable::conclude(Evaluator& evaluator, const Program& program, Value* slots,
                              const std::vector<uint32_t>& hits) const {
  if (evaluator.stopped() != feel::Stop::kNone) return Value();
  if (hits.empty()) return fallback(evaluator, program, slots);
  if (policy == HitPolicy::kUnique && hits.size() > 1)
    return evaluator.fail("more than one rule hits in a table of policy UNIQUE", name);
  if (policy == HitPolicy::kUnique || policy == HitPolicy::kFirst || hits.size() == 1) {
    Value single = output(evaluator, program, slots, rules[hits[0]]);
    if (policy != HitPolicy::kRuleOrder && policy != HitPolicy::kOutputOrder &&
        policy != HitPolicy::kCollect)
      return single;
    if (aggregation != Aggregation::kNone) return aggregate(evaluator, {std::move(single)});
    return Value(std::vector<Value>{std::move(single)});
  }
  std::vector<Value> values;
  values.reserve(hits.size());
  for (const uint32_t hit : hits) values.push_back(output(evaluator, program, slots, rules[hit]));
  switch (policy) {
    case HitPolicy::kAny:
      for (const Value& value : values)
        if (!feel::same(value, values[0]))
          return evaluator.fail("rules with different outputs hit in a table of policy ANY", name);
      return values[0];
    case HitPolicy::kPriority:
    case HitPolicy::kOutputOrder: {
      std::stable_sort(values.begin(), values.end(),
                       [this](const Value& a, const Value& b) { return rank(a) < rank(b); });
      return policy == HitPolicy::kPriority ? values[0] : Value(std::move(values));
    }
    default:
      return aggregation != Aggregation::kNone ? aggregate(evaluator, values)
                                               : Value(std::move(values));
  }
}

}  // namespace lingqu::dmn
