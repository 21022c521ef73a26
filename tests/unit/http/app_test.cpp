// Middleware: callers, CSRF, conditions, methods, problems, limits.
#include <doctest/doctest.h>

#include "http/router.hpp"
#include "unit/http/client.hpp"

using namespace lingqu;
using namespace lingqu::http;
using namespace lingqu::http::test;

namespace {

const std::string kDeals = "/api/v1/records/deal";
const Headers kCookie{{"Cookie", "a=b; lingqu=session-secret"}};

Headers with(Headers headers, std::string name, std::string value) {
  headers.emplace_back(std::move(name), std::move(value));
  return headers;
}

}  // namespace

TEST_CASE("signing in and out") {
  Fixture fixture;
  SUBCASE("right") {
    const Reply reply = fixture.post("/api/v1/session", R"({"login":"li","password":"right"})", {});
    CHECK(reply.status == 200);
    CHECK(reply.header("set-cookie") == "lingqu=session-secret; Path=/; HttpOnly; SameSite=Strict");
    CHECK(reply.header("cache-control") == "no-store");
    CHECK(reply.json().string_at("csrf") == "csrf-token");
    CHECK(reply.json().find("account")->string_at("login") == "li");
    CHECK(reply.json().find("demo") == nullptr);
    CHECK((*reply.json().find("roles")->if_array())[0].string_at("label") == "合同“3”");
  }
  SUBCASE("wrong password") {
    const Reply reply = fixture.post("/api/v1/session", R"({"login":"li","password":"x"})", {});
    CHECK(reply.status == 401);
    CHECK(reply.code() == "bad-credentials");
    CHECK(reply.header("set-cookie").empty());
  }
  SUBCASE("throttled") {
    const Reply reply = fixture.post("/api/v1/session", R"({"login":"slow","password":"x"})", {});
    CHECK(reply.status == 429);
    CHECK(reply.header("retry-after") == "8");
  }
  SUBCASE("a form of another site cannot sign in") {
    const Headers form{{"Content-Type", "text/plain"}};
    CHECK(fixture.post("/api/v1/session", R"({"login":"li","password":"right"})", form).status ==
          415);
    CHECK(Client(fixture.port())
              .request("POST", "/api/v1/session", "", {{"Content-Length", "0"}})
              .status == 415);
  }
  SUBCASE("an old session does not stand in the way") {
    const Headers old{{"Cookie", "lingqu=gone"}, {"Content-Type", "application/json"}};
    CHECK(fixture.post("/api/v1/session", R"({"login":"li","password":"right"})", old).status ==
          200);
  }
  SUBCASE("out") {
    Client client(fixture.port());
    const Reply reply = client.request("DELETE", "/api/v1/session", "",
                                       with(kCookie, "X-CSRF-Token", "csrf-token"));
    CHECK(reply.status == 204);
    CHECK(reply.header("set-cookie").find("Max-Age=0") != std::string::npos);
    CHECK(client.request("DELETE", "/api/v1/session").status == 204);
  }
}

TEST_CASE("the public has a session reply too, with demonstration accounts in demo mode") {
  ServerSettings settings;
  settings.demo = true;
  Fixture fixture(std::move(settings));
  const wire::Json json = fixture.get("/api/v1/session").json();
  CHECK(json.find("account")->is_null());
  REQUIRE(json.find("demo"));
  CHECK((*json.find("demo")->if_array())[0].find("title")->string_at("zh") == "专员");
}

TEST_CASE("CSRF guards cookie sessions, not tokens") {
  Fixture fixture;
  CHECK(fixture.post(kDeals, "{}", kCookie).code() == "csrf");
  CHECK(fixture.post(kDeals, "{}", with(kCookie, "X-CSRF-Token", "csrf-tokem")).code() == "csrf");
  CHECK(fixture.post(kDeals, "{}", with(kCookie, "X-CSRF-Token", "")).code() == "csrf");
  CHECK(fixture.post(kDeals, "{}", with(kCookie, "X-CSRF-Token", "csrf-token")).status == 201);
  CHECK(fixture.post(kDeals, "{}", kToken).status == 201);
  CHECK(fixture.get(kDeals, kCookie).status == 200);
  CHECK(fixture.engine.commands.size() == 2);
}

