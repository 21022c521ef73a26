#include "lifecycle/duties.hpp"

#include <algorithm>

#include "lifecycle/formulas.hpp"

namespace lingqu::lifecycle {

std::string_view name(DutyFinding::State state) {
  switch (state) {
    case DutyFinding::State::kDone: return "done";
    case DutyFinding::State::kMissing: return "missing";
    case DutyFinding::State::kNotApplicable: return "not_applicable";
  }
  return "missing";
}

base::Result<std::vector<DutyFinding>> check_duties(const registers::Register& schema, const Lifecycle& lifecycle,
                                                    const registers::Record& record, Surroundings& around) {
  Formulas formulas(schema, record, around);
  std::vector<DutyFinding> findings;
  for (const Duty& duty : lifecycle.duties) {
    DutyFinding finding{&duty, DutyFinding::State::kMissing, false, {}};
    bool applies = true;
    if (duty.applies) {
      LINGQU_TRY(answer, formulas.evaluate(*duty.applies));
      applies = answer.value.is_true();
    }
    if (!applies) {
      finding.state = DutyFinding::State::kNotApplicable;
    } else {
      LINGQU_TRY(answer, formulas.evaluate(*duty.done));
      if (answer.value.is_true()) finding.state = DutyFinding::State::kDone;
      if (answer.value.is_null()) finding.reasons = std::move(answer.reasons);
    }
    finding.late = finding.state == DutyFinding::State::kMissing &&
                   std::find(duty.late_in.begin(), duty.late_in.end(), record.state) != duty.late_in.end();
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace lingqu::lifecycle
