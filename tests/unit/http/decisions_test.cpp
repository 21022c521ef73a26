// Decisions over HTTP: lists, evaluation, comparison of laws and versions, drafts; nothing a client sends is a 500.
#include <doctest/doctest.h>

#include "unit/http/client.hpp"

using namespace lingqu;
using namespace lingqu::http;
using namespace lingqu::http::test;

namespace {

const std::string kFloor = "/api/v1/decisions/floor";
const Headers kNobody;

std::string text_of(const wire::Json* json) { return json != nullptr ? wire::to_text(*json) : "absent"; }

// -1 for what is no whole number: 700.0 is one.
int64_t number_of(const wire::Json* json) {
  const auto* number = json != nullptr ? json->if_number() : nullptr;
  const auto parsed = number != nullptr ? feel::Decimal::parse(number->digits) : std::nullopt;
  for (const int64_t whole : {500, 600, 700})
    if (parsed && *parsed == feel::Decimal(whole)) return whole;
  return -1;
}

}  // namespace

TEST_CASE("the list tells versions, inputs with their values, outputs and clauses") {
  Fixture fixture;
  const Reply reply = fixture.get("/api/v1/decisions");
  REQUIRE(reply.status == 200);
  const wire::Json list = reply.json();
  const wire::Json& floor = (*list.find("decisions")->if_array())[0];
  CHECK(floor.string_at("name") == "floor");
  CHECK(list.find("regions")->if_array()->size() == 2);
  const wire::Json& old = (*floor.find("versions")->if_array())[0];
  CHECK(old.string_at("from") == "2015-10-01");
  CHECK(text_of(old.find("verified")) == "false");
  CHECK(text_of(old.find("unverified_rules")) == "1");
  CHECK(text_of(old.find("clauses")) == R"(["law/1","law/2"])");
  const auto& inputs = *old.find("inputs")->if_array();
  REQUIRE(inputs.size() == 3);
  for (const wire::Json& input : inputs) {
    if (input.string_at("name") == "way") {
      CHECK(text_of(input.find("allowed")) == R"(["gift","loan"])");
      CHECK(input.string_at("label") == "方式");
      CHECK(input.string_at("type") == "string");
    }
    if (input.string_at("name") == "region") CHECK(text_of(input.find("suggested")) == R"(["110000"])");
  }
  CHECK(text_of(list.find("may_draft")) == "false");
  CHECK(text_of(fixture.get("/api/v1/decisions", kToken).json().find("may_draft")) == "true");
}

TEST_CASE("an evaluation gives value, clauses and trace under the rules of the day") {
  Fixture fixture;
  const Reply reply = fixture.post(kFloor + "/evaluate", R"({"inputs":{"way":"gift","amount":1000},"on":"2026-05-01","region":"110000","trace":true})", kNobody);
  REQUIRE(reply.status == 200);
  CHECK(number_of(reply.json().find("value")) == 700);
  CHECK(reply.json().string_at("version") == "2025-09-28");
  CHECK(text_of(reply.json().find("clauses")) == R"(["law/2","law/1"])");
  CHECK(text_of(reply.json().find("verified")) == "true");
  CHECK(reply.json().find("trace")->find("trace")->if_array()->size() == 2);
  const Reply before = fixture.post(kFloor + "/evaluate", R"({"inputs":{"way":"gift","amount":1000},"on":"2016-05-01","region":"110000"})", kNobody);
  CHECK(number_of(before.json().find("value")) == 600);
  CHECK(text_of(before.json().find("verified")) == "false");
  CHECK(before.json().find("trace") == nullptr);
  const Reply chosen = fixture.post(kFloor + "/evaluate", R"({"inputs":{"region":"110000","way":"gift","amount":1000},"on":"2026-05-01","version":"2015-10-01"})", kNobody);
  CHECK(number_of(chosen.json().find("value")) == 600);
}