TEST_CASE("who is not signed in is told so") {
  Fixture fixture;
  CHECK(fixture.post(kDeals, "{}", {}).code() == "unauthenticated");
  CHECK(fixture.post(kDeals, "{}", {{"Cookie", "lingqu=gone"}}).code() == "unauthenticated");
  const Reply reply = fixture.get(kDeals, {{"Authorization", "Bearer wrong"}});
  CHECK(reply.status == 401);
  CHECK(reply.header("www-authenticate") == "Bearer");
  CHECK(fixture.get(kDeals, {{"Authorization", "Basic YTpi"}}).status == 401);
  CHECK(fixture.get(kDeals, {{"Authorization", "Bearer "}}).status == 401);
  CHECK(fixture.get(kDeals, {{"Authorization", "Bearer \xe4\xb8\xad"}}).status == 401);
  CHECK(fixture.get(kDeals, {{"Cookie", "lingqu=\x01; ;;=;lingqu"}}).status != 500);
  CHECK(fixture.post("/api/v1/log/check", "", kToken).code() == "forbidden");
  CHECK(fixture.post("/api/v1/log/check", "", kAuditor).status == 200);
}

TEST_CASE("acts: decoded, queued, answered with the record") {
  Fixture fixture;
  auto headers = with(kToken, "If-Match", "\"4\"");
  headers.emplace_back("Idempotency-Key", "k-1");
  const Reply reply =
      fixture.post(kDeals + "/7/acts/close",
                   R"({"values":{"title":"甲"},"reason":"r","organisation":3})", headers);
  CHECK(reply.status == 200);
  CHECK(reply.header("etag") == "\"5\"");
  CHECK(reply.json().find("record")->int_at("id") == 7);
  CHECK(reply.json().int_at("leaf") == 1);
  REQUIRE(fixture.engine.commands.size() == 1);
  const engine::ActCommand& command = fixture.engine.commands[0];
  CHECK(command.record == 7);
  CHECK(command.act == "close");
  CHECK(command.version == 4);
  CHECK(command.idempotency_key == "k-1");
  CHECK(command.organisation == 3);
  CHECK(command.values.string_at("title") == "甲");
  CHECK(command.actor.account == 1);
}

TEST_CASE("creations: place of the record, the only creation act, minimal replies, checks") {
  Fixture fixture;
  const Reply created = fixture.post(kDeals, R"({"values":{}})");
  CHECK(created.status == 201);
  CHECK(created.header("location") == kDeals + "/11");
  CHECK(fixture.engine.commands[0].act == "open");
  const Reply minimal =
      fixture.post(kDeals, "{}", with(kToken, "Prefer", "respond-async, return=minimal"));
  CHECK(minimal.json().find("record")->is_null());
  CHECK(minimal.json().int_at("id") == 11);
  const Reply checked = fixture.post(kDeals, R"({"check_only":true})");
  CHECK(checked.status == 200);
  CHECK(checked.json().find("leaf")->is_null());
  CHECK(fixture.post("/api/v1/records/nothing", "{}").status == 404);
}

TEST_CASE("conditions of acts that cannot be understood") {
  Fixture fixture;
  const std::string act = kDeals + "/7/acts/close";
  for (const char* tag :
       {"4", "W/\"4\"", "\"x\"", "\"4\", \"5\"", "\"-1\"", "\"99999999999999999999\""}) {
    CAPTURE(tag);
    CHECK(fixture.post(act, "{}", with(kToken, "If-Match", tag)).status == 400);
  }
  CHECK(fixture.post(act, "{}", with(kToken, "If-Match", "*")).status == 200);
  CHECK(fixture.post(act, "{}", with(kToken, "Idempotency-Key", std::string(201, 'a'))).status ==
        400);
  CHECK(fixture.post(act, "{}", with(kToken, "Idempotency-Key", "a b")).status == 400);
  CHECK(fixture.post(kDeals + "/0/acts/close", "{}").status == 404);
  CHECK(fixture.post(kDeals + "/x/acts/close", "{}").status == 404);
  CHECK(fixture.post(kDeals + "/99999999999999999999/acts/close", "{}").status == 404);
}

