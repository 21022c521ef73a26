#include "evidence/log.hpp"

#include <sys/stat.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "merkle/tree.hpp"
#include "unit/evidence/fixture.hpp"

using namespace lingqu;
using namespace lingqu::evidence;

namespace {

std::string text_of(Fixture& fixture, uint64_t sequence) {
  auto leaf = leaf_at(*fixture.writer, sequence);
  REQUIRE(leaf.ok());
  return leaf->text;
}

bool is_canonical(const std::string& text) {
  auto parsed = wire::parse_json(text);
  return parsed.ok() && *wire::to_canonical_text(*parsed) == text;
}

}  // namespace

TEST_CASE("log: a leaf is canonical JSON as docs/formats/leaf.md says, personal values sealed") {
  Fixture fixture;
  Leaf leaf = make_leaf(fixture, 17, 1, std::nullopt);
  leaf.reason = "说明\n\"x\"";
  leaf.set.push_back({"agreed", true, false});
  leaf.set.push_back({"old_note", nullptr, false});
  leaf.set.push_back({"shares",
                      wire::Json::array({wire::Json::object({{"who", "甲"}, {"share", "0.7"}})}),
                      false});
  CHECK(fixture.commit({leaf}) == 0);
  const std::string text = text_of(fixture, 0);
  CHECK(is_canonical(text));
  auto json = wire::parse_json(text);
  REQUIRE(json.ok());
  const wire::Json* sealed = json->find("sealed");
  REQUIRE(sealed != nullptr);
  CHECK(sealed->if_object()->size() == 3);
  const std::string expected_start =
      R"({"account":7,"act":"register","at":"2026-11-22T04:05:06Z","basis":["cn-2015-promotion-law/18"],"cleared":["old_note"],)"
      R"("format":"lingqu-leaf/1","hash":"sm3","organisation":3,"pack":"sm3:00","record":17,"register":"conversion",)"
      R"("role":"transfer_office","sealed":{"*actor":"sm3:)";
  CHECK(text.substr(0, expected_start.size()) == expected_start);
  const std::string expected_end =
      R"("sequence":0,"set":{"agreed":true,"days":15,"price":"1200000.00","shares":[{"share":"0.7","who":"甲"}]},"to":"draft","version":1})";
  CHECK(text.substr(text.size() - expected_end.size()) == expected_end);
  CHECK(text.find("张三") == std::string::npos);
  CHECK(text.find("测试人员") == std::string::npos);
  CHECK(text.find("说明") == std::string::npos);

  auto stored = leaf_at(*fixture.writer, 0);
  REQUIRE(stored.ok());
  const wire::Json* opening = stored->openings.find("inventor");
  REQUIRE(opening != nullptr);
  std::string salt;
  REQUIRE(base::from_base64(opening->string_at("salt"), salt));
  CHECK(salt.size() == 16);
  CHECK(opening->string_at("value") == "张三（虚构）");
  const std::string seal_text = "[\"lingqu-seal/1\",\"conversion\",17,\"inventor\",\"" +
                                base::to_base64(salt) + "\",\"张三（虚构）\"]";
  CHECK(sealed->string_at("inventor") ==
        merkle::to_string(merkle::HashAlgorithm::kSm3,
                          merkle::hash(merkle::HashAlgorithm::kSm3, seal_text)));
}

