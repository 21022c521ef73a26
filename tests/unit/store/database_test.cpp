#include "store/database.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <atomic>
#include <thread>

#include "base/file.hpp"
#include "unit/store/fixture.hpp"

using namespace lingqu::store;
using namespace lingqu::store::test;
using lingqu::base::ErrorCode;

TEST_CASE("other addresses than sqlite:PATH are refused with the reason") {
  for (const char* url : {"", "test.db", "sqlite", "sqlite:", "sqlite::memory:", "sqlite:folder/",
                          "SQLITE:x", "mysql://host/db", "postgresql://host/db"}) {
    CAPTURE(url);
    const auto opened = open_database(url);
    CHECK(refused(opened) == ErrorCode::kInvalid);
    REQUIRE(opened.error().details.size() == 1);
    CHECK(opened.error().details[0].code == ErrorCode::kBadRequest);
  }
}

TEST_CASE("a folder that is not there, a folder, and a file of something else") {
  const Folder folder;
  CHECK(refused(open_database("sqlite:" + folder / "no/test.db")) == ErrorCode::kIo);
  REQUIRE(lingqu::base::make_folders(folder / "occupied").ok());
  CHECK(refused(open_database("sqlite:" + folder / "occupied")) == ErrorCode::kIo);
  REQUIRE(lingqu::base::write_file(folder / "notes.txt", std::string(5000, 'x')).ok());
  CHECK(says(open_database("sqlite:" + folder / "notes.txt"), "not a database"));
  CHECK(lingqu::base::read_file(folder / "notes.txt").value() == std::string(5000, 'x'));
}

TEST_CASE("what was committed is there after reopening, in a file only its owner may read") {
  const Folder folder;
  const std::string url = "sqlite:" + folder / "test.db";
  {
    const auto database = take(open_database(url));
    CHECK(database->url() == url);
    const auto writer = take(database->connect(true));
    done(writer->execute("CREATE TABLE t (a TEXT) STRICT; INSERT INTO t VALUES ('x')"));
  }
  struct stat status {};
  REQUIRE(::stat((folder / "test.db").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  const auto database = take(open_database(url));
  const auto reader = take(database->connect(false));
  CHECK(Fixture::rows(*reader, "SELECT a FROM t", 1) == std::vector<std::string>{"x"});
}

TEST_CASE("names that mean something to SQLite are plain files here") {
  const Folder folder;
  const auto database = take(open_database("sqlite:" + folder / "file:a?mode=memory"));
  CHECK(lingqu::base::file_exists(folder / "file:a?mode=memory"));
}

TEST_CASE("read-only: the file must be there, no writer, nothing created") {
  const Folder folder;
  Options options;
  options.read_only = true;
  CHECK(refused(open_database("sqlite:" + folder / "test.db", options)) == ErrorCode::kIo);
  CHECK(!lingqu::base::file_exists(folder / "test.db"));
  {
    const auto database = take(open_database("sqlite:" + folder / "test.db"));
    done(take(database->connect(true))->execute("CREATE TABLE t (a TEXT) STRICT"));
  }
  const auto database = take(open_database("sqlite:" + folder / "test.db", options));
  CHECK(refused(database->connect(true)) == ErrorCode::kReadOnly);
  Database::Lease reader = take(database->reader());
  CHECK(Fixture::number(*reader, "SELECT count(*) FROM t") == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "readers are used again, and come back without snapshot or open statement") {
  done(writer->execute("CREATE TABLE t (a INTEGER) STRICT; INSERT INTO t VALUES (1), (2)"));
  const Connection* first = nullptr;
  {
    Database::Lease reader = take(database->reader());
    first = &*reader;
    done(reader->begin_read());
    Statement* half = take(reader->prepare("SELECT a FROM t"));
    REQUIRE(take(half->step()));
  }
  done(writer->execute("INSERT INTO t VALUES (3)"));
  Database::Lease again = take(database->reader());
  CHECK(&*again == first);
  CHECK(Fixture::number(*again, "SELECT count(*) FROM t") == 3);
  Database::Lease other = take(database->reader());
  CHECK(&*other != first);
}

TEST_CASE_FIXTURE(Fixture, "many threads read whole transactions while one writes") {
  done(writer->execute("CREATE TABLE t (a INTEGER) STRICT"));
  std::atomic<bool> over{false};
  std::atomic<int> odd{0};
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      while (!over) {
        auto lease = database->reader();
        if (!lease.ok()) {
          ++failures;
          continue;
        }
        auto count = (*lease)->prepare("SELECT count(*) FROM t");
        if (!count.ok() || !(*count)->step().ok()) ++failures;
        if (count.ok() && (*count)->integer(0) % 2 != 0) ++odd;
      }
    });
  for (int i = 0; i < 200; ++i) {
    Transaction transaction = take(Transaction::write(*writer));
    for (int row = 0; row < 2; ++row) {
      Statement* insert = take(writer->prepare("INSERT INTO t VALUES ($1)"));
      insert->bind(1, int64_t{i});
      done(insert->run());
    }
    done(transaction.commit());
  }
  over = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(odd == 0);
  CHECK(failures == 0);
  CHECK(number("SELECT count(*) FROM t") == 400);
}
