#include "decisions/check.hpp"

#include <doctest/doctest.h>

#include "unit/decisions/fixture.hpp"

namespace lingqu::decisions {
namespace {

std::vector<Finding> findings(const std::string& before, const std::string& after) {
  auto files = pack_with_decisions();
  std::string& model = files["decisions/floor.dmn"];
  if (!before.empty()) {
    REQUIRE(model.find(before) != std::string::npos);
    model.replace(model.find(before), before.size(), after);
  }
  const pack::Loaded loaded = pack::load_files(files);
  for (const base::Error& problem : loaded.problems) MESSAGE(base::to_string(problem));
  REQUIRE(loaded.pack);
  return check_models(*loaded.pack);
}

TEST_CASE("a complete table has no findings") {
  for (const Finding& finding : findings("", "")) CHECK_MESSAGE(false, base::to_string(finding.error, base::Language::kEn));
}

TEST_CASE("rules that hit together are mistakes, with the line of the later one") {
  const auto found = findings("not(\"110000\")", "-");
  REQUIRE(found.size() == 1);
  CHECK_FALSE(found[0].warning);
  CHECK(found[0].error.message(base::Language::kEn).starts_with("decisions/floor.dmn:19:1: “share”, table t: rules 1, 2 hit together"));
  CHECK_FALSE(found[0].error.remedy(base::Language::kZh).empty());
}

TEST_CASE("inputs no rule covers are a warning") {
  const auto gap = findings("not(\"110000\")", "\"120000\"");
  REQUIRE_FALSE(gap.empty());
  CHECK(gap[0].warning);
}

}  // namespace
}  // namespace lingqu::decisions
