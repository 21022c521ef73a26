#include "registers/record.hpp"

#include <doctest/doctest.h>

#include "unit/registers/fixture.hpp"

namespace lingqu::registers {
namespace {

using base::ErrorCode;
using base::Language;

const World kWorld;

Register small_register() {
  Register r;
  r.name = "deal";
  Field title = field_of(FieldType::kText);
  title.name = "title";
  title.title = {"名称", "Title"};
  title.required = true;
  Field price = field_of(FieldType::kMoney);
  price.name = "price";
  price.title = {"价格", "Price"};
  r.fields = {title, price, shares_field()};
  return r;
}

base::Result<std::vector<SetValue>> parse(const std::string& json) {
  return parse_values(small_register(), *wire::parse_json(json), kWorld.programs());
}

std::vector<Value> values(const std::string& json) {
  std::vector<Value> out(3);
  const auto set = parse(json);
  REQUIRE(set.ok());
  for (const SetValue& item : *set) out[static_cast<size_t>(item.field)] = item.value;
  return out;
}

TEST_CASE("given members become values, null clears") {
  const auto set = parse(R"({"price":"5","title":null})");
  REQUIRE(set.ok());
  REQUIRE(set->size() == 2);
  CHECK((*set)[0].field == 1);
  CHECK(equal((*set)[0].value, Value(base::Money{500})));
  CHECK((*set)[1].value.empty());
  CHECK(parse("null")->empty());
  CHECK(parse("{}")->empty());
}

TEST_CASE("all mistakes of an object are told at once") {
  const auto set =
      parse(R"({"titel":"x","price":"dear","id":3,"shares":[{"part":"x"},{"part":"y"}]})");
  REQUIRE_FALSE(set.ok());
  CHECK(set.error().code == ErrorCode::kInvalid);
  REQUIRE(set.error().details.size() == 5);
  CHECK(set.error().details[0].message(Language::kZh) == "没有名为“titel”的字段");
  CHECK(set.error().details[0].remedy(Language::kEn).find("did you mean title?") !=
        std::string::npos);
  CHECK(set.error().details[1].field == "price");
  CHECK(set.error().details[2].code == ErrorCode::kUnknownField);
  CHECK(set.error().details[4].field == "shares/1/part");
  CHECK(parse("[]").error().code == ErrorCode::kBadRequest);
  CHECK(parse(R"({"price":"x"})").error().code == ErrorCode::kInvalid);
}

TEST_CASE("a record is complete when what is required and what the act needs is there") {
  const Register r = small_register();
  CHECK(check_complete(r, values(R"({"title":"x"})"), {}).ok());
  const base::Status missing = check_complete(r, values("{}"), {"price"});
  REQUIRE_FALSE(missing.ok());
  REQUIRE(missing.error().details.size() == 2);
  CHECK(missing.error().details[1].message(Language::kZh) == "“价格”未填写");
  CHECK(check_complete(r, values(R"({"title":"x","price":"0"})"), {"price"}).ok());
}

TEST_CASE("rows: required columns and the fewest rows") {
  Register r = small_register();
  r.fields[2].min_rows = 2;
  CHECK(check_complete(r, values(R"({"title":"x"})"), {}).ok());  // none at all: not begun
  CHECK_FALSE(check_complete(r, values(R"({"title":"x"})"), {"shares"}).ok());
  const base::Status wrong =
      check_complete(r, values(R"({"title":"x","shares":[{"part":"1%"}]})"), {});
  REQUIRE_FALSE(wrong.ok());
  REQUIRE(wrong.error().details.size() == 2);
  CHECK(wrong.error().details[0].code == ErrorCode::kTooFew);
  CHECK(wrong.error().details[1].field == "shares/0/who");
  CHECK(wrong.error().details[1].message(Language::kZh) == "“分配明细 第 1 行 姓名”未填写");
}

TEST_CASE("rows that grew act by act are bounded too") {
  Register r = small_register();
  const std::vector<Value> two = values(R"({"title":"x","shares":[{"who":"甲"},{"who":"乙"}]})");
  r.fields[2].max_rows = 1;
  const base::Status wrong = check_complete(r, two, {});
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().details.front().code == ErrorCode::kOutOfRange);
}

TEST_CASE("a record gives its values by name, the empty value for what it has not") {
  const Register r = small_register();
  Record record;
  record.values = values(R"({"title":"x"})");
  CHECK(*record.at(r, "title").get<std::string>() == "x");
  CHECK(record.at(r, "nothing").empty());
  record.values.resize(1);
  CHECK(record.at(r, "shares").empty());
}

}  // namespace
}  // namespace lingqu::registers