TEST_CASE("refusals of the engine are problems in the caller's language") {
  Fixture fixture;
  fixture.engine.refusal = base::Error(base::ErrorCode::kNotDue)
                               .with("until", "2026-12-01")
                               .by("deal.close.paid", "law/1")
                               .at("title");
  const Reply reply = fixture.post(kDeals + "/7/acts/close", "{}",
                                   with(kToken, "Accept-Language", "de, en;q=0.8, zh;q=0.1"));
  CHECK(reply.status == 409);
  CHECK(reply.header("content-type") == "application/problem+json");
  CHECK(reply.header("content-language") == "en");
  const wire::Json json = reply.json();
  CHECK(json.string_at("type") == "https://lingqu.example/problems/not-due");
  CHECK(json.string_at("title").find("2026-12-01") != std::string_view::npos);
  CHECK(json.string_at("title") == json.find("message")->string_at("en"));
  CHECK(!json.find("remedy")->string_at("zh").empty());
  CHECK(json.string_at("field") == "title");
  CHECK(json.string_at("rule") == "deal.close.paid");
  CHECK(json.string_at("clause") == "law/1");
}

TEST_CASE("lists: filters, sorting, paging") {
  Fixture fixture;
  const Reply reply = fixture.get(kDeals +
                                  "?q=%E7%94%B2%20a+b&state=draft&price.ge=10&title.in=a,b&title."
                                  "empty=&sort=-price,title&page=3&size=20");
  CHECK(reply.status == 200);
  CHECK(reply.json().int_at("total") == 2);
  CHECK(reply.json().find("labels")->find("organisation")->string_at("3") == "甲大学");
  CHECK(reply.json().find("by_state")->int_at("draft") == 2);
  CHECK((*reply.json().find("records")->if_array())[0].find("values")->string_at("price") ==
        "1234.50");
  REQUIRE(fixture.engine.queries.size() == 1);
  const engine::ListQuery& query = fixture.engine.queries[0];
  CHECK(query.text == "甲 a b");
  CHECK(query.offset == 40);
  CHECK(query.limit == 20);
  CHECK(query.sort == std::vector<std::string>{"-price", "title"});
  REQUIRE(query.filters.size() == 4);
  CHECK(query.filters[1].op == engine::Filter::Operator::kGreaterOrEqual);
  CHECK(query.filters[2].values == std::vector<std::string>{"a", "b"});
  CHECK(query.filters[3].values.empty());
  CHECK(!fixture.get(kDeals + "?total=false").json().find("total"));
  for (const char* bad :
       {"?size=501", "?size=0", "?page=0", "?page=1e9", "?page=99999999999999999999",
        "?size=", "?total=maybe", "?title.like=a", "?nothing=1", "?.=1", "?title.=1"}) {
    CAPTURE(bad);
    const int status = fixture.get(kDeals + bad).status;
    CHECK((status == 400 || (std::string(bad) == "?size=" && status == 200)));
  }
}

TEST_CASE("a record comes with its version, what is hidden, and why not") {
  Fixture fixture;
  const Reply reply = fixture.get(kDeals + "/5", kToken);
  CHECK(reply.header("etag") == "\"2\"");
  const wire::Json json = reply.json();
  CHECK(json.find("owner")->int_at("id") == 3);
  CHECK(*(*json.find("hidden")->if_array())[0].if_string() == "price");
  CHECK((*json.find("acts")->if_array())[0].find("reason")->string_at("code") == "not-due");
  CHECK((*json.find("related")->if_array())[0].int_at("count") == 4);
  CHECK(json.find("due")->is_null());
  CHECK(json.find("values")->find("paper")->string_at("type") == "application/pdf");
  CHECK(fixture.get(kDeals + "/5000", kToken).status == 404);
}

TEST_CASE("methods: OPTIONS, HEAD, and what is not allowed") {
  Fixture fixture;
  Client client(fixture.port());
  const Reply options = client.request("OPTIONS", kDeals);
  CHECK(options.status == 204);
  CHECK(options.header("allow") == "GET, HEAD, POST, OPTIONS");
  const Reply head = client.request("HEAD", kDeals);
  CHECK(head.status == 200);
  CHECK(head.body.empty());
  CHECK(std::stoul(head.header("content-length")) > 100);
  const Reply wrong = client.request("DELETE", kDeals);
  CHECK(wrong.status == 405);
  CHECK(wrong.header("allow") == "GET, HEAD, POST, OPTIONS");
  CHECK(client.request("PUT", "/").status == 405);
  for (const char* path :
       {"/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/session", "/api/v1/nothing",
        "/api/v1/records//5", "/api/v1/session/", "/api/v1/records/deal/5/"}) {
    CAPTURE(path);
    CHECK(client.request("GET", path).code() == "not-found");
  }
}

