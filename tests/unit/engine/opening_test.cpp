// Opening: one writer at a time, readers beside it, packs that change under the data, copies.
#include <fstream>
#include <sstream>

#include "unit/engine/fixture.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;

namespace {

// The small pack as a copy that may be changed.
struct OwnPack : World {
  OwnPack() : World(copy_of_small_pack()) {}
  ~OwnPack() { std::filesystem::remove_all(pack); }
  static std::string copy_of_small_pack() {
    std::string name = (std::filesystem::temp_directory_path() / "lingqu-pack-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    std::filesystem::copy(small_pack(), name, std::filesystem::copy_options::recursive);
    return name;
  }
  // Replaces a text that must be there in a file of the pack.
  void change(const std::string& file, const std::string& from, const std::string& to) const {
    std::ifstream in(pack + "/" + file);
    std::stringstream bytes;
    bytes << in.rdbuf();
    std::string all = bytes.str();
    const size_t at = all.find(from);
    REQUIRE(at != std::string::npos);
    all.replace(at, from.size(), to);
    std::ofstream(pack + "/" + file) << all;
  }
};
constexpr const char* kThing = "registers/thing.yaml";
constexpr const char* kTag = "  tag: {type: text, title: {zh: 标签, en: Tag}, unique: true}\n";

}  // namespace

TEST_CASE_FIXTURE(World, "a second writer is refused, and let in when the first has gone") {
  base::SystemRandom other;
  CHECK(refused(Engine::open(settings(), clock, other)).code == ErrorCode::kInUse);
  close();
  open();
  thing();
}

TEST_CASE_FIXTURE(World, "a reader beside a running engine sees each commit and writes nothing") {
  Settings reading = settings();
  reading.read_only = true;
  auto reader = take(Engine::open(reading, clock, random));
  const int64_t id = thing();
  CHECK(take(reader->read("thing", id, &office)).record.version == 1);
  ListQuery query;
  query.register_name = "thing";
  CHECK(take(reader->list(query, &office)).total == 1);
  thing();
  CHECK(take(reader->list(query, &office)).total == 2);
  CHECK(take(reader->history("thing", id, &office)).size() == 1);
  CHECK(refused(reader->act(command("thing", 0, "create", R"({"title": "x"})", office))).code == ErrorCode::kReadOnly);
  CHECK(refused(reader->bundle("thing", id, &office)).code == ErrorCode::kReadOnly);
  CHECK(refused(reader->run_due_timers()).code == ErrorCode::kReadOnly);
  CHECK(refused(reader->store_file("a", "text/plain", "x", office)).code == ErrorCode::kReadOnly);
  take(engine->log_head(true));
  CHECK(take(reader->log_head(false)).size == 5);
  CHECK(take(reader->log_proof(3)).sequence == 3);
  CHECK(take(reader->check_log({})).leaves == 5);
  reader.reset();
  thing();
}

TEST_CASE_FIXTURE(OwnPack, "a pack that gained fields: records stay, the new fields are empty and can be filled") {
  const int64_t id = thing(R"("tag": "甲", "shares": [{"name": "张三", "part": "100%"}])");
  close();
  change(kThing, kTag, std::string(kTag) + "  colour: {type: text, title: {zh: 颜色, en: Colour}}\n  friends: {type: refs, to: organisation, title: {zh: 友, en: Friends}}\n");
  change(kThing, "      amount: {type: money", "      remark: {type: text, title: {zh: 备注, en: Remark}}\n      amount: {type: money");
  open();
  CHECK(text("thing", id, "tag") == R"("甲")");
  CHECK(text("thing", id, "colour") == "null");
  CHECK(text("thing", id, "shares") == R"([{"name":"张三","part":"100%"}])");
  act("thing", id, "edit", R"({"colour": "红", "friends": [{"id": 2}], "shares": [{"name": "张三", "part": "100%", "remark": "备"}]})", office);
  reopen();
  CHECK(text("thing", id, "colour") == R"("红")");
  CHECK(text("thing", id, "friends") == R"([{"id":2}])");
  CHECK(text("thing", id, "shares").find("备") != std::string::npos);
  CHECK(take(engine->check_log({})).leaves == 5);
}

TEST_CASE_FIXTURE(OwnPack, "a pack without a field that is filled is refused by its name; without an empty one it is taken") {
  const int64_t id = thing(R"("tag": "甲")");
  close();
  change(kThing, kTag, "");
  const auto error = refused(Engine::open(settings(), clock, random));
  CHECK(error.code == ErrorCode::kMigrationLosesData);
  CHECK(base::to_string(error, base::Language::kEn).find("tag") != std::string::npos);
  change(kThing, "  days: {type", std::string(kTag) + "  days: {type");
  open();
  CHECK(text("thing", id, "tag") == R"("甲")");
  act("thing", id, "edit", R"({"tag": null})", office);
  close();
  change(kThing, kTag, "");
  open();
  CHECK(state("thing", id) == "draft");
}

TEST_CASE_FIXTURE(OwnPack, "a pack with mistakes is refused with all of them") {
  close();
  change(kThing, "type: share, title: {zh: 比例, en: Part}}\n  day", "type: shere, title: {zh: 比例, en: Part}}\n  day");
  change("roles.yaml", "region_scope: true}", "regionscope: true}");
  const auto error = refused(Engine::open(settings(), clock, random));
  CHECK(error.code == ErrorCode::kInvalid);
  REQUIRE(error.details.size() >= 2);
  for (const auto& detail : error.details) CHECK(detail.code == ErrorCode::kPackFile);
}

TEST_CASE_FIXTURE(OwnPack, "the leaf names the pack in force") {
  const std::string first = engine->pack()->content_hash;
  thing();
  close();
  change("pack.yaml", "\"1\"", "\"2\"");
  open();
  CHECK(engine->pack()->content_hash != first);
  thing();
  CHECK(rows("SELECT text FROM log_leaf WHERE sequence = 3").find(first) != std::string::npos);
  CHECK(rows("SELECT text FROM log_leaf WHERE sequence = 4").find(engine->pack()->content_hash) != std::string::npos);
}

TEST_CASE_FIXTURE(World, "a copy made while serving is a database of its own") {
  const int64_t id = thing();
  const std::string copy = folder.path() + "/copy.db";
  done(engine->backup(copy));
  thing();
  CHECK(!engine->backup(copy).ok());
  Settings reading = settings();
  reading.read_only = true;
  reading.database = "sqlite:" + copy;
  auto reader = take(Engine::open(reading, clock, random));
  CHECK(reader->read("thing", id, &office).ok());
  CHECK(take(reader->check_log({})).leaves == 4);
}
