#include "dmn/evaluation.hpp"

#include <fmt/format.h>

#include "dmn/detail/evaluation.hpp"
#include "feel/frame.hpp"

namespace lingqu::dmn {

using feel::Context;
using feel::Kind;
using feel::Value;

namespace {

std::string reason_text(const feel::Reason& reason) {
  return reason.text;
}

}  // namespace

Evaluation::Evaluation(const Compiled& compiled, feel::Evaluator& evaluator, Outcome* trace)
    : compiled_(compiled),
      evaluator_(evaluator),
      trace_(trace),
      values_(compiled.elements.size()),
      states_(compiled.elements.size(), State::kUnknown) {}

void Evaluation::set(uint32_t id, Value value) {
  const Element& element = compiled_.elements[id];
  if (element.type != nullptr && element.kind != Element::Kind::kService &&
      !evaluator_.coerce(value, *element.type))
    evaluator_.fail("wrong value for input", element.full_name);
  values_[id] = std::move(value);
  states_[id] = State::kKnown;
}

const Value& Evaluation::get(uint32_t id) {
  if (states_[id] == State::kKnown) return values_[id];
  const Element& element = compiled_.elements[id];
  if (states_[id] == State::kRunning) {
    evaluator_.fail("requires itself", element.name);
    return values_[id];
  }
  switch (element.kind) {
    case Element::Kind::kInput:
      break;
    case Element::Kind::kKnowledge:
    case Element::Kind::kService:
      values_[id] = element.function;
      break;
    case Element::Kind::kDecision:
      states_[id] = State::kRunning;
      if (evaluator_.enter()) values_[id] = compute(element);
      evaluator_.leave();
      break;
  }
  states_[id] = State::kKnown;
  return values_[id];
}

Value Evaluation::run(const Element& element, Value* slots) {
  for (const auto& requirement : element.requirements)
    slots[requirement.slot] = get(requirement.element);
  for (const auto& bundle : element.bundles) {
    Context imported;
    for (const auto& [name, required] : bundle.entries) imported.append(name, get(required));
    slots[bundle.slot] = Value(std::move(imported));
  }
  return evaluator_.run(*element.program, slots);
}

Value Evaluation::compute(const Element& element) {
  if (element.program == nullptr) return evaluator_.fail("has no logic", element.name);
  std::vector<feel::Reason>* reasons = evaluator_.reasons();
  feel::Frame frame(element.program->slots());
  Evaluation* const outer = current(evaluator_);
  if (trace_ == nullptr) {
    evaluator_.host = this;
    Value value = run(element, frame.slots());
    if (element.type != nullptr) evaluator_.coerce(value, *element.type);
    evaluator_.host = outer;
    return value;
  }
  for (const auto& requirement : element.requirements)
    get(requirement.element);  // their steps come first
  steps_.push_back({element.full_name, {}, {}, {}, {}});
  const size_t first_reason = reasons != nullptr ? reasons->size() : 0;
  evaluator_.host = this;
  Value value = run(element, frame.slots());
  if (element.type != nullptr) evaluator_.coerce(value, *element.type);
  evaluator_.host = outer;
  Step step = std::move(steps_.back());
  steps_.pop_back();
  step.value = value;
  for (const auto& requirement : element.requirements) {
    const Element& required = compiled_.elements[requirement.element];
    if (required.kind != Element::Kind::kKnowledge && required.kind != Element::Kind::kService)
      step.required.emplace_back(required.full_name, values_[requirement.element]);
  }
  if (reasons != nullptr)
    for (size_t i = first_reason; i < reasons->size(); ++i)
      step.reasons.push_back(reason_text((*reasons)[i]));
  trace_->trace.push_back(std::move(step));
  return value;
}

Value Evaluation::service_result(uint32_t id) {
  const Element& service = compiled_.elements[id];
  Value result;
  if (service.outputs.size() == 1) {
    result = get(service.outputs[0]);
  } else {
    Context outputs;
    for (const uint32_t output : service.outputs)
      outputs.set(compiled_.elements[output].name, get(output));
    result = Value(std::move(outputs));
  }
  if (service.result_type != nullptr) evaluator_.coerce(result, *service.result_type);
  return result;
}

namespace {

// Sets inputs by name; contexts under the name of an import are taken apart.
void set_inputs(const Compiled& compiled, Evaluation& evaluation, const Context& inputs,
                const std::string& prefix, Outcome& outcome) {
  for (const auto& entry : inputs.entries()) {
    const std::string joined = prefix.empty() ? std::string() : prefix + entry.key.text();
    const std::string& name = prefix.empty() ? entry.key.text() : joined;
    const std::vector<uint32_t>* found = compiled.settable(name);
    if (found != nullptr) {
      for (const uint32_t id : *found) evaluation.set(id, entry.value);
    } else if (entry.value.is(Kind::kContext) && compiled.is_import(name)) {
      set_inputs(compiled, evaluation, entry.value.context(), name + ".", outcome);
    } else {
      outcome.unknown.push_back(name);
    }
  }
}

}  // namespace

Outcome evaluate(const Model& model, const std::vector<std::string>& decisions,
                 const Context& inputs, const Options& options) {
  const Compiled& compiled = model.compiled();
  Outcome outcome;
  feel::Evaluator evaluator(options.budget, options.moment);
  std::vector<feel::Reason> reasons;
  if (options.reasons || options.trace) evaluator.collect_into(&reasons);
  Evaluation evaluation(compiled, evaluator, options.trace ? &outcome : nullptr);
  set_inputs(compiled, evaluation, inputs, "", outcome);
  for (const auto& reason : reasons) outcome.input_reasons.push_back(reason_text(reason));
  std::vector<uint32_t> wanted;
  for (const std::string& name : decisions) {
    const uint32_t id = compiled.find(name);
    if (id == kNoElement) {
      outcome.unknown.push_back(name);
    } else {
      wanted.push_back(id);
    }
  }
  if (decisions.empty()) {
    for (uint32_t id = 0; id < compiled.elements.size(); ++id) {
      const Element& element = compiled.elements[id];
      if (element.kind == Element::Kind::kDecision && element.full_name == element.name)
        wanted.push_back(id);
    }
  }
  for (const uint32_t id : wanted) {
    const size_t first = reasons.size();
    DecisionResult result{compiled.elements[id].full_name, evaluation.get(id), {}};
    for (size_t i = first; i < reasons.size(); ++i)
      result.reasons.push_back(reason_text(reasons[i]));
    outcome.results.push_back(std::move(result));
  }
  outcome.stop = evaluator.stopped();
  return outcome;
}

Outcome invoke(const Model& model, std::string_view name, const Context& arguments,
               const Options& options) {
  const Compiled& compiled = model.compiled();
  Outcome outcome;
  const uint32_t id = compiled.find(name);
  if (id == kNoElement || compiled.elements[id].function.is_null()) {
    outcome.unknown.emplace_back(name);
    return outcome;
  }
  const Element& element = compiled.elements[id];
  feel::Evaluator evaluator(options.budget, options.moment);
  std::vector<feel::Reason> reasons;
  if (options.reasons) evaluator.collect_into(&reasons);
  Evaluation evaluation(compiled, evaluator, options.trace ? &outcome : nullptr);
  Value value;
  if (element.kind == Element::Kind::kService) {
    set_inputs(compiled, evaluation, arguments, "", outcome);
    for (const uint32_t input : element.inputs) {
      if (arguments.find(compiled.elements[input].name) == nullptr) evaluation.set(input, Value());
    }
    value = evaluation.service_result(id);
    for (const uint32_t output : element.outputs)
      outcome.results.push_back({compiled.elements[output].name, evaluation.get(output), {}});
  } else {
    std::vector<Value> names, values;
    for (const auto& entry : arguments.entries()) {
      names.push_back(entry.key);
      values.push_back(entry.value);
    }
    value = element.function.function().call_named(evaluator, names, values.data());
  }
  DecisionResult result{element.full_name, value, {}};
  for (const auto& reason : reasons) result.reasons.push_back(reason_text(reason));
  outcome.results.insert(outcome.results.begin(), std::move(result));
  outcome.stop = evaluator.stopped();
  return outcome;
}

}  // namespace lingqu::dmn
