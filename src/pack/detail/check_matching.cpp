// That what matching.yaml names is there, of the right kind, and not hidden from those who see the record.
#include <algorithm>

#include "pack/detail/check.hpp"

namespace lingqu::pack::detail {

namespace {

using registers::Field;
using registers::FieldType;

// Words of a record are searched for whoever sees the record: a field that fewer may see would be told by what is found.
void check_open(const Scope& scope, const YamlNode& node, const Field* field) {
  if (field == nullptr || (!field->visible && !field->personal)) return;
  scope.problem(node,
                {"“" + field->name + "”的可见范围比记录窄或属个人信息，不能用作匹配文本",
                 "“" + field->name + "” is seen by fewer than the record or is personal, and cannot be matched by its words"},
                {"请改用随记录公开的字段", "Name a field that is seen with the record"});
}

void check_words(const Scope& scope, const YamlNode& side, std::string_view key, std::initializer_list<FieldType> types) {
  for (const YamlNode* node : items_of(&side, key)) check_open(scope, *node, scope.field(node, scope.schema(), types));
}

void check_codes(const Scope& scope, const YamlNode* node, const Field* field) {
  const auto vocabulary = field == nullptr ? scope.pack.vocabularies.end() : scope.pack.vocabularies.find(field->vocabulary);
  if (!is_scalar(node) || vocabulary == scope.pack.vocabularies.end() || vocabulary->second.find(node->scalar) != nullptr) return;
  std::vector<std::string> known;
  for (const registers::Code& code : vocabulary->second.codes) known.push_back(code.code);
  scope.unknown(*node, {"词表 " + field->vocabulary + " 的代码", "code of vocabulary " + field->vocabulary}, node->scalar, known);
}

void check_facts(const Scope& scope, const YamlNode* facts) {
  if (facts == nullptr) return;
  scope.field(facts->find("field"), scope.schema(), {FieldType::kCode});
  scope.field(facts->find("readiness"), scope.schema(), {FieldType::kInteger});
  scope.field(facts->find("money"), scope.schema(), {FieldType::kMoney});
  scope.field(facts->find("region"), scope.schema(), {FieldType::kRegion});
  if (const YamlNode* mode = facts->find("mode")) {
    const Field* field = scope.field(is_scalar(mode) ? mode : mode->find("field"), scope.schema(), {FieldType::kCode});
    for (const YamlNode* code : items_of(mode, "open")) check_codes(scope, code, field);
    for (const YamlNode::Entry& entry : entries_of(mode, "as")) check_codes(scope, &entry.key, field);
  }
  if (const YamlNode* right = facts->find("right")) {
    const Field* field = scope.field(right->find("field"), scope.schema(), {FieldType::kCode});
    for (const YamlNode* code : items_of(right, "in_force")) check_codes(scope, code, field);
  }
}

void check_side(const Scope& scope, const YamlNode& side, const Matching& matching) {
  scope.states(&side, "states", scope.entry);
  check_words(scope, side, "title", {FieldType::kText, FieldType::kLongText, FieldType::kLocalized});
  check_words(scope, side, "text", {FieldType::kText, FieldType::kLongText, FieldType::kLocalized, FieldType::kRows});
  check_words(scope, side, "keywords", {FieldType::kText, FieldType::kLongText});
  check_words(scope, side, "discipline", {FieldType::kText, FieldType::kCode});
  check_facts(scope, side.find("facts"));
  std::vector<std::string> known;
  for (const MatchSide& one : matching.sides) known.push_back(one.register_name);
  for (const YamlNode* with : items_of(&side, "with"))
    if (is_scalar(with) && matching.find(with->scalar) == nullptr) scope.unknown(*with, {"参与匹配的登记簿", "register that is matched"}, with->scalar, known);
}

void check_answers(const Scope& scope, const YamlNode& node, const Matching& matching) {
  std::vector<std::string> targets;
  for (const YamlNode* ref : items_of(&node, "pair"))
    if (const Field* field = scope.field(ref, scope.schema(), {FieldType::kRef})) targets.push_back(field->target);
  const bool pair = targets.size() == 2 && targets[0] != targets[1] && matching.find(targets[0]) != nullptr && matching.find(targets[1]) != nullptr;
  if (items_of(&node, "pair").size() != 2 || (targets.size() == 2 && !pair))
    scope.problem(*node.find("pair"), {"应为两个引用字段，分别指向两个参与匹配的登记簿", "pair must be two ref fields, to two registers that are matched"},
                  {"例如：pair: [need, achievement]", "For example: pair: [need, achievement]"});
  scope.states(&node, "accepted", scope.entry);
  scope.states(&node, "declined", scope.entry);
  const Field* reason = scope.field(node.find("reason"), scope.schema(), {FieldType::kCode});
  scope.field(node.find("score"), scope.schema(), {FieldType::kDecimal});
  scope.field(node.find("advice"), scope.schema(), {FieldType::kText, FieldType::kLongText});
  for (const YamlNode::Entry& entry : entries_of(&node, "reasons")) check_codes(scope, &entry.key, reason);
}

}  // namespace

void check_matching(const Source& source, const Pack& pack, Problems& problems) {
  for (const YamlNode::Entry& entry : entries_of(&source.root, "registers")) {
    if (const RegisterEntry* found = pack.find(entry.key.scalar))
      check_side({source, *found, pack, problems}, entry.value, pack.matching);
    else
      problems.unknown(source.file, entry.key, {"登记簿", "register"}, entry.key.scalar, register_names(pack));
  }
  const YamlNode* answers = source.root.find("answers");
  const YamlNode* named = find(answers, "register");
  if (!is_scalar(named)) return;
  if (const RegisterEntry* found = pack.find(named->scalar))
    check_answers({source, *found, pack, problems}, *answers, pack.matching);
  else
    problems.unknown(source.file, *named, {"登记簿", "register"}, named->scalar, register_names(pack));
}

}  // namespace lingqu::pack::detail
