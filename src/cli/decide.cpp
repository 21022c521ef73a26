#include "dmn/decide.hpp"

#include <fmt/format.h>

#include <iostream>
#include <iterator>

#include "base/file.hpp"
#include "cli/session.hpp"
#include "decisions/decide.hpp"

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

std::string joined(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, " "));
}

std::string answer_to_text(const decisions::Answer& answer) {
  std::string out = fmt::format("{} = {}\n", answer.decision, to_literal(answer.value));
  out += fmt::format("    from {}, {}{}\n", answer.version, joined(answer.clauses), answer.verified ? "" : "  (待核实 unverified)");
  for (const std::string& reason : answer.reasons) out += "    " + reason + "\n";
  return out;
}

// A decision of a pack, as it is in force on a day.
base::Result<std::string> run_decision(const DecideOptions& options) {
  pack::Loaded loaded = pack::load(options.pack);
  if (!loaded.pack) {
    Error error = Error(ErrorCode::kInvalid).with("count", std::to_string(loaded.problems.size()));
    error.details = std::move(loaded.problems);
    return error;
  }
  base::Date day = base::date_in(base::SystemClock().now(), loaded.pack->zone);
  if (!options.on.empty()) {
    LINGQU_TRY(parsed, base::parse_date(options.on));
    day = parsed;
  }
  const pack::Decision* decision = loaded.pack->find_decision(options.model);
  const pack::DecisionVersion* version = decision != nullptr ? decision->in_force(day) : nullptr;
  if (version == nullptr) return Error(ErrorCode::kNotFound).with("what", options.model);
  LINGQU_TRY(input, read_input(options.input));
  LINGQU_TRY(inputs, dmn::read_inputs(*version->model->model, input));
  LINGQU_TRY(answer, decisions::decide(*loaded.pack, options.model, day, inputs, options.trace));
  return options.json || options.trace ? decisions::to_json(answer) : answer_to_text(answer);
}

}  // namespace

int decide(const DecideOptions& options) {
  auto text = options.pack.empty() ? run_model(options) : run_decision(options);
  if (!text.ok()) return fail(text.error(), options.json);
  fmt::print("{}{}", *text, text->ends_with('\n') ? "" : "\n");
  return kDone;
}

}  // namespace lingqu::cli
