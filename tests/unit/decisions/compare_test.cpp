#include "decisions/compare.hpp"

#include <doctest/doctest.h>

#include "unit/decisions/fixture.hpp"

namespace lingqu::decisions {
namespace {

// The decision with `after` in place of `before` in its second version.
pack::Snapshot load(const std::string& before, const std::string& after) {
  auto files = pack_with_decisions();
  std::string& model = files["decisions/floor_2025.dmn"];
  model = floor_model("0.6", "G");
  if (!before.empty()) {
    REQUIRE(model.find(before) != std::string::npos);
    model.replace(model.find(before), before.size(), after);
  }
  const pack::Loaded loaded = pack::load_files(files);
  for (const base::Error& problem : loaded.problems) MESSAGE(base::to_string(problem));
  REQUIRE(loaded.pack);
  return loaded.pack;
}

Comparison compared(const std::string& before, const std::string& after) {
  const pack::Snapshot pack = load(before, after);
  return compare(pack->decisions[0].versions[0], pack->decisions[0].versions[1]);
}

TEST_CASE("the same text has no differences") {
  const Comparison same = compared("", "");
  CHECK(same.rules.empty());
  CHECK(same.texts.empty());
}

TEST_CASE("a changed cell is told with both texts, whatever the rule's id") {
  for (const char* id : {"<rule id=\"h\">", "<rule id=\"renamed\">"}) {
    const Comparison found = compared("<rule id=\"h\"><inputEntry><text>\"110000\"</text></inputEntry><inputEntry><text>\"gift\"</text></inputEntry>\n        <outputEntry><text>0.6",
                                      std::string(id) + "<inputEntry><text>\"110000\"</text></inputEntry><inputEntry><text>\"gift\"</text></inputEntry>\n        <outputEntry><text>0.75");
    REQUIRE(found.rules.size() == 1);
    CHECK(found.rules[0].kind == RuleChange::Kind::kChanged);
    CHECK(found.rules[0].before == 2);
    REQUIRE(found.rules[0].cells.size() == 1);
    CHECK(found.rules[0].cells[0].column == "share");
    CHECK(found.rules[0].cells[0].before == "0.6");
    CHECK(found.rules[0].cells[0].after == "0.75");
  }
}

TEST_CASE("rules added and removed; a rule that only moved is the same") {
  const std::string loan = R"(<rule id="l"><inputEntry><text>-</text></inputEntry><inputEntry><text>"loan"</text></inputEntry>
        <outputEntry><text>0.2</text></outputEntry><annotationEntry><text>law/1</text></annotationEntry><annotationEntry><text>V</text></annotationEntry></rule>)";
  const Comparison removed = compared(loan, "");
  REQUIRE(removed.rules.size() == 1);
  CHECK(removed.rules[0].kind == RuleChange::Kind::kRemoved);
  CHECK(removed.rules[0].before == 3);
  CHECK(removed.rules[0].after == 0);
  const Comparison moved = compared("<rule id=\"n\">", loan + "<rule id=\"n\">");
  REQUIRE(moved.rules.size() == 1);
  CHECK(moved.rules[0].kind == RuleChange::Kind::kAdded);
}

TEST_CASE("changed expressions and inputs are told; cases that come out otherwise are found") {
  const Comparison text = compared("amount * share", "amount * share * 2");
  REQUIRE(text.texts.size() == 1);
  CHECK(text.texts[0].element == "下限");
  CHECK(text.texts[0].after == "amount * share * 2");

  const pack::Snapshot pack = load("amount * share", "if amount > 10 then amount * share * 2 else amount * share");
  const auto cases = read_cases(*pack, "floor", "f", R"(cases:
  - {id: small, decision: floor, inputs: {region: "110000", way: gift, amount: 10}, expect: 6}
  - {id: large, decision: floor, inputs: {region: "110000", way: gift, amount: 20}, expect: 12}
)");
  REQUIRE(cases.ok());
  const auto found = differing(pack->decisions[0], pack->decisions[0].versions[0], pack->decisions[0].versions[1], *cases);
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == "large");
  CHECK(found[0].before.value.number() == feel::Decimal(12));
  CHECK(found[0].after.value.number() == feel::Decimal(24));
}

}  // namespace
}  // namespace lingqu::decisions
