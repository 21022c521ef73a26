#include "store/sqlite/connection.hpp"

#include <doctest/doctest.h>

#include <thread>

#include "unit/store/fixture.hpp"

using namespace lingqu::store;
using namespace lingqu::store::test;
using lingqu::base::ErrorCode;

namespace {

struct Table : Fixture {
  explicit Table(const Options& options = {}) : Fixture(options) {
    done(writer->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT) STRICT"));
  }
  void insert(Connection& connection, const std::string& text) {
    Statement* statement = take(connection.prepare("INSERT INTO t (a) VALUES ($1)"));
    statement->bind_text(1, text);
    done(statement->run());
  }
  int64_t count() { return number("SELECT count(*) FROM t"); }
};

constexpr const char* kForever =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

}  // namespace

TEST_CASE_FIXTURE(Table, "the settings that durability rests on") {
  CHECK(rows(*writer, "PRAGMA journal_mode", 1)[0] == "wal");
  CHECK(number("PRAGMA synchronous") == 2);
  CHECK(number("PRAGMA foreign_keys") == 1);
  Database::Lease reader = take(database->reader());
  CHECK(number(*reader, "PRAGMA query_only") == 1);
  CHECK(writer->dialect() == Dialect::kSqlite);
}

TEST_CASE_FIXTURE(Table, "the same text gives the same statement, reset") {
  insert(*writer, "x");
  Statement* first = take(writer->prepare("SELECT a FROM t"));
  REQUIRE(take(first->step()));
  Statement* second = take(writer->prepare("SELECT a FROM t"));
  CHECK(first == second);
  REQUIRE(take(second->step()));
  CHECK(second->text(0) == "x");
}

TEST_CASE_FIXTURE(Table, "the cache is bounded and spares statements that are giving rows") {
  insert(*writer, "x");
  insert(*writer, "y");
  Statement* busy = take(writer->prepare("SELECT a FROM t ORDER BY id"));
  REQUIRE(take(busy->step()));
  for (int i = 0; i < 1000; ++i) number("SELECT " + std::to_string(i));
  REQUIRE(take(busy->step()));
  CHECK(busy->text(0) == "y");
  CHECK(number("SELECT 3") == 3);
}

TEST_CASE_FIXTURE(Table, "cached statements follow a change of the schema") {
  insert(*writer, "x");
  CHECK(rows(*writer, "SELECT * FROM t", 2) == std::vector<std::string>{"1|x"});
  Database::Lease reader = take(database->reader());
  CHECK(rows(*reader, "SELECT * FROM t", 2) == std::vector<std::string>{"1|x"});
  done(writer->execute("ALTER TABLE t ADD COLUMN b INTEGER; UPDATE t SET b = 5"));
  CHECK(rows(*writer, "SELECT * FROM t", 3) == std::vector<std::string>{"1|x|5"});
  CHECK(rows(*reader, "SELECT * FROM t", 3) == std::vector<std::string>{"1|x|5"});
  CHECK(number("SELECT b FROM t") == 5);
  done(writer->execute("ALTER TABLE t DROP COLUMN b"));
  Statement* gone = take(writer->prepare("SELECT b FROM t"));
  CHECK(says(gone->step(), "no such column: b"));
  done(writer->execute("ALTER TABLE t ADD COLUMN b INTEGER"));
  CHECK(rows(*writer, "SELECT b FROM t", 1) == std::vector<std::string>{"-"});
}

TEST_CASE_FIXTURE(Table, "a transaction that is not committed leaves nothing") {
  {
    const Transaction transaction = take(Transaction::write(*writer));
    insert(*writer, "x");
  }
  CHECK(count() == 0);
  Transaction transaction = take(Transaction::write(*writer));
  insert(*writer, "x");
  done(transaction.commit());
  CHECK(count() == 1);
}

TEST_CASE_FIXTURE(Table, "transactions do not nest, and none cannot be committed") {
  CHECK(refused(writer->commit()) == ErrorCode::kStorage);
  writer->rollback();
  const Transaction transaction = take(Transaction::write(*writer));
  CHECK(refused(writer->begin_write()) == ErrorCode::kStorage);
  CHECK(refused(writer->begin_read()) == ErrorCode::kStorage);
  insert(*writer, "still open");
  CHECK(count() == 1);
}

TEST_CASE_FIXTURE(Table, "a failed statement leaves the rest of its transaction") {
  Transaction transaction = take(Transaction::write(*writer));
  insert(*writer, "x");
  CHECK(!take(writer->prepare("INSERT INTO t (id) VALUES (1)"))->run().ok());
  insert(*writer, "y");
  done(transaction.commit());
  CHECK(count() == 2);
}

