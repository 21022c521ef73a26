// Drafts of decision models: who may, what is refused, what is kept.
#include <doctest/doctest.h>

#include "unit/decisions/fixture.hpp"
#include "base/file.hpp"
#include "unit/engine/fixture.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;

namespace {

// The small test pack with one decision, and a role that may hand in drafts.
struct Rules {
  Folder pack_folder;
  std::string model = model_of("0.7");

  static std::string model_of(const std::string& share) {
    std::string text = decisions::floor_model(share);
    for (size_t at = 0; (at = text.find("law/", at)) != std::string::npos; at += 6) text.replace(at, 5, "law/18");
    return text;
  }
  Rules() {
    std::filesystem::copy(small_pack(), pack_folder.path(), std::filesystem::copy_options::recursive);
    std::filesystem::create_directories(pack_folder.path() + "/decisions");
    done(base::write_file(pack_folder.path() + "/decisions/floor.dmn", model));
    done(base::write_file(pack_folder.path() + "/decisions/index.yaml",
                          "decisions:\n  floor:\n    title: 下限\n    versions: {file: floor.dmn, decision: 下限, from: \"2015-10-01\"}\n"));
    std::string roles = take(base::read_file(pack_folder.path() + "/roles.yaml"));
    const std::string before = "en: Regulator}, region_scope: true";
    roles.replace(roles.find(before), before.size(), before + ", drafts_rules: true");
    done(base::write_file(pack_folder.path() + "/roles.yaml", roles));
  }
};

DraftCommand draft(const Actor& actor, const std::string& model, const std::string& from = "2027-01-01") {
  return {"floor", from, "提高比例", model, actor};
}

}  // namespace

TEST_CASE("a draft is kept with who, when and a leaf, and can be evaluated; the pack stays as it was") {
  Rules rules;
  World world(rules.pack_folder.path());
  const DecisionDraft kept = take(world.engine->draft_decision(draft(world.regulator, Rules::model_of("0.8"))));
  CHECK(kept.id == 1);
  CHECK(kept.digest.starts_with("sm3:"));
  const auto listed = take(world.engine->decision_drafts("floor"));
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].note == "提高比例");
  CHECK(listed[0].account == world.regulator.account);
  CHECK(listed[0].leaf == kept.leaf);
  CHECK(take(world.engine->draft_version("floor", 1)).model->digest == kept.digest);
  CHECK(refused(world.engine->draft_version("floor", 2)).code == ErrorCode::kNotFound);
  CHECK(world.engine->pack()->find_decision("floor")->versions.size() == 1);
  CHECK(take(world.engine->check_log({})).leaves == kept.leaf + 1);
  world.reopen();
  CHECK(take(world.engine->decision_drafts("floor")).size() == 1);
}

TEST_CASE("drafts are refused by right, day, size and every mistake of the model; nothing is kept") {
  Rules rules;
  World world(rules.pack_folder.path());
  const auto why = [&](const DraftCommand& command) { return refused(world.engine->draft_decision(command)); };
  const base::Error forbidden = why(draft(world.office, rules.model));
  CHECK(forbidden.code == ErrorCode::kForbidden);
  CHECK(forbidden.remedy(base::Language::kZh).find("主管部门") != std::string::npos);
  CHECK(why(draft(world.regulator, rules.model, "2015-10-01")).code == ErrorCode::kNotUnique);
  CHECK(why(draft(world.regulator, rules.model, "soon")).field == "from");
  CHECK(why({"ceiling", "2027-01-01", "x", rules.model, world.regulator}).code == ErrorCode::kNotFound);
  CHECK(why({"floor", "2027-01-01", " ", rules.model, world.regulator}).field == "note");
  CHECK(why(draft(world.regulator, std::string((2u << 20) + 1, ' '))).code == ErrorCode::kTooLarge);
  CHECK(why(draft(world.regulator, "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>")).code == ErrorCode::kPackFile);
  CHECK(why(draft(world.regulator, "not XML")).code == ErrorCode::kPackFile);
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  CHECK_FALSE(world.engine->draft_decision(draft(world.regulator, deep)).ok());
  std::string bad = rules.model;
  bad.replace(bad.find("amount * share"), 14, "amount * * share");
  bad.replace(bad.find("<text>law/18</text>"), 19, "<text>law/99</text>");
  const base::Error mistakes = why(draft(world.regulator, bad));
  CHECK(mistakes.code == ErrorCode::kInvalid);
  CHECK(mistakes.details.size() == 2);
  std::string overlapping = rules.model;
  overlapping.replace(overlapping.find("not(\"110000\")"), 13, "-");
  CHECK(why(draft(world.regulator, overlapping)).details.size() == 1);
  std::string renamed = rules.model;
  renamed.replace(renamed.find("name=\"下限\""), std::string("name=\"下限\"").size(), "name=\"上限\"");
  CHECK(why(draft(world.regulator, renamed)).code == ErrorCode::kInvalid);
  CHECK(take(world.engine->decision_drafts("floor")).empty());
}
