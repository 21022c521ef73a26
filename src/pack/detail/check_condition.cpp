#include <algorithm>

#include "lifecycle/auction.hpp"
#include "pack/detail/check.hpp"
#include "pack/detail/read.hpp"

namespace lingqu::pack::detail {

namespace {

using registers::Field;
using registers::FieldType;

// {register, by}: the field `by` of the other register refers to this one. The other register, or null.
const RegisterEntry* check_by(const Scope& scope, const YamlNode& node) {
  const RegisterEntry* other = scope.register_named(node.find("register"));
  if (other == nullptr) return nullptr;
  const Field* by =
      scope.field(node.find("by"), other->schema, {FieldType::kRef, FieldType::kRefs});
  if (by != nullptr && by->target != scope.schema().name)
    scope.problem(*node.find("by"),
                  {"“" + by->name + "”不引用登记簿 " + scope.schema().name,
                   "“" + by->name + "” does not refer to the register " + scope.schema().name},
                  {"请改用引用本登记簿的字段", "Name a field that refers to this register"});
  return other;
}

void check_related(const Scope& scope, const YamlNode& node) {
  if (const RegisterEntry* other = check_by(scope, node)) scope.states(&node, "states", *other);
}

// {decision, inputs}: a decision of the pack, and inputs that one of its versions has.
void check_call(const Scope& scope, const YamlNode* node) {
  const YamlNode* name = find(node, "decision");
  if (!is_scalar(name)) return;
  const auto& all = scope.pack.decisions;
  const auto found = std::find_if(all.begin(), all.end(), [name](const Decision& one) { return one.name == name->scalar; });
  if (found == all.end()) {
    std::vector<std::string> known;
    for (const Decision& one : all) known.push_back(one.name);
    scope.unknown(*name, {"决策", "decision"}, name->scalar, known);
    return;
  }
  std::vector<std::string> inputs;
  for (const DecisionVersion& version : found->versions)
    if (version.model != nullptr && version.model->model != nullptr)
      for (const dmn::Model::Item& input : version.model->model->inputs()) inputs.push_back(input.name);
  for (const YamlNode::Entry& entry : entries_of(node, "inputs"))
    if (std::find(inputs.begin(), inputs.end(), entry.key.scalar) == inputs.end())
      scope.unknown(entry.key, {"决策 " + found->name + " 的输入", "input of decision " + found->name}, entry.key.scalar, inputs);
}

// `decide` and `holds` come together.
void check_decide(const Scope& scope, const YamlNode& node) {
  const YamlNode* decide = node.find("decide");
  const YamlNode* holds = node.find("holds");
  check_call(scope, decide);
  if ((decide == nullptr) == (holds == nullptr)) return;
  scope.problem(holds != nullptr ? *holds : node,
                holds != nullptr ? base::Text{"只有 decide 条件才有 holds", "only a condition with decide has holds"}
                                 : base::Text{"decide 条件缺少 holds", "the condition lacks holds"},
                {"请写 holds: \"outcome.…\"，说明决策结果满足什么才可办理",
                 "Write holds: \"outcome.…\": what the decision's answer must be"});
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

void check_before(const Scope& scope, const YamlNode& node) {
  const Field* ref = scope.field(node.find("ref"), scope.schema(), {FieldType::kRef});
  const RegisterEntry* target = ref == nullptr ? nullptr : scope.pack.find(ref->target);
  if (node.find("ref") != nullptr && target == nullptr) return;
  scope.field(node.find("field"), target == nullptr ? scope.schema() : target->schema,
              {FieldType::kDate, FieldType::kTime});
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
    scope.field(date, schema, {FieldType::kDate, FieldType::kTime});
  if (const YamlNode* c = node.find("before")) check_before(scope, *c);
  if (const YamlNode* c = node.find("sealed")) {
    scope.field(c->find("commitment"), schema, {FieldType::kText});
    scope.field(c->find("amount"), schema, {FieldType::kMoney});
    scope.field(c->find("terms"), schema, {FieldType::kText, FieldType::kLongText});
    scope.field(c->find("salt"), schema, {FieldType::kText});
    scope.field(c->find("subject"), schema, {FieldType::kRef});
  }
  scope.field(node.find("not_before"), schema, {FieldType::kDate});
  if (const YamlNode* c = node.find("related")) check_related(scope, *c);
  if (const YamlNode* c = node.find("reference")) check_reference(scope, *c);
  if (const YamlNode* c = node.find("row_value"))
    scope.column(c->find("field"), scope.field(c->find("rows"), schema, {FieldType::kRows}), {});
  if (const YamlNode* c = node.find("value_is")) check_values(scope, *c);
  if (const YamlNode* c = node.find("same_as")) check_copy(scope, *c);
  check_decide(scope, node);
}

void check_with(const Scope& scope, const YamlNode* node) {
  if (node == nullptr) return;
  for (const YamlNode::Entry& entry : node->entries) {
    if (scope.schema().find(entry.key.scalar) != nullptr)
      scope.problem(entry.key,
                    {"“" + entry.key.scalar + "”已是字段名称", "“" + entry.key.scalar + "” is the name of a field"},
                    {"请换一个名称", "Use another name"});
    check_by(scope, entry.value);
  }
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

// The register in which `auction_result` or a bid works is one of auctions.
void check_auction(const Scope& scope, const YamlNode& at, const RegisterEntry& auction) {
  for (const lifecycle::AuctionField& wanted : lifecycle::auction_fields()) {
    const Field* found = auction.schema.find(wanted.name);
    const std::string field(wanted.name);
    const std::string type(registers::name(wanted.type));
    const bool fits = found != nullptr && found->type == wanted.type &&
                      (wanted.type != FieldType::kRef || found->target == scope.pack.organisation_register);
    if (!fits)
      scope.problem(at,
                    {"登记簿 " + auction.schema.name + " 缺少竞价字段“" + field + "”（" + type + "）",
                     "the register " + auction.schema.name + " lacks the field “" + field + "” (" + type +
                         ") of auctions"},
                    {"请按 docs/formats/pack.md“竞价”一节补充", "Add it: docs/formats/pack.md, “Auctions”"});
  }
}

void check_auction_result(const Scope& scope, const YamlNode& node) {
  check_auction(scope, node, scope.entry);
  const Field* winner = scope.field(node.find("winner"), scope.schema(), {FieldType::kRef});
  if (winner != nullptr && winner->target != scope.pack.organisation_register)
    scope.problem(*node.find("winner"), {"成交方须引用单位登记簿", "the winner is an organisation"},
                  {"请改用引用 " + scope.pack.organisation_register + " 的字段",
                   "Name a field that refers to " + scope.pack.organisation_register});
  const Field* result = scope.field(node.find("result"), scope.schema(), {FieldType::kCode});
  const auto vocabulary = result == nullptr ? scope.pack.vocabularies.end() : scope.pack.vocabularies.find(result->vocabulary);
  if (vocabulary == scope.pack.vocabularies.end()) return;
  for (const auto outcome : {market::Outcome::kNoBids, market::Outcome::kBelowReserve, market::Outcome::kSold})
    if (vocabulary->second.find(market::name(outcome)) == nullptr)
      scope.problem(*node.find("result"),
                    {"词表 " + vocabulary->first + " 缺少代码 " + std::string(market::name(outcome)),
                     "the vocabulary " + vocabulary->first + " lacks the code " + std::string(market::name(outcome))},
                    {"请补充 no_bids、below_reserve、sold", "Add no_bids, below_reserve, sold"});
}

void check_best_offer(const Scope& scope, const YamlNode& node) {
  const RegisterEntry* offers = scope.register_named(node.find("register"));
  if (offers == nullptr) return;
  check_related(scope, node);
  scope.field(node.find("amount"), offers->schema, {FieldType::kMoney});
  scope.field(node.find("bidder"), offers->schema, {FieldType::kRef});
  scope.field(node.find("price"), scope.schema(), {FieldType::kMoney});
  scope.field(node.find("winner"), scope.schema(), {FieldType::kRef});
  const Field* field = scope.field(node.find("field"), scope.schema(), {FieldType::kRef});
  if (field != nullptr && field->target != offers->schema.name)
    scope.problem(*node.find("field"), {"该字段须引用登记簿 " + offers->schema.name, "the field must refer to " + offers->schema.name},
                  {"请改用引用它的字段", "Name a field that refers to it"});
}

void check_set(const Scope& scope, const YamlNode& node) {
  const Field* field = scope.field(node.find("field"), scope.schema(), {});
  const YamlNode* to = node.find("to");
  if (field == nullptr || to == nullptr) return;
  if (const YamlNode* key = to->find("parameter"); is_scalar(key)) {
    std::vector<std::string> known;
    for (const Parameter& p : scope.pack.parameters) known.push_back(p.key);
    if (std::find(known.begin(), known.end(), key->scalar) == known.end()) return scope.unknown(*key, {"参数", "parameter"}, key->scalar, known);
  }
  const auto value = registers::parse_cell(*field, value_of(to, scope.pack), scope.pack.parse_context(), field->name);
  if (value.ok() && !value->empty()) return;
  const base::Error error = value.ok() ? base::Error(base::ErrorCode::kRequired).with("field", field->title) : value.error();
  scope.problem(*to, {error.message(base::Language::kZh), error.message(base::Language::kEn)},
                {error.remedy(base::Language::kZh), error.remedy(base::Language::kEn)});
}

void check_sum(const Scope& scope, const YamlNode& node) {
  const Field* field = scope.field(node.find("field"), scope.schema(), {FieldType::kMoney, FieldType::kInteger});
  const RegisterEntry* other = scope.register_named(node.find("register"));
  if (other == nullptr) return;
  const Field* by = scope.field(node.find("by"), other->schema, {FieldType::kRef});
  if (by != nullptr && by->target != scope.schema().name)
    scope.problem(*node.find("by"),
                  {"“" + by->name + "”不引用登记簿 " + scope.schema().name,
                   "“" + by->name + "” does not refer to " + scope.schema().name},
                  {"请改用引用本登记簿的字段", "Name a field that refers to this register"});
  const auto type = field == nullptr ? FieldType::kMoney : field->type;
  for (const char* key : {"plus", "minus"}) scope.field(node.find(key), other->schema, {type});
  for (const YamlNode::Entry& entry : entries_of(&node, "where")) {
    const Field* code = scope.field(&entry.key, other->schema, {FieldType::kCode});
    const auto vocabulary = code == nullptr ? scope.pack.vocabularies.end() : scope.pack.vocabularies.find(code->vocabulary);
    if (vocabulary == scope.pack.vocabularies.end() || vocabulary->second.find(entry.value.scalar) != nullptr) continue;
    std::vector<std::string> known;
    for (const registers::Code& one : vocabulary->second.codes) known.push_back(one.code);
    scope.unknown(entry.value, {"代码", "code"}, entry.value.scalar, known);
  }
}

}  // namespace

void check_bid(const Scope& scope, const lifecycle::Act& act, const YamlNode& node) {
  scope.clause(node.find("clause"));
  const Field* auction = scope.field(node.find("auction"), scope.schema(), {FieldType::kRef});
  scope.field(node.find("bidder"), scope.schema(), {FieldType::kText});
  scope.field(node.find("amount"), scope.schema(), {FieldType::kMoney});
  const Field* position = scope.field(node.find("position"), scope.schema(), {FieldType::kInteger});
  const Field* placed_at = scope.field(node.find("placed_at"), scope.schema(), {FieldType::kTime});
  for (const Field* field : {position, placed_at})
    if (field != nullptr && act.may_set(field->name))
      scope.problem(node,
                    {"“" + field->name + "”由系统填写，不能由出价人填写", "“" + field->name + "” is given by the system, not by the bidder"},
                    {"请从 needs 和 sets 中去掉", "Take it out of needs and sets"});
  const RegisterEntry* target = auction == nullptr ? nullptr : scope.pack.find(auction->target);
  if (target == nullptr) return;
  check_auction(scope, node, *target);
  const YamlNode* taking = node.find("act");
  if (!is_scalar(taking)) return;
  const lifecycle::Act* taken = target->lifecycle.find_act(taking->scalar);
  if (taken == nullptr)
    scope.unknown(*taking, {"登记簿 " + target->schema.name + " 的办理", "act of register " + target->schema.name}, taking->scalar,
                  act_names(*target));
  else if (taken->creates() || !taken->by.empty() || !act.creates())
    scope.problem(*taking, {"出价须是新建类办理，由竞价记录上的系统办理接受", "a bid creates a record and is taken by a system act on the auction"},
                  {"请去掉该办理的 by", "Remove `by` of that act"});
}

void check_derivation(const Scope& scope, const YamlNode& node) {
  if (const YamlNode* d = node.find("today"); is_scalar(d)) check_today(scope, *d);
  scope.field(node.find("now"), scope.schema(), {FieldType::kTime});
  if (const YamlNode* d = node.find("best_offer")) check_best_offer(scope, *d);
  if (const YamlNode* d = node.find("auction_result")) check_auction_result(scope, *d);
  if (const YamlNode* d = node.find("number")) {
    scope.field(d->find("field"), scope.schema(), {FieldType::kText});
    scope.field(d->find("within"), scope.schema(), {FieldType::kRef});
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
  if (const YamlNode* d = node.find("feel")) scope.field(d->find("field"), scope.schema(), {});
  check_call(scope, node.find("decide"));
  if (const YamlNode* d = node.find("decide"))
    for (const YamlNode::Entry& set : entries_of(d, "sets")) scope.field(&set.key, scope.schema(), {});
  if (const YamlNode* d = node.find("sum")) check_sum(scope, *d);
  if (const YamlNode* d = node.find("set")) check_set(scope, *d);
}

}  // namespace lingqu::pack::detail
