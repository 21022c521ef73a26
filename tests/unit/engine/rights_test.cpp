// Who sees which record and which field, the same in lists, records, labels and counts.
#include <algorithm>

#include "unit/engine/fixture.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;

namespace {

struct Shown : World {
  Shown() {
    const std::string more = R"("contact": "李四", "secret": "密", "partner": {"id": )" + std::to_string(firm) + "}";
    for (const char* state : {"draft", "listed", "open"}) thing_in(state, more);
    hidden = thing_in("listed");
    act("thing", hidden, "hide", "", regulator);
  }
  std::string seen(const Actor* actor) {
    ListQuery query;
    query.register_name = "thing";
    query.sort = {"id"};
    const ListReply reply = take(engine->list(query, actor));
    std::string out;
    for (const auto& record : reply.records) {
      out += (out.empty() ? "" : " ") + record.state;
      CHECK(engine->read("thing", record.id, actor).ok());
    }
    // What the list does not show cannot be read, and the total counts what is shown.
    CHECK(reply.total == static_cast<int64_t>(reply.records.size()));
    for (int64_t id = 1; id <= 4; ++id) {
      const bool listed = std::any_of(reply.records.begin(), reply.records.end(), [&](const auto& record) { return record.id == id; });
      CHECK(engine->read("thing", id, actor).ok() == listed);
      CHECK(engine->history("thing", id, actor).ok() == listed);
    }
    return out;
  }
  int64_t hidden = 0;
};

}  // namespace

TEST_CASE_FIXTURE(Shown, "records by state: public, registered, parties, regulator") {
  CHECK(seen(nullptr) == "open");
  CHECK(seen(&stranger) == "listed open");
  CHECK(seen(&rival) == "listed open");
  CHECK(seen(&buyer) == "draft listed open");  // party by its field
  CHECK(seen(&office) == "draft listed open");
  CHECK(seen(&regulator) == "draft listed open hidden");
  CHECK(seen(&auditor) == "draft listed open hidden");
}

TEST_CASE_FIXTURE(Shown, "fields narrower than their record are empty for others, in records, lists and scans") {
  const auto& schema = engine->pack()->find("thing")->schema;
  struct Sight {
    const Actor* actor;
    bool contact, secret;
  };
  for (const Sight& sight : {Sight{nullptr, false, false}, {&stranger, false, false}, {&rival, false, false}, {&buyer, true, false}, {&office, true, false}, {&regulator, true, true}}) {
    const RecordView view = take(engine->read("thing", 3, sight.actor));
    CHECK(view.record.at(schema, "contact").empty() != sight.contact);
    CHECK(view.record.at(schema, "secret").empty() != sight.secret);
    CHECK(view.hidden[static_cast<size_t>(schema.index_of("secret"))] != sight.secret);
    ListQuery query;
    query.register_name = "thing";
    for (const auto& record : take(engine->list(query, sight.actor)).records)
      if (record.id == 3) CHECK(record.at(schema, "secret").empty() != sight.secret);
    done(engine->scan(query, sight.actor, [&](const registers::Record& record) {
      if (record.id == 3) CHECK(record.at(schema, "contact").empty() != sight.contact);
      return true;
    }));
  }
}

TEST_CASE_FIXTURE(Shown, "filtering by a field one may not see would tell it") {
  ListQuery query;
  query.register_name = "thing";
  query.filters = {{"secret", Filter::Operator::kContains, {"密"}}};
  for (const Actor* actor : {static_cast<const Actor*>(nullptr), &std::as_const(stranger), &std::as_const(office)})
    CHECK(refused(engine->list(query, actor)).code == ErrorCode::kBadFilter);
  CHECK(take(engine->list(query, &regulator)).total == 3);
  query.filters.clear();
  query.text = "密";
  CHECK(take(engine->list(query, &office)).total == 0);
}