TEST_CASE("evaluations that cannot be are refused by name") {
  Fixture fixture;
  const auto refused = [&](const std::string& body) { return fixture.post(kFloor + "/evaluate", body, kNobody); };
  CHECK(refused(R"({"inputs":{"colour":"red"}})").status == 422);
  CHECK(refused(R"({"inputs":{"colour":"red"}})").json().string_at("field") == "colour");
  CHECK(refused(R"({"inputs":[]})").status == 422);
  CHECK(refused(R"({"on":"yesterday"})").json().string_at("field") == "on");
  CHECK(refused(R"({"on":"2001-01-01"})").status == 404);
  CHECK(refused(R"({"version":"draft:9999999999999999999"})").status == 401);
  CHECK(fixture.post(kFloor + "/evaluate", R"({"version":"draft:9999999999999999999"})").status == 404);
  CHECK(fixture.post(kFloor + "/evaluate", R"({"version":"draft:3"})").status == 200);
  CHECK(fixture.post("/api/v1/decisions/ceiling/evaluate", "{}", kNobody).status == 404);
  const Reply odd = refused(R"({"inputs":{"way":"sale","amount":"many"},"on":"2026-01-01"})");
  CHECK(odd.status == 200);
  CHECK(text_of(odd.json().find("value")) == "null");
  CHECK_FALSE(odd.json().find("reasons")->if_array()->empty());
}

TEST_CASE("laws stand side by side, each with its answer or its problem") {
  Fixture fixture;
  const Reply reply = fixture.post(kFloor + "/compare",
                                   R"({"inputs":{"way":"gift","amount":1000},"variants":[{"region":"000000","on":"2026-01-01"},{"region":"110000","on":"2026-01-01"},{"on":"1999-01-01"}]})", kNobody);
  REQUIRE(reply.status == 200);
  const auto body = reply.json();
  const auto& answers = *body.find("answers")->if_array();
  REQUIRE(answers.size() == 3);
  CHECK(number_of(answers[0].find("answer")->find("value")) == 500);
  CHECK(number_of(answers[1].find("answer")->find("value")) == 700);
  CHECK(answers[2].find("problem")->string_at("code") == "not-found");
  CHECK(fixture.post(kFloor + "/compare", R"({"variants":[]})", kNobody).status == 422);
}

TEST_CASE("two versions are compared rule by rule") {
  Fixture fixture;
  const Reply reply = fixture.get(kFloor + "/comparison?from=2015-10-01&to=2025-09-28");
  REQUIRE(reply.status == 200);
  const auto body = reply.json();
  const auto& rules = *body.find("rules")->if_array();
  REQUIRE(rules.size() == 1);
  CHECK(rules[0].string_at("change") == "changed");
  CHECK(text_of(rules[0].find("cells")) ==
        R"([{"part":"output","column":"share","before":"0.6","after":"0.7"},{"part":"annotation","column":"mark","before":"G","after":"V"}])");
  CHECK(fixture.get(kFloor + "/comparison?from=2015-10-01&to=2015-10-01").json().find("rules")->if_array()->empty());
  CHECK(fixture.get(kFloor + "/comparison?from=1999-01-01").status == 404);
  CHECK(fixture.get(kFloor + "/comparison?to=draft:3", kToken).status == 200);
}

TEST_CASE("the model is downloaded as it was loaded") {
  Fixture fixture;
  const Reply reply = fixture.get(kFloor + "/2015-10-01/model");
  CHECK(reply.status == 200);
  CHECK(reply.header("content-type").starts_with("application/xml"));
  CHECK(reply.body == decisions::floor_model("0.6", "G"));
  CHECK(fixture.get(kFloor + "/2015-10-02/model").status == 404);
  CHECK(fixture.get(kFloor + "/draft:3/model", kToken).status == 200);
}

TEST_CASE("drafts: handed in by accounts, listed, refused with the engine's problem") {
  Fixture fixture;
  const std::string body = R"({"from":"2027-01-01","note":"raise","model":"<x/>"})";
  CHECK(fixture.post(kFloor + "/drafts", body, kNobody).status == 401);
  const Reply reply = fixture.post(kFloor + "/drafts", body);
  CHECK(reply.status == 201);
  CHECK(reply.json().string_at("from") == "2027-01-01");
  CHECK(fixture.engine.drafts.size() == 1);
  CHECK(fixture.engine.drafts[0].model == "<x/>");
  CHECK(fixture.get(kFloor + "/drafts", kToken).json().find("drafts")->if_array()->size() == 1);
  CHECK(fixture.get(kFloor + "/drafts").status == 401);
  CHECK(fixture.post(kFloor + "/drafts", R"({"from":"2027-01-01"})").status == 422);
}
