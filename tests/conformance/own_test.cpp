// Own cases, written from the standard, as data in own/*.txt:
//   # comment, naming the section
//   expression => expected        the expected value is itself FEEL: equal in kind and value; null
//   means null expression => syntax error let name = expression         a variable for the rest of
//   the file
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "feel/compiler.hpp"
#include "feel/evaluator.hpp"
#include "feel/names.hpp"

namespace {

namespace fs = std::filesystem;
using namespace lingqu::feel;

struct Scope {
  std::vector<Parameter> names;
  std::vector<Value> values;
};

// False on a syntax error.
bool evaluate(const std::string& text, const Scope& scope, Value& value) {
  const CompiledExpression compiled = compile(text, scope.names);
  if (compiled.program == nullptr) return false;
  Moment moment;
  moment.now = *parse_date_time("2026-11-22T10:30:00+08:00");
  Evaluator evaluator({}, moment);
  value = evaluator.run(*compiled.program, scope.values);
  return true;
}

int run_file(const fs::path& path) {
  std::ifstream file(path);
  Scope scope;
  std::string line;
  int cases = 0;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    INFO(path.filename().string(), ":", number, "  ", line);
    if (line.starts_with("let ")) {
      const size_t equals = line.find('=');
      Value value;
      REQUIRE(evaluate(line.substr(equals + 1), scope, value));
      scope.names.push_back({normalized_name(line.substr(4, equals - 4)), nullptr});
      scope.values.push_back(value);
      continue;
    }
    const size_t arrow = line.rfind(" => ");
    REQUIRE(arrow != std::string::npos);
    const std::string text = line.substr(0, arrow), wanted = line.substr(arrow + 4);
    ++cases;
    Value actual, expected;
    const bool compiled = evaluate(text, scope, actual);
    if (wanted == "syntax error") {
      CHECK_FALSE(compiled);
      continue;
    }
    CHECK(compiled);
    REQUIRE(evaluate(wanted, scope, expected));
    const std::string got = to_literal(actual);
    CAPTURE(got);
    CHECK(identical(actual, expected));
  }
  return cases;
}

}  // namespace

TEST_CASE("own cases hold") {
  int cases = 0;
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::directory_iterator(fs::path(LINGQU_SOURCE_DIR) / "tests" / "conformance" / "own"))
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  for (const fs::path& path : files) cases += run_file(path);
  MESSAGE(cases, " own cases");
  CHECK(cases >= 400);
}
