#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "base/file.hpp"
#include "unit/store/fixture.hpp"

using namespace lingqu::store;
using namespace lingqu::store::test;
using lingqu::base::ErrorCode;

namespace {

struct Rows : Fixture {
  Rows() {
    done(writer->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a BLOB) STRICT"));
    add(6000);
  }
  void add(int count) {
    Transaction transaction = take(Transaction::write(*writer));
    for (int i = 0; i < count; ++i)
      done(take(writer->prepare("INSERT INTO t (a) VALUES (zeroblob(1000))"))->run());
    done(transaction.commit());
  }
  static int64_t count_in(const std::string& path) {
    const auto copy = take(open_database("sqlite:" + path));
    Database::Lease reader = take(copy->reader());
    CHECK(rows(*reader, "PRAGMA integrity_check", 1) == std::vector<std::string>{"ok"});
    return number(*reader, "SELECT count(*) FROM t");
  }
};

}  // namespace

TEST_CASE_FIXTURE(Rows, "a backup holds what was committed and tells its progress") {
  std::vector<std::pair<uint64_t, uint64_t>> progress;
  done(database->backup(folder / "copy.db",
                        [&](uint64_t now, uint64_t total) { progress.emplace_back(now, total); }));
  REQUIRE(progress.size() >= 2);
  CHECK(progress.back().first == progress.back().second);
  for (size_t i = 1; i < progress.size(); ++i) CHECK(progress[i].first >= progress[i - 1].first);
  CHECK(count_in(folder / "copy.db") == 6000);
  CHECK(!lingqu::base::file_exists(folder / "copy.db.part"));
}

TEST_CASE_FIXTURE(Rows, "a backup leaves out a transaction that is still open") {
  const Transaction open = take(Transaction::write(*writer));
  done(take(writer->prepare("DELETE FROM t"))->run());
  done(database->backup(folder / "copy.db"));
  CHECK(count_in(folder / "copy.db") == 6000);
}

TEST_CASE_FIXTURE(Rows, "a backup is of one moment though the writer goes on") {
  int64_t added = 0;
  // Each time the copy rests, and after the snapshot was pinned, the writer commits.
  done(database->backup(folder / "copy.db", [&](uint64_t, uint64_t) {
    add(100);
    added += 100;
  }));
  CHECK(added >= 100);
  CHECK(count_in(folder / "copy.db") == 6000);
  CHECK(number("SELECT count(*) FROM t") == 6000 + added);
}

TEST_CASE_FIXTURE(Rows, "a backup ends under a writer that never stops") {
  std::atomic<bool> over{false};
  std::thread busy([&] {
    while (!over) add(2);
  });
  const lingqu::base::Status made = database->backup(folder / "copy.db");
  over = true;
  busy.join();
  done(made);
  const int64_t copied = count_in(folder / "copy.db");
  CHECK(copied >= 6000);
  CHECK(copied % 2 == 0);
}

TEST_CASE_FIXTURE(Rows, "a backup never overwrites, and one that fails leaves nothing") {
  REQUIRE(lingqu::base::write_file(folder / "copy.db", "mine").ok());
  CHECK(refused(database->backup(folder / "copy.db")) == ErrorCode::kIo);
  CHECK(lingqu::base::read_file(folder / "copy.db").value() == "mine");
  CHECK(refused(database->backup(folder / "no/copy.db")) == ErrorCode::kIo);
  CHECK(!lingqu::base::file_exists(folder / "no"));
}

TEST_CASE_FIXTURE(Rows, "what a backup that was cut short left behind is in nobody's way") {
  REQUIRE(lingqu::base::write_file(folder / "copy.db.part", "half").ok());
  done(database->backup(folder / "copy.db"));
  CHECK(count_in(folder / "copy.db") == 6000);
}
