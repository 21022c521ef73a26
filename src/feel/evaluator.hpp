// Evaluates programs within budgets and collects the reasons of nulls. One evaluator serves one
// thread at a time; it may be used for many evaluations.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "feel/operation.hpp"
#include "feel/program.hpp"

namespace lingqu::feel {

// What evaluation may cost. Exceeding one stops the whole evaluation: Evaluator::stopped().
struct Budget {
  uint64_t steps = 10'000'000;   // nodes evaluated, and items handled by built-in functions
  uint64_t memory = 256u << 20;  // bytes allocated for results over the whole evaluation
  uint32_t depth = 2'000;        // nested evaluations, calls included
};

// Why a value is null (DMN 1.5: "null, with an error reported").
struct Reason {
  std::string text;  // "cannot add number and string"
  const Program* program = nullptr;
  uint32_t position = 0;  // byte offset in the source of the expression
};

enum class Stop : uint8_t { kNone, kSteps, kMemory, kDepth };

// The moment of evaluation, for now() and today(): given by the caller, so that evaluation stays
// pure.
struct Moment {
  DateTime now;
};

class Evaluator {
 public:
  explicit Evaluator(const Budget& budget = {}, const Moment& moment = {})
      : budget_(budget), moment_(moment) {}

  // The root of a program over a frame of program.slots() slots, whose first hold the inputs.
  Value run(const Program& program, Value* slots) {
    return evaluate(program, program.root(), slots);
  }
  Value run(const Program& program, const std::vector<Value>& inputs);
  Value evaluate(const Program& program, NodeId node, Value* slots);
  // As declared types ask: the value itself, converted, or null with a reason
  // (DMN 1.5, 10.3.2.9.4).
  Value coerce(const Value& value, const Type& type);
  // coerce() that says whether it succeeded; `value` is null where it did not.
  bool coerce(Value& value, const Type& type);

  // A null with a reason; costs nothing when reasons are not collected.
  Value fail(std::string_view text);
  Value fail(std::string_view text, std::string_view detail);
  bool collecting() const { return reasons_ != nullptr; }
  void collect_into(std::vector<Reason>* reasons) { reasons_ = reasons; }
  std::vector<Reason>* reasons() const { return reasons_; }

  // False (and stopped) when the budget does not allow it.
  bool spend(uint64_t steps) {
    steps_ += steps;
    return steps_ <= budget_.steps || stop(Stop::kSteps);
  }
  bool allocate(uint64_t bytes) {
    memory_ += bytes;
    return memory_ <= budget_.memory || stop(Stop::kMemory);
  }
  Stop stopped() const { return stop_; }
  uint64_t steps() const { return steps_; }
  void reset(const Moment& moment) {
    moment_ = moment;
    steps_ = memory_ = depth_ = 0;
    stop_ = Stop::kNone;
  }
  const Moment& moment() const { return moment_; }
  // Whatever the embedding library needs in its extensions and functions.
  void* host = nullptr;

  // Guards recursion outside evaluate(): true while within the budget.
  bool enter() { return ++depth_ <= budget_.depth || stop(Stop::kDepth); }
  void leave() { --depth_; }

 private:
  bool stop(Stop reason) {
    if (stop_ == Stop::kNone) stop_ = reason;
    return false;
  }
  Value compute(const Program& program, const Node& node, Value* slots);
  Value arithmetic(const Program& program, const Node& node, Value* slots);
  Value compare(const Program& program, const Node& node, Value* slots);
  Value logic(const Program& program, const Node& node, Value* slots);
  Value path(const Program& program, const Node& node, Value* slots);
  Value filter(const Program& program, const Node& node, Value* slots);
  Value iterate(const Program& program, const Node& node, Value* slots);
  Value quantify(const Program& program, const Node& node, Value* slots);
  Value call(const Program& program, const Node& node, Value* slots);
  Value test(const Program& program, const Node& node, Value* slots);
  Value make_context(const Program& program, const Node& node, Value* slots);
  template <class Body>
  bool each(const Program& program, const uint32_t* iterators, uint32_t count, Value* slots,
            const Body& body);
  bool iteration_domain(const Program& program, const uint32_t* iterator, Value* slots,
                        Value& list);

  Budget budget_;
  Moment moment_;
  uint64_t steps_ = 0;
  uint64_t memory_ = 0;
  uint32_t depth_ = 0;
  Stop stop_ = Stop::kNone;
  std::vector<Reason>* reasons_ = nullptr;
  const Program* program_ = nullptr;
  uint32_t position_ = 0;
};

std::string_view stop_text(Stop stop);

}  // namespace lingqu::feel
