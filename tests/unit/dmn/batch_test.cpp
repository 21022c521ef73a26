// Batches give what single evaluations give: 10,000 generated expressions and tables.
#include "dmn/batch.hpp"

#include <doctest/doctest.h>

#include <random>

#include "models.hpp"

using namespace lingqu;
using namespace lingqu::dmn::test;
using feel::Value;

namespace {

class Generator {
 public:
  explicit Generator(uint64_t seed) : random_(seed) {}
  size_t below(size_t limit) { return random_() % limit; }
  const std::string& pick(const std::vector<std::string>& from) { return from[below(from.size())]; }

  std::string expression(int depth) {
    static const std::vector<std::string> leaves = {
        "a",    "b",      "s",        "n",        "1",
        "2.5",  "-3",     "0",        "\"x\"",    "true",
        "null", "[a, b]", "{k: a}.k", "@\"P1D\"", "@\"2024-01-31\""};
    if (depth == 0) return pick(leaves);
    const auto inner = [&] { return expression(depth - 1); };
    switch (below(9)) {
      case 0:
        return "(" + inner() + pick({" + ", " - ", " * ", " / ", " ** "}) + inner() + ")";
      case 1:
        return "(" + inner() + pick({" = ", " != ", " < ", " <= ", " > ", " >= "}) + inner() + ")";
      case 2:
        return "(" + inner() + pick({" and ", " or "}) + inner() + ")";
      case 3:
        return "(if " + inner() + " then " + inner() + " else " + inner() + ")";
      case 4:
        return pick({"abs", "not", "string", "floor", "count", "sum", "max"}) + "(" + inner() + ")";
      case 5:
        return "(" + inner() + " in " + pick({"[1..3]", "(1, > 2)", "< 2", "[1, 2]"}) + ")";
      case 6:
        return "-" + inner();
      case 7:
        return "(for i in [1, a] return i + " + inner() + ")";
      default:
        return "max(" + inner() + ", " + inner() + ")";
    }
  }

  std::string logic() {
    if (below(3) != 0) return literal_xml(expression(static_cast<int>(1 + below(4))));
    Table table;
    static const std::vector<std::string> policies = {
        "UNIQUE", "FIRST", "ANY", "RULE ORDER", "COLLECT", "COLLECT\" aggregation=\"SUM"};
    static const std::vector<std::string> tests = {"-",      "1",     "< 2",    ">= 2",
                                                   "[1..3)", "\"x\"", "not(1)", "!= 2",
                                                   "true",   "> b",   "null",   "1, 2"};
    table.policy = "hitPolicy=\"" + pick(policies) + "\"";
    table.inputs = {{pick({"a", "n", "s", "a + b"}), below(2) != 0 ? "number" : ""}};
    if (below(2) != 0) table.inputs.push_back({pick({"b", "s", "b > 1"}), ""});
    if (below(3) == 0)
      table.extra_output = "<defaultOutputEntry><text>-1</text></defaultOutputEntry>";
    for (size_t r = 0, rules = 1 + below(6); r < rules; ++r) {
      table.rules.emplace_back();
      for (size_t i = 0; i < table.inputs.size(); ++i) table.rules.back().push_back(pick(tests));
      table.rules.back().push_back(below(4) == 0 ? expression(1) : std::to_string(below(3)));
    }
    return table_xml(table);
  }

  Value value(const std::string& name) {
    if (below(10) == 0) return Value();
    if (name == "s")
      return below(4) == 0 ? Value(static_cast<int64_t>(below(3)))
                           : Value(below(2) == 0 ? "x" : "y");
    return Value(feel::Decimal::from_scaled(static_cast<int64_t>(below(80)) - 20,
                                            static_cast<int>(below(3))));
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace

TEST_CASE("batches equal single evaluations") {
  constexpr int kModels = 200, kDecisions = 50;
  constexpr size_t kRows = 12;
  size_t compared = 0;
  for (int m = 0; m < kModels; ++m) {
    Generator generator(static_cast<uint64_t>(m) + 1);
    std::string body =
        input_xml("a", "number") + input_xml("b") + input_xml("s") + input_xml("n", "number");
    for (int d = 0; d < kDecisions; ++d) {
      std::vector<std::string> required = {"#a", "#b", "#s", "#n"};
      body += decision_xml("d" + std::to_string(d), required, generator.logic(),
                           d % 7 == 0 ? "number" : "");
    }
    const auto model = dmn::Model::load({"generated.dmn", definitions(body)});
    REQUIRE(model.ok());
    std::vector<dmn::Column> columns;
    for (const char* name : {"a", "b", "s", "n"}) {
      columns.push_back({name, {}});
      for (size_t row = 0; row < kRows; ++row)
        columns.back().values.push_back(generator.value(name));
    }
    const auto batch = dmn::evaluate_batch(**model, {}, columns, kRows);
    REQUIRE(batch.columns.size() == kDecisions);
    for (size_t row = 0; row < kRows; ++row) {
      feel::Context inputs;
      for (const auto& column : columns) inputs.set(column.name, column.values[row]);
      const auto single = dmn::evaluate(**model, {}, inputs);
      for (size_t d = 0; d < kDecisions; ++d) {
        const std::string expected = to_literal(single.results[d].value),
                          actual = to_literal(batch.columns[d].values[row]);
        if (expected != actual)
          FAIL("model " << m << ", d" << d << ", row " << row << ": " << expected
                        << " but in a batch " << actual);
        ++compared;
      }
    }
  }
  CHECK(compared == kModels * kDecisions * kRows);
}

TEST_CASE("a row that exceeds its budget is null and counted, the others go on") {
  const auto model = dmn::Model::load(
      {"t.dmn",
       definitions(input_xml("a", "number") +
                   decision_xml("d", {"#a"}, literal_xml("count(for i in 1..a return i)")))});
  REQUIRE(model.ok());
  dmn::BatchOptions options;
  options.budget.steps = 10'000;
  const auto outcome = dmn::evaluate_batch(
      **model, {"d"}, {{"a", {Value(int64_t{10}), Value(int64_t{1'000'000}), Value(int64_t{20})}}},
      3, options);
  CHECK(to_literal(outcome.columns[0].values[0]) == "10");
  CHECK(outcome.columns[0].values[1].is_null());
  CHECK(to_literal(outcome.columns[0].values[2]) == "20");
  CHECK(outcome.stopped == 1);
}
