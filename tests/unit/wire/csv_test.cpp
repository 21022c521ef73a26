#include <doctest/doctest.h>

#include "wire/table.hpp"

namespace lingqu::wire {
namespace {

using base::ErrorCode;
using base::Language;
using Rows = std::vector<std::vector<std::string>>;

struct Table {
  Rows rows;
  std::vector<size_t> lines;
};

base::Status read_into(Table& table, std::string_view text, const TableLimits& limits = {}) {
  return read_csv(text, limits, [&](size_t line, const std::vector<std::string>& cells) {
    table.lines.push_back(line);
    table.rows.push_back(cells);
    return base::Status();
  });
}

Table read(std::string_view text) {
  Table table;
  const base::Status status = read_into(table, text);
  INFO("error: ", status.ok() ? "" : status.error().message(Language::kEn));
  REQUIRE(status.ok());
  return table;
}

base::Error refusal(std::string_view text, const TableLimits& limits = {}) {
  Table table;
  base::Status status = read_into(table, text, limits);
  REQUIRE_FALSE(status.ok());
  return std::move(status).error();
}

std::string arg(const base::Error& error, std::string_view name) {
  for (const auto& [key, value] : error.args) {
    if (key == name) return value.zh;
  }
  return "(none)";
}

TEST_CASE("rows, quotes and line numbers") {
  const Table table =
      read("名称,价格\r\n\"甲,乙\",1.50\r\n\"他说\"\"好\"\"\",\"第一行\n第二行\"\n\n,,\n丙,\n,丁");
  CHECK(table.rows == Rows{{"名称", "价格"},
                           {"甲,乙", "1.50"},
                           {"他说\"好\"", "第一行\n第二行"},
                           {"丙", ""},
                           {"", "丁"}});
  CHECK(table.lines == std::vector<size_t>{1, 2, 3, 7, 8});
}

TEST_CASE("small forms") {
  CHECK(read("").rows.empty());
  CHECK(read("\n\r\n\n").rows.empty());
  CHECK(read("a").rows == Rows{{"a"}});
  CHECK(read("a\n").rows == Rows{{"a"}});
  CHECK(read("a,").rows == Rows{{"a", ""}});
  CHECK(read("\"a\"").rows == Rows{{"a"}});
  CHECK(read("\"\",b").rows == Rows{{"", "b"}});
  CHECK(read("\"\"\"\"").rows == Rows{{"\""}});
  CHECK(read("5\" 管, x y ").rows == Rows{{"5\" 管", " x y "}});
  CHECK(read("\"a\r\nb\",c\r\n").rows == Rows{{"a\r\nb", "c"}});
}

TEST_CASE("a byte order mark is not part of the first cell") {
  CHECK(read("\xEF\xBB\xBF名称,b\n").rows == Rows{{"名称", "b"}});
  CHECK(read("\xEF\xBB\xBF\"名,称\"\n").rows == Rows{{"名,称"}});
  CHECK(read("\xEF\xBB\xBF").rows.empty());
}

TEST_CASE("text that is not UTF-8 is refused with line and byte") {
  const base::Error error = refusal("a,b\r\nok,\xFFz\r\n");
  CHECK(error.code == ErrorCode::kBadEncoding);
  CHECK(error.message(Language::kZh) == "第 2 行第 4 个字节不是有效的 UTF-8 编码");
  CHECK(error.message(Language::kEn) == "byte 4 of line 2 is not valid UTF-8");
  const base::Error cut = refusal("a\n中\xE4\xB8");
  CHECK(arg(cut, "where").starts_with("第 2 行第 4 个字节"));
  CHECK(refusal("\xED\xA0\x80").code == ErrorCode::kBadEncoding);
  CHECK(refusal("\xC0\xAF").code == ErrorCode::kBadEncoding);
}

TEST_CASE("GBK and UTF-16 are named as what they seem to be") {
  // 名称,价格 / 中文 in GBK
  const base::Error gbk = refusal("\xC3\xFB\xB3\xC6,\xBC\xDB\xB8\xF1\n\xD6\xD0\xCE\xC4,1\n");
  CHECK(gbk.code == ErrorCode::kBadEncoding);
  CHECK(gbk.message(Language::kZh) ==
        "第 1 行第 1 个字节（文件似为 GBK 编码）不是有效的 UTF-8 编码");
  CHECK(gbk.remedy(Language::kZh).find("UTF-8") != std::string::npos);
  const base::Error utf16 =
      refusal(std::string_view("\xFF\xFE"
                               "a\0,\0b\0",
                               8));
  CHECK(arg(utf16, "where").find("UTF-16") != std::string::npos);
}

TEST_CASE("broken files are refused with their line") {
  const base::Error open = refusal("a,b\n1,\"x\ny\nz");
  CHECK(open.code == ErrorCode::kBadFile);
  CHECK(arg(open, "reason") == "第 2 行：引号没有结束");
  CHECK(arg(open, "line") == "2");
  CHECK(arg(refusal("\""), "reason") == "第 1 行：引号没有结束");
  CHECK(arg(refusal("\"a\"\""), "reason") == "第 1 行：引号没有结束");
  CHECK(arg(refusal("a\n\"b\"c\n"), "reason").starts_with("第 2 行：结束引号之后还有文字"));
  CHECK(arg(refusal("a\n\"b\nc\" ,d\n"), "line") == "3");
  CHECK(arg(refusal("a,b\rc,d\r"), "reason").starts_with("第 1 行：行末只有回车"));
  CHECK(arg(refusal("a\n\"b\"\r"), "line") == "2");
  CHECK(arg(refusal(std::string_view("a\nb\0c\n", 6)), "reason") ==
        "第 2 行：含有空字符（U+0000）");
}

TEST_CASE("other formats are named") {
  CHECK(arg(refusal("PK\x03\x04"
                    "abc"),
            "reason")
            .find("XLSX") != std::string::npos);
  CHECK(arg(refusal("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "reason").find("xls") !=
        std::string::npos);
}

TEST_CASE("cells, columns and rows are bounded") {
  const std::string ten_megabytes(10u << 20, 'x');
  const base::Error cell = refusal("a,b\n1,2\n3," + ten_megabytes + "\n");
  CHECK(cell.code == ErrorCode::kTooLarge);
  CHECK(cell.message(Language::kZh) == "内容超过上限 每格 1048576 字节（第 3 行第 2 列）");
  CHECK(arg(cell, "line") == "3");
  CHECK(arg(cell, "column") == "2");
  CHECK(refusal("\"" + ten_megabytes + "\"\n").code == ErrorCode::kTooLarge);
  CHECK(refusal("\"" + ten_megabytes).code == ErrorCode::kTooLarge);
  CHECK(refusal("1,\"ab\"\"cd\"", {.cell_bytes = 4}).code == ErrorCode::kTooLarge);
  CHECK(refusal("a,b,c\n", {.columns = 2}).code == ErrorCode::kTooLarge);
  CHECK(refusal(std::string(5'000'000, ',')).code == ErrorCode::kTooLarge);
  const base::Error rows = refusal("a\n\nb\nc\n", {.rows = 2});
  CHECK(rows.code == ErrorCode::kTooLarge);
  CHECK(arg(rows, "line") == "4");
  Table table;
  CHECK(read_into(table, "ab,cd\nef,gh\n", {.rows = 2, .columns = 2, .cell_bytes = 2}).ok());
}

TEST_CASE("the handler stops the reading with its error") {
  size_t seen = 0;
  const base::Status status = read_csv("a\nb\nc\n", {}, [&](size_t, const auto&) -> base::Status {
    if (++seen == 2) return base::Error(ErrorCode::kForbidden);
    return {};
  });
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == ErrorCode::kForbidden);
  CHECK(seen == 2);
}

TEST_CASE("written rows read back") {
  CsvWriter writer;
  const Rows rows{{"名称", "说明"}, {"a,b", "他说\"好\""}, {"多\n行", ""}, {" x ", "1.5"}};
  for (const auto& row : rows) writer.row(row);
  const std::string text = writer.take();
  CHECK(text.starts_with("\xEF\xBB\xBF名称,说明\r\n\"a,b\",\"他说\"\"好\"\"\"\r\n"));
  CHECK(read(text).rows == rows);
  CHECK(writer.take().empty());
  writer.row({"z"});
  CHECK(writer.take() == "z\r\n");
  CHECK(CsvWriter(false).take().empty());
}

TEST_CASE("formulas are written as text, numbers as they are") {
  CsvWriter writer(false);
  writer.row({"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "=\"x\""});
  CHECK(writer.take() ==
        "\"'=1+1\",\"'+cmd|' /C calc'!A0\",\"'-2+3\",\"'@SUM(A1)\",\"'\t=1\",\"'=\"\"x\"\"\"\r\n");
  writer.row({"-12.50", "+3", "-", "+", "-1.", "-.5", "1=1", "-1e5"});
  CHECK(writer.take() == "-12.50,+3,\"'-\",\"'+\",\"'-1.\",\"'-.5\",1=1,\"'-1e5\"\r\n");
}

}  // namespace
}  // namespace lingqu::wire
