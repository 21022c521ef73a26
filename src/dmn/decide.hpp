// What `lingqu decide` does, text in and text out: a model and inputs as JSON, or many rows as CSV.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "dmn/evaluation.hpp"
#include "dmn/model.hpp"

namespace lingqu::dmn {

// Inputs as a JSON object by input name. Texts are read as dates, times and durations where the
// model declares such a type. Errors: kBadJson; kWrongType with field = path, for a value that is
// not of the declared type.
base::Result<feel::Context> read_inputs(const Model& model, std::string_view json);

// A value as JSON: numbers keep their digits; dates, times, durations, ranges are texts.
std::string value_to_json(const feel::Value& value);
// {"results": {name: value}, "reasons": {name: [text]}, "trace": [step], "inputs": [reason],
// "unknown": [name], "stopped": text}; all but the first only where there is something. Numbers
// keep their digits; dates, times, durations, ranges are texts.
std::string outcome_to_json(const Outcome& outcome, bool pretty = true);
// For people at a terminal: a line per decision, with the rules that hit and the reasons of nulls
// below it when traced.
std::string outcome_to_text(const Outcome& outcome);

// One evaluation: read_inputs, evaluate, outcome_to_json or outcome_to_text.
base::Result<std::string> decide(const Model& model, const std::vector<std::string>& decisions,
                                 std::string_view json, const Options& options, bool as_json);
// CSV with a header of input names (nested fields as "Person.age") to CSV with the decisions asked
// for, row by row in order. Errors: those of wire::read_csv; kUnknownColumn; kWrongType with field
// = row and column.
base::Result<std::string> decide_rows(const Model& model, const std::vector<std::string>& decisions,
                                      std::string_view csv, const Options& options);

}  // namespace lingqu::dmn
