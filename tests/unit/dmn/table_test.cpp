#include <doctest/doctest.h>

#include "dmn/analysis.hpp"
#include "models.hpp"

using namespace lingqu;
using namespace lingqu::dmn::test;
using feel::to_literal;
using feel::Value;

namespace {

std::shared_ptr<const dmn::Model> load(const std::string& body) {
  const auto model = dmn::Model::load({"test.dmn", definitions(body)});
  INFO((model.ok() ? std::string() : base::to_string(model.error(), base::Language::kEn)));
  REQUIRE(model.ok());
  for (const auto& problem : (*model)->problems()) FAIL(problem.message << " in " << problem.text);
  return *model;
}

std::shared_ptr<const dmn::Model> table_model(const Table& table,
                                              const std::string& type = "number") {
  return load(input_xml("x", type) + input_xml("y") +
              decision_xml("d", {"#x", "#y"}, table_xml(table)));
}

std::string run(const dmn::Model& model, const Value& x, const Value& y = Value()) {
  feel::Context inputs;
  inputs.set("x", x);
  inputs.set("y", y);
  return to_literal(dmn::evaluate(model, {"d"}, inputs).results[0].value);
}

Value n(int64_t value) {
  return Value(value);
}

}  // namespace

TEST_CASE("every hit policy does what clause 8.2.11 says") {
  const std::vector<std::vector<std::string>> rules = {
      {"> 10", "1"}, {"> 20", "3"}, {"> 30", "2"}, {"> 5", "1"}};
  const auto with = [&](const std::string& policy, const std::string& values = "") {
    Table table{"hitPolicy=\"" + policy + "\"", {{"x", "number"}}, {"out"}, rules, values};
    return table_model(table);
  };
  CHECK(run(*with("UNIQUE"), n(7)) == "1");
  CHECK(run(*with("UNIQUE"), n(15)) == "null");
  CHECK(run(*with("UNIQUE"), n(1)) == "null");
  CHECK(run(*with("FIRST"), n(25)) == "1");
  CHECK(run(*with("ANY"), n(15)) == "1");
  CHECK(run(*with("ANY"), n(25)) == "null");
  CHECK(run(*with("PRIORITY", "<outputValues><text>3, 2, 1</text></outputValues>"), n(35)) == "3");
  CHECK(run(*with("OUTPUT ORDER", "<outputValues><text>3, 2, 1</text></outputValues>"), n(35)) ==
        "[3, 2, 1, 1]");
  CHECK(run(*with("RULE ORDER"), n(35)) == "[1, 3, 2, 1]");
  CHECK(run(*with("COLLECT"), n(15)) == "[1, 1]");
  CHECK(run(*with("COLLECT"), n(7)) == "[1]");
  CHECK(run(*with("COLLECT\" aggregation=\"SUM"), n(35)) == "7");
  CHECK(run(*with("COLLECT\" aggregation=\"MIN"), n(35)) == "1");
  CHECK(run(*with("COLLECT\" aggregation=\"MAX"), n(35)) == "3");
  CHECK(run(*with("COLLECT\" aggregation=\"COUNT"), n(35)) == "4");
  CHECK(run(*with("COLLECT\" aggregation=\"COUNT"), n(0)) == "0");
  CHECK(run(*with("UNIQUE", "<defaultOutputEntry><text>-1</text></defaultOutputEntry>"), n(1)) ==
        "-1");
}

TEST_CASE("several outputs make a context") {
  const auto model = table_model({"hitPolicy=\"UNIQUE\"",
                                  {{"x", "number"}},
                                  {"a", "b"},
                                  {{"<= 1", "\"low\"", "x + 1"}, {"> 1", "\"high\"", "x * 2"}},
                                  ""});
  CHECK(run(*model, n(1)) == "{a: \"low\", b: 2}");
  CHECK(run(*model, n(5)) == "{a: \"high\", b: 10}");
}

