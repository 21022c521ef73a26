// dmn_bench [MODEL.dmn INPUT-DECISION…]: times of the models of the rule engine's benchmarks, a
// line per figure.
//   dmn_bench            all figures
//   dmn_bench write DIR  for other engines: NAME.dmn, NAME.rows (a JSON object of inputs a line) and NAME.answers (a JSON object of the
//                        decisions asked for a line, as this engine gives it)
//   dmn_bench beside     the figures that are set beside other engines: engine, case, rows per second of wall time and of processor time,
//                        answers that agree and rows asked, tab-separated (bench/dmn/peers/table.py)
//   dmn_bench count NAME 200 evaluations (points, lending, rules-1000) for instruction counts
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "dmn/batch.hpp"
#include "dmn/decide.hpp"
#include "dmn/evaluation.hpp"
#include "models.hpp"

namespace {

using namespace lingqu;
using Clock = std::chrono::steady_clock;

std::shared_ptr<const dmn::Model> load(const std::string& name, const std::string& text) {
  auto model = dmn::Model::load({name, text});
  if (!model.ok()) {
    std::printf("%s\n", base::to_string(model.error(), base::Language::kEn).c_str());
    std::exit(1);
  }
  return *model;
}

// Seconds of processor time of this process: what else runs on the machine matters little to it.
double processor_time() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// Runs per second of processor time: the best of three of at least 0.3 s.
double rate(const std::function<void(uint64_t)>& run) {
  double best = 0;
  for (int repeat = 0; repeat < 3; ++repeat) {
    uint64_t runs = 0;
    const double start = processor_time();
    double spent = 0;
    do {
      for (int i = 0; i < 16; ++i) run(runs++);
      spent = processor_time() - start;
    } while (spent < 0.3);
    best = std::max(best, static_cast<double>(runs) / spent);
  }
  return best;
}

void single(const char* label, const dmn::Model& model, const std::vector<std::string>& decisions,
            const std::vector<feel::Context>& rows) {
  dmn::Options plain, traced;
  plain.reasons = false;
  traced.trace = true;
  const auto with = [&](const dmn::Options& options) {
    return rate(
        [&](uint64_t i) { dmn::evaluate(model, decisions, rows[i % rows.size()], options); });
  };
  std::printf("%-28s %12.0f /s   with trace %12.0f /s\n", label, with(plain), with(traced));
}

void batch(const char* label, const dmn::Model& model, const std::vector<std::string>& decisions,
           const std::vector<feel::Context>& rows, size_t count) {
  std::vector<dmn::Column> columns;
  for (const auto& entry : rows[0].entries()) {
    columns.push_back({entry.key.text(), {}});
    for (size_t i = 0; i < count; ++i)
      columns.back().values.push_back(*rows[i % rows.size()].find(columns.back().name));
  }
  for (const unsigned threads : {1u, 0u}) {
    dmn::BatchOptions options;
    options.threads = threads;
    double best = 0, best_processor = 0;
    for (int repeat = 0; repeat < 5; ++repeat) {
      const auto start = Clock::now();
      const double processor = processor_time();
      dmn::evaluate_batch(model, decisions, columns, count, options);
      best = std::max(best, static_cast<double>(count) /
                                std::chrono::duration<double>(Clock::now() - start).count());
      best_processor =
          std::max(best_processor, static_cast<double>(count) / (processor_time() - processor));
    }
    std::printf("%-28s %12.0f rows/s on %s (%.0f per second of processor time)\n", label, best,
                threads == 1 ? "one core" : "all cores", best_processor);
  }
}

std::vector<feel::Context> rows_of(const std::function<feel::Context(uint64_t)>& make) {
  std::vector<feel::Context> rows;
  for (uint64_t i = 0; i < 1000; ++i) rows.push_back(make(i));
  return rows;
}

feel::Context lending_row() {
  const auto context = [](std::vector<std::pair<const char*, feel::Value>> entries) {
    feel::Context made;
    for (auto& [key, value] : entries) made.set(key, std::move(value));
    return feel::Value(std::move(made));
  };
  const auto n = [](int64_t units, int scale) {
    return feel::Value(feel::Decimal::from_scaled(units, scale));
  };
  feel::Context row;
  row.set("ApplicantData", context({{"Monthly", context({{"Income", n(6000, 0)},
                                                         {"Expenses", n(2000, 0)},
                                                         {"Repayments", n(0, 0)}})},
                                    {"Age", n(35, 0)},
                                    {"ExistingCustomer", feel::Value(true)},
                                    {"MaritalStatus", feel::Value("M")},
                                    {"EmploymentStatus", feel::Value("EMPLOYED")}}));
  row.set("RequestedProduct", context({{"ProductType", feel::Value("STANDARD LOAN")},
                                       {"Amount", n(350000, 0)},
                                       {"Rate", n(395, 4)},
                                       {"Term", n(360, 0)}}));
  row.set("BureauData", context({{"CreditScore", n(649, 0)}, {"Bankrupt", feel::Value(false)}}));
  row.set("SupportingDocuments", feel::Value("YES"));
  return row;
}

// The lending example of the compatibility kit, where the kit lies beside the tree; null pointer
// else.
std::string lending_text() {
  std::ifstream file(std::filesystem::path(LINGQU_SOURCE_DIR) /
                     "../shared/dmn-tck/compliance-level-3/0004-lending/0004-lending.dmn");
  std::stringstream text;
  if (file) text << file.rdbuf();
  return text.str();
}

std::shared_ptr<const dmn::Model> lending() {
  const std::string text = lending_text();
  return text.empty() ? nullptr : load("0004-lending.dmn", text);
}

// What every engine is given: a model, the decisions asked for, rows of inputs.
struct Case {
  const char* name;
  std::string text;
  std::vector<std::string> decisions;
  std::vector<feel::Context> rows;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  all.push_back({"points", bench::points_model(), {"total"}, rows_of([](uint64_t i) { return bench::points_row(i); })});
  if (std::string text = lending_text(); !text.empty()) all.push_back({"lending", std::move(text), {"Strategy", "Routing"}, {lending_row()}});
  for (const int rules : {10, 1000})
    all.push_back({rules == 10 ? "rules-10" : "rules-1000", bench::rules_model(rules), {"r"},
                   rows_of([rules](uint64_t i) { return bench::rules_row(i, rules); })});
  return all;
}

void write(const std::filesystem::path& folder) {
  for (const Case& one : cases()) {
    const auto model = load(one.name, one.text);
    const std::string name = one.name;
    std::ofstream(folder / (name + ".dmn")) << one.text;
    std::ofstream rows(folder / (name + ".rows")), answers(folder / (name + ".answers"));
    for (const feel::Context& row : one.rows) {
      rows << dmn::value_to_json(feel::Value(row)) << "\n";
      feel::Context answer;
      for (const auto& result : dmn::evaluate(*model, one.decisions, row).results) answer.set(result.name, result.value);
      answers << dmn::value_to_json(feel::Value(answer)) << "\n";
    }
  }
}

// One line of what `beside` prints. `run` is one evaluation; `rows_each` what it answers.
void beside(const char* name, const char* what, const std::function<void(uint64_t)>& run, size_t rows_each, size_t rows) {
  const auto seconds = [](Clock::time_point since) { return std::chrono::duration<double>(Clock::now() - since).count(); };
  uint64_t runs = 0;
  for (const auto start = Clock::now(); seconds(start) < 0.5;) run(runs++);
  const auto start = Clock::now();
  const double processor = processor_time();
  runs = 0;
  do {
    for (size_t i = 0; i < 1 + 15 / rows_each; ++i) run(runs++);
  } while (seconds(start) < 1.5);
  const double answered = static_cast<double>(runs * rows_each);
  std::printf("Lingqu\t%s\t%s\t%.0f\t%.0f\t%zu\t%zu\n", name, what, answered / seconds(start), answered / (processor_time() - processor), rows, rows);
  std::fflush(stdout);
}

void beside() {
  dmn::Options plain, traced;
  plain.reasons = false;
  traced.trace = true;
  for (const Case& one : cases()) {
    const auto model = load(one.name, one.text);
    const auto row = [&](uint64_t i) -> const feel::Context& { return one.rows[i % one.rows.size()]; };
    beside(one.name, "row", [&](uint64_t i) { dmn::evaluate(*model, one.decisions, row(i), plain); }, 1, one.rows.size());
    beside(one.name, "traced", [&](uint64_t i) { dmn::evaluate(*model, one.decisions, row(i), traced); }, 1, one.rows.size());
    constexpr size_t kRows = 20'000;
    std::vector<dmn::Column> columns;
    for (const auto& entry : one.rows[0].entries()) {
      columns.push_back({entry.key.text(), {}});
      for (size_t i = 0; i < kRows; ++i) columns.back().values.push_back(*row(i).find(columns.back().name));
    }
    beside(one.name, "rows", [&](uint64_t) { dmn::evaluate_batch(*model, one.decisions, columns, kRows); }, kRows, one.rows.size());
  }
}

}  // namespace

