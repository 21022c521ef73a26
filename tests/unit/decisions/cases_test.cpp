#include "decisions/cases.hpp"

#include <doctest/doctest.h>

#include "unit/decisions/fixture.hpp"

namespace lingqu::decisions {
namespace {

pack::Snapshot load() {
  const pack::Loaded loaded = pack::load_files(pack_with_decisions());
  REQUIRE(loaded.pack);
  return loaded.pack;
}

std::string detail(const std::string& cases) {
  const auto results = run_cases(*load(), "decisions/floor.cases.yaml", "cases:\n" + cases);
  if (!results.ok()) return base::to_string(results.error(), base::Language::kEn);
  std::string out;
  for (const CaseResult& result : *results) out += result.id + (result.passed ? " ok\n" : " " + result.detail + "\n");
  return out;
}

TEST_CASE("cases compare values by value and clauses as a set") {
  CHECK(detail(R"(
  - id: newest
    decision: floor
    inputs: {region: "110000", way: gift, amount: 1000}
    expect: "700.00"
    clauses: [law/1, law/2]
  - {id: quoted, decision: floor, on: "2016-01-01", inputs: {region: "110000", way: gift, amount: "1000"}, expect: 600}
  - {id: unknown-way, decision: floor, inputs: {region: "110000", way: sale, amount: 1}, expect: null}
)") == "newest ok\nquoted ok\nunknown-way ok\n");
}

TEST_CASE("a failing case says what was expected and what came") {
  const std::string said = detail(R"(
  - id: wrong
    decision: floor
    inputs: {region: "110000", way: gift, amount: 1000}
    expect: 800
    clauses: law/2
  - {id: shape, decision: floor, inputs: {region: "110000", way: gift, amount: 1}, expect: {floor: 1}}
  - {id: day, decision: floor, on: "2001-01-01", inputs: {}, expect: 1}
  - {id: input, decision: floor, inputs: {colour: red}, expect: 1}
)");
  CHECK(said.find("wrong expected 800, got 700") != std::string::npos);
  CHECK(said.find("; clauses: expected [law/2], got [law/2 law/1]") != std::string::npos);
  CHECK(said.find("shape expected a context, got 0.7") != std::string::npos);
  CHECK(said.find("day not-found") != std::string::npos);
  CHECK(said.find("input unknown-field colour") != std::string::npos);
}

TEST_CASE("files that are no cases are refused with file and line") {
  CHECK(detail("  - {id: a, decision: flor, expect: 1}\n").find("decisions/floor.cases.yaml:2:5: there is no decision “flor”") != std::string::npos);
  CHECK(detail("  - {id: a, decision: floor}\n").find("lacks id, decision or expect") != std::string::npos);
  CHECK(detail("  - {id: a, decision: floor, expect: 1, expected: 2}\n").find("a case has no key “expected”") != std::string::npos);
  CHECK(detail("  - {id: a, decision: floor, expect: 1, on: May}\n").find("on must be a date") != std::string::npos);
  CHECK(detail("  - {id: a, decision: floor, expect: 1}\n  - {id: a, decision: floor, expect: 1}\n").find("used twice") != std::string::npos);
  CHECK(detail("  a: b\n").find("the file must hold one list named cases") != std::string::npos);
}

TEST_CASE("the cases of a decision can be read without running them") {
  const auto cases = read_cases(*load(), "floor", "f.cases.yaml", "cases:\n  - {id: a, decision: floor, on: \"2026-01-01\", inputs: {amount: 3}, expect: 1}\n");
  REQUIRE(cases.ok());
  REQUIRE(cases->size() == 1);
  CHECK(base::to_string(cases->front().on) == "2026-01-01");
  CHECK(to_literal(*cases->front().inputs.find("amount")) == "3");
}

}  // namespace
}  // namespace lingqu::decisions
