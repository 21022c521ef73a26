// The DMN Technology Compatibility Kit, where a folder of it lies beside the source tree; else
// nothing to do.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "dmn/tck.hpp"

namespace {

namespace fs = std::filesystem;
using lingqu::dmn::TckFolder;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

TckFolder read_folder(const fs::path& path) {
  TckFolder folder;
  folder.name = path.parent_path().filename().string() + "/" + path.filename().string();
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(path)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    if (file.extension() == ".dmn") folder.models.push_back({file.filename().string(), read(file)});
    if (file.extension() == ".xml") folder.tests.push_back({file.filename().string(), read(file)});
  }
  return folder;
}

}  // namespace

TEST_CASE("the compatibility kit passes wholly") {
  const fs::path root = fs::path(LINGQU_SOURCE_DIR) / ".." / "shared" / "dmn-tck";
  if (!fs::is_directory(root)) {
    std::printf("no compatibility kit at ../shared/dmn-tck: skipped\n");
    return;
  }
  std::vector<fs::path> folders;
  for (const auto& level : fs::directory_iterator(root)) {
    if (!level.is_directory()) continue;
    for (const auto& entry : fs::directory_iterator(level))
      if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  lingqu::feel::Moment moment;
  moment.now = {1'790'000'000, 0, lingqu::feel::Zone::offset(8 * 3600)};
  int passed = 0, failed = 0;
  for (const fs::path& path : folders) {
    for (const auto& result : lingqu::dmn::run_tck(read_folder(path), moment)) {
      ++(result.passed ? passed : failed);
      if (!result.passed)
        std::printf("FAILED %s %s %s: %s\n", result.folder.c_str(), result.id.c_str(),
                    result.node.c_str(), result.detail.c_str());
    }
  }
  std::printf("%d passed, %d failed\n", passed, failed);
  CHECK(failed == 0);
  CHECK(passed > 0);
}