// What instructions are counted of (callgrind's --toggle-collect finds it by this name): evaluation alone, no loading, no start of the program.
extern "C" [[gnu::noinline]] void dmn_bench_counted(const dmn::Model& model, const std::vector<std::string>& decisions,
                                                    const std::vector<feel::Context>& rows) {
  dmn::Options options;
  options.reasons = false;
  for (const feel::Context& row : rows) dmn::evaluate(model, decisions, row, options);
}

namespace {

void count(const std::string& name) {
  for (Case& one : cases()) {
    if (name != one.name) continue;
    one.rows.resize(200, one.rows.front());
    dmn_bench_counted(*load(one.name, one.text), one.decisions, one.rows);
  }
}

}  // namespace

int main(int argc, char** arguments) {
  const std::string mode = argc > 1 ? arguments[1] : "", what = argc > 2 ? arguments[2] : "";
  if (mode == "write") return write(what), 0;
  if (mode == "beside") return beside(), 0;
  if (mode == "count") return count(what), 0;
  const auto points = load("points", bench::points_model());
  const auto point_rows = rows_of([](uint64_t i) { return bench::points_row(i); });
  single("(a) points, one row", *points, {"total"}, point_rows);
  batch("(a) points, batch", *points, {"total"}, point_rows, 300'000);
  if (const auto model = lending()) {
    single("(b) lending, all decisions", *model, {}, {lending_row()});
    single("(b) lending, Strategy+Routing", *model, {"Strategy", "Routing"}, {lending_row()});
  } else {
    std::printf("(b) lending: no compatibility kit at ../shared/dmn-tck: skipped\n");
  }
  for (const int rules : {10, 1000}) {
    const auto model = load("rules", bench::rules_model(rules));
    const auto rows = rows_of([rules](uint64_t i) { return bench::rules_row(i, rules); });
    single(fmt::format("(c) {} rules, one row", rules).c_str(), *model, {"r"}, rows);
    batch(fmt::format("(c) {} rules, batch", rules).c_str(), *model, {"r"}, rows, 200'000);
  }
}
