#include <algorithm>
#include <array>

#include "pack/detail/check.hpp"
#include "pack/detail/check_shape.hpp"

namespace lingqu::pack::detail {

namespace {

using registers::Field;
using registers::FieldType;

constexpr std::array<std::string_view, 7> kReserved{"id",         "version",    "state",    "owner",
                                                    "created_at", "updated_at", "last_leaf"};

struct TypedKey {
  std::string_view key;
  std::vector<FieldType> types;
};
// Keys that only some types have.
const std::vector<TypedKey>& typed_keys() {
  static const std::vector<TypedKey> kKeys{
      {"of", {FieldType::kCode}},
      {"to", {FieldType::kRef, FieldType::kRefs}},
      {"columns", {FieldType::kRows}},
      {"party", {FieldType::kRef}},
      {"scale", {FieldType::kDecimal}},
      {"max_length", {FieldType::kText, FieldType::kLongText, FieldType::kLocalized}},
      {"min_rows", {FieldType::kRows, FieldType::kRefs}},
      {"max_rows", {FieldType::kRows, FieldType::kRefs}},
      {"minimum",
       {FieldType::kInteger, FieldType::kDecimal, FieldType::kMoney, FieldType::kShare,
        FieldType::kDate}},
      {"maximum",
       {FieldType::kInteger, FieldType::kDecimal, FieldType::kMoney, FieldType::kShare,
        FieldType::kDate}},
      {"unique",
       {FieldType::kText, FieldType::kInteger, FieldType::kDate, FieldType::kCode, FieldType::kRef,
        FieldType::kRegion, FieldType::kCreditCode}},
      {"search",
       {FieldType::kText, FieldType::kLongText, FieldType::kLocalized, FieldType::kCreditCode}},
  };
  return kKeys;
}

bool has(const std::vector<FieldType>& types, FieldType type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

void check_name(const Scope& scope, const YamlNode& key) {
  const std::string& name = key.scalar;
  if (!is_name(name))
    scope.problem(key, {"“" + name + "”不是合法名称", "“" + name + "” is not a proper name"},
                  {"以字母开头，只用 a-z、0-9 和下划线",
                   "Begin with a letter; use a-z, 0-9 and underscores"});
  else if (name.find("__") != std::string::npos || name.ends_with('_') ||
           std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end())
    scope.problem(key, {"“" + name + "”为系统保留名称", "“" + name + "” is reserved"},
                  {"请换一个名称（保留：id、version、state、owner、created_at、updated_at、last_"
                   "leaf 及含双下划线者）",
                   "Use another name (reserved: id, version, state, owner, created_at, updated_at, "
                   "last_leaf, and any "
                   "with a double underscore)"});
}

void check_bound(const Scope& scope, const YamlNode& node, std::string_view key, const Field& field,
                 const registers::Value& bound) {
  const YamlNode* at = node.find(key);
  if (at == nullptr) return;
  const std::string parameter = text_of(at, "parameter");
  const auto& all = scope.pack.parameters;
  if (!parameter.empty() && std::none_of(all.begin(), all.end(), [&parameter](const Parameter& p) {
        return p.key == parameter;
      })) {
    std::vector<std::string> known;
    for (const Parameter& p : all) known.push_back(p.key);
    scope.unknown(*at->find("parameter"), {"参数", "parameter"}, parameter, known);
  } else if (bound.empty()) {
    scope.problem(*at,
                  {std::string(key) + " 不是 " + std::string(name(field.type)) + " 类型的值",
                   std::string(key) + " is not a value of type " + std::string(name(field.type))},
                  {"请按字段类型填写", "Write a value of the field's type"});
  }
}

void check_typed_keys(const Scope& scope, const YamlNode& node, const Field& field) {
  const std::string type(name(field.type));
  for (const TypedKey& typed : typed_keys()) {
    const YamlNode* value = node.find(typed.key);
    if (value == nullptr || has(typed.types, field.type)) continue;
    const std::string key(typed.key);
    scope.problem(
        *value,
        {type + " 字段没有“" + key + "”", "a field of type " + type + " has no “" + key + "”"},
        {"请删去该键，或更正字段类型", "Remove the key or correct the type"});
  }
  const auto demand = [&](bool needed, const char* key) {
    if (needed && node.find(key) == nullptr)
      scope.problem(
          node,
          {type + " 字段缺少“" + key + "”", "a field of type " + type + " lacks “" + key + "”"},
          {std::string("请补充 ") + key + ": …", std::string("Add ") + key + ": …"});
  };
  demand(field.type == FieldType::kCode, "of");
  demand(field.type == FieldType::kRef || field.type == FieldType::kRefs, "to");
  demand(field.type == FieldType::kRows, "columns");
}

void check_targets(const Scope& scope, const YamlNode& node, const Field& field) {
  if (const YamlNode* of = node.find("of");
      is_scalar(of) && !scope.pack.vocabularies.contains(of->scalar)) {
    std::vector<std::string> known;
    for (const auto& [name, vocabulary] : scope.pack.vocabularies) known.push_back(name);
    scope.unknown(*of, {"词表", "vocabulary"}, of->scalar, known);
  }
  scope.register_named(node.find("to"));
  if (field.party && field.target != scope.pack.organisation_register)
    scope.problem(*node.find("party"),
                  {"只有引用单位登记簿的字段才能标为当事方",
                   "only a reference to the organisation register can be a party"},
                  {"请删去 party", "Remove party"});
  if (const YamlNode* group = node.find("group"); is_scalar(group)) {
    std::vector<std::string> known;
    for (const registers::Group& one : scope.schema().groups) known.push_back(one.name);
    if (std::find(known.begin(), known.end(), group->scalar) == known.end())
      scope.unknown(*group, {"分组", "group"}, group->scalar, known);
  }
}

// A computed field has no value of its own: nothing asks for it, finds it or hangs on it. Columns have neither formula nor default.
void check_formula_keys(const Scope& scope, const YamlNode& node, const Field& field, bool is_column) {
  const auto refuse = [&](const char* key, base::Text what) {
    if (const YamlNode* at = node.find(key))
      scope.problem(*at, {std::string(what.zh) + "没有“" + key + "”", what.en + " has no “" + key + "”"},
                    {"请删去该键", "Remove the key"});
  };
  if (is_column) {
    refuse("is", {"列", "a column"});
    refuse("default", {"列", "a column"});
  } else if (field.computed()) {
    for (const char* key : {"default", "required", "unique", "personal", "party", "search", "minimum", "maximum"})
      refuse(key, {"计算字段", "a computed field"});
    if (has({FieldType::kRef, FieldType::kRefs, FieldType::kRows, FieldType::kFile, FieldType::kLocalized}, field.type))
      scope.problem(*node.find("is"), {"这种类型的字段不能由公式计算", "a field of this type cannot be computed on read"},
                    {"请改用文字、数、日期、是否或代码类型，或在办理时以 derives 填写",
                     "Use a text, number, date, yes/no or code, or fill it by derives of an act"});
  }
}

void check_ranges(const Scope& scope, const YamlNode& node, const Field& field) {
  constexpr int kMostScale = 12;
  const auto range = [&](const char* key, int64_t value, int64_t least, int64_t most) {
    if (node.find(key) == nullptr || (value >= least && value <= most)) return;
    const std::string words = std::to_string(least) + "–" + std::to_string(most);
    scope.problem(*node.find(key),
                  {std::string(key) + " 超出范围", std::string(key) + " is out of range"},
                  {"应为 " + words, "It must be " + words});
  };
  range("search", field.search_weight, 1, 10);
  range("scale", field.scale, 0, kMostScale);
  range("max_length", integer_of(&node, "max_length", 0), 1, 1'000'000);
  range("max_rows", integer_of(&node, "max_rows", 0), 1, 1'000);
  range("min_rows", integer_of(&node, "min_rows", 0), 0, static_cast<int64_t>(field.max_rows));
}

// The single-valued keys of the register that name one of its fields.
void check_own_fields(const Scope& scope) {
  const YamlNode& root = scope.source.root;
  const registers::Register& schema = scope.schema();
  scope.field(root.find("label"), schema,
              {FieldType::kText, FieldType::kLongText, FieldType::kLocalized});
  if (const Field* number =
          scope.field(root.find("number"), schema, {FieldType::kText, FieldType::kCreditCode}))
    if (!number->unique)
      scope.problem(*root.find("number"),
                    {"编号字段“" + number->name + "”须唯一",
                     "the number field “" + number->name + "” must be unique"},
                    {"请在该字段加 unique: true", "Add unique: true to the field"});
  const YamlNode* owner = root.find("owner");
  if (!is_scalar(owner) || owner->scalar == "self") return;
  if (const Field* field = scope.field(owner, schema, {FieldType::kRef}))
    if (field->target != scope.pack.organisation_register)
      scope.problem(*owner,
                    {"owner 须引用单位登记簿", "owner must refer to the organisation register"},
                    {"请改用引用 " + scope.pack.organisation_register + " 的字段",
                     "Name a field that refers to " + scope.pack.organisation_register});
}

}  // namespace

void check_field(const Scope& scope, const YamlNode::Entry& entry, const Field& field,
                 bool is_column) {
  const YamlNode& node = entry.value;
  check_name(scope, entry.key);
  if (!registers::parse_field_type(text_of(&node, "type"))) return;  // told by the shape
  check_typed_keys(scope, node, field);
  check_formula_keys(scope, node, field, is_column);
  check_targets(scope, node, field);
  check_ranges(scope, node, field);
  check_bound(scope, node, "minimum", field, field.minimum);
  check_bound(scope, node, "maximum", field, field.maximum);
  if (is_column && (field.type == FieldType::kRows || field.type == FieldType::kRefs))
    scope.problem(node, {"行组的列不能是 rows 或 refs", "a column cannot be of type rows or refs"},
                  {"请改用单独的登记簿", "Use a register of its own"});
  for (const char* key : {"group", "unique", "party", "listed", "search"})
    if (is_column && node.find(key) != nullptr)
      scope.problem(
          *node.find(key),
          {std::string("列没有“") + key + "”", std::string("a column has no “") + key + "”"},
          {"请删去该键", "Remove the key"});
  const std::vector<YamlNode::Entry>& columns = entries_of(&node, "columns");
  for (size_t i = 0; i < columns.size() && i < field.rows.size(); ++i)
    check_field(scope, columns[i], field.rows[i], true);
}

// Duties: known clauses and states, and each its own id.
void check_duties(const Scope& scope) {
  std::vector<std::string> ids;
  for (const YamlNode* duty : items_of(&scope.source.root, "duties")) {
    scope.clause(duty->find("clause"));
    scope.states(duty, "late_in", scope.entry);
    const std::string id = text_of(duty, "id");
    if (!id.empty() && std::find(ids.begin(), ids.end(), id) != ids.end())
      scope.problem(*duty->find("id"), {"职责“" + id + "”重名", "two duties are called “" + id + "”"}, {"请改名", "Rename one"});
    ids.push_back(id);
  }
}

void check_register(const Scope& scope) {
  const YamlNode& root = scope.source.root;
  const std::vector<YamlNode::Entry>& fields = entries_of(&root, "fields");
  for (size_t i = 0; i < fields.size(); ++i)
    check_field(scope, fields[i], scope.schema().fields[i], false);
  check_with(scope, root.find("with"));
  check_own_fields(scope);
  for (const YamlNode::Entry& state : entries_of(&root, "visible_in"))
    if (scope.entry.lifecycle.find_state(state.key.scalar) == nullptr)
      scope.unknown(state.key, {"状态", "state"}, state.key.scalar, state_names(scope.entry));
  for (const YamlNode* field : items_of(&root, "bundle_with")) scope.field(field, scope.schema(), {FieldType::kRef});
  check_duties(scope);
  check_lifecycle(scope);
}

}  // namespace lingqu::pack::detail