TEST_CASE("log: decisions stand in the leaf, their traces under a seal") {
  Fixture fixture;
  Leaf leaf = make_leaf(fixture, 17, 1, std::nullopt);
  leaf.decisions = {{"notice", "2015-10-01", "sm3:00", {"law/18", "law/19"}, true, R"({"inputs":{"price":1.5}})"},
                    {"floor", "2026-01-01", "sm3:11", {}, false, "null"}};
  CHECK(fixture.commit({leaf}) == 0);
  const std::string text = text_of(fixture, 0);
  CHECK(is_canonical(text));
  CHECK(text.find(R"("decisions":[{"clauses":["law/18","law/19"],"decision":"notice","digest":"sm3:00","verified":true,"version":"2015-10-01"},)"
                  R"({"clauses":[],"decision":"floor","digest":"sm3:11","verified":false,"version":"2026-01-01"}],"format")") != std::string::npos);
  CHECK(text.find("price\\\":1.5") == std::string::npos);
  CHECK(text.find(R"("*decisions":"sm3:)") != std::string::npos);
  auto stored = leaf_at(*fixture.writer, 0);
  REQUIRE(stored.ok());
  const wire::Json* opening = stored->openings.find("*decisions");
  REQUIRE(opening != nullptr);
  const wire::Json::Array& traces = *opening->find("value")->if_array();
  REQUIRE(traces.size() == 2);
  CHECK(*traces[0].if_string() == R"({"inputs":{"price":1.5}})");
  leaf.decisions[1].version = std::string("a\0b", 3);
  auto transaction = store::Transaction::write(*fixture.writer);
  REQUIRE(transaction.ok());
  CHECK_FALSE(fixture.log->append(leaf).ok());
}

TEST_CASE("log: times are written as base::to_string writes them") {
  Fixture fixture;
  std::vector<Leaf> leaves;
  for (const int64_t micros : {0LL, 1LL, -1LL, 999'999LL, 1'000'000LL, -1'000'000LL,
                               1'795'320'306'000'120LL, 1'795'320'306'999'999LL}) {
    leaves.push_back(make_leaf(fixture, static_cast<int64_t>(leaves.size()), 1, std::nullopt));
    leaves.back().at = base::Timestamp{micros};
  }
  fixture.commit(leaves);
  for (size_t i = 0; i < leaves.size(); ++i) {
    CHECK(text_of(fixture, i).find("\"at\":\"" + base::to_string(leaves[i].at) + "\"") !=
          std::string::npos);
  }
}

TEST_CASE("log: values that canonical JSON cannot hold are refused and leave nothing behind") {
  Fixture fixture;
  auto transaction = store::Transaction::write(*fixture.writer);
  REQUIRE(transaction.ok());
  const wire::Json bad[] = {wire::Json(wire::Json::Number{"1.5"}),
                            wire::Json(wire::Json::Number{"9007199254740992"}),
                            wire::Json("\xff"),
                            wire::Json(std::string("a\0b", 3)),
                            wire::Json::array({nullptr}),
                            wire::Json::object({{"a", nullptr}}),
                            wire::Json::object({{"a", 1}, {"a", 2}})};
  for (const wire::Json& value : bad) {
    for (bool personal : {false, true}) {
      Leaf leaf = make_leaf(fixture, 1, 1, std::nullopt);
      leaf.set = {{"note", value, personal}};
      auto appended = fixture.log->append(leaf);
      REQUIRE(!appended.ok());
      CHECK(appended.error().field == "note");
      CHECK(fixture.log->size() == 0);
    }
  }
  auto refused = [&fixture](auto change) {
    Leaf leaf = make_leaf(fixture, 1, 1, std::nullopt);
    change(leaf);
    return !fixture.log->append(leaf).ok();
  };
  CHECK(refused([](Leaf& leaf) { leaf.previous = 0; }));
  CHECK(refused([](Leaf& leaf) { leaf.cause = 5; }));
  CHECK(refused([](Leaf& leaf) { leaf.record = -1; }));
  CHECK(refused([](Leaf& leaf) { leaf.set.push_back(leaf.set.front()); }));
  CHECK(refused([](Leaf& leaf) { leaf.set.front().field = "*actor"; }));
  CHECK(refused([](Leaf& leaf) { leaf.act = "\xc0"; }));
  CHECK(refused([](Leaf& leaf) { leaf.actor_name = std::string("\0", 1); }));
  CHECK(refused([](Leaf& leaf) { leaf.basis.emplace_back("\xff"); }));
  CHECK(!refused([](Leaf&) {}));
}

TEST_CASE("log: a rollback brings memory and tables back; the next leaf takes the same number") {
  Fixture fixture;
  fixture.commit({make_leaf(fixture, 1, 1, std::nullopt)});
  const Head before = fixture.sign();
  for (bool flushed : {false, true}) {
    auto transaction = store::Transaction::write(*fixture.writer);
    REQUIRE(transaction.ok());
    for (int i = 0; i < 600; ++i)
      REQUIRE(fixture.log->append(make_leaf(fixture, 2 + i, 1, std::nullopt)).ok());
    fixture.clock.advance(5'000'000);
    if (flushed) REQUIRE(fixture.log->flush().ok());
    CHECK(fixture.log->size() == 601);
    fixture.writer->rollback();
    fixture.log->rolled_back();
    CHECK(fixture.log->size() == 1);
    CHECK(fixture.count("SELECT COUNT(*) FROM log_leaf") == 1);
  }
  CHECK(signed_head(*fixture.writer)->root == before.root);
  CHECK(fixture.commit({make_leaf(fixture, 1, 2, 0)}) == 1);
  fixture.sign();
  auto checked = check_log(*fixture.writer, {});
  REQUIRE(checked.ok());
  CHECK(checked->leaves == 2);
}

TEST_CASE("log: committing without flush is a broken invariant") {
  Fixture fixture;
  auto transaction = store::Transaction::write(*fixture.writer);
  REQUIRE(transaction.ok());
  REQUIRE(fixture.log->append(make_leaf(fixture, 1, 1, std::nullopt)).ok());
  CHECK_THROWS(fixture.log->committed());
}

TEST_CASE("log: a process that ends between flush and commit leaves the last commit") {
  Fixture fixture;
  fixture.commit({make_leaf(fixture, 1, 1, std::nullopt)});
  REQUIRE(fixture.writer->begin_write().ok());
  for (int i = 0; i < 300; ++i)
    REQUIRE(fixture.log->append(make_leaf(fixture, 2 + i, 1, std::nullopt)).ok());
  REQUIRE(fixture.log->flush().ok());
  fixture.reopen();  // the connection goes without commit
  CHECK(fixture.log->size() == 1);
  fixture.commit({make_leaf(fixture, 1, 2, 0)});
  fixture.sign();
  CHECK(check_log(*fixture.writer, {}).ok());
}

TEST_CASE("log: reopened at many sizes it goes on with the same tree") {
  Fixture fixture;
  uint64_t size = 0;
  for (int batch : {1, 1, 62, 64, 127, 1, 1, 255, 512, 3}) {
    std::vector<Leaf> leaves;
    for (int i = 0; i < batch; ++i)
      leaves.push_back(make_leaf(fixture, static_cast<int64_t>(size) + i, 1, std::nullopt));
    fixture.commit(leaves);
    size += static_cast<uint64_t>(batch);
    fixture.clock.advance(100'000);
    fixture.reopen();
    CHECK(fixture.log->size() == size);
  }
  fixture.sign();
  auto checked = check_log(*fixture.writer, {});
  if (!checked.ok()) MESSAGE(base::to_string(checked.error(), base::Language::kEn));
  REQUIRE(checked.ok());
  CHECK(checked->leaves == size);
  CHECK(checked->heads >= 10);  // each process signs its first flush
}

TEST_CASE("log: heads are signed at most once a second of the clock, and at once when asked") {
  Fixture fixture;
  fixture.commit({make_leaf(fixture, 1, 1, std::nullopt)});
  CHECK(fixture.count("SELECT COUNT(*) FROM log_head") == 1);
  fixture.clock.advance(999'999);
  fixture.commit({make_leaf(fixture, 2, 1, std::nullopt)});
  CHECK(fixture.count("SELECT COUNT(*) FROM log_head") == 1);
  fixture.clock.advance(1);
  fixture.commit({make_leaf(fixture, 3, 1, std::nullopt)});
  CHECK(fixture.count("SELECT COUNT(*) FROM log_head") == 2);
  fixture.commit({make_leaf(fixture, 4, 1, std::nullopt)});
  const Head head = fixture.sign();
  CHECK(head.size == 4);
  CHECK(fixture.sign().signature == head.signature);  // nothing new: the same head
  CHECK(fixture.count("SELECT COUNT(*) FROM log_head") == 3);
}

TEST_CASE("log: a clock set back does not stop signing nor date a head before its leaves") {
  Fixture fixture;
  Leaf late = make_leaf(fixture, 1, 1, std::nullopt);
  late.at.micros += 3'600'000'000;
  fixture.commit({late});
  CHECK(fixture.sign().at == late.at);
  fixture.clock.advance(-60'000'000);
  fixture.commit({make_leaf(fixture, 2, 1, std::nullopt)});
  CHECK(signed_head(*fixture.writer)->size == 2);
  CHECK(signed_head(*fixture.writer)->at == late.at);
  late.record = 3;
  late.at.micros += 3'600'000'000;
  fixture.commit({late});
  fixture.reopen();
  CHECK(fixture.sign().at == late.at);
  CHECK(check_log(*fixture.writer, {}).ok());
}

TEST_CASE("log: the key file is private, kept, and needed") {
  Fixture fixture;
  struct stat about {};
  REQUIRE(::stat(fixture.options.key_file.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  const std::string key = fixture.log->public_key();
  const std::string origin = fixture.log->origin();
  CHECK(origin.starts_with("test-log/"));
  fixture.commit({make_leaf(fixture, 1, 1, std::nullopt)});
  fixture.reopen();
  CHECK(fixture.log->public_key() == key);
  CHECK(fixture.log->origin() == origin);

  fixture.log.reset();
  auto refused = [&fixture](const LogOptions& options) {
    auto opened = Log::open(*fixture.writer, options, fixture.clock, fixture.random);
    return !opened.ok() && opened.error().code == base::ErrorCode::kProofBroken;
  };
  LogOptions other = fixture.options;
  other.hash = merkle::HashAlgorithm::kSha256;
  CHECK(refused(other));
  other = fixture.options;
  other.signature = merkle::SignatureAlgorithm::kEd25519;
  CHECK(refused(other));
  other = fixture.options;
  other.key_file += ".missing";
  CHECK(refused(other));
  CHECK(!base::file_exists(other.key_file));  // no new key for an old log
  auto foreign = merkle::PrivateKey::generate(merkle::SignatureAlgorithm::kSm2Sm3);
  REQUIRE(foreign.ok());
  other.key_file = (fixture.folder / "foreign.key").string();
  REQUIRE(base::write_file(other.key_file, foreign->to_pem()).ok());
  CHECK(refused(other));
}

TEST_CASE(
    "log: leaves are found by record and by number; proofs verify; also with SHA-256 and Ed25519") {
  Fixture fixture(merkle::HashAlgorithm::kSha256, merkle::SignatureAlgorithm::kEd25519);
  uint64_t last = fixture.commit({make_leaf(fixture, 1, 1, std::nullopt)});
  const Head early = fixture.sign();
  for (int i = 0; i < 300; ++i) fixture.commit({make_leaf(fixture, 2 + i, 1, std::nullopt)});
  last = fixture.commit({make_leaf(fixture, 1, 2, last)});
  const Head head = fixture.sign();
  auto found = record_leaves(*fixture.writer, "conversion", 1);
  REQUIRE(found.ok());
  REQUIRE(found->size() == 2);
  CHECK(found->back().sequence == last);
  CHECK(record_leaves(*fixture.writer, "conversion", 1, 1)->size() == 1);
  CHECK(record_leaves(*fixture.writer, "other", 1)->empty());
  CHECK(leaves(*fixture.writer, 10, 20)->size() == 10);
  CHECK(leaf_at(*fixture.writer, 9999).error().code == base::ErrorCode::kNotFound);
  for (const StoredLeaf& leaf : *found) {
    auto proof = prove_inclusion(*fixture.writer, leaf.sequence, head.size);
    REQUIRE(proof.ok());
    const auto hash = merkle::HashAlgorithm::kSha256;
    CHECK(merkle::verify_inclusion(hash, leaf.sequence, head.size,
                                   merkle::leaf_hash(hash, leaf.text), proof->path, head.root));
  }
  auto consistency = prove_consistency(*fixture.writer, early.size, head.size);
  REQUIRE(consistency.ok());
  CHECK(merkle::verify_consistency(merkle::HashAlgorithm::kSha256, early.size, head.size,
                                   early.root, head.root, *consistency));
  CHECK(checkpoint(*fixture.writer)->starts_with("{\"format\":\"lingqu-checkpoint/1\""));
  CHECK(check_log(*fixture.writer, {}).ok());
}

TEST_CASE("log: erasing openings keeps every proof valid") {
  Fixture fixture;
  const uint64_t first = fixture.commit({make_leaf(fixture, 1, 1, std::nullopt)});
  fixture.commit({make_leaf(fixture, 1, 2, first), make_leaf(fixture, 2, 1, std::nullopt)});
  const Head head = fixture.sign();
  const std::string text = text_of(fixture, 0);
  auto erase = [&fixture](const std::string& name, int64_t record,
                          const std::vector<std::string>& fields) {
    auto transaction = store::Transaction::write(*fixture.writer);
    REQUIRE(transaction.ok());
    auto erased = erase_openings(*fixture.writer, name, record, fields);
    REQUIRE(erased.ok());
    REQUIRE(transaction->commit().ok());
    return *erased;
  };
  CHECK(erase("conversion", 1, {"inventor"}) == 2);
  CHECK(erase("conversion", 1, {"inventor"}) == 0);
  auto found = record_leaves(*fixture.writer, "conversion", 1);
  REQUIRE(found.ok());
  CHECK(found->front().text == text);
  CHECK(found->front().openings.find("inventor") == nullptr);
  CHECK(found->front().openings.find("*actor") != nullptr);
  CHECK(record_leaves(*fixture.writer, "conversion", 2)->front().openings.find("inventor") !=
        nullptr);
  CHECK(erase(std::string(kAccountLeaves), 7, {"*actor"}) == 3);
  CHECK(erase(std::string(kAccountLeaves), 8, {"*actor"}) == 0);
  CHECK(record_leaves(*fixture.writer, "conversion", 1)->front().openings.is_null());
  CHECK(fixture.count("SELECT COUNT(*) FROM log_opening") == 1);
  CHECK(signed_head(*fixture.writer)->root == head.root);
  CHECK(check_log(*fixture.writer, {}).ok());
}
