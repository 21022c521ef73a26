#include <doctest/doctest.h>

#include "unit/registers/fixture.hpp"

namespace lingqu::registers {
namespace {

using base::ErrorCode;
using base::Language;

const World kWorld;

// The value written back as JSON, or the code of the refusal.
std::string shown(const Field& field, const base::Result<Value>& value) {
  if (!value.ok()) return std::string(value.error().code_text());
  return wire::to_text(to_json(field, *value));
}
std::string api(const Field& field, const std::string& json) {
  return shown(field, parse_value(field, *wire::parse_json(json), kWorld.programs(), "f"));
}
std::string typed(const Field& field, const std::string& cell) {
  return shown(field, parse_cell(field, cell, kWorld.people(), "f"));
}
std::string from_program(const Field& field, const std::string& cell) {
  return shown(field, parse_cell(field, cell, kWorld.programs(), "f"));
}

TEST_CASE("nothing gives the empty value, whatever the type") {
  for (int i = 0; i <= static_cast<int>(FieldType::kCreditCode); ++i) {
    const Field field = field_of(static_cast<FieldType>(i));
    CHECK(api(field, "null") == "null");
    CHECK(typed(field, " 　") == "null");
  }
  CHECK(api(field_of(FieldType::kText), "\" \"") == "null");
  CHECK(api(field_of(FieldType::kRef), "\"\"") == "null");
  CHECK(api(field_of(FieldType::kRefs), "[]") == "null");
  CHECK(api(field_of(FieldType::kRows), "[]") == "null");
  CHECK(api(field_of(FieldType::kLocalized), R"({"zh":""})") == "null");
}

TEST_CASE("text") {
  Field text = field_of(FieldType::kText);
  CHECK(api(text, R"(" 中文 ")") == "\"中文\"");
  CHECK(api(text, R"("a\nb")") == "\"a b\"");
  CHECK(api(field_of(FieldType::kLongText), R"("a\nb")") == R"("a\nb")");
  CHECK(api(text, R"("a\u0007b")") == "wrong-type");
  CHECK(api(text, "12") == "wrong-type");
  CHECK(api(text, R"(["a"])") == "wrong-type");
  CHECK(typed(text, "\xD6\xD0") == "bad-encoding");
  text.max_length = 3;
  CHECK(api(text, R"("一二三")") == "\"一二三\"");
  CHECK(api(text, R"("一二三四")") == "too-long");
  CHECK(api(field_of(FieldType::kText), "\"" + std::string(201, 'x') + "\"") == "too-long");
  CHECK(typed(field_of(FieldType::kLongText), std::string(10 << 20, 'x')) == "too-long");
}

TEST_CASE("people's files hold lists of keywords and bare numbers in text fields") {
  const Field text = field_of(FieldType::kText);
  const auto people = [&text](const char* json) {
    return shown(text, parse_value(text, *wire::parse_json(json), kWorld.people(), "f"));
  };
  CHECK(people(R"(["机器人","甘蔗"])") == "\"机器人；甘蔗\"");
  CHECK(people("42") == "\"42\"");
  CHECK(people(R"([["x"]])") == "wrong-type");
  CHECK(people("{}") == "wrong-type");
}

TEST_CASE("whole numbers") {
  Field field = field_of(FieldType::kInteger);
  CHECK(api(field, "12") == "12");
  CHECK(api(field, "\"12\"") == "12");
  CHECK(api(field, "12.0") == "12");
  CHECK(api(field, "1e3") == "1000");
  CHECK(api(field, "9223372036854775807") == "\"9223372036854775807\"");
  CHECK(api(field, "9223372036854775808") == "out-of-range");
  CHECK(api(field, "1.5") == "wrong-type");
  CHECK(api(field, "true") == "wrong-type");
  CHECK(typed(field, "１，２３４") == "1234");
  CHECK(typed(field, "-1,234,567") == "-1234567");
  CHECK(typed(field, "1,23") == "wrong-type");
  CHECK(typed(field, "十二") == "wrong-type");
  field.minimum = int64_t{15};
  CHECK(api(field, "15") == "15");
  CHECK(api(field, "14") == "out-of-range");
}

TEST_CASE("decimals keep their scale") {
  Field field = field_of(FieldType::kDecimal);
  field.scale = 2;
  CHECK(api(field, "1.5") == "\"1.50\"");
  CHECK(api(field, "\"1.55\"") == "\"1.55\"");
  CHECK(api(field, "1.555") == "wrong-type");
  CHECK(api(field, "1.5500") == "\"1.55\"");
  CHECK(api(field, "1e30") == "out-of-range");
  CHECK(typed(field, "1,000.5") == "\"1000.50\"");
  CHECK(typed(field, "NaN") == "wrong-type");
}

TEST_CASE("money is exact to the fen; ten thousands only where people type") {
  Field field = field_of(FieldType::kMoney);
  CHECK(api(field, "\"1234.5\"") == "\"1234.50\"");
  CHECK(api(field, "0.1") == "\"0.10\"");
  CHECK(api(field, "0.001") == "wrong-type");
  CHECK(api(field, "\"12万元\"") == "wrong-type");
  CHECK(api(field, "1e99") == "out-of-range");
  CHECK(api(field, "9000000000000001") == "out-of-range");
  CHECK(from_program(field, "12万") == "wrong-type");
  const std::pair<const char*, const char*> cells[] = {
      {"12万元", "\"120000.00\""},     {"1.5亿元", "\"150000000.00\""},
      {"１２ 万 元", "\"120000.00\""}, {"¥1,234.50", "\"1234.50\""},
      {"￥100元", "\"100.00\""},       {"人民币 3.2 百万元", "\"3200000.00\""},
      {"-5千元", "\"-5000.00\""},      {"1,200万元", "\"12000000.00\""},
      {"RMB 7", "\"7.00\""},           {"1.23456789万元", "wrong-type"},
      {"12万元整", "wrong-type"},      {"万元", "wrong-type"},
      {"12-15万元", "wrong-type"},     {"1,2000", "wrong-type"},
      {"约12万元", "wrong-type"},      {"5美元", "wrong-type"}};
  for (const auto& [cell, expected] : cells) {
    INFO("cell: ", cell);
    CHECK(typed(field, cell) == expected);
  }
  field.minimum = base::Money{0};
  CHECK(typed(field, "-0.01") == "out-of-range");
}

TEST_CASE("shares") {
  const Field field = field_of(FieldType::kShare);
  CHECK(api(field, "\"70%\"") == "\"70%\"");
  CHECK(api(field, "0.7") == "\"70%\"");
  CHECK(api(field, "70") == "wrong-type");
  CHECK(api(field, "\"100.01%\"") == "out-of-range");
  CHECK(typed(field, "７０ ％") == "\"70%\"");
  CHECK(typed(field, "33.333333%") == "\"33.333333%\"");
  CHECK(typed(field, "百分之五") == "wrong-type");
  CHECK(typed(field, "百分之5") == "\"5%\"");
}

TEST_CASE("dates as people write them, the year first") {
  Field field = field_of(FieldType::kDate);
  CHECK(api(field, "\"2026-11-22\"") == "\"2026-11-22\"");
  CHECK(api(field, "\"2026/11/22\"") == "wrong-type");
  CHECK(api(field, "20261122") == "wrong-type");
  for (const char* cell :
       {"2026年1月2日", "2026/1/2", "2026-01-02", "2026.1.2", "20260102", "２０２６年１月２日",
        "2026年1月2号", "2026年01月02", "2026-01-02T00:00:00"}) {
    INFO("cell: ", cell);
    CHECK(typed(field, cell) == "\"2026-01-02\"");
  }
  for (const char* cell : {"2026-02-30", "1/2/2026", "2026年1月", "26-1-2", "2026-01/02", "明天",
                           "2026-01-02T08:00:00", "2026-1-2 x", "2026-001-02", "45678"}) {
    INFO("cell: ", cell);
    CHECK(typed(field, cell) == "wrong-type");
  }
  field.minimum = base::make_date(2020, 1, 1);
  CHECK(typed(field, "2019-12-31") == "out-of-range");
}

TEST_CASE("instants; without a zone only where people type") {
  const Field field = field_of(FieldType::kTime);
  CHECK(api(field, "\"2026-01-02T09:30:00+08:00\"") == "\"2026-01-02T01:30:00Z\"");
  CHECK(api(field, "\"2026-01-02T09:30:00\"") == "wrong-type");
  CHECK(typed(field, "2026/1/2 9:30") == "\"2026-01-02T01:30:00Z\"");
  CHECK(typed(field, "2026-01-02T09:30:15") == "\"2026-01-02T01:30:15Z\"");
  CHECK(typed(field, "2026年1月2日 25:00") == "wrong-type");
  CHECK(typed(field, "2026-01-02") == "wrong-type");
}

TEST_CASE("yes and no") {
  const Field field = field_of(FieldType::kBoolean);
  CHECK(api(field, "true") == "true");
  CHECK(api(field, "\"是\"") == "wrong-type");
  CHECK(api(field, "1") == "wrong-type");
  CHECK(typed(field, "是") == "true");
  CHECK(typed(field, "否") == "false");
  CHECK(typed(field, "FALSE") == "false");
  CHECK(typed(field, "Ｎ") == "false");
  CHECK(typed(field, "也许") == "wrong-type");
}

TEST_CASE("codes by code, from people also by title") {
  const Field field = field_of(FieldType::kCode);
  CHECK(api(field, "\"sell\"") == "\"sell\"");
  CHECK(api(field, "\"转让\"") == "unknown-code");
  CHECK(typed(field, "转让") == "\"sell\"");
  CHECK(typed(field, "LICENSE") == "\"lend\"");
  const base::Result<Value> wrong = parse_cell(field, "赠送", kWorld.people(), "f");
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().message(Language::kZh) == "“字段”的值“赠送”不在词表“方式”中");
  CHECK(wrong.error().remedy(Language::kZh) == "可选：转让（sell）、许可（lend）");
}

TEST_CASE("regions and credit codes") {
  const Field region = field_of(FieldType::kRegion);
  CHECK(api(region, "\"450100\"") == "\"450100\"");
  CHECK(api(region, "\"999999\"") == "bad-region");
  CHECK(api(region, "\"南宁市\"") == "bad-region");
  CHECK(typed(region, "南宁市") == "\"450100\"");
  CHECK(typed(region, "450100 南宁市") == "\"450100\"");
  CHECK(typed(region, "某市") == "bad-region");
  const Field credit = field_of(FieldType::kCreditCode);
  CHECK(api(credit, "\"914501000000000195\"") == "\"914501000000000195\"");
  CHECK(typed(credit, "91450100ma00000071") == "\"91450100MA00000071\"");
  const base::Result<Value> wrong =
      parse_cell(credit, "914501000000000196", kWorld.people(), "uscc");
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().field == "uscc");
  CHECK(wrong.error().code == ErrorCode::kBadCreditCode);
}

