#include "pack/detail/read.hpp"

namespace lingqu::pack::detail {

namespace {

using registers::Field;
using registers::FieldType;
using registers::Visibility;

Visibility visibility_of(const std::string& word, Visibility otherwise) {
  if (word == "public") return Visibility::kPublic;
  if (word == "registered") return Visibility::kRegistered;
  if (word == "parties") return Visibility::kParties;
  if (word == "regulator") return Visibility::kRegulator;
  return otherwise;
}

size_t size_of(const YamlNode* node, std::string_view key, size_t otherwise) {
  const int64_t value = integer_of(node, key, -1);
  return value < 0 ? otherwise : static_cast<size_t>(value);
}

size_t default_length(FieldType type) {
  constexpr size_t kText = 200;
  constexpr size_t kLongText = 20'000;
  if (type == FieldType::kText) return kText;
  return type == FieldType::kLongText || type == FieldType::kLocalized ? kLongText : 0;
}

// The bound as a value of the field's own type; empty if there is none or it cannot be read (told
// elsewhere).
registers::Value bound(const Field& field, const YamlNode* node, const Pack& pack) {
  if (node == nullptr) return {};
  auto value = registers::parse_cell(field, value_of(node, pack), {}, "");
  return value.ok() ? std::move(value).value() : registers::Value();
}

Field read_field(const YamlNode::Entry& entry, const Pack& pack) {
  const YamlNode* node = &entry.value;
  Field field;
  field.name = entry.key.scalar;
  field.title = title_of(node, "title");
  field.help = title_of(node, "help");
  field.type = registers::parse_field_type(text_of(node, "type")).value_or(FieldType::kText);
  field.required = flag_of(node, "required");
  field.personal = flag_of(node, "personal");
  field.unique = flag_of(node, "unique");
  field.retired = flag_of(node, "retired");
  field.listed = flag_of(node, "listed");
  field.party = flag_of(node, "party");
  field.search_weight = static_cast<int>(integer_of(node, "search", 0));
  if (node->find("visible") != nullptr)
    field.visible = visibility_of(text_of(node, "visible"), Visibility::kParties);
  field.group = text_of(node, "group");
  field.vocabulary = text_of(node, "of");
  field.target = text_of(node, "to");
  field.max_length = size_of(node, "max_length", default_length(field.type));
  field.scale = static_cast<int>(integer_of(node, "scale", field.scale));
  field.min_rows = size_of(node, "min_rows", field.min_rows);
  field.max_rows = size_of(node, "max_rows", field.max_rows);
  field.mark = text_of(node, "mark");
  field.is = read_formula(node, "is");
  field.initial = read_formula(node, "default");
  field.minimum = bound(field, node->find("minimum"), pack);
  field.maximum = bound(field, node->find("maximum"), pack);
  for (const YamlNode::Entry& column : entries_of(node, "columns"))
    field.rows.push_back(read_field(column, pack));
  return field;
}

}  // namespace

registers::FormulaPointer read_formula(const YamlNode* node, std::string_view key) {
  if (!is_scalar(find(node, key))) return nullptr;
  auto formula = std::make_shared<registers::Formula>();
  formula->text = text_of(node, key);
  return formula;
}

std::vector<registers::RelatedList> read_with(const YamlNode* node) {
  std::vector<registers::RelatedList> out;
  if (node == nullptr) return out;
  for (const YamlNode::Entry& entry : node->entries)
    out.push_back({entry.key.scalar, text_of(&entry.value, "register"), text_of(&entry.value, "by")});
  return out;
}

RegisterEntry read_register(const Source& source, const Pack& pack) {
  const YamlNode* root = &source.root;
  RegisterEntry entry;
  registers::Register& schema = entry.schema;
  schema.name = text_of(root, "register");
  schema.title = title_of(root, "title");
  schema.help = title_of(root, "help");
  schema.label_field = text_of(root, "label");
  schema.number_field = text_of(root, "number");
  schema.owner_field = text_of(root, "owner");
  schema.visible = visibility_of(text_of(root, "visible"), Visibility::kParties);
  for (const YamlNode::Entry& state : entries_of(root, "visible_in"))
    schema.visible_in[state.key.scalar] = visibility_of(state.value.scalar, schema.visible);
  for (const YamlNode::Entry& group : entries_of(root, "groups"))
    schema.groups.push_back({group.key.scalar, title_of(&group.value)});
  for (const YamlNode::Entry& field : entries_of(root, "fields"))
    schema.fields.push_back(read_field(field, pack));
  schema.with = read_with(root->find("with"));
  schema.icon = text_of(root, "icon");
  schema.menu_order = static_cast<int>(integer_of(root, "menu_order", schema.menu_order));
  schema.bundle_with = texts_of(root, "bundle_with");
  entry.lifecycle = read_lifecycle(root->find("lifecycle"), schema, pack);
  for (const YamlNode* duty : items_of(root, "duties"))
    entry.lifecycle.duties.push_back({text_of(duty, "id"), title_of(duty, "title"), text_of(duty, "clause"), read_formula(duty, "applies"),
                                      read_formula(duty, "done"), texts_of(duty, "late_in"), title_of(duty, "remedy")});
  return entry;
}

}  // namespace lingqu::pack::detail
