// Who may see which record and which field. The rules are the pack's (visible, visible_in, party); this is the only place that applies
// them, once on records in memory and once as a condition in SQL.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/commands.hpp"
#include "engine/rows/table_map.hpp"
#include "lifecycle/lifecycle.hpp"

namespace lingqu::engine {

// `actor` null: the public.
bool sees_everything(const lifecycle::Actor* actor);
bool sees_record(const registers::Register& schema, const registers::Record& record, const lifecycle::Actor* actor);
bool sees_field(const registers::Register& schema, const registers::Field& field, const registers::Record& record,
                const lifecycle::Actor* actor);
// Empties the fields the actor may not see; tells which, by field.
std::vector<bool> hide_fields(const registers::Register& schema, registers::Record& record, const lifecycle::Actor* actor);

// A condition on the register's table, with parameters numbered from `first`; "" when the actor sees all records.
struct SqlCondition {
  std::string sql;
  std::vector<std::variant<int64_t, std::string>> parameters;
};
SqlCondition visible_condition(const TableMap& map, const std::vector<lifecycle::State>& states, const lifecycle::Actor* actor, int first);
// A member of the owner organisation or of a party, or of the whole region.
Audience audience_of(const registers::Register& schema, const registers::Record& record);
bool is_party(const registers::Register& schema, const registers::Record& record, const lifecycle::Actor& actor);

}  // namespace lingqu::engine