TEST_CASE("several requests at once are answered in their order") {
  Fixture fixture;
  Client client(fixture.port());
  std::string text;
  for (int i = 1; i <= 20; ++i)
    text += "GET " + kDeals + "/" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
  client.send(text);
  for (int i = 1; i <= 20; ++i) CHECK(client.receive().json().int_at("id") == i);
}

TEST_CASE("connections are kept as asked") {
  Fixture fixture;
  Client client(fixture.port());
  CHECK(!client.request("GET", kDeals).closed);
  CHECK(client.request("GET", kDeals, "", {{"Connection", "close"}}).closed);
  CHECK(client.at_end());
  Client old(fixture.port());
  old.send("GET " + kDeals + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  CHECK(old.receive().header("connection") == "keep-alive");
  old.send("GET " + kDeals + " HTTP/1.0\r\n\r\n");
  CHECK(old.receive().closed);
  CHECK(old.at_end());
}

TEST_CASE("every reply carries what browsers need to stay safe") {
  Fixture fixture;
  for (const char* path : {"/api/v1/session", "/api/v1/nothing"}) {
    const Reply reply = fixture.get(path);
    CHECK(reply.header("x-content-type-options") == "nosniff");
    CHECK(reply.header("content-security-policy").find("default-src 'none'") == 0);
    CHECK(!reply.header("x-request-id").empty());
    CHECK(!reply.header("date").empty());
    CHECK(reply.header("strict-transport-security").empty());
  }
}

TEST_CASE("larger replies are compressed for those who ask") {
  Fixture fixture;
  const Reply plain = fixture.get("/api/v1/openapi.json");
  const Reply zipped = fixture.get("/api/v1/openapi.json", {{"Accept-Encoding", "br, gzip"}});
  CHECK(zipped.header("content-encoding") == "gzip");
  CHECK(zipped.body.size() * 2 < plain.body.size());
  CHECK(zipped.header("vary") == "Accept-Encoding");
  CHECK(fixture.get("/api/v1/openapi.json", {{"Accept-Encoding", "gzip;q=0"}})
            .header("content-encoding")
            .empty());
  const Reply export_reply =
      fixture.get(kDeals + "/export?format=jsonl", {{"Accept-Encoding", "gzip"}});
  CHECK(export_reply.header("content-encoding").empty());  // too short to be worth it
}

TEST_CASE("the pack has an entity tag") {
  Fixture fixture;
  const Reply reply = fixture.get("/api/v1/pack");
  CHECK(reply.header("etag") == "\"sm3:00ff\"");
  CHECK(reply.header("cache-control") == "no-cache");
  CHECK(reply.json().string_at("name") == "test");
  const Reply again = fixture.get("/api/v1/pack", {{"If-None-Match", "W/\"x\", W/\"sm3:00ff\""}});
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  const wire::Json json = reply.json();
  const auto& act = (*(*json.find("registers")->if_array())[1].find("acts")->if_array())[1];
  CHECK((*act.find("conditions")->if_array())[0].string_at("kind") == "not_before");
}

TEST_CASE("a failure inside is a reference, not a story") {
  Fixture fixture;
  fixture.engine.throw_on_read = true;
  const Reply reply = fixture.get(kDeals + "/5");
  CHECK(reply.status == 500);
  CHECK(reply.code() == "internal");
  CHECK(reply.body.find("secret detail") == std::string::npos);
  CHECK(reply.body.find(reply.header("x-request-id")) != std::string::npos);
  // An act that is done is not reported as failed because its record cannot be read.
  const Reply act = fixture.post(kDeals + "/5/acts/close", "{}");
  CHECK(act.status != 200);
}

TEST_CASE("the test clock") {
  int64_t moved = 0;
  ServerSettings settings;
  settings.advance_clock = [&](int64_t micros) { moved += micros; };
  Fixture fixture(std::move(settings));
  CHECK(fixture.post("/api/v1/test/clock", R"({"advance_days":15})", {}).status == 200);
  CHECK(moved == int64_t{15} * 86'400'000'000);
  CHECK(fixture.engine.advanced_timers == 1);
  CHECK(fixture.post("/api/v1/test/clock", R"({"advance_days":-1})", {}).status == 422);
  CHECK(fixture.get("/api/v1/session").json().find("test_clock")->if_bool());
  Fixture plain;
  CHECK(plain.post("/api/v1/test/clock", R"({"advance_days":15})", {}).status == 404);
}
