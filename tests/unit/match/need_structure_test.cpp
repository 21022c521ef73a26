#include "match/need_structure.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace lingqu::match {
namespace {

using F = StatedFigure;
using Figures = std::vector<StatedFigure>;

TEST_CASE("figures: names, comparisons, values and units, in four languages") {
  const std::pair<const char*, Figures> cases[] = {
      {"要求剥离强度不低于 1.2 N/mm，含水率≤3%。", {F{"剥离强度", Comparison::kAtLeast, "1.2", "", "N/mm"}, F{"含水率", Comparison::kAtMost, "3", "", "%"}}},
      {"轧制线速度每分钟1200米以上", {F{"轧制线速度每分钟", Comparison::kAtLeast, "1200", "", "米"}}},
      {"烧结温度 850~900℃", {F{"烧结温度", Comparison::kRange, "850", "900", "℃"}}},
      {"工作温度-20℃", {F{"工作温度", Comparison::kAbout, "-20", "", "℃"}}},
      {"预算约１００万元", {F{"预算", Comparison::kAbout, "100", "", "万元"}}},
      {"The peel strength must be at least 1,200.5 MPa", {F{"The peel strength", Comparison::kAtLeast, "1200.5", "", "MPa"}}},
      {"Độ ẩm không quá 12 %", {F{"Độ ẩm", Comparison::kAtMost, "12", "", "%"}}},
      {"ความชื้น ไม่เกิน 12%", {F{"ความชื้น", Comparison::kAtMost, "12", "", "%"}}},
  };
  for (const auto& [text, expected] : cases) {
    INFO(text);
    const Figures found = stated_figures(text);
    REQUIRE(found.size() == expected.size());
    for (size_t i = 0; i < found.size(); ++i) {
      CHECK(found[i].name == expected[i].name);
      CHECK(name(found[i].comparison) == name(expected[i].comparison));
      CHECK(found[i].value == expected[i].value);
      CHECK(found[i].upper == expected[i].upper);
      CHECK(found[i].unit == expected[i].unit);
    }
  }
}

TEST_CASE("what is no figure: years, names with digits, bare numbers, bytes that are no text") {
  for (const char* text : {"2026年完成", "型号 A356 铝合金", "共 3 samples tested", "第 5 号", "", "没有数字", "\xff\xfe 5%"}) {
    INFO(text);
    CHECK(stated_figures(text).empty());
  }
}

TEST_CASE("a long text ends after thirty figures") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "强度不低于 5 MPa，";
  CHECK(stated_figures(text).size() == 30);
}

TEST_CASE("keywords are terms of art, and most of them name the domain") {
  Glossary glossary;
  REQUIRE(glossary.add("a.tsv", "#domain: 通用\n成本\tcost\n#domain: 材料\n铝合金\taluminium alloy\n型材\tprofile\n").ok());
  auto analyzer = search::Analyzer::create();
  REQUIRE(analyzer.ok());
  const NeedStructure structure = structure_of("铝合金型材成本高，抗拉强度至少 300 MPa", glossary, *analyzer);
  CHECK(structure.domain == "材料");
  CHECK(std::find(structure.keywords.begin(), structure.keywords.end(), "铝合金") != structure.keywords.end());
  REQUIRE(structure.figures.size() == 1);
  CHECK(structure.figures[0].name == "抗拉强度");
  CHECK(structure_of("", glossary, *analyzer).domain.empty());
}

}  // namespace
}  // namespace lingqu::match
