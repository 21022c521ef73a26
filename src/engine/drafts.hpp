// Drafts of decision models: a new dated version handed in by an officer, checked as the pack's own models are, kept beside them. A
// draft decides nothing: it comes into force when the pack is issued with it. Handing one in is an act with a leaf of its own.
#pragma once

#include "engine/acts/writer.hpp"

namespace lingqu::engine {

inline constexpr size_t kLargestDraft = 2u << 20;
inline constexpr std::string_view kDraftRegister = "decision_draft";  // in the evidence log; no register of a pack may be called so

store::Table draft_table();

// The version that the draft would be. kForbidden; kNotFound; kTooLarge; kPackFile for what is no model; kInvalid with every mistake.
base::Result<pack::DecisionVersion> check_draft(const pack::Pack& pack, const DraftCommand& command);
// After check_draft, with the model stored under `digest`.
base::Result<DecisionDraft> add_draft(Context& context, Writer& writer, const DraftCommand& command, const pack::DecisionVersion& version);
// Newest first.
base::Result<std::vector<DecisionDraft>> list_drafts(Context& context, const std::string& decision);

}  // namespace lingqu::engine
