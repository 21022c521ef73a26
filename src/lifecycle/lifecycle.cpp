#include "lifecycle/lifecycle.hpp"

#include <algorithm>

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

}  // namespace lingqu::lifecycle
