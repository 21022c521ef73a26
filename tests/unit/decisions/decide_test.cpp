#include "decisions/decide.hpp"

#include <doctest/doctest.h>

#include "unit/decisions/fixture.hpp"

namespace lingqu::decisions {
namespace {

using base::make_date;
using feel::Decimal;
using feel::Value;

feel::Context inputs(const char* region, const char* way, int64_t amount) {
  feel::Context out;
  out.set("region", Value(region));
  out.set("way", Value(way));
  out.set("amount", Value(amount));
  return out;
}

pack::Snapshot load() {
  const pack::Loaded loaded = pack::load_files(pack_with_decisions());
  for (const base::Error& problem : loaded.problems) MESSAGE(base::to_string(problem));
  REQUIRE(loaded.pack);
  return loaded.pack;
}

TEST_CASE("the version of the day decides, with its clauses") {
  const pack::Snapshot pack = load();
  const auto now = decide(*pack, "floor", make_date(2026, 1, 1), inputs("110000", "gift", 1000), false);
  REQUIRE(now.ok());
  CHECK(now->value.number() == Decimal(700));
  CHECK(now->version == "2025-09-28");
  CHECK(now->clauses == std::vector<std::string>{"law/2", "law/1"});
  CHECK(now->verified);
  CHECK(now->digest.starts_with("sm3:"));
  CHECK(now->trace_json.empty());
  const auto before = decide(*pack, "floor", make_date(2025, 9, 27), inputs("110000", "gift", 1000), true);
  REQUIRE(before.ok());
  CHECK(before->value.number() == Decimal(600));
  CHECK(before->version == "2015-10-01");
  CHECK_FALSE(before->verified);
  CHECK(before->digest != now->digest);
  CHECK(before->trace_json.find("\"clause\":\"law/2\"") != std::string::npos);
  const auto elsewhere = decide(*pack, "floor", make_date(2025, 9, 27), inputs("000000", "gift", 1000), false);
  CHECK(elsewhere->value.number() == Decimal(500));
  CHECK(elsewhere->verified);
}

TEST_CASE("days without a version, unknown decisions and inputs are refused") {
  const pack::Snapshot pack = load();
  CHECK(decide(*pack, "floor", make_date(2015, 9, 30), inputs("110000", "gift", 1), false).error().code == base::ErrorCode::kNotFound);
  CHECK(decide(*pack, "floor", make_date(2030, 12, 31), inputs("110000", "gift", 1), false).ok());
  CHECK(decide(*pack, "floor", make_date(2031, 1, 1), inputs("110000", "gift", 1), false).error().code == base::ErrorCode::kNotFound);
  CHECK(decide(*pack, "ceiling", make_date(2026, 1, 1), {}, false).error().code == base::ErrorCode::kNotFound);
  feel::Context wrong = inputs("110000", "gift", 1);
  wrong.set("wey", Value("gift"));
  const auto refused = decide(*pack, "floor", make_date(2026, 1, 1), wrong, false);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == base::ErrorCode::kUnknownField);
  CHECK(refused.error().field == "wey");
}

TEST_CASE("a null comes with its reasons") {
  const pack::Snapshot pack = load();
  const auto missing = decide(*pack, "floor", make_date(2026, 1, 1), inputs("110000", "sale", 1000), false);
  REQUIRE(missing.ok());
  CHECK(missing->value.is_null());
  CHECK_FALSE(missing->reasons.empty());
}

}  // namespace
}  // namespace lingqu::decisions
