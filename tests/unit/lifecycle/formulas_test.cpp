#include "lifecycle/formulas.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "registers/feel_values.hpp"
#include "unit/lifecycle/fixture.hpp"

namespace lingqu::lifecycle {
namespace {

using base::ErrorCode;
using base::Language;
using base::make_date;
using base::Money;
using registers::FieldType;
using registers::FormulaPointer;
using registers::Ref;
using registers::Refs;
using registers::Register;
using registers::Value;

Register organisations() {
  Register r;
  r.name = "organisation";
  r.fields = {field("name", FieldType::kText), field("public", FieldType::kBoolean)};
  return r;
}

// Counts what is loaded, and answers decisions.
class Watching final : public Surroundings {
 public:
  FakeSurroundings fake;
  const Register* organisation = nullptr;
  int loads = 0, lists = 0;
  std::string asked;  // the inputs of the decision asked last
  base::Date asked_on;
  DecisionAnswer answer;

  base::Result<std::vector<Neighbour>> related(const std::string& name, const std::string& by, int64_t id) override {
    ++lists;
    return fake.related(name, by, id);
  }
  base::Result<std::optional<Neighbour>> referenced(const std::string& name, int64_t id) override {
    ++loads;
    return fake.referenced(name, id);
  }
  base::Result<int64_t> sum(const SetSum& what, int64_t id) override { return fake.sum(what, id); }
  base::Result<int64_t> next_number(const std::string& name, int year) override { return fake.next_number(name, year); }
  base::Date today() const override { return fake.today(); }
  base::Timestamp now() const override { return fake.now(); }
  base::ZoneOffset zone() const override { return fake.zone(); }
  const registers::Register* schema_of(const std::string& name) const override { return fake.schema_of(name); }
  const base::WorkCalendar& calendar() const override { return fake.days; }
  const base::Text& register_title(const std::string& name) const override { return fake.register_title(name); }
  base::Text state_title(const std::string& name, const std::string& state) const override { return fake.state_title(name, state); }
  base::Text organisation_title(int64_t id) override { return fake.organisation_title(id); }
  base::Text role_title(const std::string& role) const override { return fake.role_title(role); }
  base::Result<DecisionAnswer> decide(const DecisionCall& call, const feel::Context& inputs, base::Date on) override {
    if (call.decision != answer.decision) return Surroundings::decide(call, inputs, on);
    asked_on = on;
    asked = feel::to_literal(feel::Value(inputs));
    return answer;
  }
};

struct World {
  Register deal_register = deals();
  Register organisation = organisations();
  registers::Record record = deal();
  Watching around;
  Act act;
  std::vector<int> changed;

