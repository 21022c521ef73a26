#include "store/schema.hpp"

#include <doctest/doctest.h>

#include "unit/store/fixture.hpp"

using namespace lingqu::store;
using namespace lingqu::store::test;
using lingqu::base::ErrorCode;

namespace {

Table conversion() {
  Table table;
  table.name = "reg_conversion";
  table.columns = {{"id", ColumnType::kInteger, false},
                   {"state", ColumnType::kText, true},
                   {"price", ColumnType::kInteger, false},
                   {"rate", ColumnType::kReal, false},
                   {"order", ColumnType::kBlob, false}};
  table.primary_key = {"id"};
  table.indexes = {{"conversion_state", {"state", "id"}, false, ""}};
  return table;
}

Table rows_of_group() {
  Table table;
  table.name = "reg_conversion_shares";
  table.columns = {{"record", ColumnType::kInteger, true},
                   {"position", ColumnType::kInteger, true},
                   {"name", ColumnType::kText, false}};
  table.primary_key = {"record", "position"};
  return table;
}

struct Schema : Fixture {
  void apply(const std::vector<Table>& tables) { done(migrate(*writer, tables, "reg_")); }
  MigrationPlan plan(const std::vector<Table>& tables) {
    return take(plan_migration(*writer, tables, "reg_"));
  }
  void put(const std::string& sql) { done(writer->execute(sql)); }
  std::vector<std::string> stored(const std::string& table) {
    return rows(*writer, "SELECT name, type FROM pragma_table_info('" + table + "')", 2);
  }
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("identifiers are quoted") {
  CHECK(quoted("order") == "\"order\"");
  CHECK(quoted("a\"b") == "\"a\"\"b\"");
}

TEST_CASE_FIXTURE(Schema, "new tables are made, strict, with keys and indexes") {
  apply({conversion(), rows_of_group()});
  CHECK(stored("reg_conversion") ==
        Texts{"id|INTEGER", "state|TEXT", "price|INTEGER", "rate|REAL", "order|BLOB"});
  CHECK(number("SELECT count(*) FROM pragma_table_list WHERE strict = 1 AND name LIKE 'reg%'") ==
        2);
  CHECK(number("SELECT wr FROM pragma_table_list WHERE name = 'reg_conversion_shares'") == 1);
  CHECK(number("SELECT count(*) FROM sqlite_schema WHERE name = 'conversion_state'") == 1);
  CHECK(!writer->execute("INSERT INTO reg_conversion (id) VALUES (1)").ok());
  put("INSERT INTO reg_conversion (id, state) VALUES (1, 'draft')");
  CHECK(
      !writer->execute("INSERT INTO reg_conversion (id, state, price) VALUES (2, 'x', 'y')").ok());
  put("INSERT INTO reg_conversion_shares VALUES (1, 0, 'a'), (1, 1, 'b')");
  CHECK(!writer->execute("INSERT INTO reg_conversion_shares VALUES (1, 1, 'c')").ok());
}

TEST_CASE_FIXTURE(Schema, "the same declaration again changes nothing") {
  apply({conversion(), rows_of_group()});
  const MigrationPlan again = plan({conversion(), rows_of_group()});
  CHECK(again.statements.empty());
  CHECK(again.losses.empty());
  apply({conversion(), rows_of_group()});
}

TEST_CASE_FIXTURE(Schema, "a new column is added and rows stay") {
  apply({conversion()});
  put("INSERT INTO reg_conversion (id, state) VALUES (1, 'draft')");
  Table wider = conversion();
  wider.columns.insert(wider.columns.begin() + 1, {"title", ColumnType::kText, true});
  CHECK(plan({wider}).statements ==
        Texts{"ALTER TABLE \"reg_conversion\" ADD COLUMN \"title\" TEXT"});
  apply({wider});
  CHECK(rows(*writer, "SELECT id, state, title FROM reg_conversion", 3) == Texts{"1|draft|-"});
  CHECK(plan({wider}).statements.empty());
}

TEST_CASE_FIXTURE(Schema, "cached statements and readers go on over a migration") {
  apply({conversion()});
  put("INSERT INTO reg_conversion (id, state) VALUES (1, 'draft')");
  Database::Lease reader = take(database->reader());
  CHECK(rows(*reader, "SELECT * FROM reg_conversion", 2) == Texts{"1|draft"});
  Table wider = conversion();
  wider.columns.push_back({"title", ColumnType::kText, false});
  apply({wider});
  CHECK(rows(*reader, "SELECT * FROM reg_conversion", 6) == Texts{"1|draft|-|-|-|-"});
}

TEST_CASE_FIXTURE(Schema, "a column no more declared: kept when empty, a loss when not") {
  apply({conversion()});
  put("INSERT INTO reg_conversion (id, state, price) VALUES (1, 'draft', 5), (2, 'draft', 6)");
  Table narrower = conversion();
  narrower.columns.erase(narrower.columns.begin() + 3);  // rate: empty
  CHECK(plan({narrower}).statements.empty());
  apply({narrower});
  CHECK(stored("reg_conversion").size() == 5);
  narrower.columns.erase(narrower.columns.begin() + 2);  // price: two values
  CHECK(plan({narrower}).losses == Texts{"reg_conversion.price (2 values)"});
}

TEST_CASE_FIXTURE(Schema, "a migration that loses data is refused whole and names every loss") {
  apply({conversion(), rows_of_group()});
  put("INSERT INTO reg_conversion (id, state, price, rate) VALUES (1, 'draft', 5, 0.5)");
  put("INSERT INTO reg_conversion_shares VALUES (1, 0, 'a')");
  Table changed = conversion();
  changed.columns.erase(changed.columns.begin() + 2);  // price
  changed.columns[2].type = ColumnType::kText;         // rate
  changed.columns.push_back({"title", ColumnType::kText, false});
  const lingqu::base::Status status = migrate(*writer, {changed}, "reg_");
  CHECK(refused(status) == ErrorCode::kMigrationLosesData);
  CHECK(says(status, "reg_conversion_shares (1 rows)"));
  CHECK(says(status, "reg_conversion.price (1 values)"));
  CHECK(says(status, "reg_conversion.rate (1 values)"));
  CHECK(stored("reg_conversion").size() == 5);
  CHECK(number("SELECT count(*) FROM sqlite_schema WHERE name LIKE '%__new'") == 0);
  CHECK(number("SELECT price FROM reg_conversion") == 5);
}

TEST_CASE_FIXTURE(Schema, "an empty column may take another type, the others keep their values") {
  apply({conversion()});
  put("INSERT INTO reg_conversion (id, state, price) VALUES (1, 'draft', 5)");
  Table changed = conversion();
  changed.columns[3].type = ColumnType::kText;
  apply({changed});
  put("UPDATE reg_conversion SET rate = 'five'");
  CHECK(rows(*writer, "SELECT id, state, price, rate FROM reg_conversion", 4) ==
        Texts{"1|draft|5|five"});
  CHECK(number("SELECT count(*) FROM sqlite_schema WHERE name = 'conversion_state'") == 1);
  CHECK(plan({changed}).statements.empty());
}

TEST_CASE_FIXTURE(Schema, "a column may become optional") {
  apply({conversion()});
  put("INSERT INTO reg_conversion (id, state) VALUES (1, 'draft')");
  Table changed = conversion();
  changed.columns[1].not_null = false;
  apply({changed});
  put("INSERT INTO reg_conversion (id) VALUES (2)");
  CHECK(rows(*writer, "SELECT id, state FROM reg_conversion ORDER BY id", 2) ==
        Texts{"1|draft", "2|-"});
  CHECK(plan({changed}).statements.empty());
}

TEST_CASE_FIXTURE(Schema, "another key: made anew when empty, refused when not") {
  apply({rows_of_group()});
  Table changed = rows_of_group();
  changed.primary_key = {"record", "position", "name"};
  apply({changed});
  CHECK(plan({changed}).statements.empty());
  put("INSERT INTO reg_conversion_shares VALUES (1, 0, 'a')");
  CHECK(plan({rows_of_group()}).losses == Texts{"reg_conversion_shares.primary key (1 values)"});
}

TEST_CASE_FIXTURE(Schema, "indexes follow their declaration") {
  apply({conversion()});
  Table changed = conversion();
  changed.indexes = {{"conversion_state", {"state"}, false, ""},
                     {"conversion_price", {"price"}, true, "price IS NOT NULL"}};
  apply({changed});
  CHECK(rows(*writer, "SELECT sql FROM sqlite_schema WHERE type = 'index' ORDER BY name", 1) ==
        Texts{"CREATE UNIQUE INDEX \"conversion_price\" ON \"reg_conversion\" (\"price\") WHERE "
              "price IS NOT NULL",
              "CREATE INDEX \"conversion_state\" ON \"reg_conversion\" (\"state\")"});
  CHECK(plan({changed}).statements.empty());
  changed.indexes.clear();
  apply({changed});
  CHECK(number("SELECT count(*) FROM sqlite_schema WHERE type = 'index'") == 0);
}

TEST_CASE_FIXTURE(Schema, "a unique index over values that repeat fails and changes nothing") {
  apply({conversion()});
  put("INSERT INTO reg_conversion (id, state) VALUES (1, 'draft'), (2, 'draft')");
  Table changed = conversion();
  changed.columns.push_back({"title", ColumnType::kText, false});
  changed.indexes.push_back({"conversion_unique", {"state"}, true, ""});
  CHECK(refused(migrate(*writer, {changed}, "reg_")) == ErrorCode::kStorage);
  CHECK(stored("reg_conversion").size() == 5);
}

TEST_CASE_FIXTURE(Schema, "tables of others are not looked at") {
  put("CREATE TABLE other (a TEXT) STRICT; INSERT INTO other VALUES ('x')");
  apply({conversion()});
  CHECK(plan({conversion()}).losses.empty());
  CHECK(take(plan_migration(*writer, {}, "")).losses.empty());
  CHECK(number("SELECT count(*) FROM other") == 1);
}

TEST_CASE_FIXTURE(Schema, "an empty table that is no more declared is left alone") {
  apply({conversion(), rows_of_group()});
  apply({conversion()});
  CHECK(number("SELECT count(*) FROM pragma_table_list WHERE name = 'reg_conversion_shares'") == 1);
}

TEST_CASE_FIXTURE(Schema, "a migration inside a transaction is refused") {
  const Transaction open = take(Transaction::write(*writer));
  CHECK(refused(migrate(*writer, {conversion()}, "reg_")) == ErrorCode::kStorage);
}
