#include "unit/engine/quote_pack.hpp"
#include "verify/verify.hpp"

namespace lingqu::engine::test {
namespace {

using base::Language;

constexpr const char* kModel = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="cut" namespace="urn:cut">
  <inputData id="kind" name="kind"><variable name="kind" typeRef="string"/></inputData>
  <inputData id="price" name="price"><variable name="price" typeRef="number"/></inputData>
  <decision id="cut" name="cut">
    <variable name="cut" typeRef="number"/>
    <informationRequirement id="r1"><requiredInput href="#kind"/></informationRequirement>
    <informationRequirement id="r2"><requiredInput href="#price"/></informationRequirement>
    <decisionTable id="t" hitPolicy="UNIQUE">
      <input id="c1"><inputExpression typeRef="string"><text>kind</text></inputExpression></input>
      <input id="c2"><inputExpression typeRef="number"><text>price</text></inputExpression></input>
      <output id="o" name="cut" typeRef="number"/>
      <annotation name="clause"/>
      <annotation name="mark"/>
      <rule id="p"><inputEntry><text>"patent"</text></inputEntry><inputEntry><text>-</text></inputEntry>
        <outputEntry><text>0.2</text></outputEntry><annotationEntry><text>law/18</text></annotationEntry><annotationEntry><text>V</text></annotationEntry></rule>
      <rule id="d"><inputEntry><text>"design"</text></inputEntry><inputEntry><text>&lt; 1000</text></inputEntry>
        <outputEntry><text>0.05</text></outputEntry><annotationEntry><text>law/18</text></annotationEntry><annotationEntry><text>G</text></annotationEntry></rule>
    </decisionTable>
  </decision>
</definitions>
)";

// The register of quotes, whose change lets a decision say the cut, and whose sale asks it again.
std::string deciding_register(const std::string& inputs) {
  std::string text = kQuoteRegister;
  const auto replace = [&text](const std::string& from, const std::string& to) {
    const size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
  };
  replace("sets: \"*\", basis: [law/18]}", "sets: \"*\", basis: [law/18], derives: [{decide: {decision: cut, inputs: " + inputs + ", sets: {cut: outcome}}}]}");
  replace("        - {id: in_time,", "        - {id: allowed, decide: {decision: cut, inputs: " + inputs + "}, holds: cut <= outcome}\n        - {id: in_time,");
  return text;
}

struct Deciding {
  Folder folder;
  World w;
  explicit Deciding(const std::string& inputs = "{kind: kind, price: price}") : w(made(folder, inputs)) {}

  static std::string made(const Folder& folder, const std::string& inputs) {
    const std::string path = quote_pack(folder, deciding_register(inputs));
    std::filesystem::create_directories(path + "/decisions");
    std::ofstream(path + "/decisions/cut.dmn") << kModel;
    std::ofstream(path + "/decisions/index.yaml") << "decisions:\n  cut:\n    title: {zh: 折扣, en: Cut}\n    versions:\n"
                                                     "      - {file: cut.dmn, decision: cut, from: \"2020-01-01\"}\n";
    return path;
  }
  int64_t offer(const std::string& kind) {
    return w.act("quote", 0, "offer", R"({"name": "报价", "price": "100.00", "kind": ")" + kind + "\"}", w.office).record;
  }
};

// How the trace of the second act of the bundle's first record is shown.
verify::Value::State trace_state(const std::string& bundle) {
  const verify::Report report = verify::verify_bundle(bundle);
  CHECK(report.proven);
  for (const auto& value : report.subjects.at(0).acts.at(1).values)
    if (value.field == "*decisions") return value.state;
  FAIL("there is no trace");
  return verify::Value::State::kCleared;
}

