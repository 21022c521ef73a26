#include "dmn/evaluation.hpp"

#include <doctest/doctest.h>

#include "dmn/decide.hpp"
#include "models.hpp"

using namespace lingqu;
using namespace lingqu::dmn::test;
using feel::to_literal;
using feel::Value;

namespace {

std::shared_ptr<const dmn::Model> load(const std::string& body,
                                       const std::vector<dmn::Source>& imports = {}) {
  const auto model = dmn::Model::load({"test.dmn", definitions(body)}, imports);
  INFO((model.ok() ? std::string() : base::to_string(model.error(), base::Language::kEn)));
  REQUIRE(model.ok());
  return *model;
}

std::string import_xml(const std::string& name, const std::string& space) {
  return "<import name=\"" + name + "\" namespace=\"" + space +
         "\" importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>";
}

}  // namespace

TEST_CASE("a trace tells inputs, hits with annotations, values and reasons") {
  const auto model = load(
      input_xml("年龄", "number") +
      decision_xml("等级", {"#年龄"},
                   table_xml({"hitPolicy=\"UNIQUE\"",
                              {{"年龄", "number"}},
                              {"out"},
                              {{"< 18", "\"少年\"", "条例/3"}, {">= 18", "\"成年\"", "条例/4"}},
                              ""}),
                   "string") +
      decision_xml("说明", {"!等级"}, literal_xml("\"等级：\" + 等级 + 1")));
  dmn::Options options;
  options.trace = true;
  feel::Context inputs;
  inputs.set("年龄", Value(int64_t{20}));
  const auto outcome = dmn::evaluate(*model, {"说明"}, inputs, options);
  CHECK(outcome.results[0].value.is_null());
  REQUIRE(outcome.trace.size() == 2);
  const auto& grade = outcome.trace[0];
  CHECK(grade.element == "等级");
  CHECK(to_literal(grade.value) == "\"成年\"");
  REQUIRE(grade.tables.size() == 1);
  CHECK(grade.tables[0].inputs[0].first == "年龄");
  REQUIRE(grade.tables[0].rules.size() == 1);
  CHECK(grade.tables[0].rules[0].number == 2);
  CHECK(grade.tables[0].rules[0].annotations[0].second == "条例/4");
  REQUIRE(outcome.trace[1].reasons.size() == 1);
  CHECK(outcome.trace[1].reasons[0] == "cannot add string and number");
  CHECK(dmn::outcome_to_text(outcome).find("UNIQUE 2  clause: 条例/4") != std::string::npos);
}

TEST_CASE("what does not compile is a problem of its element and null") {
  const auto model = load(decision_xml("bad", {}, literal_xml("1 +")) +
                          decision_xml("good", {}, literal_xml("2")) +
                          decision_xml("lost", {"!nowhere"}, literal_xml("3")));
  REQUIRE(model->problems().size() == 2);
  CHECK(model->problems()[0].element == "bad");
  CHECK(model->problems()[0].position == 3);
  const auto outcome = dmn::evaluate(*model, {}, {});
  CHECK(outcome.results[0].value.is_null());
  CHECK(to_literal(outcome.results[1].value) == "2");
}

TEST_CASE("models that cannot be are refused") {
  const auto refused = [](const std::string& text) {
    return !dmn::Model::load({"t.dmn", text}).ok();
  };
  CHECK(refused("<definitions/>"));
  CHECK(refused("<definitions xmlns=\"urn:other\"/>"));
  CHECK(refused("not xml"));
  CHECK(refused(definitions(decision_xml("a", {"!b"}, literal_xml("b")) +
                            decision_xml("b", {"!a"}, literal_xml("a")))));
  CHECK(refused(definitions(decision_xml("a", {"!a"}, literal_xml("a")))));
  CHECK(refused(definitions(import_xml("x", "urn:missing"))));
  CHECK(refused(definitions(import_xml("x", "urn:test"))));  // itself
}

