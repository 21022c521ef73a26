// Runs test cases in the layout of the DMN Technology Compatibility Kit: a model and <testCases>
// files beside it. Pure: the caller reads the files.
#pragma once

#include <string>
#include <vector>

#include "dmn/model.hpp"
#include "feel/evaluator.hpp"

namespace lingqu::dmn {

// A folder of the kit: "compliance-level-3/0082-feel-coercion".
struct TckFolder {
  std::string name;
  std::vector<Source> models;
  std::vector<Source> tests;
};

struct TckResult {
  std::string folder;
  std::string file;  // of the test cases, without ".xml"
  std::string id;    // of the case
  std::string node;  // of the result
  bool passed = false;
  std::string detail;  // what was expected and what came
};

std::vector<TckResult> run_tck(const TckFolder& folder, const feel::Moment& moment = {});
// One line of the kit's results file: "folder","file","id::node","SUCCESS","" with quotes.
std::string tck_csv_line(const TckResult& result);

}  // namespace lingqu::dmn