TEST_CASE("a decision fills fields, and goes to the reply, the leaf and the history with its trace") {
  Deciding d;
  const int64_t id = d.offer("patent");
  const ActReply reply = d.w.act("quote", id, "change", R"({"note": "改"})", d.w.office);
  CHECK(d.w.text("quote", id, "cut") == "\"20%\"");
  REQUIRE(reply.decisions.size() == 1);
  CHECK(reply.decisions[0].decision == "cut");
  CHECK(reply.decisions[0].version == "2020-01-01");
  CHECK(reply.decisions[0].clauses == std::vector<std::string>{"law/18"});
  CHECK(reply.decisions[0].verified);
  CHECK(wire::parse_json(reply.decisions[0].trace).ok());

  const auto history = take(d.w.engine->history("quote", id, &d.w.office));
  CHECK(history[0].decisions.is_null());
  const Json& decided = (*history[1].decisions.if_array())[0];
  CHECK(decided.string_at("decision") == "cut");
  CHECK(decided.string_at("digest") == reply.decisions[0].digest);
  CHECK_FALSE(decided.find("trace")->is_null());
  CHECK(history[1].basis == std::vector<std::string>{"law/18"});
  // Who only sees the record sees which decision, not what it was asked.
  const auto others = take(d.w.engine->history("quote", id, &d.w.stranger));
  CHECK((*others[1].decisions.if_array())[0].find("trace")->is_null());
}

TEST_CASE("a decision refuses with the clause of the rule that hit; asking only tells it too") {
  Deciding d;
  const int64_t id = d.w.act("quote", 0, "offer", R"({"name": "报价", "price": "100.00", "kind": "design", "cut": "20%"})", d.w.office).record;
  const base::Error over = d.w.refusal("quote", id, "sell", "", d.w.office);
  CHECK(over.rule == "quote.sell.allowed");
  CHECK(over.clause == "law/18");
  ActCommand asked = World::command("quote", id, "change", R"({"note": "改"})", d.w.office);
  asked.check_only = true;
  const ActReply reply = take(d.w.engine->act(asked));
  REQUIRE(reply.decisions.size() == 1);
  CHECK_FALSE(reply.decisions[0].verified);
  CHECK(d.w.text("quote", id, "cut") == "\"20%\"");
  // No rule for it: null refuses and names what is missing.
  const int64_t none = d.w.act("quote", 0, "offer", R"({"name": "报价", "price": "1.00"})", d.w.office).record;
  const base::Error missing = d.w.refusal("quote", none, "sell", "", d.w.office);
  CHECK(missing.field == "kind");
  CHECK(missing.message(Language::kEn).find("not filled in: “Kind”") != std::string::npos);
}

TEST_CASE("the bundle keeps the decisions and their traces, and verifies") {
  Deciding d;
  const int64_t id = d.offer("patent");
  d.w.act("quote", id, "change", R"({"note": "改"})", d.w.office);
  d.w.act("quote", id, "sell", "", d.w.office);
  const std::string bundle = take(d.w.engine->bundle("quote", id, &d.w.office));
  const verify::Report report = verify::verify_bundle(bundle);
  INFO(report.sentence.en);
  CHECK(report.proven);
  const auto& acts = report.subjects.at(0).acts;
  REQUIRE(acts.size() == 3);
  CHECK(acts[0].decisions.empty());
  REQUIRE(acts[1].decisions.size() == 1);
  CHECK(acts[1].decisions[0].clauses[0].title.find("第十八条") != std::string::npos);
  CHECK(acts[2].decisions.size() == 1);
  CHECK(trace_state(bundle) == verify::Value::State::kOpened);
}

TEST_CASE("traces are withheld from parties who may not see what the decision looked at") {
  Deciding d("{kind: kind, price: floor}");
  const int64_t id = d.offer("patent");
  const ActReply reply = d.w.act("quote", id, "change", R"({"note": "改"})", d.w.office);
  REQUIRE(reply.decisions.size() == 1);
  CHECK(reply.decisions[0].trace.empty());
  CHECK(d.w.text("quote", id, "cut") == "\"20%\"");
  CHECK(trace_state(take(d.w.engine->bundle("quote", id, &d.w.office))) == verify::Value::State::kWithheld);
  CHECK(trace_state(take(d.w.engine->bundle("quote", id, &d.w.auditor))) == verify::Value::State::kOpened);
  const auto history = take(d.w.engine->history("quote", id, &d.w.regulator));
  CHECK_FALSE((*history[1].decisions.if_array())[0].find("trace")->is_null());
}

}  // namespace
}  // namespace lingqu::engine::test