TEST_CASE("inputs of imports used twice are told apart by their path") {
  const dmn::Source a{"a.dmn",
                      definitions(input_xml("Person name", "string") +
                                      decision_xml("Greet", {"#Person name"},
                                                   literal_xml("\"Hello, \" + Person name")),
                                  "urn:a")};
  const auto b = [](const std::string& space) {
    return dmn::Source{space + ".dmn",
                       definitions(import_xml("A", "urn:a") +
                                       "<decision id=\"s\" name=\"Say\"><variable "
                                       "name=\"Say\"/><informationRequirement><requiredDecision "
                                       "href=\"urn:a#Greet\"/></informationRequirement>" +
                                       literal_xml("A.Greet + \"!\"") + "</decision>",
                                   space)};
  };
  const auto model =
      load(import_xml("B one", "urn:b1") + import_xml("B2", "urn:b2") +
               "<decision id=\"c\" name=\"C\"><variable "
               "name=\"C\"/><informationRequirement><requiredDecision href=\"urn:b1#s\"/>"
               "</informationRequirement><informationRequirement><requiredDecision "
               "href=\"urn:b2#s\"/></informationRequirement>" +
               literal_xml("B one.Say + \" \" + B2.Say") + "</decision>",
           {a, b("urn:b1"), b("urn:b2")});
  const auto run = [&](const char* json) {
    return to_literal(
        dmn::evaluate(*model, {"C"}, *dmn::read_inputs(*model, json)).results[0].value);
  };
  CHECK(run(R"({"B one": {"A": {"Person name": "x"}}, "B2": {"A": {"Person name": "y"}}})") ==
        "\"Hello, x! Hello, y!\"");
  CHECK(run(R"({"B one.A.Person name": "x", "B2.A.Person name": "y"})") ==
        "\"Hello, x! Hello, y!\"");
  CHECK(run(R"({"Person name": "z"})") == "\"Hello, z! Hello, z!\"");
  CHECK(run(R"({"urn:a#Person name": "z"})") == "\"Hello, z! Hello, z!\"");
}

TEST_CASE("allowed values bind inputs but not instance of") {
  const auto model = load(
      "<itemDefinition name=\"tGrade\"><typeRef>string</typeRef><allowedValues><text>\"A\", "
      "\"B\"</text></allowedValues></itemDefinition>" +
      input_xml("g", "tGrade") + decision_xml("d", {"#g"}, literal_xml("g")) +
      decision_xml("e", {}, literal_xml("\"C\" instance of tGrade")));
  feel::Context inputs;
  inputs.set("g", Value("A"));
  CHECK(to_literal(dmn::evaluate(*model, {"d"}, inputs).results[0].value) == "\"A\"");
  inputs.set("g", Value("C"));
  CHECK(dmn::evaluate(*model, {"d"}, inputs).results[0].value.is_null());
  CHECK(dmn::evaluate(*model, {"d"}, inputs).input_reasons.back() == "wrong value for input: g");
  CHECK(dmn::evaluate(*model, {"e"}, inputs).results[0].value.is_true());
}

TEST_CASE("budgets hold for a whole model") {
  const auto model =
      load(decision_xml("d", {}, literal_xml("count(for i in 1..1000000 return i)")));
  dmn::Options options;
  options.budget.steps = 1000;
  const auto outcome = dmn::evaluate(*model, {"d"}, {}, options);
  CHECK(outcome.stop == feel::Stop::kSteps);
  CHECK(outcome.results[0].value.is_null());
}

TEST_CASE("JSON and CSV in, JSON and CSV out") {
  const auto model = load(
      "<itemDefinition name=\"tP\"><itemComponent "
      "name=\"born\"><typeRef>date</typeRef></itemComponent>"
      "<itemComponent name=\"points\"><typeRef>number</typeRef></itemComponent></itemDefinition>" +
      input_xml("P", "tP") +
      decision_xml(
          "d", {"#P"},
          literal_xml("{year: P.born.year, points: P.points * 1.10, due: P.born + @\"P1M\"}")) +
      decision_xml("y", {"#P"}, literal_xml("P.born.year")));
  dmn::Options options;
  const auto json = dmn::decide(*model, {"d"}, R"({"P": {"born": "2024-01-31", "points": 10.50}})",
                                options, true);
  REQUIRE(json.ok());
  CHECK(json->find("\"points\": 11.5500") != std::string::npos);
  CHECK(json->find("\"due\": \"2024-02-29\"") != std::string::npos);
  CHECK_FALSE(dmn::decide(*model, {"d"}, R"({"P": {"born": "31.1.2024"}})", options, true).ok());
  CHECK_FALSE(dmn::decide(*model, {"d"}, "[1]", options, true).ok());
  const auto csv =
      dmn::decide_rows(*model, {"y"}, "P.born,P.points\n2024-01-31,1\n2025-01-31,2\n", options);
  REQUIRE(csv.ok());
  CHECK(csv->find("y\r\n2024\r\n2025\r\n") != std::string::npos);
  CHECK_FALSE(dmn::decide_rows(*model, {"y"}, "nowhere\n1\n", options).ok());
  CHECK_FALSE(dmn::decide_rows(*model, {"y"}, "P.born\nsoon\n", options).ok());
}
