#include "store/sqlite/statement.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "unit/store/fixture.hpp"

using namespace lingqu::store;
using namespace lingqu::store::test;
using lingqu::base::ErrorCode;
using namespace std::string_literals;

namespace {

struct Values : Fixture {
  Values() {
    done(writer->execute(
        "CREATE TABLE v (id INTEGER PRIMARY KEY, i INTEGER, r REAL, t TEXT, b BLOB) STRICT"));
  }
  Statement* insert() {
    return take(writer->prepare("INSERT INTO v (i, r, t, b) VALUES ($1, $2, $3, $4)"));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Values, "64-bit integers come back whole") {
  const int64_t numbers[] = {0, -1, 5'000'000'000, std::numeric_limits<int64_t>::max(),
                             std::numeric_limits<int64_t>::min()};
  for (const int64_t value : numbers) {
    Statement* statement = insert();
    statement->bind(1, value);
    done(statement->run());
  }
  Statement* all = take(writer->prepare("SELECT i FROM v ORDER BY id"));
  for (const int64_t value : numbers) {
    REQUIRE(take(all->step()));
    CHECK(all->integer(0) == value);
  }
  CHECK(!take(all->step()));
}

TEST_CASE_FIXTURE(Values, "reals, texts, blobs and NULL come back as they were") {
  Statement* statement = insert();
  statement->bind_null(1);
  statement->bind(2, 0.1);
  statement->bind_text(3, "灵渠 \U0001F30A");
  statement->bind_blob(4, "\x00\xff\x00"s);
  done(statement->run());
  Statement* row = take(writer->prepare("SELECT i, r, t, b FROM v"));
  REQUIRE(take(row->step()));
  CHECK(row->is_null(0));
  CHECK(row->integer(0) == 0);
  CHECK(row->text(0) == "");
  CHECK(row->real(1) == 0.1);
  CHECK(row->text(2) == "灵渠 \U0001F30A");
  CHECK(row->text(3) == "\x00\xff\x00"s);
}

TEST_CASE_FIXTURE(Values, "empty is not NULL") {
  Statement* statement = insert();
  statement->bind_text(3, std::string_view());
  statement->bind_blob(4, std::string_view());
  done(statement->run());
  CHECK(number("SELECT count(*) FROM v WHERE t = '' AND length(b) = 0 AND i IS NULL") == 1);
}

TEST_CASE_FIXTURE(Values, "a long blob") {
  std::string blob(3'000'000, '\0');
  for (size_t i = 0; i < blob.size(); ++i) blob[i] = static_cast<char>(i * 31 % 251);
  Statement* statement = insert();
  statement->bind_blob(4, blob);
  done(statement->run());
  Statement* row = take(writer->prepare("SELECT b FROM v"));
  REQUIRE(take(row->step()));
  CHECK((row->text(0) == blob));
}

TEST_CASE_FIXTURE(Values, "text with NUL or that is not UTF-8 is refused, and nothing is stored") {
  for (const std::string& bad : {"a\0b"s, "\0"s, "\xC1\xE9"s, "\xED\xA0\x80"s}) {
    Statement* statement = insert();
    statement->bind_text(3, bad);
    CHECK(refused(statement->run()) == ErrorCode::kStorage);
  }
  CHECK(number("SELECT count(*) FROM v") == 0);
  Statement* statement = insert();
  statement->bind_text(3, "good");
  done(statement->run());
}

TEST_CASE_FIXTURE(Values, "placeholders go by their number, not by their place") {
  Statement* statement =
      take(writer->prepare("INSERT INTO v (t, i, r) VALUES ($2 || '$3' || $2, $1, $1)"));
  statement->bind(1, int64_t{7});
  statement->bind_text(2, "x");
  done(statement->run());
  CHECK(rows(*writer, "SELECT t, i, r FROM v", 3) == std::vector<std::string>{"x$3x|7|7.0"});
}

TEST_CASE_FIXTURE(Values, "a parameter that is not there is an error, whichever came first") {
  for (const int index : {0, -1, 5, 1000}) {
    Statement* statement = insert();
    statement->bind(index, int64_t{1});
    statement->bind(1, int64_t{1});
    CHECK(says(statement->run(), "no parameter $" + std::to_string(index)));
  }
  Statement* gap = take(writer->prepare("SELECT $1, $3"));
  gap->bind(2, int64_t{1});
  CHECK(refused(gap->step()) == ErrorCode::kStorage);
}

TEST_CASE_FIXTURE(Values, "other ways to write parameters are refused") {
  for (const char* sql : {"SELECT ?", "SELECT ?1", "SELECT :a", "SELECT @a", "SELECT $a",
                          "SELECT $0", "SELECT $1000", "SELECT $1a"}) {
    CAPTURE(sql);
    CHECK(refused(writer->prepare(sql)) == ErrorCode::kStorage);
  }
}

TEST_CASE_FIXTURE(Values, "what cannot be prepared names the reason") {
  CHECK(says(writer->prepare("SELECT nowhere FROM v"), "no such column: nowhere"));
  CHECK(says(writer->prepare("SELECT \"nowhere\" FROM v"), "no such column: nowhere"));
  CHECK(says(writer->prepare("SELEC 1"), "syntax error"));
  CHECK(says(writer->prepare(""), "empty"));
  CHECK(says(writer->prepare("SELECT 1; SELECT 2"), "one statement at a time"));
  CHECK(writer->prepare("SELECT 1;\n ").ok());
}

TEST_CASE_FIXTURE(Values, "run clears what was bound and counts the rows touched") {
  Statement* statement = insert();
  statement->bind(1, int64_t{7});
  done(statement->run());
  CHECK(statement->changes() == 1);
  done(statement->run());
  CHECK(number("SELECT count(*) FROM v WHERE i IS NULL") == 1);
  Statement* update = take(writer->prepare("UPDATE v SET i = $1"));
  update->bind(1, int64_t{8});
  done(update->run());
  CHECK(update->changes() == 2);
  Statement* none = take(writer->prepare("DELETE FROM v WHERE i = 9"));
  done(none->run());
  CHECK(none->changes() == 0);
}

TEST_CASE_FIXTURE(Values, "a broken constraint is reported and the statement stays usable") {
  Statement* statement = take(writer->prepare("INSERT INTO v (id) VALUES ($1)"));
  statement->bind(1, int64_t{1});
  done(statement->run());
  statement->bind(1, int64_t{1});
  CHECK(says(statement->run(), "UNIQUE constraint failed: v.id"));
  statement->bind(1, int64_t{2});
  done(statement->run());
  CHECK(number("SELECT count(*) FROM v") == 2);
}

TEST_CASE_FIXTURE(Values, "strict tables refuse a value of another type") {
  Statement* statement = take(writer->prepare("INSERT INTO v (i) VALUES ($1)"));
  statement->bind_text(1, "seven");
  CHECK(refused(statement->run()) == ErrorCode::kStorage);
  CHECK(number("SELECT count(*) FROM v") == 0);
}

TEST_CASE_FIXTURE(Values, "after the last row it stays at the end until it is reset") {
  Statement* one = take(writer->prepare("SELECT 1"));
  CHECK(take(one->step()));
  CHECK(!take(one->step()));
  CHECK(!take(one->step()));
  one->reset();
  CHECK(take(one->step()));
}

TEST_CASE_FIXTURE(Values, "binding while rows are being given is an error") {
  done(insert()->run());
  Statement* rows = take(writer->prepare("SELECT id FROM v WHERE id >= $1"));
  rows->bind(1, int64_t{0});
  REQUIRE(take(rows->step()));
  rows->bind(1, int64_t{1});
  CHECK(says(rows->step(), "must be reset"));
}
