// JSON Schema (draft 2020-12) of each kind of pack file, made from the table that the loader checks
// with. The copies in packs/schema/ are for editors; a test compares them.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace lingqu::pack {

// (file name in packs/schema/, content)
std::vector<std::pair<std::string, std::string>> json_schemas();

}  // namespace lingqu::pack
