#include "lifecycle/formulas.hpp"

#include <algorithm>

#include "registers/feel_values.hpp"

namespace lingqu::lifecycle {

using feel::Value;
using registers::Formula;
using registers::FormulaResult;
using Input = Formula::Input;

namespace {

constexpr int kMaxDepth = 16;  // computed fields that look at computed fields; cycles are mistakes of the pack

Value id_alone(int64_t id) {
  feel::Context context;
  context.set("id", Value(id));
  return Value(std::move(context));
}

}  // namespace

base::Result<FormulaResult> Formulas::evaluate(const Formula& formula, int depth) {
  if (formula.program == nullptr || depth > kMaxDepth)
    return base::Error(base::ErrorCode::kInternal).with("reference", "formula:" + formula.text);
  std::vector<Value> values;
  for (const Input& input : formula.inputs) {
    LINGQU_TRY(value, value_of(input, depth));
    values.push_back(std::move(value));
  }
  return registers::evaluate(formula, values, around_.today(), around_.zone());
}

base::Result<DecisionAnswer> Formulas::decide(const DecisionCall& call) {
  feel::Context inputs;
  for (const auto& [name, formula] : call.inputs) {
    LINGQU_TRY(result, evaluate(*formula));
    inputs.set(name, std::move(result.value));
  }
  base::Date day = around_.today();
  if (call.on != nullptr) {
    LINGQU_TRY(result, evaluate(*call.on));
    // Without its day the question has no answer; whoever needs one refuses and names what is missing.
    if (!result.value.is(feel::Kind::kDate)) {
      outcome_ = Value();
      DecisionAnswer unanswered;
      unanswered.decision = call.decision;
      unanswered.reasons = std::move(result.reasons);
      return unanswered;
    }
    day = base::Date{static_cast<int32_t>(std::clamp<int64_t>(result.value.date().days, INT32_MIN, INT32_MAX))};
  }
  LINGQU_TRY(answer, around_.decide(call, inputs, day));
  outcome_ = answer.value;
  return answer;
}

base::Result<Value> Formulas::value_of(const Input& input, int depth) {
  switch (input.kind) {
    case Input::Kind::kField:
      return field_value(input, depth);
    case Input::Kind::kId:
      return record_.id == 0 ? Value() : Value(record_.id);
    case Input::Kind::kState:
      return record_.state.empty() ? Value() : Value(record_.state);
    case Input::Kind::kOwner:
      if (record_.owner == 0) return Value();
      return input.whole ? record_value(input.related.register_name, record_.owner) : id_alone(record_.owner);
    case Input::Kind::kCreated:
    case Input::Kind::kUpdated: {
      registers::Field field;
      field.type = registers::FieldType::kTime;
      const bool created = input.kind == Input::Kind::kCreated;
      return registers::to_feel(field, registers::Value(created ? record_.created_at : record_.updated_at), around_.zone());
    }
    case Input::Kind::kToday:
      return Value(feel::Date{around_.today().days});
    case Input::Kind::kRelated:
      return related(input.related);
    case Input::Kind::kGiven:
      return outcome_;
  }
  return Value();
}

base::Result<Value> Formulas::field_value(const Input& input, int depth) {
  const auto index = static_cast<size_t>(input.field);
  if (index >= schema_.fields.size()) return Value();
  const registers::Field& field = schema_.fields[index];
  if (field.computed()) {
    LINGQU_TRY(result, evaluate(*field.is, depth + 1));
    return std::move(result.value);
  }
  const registers::Value& value = record_.at(schema_, field.name);
  if (input.whole) {
    if (const auto* ref = value.get<registers::Ref>()) return record_value(field.target, ref->id);
    if (const auto* refs = value.get<registers::Refs>()) {
      std::vector<Value> items;
      for (const registers::Ref& ref : *refs) {
        LINGQU_TRY(one, record_value(field.target, ref.id));
        items.push_back(std::move(one));
      }
      return Value(std::move(items));
    }
  }
  return registers::to_feel(field, value, around_.zone());
}

Value Formulas::context_of(const Neighbour& neighbour) const {
  if (neighbour.schema == nullptr) return id_alone(neighbour.id);
  return registers::to_feel(*neighbour.schema, neighbour.values, neighbour.id, neighbour.state, around_.zone());
}

base::Result<Value> Formulas::record_value(const std::string& register_name, int64_t id) {
  const auto known = records_.find({register_name, id});
  if (known != records_.end()) return known->second;
  LINGQU_TRY(neighbour, around_.referenced(register_name, id));
  Value value = neighbour ? context_of(*neighbour) : Value();
  records_[{register_name, id}] = value;
  return value;
}

base::Result<Value> Formulas::related(const registers::RelatedList& list) {
  const auto known = lists_.find({list.register_name, list.by});
  if (known != lists_.end()) return known->second;
  std::vector<Value> items;
  if (record_.id != 0) {
    LINGQU_TRY(neighbours, around_.related(list.register_name, list.by, record_.id));
    for (const Neighbour& neighbour : neighbours) items.push_back(context_of(neighbour));
  }
  Value value(std::move(items));
  lists_[{list.register_name, list.by}] = value;
  return value;
}

base::Text input_titles(const registers::Register& schema, const Formula& formula, const registers::Record* only_empty) {
  base::Text out;
  for (const std::string& name : formula.fields()) {
    const registers::Field* field = schema.find(name);
    if (field == nullptr || (only_empty != nullptr && (field->computed() || !only_empty->at(schema, name).empty()))) continue;
    out.zh += (out.zh.empty() ? "“" : "、“") + field->title.zh + "”";
    out.en += (out.en.empty() ? "“" : ", “") + field->title.in(base::Language::kEn) + "”";
  }
  return out;
}

}  // namespace lingqu::lifecycle
