// The duties of whoever handles a record, judged live: done, missing, or not applicable (yet). Format: docs/formats/pack.md.
#pragma once

#include <string>
#include <vector>

#include "lifecycle/lifecycle.hpp"

namespace lingqu::lifecycle {

struct DutyFinding {
  enum class State { kDone, kMissing, kNotApplicable };
  const Duty* duty = nullptr;  // of the register's lifecycle
  State state = State::kMissing;
  bool late = false;                 // missing, and the record is in a state by which it had to be done
  std::vector<std::string> reasons;  // why it could not be told (then it counts as missing)
};

std::string_view name(DutyFinding::State state);  // "done", "missing", "not_applicable"

// Every duty of the register, in its order. A duty applies where its `applies` is true or absent, and is done only where `done` is
// true: what cannot be told is missing. Errors: those of the surroundings.
base::Result<std::vector<DutyFinding>> check_duties(const registers::Register&, const Lifecycle&, const registers::Record&, Surroundings&);

}  // namespace lingqu::lifecycle
