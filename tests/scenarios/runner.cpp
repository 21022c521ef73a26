// Plays scenario files: run_scenarios PACKS_FOLDER FILE...; exit code 1 when one of them does not
// go as it says.
#include <cstdio>

#include "scenarios/world.hpp"

namespace {

using namespace lingqu;

bool play(const std::string& packs, const std::string& file) {
  const auto scenario = scenarios::load(file);
  if (!scenario.ok()) {
    std::printf("%s\n", base::to_string(scenario.error(), base::Language::kEn).c_str());
    return false;
  }
  const auto world = scenarios::World::make(*scenario, packs);
  if (!world.ok()) {
    std::printf("%s: %s\n", file.c_str(),
                base::to_string(world.error(), base::Language::kEn).c_str());
    return false;
  }
  for (const scenarios::Step& step : scenario->steps) {
    const auto differences = (*world)->play(step);
    if (differences.empty()) continue;
    std::printf("%s:%d: step %s\n", file.c_str(), step.line, step.id.c_str());
    for (const std::string& difference : differences) std::printf("  %s\n", difference.c_str());
    return false;  // what follows rests on it
  }
  std::printf("%s: %zu steps as expected\n", file.c_str(), scenario->steps.size());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::printf("usage: run_scenarios PACKS_FOLDER FILE...\n");
    return 2;
  }
  bool good = true;
  for (int i = 2; i < argc; ++i) good = play(argv[1], argv[i]) && good;
  return good ? 0 : 1;
}
