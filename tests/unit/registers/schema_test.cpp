#include "registers/schema.hpp"

#include <doctest/doctest.h>

#include "registers/nearest.hpp"

namespace lingqu::registers {
namespace {

Vocabulary colours() {
  Vocabulary v;
  v.codes = {{"red", {"红", "Red"}, false},
             {"green", {"绿", "Green"}, true},
             {"lime", {"绿", "Lime"}, false}};
  return v;
}

TEST_CASE("every type has a name and the name leads back") {
  for (int i = 0; i <= static_cast<int>(FieldType::kCreditCode); ++i) {
    const auto type = static_cast<FieldType>(i);
    CHECK_FALSE(name(type).empty());
    CHECK(parse_field_type(name(type)) == type);
  }
  CHECK_FALSE(parse_field_type("string"));
  CHECK_FALSE(parse_field_type(""));
}

TEST_CASE("values are equal by content") {
  CHECK(equal(Value(), Value()));
  CHECK_FALSE(equal(Value(), Value(false)));
  CHECK(equal(Value(int64_t{1}), Value(int64_t{1})));
  CHECK_FALSE(equal(Value(int64_t{1}), Value(Ref{1})));
  CHECK(equal(Value(*base::Decimal::parse("1.5")), Value(*base::Decimal::parse("1.50"))));
  CHECK(equal(Value(Rows{{Value(true), Value()}}), Value(Rows{{Value(true), Value()}})));
  CHECK_FALSE(equal(Value(Rows{{Value(true)}}), Value(Rows{{Value(true)}, {Value()}})));
  CHECK_FALSE(
      equal(Value(Rows{{Value(std::string("a"))}}), Value(Rows{{Value(std::string("b"))}})));
}

TEST_CASE("codes are found by code, and by a title that means one code") {
  const Vocabulary v = colours();
  CHECK(v.find("red")->code == "red");
  CHECK(v.find("Red") == nullptr);
  CHECK(v.find_any(" RED ")->code == "red");
  CHECK(v.find_any("红")->code == "red");
  CHECK(v.find_any("Ｌｉｍｅ")->code == "lime");
  CHECK(v.find_any("绿") == nullptr);
  CHECK(v.find_any("") == nullptr);
  CHECK(v.find_any("blue") == nullptr);
}

TEST_CASE("a register finds fields and the visibility of a state") {
  Register r;
  r.fields.resize(2);
  r.fields[0].name = "title";
  r.fields[1].name = "price";
  r.visible = Visibility::kParties;
  r.visible_in["open"] = Visibility::kPublic;
  CHECK(r.index_of("price") == 1);
  CHECK(r.index_of("cost") == -1);
  CHECK(r.find("cost") == nullptr);
  CHECK(r.visibility("open") == Visibility::kPublic);
  CHECK(r.visibility("draft") == Visibility::kParties);
}

TEST_CASE("the nearest name is offered when it is near") {
  const std::vector<std::string> names{"price", "title", "counterparty", "id"};
  CHECK(nearest("pirce", names) == "price");
  CHECK(nearest("Title", names) == "title");
  CHECK(nearest("counter_party", names) == "counterparty");
  CHECK(nearest("weather", names).empty());
  CHECK(nearest("", names).empty());
  CHECK(nearest(std::string(10'000, 'x'), names).empty());
  CHECK(nearest_hint("titel", names).zh == "（是否应为 title？）");
  CHECK(nearest_hint("zzzzzz", names).zh.empty());
}

}  // namespace
}  // namespace lingqu::registers
