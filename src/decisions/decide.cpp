#include "decisions/decide.hpp"

#include <algorithm>

#include "dmn/decide.hpp"
#include "dmn/evaluation.hpp"
#include "wire/json.hpp"

namespace lingqu::decisions {

using base::Error;
using base::ErrorCode;
using feel::Kind;
using feel::Value;

namespace {

bool holds_null(const Value& value) {
  if (value.is_null()) return true;
  if (value.is(Kind::kList)) return std::any_of(value.list().begin(), value.list().end(), holds_null);
  if (!value.is(Kind::kContext)) return false;
  const auto& entries = value.context().entries();
  return std::any_of(entries.begin(), entries.end(), [](const auto& entry) { return holds_null(entry.value); });
}

// Clauses and marks of what took part in an evaluation.
class Sources {
 public:
  explicit Sources(Answer& answer) : answer_(answer) {}

  void add(const dmn::Step& step, const dmn::Outline& outline) {
    for (const dmn::TableHit& table : step.tables)
      for (const dmn::TableHit::Rule& rule : table.rules)
        add(pack::source_from([&](std::string_view name) {
          const auto found = std::find_if(rule.annotations.begin(), rule.annotations.end(), [&](const auto& one) { return one.first == name; });
          return found == rule.annotations.end() ? std::string_view() : found->second;
        }));
    const dmn::OutlineElement* element = outline.find(step.element);
    if (element != nullptr) add(pack::source_of(*element));
  }

 private:
  void add(const pack::RuleSource& source) {
    if (!source.verified()) answer_.verified = false;
    for (const std::string& id : source.clauses)
      if (std::find(answer_.clauses.begin(), answer_.clauses.end(), id) == answer_.clauses.end()) answer_.clauses.push_back(id);
  }
  Answer& answer_;
};

bool known_to_some_version(const pack::Decision& decision, const std::string& input) {
  return std::any_of(decision.versions.begin(), decision.versions.end(), [&](const pack::DecisionVersion& version) {
    const auto inputs = version.model->model->inputs();
    return std::any_of(inputs.begin(), inputs.end(), [&](const auto& one) { return one.name == input; });
  });
}

std::string hint_of(const pack::Decision& decision) {
  std::string names;
  for (const auto& input : decision.versions.back().model->model->inputs()) names += (names.empty() ? "" : ", ") + input.name;
  return names.empty() ? "" : " (" + names + ")";
}

}  // namespace

Answer decide(const pack::Decision& decision, const pack::DecisionVersion& version, base::Date on, const feel::Context& inputs,
              bool trace, const feel::Budget& budget) {
  Answer answer;
  answer.decision = decision.name;
  answer.version = base::to_string(version.from);
  answer.digest = version.model->digest;
  dmn::Options options;
  options.budget = budget;
  constexpr int64_t kSecondsPerDay = 86'400;
  options.moment.now.seconds = on.days * kSecondsPerDay;
  options.trace = true;
  dmn::Outcome outcome = dmn::evaluate(*version.model->model, {version.element}, inputs, options);
  outcome.unknown.clear();
  if (outcome.stop != feel::Stop::kNone) {
    answer.reasons.emplace_back(feel::stop_text(outcome.stop));
  } else if (!outcome.results.empty()) {
    answer.value = outcome.results[0].value;
    Sources sources(answer);
    for (const dmn::Step& step : outcome.trace) sources.add(step, version.model->outline);
    if (holds_null(answer.value)) answer.reasons = outcome.results[0].reasons;
  }
  answer.reasons.insert(answer.reasons.begin(), outcome.input_reasons.begin(), outcome.input_reasons.end());
  if (trace) answer.trace_json = dmn::outcome_to_json(outcome, false);
  return answer;
}

base::Result<Answer> decide(const pack::Pack& pack, std::string_view decision, base::Date on, const feel::Context& inputs, bool trace) {
  const pack::Decision* found = pack.find_decision(decision);
  if (found == nullptr) return Error(ErrorCode::kNotFound).with("what", decision);
  for (const auto& entry : inputs.entries())
    if (!known_to_some_version(*found, entry.key.text()))
      return Error(ErrorCode::kUnknownField).at(entry.key.text()).with("hint", hint_of(*found));
  const pack::DecisionVersion* version = found->in_force(on);
  if (version == nullptr) return Error(ErrorCode::kNotFound).with("what", std::string(decision) + " " + base::to_string(on));
  return decide(*found, *version, on, inputs, trace);
}

std::string to_json(const Answer& answer) {
  wire::Json::Array clauses(answer.clauses.begin(), answer.clauses.end());
  wire::Json::Array reasons(answer.reasons.begin(), answer.reasons.end());
  std::string out = wire::to_text(wire::Json::object({{"decision", answer.decision},
                                                      {"version", answer.version},
                                                      {"digest", answer.digest},
                                                      {"clauses", std::move(clauses)},
                                                      {"verified", answer.verified},
                                                      {"reasons", std::move(reasons)}}));
  out.pop_back();
  out += ",\"value\":" + dmn::value_to_json(answer.value);
  if (!answer.trace_json.empty()) out += ",\"trace\":" + answer.trace_json;
  return out + "}";
}

}  // namespace lingqu::decisions
