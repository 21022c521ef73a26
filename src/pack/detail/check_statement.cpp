#include <algorithm>

#include "pack/detail/check.hpp"

namespace lingqu::pack::detail {

namespace {

using registers::Field;
using registers::FieldType;
using registers::Visibility;

// "field", or "rows/column" of a row group.
const Field* field_or_column(const Scope& scope, const YamlNode* node, std::initializer_list<FieldType> types) {
  if (!is_scalar(node)) return nullptr;
  const size_t slash = node->scalar.find('/');
  if (slash == std::string::npos) return scope.field(node, scope.schema(), types);
  YamlNode part = *node;
  part.scalar = node->scalar.substr(0, slash);
  const Field* group = scope.field(&part, scope.schema(), {FieldType::kRows});
  part.scalar = node->scalar.substr(slash + 1);
  return scope.column(&part, group, types);
}

// What only the region may see has no place in a unit's figures.
void check_visible(const Scope& scope, const YamlNode& node, const Field* field) {
  if (field == nullptr || field->visible != Visibility::kRegulator) return;
  scope.problem(node,
                {"“" + field->name + "”只对监管部门可见，不能用于报表",
                 "“" + field->name + "” is for regulators only and cannot be used in a statement"},
                {"请改用其他字段", "Name another field"});
}

// "field" or "field.op" of the register, or its state.
void check_conditions(const Scope& scope, const YamlNode& node) {
  for (const YamlNode::Entry& entry : entries_of(&node, "where")) {
    YamlNode part = entry.key;
    part.scalar = part.scalar.substr(0, part.scalar.find('.'));
    if (part.scalar == "state") {
      for (std::string_view state : base::split(entry.value.scalar, ',')) {
        if (scope.entry.lifecycle.find_state(state) != nullptr) continue;
        scope.unknown(entry.value, {"登记簿 " + scope.schema().name + " 的状态", "state of register " + scope.schema().name}, state,
                      state_names(scope.entry));
      }
      continue;
    }
    check_visible(scope, entry.key, field_or_column(scope, &part, {}));
  }
}

void check_balance(const Scope& scope, const YamlNode& node, const statement::Balance& balance) {
  std::vector<std::string> used{balance.date, balance.increase, balance.decrease, balance.items_in, balance.items_out};
  const Field* date = scope.field(node.find("date"), scope.schema(), {FieldType::kDate});
  if (date != nullptr && !date->required)
    scope.problem(*node.find("date"), {"变动的日期须必填", "the day of a movement must be required"},
                  {"请在该字段加 required: true", "Add required: true to the field"});
  for (const char* key : {"increase", "decrease"}) scope.field(node.find(key), scope.schema(), {FieldType::kMoney});
  for (const char* key : {"items_in", "items_out"}) scope.field(node.find(key), scope.schema(), {FieldType::kInteger});
  for (const char* key : {"by", "also"})
    for (const YamlNode* by : items_of(&node, key)) {
      scope.field(by, scope.schema(), {FieldType::kCode});
      used.push_back(by->scalar);
    }
  used.push_back(scope.schema().owner_field);
  // Balances of days that are over stand because movements do.
  for (const lifecycle::Act& act : scope.entry.lifecycle.acts) {
    if (act.creates()) continue;
    const bool changes = std::any_of(used.begin(), used.end(), [&act](const std::string& field) { return act.may_set(field); });
    if (changes)
      scope.problem(node,
                    {"登记簿 " + scope.schema().name + " 的办理“" + act.name + "”会改写变动的日期、金额或口径",
                     "the act “" + act.name + "” of " + scope.schema().name + " may change a movement's day, amount or position"},
                    {"变动只能新增和冲销；请从该办理的 needs、sets 中去掉这些字段",
                     "Movements are only added and reversed: take these fields out of its needs and sets"});
  }
}

void check_table(const Source& source, const YamlNode& node, const Pack& pack, Problems& problems) {
  const YamlNode* named = node.find("register");
  const RegisterEntry* entry = is_scalar(named) ? pack.find(named->scalar) : nullptr;
  if (entry == nullptr) {
    if (is_scalar(named)) problems.unknown(source.file, *named, {"登记簿", "register"}, named->scalar, register_names(pack));
    return;
  }
  const Scope scope{source, *entry, pack, problems};
  check_visible(scope, node, field_or_column(scope, node.find("by"), {FieldType::kCode}));
  check_conditions(scope, node);
  for (const YamlNode::Entry& row : entries_of(&node, "rows")) {
    const RegisterEntry* other = row.value.find("register") == nullptr ? entry : scope.register_named(row.value.find("register"));
    if (other == nullptr) continue;
    const Scope own{source, *other, pack, problems};
    check_conditions(own, row.value);
    for (const YamlNode::Entry& column : entries_of(&node, "columns")) {
      check_visible(own, column.value, field_or_column(own, column.value.find("sum"), {FieldType::kMoney, FieldType::kInteger}));
      check_conditions(own, column.value);
    }
  }
  if (node.find("rows") != nullptr) return;
  for (const YamlNode::Entry& column : entries_of(&node, "columns")) {
    check_visible(scope, column.value, field_or_column(scope, column.value.find("sum"), {FieldType::kMoney, FieldType::kInteger}));
    check_conditions(scope, column.value);
  }
}

}  // namespace

void check_statement(const Source& source, const statement::Statement& read, const Pack& pack, Problems& problems) {
  const YamlNode& root = source.root;
  const auto clause = [&](const YamlNode* node) {
    if (!is_scalar(node) || pack.find_clause(node->scalar) != nullptr) return;
    std::vector<std::string> known;
    for (const Document& document : pack.documents)
      for (const Clause& one : document.clauses) known.push_back(one.id);
    problems.unknown(source.file, *node, {"条款", "clause"}, node->scalar, known);
  };
  for (const YamlNode* basis : items_of(&root, "basis")) clause(basis);
  clause(root.find("note_clause"));
  if (const YamlNode* due = root.find("due"); is_scalar(due)) {
    std::vector<std::string> known;
    for (const Parameter& parameter : pack.parameters) known.push_back(parameter.key);
    if (std::find(known.begin(), known.end(), due->scalar) == known.end())
      problems.unknown(source.file, *due, {"参数", "parameter"}, due->scalar, known);
  }
  if (const YamlNode* balance = root.find("balance"); balance != nullptr && read.balance) {
    const YamlNode* named = balance->find("register");
    if (const RegisterEntry* entry = pack.find(read.balance->register_name))
      check_balance({source, *entry, pack, problems}, *balance, *read.balance);
    else if (is_scalar(named))
      problems.unknown(source.file, *named, {"登记簿", "register"}, named->scalar, register_names(pack));
  }
  for (const YamlNode::Entry& table : entries_of(&root, "tables")) check_table(source, table.value, pack, problems);
}

}  // namespace lingqu::pack::detail
