// A function of FEEL text or of a boxed function definition, with the values it captured
// (DMN 1.5, 10.3.2.13).
#pragma once

#include <memory>

#include "feel/function.hpp"
#include "feel/program.hpp"

namespace lingqu::feel {

class Closure final : public Function {
 public:
  Closure(std::shared_ptr<const Program> program, const Lambda& lambda, const Value* slots);
  std::string_view name() const override { return "function"; }
  Value call(Evaluator& evaluator, const Value* arguments, size_t count) const override;
  const std::vector<Parameter>& parameters() const override { return lambda_.parameters; }

 private:
  std::shared_ptr<const Program> program_;
  const Lambda& lambda_;  // of the program
  std::vector<Value> captured_;
};

// Converts arguments to the declared types; false (with a reason) if their number is wrong or one
// does not conform.
bool bind_arguments(Evaluator& evaluator, const std::vector<Parameter>& parameters,
                    const Value* arguments, size_t count, Value* slots);

}  // namespace lingqu::feel