  World() {
    act.name = "decide";
    around.organisation = &organisation;
    deal_register.fields[0].title = {"编号", "Number"};
    deal_register.fields[1].title = {"总价", "Total"};
    deal_register.with = {{"notices", "organisation", "of"}};
  }
  FormulaPointer formula(const std::string& text, std::vector<std::string> given = {}) const {
    const auto types = std::make_shared<registers::RecordTypes>(std::vector<const Register*>{&deal_register, &organisation}, "organisation");
    std::vector<registers::FormulaMistake> mistakes;
    FormulaPointer out = registers::compile_formula(text, {deal_register, {}, std::move(given)}, types, mistakes);
    for (const auto& mistake : mistakes) MESSAGE(mistake.problem.en);
    REQUIRE(out != nullptr);
    return out;
  }
  base::Status check(const std::string& text, base::Text title = {}, base::Text remedy = {}) {
    act.conditions = {{"c", FeelHolds{formula(text)}, "law/1", std::move(remedy), std::move(title)}};
    return check_conditions(deal_register, act, record, around);
  }
  base::Status run(std::vector<Derivation> derives) {
    act.derives = std::move(derives);
    return derive(deal_register, act, record, changed, around);
  }
  Neighbour body(int64_t id, const std::string& name, bool is_public) const {
    return {"organisation", id, name, "active", {Value(name), Value(is_public)}, &organisation};
  }
};

TEST_CASE("a condition holds only when it is true") {
  World w;
  put(w.record, "total", Value(Money{100'00}));
  CHECK(w.check("total >= 100").ok());
  const base::Status no = w.check("total > 100", {"总价须超过 100 元", "The total must exceed 100"});
  REQUIRE_FALSE(no.ok());
  CHECK(no.error().code == ErrorCode::kConditionFailed);
  CHECK(no.error().field == "total");
  CHECK(no.error().rule == "deal.decide.c");
  CHECK(no.error().clause == "law/1");
  CHECK(no.error().message(Language::kZh) == "不满足办理条件：总价须超过 100 元");
  CHECK(no.error().remedy(Language::kZh) == "请核对“总价”");
  CHECK(w.check("total > 100", {}, {"请加价", "Raise it"}).error().remedy(Language::kEn) == "Raise it");
}

TEST_CASE("null refuses too, and says what is missing or why") {
  World w;
  const base::Status missing = w.check("total > 100");
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().field == "total");
  CHECK(missing.error().message(Language::kEn) == "A condition is not met: total > 100 (not filled in: “Total”)");
  put(w.record, "total", Value(Money{100}));
  const base::Status why = w.check("total / 0 > 1");
  REQUIRE_FALSE(why.ok());
  CHECK(why.error().message(Language::kEn).find("division by zero") != std::string::npos);
}

TEST_CASE("today is the day of the act; the field at fault is an empty one, then one that can be set") {
  World w;
  put(w.record, "start", Value(make_date(2026, 11, 23)));
  CHECK_FALSE(w.check("start <= today").ok());
  put(w.record, "start", Value(make_date(2026, 11, 22)));
  CHECK(w.check("start <= today").ok());
  w.act.needs = {"end"};
  put(w.record, "end", Value(make_date(2026, 11, 22)));
  CHECK(w.check("start > end").error().field == "end");
}

TEST_CASE("references are loaded once, and only where more than their id is looked at") {
  World w;
  put(w.record, "buyer", Value(Ref{7}));
  w.around.fake.records[7] = w.body(7, "某大学", true);
  w.around.fake.records[10] = w.body(10, "某院", false);
  CHECK(w.check("buyer.id = 7 and owner.id = 10").ok());
  CHECK(w.around.loads == 0);
  CHECK(w.check("buyer.name = \"某大学\" and buyer.public and buyer.state = \"active\"").ok());
  CHECK(w.around.loads == 1);
  CHECK(w.check("not(owner.public)").ok());
  put(w.record, "helpers", Value(Refs{{7}, {10}}));
  CHECK(w.check("some h in helpers satisfies h.public").ok());
  CHECK_FALSE(w.check("every h in helpers satisfies h.public").ok());
}

TEST_CASE("related records are a list, loaded only where mentioned") {
  World w;
  w.around.fake.neighbours = {w.body(1, "甲", true), w.body(2, "乙", false)};
  CHECK(w.check("total = null").ok());
  CHECK(w.around.lists == 0);
  CHECK(w.check("count(notices[public = true]) = 1 and count(notices) = 2").ok());
  CHECK(w.around.lists == 1);
  w.around.fake.broken = true;
  CHECK(w.check("count(notices) = 2").error().code == ErrorCode::kStorage);
}

TEST_CASE("computed values are written as the field takes them; null empties, or refuses where it is needed") {
  World w;
  put(w.record, "total", Value(Money{100'00}));
  REQUIRE(w.run({SetFeel{"total", w.formula("total * 1.5")}, SetFeel{"days", w.formula("if total > 120 then 15 else 10")}}).ok());
  CHECK(equal(w.record.at(w.deal_register, "total"), Value(Money{150'00})));
  CHECK(equal(w.record.at(w.deal_register, "days"), Value(int64_t{15})));
  CHECK(w.changed == std::vector<int>{1, 3});

  const base::Status third = w.run({SetFeel{"total", w.formula("total / 7")}});
  REQUIRE_FALSE(third.ok());
  CHECK(third.error().code == ErrorCode::kComputedValue);
  CHECK(third.error().rule == "deal.decide.feel.total");
  CHECK(w.run({SetFeel{"total", w.formula("decimal(total / 7, 2)")}}).ok());

  REQUIRE(w.run({SetFeel{"end", w.formula("start + duration(\"P1Y\")")}}).ok());
  CHECK(w.record.at(w.deal_register, "end").empty());
  w.act.needs = {"end"};
  const base::Status needed = w.run({SetFeel{"end", w.formula("start + duration(\"P1Y\")")}});
  REQUIRE_FALSE(needed.ok());
  CHECK(needed.error().code == ErrorCode::kNotComputed);
  CHECK(needed.error().field == "end");
  CHECK(needed.error().message(Language::kEn) == "“Field end” cannot be computed: not filled in: “Field start”");
}

TEST_CASE("defaults are for new records and what was not given, and may look at one another") {
  World w;
  w.deal_register.fields[3].initial = w.formula("if total > 100 then 30 else 15");
  w.deal_register.fields[2].initial = w.formula("today");
  put(w.record, "total", Value(Money{200'00}));
  w.act.from = {"draft"};
  REQUIRE(w.run({}).ok());
  CHECK(w.record.at(w.deal_register, "days").empty());
  w.act.from.clear();
  REQUIRE(w.run({}).ok());
  CHECK(equal(w.record.at(w.deal_register, "days"), Value(int64_t{30})));
  CHECK(equal(w.record.at(w.deal_register, "start"), Value(make_date(2026, 11, 22))));
  put(w.record, "days", Value(int64_t{3}));
  REQUIRE(w.run({}).ok());
  CHECK(equal(w.record.at(w.deal_register, "days"), Value(int64_t{3})));
}

TEST_CASE("decisions get their inputs and their outcome is judged or written") {
  World w;
  put(w.record, "total", Value(Money{100'00}));
  feel::Context outcome;
  outcome.set("days", feel::Value(int64_t{15}));
  w.around.answer = {"notice", "2015-10-01", "sm3:00", feel::Value(outcome), {"law/18"}, true, {}, "{}"};
  const DecisionCall call{"notice", {{"price", w.formula("total")}, {"on", w.formula("today")}}};
  w.act.conditions = {{"n", DecisionHolds{call, w.formula("days >= outcome.days", {"outcome"})}, "", {}}};
  put(w.record, "days", Value(int64_t{15}));
  CHECK(check_conditions(w.deal_register, w.act, w.record, w.around).ok());
  CHECK(w.around.asked.find("price: 100.00") != std::string::npos);
  put(w.record, "days", Value(int64_t{10}));
  const base::Status refused = check_conditions(w.deal_register, w.act, w.record, w.around);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().clause == "law/18");
  CHECK(refused.error().field == "total");

  REQUIRE(w.run({SetDecision{call, {{"days", w.formula("outcome.days + 1", {"outcome"})}}}}).ok());
  CHECK(equal(w.record.at(w.deal_register, "days"), Value(int64_t{16})));
  CHECK(filled_by(w.act.derives[0]) == std::vector<std::string>{"days"});
  // The version of today, or of the day the call names; without that day there is no answer.
  CHECK(w.around.asked_on == w.around.today());
  DecisionCall dated{"notice", {}, w.formula("today - duration(\"P1D\")")};
  REQUIRE(w.run({SetDecision{dated, {{"days", w.formula("outcome.days", {"outcome"})}}}}).ok());
  CHECK(w.around.asked_on == base::Date{w.around.today().days - 1});
  dated.on = w.formula("null");
  w.act.conditions = {{"n", DecisionHolds{dated, w.formula("outcome.days > 0", {"outcome"})}, "", {}}};
  CHECK_FALSE(check_conditions(w.deal_register, w.act, w.record, w.around).ok());
  const DecisionCall unknown{"nothing", {}};
  CHECK(w.run({SetDecision{unknown, {}}}).error().code == ErrorCode::kNotFound);
}

TEST_CASE("computed fields are names like others; nobody sets them") {
  World w;
  w.deal_register.fields[3].is = w.formula("if total > 100 then 30 else 15");
  put(w.record, "total", Value(Money{200'00}));
  CHECK(w.check("days = 30").ok());
  w.act.sets = {"*"};
  CHECK(check_settable(w.deal_register, w.act, {{3, Value(int64_t{1})}}).error().details.at(0).code == ErrorCode::kReadOnlyField);
  CHECK(check_settable(w.deal_register, w.act, {{1, Value(Money{1})}}).ok());
}

}  // namespace
}  // namespace lingqu::lifecycle
