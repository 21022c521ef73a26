// decisions/: the index and the models beside it.
#pragma once

#include <map>
#include <string>

#include "pack/detail/problems.hpp"
#include "pack/pack.hpp"

namespace lingqu::pack::detail {

// `models`: texts by path below the pack's folder. After documents and vocabularies: rules name clauses.
void read_decisions(const Source& source, const std::map<std::string, std::string>& models, Pack& pack, Problems& problems);
// Models that no version names.
void refuse_unused_models(const std::map<std::string, std::string>& models, const Pack& pack, Problems& problems);

}  // namespace lingqu::pack::detail
