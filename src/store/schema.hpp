// Tables as declared, compared with tables as they are: additive migration, and a refusal when data would be lost.
#pragma once

#include <string>
#include <vector>

#include "store/database.hpp"

namespace lingqu::store {

enum class ColumnType { kInteger, kReal, kText, kBlob };

struct Column {
  std::string name;
  ColumnType type = ColumnType::kText;
  bool not_null = false;  // only for columns of a new table
};

struct Index {
  std::string name;
  std::vector<std::string> columns;
  bool unique = false;
  std::string where;  // partial index condition, may be empty
};

struct Table {
  std::string name;
  std::vector<Column> columns;
  std::vector<std::string> primary_key;  // a single INTEGER column becomes the row id
  std::vector<Index> indexes;
};

// What migrate() would do and cannot do. Columns that were NOT NULL and are so no more, and empty ones of another type, make the table
// be built anew with its rows; nothing that holds data is dropped.
struct MigrationPlan {
  std::vector<std::string> statements;  // SQL, in order; additive
  std::vector<std::string> losses;      // "table.column (17 values)": declared no more, or of another type, and holding data
};

// Compares only the tables whose names are in `tables` or that start with `owned_prefix` (so that dropped ones are seen; empty: none).
base::Result<MigrationPlan> plan_migration(Connection& connection, const std::vector<Table>& tables, const std::string& owned_prefix);
// Applies in one transaction; kMigrationLosesData with every loss named if there are any (columns that are empty are left alone).
base::Status migrate(Connection& connection, const std::vector<Table>& tables, const std::string& owned_prefix);
// Quotes an identifier; pack names are [a-z][a-z0-9_]* so this only guards against reserved words.
std::string quoted(std::string_view identifier);

}  // namespace lingqu::store
