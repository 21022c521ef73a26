// check_log finds every kind of damage and names its place.
#include <functional>

#include "base/text.hpp"
#include "unit/evidence/fixture.hpp"

using namespace lingqu;
using namespace lingqu::evidence;

namespace {

// 600 leaves of 200 records, signed heads in between and at the end.
void fill(Fixture& fixture) {
  std::vector<std::optional<uint64_t>> last(200);
  for (int batch = 0; batch < 6; ++batch) {
    std::vector<Leaf> leaves;
    for (int i = 0; i < 100; ++i) {
      const auto record = static_cast<size_t>(batch * 100 + i) % 200;
      leaves.push_back(
          make_leaf(fixture, static_cast<int64_t>(record), batch / 2 + 1, last[record]));
      last[record] = static_cast<uint64_t>(batch * 100 + i);
    }
    fixture.clock.advance(1'500'000);
    fixture.commit(leaves);
  }
  fixture.sign();
}

// Where check_log says the log is broken; empty if it does not.
std::string broken_place(Fixture& fixture) {
  auto checked = check_log(*fixture.writer, {});
  if (checked.ok()) return {};
  CHECK(checked.error().code == base::ErrorCode::kProofBroken);
  for (const auto& [name, value] : checked.error().args) {
    if (name == "where") return value.zh;
  }
  return "nowhere";
}

}  // namespace

TEST_CASE("check_log: a good log passes and progress reaches the end") {
  Fixture fixture;
  CHECK(broken_place(fixture).empty());  // empty, never signed
  fill(fixture);
  uint64_t seen = 0;
  auto checked = check_log(*fixture.writer, [&seen](uint64_t done, uint64_t total) {
    CHECK(total == 600);
    seen = done;
  });
  REQUIRE(checked.ok());
  CHECK(checked->leaves == 600);
  CHECK(checked->heads == 6);
  CHECK(seen == 600);
}

TEST_CASE("check_log: each kind of damage is found where it is") {
  struct Case {
    const char* what;
    const char* sql;
    const char* place;
  };
  const Case cases[] = {
      {"a value in a text",
       "UPDATE log_leaf SET text = replace(text, '1200000.00', '1200000.01') WHERE sequence = 3",
       "log_leaf 3/text"},
      {"a value in the last, short tile",
       "UPDATE log_leaf SET text = replace(text, '1200000.00', '9200000.00') WHERE sequence = 599",
       "log_leaf 599/text"},
      {"a state, which also breaks the chain later",
       "UPDATE log_leaf SET text = replace(text, '\"to\":\"draft\"', '\"to\":\"final\"') WHERE "
       "sequence = 7",
       "log_leaf 7/text"},
      {"a text made not canonical", "UPDATE log_leaf SET text = text || ' ' WHERE sequence = 8",
       "log_leaf 8/text"},
      {"a text made not JSON", "UPDATE log_leaf SET text = 'x' WHERE sequence = 9",
       "log_leaf 9/text"},
      {"a column", "UPDATE log_leaf SET act = 'other' WHERE sequence = 10", "log_leaf 10/act"},
      {"another column", "UPDATE log_leaf SET record = 55 WHERE sequence = 11",
       "log_leaf 11/record"},
      {"a time", "UPDATE log_leaf SET at = at + 1 WHERE sequence = 12", "log_leaf 12/at"},
      {"a leaf taken out", "DELETE FROM log_leaf WHERE sequence = 300", "log_leaf 300"},
      {"the last leaves taken out", "DELETE FROM log_leaf WHERE sequence >= 590", "log_leaf 590"},
      {"two leaves exchanged",
       "UPDATE log_leaf SET text = (SELECT text FROM log_leaf WHERE sequence = 21) WHERE sequence "
       "= 20",
       "log_leaf 20/sequence"},
      {"a chain",
       "UPDATE log_leaf SET text = replace(text, '\"previous\":201', '\"previous\":200') WHERE "
       "sequence = 401",
       "log_leaf 401/previous"},
      {"an opening",
       "UPDATE log_opening SET text = replace(text, '张三', '李四') WHERE sequence = 30",
       "log_opening 30/inventor"},
      {"an opening that cannot be read", "UPDATE log_opening SET text = '{' WHERE sequence = 31",
       "log_opening 31"},
      {"a full tile",
       "UPDATE log_tile SET hashes = zeroblob(8192) WHERE level = 0 AND position = 1",
       "log_tile 0/1"},
      {"the last tile",
       "UPDATE log_tile SET hashes = zeroblob(2816) WHERE level = 0 AND position = 2",
       "log_tile 0/2"},
      {"a short tile", "UPDATE log_tile SET hashes = x'00' WHERE level = 0 AND position = 2",
       "log_tile 0/2"},
      {"an upper tile", "UPDATE log_tile SET hashes = zeroblob(64) WHERE level = 1",
       "log_tile 1/0"},
      {"a tile taken out", "DELETE FROM log_tile WHERE level = 0 AND position = 0", "log_tile 0/0"},
      {"a root", "UPDATE log_head SET root = zeroblob(32) WHERE size = 300", "log_head 300/root"},
      {"a root of wrong length", "UPDATE log_head SET root = x'00' WHERE size = 300",
       "log_head 300"},
      {"a signature",
       "UPDATE log_head SET signature = (SELECT signature FROM log_head WHERE size = 100) WHERE "
       "size = 300",
       "log_head 300/signature"},
      {"a head's time", "UPDATE log_head SET at = at + 1 WHERE size = 300",
       "log_head 300/signature"},
      {"a head's time set back", "UPDATE log_head SET at = 0 WHERE size = 300", "log_head 300/at"},
      {"a head's key", "UPDATE log_head SET key_id = 'sm3:00' WHERE size = 300",
       "log_head 300/key_id"},
      {"the origin", "UPDATE log_meta SET value = 'other/log' WHERE name = 'origin'",
       "log_head 100/signature"},
  };
  Fixture fixture;
  fill(fixture);
  // Texts and columns are brought back by a copy of each table.
  for (const char* name : {"log_leaf", "log_opening", "log_tile", "log_head", "log_meta"}) {
    fixture.tamper("CREATE TABLE copy_" + std::string(name) + " AS SELECT * FROM " + name);
  }
  for (const Case& one : cases) {
    CAPTURE(one.what);
    fixture.tamper(one.sql);
    CHECK(broken_place(fixture) == one.place);
    for (const char* name : {"log_leaf", "log_opening", "log_tile", "log_head", "log_meta"}) {
      fixture.tamper("DELETE FROM " + std::string(name) + "; INSERT INTO " + name +
                     " SELECT * FROM copy_" + name);
    }
  }
  CHECK(broken_place(fixture).empty());
}

