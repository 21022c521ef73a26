#include <algorithm>

#include "pack/detail/check.hpp"

namespace lingqu::pack::detail {

namespace {

using registers::Field;
using registers::FieldType;

void check_related(const Scope& scope, const YamlNode& node) {
  const RegisterEntry* other = scope.register_named(node.find("register"));
  if (other == nullptr) return;
  const Field* by =
      scope.field(node.find("by"), other->schema, {FieldType::kRef, FieldType::kRefs});
  if (by != nullptr && by->target != scope.schema().name)
    scope.problem(*node.find("by"),
                  {"“" + by->name + "”不引用登记簿 " + scope.schema().name,
                   "“" + by->name + "” does not refer to the register " + scope.schema().name},
                  {"请改用引用本登记簿的字段", "Name a field that refers to this register"});
  scope.states(&node, "states", *other);
}

void check_reference(const Scope& scope, const YamlNode& node) {
  const Field* field = scope.field(node.find("field"), scope.schema(), {FieldType::kRef});
  const RegisterEntry* target = field == nullptr ? nullptr : scope.pack.find(field->target);
  if (target != nullptr) scope.states(&node, "states", *target);
}

// {field, ref, source}: `source` of the record that `ref` names is of the kind of `field`.
void check_copy(const Scope& scope, const YamlNode& node) {
  const Field* field = scope.field(node.find("field"), scope.schema(), {});
  const Field* ref = scope.field(node.find("ref"), scope.schema(), {FieldType::kRef});
  const RegisterEntry* target = ref == nullptr ? nullptr : scope.pack.find(ref->target);
  if (field == nullptr || target == nullptr) return;
  const Field* source = scope.field(node.find("source"), target->schema, {field->type});
  if (source != nullptr &&
      (source->target != field->target || source->vocabulary != field->vocabulary))
    scope.problem(*node.find("source"),
                  {"来源字段与目标字段引用的登记簿或词表不同",
                   "source and target refer to different registers or vocabularies"},
                  {"请改用同类字段", "Name a field of the same kind"});
}

void check_values(const Scope& scope, const YamlNode& node) {
  const Field* field =
      scope.field(node.find("field"), scope.schema(), {FieldType::kCode, FieldType::kBoolean});
  if (field == nullptr) return;
  std::vector<std::string> known{"true", "false"};
  if (field->type == FieldType::kCode) {
    const auto vocabulary = scope.pack.vocabularies.find(field->vocabulary);
    if (vocabulary == scope.pack.vocabularies.end()) return;
    known.clear();
    for (const registers::Code& code : vocabulary->second.codes) known.push_back(code.code);
  }
  for (const YamlNode* item : items_of(&node, "values"))
    if (is_scalar(item) && std::find(known.begin(), known.end(), item->scalar) == known.end())
      scope.unknown(*item, {"字段 " + field->name + " 的取值", "value of " + field->name},
                    item->scalar, known);
}

}  // namespace

void check_condition(const Scope& scope, const YamlNode& node) {
  const registers::Register& schema = scope.schema();
  scope.clause(node.find("clause"));
  if (const YamlNode* c = node.find("share_sum"))
    scope.column(c->find("field"), scope.field(c->find("rows"), schema, {FieldType::kRows}),
                 {FieldType::kShare});
  if (const YamlNode* c = node.find("money_sum")) {
    scope.column(c->find("field"), scope.field(c->find("rows"), schema, {FieldType::kRows}),
                 {FieldType::kMoney});
    scope.field(c->find("equals"), schema, {FieldType::kMoney});
  }
  for (const YamlNode* date : items_of(&node, "date_order"))
    scope.field(date, schema, {FieldType::kDate});
  scope.field(node.find("not_before"), schema, {FieldType::kDate});
  if (const YamlNode* c = node.find("related")) check_related(scope, *c);
  if (const YamlNode* c = node.find("reference")) check_reference(scope, *c);
  if (const YamlNode* c = node.find("row_value"))
    scope.column(c->find("field"), scope.field(c->find("rows"), schema, {FieldType::kRows}), {});
  if (const YamlNode* c = node.find("value_is")) check_values(scope, *c);
  if (const YamlNode* c = node.find("same_as")) check_copy(scope, *c);
}

// --- what acts fill in
// -----------------------------------------------------------------------------------------

namespace {

void check_today(const Scope& scope, const YamlNode& node) {
  const size_t slash = node.scalar.find('/');
  YamlNode part = node;
  part.scalar = node.scalar.substr(0, slash);
  if (slash == std::string::npos) {
    scope.field(&part, scope.schema(), {FieldType::kDate});
    return;
  }
  const Field* group = scope.field(&part, scope.schema(), {FieldType::kRows});
  part.scalar = node.scalar.substr(slash + 1);
  scope.column(&part, group, {FieldType::kDate});
}

void check_pattern(const Scope& scope, const YamlNode& node) {
  const YamlNode* pattern = node.find("pattern");
  if (!is_scalar(pattern) || pattern->scalar.find("{number") != std::string::npos) return;
  scope.problem(*pattern, {"编号规则缺少 {number}", "the pattern lacks {number}"},
                {"例如 GX-{year}-{number:6}", "For example GX-{year}-{number:6}"});
}

void check_period(const Scope& scope, const YamlNode& node) {
  scope.field(node.find("field"), scope.schema(), {FieldType::kDate});
  scope.field(node.find("from"), scope.schema(), {FieldType::kDate});
  scope.field(node.find("days"), scope.schema(), {FieldType::kInteger});
  const YamlNode* kind = node.find("kind");
  if (is_scalar(kind) && kind->scalar != "calendar" && kind->scalar != "working")
    scope.field(kind, scope.schema(), {FieldType::kCode});
}

}  // namespace

void check_derivation(const Scope& scope, const YamlNode& node) {
  if (const YamlNode* d = node.find("today"); is_scalar(d)) check_today(scope, *d);
  if (const YamlNode* d = node.find("number")) {
    scope.field(d->find("field"), scope.schema(), {FieldType::kText});
    check_pattern(scope, *d);
  }
  if (const YamlNode* d = node.find("period_end")) check_period(scope, *d);
  if (const YamlNode* d = node.find("allocation")) {
    const Field* rows = scope.field(d->find("rows"), scope.schema(), {FieldType::kRows});
    scope.column(d->find("share"), rows, {FieldType::kShare});
    scope.column(d->find("amount"), rows, {FieldType::kMoney});
    scope.field(d->find("total"), scope.schema(), {FieldType::kMoney});
  }
  if (const YamlNode* d = node.find("copy")) check_copy(scope, *d);
}

}  // namespace lingqu::pack::detail
