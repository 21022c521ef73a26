#include "store/schema.hpp"

#include <algorithm>
#include <utility>

#include "store/sqlite/catalog.hpp"

namespace lingqu::store {

namespace {

using sqlite::StoredColumn;
using sqlite::StoredIndex;
using sqlite::StoredTable;

template <class T>
const T* find_named(const std::vector<T>& items, const std::string& name) {
  const auto it =
      std::find_if(items.begin(), items.end(), [&](const T& item) { return item.name == name; });
  return it == items.end() ? nullptr : &*it;
}

bool in_key(const Table& table, const std::string& column) {
  return std::find(table.primary_key.begin(), table.primary_key.end(), column) !=
         table.primary_key.end();
}

// One table that is declared and stored.
class Comparison {
 public:
  Comparison(Connection& connection, const Table& declared, const StoredTable& stored,
             MigrationPlan& plan)
      : connection_(connection), declared_(declared), stored_(stored), plan_(plan) {}

  base::Status run() {
    LINGQU_TRY(rows, sqlite::count_values(connection_, stored_.name, ""));
    rows_ = rows;
    if (declared_.primary_key != stored_.primary_key) {
      rebuild_ = true;
      if (rows_ > 0) lose("primary key", rows_);
    }
    for (const StoredColumn& column : stored_.columns) LINGQU_CHECK(compare(column));
    if (rebuild_) {
      rebuild();
    } else {
      add_columns();
      change_indexes();
    }
    return {};
  }

 private:
  void lose(const std::string& what, int64_t values) {
    plan_.losses.push_back(stored_.name + "." + what + " (" + std::to_string(values) + " values)");
  }

  // A column that cannot stay as it is makes the table be built anew, if its values allow it.
  base::Status compare(const StoredColumn& stored) {
    const Column* declared = find_named(declared_.columns, stored.name);
    const bool same_type = declared != nullptr && sqlite::type_name(declared->type) == stored.type;
    const bool too_strict = stored.not_null && !in_key(declared_, stored.name) &&
                            (declared == nullptr || !declared->not_null);
    if (same_type) {
      rebuild_ = rebuild_ || too_strict;
      kept_.push_back(stored.name);
      return {};
    }
    rebuild_ = rebuild_ || declared != nullptr || too_strict;
    LINGQU_TRY(values, sqlite::count_values(connection_, stored_.name, stored.name));
    if (values > 0) lose(stored.name, values);
    return {};
  }

  void add_columns() {
    for (const Column& column : declared_.columns)
      if (find_named(stored_.columns, column.name) == nullptr)
        plan_.statements.push_back("ALTER TABLE " + quoted(declared_.name) + " ADD COLUMN " +
                                   quoted(column.name) + " " + sqlite::type_name(column.type));
  }

  void change_indexes() {
    for (const StoredIndex& stored : stored_.indexes) {
      const Index* declared = find_named(declared_.indexes, stored.name);
      if (declared == nullptr || sqlite::create_index(declared_, *declared) != stored.sql)
        plan_.statements.push_back("DROP INDEX " + quoted(stored.name));
    }
    for (const Index& index : declared_.indexes) {
      const StoredIndex* stored = find_named(stored_.indexes, index.name);
      const std::string sql = sqlite::create_index(declared_, index);
      if (stored == nullptr || stored->sql != sql) plan_.statements.push_back(sql);
    }
  }

  void rebuild() {
    const std::string old = quoted(declared_.name);
    const std::string fresh = declared_.name + "__new";
    Table relaxed = declared_;  // a column that is new has no value in the rows that are there
    for (Column& column : relaxed.columns)
      if (rows_ > 0 && std::find(kept_.begin(), kept_.end(), column.name) == kept_.end())
        column.not_null = false;
    plan_.statements.push_back(sqlite::create_table(relaxed, fresh));
    std::string columns;
    for (const std::string& column : kept_)
      columns += (columns.empty() ? "" : ", ") + quoted(column);
    if (rows_ > 0)
      plan_.statements.push_back("INSERT INTO " + quoted(fresh) + " (" + columns + ") SELECT " +
                                 columns + " FROM " + old);
    plan_.statements.push_back("DROP TABLE " + old);
    plan_.statements.push_back("ALTER TABLE " + quoted(fresh) + " RENAME TO " + old);
    for (const Index& index : declared_.indexes)
      plan_.statements.push_back(sqlite::create_index(declared_, index));
  }

  Connection& connection_;
  const Table& declared_;
  const StoredTable& stored_;
  MigrationPlan& plan_;
  int64_t rows_ = 0;
  bool rebuild_ = false;
  std::vector<std::string> kept_;
};

void create(const Table& table, MigrationPlan& plan) {
  plan.statements.push_back(sqlite::create_table(table, table.name));
  for (const Index& index : table.indexes)
    plan.statements.push_back(sqlite::create_index(table, index));
}

base::Error losing(const std::vector<std::string>& losses) {
  std::string zh;
  std::string en;
  for (const std::string& loss : losses) {
    zh += (zh.empty() ? "" : "、") + loss;
    en += (en.empty() ? "" : ", ") + loss;
  }
  return base::Error(base::ErrorCode::kMigrationLosesData)
      .with("what", base::Text{std::move(zh), std::move(en)});
}

}  // namespace

base::Result<MigrationPlan> plan_migration(Connection& connection, const std::vector<Table>& tables,
                                           const std::string& owned_prefix) {
  MigrationPlan plan;
  LINGQU_TRY(stored, sqlite::read_catalog(connection));
  for (const StoredTable& table : stored) {
    const bool owned = !owned_prefix.empty() && table.name.starts_with(owned_prefix);
    if (!owned || find_named(tables, table.name) != nullptr) continue;
    LINGQU_TRY(rows, sqlite::count_values(connection, table.name, ""));
    if (rows > 0) plan.losses.push_back(table.name + " (" + std::to_string(rows) + " rows)");
  }
  for (const Table& table : tables) {
    const StoredTable* existing = find_named(stored, table.name);
    if (existing == nullptr) {
      create(table, plan);
      continue;
    }
    LINGQU_CHECK(Comparison(connection, table, *existing, plan).run());
  }
  return plan;
}

base::Status migrate(Connection& connection, const std::vector<Table>& tables,
                     const std::string& owned_prefix) {
  LINGQU_TRY(transaction, Transaction::write(connection));
  LINGQU_TRY(plan, plan_migration(connection, tables, owned_prefix));
  if (!plan.losses.empty()) return losing(plan.losses);
  if (plan.statements.empty()) return {};
  for (const std::string& statement : plan.statements) LINGQU_CHECK(connection.execute(statement));
  return transaction.commit();
}

std::string quoted(std::string_view identifier) {
  std::string out = "\"";
  for (const char c : identifier) {
    if (c == '"') out += '"';
    out += c;
  }
  return out += '"';
}

}  // namespace lingqu::store
