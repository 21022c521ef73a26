// From a query's tokens to Xapian's query tree.
#pragma once

#include <xapian.h>

#include <vector>

#include "search/analysis.hpp"
#include "search/searcher.hpp"

namespace lingqu::search::detail {

// Matches nothing if there are no tokens.
Xapian::Query text_query(const std::vector<Token>& tokens, Match match);
// All documents if there are no groups; an empty group matches nothing.
Xapian::Query filter_query(const std::vector<std::vector<std::string>>& groups);

}  // namespace lingqu::search::detail
