#include "dmn/decide.hpp"

#include <fmt/format.h>

#include <iostream>
#include <iterator>

#include "base/file.hpp"
#include "cli/session.hpp"

namespace lingqu::cli {

using base::Error;
using base::ErrorCode;

namespace {

constexpr uint64_t kLargestModel = 32u << 20;
constexpr uint64_t kLargestRows = uint64_t{1} << 30;
constexpr int64_t kMicrosPerSecond = 1'000'000;

feel::Moment this_moment() {
  const int64_t micros = base::SystemClock().now().micros;
  feel::Moment moment;
  moment.now = {micros / kMicrosPerSecond, static_cast<int32_t>(micros % kMicrosPerSecond * 1000), feel::Zone::offset(0)};
  return moment;
}

base::Result<std::string> read_input(const std::string& name) {
  if (name.empty()) return std::string("{}");
  if (name != "-") return base::read_file(name, kLargestModel);
  return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

base::Result<std::string> run_model(const DecideOptions& options) {
  LINGQU_TRY(text, base::read_file(options.model, kLargestModel));
  LINGQU_TRY(model, dmn::Model::load({options.model, std::move(text)}));
  for (const auto& problem : model->problems()) fmt::print(stderr, "{}: {}\n", problem.element, problem.message);
  dmn::Options evaluation;
  evaluation.trace = options.trace;
  evaluation.moment = this_moment();
  if (!options.rows.empty()) {
    LINGQU_TRY(rows, base::read_file(options.rows, kLargestRows));
    return dmn::decide_rows(*model, options.decisions, rows, evaluation);
  }
  LINGQU_TRY(input, read_input(options.input));
  return dmn::decide(*model, options.decisions, input, evaluation, options.json);
}

}  // namespace

int decide(const DecideOptions& options) {
  auto text = run_model(options);
  if (!text.ok()) return fail(text.error(), options.json);
  fmt::print("{}{}", *text, text->ends_with('\n') ? "" : "\n");
  return kDone;
}

}  // namespace lingqu::cli