TEST_CASE("references by id, number or label") {
  const Field ref = field_of(FieldType::kRef);
  CHECK(api(ref, "7") == R"({"id":7})");
  CHECK(api(ref, R"({"id":7,"label":"x"})") == R"({"id":7})");
  CHECK(api(ref, "\"7\"") == R"({"id":7})");
  CHECK(api(ref, "\"某大学\"") == R"({"id":7})");
  CHECK(api(ref, "0") == "wrong-type");
  CHECK(api(ref, "-1") == "wrong-type");
  CHECK(api(ref, R"({"name":"x"})") == "wrong-type");
  CHECK(typed(ref, "12345") == R"({"id":8})");  // an official number, not an id
  CHECK(typed(ref, "#12345") == R"({"id":12345})");
  CHECK(typed(ref, "7") == "bad-reference");
  CHECK(typed(ref, "无名大学") == "bad-reference");
  Field refs = field_of(FieldType::kRefs);
  CHECK(api(refs, R"([7,{"id":9},7])") == R"([{"id":7},{"id":9}])");
  CHECK(api(refs, R"([7,"谁"])") == "bad-reference");
  CHECK(typed(refs, "某大学；某研究院;\n") == R"([{"id":7},{"id":9}])");
  refs.max_rows = 1;
  CHECK(api(refs, "[7,9]") == "out-of-range");
}

