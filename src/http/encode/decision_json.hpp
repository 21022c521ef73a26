// Decisions, their versions, drafts and comparisons as the API has them: docs/design/api.md.
#pragma once

#include <string>

#include "decisions/compare.hpp"
#include "engine/commands.hpp"
#include "pack/pack.hpp"

namespace lingqu::http {

// GET /decisions. `today` tells which versions are in force.
std::string decisions_json(const pack::Pack& pack, base::Date today, bool may_draft);
std::string drafts_json(const std::vector<engine::DecisionDraft>& drafts);
std::string draft_json(const engine::DecisionDraft& draft);
// Two versions under the names they were asked for.
std::string comparison_json(const std::string& before, const std::string& after, const decisions::Comparison& comparison,
                            const std::vector<decisions::CaseDifference>& cases, size_t total);

}  // namespace lingqu::http
