// Text search over all registers: what the index finds, checked once more against the records as they are now.
#pragma once

#include "engine/queries/reader.hpp"
#include "search/searcher.hpp"

namespace lingqu::engine {

base::Result<SearchReply> search_records(Context& context, Reader& reader, const search::Searcher& searcher, const SearchQuery& query,
                                         const lifecycle::Actor* actor);

}  // namespace lingqu::engine
