#include "engine/rows/table_map.hpp"

#include <fmt/format.h>

#include "engine/rows/value_columns.hpp"

namespace lingqu::engine {

using registers::Field;
using registers::FieldType;
using registers::Record;
using registers::Value;
using store::quoted;

namespace {

constexpr std::string_view kSystem[] = {"id", "version", "state", "owner", "created_at", "updated_at", "last_leaf"};
constexpr int kSystemCount = 7;

std::string placeholders(int first, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += fmt::format("{}${}", i ? ", " : "", first + i);
  return text;
}

}  // namespace

TableMap::TableMap(const registers::Register& schema) : schema_(&schema), table_(kPrefix + schema.name) {
  std::string names = "id, version, state, owner, created_at, updated_at, last_leaf";
  std::string sets = "version = $2, state = $3, owner = $4, created_at = $5, updated_at = $6, last_leaf = $7";
  for (int i = 0; i < static_cast<int>(schema.fields.size()); ++i) {
    const Field& field = schema.fields[static_cast<size_t>(i)];
    if (field.computed()) continue;
    if (!in_child_table(field.type)) {
      columns_.push_back(i);
      names += ", " + quoted(field.name);
      sets += fmt::format(", {} = ${}", quoted(field.name), kSystemCount + columns_.size());
      continue;
    }
    std::string table = child_table(field), columns;
    int count = 0;
    if (field.type == FieldType::kRefs) {
      columns = ", ref";
      count = 1;
    } else {
      for (const Field& cell : field.rows) columns += ", " + quoted(cell.name);
      count = static_cast<int>(field.rows.size());
    }
    children_.push_back({i, table,
                         fmt::format("SELECT position{} FROM {} WHERE record = $1 ORDER BY position", columns, table),
                         fmt::format("DELETE FROM {} WHERE record = $1", table),
                         fmt::format("INSERT INTO {} (record, position{}) VALUES ({})", table, columns, placeholders(1, count + 2))});
  }
  select_ = fmt::format("SELECT {} FROM {}", names, table_);
  select_one_ = select_ + " WHERE id = $1";
  insert_ = fmt::format("INSERT INTO {} ({}) VALUES ({})", table_, names,
                        placeholders(1, kSystemCount + static_cast<int>(columns_.size())));
  update_ = fmt::format("UPDATE {} SET {} WHERE id = $1", table_, sets);
}

std::string TableMap::child_table(const Field& field) const { return table_ + "__" + field.name; }

std::string TableMap::column_of(std::string_view field) const {
  for (std::string_view name : kSystem)
    if (name == field) return std::string(name);
  const Field* found = schema_->find(field);
  return found && !found->computed() && !in_child_table(found->type) ? quoted(found->name) : std::string();
}

std::vector<store::Table> TableMap::tables() const {
  using store::ColumnType;
  store::Table main{table_, {}, {"id"}, {}};
  for (std::string_view name : kSystem)
    main.columns.push_back({std::string(name), name == "state" ? ColumnType::kText : ColumnType::kInteger, true});
  main.indexes.push_back({table_ + "_owner_state", {"owner", "state"}, false, ""});
  std::vector<store::Table> all;
  for (const Field& field : schema_->fields) {
    if (field.computed()) continue;
    if (!in_child_table(field.type)) {
      main.columns.push_back({field.name, column_type(field.type), false});
      if (field.type == FieldType::kRef || field.unique || field.name == schema_->number_field)
        main.indexes.push_back({fmt::format("{}_{}", table_, field.name), {field.name}, false, ""});
      continue;
    }
    store::Table child{child_table(field), {{"record", ColumnType::kInteger, true}, {"position", ColumnType::kInteger, true}},
                       {"record", "position"}, {}};
    if (field.type == FieldType::kRefs) {
      child.columns.push_back({"ref", ColumnType::kInteger, true});
      child.indexes.push_back({child.name + "_ref", {"ref"}, false, ""});
    } else {
      for (const Field& cell : field.rows) child.columns.push_back({cell.name, column_type(cell.type), false});
    }
    all.push_back(std::move(child));
  }
  all.insert(all.begin(), std::move(main));
  return all;
}

void TableMap::read_row(const store::Statement& statement, Record& record) const {
  record.register_name = schema_->name;
  record.id = statement.integer(0);
  record.version = statement.integer(1);
  record.state = statement.text(2);
  record.owner = statement.integer(3);
  record.created_at = {statement.integer(4)};
  record.updated_at = {statement.integer(5)};
  record.last_leaf = statement.integer(6);
  record.values.assign(schema_->fields.size(), Value());
  for (size_t i = 0; i < columns_.size(); ++i) {
    auto field = static_cast<size_t>(columns_[i]);
    record.values[field] = read_value(statement, kSystemCount + static_cast<int>(i), schema_->fields[field]);
  }
}

Value TableMap::read_child(store::Statement& statement, const Child& child, base::Status& status) const {
  const Field& field = schema_->fields[static_cast<size_t>(child.field)];
  registers::Refs refs;
  registers::Rows rows;
  for (;;) {
    auto more = statement.step();
    if (!more.ok()) {
      status = std::move(more).error();
      return {};
    }
    if (!*more) break;
    if (field.type == FieldType::kRefs) {
      refs.push_back({statement.integer(1)});
      continue;
    }
    registers::Row row;
    for (size_t i = 0; i < field.rows.size(); ++i) row.push_back(read_value(statement, static_cast<int>(i) + 1, field.rows[i]));
    rows.push_back(std::move(row));
  }
  statement.reset();
  if (!refs.empty()) return refs;
  if (!rows.empty()) return rows;
  return {};
}

base::Status TableMap::load_children(store::Connection& connection, Record& record, bool listed_only) const {
  for (const Child& child : children_) {
    auto field = static_cast<size_t>(child.field);
    if (listed_only && !schema_->fields[field].listed) continue;
    LINGQU_TRY(statement, connection.prepare(child.select));
    statement->bind(1, record.id);
    base::Status status;
    record.values[field] = read_child(*statement, child, status);
    LINGQU_CHECK(status);
  }
  return {};
}

base::Result<std::optional<Record>> TableMap::load(store::Connection& connection, int64_t id) const {
  LINGQU_TRY(statement, connection.prepare(select_one_));
  statement->bind(1, id);
  LINGQU_TRY(found, statement->step());
  if (!found) {
    statement->reset();
    return std::optional<Record>();
  }
  Record record;
  read_row(*statement, record);
  statement->reset();
  LINGQU_CHECK(load_children(connection, record));
  return std::optional<Record>(std::move(record));
}

base::Status TableMap::bind_and_run(store::Connection& connection, const std::string& sql, const Record& record) const {
  LINGQU_TRY(statement, connection.prepare(sql));
  statement->bind(1, record.id);
  statement->bind(2, record.version);
  statement->bind_text(3, record.state);
  statement->bind(4, record.owner);
  statement->bind(5, record.created_at.micros);
  statement->bind(6, record.updated_at.micros);
  statement->bind(7, record.last_leaf);
  for (size_t i = 0; i < columns_.size(); ++i) {
    auto field = static_cast<size_t>(columns_[i]);
    bind_value(*statement, kSystemCount + static_cast<int>(i) + 1, schema_->fields[field], record.values[field]);
  }
  return statement->run();
}

base::Status TableMap::write_child(store::Connection& connection, const Child& child, const Record& record) const {
  const auto index = static_cast<size_t>(child.field);
  const Field& field = schema_->fields[index];
  const Value& value = record.values[index];
  const auto* refs = value.get<registers::Refs>();
  const auto* rows = value.get<registers::Rows>();
  const size_t count = refs ? refs->size() : rows ? rows->size() : 0;
  for (size_t position = 0; position < count; ++position) {
    LINGQU_TRY(statement, connection.prepare(child.insert));
    statement->bind(1, record.id);
    statement->bind(2, static_cast<int64_t>(position));
    if (refs) {
      statement->bind(3, (*refs)[position].id);
    } else {
      for (size_t i = 0; i < field.rows.size(); ++i)
        bind_value(*statement, static_cast<int>(i) + 3, field.rows[i], (*rows)[position][i]);
    }
    LINGQU_CHECK(statement->run());
  }
  return {};
}

base::Status TableMap::insert(store::Connection& connection, const Record& record) const {
  LINGQU_CHECK(bind_and_run(connection, insert_, record));
  for (const Child& child : children_) LINGQU_CHECK(write_child(connection, child, record));
  return {};
}

base::Status TableMap::update(store::Connection& connection, const Record& record, const std::vector<bool>& changed) const {
  LINGQU_CHECK(bind_and_run(connection, update_, record));
  for (const Child& child : children_) {
    if (!changed[static_cast<size_t>(child.field)]) continue;
    LINGQU_TRY(statement, connection.prepare(child.remove));
    statement->bind(1, record.id);
    LINGQU_CHECK(statement->run());
    LINGQU_CHECK(write_child(connection, child, record));
  }
  return {};
}

base::Result<int64_t> TableMap::largest_id(store::Connection& connection) const {
  LINGQU_TRY(statement, connection.prepare(fmt::format("SELECT max(id) FROM {}", table_)));
  LINGQU_TRY(found, statement->step());
  const int64_t largest = found && !statement->is_null(0) ? statement->integer(0) : 0;
  statement->reset();
  return largest;
}

}  // namespace lingqu::engine
