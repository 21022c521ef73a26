// A log in a fresh folder, with a clock that stands still and repeatable salts.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "evidence/bundle.hpp"
#include "evidence/log.hpp"
#include "store/database.hpp"

namespace lingqu::evidence {

struct Fixture {
  std::filesystem::path folder;
  base::FixedClock clock{base::Timestamp{1795320306000000}};  // 2026-11-22T04:05:06Z
  base::SeededRandom random{7};
  LogOptions options;
  std::unique_ptr<store::Database> database;
  std::unique_ptr<store::Connection> writer;
  std::unique_ptr<Log> log;

  explicit Fixture(merkle::HashAlgorithm hash = merkle::HashAlgorithm::kSm3,
                   merkle::SignatureAlgorithm signature = merkle::SignatureAlgorithm::kSm2Sm3) {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "lingqu-evidence-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    folder = pattern;
    options = {hash, signature, (folder / "log.key").string(), "test-log"};
    open();
  }
  ~Fixture() {
    close();
    std::filesystem::remove_all(folder);
  }

  void close() {
    log.reset();
    writer.reset();
    database.reset();
  }
  void open() {
    auto opened = store::open_database("sqlite:" + (folder / "test.db").string());
    REQUIRE(opened.ok());
    database = *std::move(opened);
    auto connection = database->connect(true);
    REQUIRE(connection.ok());
    writer = *std::move(connection);
    auto made = Log::open(*writer, options, clock, random);
    if (!made.ok()) MESSAGE(base::to_string(made.error(), base::Language::kEn));
    REQUIRE(made.ok());
    log = *std::move(made);
  }
  void reopen() {
    close();
    open();
  }

  // Appends in one committed transaction; returns the sequence number of the last.
  uint64_t commit(const std::vector<Leaf>& leaves) {
    auto transaction = store::Transaction::write(*writer);
    REQUIRE(transaction.ok());
    uint64_t last = 0;
    for (const Leaf& leaf : leaves) {
      auto appended = log->append(leaf);
      if (!appended.ok()) MESSAGE(base::to_string(appended.error(), base::Language::kEn));
      REQUIRE(appended.ok());
      last = *appended;
    }
    REQUIRE(log->flush().ok());
    REQUIRE(transaction->commit().ok());
    log->committed();
    return last;
  }
  Head sign() {
    auto transaction = store::Transaction::write(*writer);
    REQUIRE(transaction.ok());
    auto head = log->sign_head();
    REQUIRE(head.ok());
    REQUIRE(transaction->commit().ok());
    log->committed();
    return *head;
  }
  // Runs SQL behind the log's back.
  void tamper(const std::string& sql) {
    auto transaction = store::Transaction::write(*writer);
    REQUIRE(transaction.ok());
    const auto done = writer->execute(sql);
    if (!done.ok()) MESSAGE(base::to_string(done.error(), base::Language::kEn));
    REQUIRE(done.ok());
    REQUIRE(transaction->commit().ok());
  }
  int64_t count(const std::string& sql) {
    auto query = writer->prepare(sql);
    REQUIRE(query.ok());
    auto any = (*query)->step();
    REQUIRE(any.ok());
    const int64_t value = *any ? (*query)->integer(0) : -1;
    (*query)->reset();
    return value;
  }
};

// The n-th act on a record, following `previous`.
inline Leaf make_leaf(const Fixture& fixture, int64_t record, int64_t version,
                      std::optional<uint64_t> previous) {
  Leaf leaf;
  leaf.at = fixture.clock.now();
  leaf.register_name = "conversion";
  leaf.record = record;
  leaf.version = version;
  leaf.act = version == 1 ? "register" : "revise";
  leaf.from = version == 1 ? "" : "draft";
  leaf.to = "draft";
  leaf.account = 7;
  leaf.organisation = 3;
  leaf.role = "transfer_office";
  leaf.actor_name = "测试人员";
  leaf.set = {
      {"price", "1200000.00", false}, {"inventor", "张三（虚构）", true}, {"days", 15, false}};
  leaf.basis = {"cn-2015-promotion-law/18"};
  leaf.pack = "sm3:00";
  leaf.previous = previous;
  return leaf;
}

}  // namespace lingqu::evidence
