// What was done to a record, for whom; personal values erased; evidence bundles that the independent verifier accepts.
#include "unit/engine/fixture.hpp"
#include "verify/verify.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;

namespace {

struct Told : World {
  Told() {
    id = thing_in("listed", R"("contact": "李四", "secret": "密语", "shares": [{"name": "张三", "part": "100%"}], "partner": {"id": )" + std::to_string(firm) + "}");
    act("thing", id, "publish", "", office);
  }
  Json set(const Actor* actor, size_t entry) { return take(engine->history("thing", id, actor))[entry].set; }
  std::string set(const Actor* actor, size_t entry, const std::string& path) {
    const Json all = set(actor, entry);
    const Json* value = all.find(path);
    return value ? wire::to_text(*value) : "";
  }
  verify::Report checked(const Actor* actor) { return verify::verify_bundle(take(engine->bundle("thing", id, actor))); }
  Actor admin = person(1, "admin", 0);
  int64_t id = 0;
};

}  // namespace

TEST_CASE_FIXTURE(Told, "each act with its version, states, actor, clauses") {
  const auto history = take(engine->history("thing", id, &office));
  REQUIRE(history.size() == 3);
  CHECK(history[0].act == "create");
  CHECK(history[0].from.empty());
  CHECK(history[0].to == "draft");
  CHECK(history[2].act == "publish");
  CHECK(history[2].from == "listed");
  CHECK(history[2].version == 3);
  CHECK(history[2].actor_name == "测试者11");
  CHECK(history[2].organisation_label == "样大学");
  CHECK(history[2].role == "office");
  CHECK(history[2].basis == std::vector<std::string>{"law/18"});
  CHECK(history[2].set.find("title") == nullptr);
}

TEST_CASE_FIXTURE(Told, "who acted and why is for the parties") {
  const int64_t other = thing();
  act("thing", other, "withdraw", "", office, "涉密");
  CHECK(take(engine->history("thing", other, &office)).back().reason == "涉密");
  CHECK(take(engine->history("thing", id, nullptr)).back().actor_name.empty());
  CHECK(take(engine->history("thing", id, &rival)).back().actor_name.empty());
  CHECK(take(engine->history("thing", id, &auditor)).back().actor_name == "测试者11");
}

TEST_CASE_FIXTURE(Told, "sealed values are opened for those who may see them") {
  CHECK(set(&office, 0, "contact") == R"("李四")");
  CHECK(set(&office, 0, "shares/0/name") == R"("张三")");
  CHECK(set(&office, 0, "shares") == R"([{"part":"100%"}])");
  CHECK(set(nullptr, 0, "contact") == R"({"withheld":true})");
  CHECK(set(&office, 0, "secret") == R"({"withheld":true})");
  CHECK(set(&regulator, 0, "secret") == R"("密语")");
  CHECK(set(&office, 0, "price") == R"("1000.00")");
}

TEST_CASE_FIXTURE(Told, "personal values are not in the leaves, nor are those that not every reader may see") {
  const std::string leaves = rows("SELECT text FROM log_leaf");
  for (const char* word : {"李四", "张三", "密语", "测试者"}) CHECK(leaves.find(word) == std::string::npos);
}

TEST_CASE_FIXTURE(Told, "erasure: the values go from record, history and store; the leaves stay and the log checks") {
  const std::string before = rows("SELECT text FROM log_leaf");
  EraseCommand command{"thing", id, {}, "本人要求", admin};
  const ActReply reply = take(engine->erase(command));
  CHECK(reply.version == 4);
  CHECK(text("thing", id, "contact") == "null");
  CHECK(text("thing", id, "shares") == R"([{"part":"100%"}])");
  CHECK(set(&office, 0, "contact") == R"({"erased":true})");
  CHECK(set(&office, 0, "shares/0/name") == R"({"erased":true})");
  CHECK(set(&regulator, 0, "secret") == R"("密语")");  // not personal
  CHECK(rows("SELECT text FROM log_leaf").starts_with(before));
  CHECK(rows("SELECT text FROM log_opening").find("李四") == std::string::npos);
  const auto history = take(engine->history("thing", id, &office));
  CHECK(history.back().act == "erase");
  CHECK(take(engine->check_log({})).leaves == static_cast<uint64_t>(number("SELECT count(*) FROM log_leaf")));
  CHECK(checked(&office).proven);
  act("thing", id, "notify", "", office);  // the record's life goes on
}

TEST_CASE_FIXTURE(Told, "who may erase, and what") {
  const std::string before = content();
  auto error = [&](EraseCommand command) { return refused(engine->erase(command)); };
  CHECK(error({"thing", id, {}, "x", office}).code == ErrorCode::kForbidden);
  CHECK(error({"thing", id, {}, " ", admin}).code == ErrorCode::kRequired);
  CHECK(error({"thing", id, {"price"}, "x", admin}).code == ErrorCode::kReadOnlyField);
  CHECK(error({"thing", id, {"boat"}, "x", admin}).code == ErrorCode::kUnknownField);
  CHECK(error({"thing", 99, {}, "x", admin}).code == ErrorCode::kNotFound);
  CHECK(content() == before);
  take(engine->erase({"thing", id, {"contact"}, "x", admin}));
  CHECK(set(&office, 0, "shares/0/name") == R"("张三")");
}

TEST_CASE_FIXTURE(Told, "a bundle proves the record and what it rests on, for each asker as far as they may see") {
  act("deal", 0, "start", R"({"note": "甲", "thing": {"id": 1}})", office);
  const auto whole = checked(&regulator);
  CHECK(whole.proven);
  REQUIRE(whole.subjects.size() == 2);
  CHECK(whole.subjects[0].acts.size() == 3);
  CHECK(whole.subjects[1].register_name == "deal");
  const auto open = checked(nullptr);
  CHECK(open.proven);
  CHECK(open.subjects.size() == 1);
  const std::string text = take(engine->bundle("thing", id, nullptr));
  for (const char* word : {"李四", "密语", "测试者"}) CHECK(text.find(word) == std::string::npos);
  const std::string mine = take(engine->bundle("thing", id, &office));
  CHECK(mine.find("李四") != std::string::npos);
  CHECK(mine.find("密语") == std::string::npos);
  CHECK(verify::verify_bundle(mine).proven);
}

TEST_CASE_FIXTURE(Told, "one changed byte in a bundle is found") {
  std::string text = take(engine->bundle("thing", id, &office));
  const size_t at = text.find("1000.00");
  REQUIRE(at != std::string::npos);
  text[at] = '2';
  CHECK(!verify::verify_bundle(text).proven);
}

TEST_CASE_FIXTURE(World, "a bundle carries attachments and is refused to who is no party") {
  const auto file = take(engine->store_file("a.txt", "text/plain", "附件内容", office));
  const int64_t id = thing_in("listed", R"("paper": {"digest": ")" + file.digest + R"(", "name": "a.txt", "type": "text/plain", "size": 12})");
  const auto report = verify::verify_bundle(take(engine->bundle("thing", id, &office)));
  CHECK(report.proven);
  REQUIRE(report.attachments.size() == 1);
  CHECK(report.attachments[0].bytes == 12);
  CHECK(refused(engine->bundle("thing", id, &rival)).code == ErrorCode::kForbidden);
  CHECK(refused(engine->bundle("thing", id, nullptr)).code == ErrorCode::kNotFound);
}
