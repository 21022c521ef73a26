#include <fmt/format.h>

#include "base/file.hpp"
#include "cli/commands.hpp"
#include "cli/session.hpp"
#include "decisions/cases.hpp"
#include "decisions/check.hpp"
#include "pack/pack.hpp"

namespace lingqu::cli {

namespace {

constexpr uint64_t kLargestCases = 8u << 20;

void print_summary(const pack::Pack& pack, bool json) {
  size_t fields = 0, acts = 0;
  for (const auto& entry : pack.registers) {
    fields += entry.schema.fields.size();
    acts += entry.lifecycle.acts.size();
  }
  if (json)
    fmt::print("{}\n", wire::to_text(wire::Json::object({{"ok", true}, {"pack", pack.name}, {"content_hash", pack.content_hash}})));
  else
    fmt::print("{} {}: {} registers, {} fields, {} acts, {} roles, {} documents, {} decisions\n{}\n", pack.name, pack.version,
               pack.registers.size(), fields, acts, pack.roles.size(), pack.documents.size(), pack.decisions.size(), pack.content_hash);
}

// Prints what the models say as a whole; how many mistakes there are.
size_t check_models(const pack::Pack& pack, bool json) {
  size_t mistakes = 0;
  const base::Language language = terminal_language();
  for (const decisions::Finding& finding : decisions::check_models(pack)) {
    if (!finding.warning) {
      fail(finding.error, json);
      ++mistakes;
    } else if (!json) {
      fmt::print(stderr, "{}{} ({})\n", language == base::Language::kZh ? "提示：" : "note: ", finding.error.message(language),
                 finding.error.remedy(language));
    }
  }
  return mistakes;
}

// Runs every file of cases; prints a line per failing case.
int run_cases(const pack::Pack& pack, bool json) {
  size_t passed = 0, failed = 0;
  const auto files = base::list_files(pack.folder);
  if (!files.ok()) return fail(files.error(), json);
  for (const std::string& file : *files) {
    if (!file.starts_with("decisions/") || !file.ends_with(".cases.yaml")) continue;
    auto text = base::read_file(pack.folder + "/" + file, kLargestCases);
    if (!text.ok()) return fail(text.error(), json);
    const auto results = decisions::run_cases(pack, file, *text);
    if (!results.ok()) {
      fail(results.error(), json);
      ++failed;
      continue;
    }
    for (const decisions::CaseResult& result : *results) {
      ++(result.passed ? passed : failed);
      if (!result.passed) fmt::print("{}:{}: {}: {}\n", result.file, result.line, result.id, result.detail);
    }
  }
  fmt::print("{} passed, {} failed\n", passed, failed);
  return failed == 0 ? kDone : kRefused;
}

}  // namespace

int pack_check(const PackCheckOptions& options) {
  const pack::Loaded loaded = pack::load(options.folder);
  if (!loaded.pack) {
    for (const auto& problem : loaded.problems) fail(problem, options.json);
    if (!options.json) fmt::print(stderr, "{}: {} problem(s) / 处问题\n", options.folder, loaded.problems.size());
    return kRefused;
  }
  const size_t mistakes = check_models(*loaded.pack, options.json);
  if (mistakes == 0)
    print_summary(*loaded.pack, options.json);
  else if (!options.json)
    fmt::print(stderr, "{}: {} problem(s) / 处问题\n", options.folder, mistakes);
  if (options.cases) {
    const int cases = run_cases(*loaded.pack, options.json);
    if (cases != kDone) return cases;
  }
  return mistakes == 0 ? kDone : kRefused;
}

}  // namespace lingqu::cli
