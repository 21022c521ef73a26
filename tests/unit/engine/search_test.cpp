#include "fixture.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;

namespace {

SearchReply ask(World& world, const std::string& text, const Actor* actor, const std::string& register_name = "") {
  done(world.engine->wait_for_followers());
  return take(world.engine->search({.text = text, .register_name = register_name}, actor));
}

}  // namespace

TEST_CASE("an act can be searched, under the rights of the record") {
  World world;
  const int64_t id = world.act("thing", 0, "create", R"({"title": "低温固化粉末涂料"})", world.office).record;
  const SearchReply own = ask(world, "粉末涂料", &world.office);
  REQUIRE(own.hits.size() == 1);
  CHECK(own.hits[0].id == id);
  CHECK(own.hits[0].register_name == "thing");
  CHECK(own.hits[0].label == "低温固化粉末涂料");
  CHECK(own.hits[0].owner_label == "样大学");
  CHECK(own.total == 1);
  CHECK_FALSE(own.loose);
  CHECK(ask(world, "粉末涂料", &world.rival).hits.empty());
  CHECK(ask(world, "粉末涂料", nullptr).hits.empty());
  CHECK(ask(world, "粉末涂料", &world.regulator).hits.size() == 1);
}

TEST_CASE("part of a word finds it; what nothing holds as a whole is found by its parts and said to be loose") {
  World world;
  world.act("thing", 0, "create", R"({"title": "甘蔗渣连续炭化装置"})", world.office);
  CHECK(ask(world, "渣连", &world.office).hits.size() == 1);
  const SearchReply loose = ask(world, "甘蔗渣 水泵", &world.office);
  CHECK(loose.loose);
  CHECK(loose.hits.size() == 1);
  CHECK(ask(world, "离心机", &world.office).hits.empty());
}

TEST_CASE("numbers by register, and one register alone") {
  World world;
  world.act("thing", 0, "create", R"({"title": "样机"})", world.office);
  const SearchReply all = ask(world, "样", &world.regulator);
  CHECK(all.registers.size() == 2);  // three organisations and a thing
  CHECK(all.total == 4);
  CHECK(ask(world, "样", &world.regulator, "thing").total == 1);
  CHECK(refused(world.engine->search({.text = "样", .register_name = "nothing"}, &world.office)).code == ErrorCode::kNotFound);
}

TEST_CASE("a changed text is found anew, and no longer by what it was") {
  World world;
  const int64_t id = world.act("thing", 0, "create", R"({"title": "旧名称甲"})", world.office).record;
  CHECK(ask(world, "旧名称甲", &world.office).total == 1);
  world.act("thing", id, "edit", R"({"title": "新标题乙"})", world.office);
  CHECK(ask(world, "新标题乙", &world.office).total == 1);
  CHECK(ask(world, "旧名称甲", &world.office).total == 0);
}

TEST_CASE("after a restart the index goes on; one that is lost is made anew") {
  World world;
  world.act("thing", 0, "create", R"({"title": "海水淡化膜"})", world.office);
  world.reopen();
  CHECK(ask(world, "淡化膜", &world.office).total == 1);
  world.close();
  std::filesystem::remove_all(world.folder.path() + "/search");
  world.open();
  CHECK(ask(world, "淡化膜", &world.office).total == 1);
}
