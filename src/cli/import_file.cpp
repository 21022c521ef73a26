#include <fmt/format.h>

#include "base/file.hpp"
#include "cli/session.hpp"

namespace lingqu::cli {

using base::Error;
using base::ErrorCode;

namespace {

constexpr uint64_t kLargestFile = uint64_t{1} << 30;
constexpr size_t kProblemsPrinted = 200;

base::Result<engine::ImportCommand> command_of(engine::Engine& engine, const ImportOptions& options) {
  engine::ImportCommand command;
  command.register_name = options.register_name;
  command.act = options.act;
  command.check_only = options.check_only;
  command.ignore_unknown_columns = options.ignore_unknown;
  const size_t dot = options.file.rfind('.');
  command.format = !options.format.empty() ? options.format : dot == std::string::npos ? "" : base::ascii_lower(options.file.substr(dot + 1));
  if (command.format == "json" || command.format == "ndjson") command.format = "jsonl";
  for (const std::string& pair : options.map) {
    const size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0)
      return Error(ErrorCode::kBadRequest).at("map").with("reason", base::Text{"“" + pair + "”应写作 列=字段", "“" + pair + "” should read column=field"});
    command.map.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
  }
  LINGQU_TRY(actor, acting_account(engine, options.as, options.register_name));
  command.actor = std::move(actor);
  if (!options.organisation.empty()) {
    LINGQU_TRY(organisation, find_organisation(engine, options.organisation));
    command.organisation = organisation;
  }
  LINGQU_TRY(content, base::read_file(options.file, kLargestFile));
  command.content = std::move(content);
  return command;
}

void print_problems(const engine::ImportReport& report, base::Language language) {
  size_t printed = 0;
  for (const auto& problem : report.problems) {
    if (++printed > kProblemsPrinted) {
      fmt::print(stderr, "… {} more / 另有 {} 处\n", report.problems.size() - kProblemsPrinted, report.problems.size() - kProblemsPrinted);
      break;
    }
    fmt::print(stderr, "{} {}{}{}: {} — {}\n", language == base::Language::kZh ? "第" : "row", problem.line, language == base::Language::kZh ? "行" : "",
               problem.column.empty() ? "" : " [" + problem.column + "]", problem.error.message(language), problem.error.remedy(language));
  }
}

wire::Json report_json(const engine::ImportReport& report) {
  wire::Json problems{wire::Json::Array{}};
  for (const auto& problem : report.problems)
    problems.push(wire::Json::object({{"line", static_cast<int64_t>(problem.line)}, {"column", problem.column}, {"field", problem.error.field},
                                      {"code", problem.error.code_text()}, {"message", problem.error.message(terminal_language())},
                                      {"remedy", problem.error.remedy(terminal_language())}}));
  return wire::Json::object({{"total", static_cast<int64_t>(report.total)}, {"imported", static_cast<int64_t>(report.imported)},
                             {"bad_rows", static_cast<int64_t>(report.bad_rows)}, {"first", report.first}, {"last", report.last},
                             {"problems", std::move(problems)}});
}

}  // namespace

int import_file(const ImportOptions& options) {
  auto opened = open_engine(options.place, false);
  if (!opened) return kEnvironment;
  auto command = command_of(*opened->engine, options);
  if (!command.ok()) return fail(command.error(), options.place.json);
  Progress progress("import");
  auto report = opened->engine->import_records(*command, [&](size_t done, size_t total) { progress.show(done, total); });
  if (!report.ok()) return fail(report.error(), options.place.json);
  const bool good = report->problems.empty();
  if (options.place.json) {
    fmt::print("{}\n", wire::to_pretty_text(report_json(*report)));
    return good ? kDone : kRefused;
  }
  if (good) {
    if (options.check_only)
      fmt::print("{} rows are right; nothing was imported (--check) / {} 行无误，未导入（仅检查）\n", report->total, report->total);
    else
      fmt::print("imported {} rows as {} {}–{} / 已导入 {} 行\n", report->imported, options.register_name, report->first, report->last, report->imported);
    return kDone;
  }
  print_problems(*report, terminal_language());
  return fail(Error(ErrorCode::kImportRejected).with("bad", std::to_string(report->bad_rows)).with("total", std::to_string(report->total)));
}

}  // namespace lingqu::cli
