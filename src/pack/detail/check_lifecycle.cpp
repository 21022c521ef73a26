#include <algorithm>
#include <set>

#include "pack/detail/check.hpp"
#include "pack/detail/check_shape.hpp"

namespace lingqu::pack::detail {

namespace {

using lifecycle::Act;
using registers::Field;
using registers::FieldType;

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void check_names(const Scope& scope, const std::vector<YamlNode::Entry>& entries, base::Text what) {
  for (const YamlNode::Entry& entry : entries)
    if (!is_name(entry.key.scalar))
      scope.problem(entry.key, {what.zh + "名称有误", "this is no proper name of " + what.en},
                    {"以字母开头，只用 a-z、0-9 和下划线",
                     "Begin with a letter; use a-z, 0-9 and underscores"});
}

void check_permits(const Scope& scope, const YamlNode& node) {
  std::vector<std::string> roles{"anyone"};
  for (const Role& role : scope.pack.roles) roles.push_back(role.name);
  for (const YamlNode* permit : items_of(&node, "by")) {
    const YamlNode* role = is_scalar(permit) ? permit : permit->find("role");
    if (is_scalar(role) && !contains(roles, role->scalar))
      scope.unknown(*role, {"角色", "role"}, role->scalar, roles);
    const YamlNode* by_field = permit->find("field");
    const Field* field = scope.field(by_field, scope.schema(), {FieldType::kRef, FieldType::kRefs});
    if (field != nullptr && field->target != scope.pack.organisation_register)
      scope.problem(*by_field,
                    {"该字段须引用单位登记簿", "the field must refer to the organisation register"},
                    {"请改用引用 " + scope.pack.organisation_register + " 的字段",
                     "Name a field that refers to " + scope.pack.organisation_register});
  }
}

void check_field_lists(const Scope& scope, const YamlNode& node) {
  for (const YamlNode* item : items_of(&node, "needs")) scope.field(item, scope.schema(), {});
  for (const YamlNode* item : items_of(&node, "sets"))
    if (is_scalar(item) && item->scalar != "*") scope.field(item, scope.schema(), {});
  for (const YamlNode* item : items_of(&node, "appends"))
    scope.field(item, scope.schema(), {FieldType::kRows});
}

// The fields the act fills in by itself, or that the engine does (the owner).
std::set<std::string> filled_by_itself(const Scope& scope, const Act& act) {
  std::set<std::string> out;
  if (scope.schema().owner_field != "self") out.insert(scope.schema().owner_field);
  for (const lifecycle::Derivation& derivation : act.derives)
    for (const std::string& field : lifecycle::filled_by(derivation)) out.insert(field);
  if (act.bid) out.insert({act.bid->position, act.bid->placed_at});
  for (const Field& field : scope.schema().fields)
    if (field.initial != nullptr) out.insert(field.name);
  return out;
}

// Every required field of the register must be settable when a record is made.
void check_creation(const Scope& scope, const YamlNode& node, const Act& act) {
  if (act.to.empty())
    scope.problem(
        node,
        {"新建类办理“" + act.name + "”缺少“to”", "the creation “" + act.name + "” lacks “to”"},
        {"请写明新建后的状态", "Name the state of the new record"});
  const std::set<std::string> filled = filled_by_itself(scope, act);
  for (const Field& field : scope.schema().fields) {
    if (!field.required || act.may_set(field.name) || filled.contains(field.name)) continue;
    scope.problem(
        node,
        {"必填字段“" + field.name + "”在新建类办理“" + act.name + "”中无法填写",
         "the required field “" + field.name + "” cannot be filled in “" + act.name + "”"},
        {"请在 needs 或 sets 中列出该字段", "List it in needs or sets"});
  }
}

void check_act(const Scope& scope, const YamlNode::Entry& entry, const Act& act) {
  const YamlNode& node = entry.value;
  if (node.kind != YamlNode::Kind::kMapping) return;
  scope.states(&node, "from", scope.entry);
  scope.states(&node, "to", scope.entry);
  check_permits(scope, node);
  check_field_lists(scope, node);
  if (act.creates()) check_creation(scope, node, act);
  check_with(scope, node.find("with"));
  std::vector<std::string> ids;
  for (const YamlNode* condition : items_of(&node, "conditions")) {
    check_condition(scope, *condition);
    const std::string id = text_of(condition, "id");
    if (!id.empty() && contains(ids, id))
      scope.problem(*condition->find("id"),
                    {"条件“" + id + "”重名", "two conditions are called “" + id + "”"},
                    {"请改名", "Rename one"});
    ids.push_back(id);
  }
  for (const YamlNode* derivation : items_of(&node, "derives"))
    check_derivation(scope, *derivation);
  if (const YamlNode* bid = node.find("bid")) check_bid(scope, act, *bid);
  for (const YamlNode* effect : items_of(&node, "effects")) check_effect(scope, act, *effect);
  for (const YamlNode* clause : items_of(&node, "basis")) scope.clause(clause);
  if (node.find("basis") != nullptr && act.basis.empty())
    scope.problem(*node.find("basis"),
                  {"办理“" + act.name + "”没有依据", "the act “" + act.name + "” has no basis"},
                  {"请写明至少一条条款", "Name at least one clause"});
}

// True if some other part of the pack makes the system do this act.
bool is_triggered(const Pack& pack, const std::string& register_name, const std::string& act_name) {
  for (const RegisterEntry& entry : pack.registers) {
    for (const Act& act : entry.lifecycle.acts) {
      if (act.bid && act.bid->act == act_name)
        if (const Field* auction = entry.schema.find(act.bid->auction); auction != nullptr && auction->target == register_name)
          return true;
      for (const lifecycle::Effect& effect : act.effects) {
        if (const auto* timer = std::get_if<lifecycle::StartTimer>(&effect))
          if (entry.schema.name == register_name && timer->act == act_name) return true;
        if (const auto* cascade = std::get_if<lifecycle::CascadeReference>(&effect)) {
          const Field* field = entry.schema.find(cascade->field);
          if (field != nullptr && field->target == register_name && cascade->act == act_name)
            return true;
        }
        if (const auto* related = std::get_if<lifecycle::CascadeRelated>(&effect))
          if (related->register_name == register_name && related->act == act_name) return true;
        if (const auto* create = std::get_if<lifecycle::CreateRecord>(&effect))
          if (create->register_name == register_name && create->act == act_name) return true;
      }
    }
  }
  return false;
}

void check_system_acts(const Scope& scope, const std::vector<YamlNode::Entry>& nodes) {
  for (const YamlNode::Entry& entry : nodes) {
    const Act* act = scope.entry.lifecycle.find_act(entry.key.scalar);
    if (act == nullptr || !act->by.empty()) continue;
    if (is_triggered(scope.pack, scope.schema().name, act->name)) continue;
    scope.problem(entry.key,
                  {"办理“" + act->name + "”无人可办，也没有期限或联动触发它",
                   "nobody may do “" + act->name + "”, and no timer or cascade does it"},
                  {"请写明 by，或由期限（timer）、联动（cascade、create）触发",
                   "Name `by`, or let a timer, cascade or create do it"});
  }
}

void check_reachable(const Scope& scope, const std::vector<YamlNode::Entry>& states) {
  std::set<std::string> reached;
  bool creates = false;
  for (bool grown = true; grown;) {
    grown = false;
    for (const Act& act : scope.entry.lifecycle.acts) {
      creates = creates || act.creates();
      const bool possible =
          act.creates() || std::any_of(act.from.begin(), act.from.end(),
                                       [&](const std::string& s) { return reached.contains(s); });
      if (possible && !act.to.empty()) grown = reached.insert(act.to).second || grown;
    }
  }
  if (!creates && !states.empty())
    scope.problem(
        states.front().key,
        {"没有新建类办理，该登记簿永远为空", "no act creates records; the register stays empty"},
        {"请增加一个没有 from 的办理", "Add an act without `from`"});
  for (const YamlNode::Entry& state : states)
    if (creates && !reached.contains(state.key.scalar))
      scope.problem(state.key,
                    {"没有办理能到达状态“" + state.key.scalar + "”",
                     "no act leads to the state “" + state.key.scalar + "”"},
                    {"请删去该状态，或增加以它为 to 的办理",
                     "Remove the state or add an act that leads there"});
}

}  // namespace

void check_lifecycle(const Scope& scope) {
  const YamlNode* node = scope.source.root.find("lifecycle");
  const std::vector<YamlNode::Entry>& states = entries_of(node, "states");
  const std::vector<YamlNode::Entry>& acts = entries_of(node, "acts");
  check_names(scope, states, {"状态", "a state"});
  check_names(scope, acts, {"办理", "an act"});
  for (size_t i = 0; i < acts.size(); ++i) check_act(scope, acts[i], scope.entry.lifecycle.acts[i]);
  check_system_acts(scope, acts);
  check_reachable(scope, states);
}

}  // namespace lingqu::pack::detail
