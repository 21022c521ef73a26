#include "feel/closure.hpp"

#include <fmt/format.h>

#include "feel/evaluator.hpp"
#include "feel/frame.hpp"

namespace lingqu::feel {

Value Function::call_named(Evaluator& evaluator, const std::vector<Value>& names,
                           const Value* arguments) const {
  const auto& wanted = parameters();
  std::vector<Value> ordered(wanted.size());
  std::vector<bool> given(wanted.size(), false);
  for (size_t i = 0; i < names.size(); ++i) {
    size_t at = 0;
    while (at < wanted.size() && wanted[at].name != names[i].text()) ++at;
    if (at == wanted.size() || given[at])
      return evaluator.fail("no parameter of that name", names[i].text());
    ordered[at] = arguments[i];
    given[at] = true;
  }
  for (size_t at = 0; at < wanted.size(); ++at)
    if (!given[at]) return evaluator.fail("missing argument", wanted[at].name);
  return call(evaluator, ordered.data(), ordered.size());
}

bool bind_arguments(Evaluator& evaluator, const std::vector<Parameter>& parameters,
                    const Value* arguments, size_t count, Value* slots) {
  if (count != parameters.size()) {
    if (evaluator.collecting())
      evaluator.fail(fmt::format("{} arguments where {} are expected", count, parameters.size()));
    return false;
  }
  for (size_t i = 0; i < count; ++i) {
    slots[i] = arguments[i];
    if (parameters[i].type != nullptr && !evaluator.coerce(slots[i], *parameters[i].type))
      return false;
  }
  return true;
}

Closure::Closure(std::shared_ptr<const Program> program, const Lambda& lambda, const Value* slots)
    : program_(std::move(program)), lambda_(lambda) {
  captured_.reserve(lambda.captures.size());
  for (const auto& capture : lambda.captures) {
    captured_.push_back(slots[capture.from]);
    depth_ = std::max(depth_, captured_.back().depth());
  }
  ++depth_;
}

Value Closure::call(Evaluator& evaluator, const Value* arguments, size_t count) const {
  if (lambda_.external) {
    if (lambda_.native == nullptr) return evaluator.fail("no such native function");
    std::vector<Value> bound(std::max(count, lambda_.parameters.size()));
    if (!bind_arguments(evaluator, lambda_.parameters, arguments, count, bound.data()))
      return Value();
    return lambda_.native->call(evaluator, bound.data(), count);
  }
  Frame frame(lambda_.slots);
  if (!bind_arguments(evaluator, lambda_.parameters, arguments, count, frame.slots()))
    return Value();
  for (size_t i = 0; i < captured_.size(); ++i)
    frame.slots()[lambda_.captures[i].to] = captured_[i];
  return evaluator.evaluate(*program_, lambda_.body, frame.slots());
}

}  // namespace lingqu::feel
