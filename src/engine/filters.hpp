// A condition as addresses write it ("price.ge" and "1000") ↔ a filter. The operators are named here and nowhere else.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "engine/queries.hpp"

namespace lingqu::engine {

// kBadFilter: no such comparison.
base::Result<Filter> parse_filter(std::string_view name, std::string_view value);

}  // namespace lingqu::engine
