#include <doctest/doctest.h>

#include "unit/lifecycle/fixture.hpp"

namespace lingqu::lifecycle {
namespace {

using base::ErrorCode;
using base::Language;
using registers::Ref;
using registers::Refs;
using registers::Value;

Actor member(int64_t organisation, const std::string& role) {
  Actor actor;
  actor.account = 1;
  actor.memberships = {{organisation, role}};
  return actor;
}

Act act_by(std::vector<Permit> by) {
  Act act;
  act.name = "price";
  act.title = {"定价", "Price"};
  act.from = {"draft", "priced"};
  act.to = "priced";
  act.by = std::move(by);
  return act;
}

// "organisation role", or the code of the refusal.
std::string standing(const Act& act, const registers::Record& record, const Actor& actor) {
  FakeSurroundings around;
  const base::Result<Standing> result = check_rights(deals(), act, record, actor, around);
  if (!result.ok()) return std::string(result.error().code_text());
  return std::to_string(result->organisation) + " " + result->role;
}

TEST_CASE("members of the owner act in their role") {
  const Act act = act_by({{"office", ""}, {"manager", ""}});
  CHECK(standing(act, deal(), member(10, "office")) == "10 office");
  CHECK(standing(act, deal(), member(10, "manager")) == "10 manager");
  CHECK(standing(act, deal(), member(11, "office")) == "not-owner");
  CHECK(standing(act, deal(), member(10, "researcher")) == "forbidden");
  Actor both = member(11, "office");
  both.memberships.push_back({10, "researcher"});
  CHECK(standing(act, deal(), both) == "not-owner");
  both.memberships.push_back({10, "office"});
  CHECK(standing(act, deal(), both) == "10 office");
}

TEST_CASE("nobody, anybody and the system") {
  const Actor nobody;
  Actor lonely;
  lonely.account = 3;
  Actor system;
  system.system = true;
  CHECK(standing(act_by({{"anyone", ""}}), deal(), nobody) == "unauthenticated");
  CHECK(standing(act_by({{"anyone", ""}}), deal(), lonely) == "0 anyone");
  CHECK(standing(act_by({{"anyone", ""}}), deal(), member(99, "x")) == "99 anyone");
  CHECK(standing(act_by({}), deal(), member(10, "office")) == "forbidden");
  CHECK(standing(act_by({}), deal(), system) == "10 system");
  CHECK(standing(act_by({{"office", ""}}), deal(), lonely) == "forbidden");
}

TEST_CASE("members of an organisation that the record names") {
  registers::Record record = deal();
  const Act by_buyer = act_by({{"enterprise", "buyer"}});
  CHECK(standing(by_buyer, record, member(20, "enterprise")) == "not-owner");
  put(record, "buyer", Value(Ref{20}));
  CHECK(standing(by_buyer, record, member(20, "enterprise")) == "20 enterprise");
  CHECK(standing(by_buyer, record, member(10, "enterprise")) == "not-owner");
  put(record, "helpers", Value(Refs{{30}, {31}}));
  const Act by_helper = act_by({{"anyone", "helpers"}});
  CHECK(standing(by_helper, record, member(31, "manager")) == "31 manager");
  CHECK(standing(by_helper, record, member(20, "manager")) == "not-owner");
}

TEST_CASE("roles of the region act on any record, and only for permitted acts") {
  Actor officer = member(77, "officer");
  officer.region_roles = {"officer"};
  CHECK(standing(act_by({{"officer", ""}}), deal(), officer) == "77 officer");
  CHECK(standing(act_by({{"officer", "buyer"}}), deal(), officer) == "77 officer");
  CHECK(standing(act_by({{"office", ""}}), deal(), officer) == "forbidden");
}

TEST_CASE("before creation any organisation of the role will do, unless the owner is known") {
  Act act = act_by({{"office", ""}});
  act.from.clear();
  registers::Record fresh = deal("");
  fresh.owner = 0;
  CHECK(standing(act, fresh, member(12, "office")) == "12 office");
  fresh.owner = 10;
  CHECK(standing(act, fresh, member(12, "office")) == "not-owner");
  // Afterwards owner 0 is the region: no organisation owns it.
  registers::Record of_region = deal();
  of_region.owner = 0;
  CHECK(standing(act_by({{"office", ""}}), of_region, member(12, "office")) == "not-owner");
}

TEST_CASE("a refusal names roles, owner and rule") {
  FakeSurroundings around;
  const Act act = act_by({{"office", ""}, {"office", "buyer"}, {"manager", ""}});
  const auto forbidden = check_rights(deals(), act, deal(), member(10, "x"), around);
  REQUIRE_FALSE(forbidden.ok());
  CHECK(forbidden.error().remedy(Language::kZh) ==
        "需要的角色：角色office、角色manager；请联系本单位管理员");
  CHECK(forbidden.error().rule == "deal.price.by");
  const auto other = check_rights(deals(), act, deal(), member(11, "office"), around);
  REQUIRE_FALSE(other.ok());
  CHECK(other.error().message(Language::kZh) == "该记录属于“单位10”，只有其成员可以办理“定价”");
}

TEST_CASE("an act starts from its states only") {
  FakeSurroundings around;
  Lifecycle lifecycle;
  lifecycle.states = {{"draft", {"草稿", "Draft"}}, {"priced", {"已定价", "Priced"}}};
  const Act act = act_by({});
  CHECK(check_state(deals(), lifecycle, act, deal("draft"), around).ok());
  const base::Status wrong = check_state(deals(), lifecycle, act, deal("closed"), around);
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().code == ErrorCode::kWrongState);
  CHECK(wrong.error().message(Language::kZh) == "当前状态为“状态closed”，不能办理“定价”");
  CHECK(wrong.error().remedy(Language::kEn) == "Possible from: Draft, Priced");
  Act creation = act;
  creation.from.clear();
  CHECK_FALSE(check_state(deals(), lifecycle, creation, deal("draft"), around).ok());
  CHECK(check_state(deals(), lifecycle, creation, deal(""), around).ok());
  CHECK_FALSE(check_state(deals(), lifecycle, act, deal(""), around).ok());
  CHECK(lifecycle.find_state("priced") != nullptr);
  CHECK(lifecycle.find_state("sold") == nullptr);
  CHECK(lifecycle.find_act("price") == nullptr);
}

TEST_CASE("an act sets its own fields only; a group that is appended to gets one row") {
  const registers::Register r = deals();
  Act act = act_by({});
  act.needs = {"total"};
  act.sets = {"start"};
  act.appends = {"shares"};
  const auto set = [&r](const char* name, Value value = Value()) {
    return registers::SetValue{r.index_of(name), std::move(value)};
  };
  const registers::Rows one{share_row("甲", 1)};
  const registers::Rows two{share_row("甲", 1), share_row("乙", 1)};
  const base::Status nothing = check_settable(r, act, {});
  REQUIRE_FALSE(nothing.ok());
  CHECK(nothing.error().details.front().code == ErrorCode::kRequired);
  CHECK(nothing.error().details.front().field == "shares");
  CHECK(check_settable(r, act, {set("total"), set("start"), set("shares", Value(one))}).ok());
  const base::Status wrong =
      check_settable(r, act, {set("number"), set("total"), set("days"), set("shares", Value(two))});
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().code == ErrorCode::kInvalid);
  REQUIRE(wrong.error().details.size() == 3);
  CHECK(wrong.error().details[0].code == ErrorCode::kReadOnlyField);
  CHECK(wrong.error().details[0].field == "number");
  CHECK(wrong.error().details[2].field == "shares");
  CHECK_FALSE(check_settable(r, act, {set("shares")}).ok());
  act.sets = {"*"};
  act.appends = {};
  CHECK(check_settable(r, act, {set("number"), set("shares", Value(two))}).ok());
}

}  // namespace
}  // namespace lingqu::lifecycle
