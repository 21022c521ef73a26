// The name somebody probably meant: for hints in refusals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace lingqu::registers {

// The candidate with the fewest edits from `name`, if it is close (about a third of the letters);
// else empty.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);
// "（是否应为 price？）" for the placeholder {hint}, or nothing.
base::Text nearest_hint(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace lingqu::registers
