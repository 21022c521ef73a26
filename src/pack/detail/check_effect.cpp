#include <algorithm>
#include <set>

#include "pack/detail/check.hpp"

namespace lingqu::pack::detail {

namespace {

using lifecycle::Act;
using registers::Field;
using registers::FieldType;

// The act of that name in `of`, creating or not as `creates` says.
const Act* act_named(const Scope& scope, const YamlNode* node, const RegisterEntry& of,
                     bool creates) {
  if (!is_scalar(node)) return nullptr;
  const Act* act = of.lifecycle.find_act(node->scalar);
  if (act == nullptr) {
    scope.unknown(*node,
                  {"登记簿 " + of.schema.name + " 的办理", "act of register " + of.schema.name},
                  node->scalar, act_names(of));
    return nullptr;
  }
  if (act->creates() == creates) return act;
  scope.problem(*node,
                creates
                    ? base::Text{"“" + act->name + "”不是新建类办理",
                                 "“" + act->name + "” does not create records"}
                    : base::Text{"“" + act->name + "”是新建类办理，不能在已有记录上联动",
                                 "“" + act->name + "” creates records; it cannot be done on one"},
                {"请改用另一办理", "Name another act"});
  return nullptr;
}

void check_timer(const Scope& scope, const Act& starter, const YamlNode& node) {
  scope.field(node.find("until"), scope.schema(), {FieldType::kDate, FieldType::kTime});
  const Act* act = act_named(scope, node.find("then"), scope.entry, false);
  if (act == nullptr) return;
  const std::vector<std::string> states =
      starter.to.empty() ? starter.from : std::vector<std::string>{starter.to};
  const bool admitted = std::any_of(states.begin(), states.end(), [act](const std::string& state) {
    return std::find(act->from.begin(), act->from.end(), state) != act->from.end();
  });
  if (!admitted)
    scope.problem(*node.find("then"),
                  {"期满时“" + act->name + "”不能从当前状态办理",
                   "“" + act->name + "” is not possible from the state in which the timer starts"},
                  {"请核对 to 与 from", "Compare `to` with its `from`"});
  if (!act->needs.empty() || act->reason)
    scope.problem(*node.find("then"),
                  {"期满自动办理的“" + act->name + "”不能要求填写字段或理由",
                   "“" + act->name + "” is done by a timer; it cannot need fields or a reason"},
                  {"请去掉 needs 和 reason", "Remove needs and reason"});
}

void check_cascade_related(const Scope& scope, const YamlNode& node) {
  const RegisterEntry* other = scope.register_named(node.find("register"));
  if (other == nullptr) return;
  const Field* by =
      scope.field(node.find("by"), other->schema, {FieldType::kRef, FieldType::kRefs});
  if (by != nullptr && by->target != scope.schema().name)
    scope.problem(*node.find("by"),
                  {"“" + by->name + "”不引用登记簿 " + scope.schema().name,
                   "“" + by->name + "” does not refer to " + scope.schema().name},
                  {"请改用引用本登记簿的字段", "Name a field that refers to this register"});
  act_named(scope, node.find("act"), *other, false);
}

void check_source(const Scope& scope, const YamlNode& node, const Field& target) {
  const std::string& text = node.scalar;
  if (text == "self") {
    if (target.type == FieldType::kRef && target.target == scope.schema().name) return;
    scope.problem(node,
                  {"“self”只能填入引用本登记簿的字段",
                   "“self” fits only a field that refers to this register"},
                  {"请改用其他来源", "Name another source"});
    return;
  }
  if (text.starts_with('=')) {
    const auto value = registers::parse_cell(target, std::string_view(text).substr(1),
                                             scope.pack.parse_context(), target.name);
    if (!value.ok())
      scope.problem(
          node,
          {value.error().message(base::Language::kZh), value.error().message(base::Language::kEn)},
          {value.error().remedy(base::Language::kZh), value.error().remedy(base::Language::kEn)});
    return;
  }
  const Field* source = scope.field(&node, scope.schema(), {target.type});
  if (source != nullptr &&
      (source->target != target.target || source->vocabulary != target.vocabulary))
    scope.problem(node,
                  {"来源字段与目标字段引用的登记簿或词表不同",
                   "source and target refer to different registers or vocabularies"},
                  {"请改用同类字段", "Name a field of the same kind"});
}

// The required and needed fields that nothing fills in.
void check_filled(const Scope& scope, const YamlNode& node, const RegisterEntry& other,
                  const Act& act, const std::set<std::string>& given) {
  std::set<std::string> filled = given;
  filled.insert(other.schema.owner_field);
  for (const lifecycle::Derivation& derivation : act.derives)
    for (const std::string& field : lifecycle::filled_by(derivation)) filled.insert(field);
  for (const Field& field : other.schema.fields)
    if (field.initial != nullptr) filled.insert(field.name);
  for (const Field& field : other.schema.fields) {
    const bool needed = field.required || std::find(act.needs.begin(), act.needs.end(),
                                                    field.name) != act.needs.end();
    if (!needed || filled.contains(field.name)) continue;
    scope.problem(
        node,
        {"新建“" + other.schema.name + "”缺少必填字段“" + field.name + "”",
         "the new " + other.schema.name + " lacks the required field “" + field.name + "”"},
        {"请在 values 中补充", "Add it to values"});
  }
}

// The values given to an act of another register; which fields they fill.
std::set<std::string> check_given(const Scope& scope, const YamlNode& node, const RegisterEntry& other,
                                  const Act* act) {
  std::set<std::string> given;
  for (const YamlNode::Entry& entry : entries_of(&node, "values")) {
    const Field* target = scope.field(&entry.key, other.schema, {});
    if (target == nullptr) continue;
    given.insert(target->name);
    if (act != nullptr && !act->may_set(target->name))
      scope.problem(entry.key,
                    {"“" + act->name + "”不能填写“" + target->name + "”",
                     "“" + act->name + "” cannot set “" + target->name + "”"},
                    {"请在该办理的 sets 中列出", "List it in `sets` of that act"});
    if (is_scalar(&entry.value)) {
      check_source(scope, entry.value, *target);
    } else if (const YamlNode* key = entry.value.find("parameter"); is_scalar(key)) {
      std::vector<std::string> known;
      for (const Parameter& p : scope.pack.parameters) known.push_back(p.key);
      if (std::find(known.begin(), known.end(), key->scalar) == known.end())
        scope.unknown(*key, {"参数", "parameter"}, key->scalar, known);
    }
  }
  return given;
}

void check_cascade(const Scope& scope, const YamlNode& node) {
  const Field* field = scope.field(node.find("field"), scope.schema(), {FieldType::kRef});
  const RegisterEntry* target = field == nullptr ? nullptr : scope.pack.find(field->target);
  if (target != nullptr)
    check_given(scope, node, *target, act_named(scope, node.find("act"), *target, false));
}

void check_create(const Scope& scope, const YamlNode& node) {
  const RegisterEntry* other = scope.register_named(node.find("register"));
  scope.field(node.find("when"), scope.schema(), {});
  if (other == nullptr) return;
  const Act* act = act_named(scope, node.find("act"), *other, true);
  const std::set<std::string> given = check_given(scope, node, *other, act);
  if (act != nullptr) check_filled(scope, node, *other, *act, given);
}

}  // namespace

void check_effect(const Scope& scope, const Act& act, const YamlNode& node) {
  if (const YamlNode* e = node.find("timer")) check_timer(scope, act, *e);
  if (const YamlNode* e = node.find("cascade")) check_cascade(scope, *e);
  if (const YamlNode* e = node.find("cascade_related")) check_cascade_related(scope, *e);
  if (const YamlNode* e = node.find("create")) check_create(scope, *e);
}

}  // namespace lingqu::pack::detail
