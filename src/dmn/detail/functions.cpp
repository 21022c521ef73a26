#include "dmn/detail/functions.hpp"

#include "dmn/detail/evaluation.hpp"
#include "feel/closure.hpp"
#include "feel/frame.hpp"

namespace lingqu::dmn {

using feel::Value;

Value KnowledgeFunction::call(feel::Evaluator& evaluator, const Value* arguments,
                              size_t count) const {
  const Element& element = compiled_.elements[element_];
  feel::Frame frame(std::max<size_t>(element.program->slots(), count));
  if (!feel::bind_arguments(evaluator, element.parameters, arguments, count, frame.slots()))
    return Value();
  // It sees its parameters and the functions it requires, nothing of the evaluation it is called
  // in.
  for (const auto& requirement : element.requirements)
    frame.slots()[requirement.slot] = compiled_.elements[requirement.element].function;
  for (const auto& bundle : element.bundles) {
    feel::Context imported;
    for (const auto& [name, required] : bundle.entries)
      imported.append(name, compiled_.elements[required].function);
    frame.slots()[bundle.slot] = Value(std::move(imported));
  }
  if (!evaluator.enter()) {
    evaluator.leave();
    return Value();
  }
  Value result = evaluator.run(*element.program, frame.slots());
  if (element.result_type != nullptr) evaluator.coerce(result, *element.result_type);
  evaluator.leave();
  return result;
}

Value ServiceFunction::call(feel::Evaluator& evaluator, const Value* arguments,
                            size_t count) const {
  const Element& element = compiled_.elements[element_];
  std::vector<Value> bound(std::max(count, element.parameters.size()));
  if (!feel::bind_arguments(evaluator, element.parameters, arguments, count, bound.data()))
    return Value();
  if (!evaluator.spend(compiled_.elements.size())) return Value();
  Evaluation evaluation(compiled_, evaluator, nullptr);
  for (size_t i = 0; i < element.inputs.size(); ++i) evaluation.set(element.inputs[i], bound[i]);
  if (!evaluator.enter()) {
    evaluator.leave();
    return Value();
  }
  Value result = evaluation.service_result(element_);
  evaluator.leave();
  return result;
}

}  // namespace lingqu::dmn
