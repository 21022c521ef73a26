// What an act may and may not do: the order of the checks, each refusal with its code, field and rule, and nothing changed by it.
#include "unit/engine/fixture.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;

TEST_CASE_FIXTURE(World, "a creation: number, owner, version, first leaf") {
  const ActReply reply = act("thing", 0, "create", R"({"title": "成果"})", office);
  CHECK(reply.record == 1);
  CHECK(reply.version == 1);
  CHECK(reply.leaf == 3);  // after the three organisations
  REQUIRE(reply.after);
  CHECK(reply.after->state == "draft");
  CHECK(reply.after->owner == university);
  CHECK(text("thing", 1, "number") == R"("TH-2026-0001")");
  CHECK(text("thing", 1, "holder") == R"({"id":)" + std::to_string(university) + "}");
}

TEST_CASE_FIXTURE(World, "values of every type come back as they were sent") {
  const auto file = take(engine->store_file("论文.pdf", "application/pdf", "PDF", office));
  const int64_t author = act("person", 0, "register", R"({"name": "张三"})", office).record;
  const std::vector<std::pair<std::string, std::string>> values = {
      {"body", R"("第一行\n第二行")"}, {"names", R"({"en":"Thing","vi":"Việc"})"}, {"count", "12"}, {"ratio", R"("0.125")"},
      {"price", R"("1234.50")"}, {"part", R"("33.333333%")"}, {"day", R"("2026-02-28")"}, {"moment", R"("2026-02-28T01:02:03Z")"},
      {"ready", "false"}, {"kind", R"("design")"}, {"partner", R"({"id":)" + std::to_string(firm) + "}"},
      {"authors", R"([{"id":)" + std::to_string(author) + "}]"}, {"shares", R"([{"name":"张三","part":"100%"}])"},
      {"paper", R"({"digest":")" + file.digest + R"(","name":"论文.pdf","type":"application/pdf","size":3})"},
      {"place", R"("450100")"}, {"code", "\"" + credit_code(9) + "\""}, {"contact", R"("李四")"}, {"secret", R"("密")"}, {"tag", R"("甲")"}};
  std::string object;
  for (const auto& [field, value] : values) object += (object.empty() ? "\"" : ", \"") + field + "\": " + value;
  const int64_t id = thing(object);
  for (const auto& [field, value] : values) {
    INFO(field);
    CHECK(wire::to_text(json(text("thing", id, field))) == wire::to_text(json(value)));
  }
  reopen();
  for (const auto& [field, value] : values) CHECK(text("thing", id, field) == wire::to_text(json(value)));
}

TEST_CASE_FIXTURE(World, "rights come before state, state before values") {
  const int64_t id = thing();
  // All three are wrong; each time the first is corrected the next is named.
  const std::string bad = R"({"count": "viele"})";
  const auto nobody = refusal("thing", id, "publish", bad, Actor());
  CHECK(nobody.code == ErrorCode::kNotFound);  // who may not see the record learns nothing of it
  CHECK(refusal("thing", id, "publish", bad, rival).code == ErrorCode::kNotFound);
  const auto role = refusal("thing", id, "publish", bad, regulator);
  CHECK(role.code == ErrorCode::kForbidden);
  CHECK(role.rule == "thing.publish.by");
  const auto state = refusal("thing", id, "publish", bad, office);
  CHECK(state.code == ErrorCode::kWrongState);
  CHECK(state.rule == "thing.publish.from");
  const auto values = refusal("thing", id, "edit", bad, office);
  CHECK(values.code == ErrorCode::kInvalid);
  REQUIRE(values.details.size() == 1);
  CHECK(values.details[0].code == ErrorCode::kWrongType);
  CHECK(values.details[0].field == "count");
}

TEST_CASE_FIXTURE(World, "the record of another organisation that one can see") {
  const int64_t id = thing_in("open");
  const auto error = refusal("thing", id, "notify", "", rival);
  CHECK(error.code == ErrorCode::kNotOwner);
  CHECK(error.rule == "thing.notify.by");
  CHECK(error.message(base::Language::kZh).find("样大学") != std::string::npos);
  CHECK(refusal("thing", id, "notify", "", stranger).code == ErrorCode::kForbidden);
  CHECK(refusal("thing", id, "notify", "", Actor()).code == ErrorCode::kUnauthenticated);
}

TEST_CASE_FIXTURE(World, "creations need a role in the organisation acted for") {
  CHECK(refusal("thing", 0, "create", R"({"title": "x"})", Actor()).code == ErrorCode::kUnauthenticated);
  CHECK(refusal("thing", 0, "create", R"({"title": "x"})", buyer).code == ErrorCode::kForbidden);
  CHECK(refusal("thing", 0, "create", R"({"title": "x", "holder": {"id": 2}})", office).code == ErrorCode::kNotOwner);
  ActCommand other = command("thing", 0, "create", R"({"title": "x"})", office);
  other.organisation = institute;
  CHECK(refusal(other).code == ErrorCode::kNotOwner);
  Actor both = office;
  both.memberships.push_back({institute, "office"});
  other.actor = both;
  CHECK(take(engine->act(other)).after->owner == institute);
}

