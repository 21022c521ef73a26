// Business knowledge models and decision services as FEEL functions (DMN 1.5, 10.4).
#pragma once

#include "dmn/detail/compiled.hpp"
#include "feel/function.hpp"

namespace lingqu::dmn {

class KnowledgeFunction final : public feel::Function {
 public:
  KnowledgeFunction(const Compiled& compiled, uint32_t element)
      : compiled_(compiled), element_(element) {}
  std::string_view name() const override { return compiled_.elements[element_].name; }
  feel::Value call(feel::Evaluator& evaluator, const feel::Value* arguments,
                   size_t count) const override;
  const std::vector<feel::Parameter>& parameters() const override {
    return compiled_.elements[element_].parameters;
  }

 private:
  const Compiled& compiled_;
  uint32_t element_;
};

class ServiceFunction final : public feel::Function {
 public:
  ServiceFunction(const Compiled& compiled, uint32_t element)
      : compiled_(compiled), element_(element) {}
  std::string_view name() const override { return compiled_.elements[element_].name; }
  feel::Value call(feel::Evaluator& evaluator, const feel::Value* arguments,
                   size_t count) const override;
  const std::vector<feel::Parameter>& parameters() const override {
    return compiled_.elements[element_].parameters;
  }

 private:
  const Compiled& compiled_;
  uint32_t element_;
};

}  // namespace lingqu::dmn