TEST_CASE_FIXTURE(Shown, "the acts offered are those of one's roles, with the reason where they are not possible now") {
  const RecordView mine = view("thing", 1, office);
  std::string names;
  for (const auto& choice : mine.acts) names += std::string(choice.allowed ? "+" : "-") + choice.act->name + " ";
  CHECK(names.starts_with("+edit +list +withdraw "));
  for (const auto& choice : mine.acts) {
    CHECK(choice.allowed != choice.reason.has_value());
    if (!choice.allowed && choice.act->name == "publish") CHECK(choice.reason->code == ErrorCode::kWrongState);
  }
  for (const auto& choice : view("thing", 3, rival).acts) {
    CHECK(!choice.allowed);
    if (choice.act->name == "notify") CHECK(choice.reason->code == ErrorCode::kNotOwner);
  }
  CHECK(take(engine->read("thing", 3, nullptr)).acts.empty());
  const auto creations = take(engine->creations("thing", &buyer));
  REQUIRE(creations.size() == 1);
  CHECK(!creations[0].allowed);
  CHECK(take(engine->creations("thing", &office))[0].allowed);
}

TEST_CASE_FIXTURE(Shown, "related records are counted as far as one may see them") {
  act("deal", 0, "start", R"({"note": "甲", "thing": {"id": 3}})", rival);
  auto count = [&](const Actor& actor) {
    for (const auto& related : view("thing", 3, actor).related)
      if (related.register_name == "deal") return related.count;
    return int64_t{-1};
  };
  CHECK(count(rival) == 1);
  CHECK(count(office) == 0);
  CHECK(count(regulator) == 1);
}

TEST_CASE_FIXTURE(Shown, "what waits for whom") {
  const Todos todos = take(engine->todos(office));
  std::string waiting;
  for (const auto& todo : todos.waiting) waiting += todo.act + std::to_string(todo.record) + " ";
  CHECK(waiting == "list1 publish2 ");
  CHECK(todos.waiting_total == 2);
  CHECK(take(engine->todos(rival)).waiting.empty());
  // An act for those whom a field names waits for them, and for nobody else of that role.
  const int64_t deal = act("deal", 0, "start", R"({"note": "甲", "thing": {"id": 3}, "buyer": {"id": )" + std::to_string(firm) + "}}", office).record;
  const Todos named = take(engine->todos(buyer));
  REQUIRE(named.waiting.size() == 1);
  CHECK(named.waiting[0].act == "sign");
  CHECK(named.waiting[0].record == deal);
  CHECK(take(engine->todos(rival)).waiting.empty());
  const int64_t id = thing_in("notice");
  const Todos due = take(engine->todos(office));
  REQUIRE(due.due.size() == 1);
  CHECK(due.due[0].record == id);
  CHECK(take(engine->todos(stranger)).due.empty());
}

TEST_CASE_FIXTURE(World, "an attachment is read by whoever sees the field that holds it") {
  const auto file = take(engine->store_file("a.pdf", "application/pdf", "内容", office));
  CHECK(take(engine->store_file("b.pdf", "application/pdf", "内容", office)).digest == file.digest);
  const std::string paper = R"("paper": {"digest": ")" + file.digest + R"(", "name": "a.pdf", "type": "application/pdf", "size": 6})";
  const int64_t id = thing(paper);
  CHECK(take(engine->read_file("thing", id, file.digest, &office)) == "内容");
  CHECK(refused(engine->read_file("thing", id, file.digest, &rival)).code == ErrorCode::kNotFound);
  CHECK(refused(engine->read_file("thing", id, "sm3:" + std::string(64, '0'), &office)).code == ErrorCode::kNotFound);
  CHECK(refused(engine->read_file("thing", id, "../../../etc/passwd", &office)).code == ErrorCode::kNotFound);
  for (const char* name : {"", " ", "a/b", "a\\b", "\xff"})
    CHECK(refused(engine->store_file(name, "text/plain", "x", office)).code == ErrorCode::kBadRequest);
  CHECK(refused(engine->store_file("big", "text/plain", std::string((50u << 20) + 1, 'x'), office)).code == ErrorCode::kTooLarge);
  const auto wrong_size = refusal("thing", 0, "create", R"({"title": "x", "paper": {"digest": ")" + file.digest + R"(", "name": "a", "type": "x", "size": 7}})", office);
  CHECK(wrong_size.code == ErrorCode::kBadReference);
}
