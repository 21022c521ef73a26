#include "engine/followers/match_vectors.hpp"

#include <atomic>
#include <fstream>
#include <thread>

#include "fake_embedder.hpp"
#include "fixture.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;
using std::chrono::milliseconds;

namespace {

// Texts as a register would hold them.
struct Texts {
  MatchVectors::TextOf source() {
    return [this](const std::string&, int64_t id) -> base::Result<std::string> {
      const std::lock_guard lock(mutex);
      if (broken) return base::Error(ErrorCode::kStorage).with("reason", "gone");
      return texts[id];
    };
  }
  void set(int64_t id, const std::string& text) {
    const std::lock_guard lock(mutex);
    texts[id] = text;
  }
  std::mutex mutex;
  std::map<int64_t, std::string> texts;
  std::atomic<bool> broken = false;
};

struct Desk {
  explicit Desk(int pause_ms = 1) : settings{service, 50, pause_ms} {}
  std::unique_ptr<MatchVectors> open(bool keeps = true) {
    auto cache = keeps ? take(VectorCache::open(folder.path() + "/vectors.db")) : nullptr;
    return std::make_unique<MatchVectors>(settings, std::move(cache), std::vector<std::string>{"thing", "wish"}, texts.source());
  }

  Folder folder;
  Texts texts;
  std::shared_ptr<FakeEmbedder> service = std::make_shared<FakeEmbedder>(std::vector<std::vector<std::string>>{{"锌", "metal"}, {"桥", "bridge"}});
  Embeddings settings;
};

}  // namespace

TEST_CASE("pauses double with each failure and end at three hundred times the first") {
  CHECK(pause_after(1, milliseconds(1'000)) == milliseconds(1'000));
  CHECK(pause_after(2, milliseconds(1'000)) == milliseconds(2'000));
  CHECK(pause_after(5, milliseconds(1'000)) == milliseconds(16'000));
  CHECK(pause_after(10, milliseconds(1'000)) == milliseconds(300'000));
  CHECK(pause_after(100'000, milliseconds(1'000)) == milliseconds(300'000));
}

TEST_CASE("what changed gets its vector in batches, what is matched no more loses it") {
  Desk desk;
  for (int64_t id = 1; id <= 100; ++id) desk.texts.set(id, (id % 2 == 0 ? "锌" : "桥") + std::to_string(id));
  const auto vectors = desk.open();
  for (int64_t id = 1; id <= 100; ++id) vectors->changed("thing", id);
  vectors->wait();
  CHECK(vectors->size("thing") == 100);
  CHECK(vectors->size("wish") == 0);
  CHECK(desk.service->largest() <= 32);
  const auto question = vectors->question("metal");
  REQUIRE(question);
  const match::Nearness near = vectors->nearest("thing", *question, 3);
  REQUIRE(near.nearest.size() == 3);
  CHECK(near.nearest[0].id == 2);
  CHECK(near.nearest[2].id == 6);
  desk.texts.set(2, "");
  desk.texts.set(4, "桥");
  vectors->changed("thing", 2);
  vectors->changed("thing", 4);
  vectors->wait();
  CHECK(vectors->size("thing") == 99);
  CHECK(vectors->nearest("thing", *question, 1).nearest[0].id == 6);
  CHECK_FALSE(vectors->similarity("thing", 2, *question));
  CHECK_FALSE(vectors->similarity("wish", 4, *question));
}

TEST_CASE("a restart asks for nothing that was asked before, and the same text is asked for once") {
  Desk desk;
  desk.texts.set(1, "锌");
  desk.texts.set(2, "桥");
  for (int start = 0; start < 2; ++start) {
    const auto vectors = desk.open();
    vectors->changed("thing", 1);
    vectors->changed("thing", 2);
    vectors->wait();
    CHECK(vectors->size("thing") == 2);
    CHECK(vectors->question("锌"));
  }
  for (const auto& [text, times] : desk.service->asked()) CHECK(times == 1);
  CHECK(desk.service->asked().size() == 2);
}

TEST_CASE("a cache that is gone or cannot be read is made anew") {
  Desk desk;
  desk.texts.set(1, "锌");
  for (int start = 0; start < 3; ++start) {
    if (start == 1) std::filesystem::remove(desk.folder.path() + "/vectors.db");
    if (start == 2) std::ofstream(desk.folder.path() + "/vectors.db", std::ios::trunc) << std::string(8'192, 'x');
    const auto vectors = desk.open();
    vectors->changed("thing", 1);
    vectors->wait();
    CHECK(vectors->size("thing") == 1);
    CHECK(desk.service->asked().at("锌") == start + 1);
  }
  const auto without = desk.open(false);
  without->changed("thing", 1);
  without->wait();
  CHECK(without->size("thing") == 1);
}

TEST_CASE("a service that fails is asked again later, and a question does not wait for it a second time") {
  Desk desk;
  desk.texts.set(1, "锌");
  desk.service->fail(true);
  const auto vectors = desk.open();
  vectors->changed("thing", 1);
  vectors->wait();
  CHECK(vectors->size("thing") == 0);
  desk.service->wait_for_calls(3);
  desk.service->fail(false);
  desk.service->wait_for("锌");
  vectors->wait();
  CHECK(vectors->size("thing") == 1);

  Desk slow(600'000);
  slow.service->fail(true);
  const auto others = slow.open();
  CHECK_FALSE(others->question("锌"));
  CHECK(slow.service->was_patient_for(50));
  slow.service->fail(false);
  CHECK_FALSE(others->question("锌"));
  CHECK(slow.service->calls() == 1);
}

TEST_CASE("a text that the service refuses costs only its own vector") {
  Desk desk;
  for (int64_t id = 1; id <= 40; ++id) desk.texts.set(id, (id == 17 ? "长锌" : "锌") + std::to_string(id));
  desk.service->refuse("长");
  const auto vectors = desk.open();
  for (int64_t id = 1; id <= 40; ++id) vectors->changed("thing", id);
  while (vectors->size("thing") < 39) std::this_thread::yield();  // ends with the test's time limit
  CHECK_FALSE(desk.service->asked().contains("长锌17"));
  CHECK_FALSE(vectors->question("长锌"));
  CHECK(vectors->question("短锌"));
}

TEST_CASE("a record that cannot be read waits for another time, an empty question has no vector") {
  Desk desk;
  desk.texts.set(1, "锌");
  desk.texts.broken = true;
  const auto vectors = desk.open();
  vectors->changed("thing", 1);
  vectors->wait();
  CHECK(vectors->size("thing") == 0);
  CHECK(desk.service->calls() == 0);
  desk.texts.broken = false;
  desk.service->wait_for("锌");
  vectors->wait();
  CHECK(vectors->size("thing") == 1);
  CHECK_FALSE(vectors->question("  \n"));
}
