// Cases written by hand beside the models, and whether the models give what they say. Format: docs/formats/decisions.md. Pure: the
// caller reads the files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decisions/decide.hpp"

namespace lingqu::decisions {

struct Case {
  std::string id;
  std::string decision;
  base::Date on;
  feel::Context inputs;
  int line = 0;
};
struct CaseResult {
  std::string file;
  std::string id;
  int line = 0;
  bool passed = false;
  std::string detail;  // what was expected and what came
};

// Errors of both: those of wire::parse_yaml; kPackFile for a file that is no list of cases, and for a case without what it needs.
base::Result<std::vector<CaseResult>> run_cases(const pack::Pack& pack, const std::string& file, std::string_view yaml);
// The cases of a decision, without running them.
base::Result<std::vector<Case>> read_cases(const pack::Pack& pack, const std::string& decision, const std::string& file, std::string_view yaml);

}  // namespace lingqu::decisions
