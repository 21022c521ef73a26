#include "engine/rights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace lingqu::engine {

using lifecycle::Actor;
using registers::Field;
using registers::Record;
using registers::Register;
using registers::Visibility;

bool sees_everything(const Actor* actor) { return actor && (actor->system || !actor->region_roles.empty()); }

namespace {

bool member_of(const Actor& actor, int64_t organisation) {
  return organisation != 0 && std::any_of(actor.memberships.begin(), actor.memberships.end(),
                                          [&](const auto& m) { return m.organisation == organisation; });
}

bool allows(Visibility visibility, const Register& schema, const Record& record, const Actor* actor) {
  if (visibility == Visibility::kPublic || sees_everything(actor)) return true;
  if (!actor) return false;
  if (visibility == Visibility::kRegistered) return true;
  return visibility == Visibility::kParties && is_party(schema, record, *actor);
}

std::string id_list(const Actor& actor) {
  std::set<int64_t> organisations;
  for (const auto& membership : actor.memberships)
    if (membership.organisation) organisations.insert(membership.organisation);
  std::string list;
  for (int64_t id : organisations) list += fmt::format("{}{}", list.empty() ? "" : ", ", id);
  return list;
}

}  // namespace

bool is_party(const Register& schema, const Record& record, const Actor& actor) {
  if (sees_everything(&actor) || member_of(actor, record.owner)) return true;
  for (size_t i = 0; i < schema.fields.size(); ++i) {
    if (!schema.fields[i].party) continue;
    const auto* ref = record.values[i].get<registers::Ref>();
    if (ref && member_of(actor, ref->id)) return true;
  }
  return false;
}

Audience audience_of(const Register& schema, const Record& record) {
  Audience audience{schema.visibility(record.state), {record.owner}};
  for (size_t i = 0; i < schema.fields.size(); ++i)
    if (const auto* ref = schema.fields[i].party ? record.values[i].get<registers::Ref>() : nullptr) audience.parties.push_back(ref->id);
  return audience;
}

bool belongs(const Audience& audience, const Actor* actor) {
  if (audience.visible == Visibility::kPublic || sees_everything(actor)) return true;
  if (!actor || audience.visible == Visibility::kRegulator) return false;
  return audience.visible == Visibility::kRegistered ||
         std::any_of(audience.parties.begin(), audience.parties.end(), [&](int64_t id) { return member_of(*actor, id); });
}

bool sees_record(const Register& schema, const Record& record, const Actor* actor) {
  return allows(schema.visibility(record.state), schema, record, actor);
}

bool sees_field(const Register& schema, const Field& field, const Record& record, const Actor* actor) {
  return !field.visible || allows(*field.visible, schema, record, actor);
}

std::vector<bool> hide_fields(const Register& schema, Record& record, const Actor* actor) {
  std::vector<bool> hidden(schema.fields.size(), false);
  for (size_t i = 0; i < schema.fields.size(); ++i) hidden[i] = !sees_field(schema, schema.fields[i], record, actor);
  for (size_t i = 0; i < hidden.size(); ++i)
    if (hidden[i]) record.values[i] = {};
  return hidden;
}

SqlCondition visible_condition(const TableMap& map, const std::vector<lifecycle::State>& states, const Actor* actor, int first) {
  if (sees_everything(actor)) return {};
  const Register& schema = map.schema();
  SqlCondition condition;
  std::string open, party;
  for (const auto& state : states) {
    const Visibility visibility = schema.visibility(state.name);
    const bool seen = visibility == Visibility::kPublic || (actor && visibility == Visibility::kRegistered);
    std::string& list = seen ? open : party;
    if (!seen && (visibility == Visibility::kRegulator || !actor)) continue;
    list += fmt::format("{}${}", list.empty() ? "" : ", ", first + static_cast<int>(condition.parameters.size()));
    condition.parameters.emplace_back(state.name);
  }
  if (!open.empty()) condition.sql = fmt::format("state IN ({})", open);
  const std::string mine = actor ? id_list(*actor) : std::string();
  if (!party.empty() && !mine.empty()) {
    std::string of_mine = fmt::format("owner IN ({})", mine);
    for (const Field& field : schema.fields)
      if (field.party && field.type == registers::FieldType::kRef)
        of_mine += fmt::format(" OR {} IN ({})", map.column_of(field.name), mine);
    condition.sql += fmt::format("{}(state IN ({}) AND ({}))", condition.sql.empty() ? "" : " OR ", party, of_mine);
  } else if (!party.empty()) {
    // The parameters of `party` must stay bound to something: an impossible condition that names them.
    condition.sql += fmt::format("{}(state IN ({}) AND 1 = 0)", condition.sql.empty() ? "" : " OR ", party);
  }
  condition.sql = condition.sql.empty() ? "1 = 0" : "(" + condition.sql + ")";
  return condition;
}

}  // namespace lingqu::engine
