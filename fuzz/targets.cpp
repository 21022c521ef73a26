#include "targets.hpp"

#include <cstdlib>

#include "dmn/analysis.hpp"
#include "dmn/batch.hpp"
#include "dmn/decide.hpp"
#include "feel/compiler.hpp"
#include "feel/evaluator.hpp"
#include "feel/regex.hpp"

namespace lingqu::fuzz {
namespace {

const feel::Budget kBudget{20'000, 4u << 20, 300};

void require(bool condition) {
  if (!condition) std::abort();
}

void evaluate(const feel::CompiledExpression& compiled, const std::vector<feel::Value>& inputs) {
  if (compiled.program == nullptr) return;
  feel::Evaluator evaluator(kBudget);
  std::vector<feel::Reason> reasons;
  evaluator.collect_into(&reasons);
  const feel::Value value = evaluator.run(*compiled.program, inputs);
  const std::string text = to_literal(value);
  feel::hash_value(value);
  if (value.is(feel::Kind::kNumber)) {  // a literal is read back as the same value
    const auto again = feel::Decimal::parse(text);
    require(again.has_value() && *again == value.number());
  }
}

}  // namespace

void feel_text(std::string_view bytes) {
  const std::vector<feel::Parameter> names = {
      {"a", nullptr}, {"net price", feel::simple_type(feel::Kind::kNumber)}, {"列表", nullptr}};
  const std::vector<feel::Value> inputs = {
      feel::Value(int64_t{5}), feel::Value(feel::Decimal::from_scaled(1250, 2)),
      feel::Value(std::vector<feel::Value>{feel::Value(int64_t{1}), feel::Value("x")})};
  evaluate(feel::compile(bytes, names), inputs);
  evaluate(feel::compile_tests(bytes, nullptr), {inputs[0]});
}

void dmn_model(std::string_view bytes) {
  const auto model = dmn::Model::load({"fuzz.dmn", std::string(bytes)});
  if (!model.ok()) return;
  dmn::Options options;
  options.budget = kBudget;
  options.trace = true;
  feel::Context inputs;
  for (const auto& input : (*model)->inputs()) inputs.set(input.name, feel::Value(int64_t{7}));
  const auto outcome = dmn::evaluate(**model, {}, inputs, options);
  dmn::outcome_to_json(outcome);
  dmn::outcome_to_text(outcome);
  for (const auto& service : (*model)->services())
    dmn::invoke(**model, service.name, inputs, options);
  for (const auto& finding : dmn::analyse(**model)) dmn::to_string(finding, base::Language::kZh);
  std::vector<dmn::Column> columns;
  for (const auto& entry : inputs.entries())
    columns.push_back({entry.key.text(), {entry.value, feel::Value()}});
  dmn::BatchOptions batch;
  batch.budget = kBudget;
  batch.threads = 1;
  dmn::evaluate_batch(**model, {}, columns, 2, batch);
}

void value_text(std::string_view bytes) {
  if (const auto number = feel::Decimal::parse(bytes)) {
    const auto again = feel::Decimal::parse(number->to_string());
    require(again.has_value() && *again == *number && again->hash() == number->hash());
  }
  if (const auto date = feel::parse_date(bytes))
    require(feel::parse_date(to_string(*date)) == date);
  if (const auto time = feel::parse_time(bytes))
    require(feel::parse_time(to_string(*time)) == time);
  if (const auto at = feel::parse_date_time(bytes))
    require(feel::parse_date_time(to_string(*at)).has_value());
  if (const auto days = feel::parse_day_duration(bytes))
    require(feel::parse_day_duration(to_string(*days)) == days);
  if (const auto months = feel::parse_month_duration(bytes))
    require(feel::parse_month_duration(to_string(*months)) == months);
  if (const auto regex = feel::Regex::compile(bytes, "")) {
    regex->find("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!");
    regex->replace("abcabc", "[$1]");
    regex->split("a,b;c");
  }
  static const auto model = dmn::Model::load(
      {"m",
       "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"><inputData id=\"i\" "
       "name=\"i\"><variable name=\"i\" "
       "typeRef=\"date\"/></inputData></definitions>"});
  require(model.ok());
  const auto inputs = dmn::read_inputs(**model, bytes);
  (void)inputs.ok();
}

}  // namespace lingqu::fuzz
