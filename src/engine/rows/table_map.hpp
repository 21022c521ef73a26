// A register as tables: one typed table r_<register>, and one child table r_<register>__<field> per row group or reference list;
// computed fields are nowhere. Immutable after construction; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "registers/record.hpp"
#include "store/schema.hpp"

namespace lingqu::engine {

class TableMap {
 public:
  explicit TableMap(const registers::Register& schema);

  static constexpr const char* kPrefix = "r_";
  const registers::Register& schema() const { return *schema_; }
  const std::string& table() const { return table_; }
  std::vector<store::Table> tables() const;

  // The column of a field that has one; of a system field (id, version, state, owner, created_at, updated_at) itself; else "".
  std::string column_of(std::string_view field) const;
  // The child table of a reference list or row group.
  std::string child_table(const registers::Field& field) const;

  // "SELECT … FROM table" of the columns that read_row expects.
  const std::string& select() const { return select_; }
  void read_row(const store::Statement& statement, registers::Record& record) const;
  // Fills row groups and reference lists: all of them, or only those shown in lists.
  base::Status load_children(store::Connection& connection, registers::Record& record, bool listed_only = false) const;

  base::Result<std::optional<registers::Record>> load(store::Connection& connection, int64_t id) const;
  base::Status insert(store::Connection& connection, const registers::Record& record) const;
  // `changed`: by field.
  base::Status update(store::Connection& connection, const registers::Record& record, const std::vector<bool>& changed) const;
  base::Result<int64_t> largest_id(store::Connection& connection) const;

 private:
  struct Child {
    int field;
    std::string table, select, remove, insert;
  };
  base::Status bind_and_run(store::Connection& connection, const std::string& sql, const registers::Record& record) const;
  base::Status write_child(store::Connection& connection, const Child& child, const registers::Record& record) const;
  registers::Value read_child(store::Statement& statement, const Child& child, base::Status& status) const;

  const registers::Register* schema_;
  std::string table_, select_, select_one_, insert_, update_;
  std::vector<int> columns_;  // field of each column after the system columns
  std::vector<Child> children_;
};

}  // namespace lingqu::engine
