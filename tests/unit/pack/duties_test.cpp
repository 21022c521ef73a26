#include <doctest/doctest.h>

#include "unit/pack/fixture.hpp"

namespace lingqu::pack {
namespace {

using base::Language;

// The small pack with duties and more at the end of its loans.
Loaded with_duties(const std::string& text) {
  auto files = small_pack();
  files["registers/loan.yaml"] += text;
  return load_files(files);
}

std::string told(const std::string& text) {
  const Loaded loaded = with_duties(text);
  std::string out;
  for (const base::Error& problem : loaded.problems) out += problem.message(Language::kEn) + "\n";
  return out;
}

TEST_CASE("duties are read and compiled; bundles may follow a reference") {
  const Loaded loaded = with_duties(
      "bundle_with: [before]\n"
      "duties:\n"
      "  - {id: valued, title: {zh: 已估价, en: Valued}, clause: law/1, done: value != null, late_in: [out], remedy: 请估价}\n"
      "  - {id: lent, title: 已借出, clause: law/1, applies: value > 0, done: lender != null, remedy: 请借出}\n");
  for (const base::Error& problem : loaded.problems) FAIL(problem.message(Language::kEn));
  const RegisterEntry* loan = loaded.pack->find("loan");
  CHECK(loan->schema.bundle_with == std::vector<std::string>{"before"});
  REQUIRE(loan->lifecycle.duties.size() == 2);
  const lifecycle::Duty& valued = loan->lifecycle.duties[0];
  CHECK(valued.title.en == "Valued");
  CHECK(valued.applies == nullptr);
  CHECK(valued.late_in == std::vector<std::string>{"out"});
  CHECK(valued.done->program != nullptr);
  CHECK(loan->lifecycle.duties[1].applies->program != nullptr);
}

TEST_CASE("mistakes in duties are told") {
  CHECK(told("duties:\n  - {id: a, title: 甲, clause: law/9, done: value > 0, remedy: 乙}\n").find("law/9") != std::string::npos);
  CHECK(told("duties:\n  - {id: a, title: 甲, clause: law/1, done: price > 0, remedy: 乙}\n").find("price") != std::string::npos);
  CHECK(told("duties:\n  - {id: a, title: 甲, clause: law/1, done: value + 1, remedy: 乙}\n").find("number") != std::string::npos);
  CHECK(told("duties:\n  - {id: a, title: 甲, clause: law/1, done: value > 0, late_in: [gone], remedy: 乙}\n").find("gone") != std::string::npos);
  CHECK(told("duties:\n  - {id: a, title: 甲, clause: law/1, remedy: 乙}\n").find("done") != std::string::npos);
  CHECK(told("duties:\n  - {id: a, title: 甲, clause: law/1, done: 'true', remedy: 乙}\n"
             "  - {id: a, title: 甲, clause: law/1, done: 'true', remedy: 乙}\n").find("two duties are called") != std::string::npos);
  CHECK(told("bundle_with: [value]\n").find("value") != std::string::npos);
}

}  // namespace
}  // namespace lingqu::pack