TEST_CASE("check_log: a leaf changed together with its hash is found by the next head") {
  Fixture fixture;
  fill(fixture);
  fixture.tamper(
      "UPDATE log_leaf SET text = replace(text, '1200000.00', '1200000.01') WHERE sequence = 599");
  auto leaf = leaf_at(*fixture.writer, 599);
  REQUIRE(leaf.ok());
  const std::string hash = merkle::to_hex(
      merkle::hash(merkle::HashAlgorithm::kSm3, std::string_view("\0", 1), leaf->text));
  fixture.tamper("UPDATE log_tile SET hashes = CAST(substr(hashes, 1, 2784) || x'" + hash +
                 "' AS BLOB) WHERE level = 0 AND position = 2");
  CHECK(broken_place(fixture) == "log_head 600/root");
}

TEST_CASE(
    "check_log: a log cut back to an older signed head cannot be told from that log, but its head "
    "is smaller") {
  Fixture fixture;
  fill(fixture);
  fixture.tamper(
      "DELETE FROM log_leaf WHERE sequence >= 500; DELETE FROM log_head WHERE size > 500; "
      "DELETE FROM log_opening WHERE sequence >= 500");
  CHECK(broken_place(fixture).empty());  // docs/formats/log.md, "Limits": give checkpoints away
  CHECK(signed_head(*fixture.writer)->size == 500);
}

TEST_CASE("log: opening takes the same few queries whatever the number of leaves") {
  Fixture fixture;
  auto reads = [&fixture](uint64_t size) {
    // What Log::open reads: one row per tile level and the leaves after the last head.
    int64_t tiles = 0;
    for (uint64_t n = size; n > 0; n /= 256) ++tiles;
    CHECK(fixture.count(
              "SELECT COUNT(*) FROM log_leaf WHERE sequence >= (SELECT MAX(size) FROM log_head)") ==
          0);
    return tiles;
  };
  std::vector<Leaf> batch;
  for (int i = 0; i < 5000; ++i) {
    batch.push_back(make_leaf(fixture, i, 1, std::nullopt));
    batch.back().actor_name.clear();
    batch.back().set.clear();
  }
  for (int i = 0; i < 20; ++i) {
    for (Leaf& leaf : batch) leaf.record += 5000;
    fixture.commit(batch);
  }
  const Head head = fixture.sign();
  CHECK(head.size == 100000);
  CHECK(reads(100000) == 3);
  // Opening reads no leaf text: it opens although all but the last leaf's row are gone.
  fixture.tamper("UPDATE log_leaf SET text = ''");
  fixture.tamper("DELETE FROM log_leaf WHERE sequence < 99999");
  fixture.tamper("DELETE FROM log_tile WHERE level = 0 AND position < 390");
  fixture.reopen();
  CHECK(fixture.log->size() == 100000);
  fixture.commit({make_leaf(fixture, 1, 1, std::nullopt)});
  fixture.sign();
  auto consistency = prove_consistency(*fixture.writer, 100000, 100001);
  REQUIRE(consistency.ok());
}