namespace {

struct Refused {
  const char *act, *values;
  ErrorCode code;
  const char *field, *rule;
};

}  // namespace

TEST_CASE_FIXTURE(World, "each refusal of values has its code, field and rule, and changes nothing") {
  const int64_t id = thing(R"("tag": "甲", "starts": "2026-03-02", "ends": "2026-03-01")");
  thing(R"("tag": "乙")");
  const std::vector<Refused> cases = {
      {"edit", R"({"title": null})", ErrorCode::kRequired, "title", ""},
      {"edit", R"({"title": "  "})", ErrorCode::kRequired, "title", ""},
      {"edit", R"({"nothing": 1})", ErrorCode::kUnknownField, "nothing", ""},
      {"edit", R"({"titel": "x"})", ErrorCode::kUnknownField, "titel", ""},
      {"edit", R"({"title": 5})", ErrorCode::kWrongType, "title", ""},
      {"edit", R"({"count": 1001})", ErrorCode::kOutOfRange, "count", ""},
      {"edit", R"({"count": 1.5})", ErrorCode::kWrongType, "count", ""},
      {"edit", R"({"price": "-1"})", ErrorCode::kOutOfRange, "price", ""},
      {"edit", R"({"price": "1.005"})", ErrorCode::kWrongType, "price", ""},
      {"edit", R"({"kind": "boat"})", ErrorCode::kUnknownCode, "kind", ""},
      {"edit", R"({"place": "999999"})", ErrorCode::kBadRegion, "place", ""},
      {"edit", R"({"code": "914501001000000019"})", ErrorCode::kBadCreditCode, "code", ""},
      {"edit", R"({"day": "2026-02-30"})", ErrorCode::kWrongType, "day", ""},
      {"edit", R"({"partner": {"id": 99}})", ErrorCode::kBadReference, "partner", ""},
      {"edit", R"({"authors": [{"id": 99}]})", ErrorCode::kBadReference, "authors", ""},
      {"edit", R"({"shares": [{"part": "50%"}]})", ErrorCode::kRequired, "shares/0/name", ""},
      {"edit", R"({"paper": {"digest": "sm3:00", "name": "x", "type": "x", "size": 1}})", ErrorCode::kWrongType, "paper", ""},
      {"edit", R"({"tag": "乙"})", ErrorCode::kNotUnique, "tag", "thing.tag.unique"},
      {"edit", R"({"number": "TH-2026-0002"})", ErrorCode::kNotUnique, "number", "thing.number.unique"},
      {"list", R"({"title": "not here"})", ErrorCode::kReadOnlyField, "title", "thing.list.sets"},
      {"list", "", ErrorCode::kRequired, "price", ""},
      {"list", R"({"price": "5", "kind": "patent"})", ErrorCode::kDateOrder, "ends", "thing.list.dates"},
      {"withdraw", "", ErrorCode::kRequired, "reason", "thing.withdraw.reason"},
  };
  for (const Refused& one : cases) {
    INFO(one.act << " " << one.values);
    base::Error error = refusal("thing", id, one.act, one.values, office);
    if (error.code == ErrorCode::kInvalid) {
      REQUIRE(!error.details.empty());
      error = base::Error(error.details.front());
    }
    CHECK(error.code_text() == base::info(one.code).code);
    CHECK(error.field == one.field);
    CHECK(error.rule == one.rule);
    CHECK(!error.message(base::Language::kZh).empty());
    CHECK(!error.remedy(base::Language::kEn).empty());
  }
}

TEST_CASE_FIXTURE(World, "a refused act takes no number and no id") {
  CHECK(thing() == 1);
  for (int i = 0; i < 3; ++i) refusal("thing", 0, "create", R"({"title": "x", "partner": {"id": 99}})", office);
  CHECK(thing() == 2);
  CHECK(text("thing", 2, "number") == R"("TH-2026-0002")");
  reopen();
  CHECK(thing() == 3);
  CHECK(text("thing", 3, "number") == R"("TH-2026-0003")");
}

TEST_CASE_FIXTURE(World, "a number taken by hand is passed over; a new year counts anew") {
  thing(R"("number": "TH-2026-0001")");
  thing(R"("number": "TH-2026-0002")");
  CHECK(text("thing", thing(), "number") == R"("TH-2026-0003")");
  clock.advance(365 * kDay);
  CHECK(text("thing", thing(), "number") == R"("TH-2027-0001")");
}

