// Evaluating a model: values in, values out, with a trace that says why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dmn/model.hpp"
#include "feel/evaluator.hpp"
#include "feel/value.hpp"

namespace lingqu::dmn {

struct Options {
  feel::Budget budget;
  feel::Moment moment;  // for now() and today()
  bool trace =
      false;  // inputs, hits and intermediate values; reasons of nulls are collected in any case
  bool reasons = true;
};

// A decision table as it was used. Names and texts are the model's and live as long as it.
struct TableHit {
  struct Rule {
    uint32_t number;  // from 1
    std::string_view id;
    std::vector<std::pair<std::string_view, std::string_view>> annotations;  // name and text
  };
  std::string_view table;  // id, or the name of the element
  std::string_view policy;
  std::vector<std::pair<std::string_view, feel::Value>> inputs;  // expression and value
  std::vector<Rule> rules;
  feel::Value result;
};

// One evaluated element, in the order of completion.
struct Step {
  std::string_view element;
  feel::Value value;
  std::vector<std::pair<std::string_view, feel::Value>> required;  // what it required, with values
  std::vector<TableHit> tables;
  std::vector<std::string> reasons;  // why it, or something in it, is null
};

struct DecisionResult {
  std::string name;
  feel::Value value;
  std::vector<std::string> reasons;
};

struct Outcome {
  std::vector<DecisionResult> results;  // of the decisions asked for
  std::vector<Step> trace;
  feel::Stop stop =
      feel::Stop::kNone;             // a budget was exceeded: the values are null and mean nothing
  std::vector<std::string> unknown;  // inputs and decisions the model does not know
  std::vector<std::string> input_reasons;  // inputs not of their declared type, and so null
};

// `decisions`: names; empty means all of the main model. Inputs are named as Model::inputs() says;
// those of imported models also as nested contexts under the name of the import. A decision given
// as an input is not evaluated.
Outcome evaluate(const Model& model, const std::vector<std::string>& decisions,
                 const feel::Context& inputs, const Options& options = {});
// A decision service or business knowledge model by name, with its arguments by name.
Outcome invoke(const Model& model, std::string_view name, const feel::Context& arguments,
               const Options& options = {});

}  // namespace lingqu::dmn
