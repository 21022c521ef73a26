#include "match/reasons.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "match/figures.hpp"

using namespace lingqu;
using namespace lingqu::match;

namespace {

struct Desk {
  Desk() : index(make()), analyzer(std::move(*search::Analyzer::create())) { index.put(achievement); }
  static Index make() {
    Glossary g;
    REQUIRE(g.add("g", "烟尘|烟灰\tflue dust\tbụi khói\tฝุ่นควัน\n锌\tzinc\tkẽm\tสังกะสี\n萃取\tsolvent extraction\tchiết\tสกัด\n").ok());
    auto index = Index::create(std::make_shared<const Glossary>(std::move(g)));
    REQUIRE(index.ok());
    index->put({"other", "桥梁的设计", "溶剂萃取与此无关。", {}, "土木工程", {}});
    return std::move(*index);
  }
  std::vector<Reason> explain(Need need) { return match::explain(need, achievement, index, analyzer); }

  Achievement achievement{"a", "从铅冶炼烟尘中回收锌", "焙烧温度 650℃，锌回收率 95%。", {"烟尘"}, "冶金工程", {}};
  Index index;
  search::Analyzer analyzer;
};

const Reason* of_kind(const std::vector<Reason>& reasons, ReasonKind kind) {
  const auto found = std::find_if(reasons.begin(), reasons.end(), [&](const Reason& r) { return r.kind == kind; });
  return found == reasons.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("a concept is shown with the need's words and the achievement's passage, in both languages") {
  Desk desk;
  const auto reasons = desk.explain({"n", "烟灰里的金属怎样收回", {}});
  const Reason* reason = of_kind(reasons, ReasonKind::kConcept);
  REQUIRE(reason != nullptr);
  CHECK(reason->need_says == "烟灰");
  CHECK(reason->passage == "从铅冶炼烟尘中回收锌");
  CHECK(reason->text.zh == "需求中的“烟灰”与成果中的“烟尘”同义或相近");
  CHECK(reason->text.en == "“烟灰” in the need means the same as “烟尘” in the achievement, or nearly (flue dust)");
  CHECK(of_kind(desk.explain({"n", "We recover zinc", {}}), ReasonKind::kConcept) != nullptr);
}

TEST_CASE("figures that fit speak for, figures that do not speak against") {
  Desk desk;
  const auto good = desk.explain({"n", "锌回收率不低于90%", {}});
  REQUIRE(of_kind(good, ReasonKind::kFigure) != nullptr);
  CHECK(of_kind(good, ReasonKind::kFigure)->speaks_for);
  const auto bad = desk.explain({"n", "温度低于 500 ℃", {}});
  REQUIRE(of_kind(bad, ReasonKind::kFigure) != nullptr);
  CHECK(!of_kind(bad, ReasonKind::kFigure)->speaks_for);
  CHECK(of_kind(desk.explain({"n", "长度 5 m", {}}), ReasonKind::kFigure) == nullptr);
}

TEST_CASE("what the achievement does not mention comes last") {
  Desk desk;
  const auto reasons = desk.explain({"n", "烟灰用萃取法处理", {}});
  REQUIRE(!reasons.empty());
  CHECK(reasons.back().kind == ReasonKind::kMissing);
  CHECK(reasons.back().need_says == "萃取");
  CHECK(!reasons.back().speaks_for);
}

TEST_CASE("facts agree, contradict, or say nothing") {
  Structure need, has;
  CHECK(agreement(need, has) == 0);
  need.readiness = 6;
  has.readiness = 7;
  CHECK(agreement(need, has) == 1);
  need.money = 100;
  has.money = 200;
  CHECK(agreement(need, has) == 0);
  has.readiness = 4;
  CHECK(agreement(need, has) == -1);
  Desk desk;
  desk.achievement.structure.readiness = 4;
  Need wanted{"n", "烟灰", {}};
  wanted.structure.readiness = 6;
  const auto reasons = desk.explain(wanted);
  REQUIRE(of_kind(reasons, ReasonKind::kReadiness) != nullptr);
  CHECK(of_kind(reasons, ReasonKind::kReadiness)->text.zh == "成熟度为 4 级，低于要求的 6 级");
}

TEST_CASE("figures are compared in one unit and within their bounds") {
  const auto wanted = figures_in("强度不低于 500 MPa，厚度0.5 mm以下，型号 X200，共 3 台");
  REQUIRE(wanted.size() == 2);
  CHECK(wanted[0].bound == Bound::kAtLeast);
  CHECK(wanted[1].bound == Bound::kAtMost);
  CHECK(fits(wanted[0], figures_in("0.6 GPa")[0]));
  CHECK(!fits(wanted[0], figures_in("450MPa")[0]));
  CHECK(fits(wanted[1], figures_in("300 μm")[0]));
  CHECK(!fits(wanted[0], wanted[1]));
  CHECK(figures_in("at least 20 mg/L")[0].bound == Bound::kAtLeast);
  CHECK(figures_in("不超过20mg/L")[0].bound == Bound::kAtMost);
}

TEST_CASE("what is not mentioned is counted, and the two sides are called as asked") {
  Desk desk;
  const Explanation explained = Explainer({"n", "烟灰用萃取法处理，收回锌", {}}, desk.index, desk.analyzer, {{"企业需求", "need"}, {"科技成果", "achievement"}}).explain(desk.achievement);
  CHECK(explained.aspects == 3);
  CHECK(explained.unmentioned == 1);
  const Reason* shared = of_kind(explained.reasons, ReasonKind::kConcept);
  REQUIRE(shared != nullptr);
  CHECK(shared->text.zh.find("企业需求中的") == 0);
  CHECK(shared->passage.find(shared->matched) != std::string::npos);
  CHECK(of_kind(explained.reasons, ReasonKind::kMissing)->text.zh == "科技成果的说明中没有提到“萃取”，请向对方核实");
}

TEST_CASE("closeness in meaning stands behind the words and before facts and what speaks against") {
  const auto reason = [](ReasonKind kind, bool good) { return Reason{kind, good, {}, ""}; };
  std::vector<Reason> reasons{reason(ReasonKind::kConcept, true), reason(ReasonKind::kField, true), reason(ReasonKind::kMissing, false)};
  add_meaning(reasons, 0.8349F);
  REQUIRE(reasons.size() == 4);
  CHECK(reasons[1].kind == ReasonKind::kMeaning);
  CHECK(reasons[1].speaks_for);
  CHECK(reasons[1].text.zh == "语义相近（向量相似度 0.83）");
  CHECK(reasons[1].text.en == "Close in meaning (similarity 0.83)");
  std::vector<Reason> against{reason(ReasonKind::kMissing, false)}, none;
  add_meaning(against, 0.5F);
  add_meaning(none, 0.5F);
  CHECK(against[0].kind == ReasonKind::kMeaning);
  CHECK(none.size() == 1);
}
