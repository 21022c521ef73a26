#include <doctest/doctest.h>

#include "unit/pack/fixture.hpp"

namespace lingqu::pack {
namespace {

using base::Language;

constexpr const char* kLoan = "registers/loan.yaml";

std::string with(const std::string& before, const std::string& after) {
  std::string text = small_pack().at(kLoan);
  const size_t at = text.find(before);
  REQUIRE(at != std::string::npos);
  return text.replace(at, before.size(), after);
}

std::string told(const std::string& before, const std::string& after) {
  auto files = small_pack();
  files[kLoan] = with(before, after);
  const Loaded loaded = load_files(files);
  std::string out;
  for (const base::Error& problem : loaded.problems) out += problem.message(Language::kEn) + " | " + problem.remedy(Language::kEn) + "\n";
  return out;
}

Snapshot loaded(const std::string& before, const std::string& after) {
  auto files = small_pack();
  files[kLoan] = with(before, after);
  Loaded result = load_files(files);
  for (const base::Error& problem : result.problems) FAIL(problem.message(Language::kEn));
  return result.pack;
}

// In place of the condition `kind` of the act lend.
std::string told_of(const std::string& condition) {
  return told("value_is: {field: way, values: [loan]}", condition);
}

TEST_CASE("expressions are compiled with the pack") {
  auto files = small_pack();
  files[kLoan] = with("        - id: kind\n          value_is: {field: way, values: [loan]}\n",
                      "        - id: kind\n          title: {zh: 价值为正, en: A value above zero}\n"
                      "          feel: value > 0 and lender.name != \"甲\" and count(others) < 3\n");
  const std::string needs = "      needs: [days, from]\n";
  files[kLoan].replace(files[kLoan].find(needs), needs.size(), needs + "      with: {others: {register: loan, by: before}}\n");
  const Loaded result = load_files(files);
  for (const base::Error& problem : result.problems) FAIL(problem.message(Language::kEn));
  const Snapshot pack = result.pack;
  const lifecycle::Act* lend = pack->find("loan")->lifecycle.find_act("lend");
  const lifecycle::Condition& condition = lend->conditions[3];
  CHECK(condition.title.en == "A value above zero");
  const auto& formula = std::get<lifecycle::FeelHolds>(condition.check).formula;
  REQUIRE(formula->program != nullptr);
  CHECK(formula->fields() == std::vector<std::string>{"lender", "value"});
}

TEST_CASE("defaults, computed fields and computed values") {
  const Snapshot pack = loaded("  until: {type: date, title: 止}\n",
                               "  until: {type: date, title: 止}\n"
                               "  left: {type: integer, title: 剩余, is: \"if until = null then null else (until - today) / duration(\\\"P1D\\\")\"}\n"
                               "  late: {type: boolean, title: 逾期, is: left < 0, listed: true}\n"
                               "  since: {type: date, title: 始, default: today}\n");
  const registers::Register& loan = pack->find("loan")->schema;
  CHECK(loan.find("left")->computed());
  CHECK(loan.find("late")->is->fields() == std::vector<std::string>{"left"});
  CHECK(loan.find("since")->initial->program != nullptr);
}

TEST_CASE("mistakes in expressions are told at their place") {
  CHECK(told_of("feel: valu > 0").find("registers/loan.yaml:64:17: there is no name “valu” | Did you mean value?") != std::string::npos);
  CHECK(told_of("feel: \"value > 0 and wy = 1\"").find(":64:32: there is no name “wy” | Did you mean way?") != std::string::npos);
  CHECK(told_of("feel: value >").find("the FEEL expression is wrong") != std::string::npos);
  CHECK(told_of("feel: value + 1").find("the expression gives number; boolean is needed here") != std::string::npos);
  CHECK(told_of("feel: lender = before.lender").find("whole records cannot be compared") != std::string::npos);
  CHECK(told_of("feel: lender.nme = \"x\"").find("“nme” in it | Did you mean name?") != std::string::npos);
  CHECK(told_of("feel: now() = now()").find("no time of day here") != std::string::npos);
  CHECK(told_of("feel: value > 0\n          holds: value > 0").find("only a condition with decide has holds") != std::string::npos);
  CHECK(told_of("decide: {decision: d}").find("the condition lacks holds") != std::string::npos);
  CHECK(told("today: from", "feel: {field: form, is: today}").find("Did you mean from?") != std::string::npos);
  CHECK(told("today: from", "feel: {field: from, is: \"1 + 1\"}").find("gives number; date is needed") != std::string::npos);
}

TEST_CASE("related lists are checked like references") {
  const std::string at = "      needs: [days, from]\n";
  CHECK(told(at, at + "      with: {others: {register: laon, by: before}}\n").find("Did you mean loan?") != std::string::npos);
  CHECK(told(at, at + "      with: {others: {register: loan, by: lender}}\n").find("does not refer to the register loan") != std::string::npos);
  CHECK(told(at, at + "      with: {value: {register: loan, by: before}}\n").find("is the name of a field") != std::string::npos);
}

TEST_CASE("computed fields are not stored: nothing sets them or hangs on them, and none looks at itself") {
  const std::string at = "  until: {type: date, title: 止}\n";
  const std::string left = at + "  left: {type: integer, title: 剩余, is: days + 1";
  CHECK(told(at, left + ", required: true}\n").find("a computed field has no “required”") != std::string::npos);
  CHECK(told(at, left + ", unique: true}\n").find("a computed field has no “unique”") != std::string::npos);
  CHECK(told(at, at + "  left: {type: integer, title: 剩余, is: left + 1}\n").find("“left” looks at itself") != std::string::npos);
  CHECK(told(at, at + "  a: {type: integer, title: 甲, is: b}\n  b: {type: integer, title: 乙, is: a}\n").find("“a” looks at itself") != std::string::npos);
  CHECK(told(at, at + "  who: {type: ref, to: body, title: 谁, is: lender}\n").find("cannot be computed on read") != std::string::npos);
  CHECK(told("who: {type: text", "who: {default: 1, type: text").find("a column has no “default”") != std::string::npos);
  auto files = small_pack();
  files[kLoan] = with(at, left + "}\n");
  const size_t needs = files[kLoan].find("needs: [days, from]");
  files[kLoan].replace(needs, 12, "needs: [left");
  bool said = false;
  for (const base::Error& problem : load_files(files).problems)
    said = said || problem.message(Language::kEn).find("“left” is computed and never stored") != std::string::npos;
  CHECK(said);
}

}  // namespace
}  // namespace lingqu::pack
