#include "engine/acts/surroundings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "decisions/decide.hpp"
#include "engine/rows/value_columns.hpp"

namespace lingqu::engine {

using lifecycle::Neighbour;
using registers::Record;
using registers::Value;

namespace {

constexpr size_t kMostRelated = 10'000;

bool points_at(const Value& value, int64_t id) {
  if (const auto* ref = value.get<registers::Ref>()) return ref->id == id;
  if (const auto* refs = value.get<registers::Refs>()) return std::find(refs->begin(), refs->end(), registers::Ref{id}) != refs->end();
  return false;
}

}  // namespace

Neighbour StoreSurroundings::neighbour(const RegisterTable& table, Record record) const {
  std::string label = context_.label(table.schema(), record);
  return {table.schema().name, record.id, std::move(label), std::move(record.state), std::move(record.values), &table.schema()};
}

base::Result<std::optional<Record>> StoreSurroundings::load(const RegisterTable& table, int64_t id) {
  auto planned = planned_.find({table.schema().name, id});
  if (planned != planned_.end()) return std::optional<Record>(planned->second);
  return table.map.load(connection_, id);
}

base::Result<std::vector<Neighbour>> StoreSurroundings::related(const std::string& register_name, const std::string& by, int64_t id) {
  LINGQU_TRY(table, context_.table(register_name));
  const int field = table->schema().index_of(by);
  if (field < 0) return base::Error(base::ErrorCode::kUnknownField).with("field", by);
  const auto& declared = table->schema().fields[static_cast<size_t>(field)];
  const std::string where = declared.type == registers::FieldType::kRefs
                                ? fmt::format(" WHERE id IN (SELECT record FROM {} WHERE ref = $1)", table->map.child_table(declared))
                                : fmt::format(" WHERE {} = $1", table->map.column_of(by));
  std::vector<Record> records;
  LINGQU_TRY(statement, connection_.prepare(fmt::format("{}{} ORDER BY id LIMIT {}", table->map.select(), where, kMostRelated + 1)));
  statement->bind(1, id);
  for (;;) {
    LINGQU_TRY(more, statement->step());
    if (!more) break;
    Record record;
    table->map.read_row(*statement, record);
    if (!planned_.contains({register_name, record.id})) records.push_back(std::move(record));
  }
  statement->reset();
  // A part of them would make sums and checks silently wrong.
  if (records.size() > kMostRelated)
    return base::Error(base::ErrorCode::kTooLarge)
        .at(by)
        .with("limit", base::Text{std::to_string(kMostRelated) + " 条关联的" + table->schema().title.zh,
                                  std::to_string(kMostRelated) + " related records of " + table->schema().title.in(base::Language::kEn)});
  for (Record& record : records) LINGQU_CHECK(table->map.load_children(connection_, record));
  for (const auto& [key, record] : planned_)
    if (key.first == register_name && points_at(record.values[static_cast<size_t>(field)], id)) records.push_back(record);
  std::vector<Neighbour> neighbours;
  for (Record& record : records) neighbours.push_back(neighbour(*table, std::move(record)));
  return neighbours;
}

base::Result<std::optional<Neighbour>> StoreSurroundings::referenced(const std::string& register_name, int64_t id) {
  LINGQU_TRY(table, context_.table(register_name));
  LINGQU_TRY(record, load(*table, id));
  if (!record) return std::optional<Neighbour>();
  return std::optional<Neighbour>(neighbour(*table, std::move(*record)));
}

// The stored records in one statement, without those that are planned; these are added as they will be.
base::Result<int64_t> StoreSurroundings::sum(const lifecycle::SetSum& what, int64_t id) {
  LINGQU_TRY(table, context_.table(what.register_name));
  const auto& schema = table->schema();
  const auto units = [](const Value& value) -> int64_t {
    if (const auto* money = value.get<base::Money>()) return money->fen;
    const auto* number = value.get<int64_t>();
    return number ? *number : 0;
  };
  int64_t total = 0;
  std::vector<int64_t> planned;
  for (const auto& [key, record] : planned_) {
    if (key.first != schema.name) continue;
    planned.push_back(key.second);
    bool counts = points_at(record.at(schema, what.by), id);
    for (const auto& [field, code] : what.where) {
      const auto* held = record.at(schema, field).get<std::string>();
      counts = counts && held && *held == code;
    }
    if (!counts) continue;
    total += units(record.at(schema, what.plus));
    if (!what.minus.empty()) total -= units(record.at(schema, what.minus));
  }
  std::string sql = fmt::format("SELECT coalesce(sum({}), 0)", table->map.column_of(what.plus));
  if (!what.minus.empty()) sql += fmt::format(" - coalesce(sum({}), 0)", table->map.column_of(what.minus));
  sql += fmt::format(" FROM {} WHERE {} = $1", table->map.table(), table->map.column_of(what.by));
  int place = 1;
  for (const auto& [field, code] : what.where) sql += fmt::format(" AND {} = ${}", table->map.column_of(field), ++place);
  for (size_t i = 0; i < planned.size(); ++i) sql += fmt::format(" AND id <> ${}", ++place);
  LINGQU_TRY(statement, connection_.prepare(sql));
  statement->bind(1, id);
  place = 1;
  for (const auto& [field, code] : what.where) statement->bind_text(++place, code);
  for (int64_t each : planned) statement->bind(++place, each);
  LINGQU_TRY(found, statement->step());
  if (found) total += statement->integer(0);
  statement->reset();
  return total;
}

base::Result<int64_t> StoreSurroundings::next_number(const std::string& register_name, int year) {
  if (!sequences_) return int64_t{1};
  return sequences_->next_number(connection_, register_name, year);
}

const registers::Register* StoreSurroundings::schema_of(const std::string& register_name) const {
  const RegisterTable* table = context_.find(register_name);
  return table ? &table->schema() : nullptr;
}

const base::Text& StoreSurroundings::register_title(const std::string& register_name) const {
  static const base::Text kUnknown;
  const RegisterTable* table = context_.find(register_name);
  return table ? table->schema().title : kUnknown;
}

base::Text StoreSurroundings::state_title(const std::string& register_name, const std::string& state) const {
  const RegisterTable* table = context_.find(register_name);
  const lifecycle::State* found = table ? table->lifecycle().find_state(state) : nullptr;
  return found ? found->title : base::same(state);
}

base::Text StoreSurroundings::organisation_title(int64_t organisation) {
  const RegisterTable* table = context_.find(context_.pack->organisation_register);
  if (organisation == 0 || !table) return context_.pack->region_title;
  auto record = load(*table, organisation);
  return base::same(record.ok() && *record ? context_.label(table->schema(), **record) : "#" + std::to_string(organisation));
}

base::Text StoreSurroundings::role_title(const std::string& role) const {
  const pack::Role* found = context_.pack->find_role(role);
  return found ? found->title : base::same(role);
}

base::Result<lifecycle::DecisionAnswer> StoreSurroundings::decide(const lifecycle::DecisionCall& call, const feel::Context& inputs,
                                                                      base::Date on) {
  LINGQU_TRY(answer, decisions::decide(*context_.pack, call.decision, on, inputs, sequences_ != nullptr));
  lifecycle::DecisionAnswer decided{std::move(answer.decision), std::move(answer.version), std::move(answer.digest),
                                    std::move(answer.value),    std::move(answer.clauses), answer.verified,
                                    std::move(answer.reasons),  std::move(answer.trace_json)};
  // Asked twice with the same inputs (to derive a value, then to judge it) it is one and the same.
  const bool known = std::any_of(decided_.begin(), decided_.end(), [&](const lifecycle::DecisionAnswer& one) {
    return one.decision == decided.decision && one.trace == decided.trace;
  });
  if (sequences_ && !known) decided_.push_back(decided);
  return decided;
}

base::Result<bool> StoreSurroundings::taken(const RegisterTable& table, int field, const Value& value, int64_t id) {
  const auto index = static_cast<size_t>(field);
  const auto& declared = table.schema().fields[index];
  auto ended = [&](const std::string& state) {
    const lifecycle::State* found = table.lifecycle().find_state(state);
    return found && found->ends;
  };
  for (const auto& [key, record] : planned_)
    if (key.first == table.schema().name && key.second != id && !ended(record.state) && registers::equal(record.values[index], value))
      return true;
  LINGQU_TRY(statement, connection_.prepare(fmt::format("SELECT id, state FROM {} WHERE {} = $1 AND id <> $2", table.map.table(),
                                                        table.map.column_of(declared.name))));
  bind_value(*statement, 1, declared, value);
  statement->bind(2, id);
  bool found = false;
  for (;;) {
    LINGQU_TRY(more, statement->step());
    if (!more) break;
    found = found || (!ended(std::string(statement->text(1))) && !planned_.contains({table.schema().name, statement->integer(0)}));
  }
  statement->reset();
  return found;
}

}  // namespace lingqu::engine
