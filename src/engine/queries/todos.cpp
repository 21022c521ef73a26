// What waits for a person: records in a state from which one of their roles may do a primary act, and timers on their records.
#include <fmt/format.h>

#include <algorithm>

#include "engine/acts/surroundings.hpp"
#include "engine/acts/timers.hpp"
#include "engine/queries/conditions.hpp"
#include "engine/queries/reader.hpp"
#include "engine/rights.hpp"

namespace lingqu::engine {

using lifecycle::Act;
using lifecycle::Actor;
using registers::Record;

namespace {

constexpr size_t kWaitingShown = 200;
constexpr size_t kDueShown = 100;

// Whose records the actor may do the act on: those of the whole region, or those that name one of his organisations in a column.
struct Reach {
  bool all = false;
  std::map<std::string, std::set<int64_t>> by_column;
  bool none() const { return !all && by_column.empty(); }
};
Reach reach_of(const TableMap& map, const Act& act, const Actor& actor) {
  Reach reach;
  for (const auto& permit : act.by) {
    const registers::Field* field = map.schema().find(permit.field);
    if (!permit.field.empty() && (!field || field->type != registers::FieldType::kRef)) continue;
    for (const auto& membership : actor.memberships) {
      if (membership.role != permit.role) continue;
      const auto& region = actor.region_roles;
      if (std::find(region.begin(), region.end(), membership.role) != region.end())
        reach.all = true;
      else if (membership.organisation)
        reach.by_column[field ? map.column_of(permit.field) : "owner"].insert(membership.organisation);
    }
  }
  return reach;
}

std::string reach_condition(const Reach& reach) {
  if (reach.all) return "";
  std::string any;
  for (const auto& [column, organisations] : reach.by_column) {
    std::string list;
    for (int64_t id : organisations) list += fmt::format("{}{}", list.empty() ? "" : ", ", id);
    any += fmt::format("{}{} IN ({})", any.empty() ? "" : " OR ", column, list);
  }
  return " AND (" + any + ")";
}

}  // namespace

base::Result<Todos> Reader::todos(const Actor& actor) {
  LINGQU_TRY(connection, context_.database->reader());
  StoreSurroundings around(context_, *connection, nullptr);
  Todos todos;
  for (const RegisterTable& table : context_.tables) {
    for (const auto& state : table.lifecycle().states) {
      if (state.ends) continue;
      for (const Act& act : table.lifecycle().acts) {
        const bool primary = act.emphasis == Act::Emphasis::kPrimary && std::find(act.from.begin(), act.from.end(), state.name) != act.from.end();
        const Reach reach = primary ? reach_of(table.map, act, actor) : Reach{};
        if (reach.none()) continue;
        const std::string where = " WHERE state = $1" + reach_condition(reach);
        LINGQU_TRY(counting, connection->prepare(fmt::format("SELECT count(*) FROM {}{}", table.map.table(), where)));
        counting->bind_text(1, state.name);
        LINGQU_TRY(counted, counting->step());
        const int64_t count = counted ? counting->integer(0) : 0;
        counting->reset();
        todos.waiting_total += count;
        if (count == 0) break;
        std::vector<Record> records;
        LINGQU_TRY(statement, connection->prepare(fmt::format("{}{} ORDER BY id LIMIT {}", table.map.select(), where, kWaitingShown)));
        statement->bind_text(1, state.name);
        for (;;) {
          LINGQU_TRY(more, statement->step());
          if (!more) break;
          table.map.read_row(*statement, records.emplace_back());
        }
        statement->reset();
        for (const Record& record : records) {
          // What only waits for another record or a deadline is nobody's to-do yet.
          if (!lifecycle::check_conditions(table.schema(), foreseeable_part(act), record, around).ok()) {
            --todos.waiting_total;
            continue;
          }
          LINGQU_TRY(timers, timers_of(*connection, record.register_name, record.id));
          todos.waiting.push_back({record.register_name, record.id, context_.label(table.schema(), record), record.state, act.name,
                                   timers.empty() ? std::nullopt : std::optional(timers.front().due), record.updated_at});
        }
        break;  // one primary act per state is what waits
      }
    }
  }
  std::sort(todos.waiting.begin(), todos.waiting.end(), [](const Todo& a, const Todo& b) { return a.since < b.since; });
  if (todos.waiting.size() > kWaitingShown) todos.waiting.resize(kWaitingShown);
  LINGQU_TRY(timers, due_timers(*connection, base::Timestamp{INT64_MAX}, 1000));
  for (const Timer& timer : timers) {
    const RegisterTable* table = context_.find(timer.register_name);
    if (!table || todos.due.size() == kDueShown) continue;
    LINGQU_TRY(record, table->map.load(*connection, timer.record));
    if (record && is_party(table->schema(), *record, actor))
      todos.due.push_back({timer.register_name, timer.record, context_.label(table->schema(), *record), record->state, timer.act, timer.due, record->updated_at});
  }
  return todos;
}

}  // namespace lingqu::engine