TEST_CASE_FIXTURE(Table, "a statement left half-way does not hinder commit or schema change") {
  insert(*writer, "x");
  insert(*writer, "y");
  Transaction transaction = take(Transaction::write(*writer));
  Statement* returning =
      take(writer->prepare("INSERT INTO t (a) VALUES ('z'), ('u') RETURNING id"));
  REQUIRE(take(returning->step()));
  CHECK(returning->integer(0) == 3);
  done(transaction.commit());
  Statement* half = take(writer->prepare("SELECT a FROM t"));
  REQUIRE(take(half->step()));
  done(writer->execute("DROP TABLE t"));
  CHECK(number("SELECT count(*) FROM sqlite_schema") == 0);
}

TEST_CASE_FIXTURE(Table, "readers see commits only, and a snapshot stays as it was") {
  Database::Lease reader = take(database->reader());
  Transaction writing = take(Transaction::write(*writer));
  insert(*writer, "x");
  CHECK(number(*reader, "SELECT count(*) FROM t") == 0);
  const Transaction snapshot = take(Transaction::read(*reader));
  done(writing.commit());
  CHECK(number(*reader, "SELECT count(*) FROM t") == 0);
  Database::Lease other = take(database->reader());
  CHECK(number(*other, "SELECT count(*) FROM t") == 1);
}

TEST_CASE_FIXTURE(Table, "a read transaction pins its snapshot at once") {
  Database::Lease reader = take(database->reader());
  Transaction snapshot = take(Transaction::read(*reader));
  insert(*writer, "x");
  CHECK(number(*reader, "SELECT count(*) FROM t") == 0);
  done(snapshot.commit());
  CHECK(number(*reader, "SELECT count(*) FROM t") == 1);
}

TEST_CASE_FIXTURE(Table, "readers cannot write") {
  Database::Lease reader = take(database->reader());
  CHECK(says(take(reader->prepare("INSERT INTO t (a) VALUES ('x')"))->run(), "only reads"));
  CHECK(says(reader->begin_write(), "only reads"));
  CHECK(says(reader->execute("DROP TABLE t"), "only reads"));
  CHECK(count() == 0);
}

TEST_CASE("a second writer waits, then says busy") {
  Options options;
  options.busy_timeout_ms = 20;
  Table table(options);
  const std::unique_ptr<Connection> second = take(table.database->connect(true));
  {
    const Transaction first = take(Transaction::write(*table.writer));
    CHECK(refused(second->begin_write()) == ErrorCode::kBusy);
    Statement* insert = take(second->prepare("INSERT INTO t (a) VALUES ('x')"));
    CHECK(refused(insert->run()) == ErrorCode::kBusy);
  }
  Transaction now = take(Transaction::write(*second));
  table.insert(*second, "x");
  done(now.commit());
  CHECK(table.count() == 1);
}

TEST_CASE("a second writer gets its turn when the first is done in time") {
  Table table;
  const std::unique_ptr<Connection> second = take(table.database->connect(true));
  Transaction first = take(Transaction::write(*table.writer));
  std::thread waiting([&] {
    Transaction turn = take(Transaction::write(*second));
    table.insert(*second, "second");
    done(turn.commit());
  });
  table.insert(*table.writer, "first");
  done(first.commit());
  waiting.join();
  CHECK(table.count() == 2);
}

TEST_CASE("a reader's long statement is ended, and the reader lives on") {
  Options options;
  options.statement_timeout_ms = 30;
  Table table(options);
  Database::Lease reader = take(table.database->reader());
  CHECK(refused(take(reader->prepare(kForever))->step()) == ErrorCode::kTimeout);
  CHECK(Fixture::number(*reader, "SELECT 1") == 1);
  CHECK(refused(take(reader->prepare(kForever))->step()) == ErrorCode::kTimeout);
}

TEST_CASE("many short steps do not add up to a timeout") {
  Options options;
  options.statement_timeout_ms = 1;
  Table table(options);
  Database::Lease reader = take(table.database->reader());
  Statement* numbers = take(reader->prepare(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) "
      "SELECT i FROM n"));
  int64_t sum = 0;
  while (take(numbers->step())) sum += numbers->integer(0);
  CHECK(sum == int64_t{200'000} * 200'001 / 2);
}

TEST_CASE("another thread may end a long statement") {
  Options options;
  options.statement_timeout_ms = 0;
  Table table(options);
  Database::Lease reader = take(table.database->reader());
  // Prepared first: an interrupt ends whatever the connection is doing, preparing as well.
  auto* forever = take(reader->prepare(kForever));
  std::atomic<bool> over{false};
  std::thread impatient([&] {
    while (!over) reader->interrupt();
  });
  const auto ended = forever->step();
  over = true;
  impatient.join();
  CHECK(refused(ended) == ErrorCode::kBusy);
  CHECK(Fixture::number(*reader, "SELECT 1") == 1);
}

TEST_CASE_FIXTURE(Table, "execute runs several statements and stops at the first that fails") {
  CHECK(says(writer->execute("INSERT INTO t (a) VALUES ('x'); INSERT INTO nowhere VALUES (1); "
                             "INSERT INTO t (a) VALUES ('y')"),
             "no such table: nowhere"));
  CHECK(rows(*writer, "SELECT a FROM t", 1) == std::vector<std::string>{"x"});
}
