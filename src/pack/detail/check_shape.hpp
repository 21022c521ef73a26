// Checks a YAML tree against a shape: unknown, missing and repeated keys, wrong forms. Tells every
// mistake.
#pragma once

#include "pack/detail/problems.hpp"
#include "pack/detail/shape.hpp"

namespace lingqu::pack::detail {

void check_shape(const std::string& file, const YamlNode& node, const Shape& shape,
                 Problems& problems);
bool is_name(std::string_view text);

}  // namespace lingqu::pack::detail
