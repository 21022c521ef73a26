#include "match/evaluation.hpp"

#include <doctest/doctest.h>

using namespace lingqu::match;

TEST_CASE("MRR and recall at ten, by language") {
  const std::vector<JudgedNeed> needs = {{"1", "zh", "a", {"x"}}, {"2", "zh", "b", {"y", "z"}}, {"3", "en", "c", {"x"}}};
  const auto quality = evaluate(needs, [](const std::string& text) -> std::vector<std::string> {
    if (text == "a") return {"w", "x"};
    if (text == "b") return {"y"};
    return {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "x"};
  });
  CHECK(quality.at("zh").needs == 2);
  CHECK(quality.at("zh").mrr10 == doctest::Approx(0.75));
  CHECK(quality.at("zh").recall10 == doctest::Approx(0.75));
  CHECK(quality.at("en").mrr10 == 0);
  CHECK(quality.at("en").recall10 == 0);
}
