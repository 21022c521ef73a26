// Many rows through one model: decisions are evaluated column by column over blocks of rows, on all
// cores. The values are those evaluate() gives for each row, to the last digit; reasons of nulls
// are not collected.
#pragma once

#include <string>
#include <vector>

#include "dmn/model.hpp"
#include "feel/evaluator.hpp"
#include "feel/value.hpp"

namespace lingqu::dmn {

struct Column {
  std::string name;  // of an input, as in evaluate(); or of a decision
  std::vector<feel::Value> values;
};

struct BatchOptions {
  feel::Budget budget;  // per row
  feel::Moment moment;
  unsigned threads = 0;  // 0: as many as the machine has
};

struct BatchOutcome {
  std::vector<Column> columns;  // the decisions asked for
  size_t stopped = 0;           // rows that exceeded a budget: null where they did
  std::vector<std::string> unknown;
};

// Every column must have `rows` values. `decisions`: names; empty means all of the main model.
BatchOutcome evaluate_batch(const Model& model, const std::vector<std::string>& decisions,
                            const std::vector<Column>& inputs, size_t rows,
                            const BatchOptions& options = {});

}  // namespace lingqu::dmn
