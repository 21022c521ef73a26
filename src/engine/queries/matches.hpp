// Matches of a record or of a text: what the index finds, checked against the records as they are, compared by what the reader may see of
// them, and ranked by what answers taught.
#pragma once

#include "engine/followers/match_index.hpp"
#include "engine/matching.hpp"
#include "engine/queries/reader.hpp"

namespace lingqu::engine {

base::Result<MatchReply> find_matches(Context& context, Reader& reader, MatchIndex& index, const MatchQuery& query, const lifecycle::Actor* actor);

}  // namespace lingqu::engine