TEST_CASE("texts per language and files") {
  const Field text = field_of(FieldType::kLocalized);
  CHECK(api(text, R"({"vi":"chào","zh":"你好"})") == R"({"zh":"你好","vi":"chào"})");
  CHECK(api(text, "\"你好\"") == R"({"zh":"你好"})");
  CHECK(api(text, R"({"xx":"?"})") == "wrong-type");
  CHECK(api(text, R"({"zh":1})") == "wrong-type");
  const Field file = field_of(FieldType::kFile);
  const std::string digest = "sm3:" + std::string(64, 'a');
  CHECK(api(file,
            R"({"digest":")" + digest + R"(","name":"a.pdf","type":"application/pdf","size":3})") ==
        R"({"digest":")" + digest + R"(","name":"a.pdf","type":"application/pdf","size":3})");
  CHECK(api(file, R"({"digest":"sm3:xyz"})") == "wrong-type");
  CHECK(api(file, "\"a.pdf\"") == "wrong-type");
  CHECK(typed(file, "a.pdf") == "wrong-type");
}

TEST_CASE("row groups from JSON and from a cell") {
  Field rows = shares_field();
  CHECK(api(rows, R"([{"who":"甲","part":"40%"},{"who":"乙"}])") ==
        R"([{"who":"甲","part":"40%"},{"who":"乙"}])");
  CHECK(typed(rows, "甲|40%；乙｜60%") ==
        R"([{"who":"甲","part":"40%"},{"who":"乙","part":"60%"}])");
  CHECK(typed(rows, "甲（校）; 乙") == R"([{"who":"甲（校）"},{"who":"乙"}])");
  CHECK(typed(rows, R"([{"who":"甲"}])") == R"([{"who":"甲"}])");
  CHECK(typed(rows, "[{") == "bad-json");
  CHECK(typed(rows, "甲|40%|x") == "wrong-type");
  CHECK(api(rows, "{}") == "wrong-type");
  rows.max_rows = 1;
  CHECK(api(rows, "[{},{}]") == "out-of-range");
}

