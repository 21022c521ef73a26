#include <doctest/doctest.h>

#include "unit/decisions/fixture.hpp"

namespace lingqu::pack {
namespace {

using Files = std::map<std::string, std::string>;

void replace(Files& files, const std::string& file, const std::string& before, const std::string& after) {
  const size_t at = files[file].find(before);
  REQUIRE(at != std::string::npos);
  files[file].replace(at, before.size(), after);
}

std::string told(const Files& files) {
  const Loaded loaded = load_files(files);
  CHECK_FALSE(loaded.pack);
  std::string all;
  for (const base::Error& problem : loaded.problems) {
    CHECK_FALSE(problem.remedy(base::Language::kZh).empty());
    all += problem.message(base::Language::kEn) + " | " + problem.remedy(base::Language::kEn) + "\n";
  }
  return all;
}

TEST_CASE("decisions: versions by day, words, regions; models count for the hash, cases do not") {
  Files files = decisions::pack_with_decisions();
  const Loaded loaded = load_files(files);
  for (const base::Error& problem : loaded.problems) MESSAGE(base::to_string(problem));
  REQUIRE(loaded.pack);
  REQUIRE(loaded.pack->decisions.size() == 1);
  const Decision& floor = *loaded.pack->find_decision("floor");
  CHECK(floor.versions.size() == 2);
  CHECK(floor.in_force(base::make_date(2015, 9, 30)) == nullptr);
  CHECK(floor.in_force(base::make_date(2025, 9, 27)) == &floor.versions[0]);
  CHECK(floor.in_force(base::make_date(2025, 9, 28)) == &floor.versions[1]);
  CHECK(floor.in_force(base::make_date(2030, 12, 31)) == &floor.versions[1]);
  CHECK(floor.in_force(base::make_date(2031, 1, 1)) == nullptr);
  CHECK(floor.find_version("2025-09-28") == &floor.versions[1]);
  REQUIRE(floor.find_field("way") != nullptr);
  CHECK(floor.find_field("way")->codes.size() == 2);
  CHECK(floor.versions[0].model->digest.size() == 4 + 64);
  CHECK(loaded.pack->decision_regions.size() == 2);

  const std::string hash = loaded.pack->content_hash;
  files["decisions/floor.cases.yaml"] = "cases: []\n";
  CHECK(load_files(files).pack->content_hash == hash);
  files["decisions/floor.dmn"] += "<!-- -->";
  CHECK(load_files(files).pack->content_hash != hash);
}

TEST_CASE("decisions: mistakes are told with file, line and the way out") {
  struct Mistake {
    const char* file;
    const char* before;
    const char* after;
    const char* says;
  };
  for (const Mistake& mistake : std::vector<Mistake>{
           {"decisions/floor.dmn", "law/2", "law/3", "decisions/floor.dmn:19:1: the clause “law/3” of “share” 2 does not exist"},
           {"decisions/floor.dmn", "<text>law/2</text>", "<text></text>", "rule “share” 2 names no clause"},
           {"decisions/floor.dmn", "<text>G</text>", "<text>sure</text>", "there is no mark “sure”"},
           {"decisions/floor.dmn", "clause: law/1\n", "", "has neither a table nor a clause"},
           {"decisions/floor.dmn", "amount * share", "amount * * share", "“下限”: "},
           {"decisions/floor.dmn", "<definitions", "<!DOCTYPE x><definitions", "decisions/floor.dmn:"},
           {"decisions/floor.dmn", "20230324", "20990101", "not a DMN 1.1 to 1.5 model"},
           {"decisions/index.yaml", "file: floor_2025.dmn", "file: flor.dmn", "there is no model file “flor.dmn” | Did you mean floor.dmn?"},
           {"decisions/index.yaml", "decision: 下限", "decision: 上限", "there is no decision in the model “上限”"},
           {"decisions/index.yaml", "\"2025-09-28\"", "\"2015-10-01\"", "begin on the same day"},
           {"decisions/index.yaml", "of: way", "of: wey", "there is no vocabulary “wey”"},
           {"decisions/index.yaml", "{file: floor_2025.dmn, decision: 下限, from: \"2025-09-28\", until: \"2030-12-31\"}",
            "{file: floor.dmn, decision: 下限, from: \"2025-09-28\"}", "floor_2025.dmn:1:1: no decision uses this model"},
           {"decisions/index.yaml", "versions:", "version:", "Did you mean versions?"},
       }) {
    Files files = decisions::pack_with_decisions();
    replace(files, mistake.file, mistake.before, mistake.after);
    INFO("mistake: ", std::string(mistake.before), " -> ", std::string(mistake.after));
    const std::string all = told(files);
    INFO("told: ", all);
    CHECK(all.find(mistake.says) != std::string::npos);
  }
}

}  // namespace
}  // namespace lingqu::pack
