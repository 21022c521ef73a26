// What the models of a pack say as a whole: rules that hit together, rules that can never decide, inputs no rule covers. That they
// compile and name their clauses is seen to when a pack is loaded.
#pragma once

#include <vector>

#include "base/error.hpp"
#include "pack/pack.hpp"

namespace lingqu::decisions {

struct Finding {
  bool warning = false;
  base::Error error;  // kPackFile: file, line, problem, remedy
};

std::vector<Finding> check_model(const pack::ModelFile& model);
// Every model once, in the order of decisions and versions.
std::vector<Finding> check_models(const pack::Pack& pack);

}  // namespace lingqu::decisions