TEST_CASE("a wrong cell of a row group names its row, all wrong cells at once") {
  const base::Result<Value> wrong = parse_value(
      shares_field(), *wire::parse_json(R"([{"who":"甲"},{"whom":"乙","part":"170%"},7])"),
      kWorld.programs(), "shares");
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().code == ErrorCode::kInvalid);
  REQUIRE(wrong.error().details.size() == 3);
  const base::Error& unknown = wrong.error().details[0];
  CHECK(unknown.field == "shares/1/whom");
  CHECK(unknown.remedy(Language::kZh).ends_with("（是否应为 who？）"));
  const base::Error& share = wrong.error().details[1];
  CHECK(share.field == "shares/1/part");
  CHECK(share.message(Language::kZh) == "“分配明细 第 2 行 比例”的值 170% 超出范围（0% 至 100%）");
  CHECK(share.message(Language::kEn).find("Shares row 2 Share") != std::string::npos);
  CHECK(wrong.error().details[2].field == "shares/2");
}

TEST_CASE("a refusal names the field by its title, the value cut short, and an example") {
  const base::Result<Value> wrong = parse_cell(
      field_of(FieldType::kMoney), std::string(1000, '9') + "x", kWorld.people(), "price");
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().field == "price");
  CHECK(wrong.error().message(Language::kZh) ==
        "“字段”的值“" + std::string(40, '9') + "…”不是精确到分的金额");
  CHECK(wrong.error().remedy(Language::kZh) == "请按格式填写：120000.00 或 12万元");
}

}  // namespace
}  // namespace lingqu::registers
