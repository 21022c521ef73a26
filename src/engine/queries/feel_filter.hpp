// A FEEL filter as a condition in SQL. What it selects is exactly what the expression is true for: null and false select nothing, and
// not(…), and, or know the difference. What cannot be said in SQL is refused (kBadFilter) with the part that cannot.
#pragma once

#include <string>

#include "engine/queries/conditions.hpp"

namespace lingqu::engine {

// Adds the condition of `text` on the table's records. Fields the actor may not see cannot be named; records the actor may not see are as
// if they were not there.
base::Status add_feel_filter(Context& context, const RegisterTable& table, const std::string& text, const lifecycle::Actor* actor,
                             Conditions& conditions);

}  // namespace lingqu::engine
