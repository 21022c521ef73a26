// One evaluation of a model: the values of its elements, computed when asked for.
#pragma once

#include <vector>

#include "dmn/detail/compiled.hpp"
#include "dmn/evaluation.hpp"

namespace lingqu::dmn {

class Evaluation {
 public:
  Evaluation(const Compiled& compiled, feel::Evaluator& evaluator, Outcome* trace);

  void set(uint32_t element, feel::Value value);  // as given, converted to the declared type
  const feel::Value& get(uint32_t element);
  // What a service yields after its inputs were set.
  feel::Value service_result(uint32_t service);
  feel::Evaluator& evaluator() { return evaluator_; }
  // Null pointer when nothing is traced.
  Step* step() { return steps_.empty() ? nullptr : &steps_.back(); }

  // The evaluation in which `evaluator` works, or null pointer.
  static Evaluation* current(feel::Evaluator& evaluator) {
    return static_cast<Evaluation*>(evaluator.host);
  }
  // Runs the program of an element over its requirements; parameters of functions are in the first
  // slots already.
  feel::Value run(const Element& element, feel::Value* slots);

 private:
  enum class State : uint8_t { kUnknown, kRunning, kKnown };
  feel::Value compute(const Element& element);

  const Compiled& compiled_;
  feel::Evaluator& evaluator_;
  Outcome* trace_;
  std::vector<feel::Value> values_;
  std::vector<State> states_;
  std::vector<Step> steps_;  // being computed
};

}  // namespace lingqu::dmn
