// Replays the seeds of the fuzz targets, so that what was found once stays found.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "../../fuzz/targets.hpp"

namespace {

int replay(const char* folder, void (*target)(std::string_view)) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(LINGQU_SOURCE_DIR) / "fuzz" / "seeds" / folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    const std::string bytes = content.str();
    target(bytes);
    // Every beginning too: cheap, and finds what looks behind the end.
    for (size_t length = 0; length < bytes.size(); length += 1 + bytes.size() / 200)
      target(std::string_view(bytes).substr(0, length));
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("the seeds of the fuzzers pass") {
  CHECK(replay("feel", lingqu::fuzz::feel_text) > 0);
  CHECK(replay("dmn", lingqu::fuzz::dmn_model) > 0);
  CHECK(replay("value", lingqu::fuzz::value_text) > 0);
}