TEST_CASE_FIXTURE(World, "a unique value is free again once its record ended, and not to be revived over another") {
  const int64_t first = thing(R"("tag": "甲")");
  act("thing", first, "withdraw", "", office, "改主意");
  const int64_t second = thing(R"("tag": "甲")");
  const auto error = refusal("thing", first, "revive", "", office);
  CHECK(error.code == ErrorCode::kNotUnique);
  CHECK(error.field == "tag");
  act("thing", second, "edit", R"({"tag": "乙"})", office);
  act("thing", first, "revive", "", office);
  CHECK(state("thing", first) == "draft");
}

TEST_CASE_FIXTURE(World, "check_only decides like the act itself and changes nothing") {
  const std::string before = content();
  ActCommand asked = command("thing", 0, "create", R"({"title": "x"})", office);
  asked.check_only = true;
  const ActReply reply = take(engine->act(asked));
  CHECK(reply.checked_only);
  REQUIRE(reply.after);
  const auto& schema = engine->pack()->find("thing")->schema;
  CHECK(registers::equal(reply.after->at(schema, "number"), registers::Value(std::string("TH-2026-0001"))));
  asked.values = json(R"({"count": 5})");
  CHECK(refused(engine->act(asked)).code == ErrorCode::kInvalid);
  CHECK(content() == before);
  CHECK(thing() == 1);
}

TEST_CASE_FIXTURE(World, "the version looked at must be the present one") {
  const int64_t id = thing();
  ActCommand asked = command("thing", id, "edit", R"({"count": 1})", office);
  asked.version = 1;
  CHECK(take(engine->act(asked)).version == 2);
  const auto error = refusal(asked);
  CHECK(error.code == ErrorCode::kVersionConflict);
  asked.version = 2;
  CHECK(take(engine->act(asked)).version == 3);
}

TEST_CASE_FIXTURE(World, "no such register, act, record; no act of the system by hand") {
  CHECK(refusal("boat", 0, "create", "{}", office).code == ErrorCode::kNotFound);
  CHECK(refusal("thing", 0, "fly", "{}", office).code == ErrorCode::kBadRequest);
  CHECK(refusal("thing", 7, "create", "{}", office).code == ErrorCode::kBadRequest);
  CHECK(refusal("thing", 7, "edit", "{}", office).code == ErrorCode::kNotFound);
  const int64_t id = thing_in("notice");
  CHECK(refusal("thing", id, "end_notice", "", office).code == ErrorCode::kForbidden);
  CHECK(refusal("thing", id, "end_notice", "", regulator).code == ErrorCode::kForbidden);
}

TEST_CASE_FIXTURE(World, "an appending act adds its row and touches no other") {
  const int64_t id = thing_in("notice");
  act("thing", id, "object", R"({"objections": [{"text": "一"}]})", buyer);
  act("thing", id, "object", R"({"objections": [{"text": "二"}]})", rival);
  CHECK(text("thing", id, "objections") == R"([{"text":"一","on_day":"2026-03-02"},{"text":"二","on_day":"2026-03-02"}])");
  for (const char* rows : {R"({"objections": []})", R"({"objections": null})", "{}", R"({"objections": [{"text": "a"}, {"text": "b"}]})"}) {
    INFO(rows);
    CHECK(refusal("thing", id, "object", rows, buyer).code == ErrorCode::kInvalid);
  }
}

TEST_CASE_FIXTURE(World, "idempotency: a repeated key answers with the first reply, another content is refused") {
  ActCommand asked = command("thing", 0, "create", R"({"title": "x"})", office);
  asked.idempotency_key = "key-1";
  const ActReply first = take(engine->act(asked));
  const std::string before = content();
  const ActReply again = take(engine->act(asked));
  CHECK(again.repeated);
  CHECK(again.record == first.record);
  CHECK(again.leaf == first.leaf);
  CHECK(again.version == first.version);
  CHECK(content() == before);
  ActCommand other = asked;
  other.values = json(R"({"title": "y"})");
  CHECK(refusal(other).code == ErrorCode::kIdempotencyReuse);
  other = asked;
  other.organisation = university;
  CHECK(refusal(other).code == ErrorCode::kIdempotencyReuse);
  ActCommand another_account = asked;
  another_account.actor.account = 99;
  CHECK(!take(engine->act(another_account)).repeated);
  reopen();
  CHECK(take(engine->act(asked)).repeated);
  asked.idempotency_key = "not ok";
  CHECK(refusal(asked).code == ErrorCode::kBadRequest);
}

TEST_CASE_FIXTURE(World, "an idempotency key of a refused act may be used again") {
  ActCommand asked = command("thing", 0, "create", R"({"title": null})", office);
  asked.idempotency_key = "key-1";
  refusal(asked);
  asked.values = json(R"({"title": "x"})");
  CHECK(!take(engine->act(asked)).repeated);
}
