#include "lifecycle/lifecycle.hpp"

#include <algorithm>

#include "lifecycle/decision.hpp"

namespace lingqu::lifecycle {

namespace {

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool Act::may_set(std::string_view field) const {
  return contains(needs, field) || contains(sets, field) || contains(sets, "*") ||
         contains(appends, field);
}

const State* Lifecycle::find_state(std::string_view name) const {
  for (const State& state : states)
    if (state.name == name) return &state;
  return nullptr;
}

const Act* Lifecycle::find_act(std::string_view name) const {
  for (const Act& act : acts)
    if (act.name == name) return &act;
  return nullptr;
}

std::vector<std::string> filled_by(const Derivation& derivation) {
  return std::visit(
      [](const auto& d) {
        std::vector<std::string> out;
        if constexpr (requires { d.field; }) out.push_back(d.field);
        if constexpr (requires { d.rows; }) out.push_back(d.rows);
        if constexpr (requires { d.price; }) out.push_back(d.price);
        if constexpr (requires { d.result; }) out.push_back(d.result);
        if constexpr (requires { d.winner; }) out.push_back(d.winner);
        if constexpr (requires { d.sets; })
          for (const auto& [field, value] : d.sets) out.push_back(field);
        return out;
      },
      derivation);
}

std::vector<const registers::Formula*> DecisionCall::formulas() const {
  std::vector<const registers::Formula*> all;
  for (const auto& [name, formula] : inputs) all.push_back(formula.get());
  if (on != nullptr) all.push_back(on.get());
  return all;
}

base::Result<DecisionAnswer> Surroundings::decide(const DecisionCall& call, const feel::Context&, base::Date) {
  return base::Error(base::ErrorCode::kNotFound).with("what", call.decision);
}

}  // namespace lingqu::lifecycle
