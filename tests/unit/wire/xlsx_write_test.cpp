#include <doctest/doctest.h>

#include "wire/table.hpp"

namespace lingqu::wire {
namespace {

using base::ErrorCode;
using base::Language;
using Kind = XlsxColumn::Kind;
using Rows = std::vector<std::vector<std::string>>;

base::Result<std::string> write(const std::vector<XlsxColumn>& columns, const Rows& rows,
                                const std::string& sheet = "成果") {
  size_t at = 0;
  return write_xlsx(sheet, columns, [&](std::vector<std::string>& cells) {
    CHECK(cells.empty());
    if (at == rows.size()) return false;
    cells = rows[at++];
    return true;
  });
}

Rows read(const std::string& bytes, std::string_view sheet = {}) {
  Rows rows;
  const base::Status status = read_xlsx(
      bytes, {},
      [&](size_t, const std::vector<std::string>& cells) {
        rows.push_back(cells);
        return base::Status();
      },
      sheet);
  INFO("error: ", status.ok() ? "" : status.error().message(Language::kEn));
  REQUIRE(status.ok());
  return rows;
}

Rows again(const std::vector<XlsxColumn>& columns, const Rows& rows) {
  const base::Result<std::string> bytes = write(columns, rows);
  INFO("error: ", bytes.ok() ? "" : bytes.error().message(Language::kEn));
  REQUIRE(bytes.ok());
  return read(*bytes);
}

TEST_CASE("every kind of column reads back as it was written") {
  const std::vector<XlsxColumn> columns{{"名称", Kind::kText, 30},
                                        {"件数", Kind::kNumber},
                                        {"价格", Kind::kMoney},
                                        {"日期", Kind::kDate},
                                        {"比例", Kind::kPercent}};
  const Rows rows{{"甲乙", "12", "1234567.89", "2026-11-22", "70%"},
                  {"丙", "-0.5", "-0.01", "9999-12-31", "33.333333%"},
                  {" 空格 & <标签> \"引号\" ", "0", "9999999999999.99", "1900-03-01", "0%"},
                  {"第一行\n第二行\t完", "123456789012345", "0.3", "2026-11-22T08:30:59", "12.5%"}};
  Rows expected = rows;
  expected.insert(expected.begin(), {"名称", "件数", "价格", "日期", "比例"});
  CHECK(again(columns, rows) == expected);
}

TEST_CASE("what is not of the column's kind stays the text it is") {
  const std::vector<XlsxColumn> columns{
      {"n", Kind::kNumber}, {"m", Kind::kMoney}, {"d", Kind::kDate}, {"p", Kind::kPercent}};
  const Rows rows{{"面议", "协商", "待定", "一半"},
                  {"450102199001011234", "12345678901234.56", "2026-02-30", "70"},
                  {"1e5", "1,234.50", "1899-12-31", "%"},
                  {"+5", ".5", "2026-11-22T25:00:00", "x%"},
                  {"5.", "-", "2026-11-22 08:30:00", "1.2.3%"}};
  const Rows found = again(columns, rows);
  REQUIRE(found.size() == 6);
  CHECK(Rows(found.begin() + 1, found.end()) == rows);
}

TEST_CASE("texts that look like formulas, numbers or escapes are texts") {
  const Rows rows{{"=1+1"}, {"+1"},           {"-1"},
                  {"@a"},   {"{=1}"},         {"http://example.org"},
                  {"007"},  {"_x0041_"},      {"a_x005F_x0041_b"},
                  {"_x_"},  {"控制\x01\x1F"}, {"a\r\nb"}};
  const Rows found = again({{"t", Kind::kText}}, rows);
  REQUIRE(found.size() == rows.size() + 1);
  CHECK(Rows(found.begin() + 1, found.end()) == rows);
}

TEST_CASE("no rows, short rows, long rows, empty cells") {
  CHECK(again({{"a"}, {"b"}}, {}) == Rows{{"a", "b"}});
  CHECK(again({{"a"}, {"b"}, {"c"}}, {{"1"}, {"", "2"}, {}, {"1", "2", "3", "4"}}) ==
        Rows{{"a", "b", "c"}, {"1"}, {"", "2"}, {"1", "2", "3"}});
  CHECK(again({}, {{"x"}}).empty());
}

TEST_CASE("sheet names are made fit") {
  const auto name_reads = [](const std::string& wanted, const std::string& name) {
    const base::Result<std::string> bytes = write({{"a"}}, {}, wanted);
    REQUIRE(bytes.ok());
    return read(*bytes, name) == Rows{{"a"}};
  };
  CHECK(name_reads("成果/专利 [2026]:*?\\", "成果 专利  2026     "));
  CHECK(name_reads("", "Sheet1"));
  CHECK(name_reads("'x'", " x "));
  std::string long_name, cut;
  for (int i = 0; i < 40; ++i) long_name += "名";
  for (int i = 0; i < 31; ++i) cut += "名";
  CHECK(name_reads(long_name, cut));
  std::string smileys, few;
  for (int i = 0; i < 20; ++i) smileys += "😀";
  for (int i = 0; i < 15; ++i) few += "😀";
  CHECK(name_reads(smileys, few));
}

TEST_CASE("what a spreadsheet cannot hold is refused with its cell, never cut") {
  std::string long_text;
  for (int i = 0; i < 32'768; ++i) long_text += "字";
  const base::Result<std::string> text = write({{"a"}, {"b"}}, {{"x", long_text}});
  REQUIRE_FALSE(text.ok());
  CHECK(text.error().code == ErrorCode::kTooLarge);
  CHECK(text.error().message(Language::kZh) == "内容超过上限 每格 32767 个字（第 2 行第 2 列）");
  CHECK(again({{"a"}}, {{long_text.substr(3)}}).at(1).at(0) == long_text.substr(3));
  for (const std::string& bad : {std::string("\xFF"), std::string("a\0b", 3)}) {
    const base::Result<std::string> refused = write({{"a"}}, {{bad}});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::kBadEncoding);
  }
  const base::Result<std::string> wide = write(std::vector<XlsxColumn>(16'385), {});
  REQUIRE_FALSE(wide.ok());
  CHECK(wide.error().code == ErrorCode::kTooLarge);
}

TEST_CASE("many rows") {
  size_t at = 0;
  const base::Result<std::string> bytes =
      write_xlsx("t", {{"n", Kind::kNumber}, {"t"}}, [&](std::vector<std::string>& cells) {
        cells = {std::to_string(at), "行" + std::to_string(at)};
        return ++at <= 5'000;
      });
  REQUIRE(bytes.ok());
  const Rows rows = read(*bytes);
  REQUIRE(rows.size() == 5'001);
  CHECK(rows[5'000] == std::vector<std::string>{"4999", "行4999"});
}

}  // namespace
}  // namespace lingqu::wire
