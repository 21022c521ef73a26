#include "registers/formula.hpp"

#include <algorithm>

#include "feel/evaluator.hpp"
#include "registers/detail/formula_check.hpp"

namespace lingqu::registers {

namespace {

using feel::Kind;
using feel::Type;

constexpr int64_t kSecondsPerDay = 86'400;
constexpr int32_t kSecondsPerMinute = 60;
// A formula runs within an act or for every row of a list.
constexpr feel::Budget kBudget{2'000'000, 64u << 20, 1'000};

const Type* simple(FieldType type) {
  switch (type) {
    case FieldType::kInteger:
    case FieldType::kDecimal:
    case FieldType::kMoney:
    case FieldType::kShare:
      return feel::simple_type(Kind::kNumber);
    case FieldType::kDate:
      return feel::simple_type(Kind::kDate);
    case FieldType::kTime:
      return feel::simple_type(Kind::kDateTime);
    case FieldType::kBoolean:
      return feel::simple_type(Kind::kBoolean);
    default:
      return feel::simple_type(Kind::kString);
  }
}

}  // namespace

RecordTypes::RecordTypes(const std::vector<const Register*>& registers, std::string organisations)
    : organisations_(std::move(organisations)) {
  Type* reference = arena_.make(Type::Form::kContext);
  reference->fields = {{"id", feel::simple_type(Kind::kNumber)}};
  reference_ = reference;
  for (const Register* schema : registers) {
    const Type* one = columns(schema->fields, true);
    registers_[schema->name] = {one, arena_.list_of(one), {}};
  }
  for (const Register* schema : registers) {
    Entry& entry = registers_[schema->name];
    for (const Field& field : schema->fields) entry.fields.push_back(of(field, true));
  }
}

// A record seen from another (its computed fields are not), or a row of a group.
const Type* RecordTypes::columns(const std::vector<Field>& fields, bool record) {
  Type* type = arena_.make(Type::Form::kContext);
  if (record)
    type->fields = {{"id", feel::simple_type(Kind::kNumber)},
                    {"state", feel::simple_type(Kind::kString)}};
  for (const Field& field : fields)
    if (!field.computed()) type->fields.push_back({field.name, of(field, false)});
  return type;
}

const Type* RecordTypes::of(const Field& field, bool one_hop) {
  const auto target = registers_.find(field.target);
  const bool known = one_hop && target != registers_.end();
  switch (field.type) {
    case FieldType::kRef:
      return known ? target->second.neighbour : reference_;
    case FieldType::kRefs:
      return known ? target->second.neighbours : arena_.list_of(reference_);
    case FieldType::kRows:
      return arena_.list_of(columns(field.rows, false));
    case FieldType::kLocalized: {
      Type* type = arena_.make(Type::Form::kContext);
      for (const std::string& language : languages())
        type->fields.push_back({language, feel::simple_type(Kind::kString)});
      return type;
    }
    case FieldType::kFile: {
      Type* type = arena_.make(Type::Form::kContext);
      for (const char* part : {"digest", "name", "type"})
        type->fields.push_back({part, feel::simple_type(Kind::kString)});
      type->fields.push_back({"size", feel::simple_type(Kind::kNumber)});
      return type;
    }
    default:
      return simple(field.type);
  }
}

const Type* RecordTypes::neighbour(const std::string& register_name) const {
  const auto found = registers_.find(register_name);
  return found == registers_.end() ? nullptr : found->second.neighbour;
}

const Type* RecordTypes::neighbours(const std::string& register_name) const {
  const auto found = registers_.find(register_name);
  return found == registers_.end() ? nullptr : found->second.neighbours;
}

const std::vector<const Type*>& RecordTypes::fields(const std::string& register_name) const {
  static const std::vector<const Type*> kNone;
  const auto found = registers_.find(register_name);
  return found == registers_.end() ? kNone : found->second.fields;
}

std::vector<std::string> Formula::fields() const {
  std::vector<std::string> out;
  for (const Input& input : inputs)
    if (input.kind == Input::Kind::kField) out.push_back(input.name);
  return out;
}

namespace {

using Input = Formula::Input;

// Every name the formula may mention, with its type.
std::vector<std::pair<Input, const Type*>> names_of(const FormulaScope& scope,
                                                    const RecordTypes& types) {
  std::vector<std::pair<Input, const Type*>> out;
  const auto add = [&out](Input::Kind kind, std::string_view name, const Type* type) -> Input& {
    Input input;
    input.kind = kind;
    input.name = name;
    return out.emplace_back(std::move(input), type).first;
  };
  // Later ones hide earlier ones of the same name: a field is never hidden but by what the place gives.
  add(Input::Kind::kToday, "today", feel::simple_type(Kind::kDate));
  add(Input::Kind::kId, "id", feel::simple_type(Kind::kNumber));
  add(Input::Kind::kState, "state", feel::simple_type(Kind::kString));
  add(Input::Kind::kCreated, "created_at", feel::simple_type(Kind::kDateTime));
  add(Input::Kind::kUpdated, "updated_at", feel::simple_type(Kind::kDateTime));
  add(Input::Kind::kOwner, "owner", types.neighbour(types.organisations())).related.register_name =
      types.organisations();
  for (const auto* lists : {&scope.schema.with, &scope.with})
    for (const RelatedList& list : *lists)
      add(Input::Kind::kRelated, list.name, types.neighbours(list.register_name)).related = list;
  const std::vector<const Type*>& fields = types.fields(scope.schema.name);
  for (size_t i = 0; i < scope.schema.fields.size(); ++i)
    add(Input::Kind::kField, scope.schema.fields[i].name, i < fields.size() ? fields[i] : nullptr)
        .field = static_cast<int>(i);
  for (const std::string& name : scope.given) add(Input::Kind::kGiven, name, nullptr);
  return out;
}

FormulaMistake syntax_mistake(const feel::SyntaxError& error, std::string_view text) {
  const std::string rest(text.substr(std::min<size_t>(error.position, text.size()), 20));
  const std::string place = rest.empty() ? "" : rest;
  return {error.position,
          {"FEEL 表达式有误：" + error.message + (place.empty() ? "（表达式未完）" : ""),
           "the FEEL expression is wrong: " + error.message + (place.empty() ? " (at its end)" : "")},
          {"请更正表达式；文字加双引号，日期写作 date(\"2026-01-01\")",
           "Correct it; texts stand in double quotes, dates are date(\"2026-01-01\")"}};
}

}  // namespace

FormulaPointer compile_formula(std::string_view text, const FormulaScope& scope,
                               const std::shared_ptr<const RecordTypes>& types,
                               std::vector<FormulaMistake>& mistakes) {
  const auto names = names_of(scope, *types);
  auto program = std::make_shared<feel::Program>();
  feel::Compiler compiler(*program);
  for (const auto& [input, type] : names) compiler.declare(input.name, type);
  const auto compiled = compiler.expression(text);
  if (!compiled) {
    mistakes.push_back(syntax_mistake(compiler.error(), text));
    return nullptr;
  }
  program->set_root(compiled->node);
  auto formula = std::make_shared<Formula>();
  formula->text = text;
  formula->types = types;
  const size_t before = mistakes.size();
  detail::FormulaCheck check(*program, names, mistakes);
  formula->type = check.run();
  if (formula->type == nullptr) formula->type = compiled->type;
  if (mistakes.size() != before) return nullptr;
  formula->inputs = check.mentioned();
  formula->program = std::move(program);
  return formula;
}

FormulaResult evaluate(const Formula& formula, const std::vector<feel::Value>& values,
                       base::Date today, base::ZoneOffset zone) {
  const feel::Moment moment{feel::DateTime{today.days * kSecondsPerDay, 0,
                                           feel::Zone::offset(zone.minutes * kSecondsPerMinute)}};
  feel::Evaluator evaluator(kBudget, moment);
  std::vector<feel::Reason> reasons;
  evaluator.collect_into(&reasons);
  std::vector<feel::Value> slots(formula.program->slots());
  for (size_t i = 0; i < values.size(); ++i) slots[formula.inputs[i].slot] = values[i];
  FormulaResult result;
  result.value = evaluator.run(*formula.program, slots.data());
  for (const feel::Reason& reason : reasons)
    if (std::find(result.reasons.begin(), result.reasons.end(), reason.text) == result.reasons.end())
      result.reasons.push_back(reason.text);
  if (evaluator.stopped() != feel::Stop::kNone) {
    result.value = feel::Value();
    result.reasons = {std::string(feel::stop_text(evaluator.stopped()))};
  }
  return result;
}

}  // namespace lingqu::registers
