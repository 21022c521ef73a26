#include <doctest/doctest.h>

#include "unit/registers/fixture.hpp"

namespace lingqu::registers {
namespace {

using base::Language;

const World kWorld;

Value typed(const Field& field, const std::string& cell) {
  base::Result<Value> value = parse_cell(field, cell, kWorld.people(), "f");
  INFO("cell: ", cell);
  REQUIRE(value.ok());
  return std::move(value).value();
}

TEST_CASE("exact numbers travel as text, large integers too") {
  const Field integer = field_of(FieldType::kInteger);
  CHECK(wire::to_text(to_json(integer, Value(int64_t{9007199254740991}))) == "9007199254740991");
  CHECK(wire::to_text(to_json(integer, Value(int64_t{9007199254740992}))) ==
        "\"9007199254740992\"");
  CHECK(wire::to_text(to_json(integer, Value())) == "null");
  CHECK(wire::to_text(to_json(field_of(FieldType::kBoolean), Value(false))) == "false");
}

TEST_CASE("cells for people, in both languages") {
  const auto cell = [](FieldType type, const std::string& text, Language language) {
    const Field field = field_of(type);
    return to_cell(field, typed(field, text), kWorld.people(), language);
  };
  CHECK(cell(FieldType::kMoney, "1234567.8", Language::kZh) == "1,234,567.80");
  CHECK(cell(FieldType::kMoney, "-999", Language::kZh) == "-999.00");
  CHECK(cell(FieldType::kMoney, "-1000", Language::kZh) == "-1,000.00");
  CHECK(cell(FieldType::kBoolean, "是", Language::kZh) == "是");
  CHECK(cell(FieldType::kBoolean, "否", Language::kEn) == "No");
  CHECK(cell(FieldType::kCode, "sell", Language::kZh) == "转让");
  CHECK(cell(FieldType::kCode, "sell", Language::kEn) == "Assign");
  CHECK(cell(FieldType::kRegion, "450100", Language::kZh) == "450100 南宁市");
  CHECK(cell(FieldType::kRegion, "440000", Language::kZh) == "440000");
  CHECK(cell(FieldType::kRef, "某大学", Language::kZh) == "某大学");
  CHECK(cell(FieldType::kRef, "#77", Language::kZh) == "#77");
  CHECK(cell(FieldType::kTime, "2026-01-02 09:30", Language::kZh) == "2026-01-02 09:30:00");
  CHECK(cell(FieldType::kDate, "2026/1/2", Language::kZh) == "2026-01-02");
}

TEST_CASE("texts per language fall back to one that is there") {
  const Field field = field_of(FieldType::kLocalized);
  const Value both(Localized{{"zh", "你好"}, {"en", "Hello"}});
  CHECK(to_cell(field, both, kWorld.people(), Language::kEn) == "Hello");
  CHECK(to_cell(field, Value(Localized{{"vi", "chào"}}), kWorld.people(), Language::kEn) == "chào");
}

TEST_CASE("what is exported can be imported again") {
  const auto round_trip = [](const Field& field, const std::string& text) {
    const Value value = typed(field, text);
    for (const Language language : {Language::kZh, Language::kEn}) {
      const std::string cell = to_cell(field, value, kWorld.people(), language);
      INFO("cell: ", cell);
      CHECK(equal(typed(field, cell), value));
    }
  };
  round_trip(field_of(FieldType::kInteger), "-1234567");
  round_trip(field_of(FieldType::kDecimal), "1234.5");
  round_trip(field_of(FieldType::kMoney), "1.5亿元");
  round_trip(field_of(FieldType::kShare), "33.333333%");
  round_trip(field_of(FieldType::kDate), "2026年1月2日");
  round_trip(field_of(FieldType::kTime), "2026-01-02 23:59:59");
  round_trip(field_of(FieldType::kBoolean), "否");
  round_trip(field_of(FieldType::kCode), "许可");
  round_trip(field_of(FieldType::kRegion), "450100");
  round_trip(field_of(FieldType::kCreditCode), "914501000000000195");
  round_trip(field_of(FieldType::kRefs), "某大学；12345");
  round_trip(shares_field(), "甲|40%；乙|60%");
  round_trip(shares_field(), R"([{"who":"甲；乙|丙","part":"40%"}])");
  round_trip(shares_field(), R"([{"who":"[甲]"},{"part":"1%"}])");
}

}  // namespace
}  // namespace lingqu::registers
