#include <algorithm>

#include "pack/detail/check.hpp"

namespace lingqu::pack::detail {

namespace {

using registers::Field;
using registers::FieldType;

const Field* named(const std::vector<Field>& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [name](const Field& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

const Field* of_type(const Scope& scope, const YamlNode& node, const Field* field,
                     std::initializer_list<FieldType> types) {
  if (types.size() == 0 || std::find(types.begin(), types.end(), field->type) != types.end())
    return field;
  std::string wanted;
  for (const FieldType type : types)
    wanted += (wanted.empty() ? "" : " / ") + std::string(name(type));
  const std::string is(name(field->type));
  scope.problem(node,
                {"“" + field->name + "”是 " + is + " 字段，这里需要 " + wanted,
                 "“" + field->name + "” is a field of type " + is + "; " + wanted + " is needed"},
                {"请改用 " + wanted + " 类型的字段", "Name a field of type " + wanted});
  return nullptr;
}

}  // namespace

const Field* Scope::field(const YamlNode* node, const registers::Register& of,
                          std::initializer_list<FieldType> types) const {
  if (!is_scalar(node)) return nullptr;
  const Field* found = of.find(node->scalar);
  if (found == nullptr) {
    unknown(*node, {"登记簿 " + of.name + " 的字段", "field of register " + of.name}, node->scalar,
            field_names(of.fields));
    return nullptr;
  }
  if (found->computed()) {
    problem(*node,
            {"“" + found->name + "”是计算字段，不存储，不能用在这里",
             "“" + found->name + "” is computed and never stored; it cannot be used here"},
            {"请改用存储的字段；在 FEEL 表达式中可以使用计算字段",
             "Name a stored field; FEEL expressions may use computed ones"});
    return nullptr;
  }
  return of_type(*this, *node, found, types);
}

const Field* Scope::column(const YamlNode* node, const Field* group,
                           std::initializer_list<FieldType> types) const {
  if (!is_scalar(node) || group == nullptr) return nullptr;
  const Field* found = named(group->rows, node->scalar);
  if (found == nullptr) {
    unknown(*node, {"行组 " + group->name + " 的列", "column of " + group->name}, node->scalar,
            field_names(group->rows));
    return nullptr;
  }
  return of_type(*this, *node, found, types);
}

const RegisterEntry* Scope::register_named(const YamlNode* node) const {
  if (!is_scalar(node)) return nullptr;
  const RegisterEntry* found = pack.find(node->scalar);
  if (found == nullptr) unknown(*node, {"登记簿", "register"}, node->scalar, register_names(pack));
  return found;
}

void Scope::states(const YamlNode* node, std::string_view key, const RegisterEntry& of) const {
  for (const YamlNode* item : items_of(node, key))
    if (is_scalar(item) && of.lifecycle.find_state(item->scalar) == nullptr)
      unknown(*item,
              {"登记簿 " + of.schema.name + " 的状态", "state of register " + of.schema.name},
              item->scalar, state_names(of));
}

void Scope::clause(const YamlNode* node) const {
  if (!is_scalar(node) || pack.find_clause(node->scalar) != nullptr) return;
  std::vector<std::string> known;
  for (const Document& document : pack.documents)
    for (const Clause& one : document.clauses) known.push_back(one.id);
  unknown(*node, {"条款", "clause"}, node->scalar, known);
}

std::vector<std::string> field_names(const std::vector<Field>& fields) {
  std::vector<std::string> out;
  for (const Field& field : fields) out.push_back(field.name);
  return out;
}
std::vector<std::string> state_names(const RegisterEntry& entry) {
  std::vector<std::string> out;
  for (const lifecycle::State& state : entry.lifecycle.states) out.push_back(state.name);
  return out;
}
std::vector<std::string> act_names(const RegisterEntry& entry) {
  std::vector<std::string> out;
  for (const lifecycle::Act& act : entry.lifecycle.acts) out.push_back(act.name);
  return out;
}
std::vector<std::string> register_names(const Pack& pack) {
  std::vector<std::string> out;
  for (const RegisterEntry& entry : pack.registers) out.push_back(entry.schema.name);
  return out;
}

}  // namespace lingqu::pack::detail