TEST_CASE("tests of all sorts hit as when evaluated one by one") {
  // Each test in a table of its own, and all of them in one: the index and plain evaluation must
  // agree.
  const std::vector<std::string> tests = {"-",
                                          "1",
                                          "1, 3",
                                          "< 2",
                                          "<= 2",
                                          "> 2",
                                          ">= 2",
                                          "[1..3]",
                                          "(1..3)",
                                          "]1..3]",
                                          "not(1)",
                                          "not(1, 2)",
                                          "not([1..2])",
                                          "!= 2",
                                          "= 2",
                                          "null",
                                          "not(null)",
                                          "? > 1",
                                          "\"a\"",
                                          "not(\"a\")",
                                          "true",
                                          "false",
                                          "[\"a\"..\"c\"]",
                                          "x",
                                          "y",
                                          "> y",
                                          "[0..y]",
                                          "[1, 2]",
                                          "[[1..2], 5]",
                                          "@\"2024-01-01\"",
                                          "> @\"2024-01-01\"",
                                          "(< 3)"};
  const std::vector<Value> values = {Value(),
                                     n(0),
                                     n(1),
                                     n(2),
                                     n(3),
                                     Value(*feel::Decimal::parse("2.5")),
                                     Value("a"),
                                     Value("b"),
                                     Value(true),
                                     Value(false),
                                     Value(*feel::parse_date("2024-01-01")),
                                     Value(*feel::parse_date("2025-01-01")),
                                     Value(std::vector<Value>{n(1)})};
  Table all{"hitPolicy=\"RULE ORDER\"", {{"x", ""}}, {"out"}, {}, ""};
  for (size_t i = 0; i < tests.size(); ++i) all.rules.push_back({tests[i], std::to_string(i)});
  const auto together = table_model(all, "");
  for (const Value& value : values) {
    std::string expected;
    for (size_t i = 0; i < tests.size(); ++i) {
      const auto model =
          load(input_xml("x") + input_xml("y") + decision_xml("d", {"#x", "#y"}, literal_xml("x")));
      const auto compiled = dmn::Model::load(
          {"one.dmn", definitions(input_xml("x") + input_xml("y") +
                                  decision_xml("d", {"#x", "#y"},
                                               table_xml({"hitPolicy=\"FIRST\"",
                                                          {{"x", ""}, {"1", ""}},
                                                          {"out"},
                                                          {{tests[i], "? = 1", "true"}},
                                                          ""})))});
      REQUIRE(compiled.ok());
      feel::Context inputs;
      inputs.set("x", value);
      inputs.set("y", n(2));
      if (dmn::evaluate(**compiled, {"d"}, inputs).results[0].value.is_true())
        expected += (expected.empty() ? "" : ", ") + std::to_string(i);
    }
    CHECK(run(*together, value, n(2)) == (expected.empty() ? "null" : "[" + expected + "]"));
  }
}

TEST_CASE("analysis finds gaps, overlaps and rules that never decide") {
  const auto found = [](const Table& table, const std::string& type = "number") {
    std::vector<std::string> texts;
    for (const auto& finding : dmn::analyse(*table_model(table, type)))
      texts.push_back(to_string(finding, base::Language::kEn));
    return texts;
  };
  using Texts = std::vector<std::string>;
  CHECK(
      found(
          {"hitPolicy=\"UNIQUE\"", {{"x", "number"}}, {"out"}, {{"< 10", "1"}, {">= 10", "2"}}, ""})
          .empty());
  CHECK(found({"hitPolicy=\"UNIQUE\"",
               {{"x", "number"}},
               {"out"},
               {{"< 10", "1"}, {"> 10", "2"}},
               ""}) == Texts{"“d”, table t: no rule covers x = 10"});
  CHECK(found({"hitPolicy=\"UNIQUE\"",
               {{"x", "number"}},
               {"out"},
               {{"< 20", "1"}, {">= 10", "2"}},
               ""}) == Texts{"“d”, table t: rules 1, 2 hit together where x in [10..20)"});
  CHECK(found({"hitPolicy=\"FIRST\"",
               {{"x", "number"}},
               {"out"},
               {{"< 20", "1"}, {"[1..5]", "2"}, {"-", "3"}},
               ""}) == Texts{"“d”, table t: rule 2 can never decide"});
  CHECK(found({"hitPolicy=\"UNIQUE\"",
               {{"x", "boolean"}},
               {"out"},
               {{"true", "1"}, {"false", "2"}},
               ""},
              "boolean")
            .empty());
  const auto yes_no = [&found](const std::string& policy, const std::vector<std::vector<std::string>>& rules) {
    return found({"hitPolicy=\"" + policy + "\"", {{"x", "boolean"}}, {"out"}, rules, ""}, "boolean");
  };
  CHECK(yes_no("FIRST", {{"true", "1"}, {"-", "2"}}).empty());
  CHECK(yes_no("UNIQUE", {{"false", "1"}, {"not(false)", "2"}}).empty());
  CHECK(yes_no("UNIQUE", {{"true", "1"}}) == Texts{"“d”, table t: no rule covers x = false"});
  CHECK(yes_no("FIRST", {{"true", "1"}, {"false", "2"}, {"-", "3"}}) == Texts{"“d”, table t: rule 3 can never decide"});
  CHECK(found({"hitPolicy=\"UNIQUE\"", {{"x", "number"}}, {"out"}, {{"> y", "1"}}, ""}) ==
        Texts{"“d”, table t: not analysed: a test that is not constant"});
  CHECK(found({"hitPolicy=\"UNIQUE\"",
               {{"x", "number"}},
               {"out"},
               {{"< 10", "1"}},
               "<defaultOutputEntry><text>0</text></defaultOutputEntry>"})
            .empty());
}
