#include <doctest/doctest.h>

#include "unit/pack/fixture.hpp"

namespace lingqu::pack {
namespace {

using base::Language;

TEST_CASE("a pack without mistakes is read as written") {
  const Loaded loaded = load_files(small_pack());
  for (const base::Error& problem : loaded.problems) MESSAGE(base::to_string(problem));
  REQUIRE(loaded.pack);
  const Pack& pack = *loaded.pack;
  CHECK(pack.name == "small");
  CHECK(pack.zone.minutes == 480);
  CHECK(pack.find_role("boss")->audits);
  CHECK_FALSE(pack.find_role("clerk")->region_scope);
  CHECK(pack.demo_accounts.size() == 1);
  CHECK(pack.find_clause("law/1")->label == "第一条");
  CHECK(pack.find_clause("law/2") == nullptr);
  CHECK(pack.find_clause("law") == nullptr);
  CHECK(pack.parameters.front().verified() == false);
  CHECK(pack.vocabularies.at("way").codes.back().title.zh == "借");
  CHECK_FALSE(pack.calendar.is_workday(base::make_date(2026, 10, 5)));
  CHECK(pack.calendar.is_workday(base::make_date(2026, 10, 10)));
  CHECK(pack.calendar.covers(2026));
  CHECK_FALSE(pack.calendar.covers(2027));
  CHECK(pack.find("nothing") == nullptr);
}

TEST_CASE("registers, with what depends on others filled in") {
  const Loaded loaded = load_files(small_pack());
  REQUIRE(loaded.pack);
  const RegisterEntry& loan = *loaded.pack->find("loan");
  CHECK(loan.schema.fields.size() == 10);
  CHECK(loan.schema.find("what")->max_length == 200);
  CHECK(registers::equal(loan.schema.find("days")->minimum, registers::Value(int64_t{15})));
  CHECK(registers::equal(loan.schema.find("days")->maximum, registers::Value(int64_t{90})));
  CHECK(loan.schema.find("shares")->rows[0].personal);
  CHECK(loan.schema.visibility("out") == registers::Visibility::kPublic);
  CHECK(loan.schema.visibility("asked") == registers::Visibility::kParties);

  const lifecycle::Act& ask = *loan.lifecycle.find_act("ask");
  CHECK(ask.creates());
  CHECK(ask.by[1].field == "lender");
  CHECK(std::get<lifecycle::SetCopy>(ask.derives[2]).source_index == loan.schema.index_of("value"));
  const lifecycle::Act& lend = *loan.lifecycle.find_act("lend");
  CHECK(lend.conditions.size() == 6);
  CHECK(std::get<lifecycle::ValueIs>(lend.conditions[3].check).titles.zh == "借");
  CHECK(std::get<lifecycle::SameValue>(lend.conditions[5].check).source_index ==
        loan.schema.index_of("value"));
  CHECK(loan.lifecycle.find_act("reclaim")->emphasis == lifecycle::Act::Emphasis::kDanger);
  const auto& create =
      std::get<lifecycle::CreateRecord>(loan.lifecycle.find_act("expire")->effects[2]);
  CHECK(create.values[2] == std::pair<std::string, std::string>{"days", "=15"});
  CHECK(create.values[3] == std::pair<std::string, std::string>{"way", "=loan"});
}

TEST_CASE("the pack gives what parsing needs") {
  const Loaded loaded = load_files(small_pack());
  REQUIRE(loaded.pack);
  const registers::ParseContext context = loaded.pack->parse_context();
  CHECK(context.vocabulary("way") != nullptr);
  CHECK(context.vocabulary("weight") == nullptr);
  CHECK(context.known_region("110000"));
  CHECK_FALSE(context.known_region("110001"));
  CHECK(context.region_title("110000").en == "Somewhere");
  CHECK(context.region_named("某地") == "110000");
  CHECK(context.region_named("他地").empty());
}

TEST_CASE("the hash covers declarations: their paths and bytes, not what lies beside them") {
  auto files = small_pack();
  const std::string hash = load_files(files).pack->content_hash;
  CHECK(hash.starts_with("sm3:"));
  CHECK(hash.size() == 4 + 64);
  files["demo/people.jsonl"] = "{}";
  files["scenarios/a.yaml"] = "x: 1";
  files["README.md"] = "#";
  CHECK(load_files(files).pack->content_hash == hash);
  files["documents/all.yaml"] += "\n";
  CHECK(load_files(files).pack->content_hash != hash);
  auto moved = small_pack();
  moved["documents/other.yaml"] = moved["documents/all.yaml"];
  moved.erase("documents/all.yaml");
  CHECK(load_files(moved).pack->content_hash != hash);
}

TEST_CASE("what is not a pack is said to be none") {
  const Loaded nothing = load("/nonexistent/pack");
  CHECK_FALSE(nothing.pack);
  CHECK_FALSE(nothing.problems.empty());
  const Loaded empty = load_files({});
  CHECK_FALSE(empty.pack);
  CHECK(empty.problems.size() == 3);  // pack.yaml, roles.yaml, regions.yaml
}

}  // namespace
}  // namespace lingqu::pack
