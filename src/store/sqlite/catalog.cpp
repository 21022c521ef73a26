#include "store/sqlite/catalog.hpp"

#include <algorithm>
#include <utility>

namespace lingqu::store::sqlite {

namespace {

base::Status read_columns(Connection& connection, StoredTable& table) {
  LINGQU_TRY(rows,
             connection.prepare(
                 "SELECT name, type, \"notnull\", pk FROM pragma_table_info($1) ORDER BY cid"));
  rows->bind_text(1, table.name);
  std::vector<std::pair<int64_t, std::string>> key;
  while (true) {
    LINGQU_TRY(more, rows->step());
    if (!more) break;
    const std::string name(rows->text(0));
    table.columns.push_back({name, std::string(rows->text(1)), rows->integer(2) != 0});
    if (rows->integer(3) > 0) key.emplace_back(rows->integer(3), name);
  }
  std::sort(key.begin(), key.end());
  for (auto& [position, name] : key) table.primary_key.push_back(std::move(name));
  return {};
}

base::Status read_indexes(Connection& connection, StoredTable& table) {
  LINGQU_TRY(rows,
             connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND "
                                "tbl_name = $1 AND sql IS NOT NULL ORDER BY name"));
  rows->bind_text(1, table.name);
  while (true) {
    LINGQU_TRY(more, rows->step());
    if (!more) return {};
    table.indexes.push_back({std::string(rows->text(0)), std::string(rows->text(1))});
  }
}

std::string column_list(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += ", ";
    out += quoted(name);
  }
  return out;
}

bool is_row_id(const Table& table, const Column& column) {
  return table.primary_key.size() == 1 && table.primary_key[0] == column.name &&
         column.type == ColumnType::kInteger;
}

}  // namespace

base::Result<std::vector<StoredTable>> read_catalog(Connection& connection) {
  std::vector<StoredTable> tables;
  LINGQU_TRY(names, connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                                       "substr(name, 1, 7) <> 'sqlite_' ORDER BY name"));
  while (true) {
    LINGQU_TRY(more, names->step());
    if (!more) break;
    tables.push_back({std::string(names->text(0)), {}, {}, {}});
  }
  for (StoredTable& table : tables) {
    LINGQU_CHECK(read_columns(connection, table));
    LINGQU_CHECK(read_indexes(connection, table));
  }
  return tables;
}

base::Result<int64_t> count_values(Connection& connection, const std::string& table,
                                   const std::string& column) {
  const std::string what = column.empty() ? "*" : quoted(column);
  LINGQU_TRY(count, connection.prepare("SELECT count(" + what + ") FROM " + quoted(table)));
  LINGQU_TRY(row, count->step());
  const int64_t values = row ? count->integer(0) : 0;
  count->reset();
  return values;
}

std::string type_name(ColumnType type) {
  switch (type) {
    case ColumnType::kInteger:
      return "INTEGER";
    case ColumnType::kReal:
      return "REAL";
    case ColumnType::kText:
      return "TEXT";
    case ColumnType::kBlob:
      return "BLOB";
  }
  return "BLOB";
}

std::string create_table(const Table& table, const std::string& name) {
  std::string sql = "CREATE TABLE " + quoted(name) + " (";
  bool row_id = false;
  for (const Column& column : table.columns) {
    if (&column != &table.columns.front()) sql += ", ";
    sql += quoted(column.name) + " " + type_name(column.type);
    if (is_row_id(table, column)) {
      sql += " PRIMARY KEY";
      row_id = true;
    } else if (column.not_null) {
      sql += " NOT NULL";
    }
  }
  const bool own_key = !table.primary_key.empty() && !row_id;
  if (own_key) sql += ", PRIMARY KEY (" + column_list(table.primary_key) + ")";
  // Rows of a table with another key than the row id lie in that key's tree: one look-up instead of
  // two.
  return sql + (own_key ? ") STRICT, WITHOUT ROWID" : ") STRICT");
}

std::string create_index(const Table& table, const Index& index) {
  return std::string("CREATE ") + (index.unique ? "UNIQUE " : "") + "INDEX " + quoted(index.name) +
         " ON " + quoted(table.name) + " (" + column_list(index.columns) + ")" +
         (index.where.empty() ? "" : " WHERE " + index.where);
}

}  // namespace lingqu::store::sqlite
