#include "registers/formula.hpp"

#include <doctest/doctest.h>

#include "registers/feel_values.hpp"

namespace lingqu::registers {
namespace {

using base::Language;

Field field(const std::string& name, FieldType type, const std::string& target = "") {
  Field out;
  out.name = name;
  out.title = base::same(name);
  out.type = type;
  out.target = target;
  return out;
}

struct World {
  Register body, deal;
  std::shared_ptr<const RecordTypes> types;

  World() {
    body.name = "body";
    body.fields = {field("name", FieldType::kText), field("parent", FieldType::kRef, "body")};
    deal.name = "deal";
    Field shares = field("shares", FieldType::kRows);
    shares.rows = {field("who", FieldType::kText), field("amount", FieldType::kMoney)};
    deal.fields = {field("price", FieldType::kMoney), field("date", FieldType::kDate),     field("buyer", FieldType::kRef, "body"),
                   field("helpers", FieldType::kRefs, "body"), shares, field("open", FieldType::kBoolean)};
    deal.with = {{"parts", "deal", "whole"}};
    types = std::make_shared<RecordTypes>(std::vector<const Register*>{&body, &deal}, "body");
  }

  FormulaPointer compiled(const std::string& text) const {
    std::vector<FormulaMistake> mistakes;
    FormulaPointer formula = compile_formula(text, {deal}, types, mistakes);
    for (const FormulaMistake& mistake : mistakes) MESSAGE(mistake.problem.en);
    REQUIRE(formula != nullptr);
    return formula;
  }
  std::string mistake(const std::string& text, uint32_t* position = nullptr) const {
    std::vector<FormulaMistake> mistakes;
    CHECK(compile_formula(text, {deal}, types, mistakes) == nullptr);
    REQUIRE_FALSE(mistakes.empty());
    CHECK_FALSE(mistakes[0].remedy.zh.empty());
    if (position != nullptr) *position = mistakes[0].position;
    return mistakes[0].problem.in(Language::kEn) + " | " + mistakes[0].remedy.in(Language::kEn);
  }
  const Formula::Input* input(const FormulaPointer& formula, const std::string& name) const {
    for (const Formula::Input& one : formula->inputs)
      if (one.name == name) return &one;
    return nullptr;
  }
};

TEST_CASE("only what is mentioned is an input, and references say how far they are looked at") {
  const World w;
  const FormulaPointer sum = w.compiled("price > sum(shares.amount) and date <= today");
  CHECK(sum->fields() == std::vector<std::string>{"price", "date", "shares"});
  CHECK(w.input(sum, "today") != nullptr);
  CHECK(w.input(sum, "buyer") == nullptr);

  const FormulaPointer id = w.compiled("buyer.id = owner.id");
  CHECK_FALSE(w.input(id, "buyer")->whole);
  CHECK_FALSE(w.input(id, "owner")->whole);
  const FormulaPointer there = w.compiled("buyer != null and count(helpers) > 0");
  CHECK_FALSE(w.input(there, "buyer")->whole);
  CHECK_FALSE(w.input(there, "helpers")->whole);
  const FormulaPointer name = w.compiled("starts with(buyer.name, \"广西\")");
  CHECK(w.input(name, "buyer")->whole);
  CHECK(w.input(name, "buyer")->members == std::vector<std::string>{"name"});
  CHECK_FALSE(w.input(name, "buyer")->all_members);
}

TEST_CASE("names inside filters and loops belong to the items") {
  const World w;
  const FormulaPointer open = w.compiled("count(parts[open = true and price > 0]) = 0");
  CHECK(open->fields().empty());
  CHECK(w.input(open, "parts")->members == std::vector<std::string>{"open", "price"});
  const FormulaPointer every = w.compiled("every s in shares satisfies s.amount <= price");
  CHECK(every->fields() == std::vector<std::string>{"price", "shares"});
  const FormulaPointer lambda = w.compiled("sort(parts, function(a, b) a.price < b.price)[1].price = price");
  CHECK(w.input(lambda, "parts")->all_members);
}

TEST_CASE("a field may be called like a built-in function") {
  const World w;
  const FormulaPointer formula = w.compiled("date >= date(\"2026-01-01\") and today() = today");
  const FormulaResult result = evaluate(
      *formula, {feel::Value(feel::Date{7}), feel::Value(feel::Date{base::make_date(2026, 5, 1).days})}, {7}, {480});
  REQUIRE(formula->inputs.size() == 2);
  CHECK(formula->inputs[0].name == "today");
  CHECK(result.value.is_true());
  CHECK(w.mistake("price(3) = 1").find("this is a field, not a function") == 0);
}

TEST_CASE("mistakes name the place, what is wrong and the way out") {
  const World w;
  uint32_t at = 0;
  CHECK(w.mistake("price >", &at).find("the FEEL expression is wrong") == 0);
  CHECK(at == 7);
  CHECK(w.mistake("price > 0 and prise > 1", &at) == "there is no name “prise” | Did you mean price?");
  CHECK(at == 14);
  CHECK(w.mistake("buyer.nam = \"x\"") == "there is no name “nam” in it | Did you mean name?");
  CHECK(w.mistake("count(parts[opne = true]) = 0").find("there is no name “opne” in it | Did you mean open?") == 0);
  CHECK(w.mistake("some s in shares satisfies s.amuont > 1").find("amuont") != std::string::npos);
  CHECK(w.mistake("buyer = owner") == "whole records cannot be compared | Compare their ids: holder.id = owner.id");
  CHECK(w.mistake("buyer.parent.name = \"x\"").find("there is no name “name” in it") == 0);
  CHECK(w.mistake("now() > date and time(\"2026-01-01T00:00:00\")").find("no time of day") != std::string::npos);
  CHECK(w.mistake("@\"2026-02-30\" = date").find("not valid") != std::string::npos);
}

TEST_CASE("null says why; what never ends is stopped") {
  const World w;
  const FormulaPointer formula = w.compiled("price > 10");
  const FormulaResult empty = evaluate(*formula, {feel::Value()}, {0}, {480});
  CHECK(empty.value.is_null());
  REQUIRE(empty.reasons.size() == 1);
  CHECK(empty.reasons[0] == "cannot compare null and number");
  const FormulaPointer endless = w.compiled("count(for i in 1..100000, j in 1..100000 return i) = price");
  const FormulaResult stopped = evaluate(*endless, {feel::Value()}, {0}, {480});
  CHECK(stopped.value.is_null());
  CHECK(stopped.reasons[0].find("than allowed") != std::string::npos);
}

}  // namespace
}  // namespace lingqu::registers
