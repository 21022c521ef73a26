// Every JSON body with every wrong type, and files in and out: refusals name the field, nothing is
// a 500.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>

#include "http/router.hpp"
#include "unit/http/client.hpp"

using namespace lingqu;
using namespace lingqu::http;
using namespace lingqu::http::test;

namespace {

std::string concrete(std::string_view pattern) {
  std::string out = "/api/v1";
  for (size_t at = 0; at < pattern.size();) {
    if (pattern[at] != '{') {
      out.push_back(pattern[at++]);
      continue;
    }
    const std::string_view name = pattern.substr(at + 1, pattern.find('}', at) - at - 1);
    out += name == "register" ? "deal"
           : name == "act"    ? "close"
           : name == "digest" ? "sm3:abc"
           : name == "name"   ? "floor"
                              : "5";
    at = pattern.find('}', at) + 1;
  }
  return out;
}

}  // namespace

TEST_CASE("wrong bodies of every route that takes JSON") {
  std::string deep(100'000, '[');
  const std::vector<std::string> bodies{
      "[]",
      "null",
      "1",
      "\"x\"",
      "{",
      "{]",
      "nul",
      "{\"a\":1,\"a\":2}",
      "{\"values\":\"\\ud800\"}",
      "\xff\xfe",
      "{\"values\":\"\xc0\xaf\"}",
      deep,
      "{\"reason\":\"a\\u0000b\"}",
      std::string("{\"a\":\"\0\"}", 9),
      "\xef\xbb\xbf{}",
      "{\"organisation\":1e999999}",
      "{\"unheard_of\":1}",
      "{\"login\":1,\"password\":[],\"old\":{},\"new\":2,\"name\":{},\"days\":\"x\",\"values\":[],"
      "\"reason\":{},\"fields\":1,\"advance_days\":{}}",
      "{\"values\":{\"title\":99999999999999999999999999999999999999999}}",
      "{\"memberships\":[{\"role\":1}],\"person\":-1,\"active\":\"yes\"}",
      "{\"organisation\":99999999999999999999}",
      "{\"organisation\":1.5}"};
  std::atomic<int64_t> moved{0};
  ServerSettings settings;
  settings.advance_clock = [&](int64_t micros) { moved += micros; };
  Fixture fixture(std::move(settings));
  for (const Route& route : routes()) {
    if (route.body != Body::kJson) continue;
    for (const std::string& body : bodies) {
      CAPTURE(route.id);
      CAPTURE(body.substr(0, 60));
      Headers headers = kToken;
      headers.emplace_back("Content-Type", "application/json; charset=utf-8");
      const Reply reply =
          Client(fixture.port()).request(route.method, concrete(route.pattern), body, headers);
      CHECK(reply.status < 500);
      CHECK(reply.status != 0);
      if (body.substr(0, 12) == "{\"values\":{\"") continue;  // well-formed: the engine's matter
      CHECK(reply.status >= 400);
      CHECK(!reply.code().empty());
    }
    CHECK(Client(fixture.port())
              .request(route.method, concrete(route.pattern), "a=b",
                       {{"Authorization", "Bearer token"},
                        {"Content-Type", "application/x-www-form-urlencoded"}})
              .status == 415);
  }
}

TEST_CASE("each wrong member is named") {
  Fixture fixture;
  const Reply reply = fixture.post("/api/v1/tokens", R"({"name":7,"days":"x","more":1})");
  CHECK(reply.status == 422);
  const wire::Json json = reply.json();
  REQUIRE(json.find("details"));
  const auto& details = *json.find("details")->if_array();
  REQUIRE(details.size() == 3);
  CHECK(details[0].string_at("field") == "name");
  CHECK(details[0].string_at("code") == "wrong-type");
  CHECK(details[2].string_at("code") == "unknown-field");
  CHECK(fixture.post("/api/v1/tokens", R"({"name":"a","days":0})").code() == "out-of-range");
  CHECK(fixture.post("/api/v1/tokens", R"({"name":"a","days":30})").json().string_at("token") ==
        "new-token");
}

TEST_CASE("accounts") {
  Fixture fixture;
  CHECK((*fixture.get("/api/v1/accounts", kToken).json().find("accounts")->if_array())[0].int_at(
            "person") == 7);
  const Reply created = fixture.post(
      "/api/v1/accounts",
      R"({"login":"wang","name":"王五","password":"long enough","memberships":[{"organisation":3,"role":"officer"}]})");
  CHECK(created.status == 201);
  CHECK(created.header("location") == "/api/v1/accounts/2");
  CHECK((*created.json().find("memberships")->if_array())[0].string_at("role") == "officer");
  CHECK(Client(fixture.port())
            .request("PATCH", "/api/v1/accounts/2", R"({"active":false})", kToken)
            .status == 200);
  CHECK(fixture.post("/api/v1/session/password", R"({"old":"right","new":"better"})").status ==
        204);
}

TEST_CASE("imports") {
  Fixture fixture;
  const Headers csv{{"Authorization", "Bearer token"}, {"Content-Type", "text/csv"}};
  const std::string target =
      "/api/v1/records/deal/"
      "import?format=csv&act=open&map=%E5%90%8D%E7%A7%B0:title,a:b:price&check=true&ignore_unknown="
      "true";
  const Reply reply = fixture.post(target, "名称\n甲\n", csv);
  CHECK(reply.status == 200);
  CHECK(reply.json().int_at("total") == 2);
  REQUIRE(fixture.engine.imports.size() == 1);
  CHECK(fixture.engine.imports[0].map ==
        std::vector<std::pair<std::string, std::string>>{{"名称", "title"}, {"a:b", "price"}});
  CHECK(fixture.engine.imports[0].check_only);
  CHECK(fixture.engine.imports[0].ignore_unknown_columns);
  const Reply bad = fixture.post("/api/v1/records/deal/import?format=csv", "bad", csv);
  CHECK(bad.status == 422);
  CHECK(bad.code() == "import-rejected");
  const wire::Json report = *bad.json().find("report");
  CHECK(report.int_at("bad_rows") == 1);
  CHECK((*report.find("problems")->if_array())[0].string_at("column") == "名称");
  CHECK(fixture.post("/api/v1/records/deal/import?format=pdf", "x", csv).status == 400);
  CHECK(fixture.post("/api/v1/records/deal/import?format=csv&map=x", "x", csv).status == 400);
  CHECK(fixture.post("/api/v1/records/deal/import?format=csv", "x", {}).status == 401);
}

TEST_CASE("exports, short and long") {
  Fixture fixture;
  const Reply lines = fixture.get("/api/v1/records/deal/export?format=jsonl");
  CHECK(lines.header("content-disposition") ==
        "attachment; filename*=UTF-8''%E4%BA%A4%E6%98%93.jsonl");
  CHECK(std::count(lines.body.begin(), lines.body.end(), '\n') == 2);
  const Reply csv = fixture.get("/api/v1/records/deal/export?format=csv&lang=en");
  CHECK(csv.body.find("Title,Price,Holder,Paper,Record,State,Updated") != std::string::npos);
  CHECK(csv.body.find("1,234.50") != std::string::npos);
  CHECK(fixture.get("/api/v1/records/deal/export?format=xlsx").body.substr(0, 2) == "PK");
  CHECK(fixture.get("/api/v1/records/deal/export?format=xlsx&lang=fr").status == 400);
  CHECK(fixture.get("/api/v1/records/deal/template?format=csv").body.find("名称,价格,单位") !=
        std::string::npos);
  fixture.engine.scan_rows = 30'000;  // leaves memory for a file
  const Reply large = fixture.get("/api/v1/records/deal/export?format=jsonl");
  CHECK(large.body.size() == std::stoul(large.header("content-length")));
  CHECK(std::count(large.body.begin(), large.body.end(), '\n') == 30'000);
}

TEST_CASE("files") {
  Fixture fixture;
  const Headers pdf{{"Authorization", "Bearer token"},
                    {"Content-Type", "application/pdf"},
                    {"X-Filename", "..%2F..%2F%E6%8A%A5%E5%91%8A.pdf"}};
  const Reply stored = fixture.post("/api/v1/files", "content", pdf);
  CHECK(stored.status == 201);
  CHECK(stored.json().string_at("name") == "报告.pdf");
  CHECK(stored.json().string_at("type") == "application/pdf");
  CHECK(
      fixture.post("/api/v1/files", "x", {{"Authorization", "Bearer token"}, {"X-Filename", "%0a"}})
          .status == 400);
  CHECK(
      fixture.post("/api/v1/files", "x", {{"Authorization", "Bearer token"}, {"X-Filename", "%ff"}})
          .status == 400);
  CHECK(fixture
            .post("/api/v1/files", "x",
                  {{"Authorization", "Bearer token"}, {"Content-Type", "a/b\"; x"}})
            .json()
            .string_at("type") == "application/octet-stream");
  const Reply file = fixture.get("/api/v1/records/deal/5/files/sm3:abc", kToken);
  CHECK(file.header("content-type") == "application/pdf");
  CHECK(file.header("content-disposition").find("attachment") == 0);
  CHECK(file.header("content-security-policy").find("sandbox") != std::string::npos);
  CHECK(fixture.get("/api/v1/records/deal/5/files/sm3:other", kToken).status == 404);
}

TEST_CASE("evidence") {
  ServerSettings settings;
  settings.verify = [](std::string bundle) {
    return wire::Json::object({{"size", wire::Json(static_cast<int64_t>(bundle.size()))}});
  };
  Fixture fixture(std::move(settings));
  CHECK(fixture.get("/api/v1/log/head").json().int_at("size") == 5);
  CHECK(fixture.get("/api/v1/log/proof/3", kAuditor).json().find("leaf")->string_at("act") ==
        "open");
  CHECK(fixture.get("/api/v1/log/proof/99", kAuditor).status == 404);
  CHECK(fixture.get("/api/v1/log/proof/-1", kAuditor).status == 404);
  CHECK(fixture.get("/api/v1/log/proof/18446744073709551615", kAuditor).status == 404);
  CHECK(fixture.get("/api/v1/log/proof/3", kToken).status == 403);
  CHECK(fixture.post("/api/v1/verify", "anything", {}).json().int_at("size") == 8);
  CHECK(fixture.get("/api/v1/records/deal/5/bundle", kToken)
            .header("content-disposition")
            .find("deal-5") != std::string::npos);
  CHECK(fixture.get("/api/v1/records/deal/5/history").json().find("entries")->if_array()->size() ==
        1);
  CHECK(fixture.get("/api/v1/todos").status == 401);
  CHECK(fixture.get("/api/v1/todos", kToken).json().int_at("waiting_total") == 0);
  CHECK(fixture.post("/api/v1/records/deal/5/erase", R"({"fields":["title"],"reason":"r"})")
            .json()
            .int_at("leaf") == 9);
  CHECK(fixture.post("/api/v1/records/deal/5/erase", R"({"fields":["title"]})").code() ==
        "required");
  CHECK((*fixture.get("/api/v1/records/deal/choices?q=x&limit=5")
              .json()
              .find("choices")
              ->if_array())[0]
            .string_at("label") == "x");
  CHECK((*fixture.get("/api/v1/records/deal/new", kToken).json().find("acts")->if_array())[0]
            .string_at("act") == "open");
}
