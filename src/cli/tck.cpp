#include "dmn/tck.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/file.hpp"
#include "cli/session.hpp"

namespace lingqu::cli {

namespace fs = std::filesystem;

namespace {

constexpr uint64_t kLargestKitFile = 64u << 20;

base::Result<dmn::TckFolder> read_folder(const std::string& root, const std::string& name) {
  dmn::TckFolder folder;
  folder.name = name;
  LINGQU_TRY(files, base::list_files(root + "/" + name));
  for (const std::string& file : files) {
    const bool model = file.ends_with(".dmn"), test = file.ends_with(".xml");
    if (file.find('/') != std::string::npos || (!model && !test)) continue;
    LINGQU_TRY(text, base::read_file(root + "/" + name + "/" + file, kLargestKitFile));
    (model ? folder.models : folder.tests).push_back({file, std::move(text)});
  }
  return folder;
}

}  // namespace

int tck(const std::string& folder, const std::string& csv) {
  auto files = base::list_files(folder);
  if (!files.ok()) return fail(files.error());
  std::set<std::string> folders;
  for (const std::string& file : *files)
    if (file.ends_with(".dmn")) folders.insert(fs::path(file).parent_path().string());
  feel::Moment moment;
  moment.now = {base::SystemClock().now().micros / 1'000'000, 0, feel::Zone::offset(0)};
  size_t passed = 0, failed = 0, done = 0;
  std::string lines;
  Progress progress("tck");
  for (const std::string& name : folders) {
    progress.show(++done, folders.size());
    auto read = read_folder(folder, name);
    if (!read.ok()) return fail(read.error());
    for (const auto& result : dmn::run_tck(*read, moment)) {
      ++(result.passed ? passed : failed);
      if (!result.passed) fmt::print("FAILED {}/{} {} {}: {}\n", result.folder, result.file, result.id, result.node, result.detail);
      lines += dmn::tck_csv_line(result);
      if (!lines.ends_with('\n')) lines += '\n';
    }
  }
  if (!csv.empty())
    if (auto written = base::write_file(csv, lines); !written.ok()) return fail(written.error());
  fmt::print("{} passed, {} failed\n", passed, failed);
  return failed == 0 && passed > 0 ? kDone : kRefused;
}

}  // namespace lingqu::cli
