#include "registers/feel_values.hpp"

#include <doctest/doctest.h>

#include "feel/compiler.hpp"
#include "feel/evaluator.hpp"
#include "unit/registers/fixture.hpp"

namespace lingqu::registers {
namespace {

using base::ErrorCode;
using base::Language;

constexpr base::ZoneOffset kBeijing{480};

Field of(FieldType type) {
  Field field;
  field.name = "x";
  field.title = {"字段", "Field"};
  field.type = type;
  field.vocabulary = "way";
  field.target = "body";
  return field;
}

feel::Value feel_of(const std::string& text) {
  const auto compiled = feel::compile(text, {});
  REQUIRE(compiled.program != nullptr);
  feel::Evaluator evaluator;
  return evaluator.run(*compiled.program, std::vector<feel::Value>{});
}

std::string literal(FieldType type, const Value& value) {
  return feel::to_literal(to_feel(of(type), value, kBeijing));
}

TEST_CASE("values of fields are exact FEEL values") {
  CHECK(literal(FieldType::kMoney, Value(base::Money{123450})) == "1234.50");
  CHECK(literal(FieldType::kShare, Value(base::Share{70'000'000})) == "0.7");
  CHECK(literal(FieldType::kShare, Value(base::Share{33'333'333})) == "0.33333333");
  CHECK(literal(FieldType::kDecimal, Value(base::Decimal::from_scaled(-15, 1))) == "-1.5");
  CHECK(literal(FieldType::kInteger, Value(int64_t{7})) == "7");
  CHECK(literal(FieldType::kText, Value(std::string("甲"))) == "\"甲\"");
  CHECK(literal(FieldType::kBoolean, Value(true)) == "true");
  CHECK(literal(FieldType::kDate, Value(base::make_date(2026, 3, 1))).find("2026-03-01") != std::string::npos);
  CHECK(literal(FieldType::kRef, Value(Ref{7})) == "{id: 7}");
  CHECK(literal(FieldType::kText, Value()) == "null");
}

TEST_CASE("an instant is a date and time in the pack's zone") {
  const auto late = base::parse_timestamp("2026-03-01T20:30:00.5Z");
  REQUIRE(late.ok());
  const feel::Value value = to_feel(of(FieldType::kTime), Value(*late), kBeijing);
  REQUIRE(value.is(feel::Kind::kDateTime));
  CHECK(feel::to_string(value.date_time()) == "2026-03-02T04:30:00.5+08:00");
  World w;
  const auto back = from_feel(of(FieldType::kTime), value, w.programs(), "x");
  REQUIRE(back.ok());
  CHECK(equal(*back, Value(*late)));
}

TEST_CASE("an empty group is an empty list, so that it can be counted") {
  Field rows = of(FieldType::kRows);
  rows.rows = {of(FieldType::kShare)};
  rows.rows[0].name = "share";
  CHECK(feel::to_literal(to_feel(rows, Value(), kBeijing)) == "[]");
  CHECK(feel::to_literal(to_feel(of(FieldType::kRefs), Value(), kBeijing)) == "[]");
  const Value one(Rows{{Value(base::Share{50'000'000})}, {Value()}});
  CHECK(feel::to_literal(to_feel(rows, one, kBeijing)) == "[{share: 0.5}, {share: null}]");
}

TEST_CASE("results come back as the field takes them, exactly") {
  World w;
  const auto back = [&w](FieldType type, const std::string& text) {
    return from_feel(of(type), feel_of(text), w.programs(), "x");
  };
  CHECK(equal(*back(FieldType::kMoney, "1234.5"), Value(base::Money{123450})));
  CHECK(equal(*back(FieldType::kMoney, "1000.00 / 8"), Value(base::Money{12500})));
  CHECK(equal(*back(FieldType::kMoney, "decimal(100 / 3, 2)"), Value(base::Money{3333})));
  CHECK(equal(*back(FieldType::kShare, "0.7"), Value(base::Share{70'000'000})));
  CHECK(equal(*back(FieldType::kInteger, "30 / 2"), Value(int64_t{15})));
  CHECK(equal(*back(FieldType::kDate, "date(\"2026-01-31\") + duration(\"P1M\")"), Value(base::make_date(2026, 2, 28))));
  CHECK(equal(*back(FieldType::kBoolean, "1 < 2"), Value(true)));
  CHECK(equal(*back(FieldType::kCode, "\"sell\""), Value(std::string("sell"))));
  CHECK(equal(*back(FieldType::kRef, "{id: 7, name: \"甲\"}"), Value(Ref{7})));
  CHECK(equal(*back(FieldType::kRefs, "[{id: 7}, 8]"), Value(Refs{{7}, {8}})));
  CHECK(back(FieldType::kMoney, "null")->empty());
}

TEST_CASE("a result that does not fit is refused with the reason") {
  World w;
  struct Case {
    FieldType type;
    const char* text;
    const char* says;
  };
  for (const Case& one : {Case{FieldType::kMoney, "100 / 3", "33.33"}, {FieldType::kMoney, "\"100\"", "it is of the kind string, the field of type money"},
                          {FieldType::kShare, "1.5", "1.5"}, {FieldType::kInteger, "2.5", "2.5"},
                          {FieldType::kCode, "\"rent\"", "rent"}, {FieldType::kText, "12", "of the kind number"},
                          {FieldType::kDate, "\"2026-01-01\"", "of the kind string"}, {FieldType::kRef, "{name: \"甲\"}", "of the kind context"},
                          {FieldType::kBoolean, "1", "of the kind number"}, {FieldType::kRefs, "7", "of the kind number"}}) {
    INFO(one.text);
    const auto back = from_feel(of(one.type), feel_of(one.text), w.programs(), "x");
    REQUIRE_FALSE(back.ok());
    CHECK(back.error().code == ErrorCode::kComputedValue);
    CHECK(back.error().field == "x");
    CHECK(back.error().message(Language::kEn).find(one.says) != std::string::npos);
    CHECK(back.error().remedy(Language::kEn).find("decimal(…)") != std::string::npos);
  }
}

}  // namespace
}  // namespace lingqu::registers
