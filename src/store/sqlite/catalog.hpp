// The tables as they are in a SQLite database.
#pragma once

#include <string>
#include <vector>

#include "store/database.hpp"
#include "store/schema.hpp"

namespace lingqu::store::sqlite {

struct StoredColumn {
  std::string name;
  std::string type;  // as declared: INTEGER, REAL, TEXT, BLOB
  bool not_null = false;
};

struct StoredIndex {
  std::string name;
  std::string sql;  // the text it was created with
};

struct StoredTable {
  std::string name;
  std::vector<StoredColumn> columns;
  std::vector<std::string> primary_key;
  std::vector<StoredIndex> indexes;  // without those that SQLite makes for keys
};

base::Result<std::vector<StoredTable>> read_catalog(Connection& connection);
// Rows of a table, or values (not NULL) of one of its columns when `column` is not empty.
base::Result<int64_t> count_values(Connection& connection, const std::string& table,
                                   const std::string& column);

std::string create_table(const Table& table, const std::string& name);
std::string create_index(const Table& table, const Index& index);
std::string type_name(ColumnType type);

}  // namespace lingqu::store::sqlite
