#include <doctest/doctest.h>

#include "unit/wire/xlsx_fixture.hpp"
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

base::Status read_into(Table& table, std::string_view bytes, const TableLimits& limits = {},
                       std::string_view sheet = {}) {
  const auto take = [&](size_t line, const std::vector<std::string>& cells) {
    table.lines.push_back(line);
    table.rows.push_back(cells);
    return base::Status();
  };
  return read_xlsx(bytes, limits, take, sheet);
}

Table read(std::string_view bytes, std::string_view sheet = {}) {
  Table table;
  const base::Status status = read_into(table, bytes, {}, sheet);
  INFO("error: ", status.ok() ? "" : status.error().message(Language::kEn));
  REQUIRE(status.ok());
  return table;
}

base::Error refusal(std::string_view bytes, const TableLimits& limits = {},
                    std::string_view sheet = {}) {
  Table table;
  base::Status status = read_into(table, bytes, limits, sheet);
  REQUIRE_FALSE(status.ok());
  return std::move(status).error();
}

base::Error refusal(const Workbook& workbook, const TableLimits& limits = {}) {
  return refusal(workbook.bytes(), limits);
}

std::string arg(const base::Error& error, std::string_view name) {
  for (const auto& [key, value] : error.args) {
    if (key == name) return value.zh;
  }
  return "(none)";
}

Rows cells(const std::string& row) {
  return read(Workbook{.rows = row}.bytes()).rows;
}

const char* const kCalcStyles =
    "<numFmts count=\"4\"><numFmt numFmtId=\"164\" formatCode=\"General\"/><numFmt "
    "numFmtId=\"165\" "
    "formatCode=\"yyyy\\-mm\\-dd\"/><numFmt numFmtId=\"166\" formatCode=\"0.00%\"/><numFmt "
    "numFmtId=\"168\" "
    "formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/><xf "
    "numFmtId=\"14\"/></cellStyleXfs><cellXfs count=\"5\"><xf "
    "numFmtId=\"164\"><alignment/></xf><xf "
    "numFmtId=\"165\"/><xf numFmtId=\"166\"/><xf numFmtId=\"168\"/><xf numFmtId=\"14\"/></cellXfs>";

TEST_CASE("a sheet as LibreOffice writes it") {
  const Workbook workbook{
      .rows =
          "<row r=\"1\" customFormat=\"false\" ht=\"12.8\"><c r=\"A1\" s=\"0\" "
          "t=\"s\"><v>0</v></c><c r=\"B1\" "
          "s=\"0\" t=\"s\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\" s=\"0\" "
          "t=\"s\"><v>2</v></c><c r=\"B2\" "
          "s=\"0\" t=\"n\"><v>1234567.89</v></c><c r=\"C2\" s=\"1\" t=\"n\"><v>46348</v></c><c "
          "r=\"D2\" "
          "s=\"2\" t=\"n\"><v>0.125</v></c><c r=\"E2\" s=\"0\" t=\"b\"><v>1</v></c></row><row "
          "r=\"3\"><c "
          "r=\"A3\" s=\"0\" t=\"s\"><v>3</v></c><c r=\"B3\" s=\"0\"><f aca=\"false\">0.1+0.2</f>"
          "<v>0.30000000000000004</v></c><c r=\"C3\" s=\"3\" t=\"n\"><v>46348.3541666667</v></c><c "
          "r=\"D3\" "
          "s=\"4\"><v>46348</v></c><c r=\"E3\" s=\"0\" t=\"b\"><v>0</v></c></row>",
      .strings =
          "<si><t xml:space=\"preserve\">名称</t></si><si><t>价格</t></si><si><t>甲乙</t></si>"
          "<si><t xml:space=\"preserve\"> 空格 </t></si>",
      .styles = kCalcStyles};
  const Table table = read(workbook.bytes());
  CHECK(table.rows == Rows{{"名称", "价格"},
                           {"甲乙", "1234567.89", "2026-11-22", "12.5%", "true"},
                           {" 空格 ", "0.3", "2026-11-22T08:30:00", "2026-11-22", "false"}});
  CHECK(table.lines == std::vector<size_t>{1, 2, 3});
}

TEST_CASE("rich text, phonetic hints, escapes, white space") {
  const Workbook workbook{
      .rows =
          "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c><c "
          "t=\"s\"><v>3</v></c>"
          "<c t=\"s\"><v>4</v></c><c t=\"s\"><v>5</v></c><c t=\"s\"><v>6</v></c></row>",
      .strings =
          "<si><r><rPr><b/></rPr><t>广</t></r><r><t xml:space=\"preserve\"> 西 </t></r><rPh "
          "sb=\"0\" "
          "eb=\"1\"><t>guang</t></rPh><phoneticPr fontId=\"1\"/></si>"
          "<si><t>a_x000D_b_x005F_x0041_ _xD83D__xDE00_ _xD83D_ _xZZZZ_ _x41_</t></si>"
          "<si><t xml:space=\"preserve\">  "
          "</t></si><si/><si><t/></si><si><t>一&amp;&lt;二&#x4E09;</t></si>"
          "<si><t>甲<![CDATA[<乙>]]>丙<!-- 丁 -->戊</t></si>"};
  CHECK(read(workbook.bytes()).rows == Rows{{"广 西 ", "a\rb_x0041_ 😀 _xD83D_ _xZZZZ_ _x41_", "  ",
                                             "", "", "一&<二三", "甲<乙>丙戊"}});
}

TEST_CASE("kinds of cells") {
  CHECK(
      cells(
          "<row><c t=\"inlineStr\"><is><t>直接</t></is></c><c "
          "t=\"inlineStr\"><is><r><t>a</t></r><r><t>b</t>"
          "</r></is></c><c t=\"str\"><f>A1</f><v>公式</v></c><c t=\"e\"><v>#N/A</v></c><c t=\"d\">"
          "<v>2026-11-22T00:00:00</v></c><c t=\"b\"><v>1</v></c><c><v> 7 </v></c></row>") ==
      Rows{{"直接", "ab", "公式", "#N/A", "2026-11-22T00:00:00", "true", "7"}});
  CHECK(cells("<row><c><f>A1</f></c><c t=\"s\"/><c t=\"inlineStr\"/><c><v>1</v></c></row>") ==
        Rows{{"", "", "", "1"}});
}

TEST_CASE("sparse rows and cells keep their places; empty ones are left out") {
  const Table table =
      read(Workbook{.rows = "<row r=\"3\"><c r=\"B3\"><v>1</v></c><c r=\"AA3\"><v>2</v></c><c "
                            "r=\"AB3\" s=\"1\"/></row><row r=\"4\"/><row r=\"5\"><c r=\"A5\" "
                            "s=\"3\"/></row><row r=\"9\"><c><v>3</v></c><c r=\"D9\"><v>4</v></c>"
                            "<c><v>5</v></c></row>"}
               .bytes());
  REQUIRE(table.rows.size() == 2);
  CHECK(table.lines == std::vector<size_t>{3, 9});
  CHECK(table.rows[0].size() == 27);
  CHECK(table.rows[0][1] == "1");
  CHECK(table.rows[0][26] == "2");
  CHECK(table.rows[1] == std::vector<std::string>{"3", "", "", "4", "5"});
}

TEST_CASE("styles outside the table and the 1904 system") {
  Workbook workbook{.rows = "<row><c s=\"1\"><v>44886</v></c><c s=\"99\"><v>44886</v></c></row>",
                    .styles = kCalcStyles};
  workbook.properties = "<workbookPr date1904=\"1\"/>";
  CHECK(read(workbook.bytes()).rows == Rows{{"2026-11-22", "44886"}});
}

TEST_CASE("prefixes, absolute targets, comments, sheets by name") {
  const std::string space =
      "xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
      "xmlns:rel=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
  const auto sheet = [&](const std::string& rows) {
    return xml("<!-- <x:sheetData> --><x:worksheet " + space + " a=\"1 > 0\"><x:sheetData>" + rows +
               "</x:sheetData ><x:controls><x:row>5</x:row></x:controls></x:worksheet>");
  };
  const std::string bytes = make_zip(
      {{"_rels/.rels", relations(relation("r", "officeDocument", "/book/main.xml"))},
       {"book/_rels/main.xml.rels", relations(relation("h", "worksheet", "/hidden.xml") +
                                              relation("a", "worksheet", "../Sheets/One.xml") +
                                              relation("b", "worksheet", "two.xml"))},
       {"book/main.xml",
        xml("<x:workbook " + space +
            "><x:sheets><x:sheet name=\"藏\" state=\"hidden\" rel:id=\"h\"/><x:sheet "
            "name=\"一\" rel:id=\"a\"/><x:sheet name=\"二\" "
            "rel:id=\"b\"/></x:sheets></x:workbook>")},
       {"hidden.xml", sheet("<x:row><x:c><x:v>0</x:v></x:c></x:row>")},
       {"sheets/one.xml",
        sheet("<!-- <x:row> --><x:row r='1' x='>'><x:c r='A1'><x:v>1</x:v></x:c></x:row >")},
       {"book/two.xml",
        sheet("<x:row><x:c t=\"inlineStr\"><x:is><x:t>二</x:t></x:is></x:c></x:row>")}});
  CHECK(read(bytes).rows == Rows{{"1"}});
  CHECK(read(bytes, "二").rows == Rows{{"二"}});
  CHECK(read(bytes, "藏").rows == Rows{{"0"}});
  CHECK(arg(refusal(bytes, {}, "三"), "reason") == "没有名为“三”的工作表（有：藏, 一, 二）");
}

TEST_CASE("an empty sheet has no rows") {
  CHECK(read(Workbook{}.bytes()).rows.empty());
  Parts parts = Workbook{}.parts();
  parts[3].second = xml("<worksheet><sheetData/></worksheet>");
  CHECK(read(make_zip(parts)).rows.empty());
}

TEST_CASE("many rows pass through a small buffer") {
  std::string rows;
  for (int i = 1; i <= 20'000; ++i) {
    rows += "<row r=\"" + std::to_string(i) + "\"><c r=\"A" + std::to_string(i) + "\"><v>" +
            std::to_string(i) + "</v></c><c t=\"inlineStr\"><is><t>第 " + std::to_string(i) +
            " 行</t></is></c></row>";
  }
  const Table table = read(Workbook{.rows = rows}.bytes());
  REQUIRE(table.rows.size() == 20'000);
  bool same = true;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    same = same && table.rows[i] == std::vector<std::string>{number, "第 " + number + " 行"};
  }
  CHECK(same);
}

TEST_CASE("other files are refused for what they are") {
  CHECK(arg(refusal(""), "reason") == "文件是空的");
  CHECK(arg(refusal("名称,价格\n"), "reason") == "不是 XLSX 文件");
  const std::string ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0');
  CHECK(arg(refusal(ole), "reason").find("xls") != std::string::npos);
  std::string encrypted = ole;
  for (const char c : std::string_view("EncryptedPackage")) encrypted.append(1, c).append(1, '\0');
  CHECK(arg(refusal(encrypted), "reason") == "文件已加密，请去掉打开密码");
  CHECK(arg(refusal("PK\x03\x04 and then nothing"), "reason").starts_with("压缩包已损坏"));
  CHECK(arg(refusal(make_zip({{"a.txt", "x"}})), "reason") == "压缩包里没有工作簿");
  CHECK(refusal(make_zip(Workbook{}.parts(), "secret")).code == ErrorCode::kBadFile);
  CHECK(arg(refusal(make_zip(Workbook{}.parts(), "secret")), "reason") ==
        "文件已加密，请去掉打开密码");
}

TEST_CASE("a file cut off or changed anywhere is refused or reads the same, and never crashes") {
  const std::string whole =
      Workbook{.rows = "<row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>46348</v></c></row>",
               .strings = "<si><t>文本</t></si>",
               .styles = kCalcStyles}
          .bytes();
  const Rows rows = read(whole).rows;
  for (size_t length = 0; length < whole.size(); ++length) {
    Table table;
    CHECK_FALSE(read_into(table, std::string_view(whole).substr(0, length)).ok());
  }
  size_t wrong = 0;
  for (size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 0x5A);
    Table table;
    const base::Status status = read_into(table, changed);
    // A part that is no longer found (styles, strings) may change what is read; what is inflated is
    // checked.
    if (status.ok() && table.rows != rows) ++wrong;
  }
  CHECK(wrong < 20);
}

TEST_CASE("what a package must have is missed by name") {
  for (const size_t missing : {size_t{1}, size_t{2}, size_t{3}}) {
    Parts parts = Workbook{}.parts();
    const std::string name = parts[missing].first;
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(missing));
    const base::Error error = refusal(make_zip(parts));
    CHECK(error.code == ErrorCode::kBadFile);
    CHECK(arg(error, "reason") == "缺少部件 " + name);
  }
  Workbook none;
  none.sheets = "";
  CHECK(arg(refusal(none), "reason") == "没有工作表");
}

TEST_CASE("rows and cells that are wrong are refused with their place") {
  const auto reason = [](const std::string& rows) {
    const base::Error error = refusal(Workbook{.rows = rows, .strings = "<si><t>x</t></si>"});
    CHECK(error.code == ErrorCode::kBadFile);
    return arg(error, "reason");
  };
  CHECK(reason("<row r=\"2\"><c r=\"C2\"><v>abc</v></c></row>") == "第 2 行：第 3 列不是数字");
  CHECK(reason("<row><c t=\"s\"><v>1</v></c></row>") == "第 1 行：第 1 列共享文本的编号有误");
  CHECK(reason("<row><c t=\"s\"><v>-1</v></c></row>") == "第 1 行：第 1 列共享文本的编号有误");
  CHECK(reason("<row><c t=\"b\"><v>2</v></c></row>") == "第 1 行：第 1 列不是布尔值");
  CHECK(reason("<row><c t=\"zz\"><v>2</v></c></row>") == "第 1 行：第 1 列类型不明");
  CHECK(reason("<row><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>") ==
        "第 1 行：第 1 列出现两次");
  CHECK(reason("<row><c r=\"A7\"><v>1</v></c></row>") == "第 1 行：单元格位置有误");
  CHECK(reason("<row><c r=\"12\"><v>1</v></c></row>") == "第 1 行：单元格位置有误");
  CHECK(reason("<row><c r=\"a1\"><v>1</v></c></row>") == "第 1 行：单元格位置有误");
  CHECK(reason("<row><c r=\"ZZZZZZZZZZZZZZZZ1\"><v>1</v></c></row>") == "第 1 行：单元格位置有误");
  CHECK(reason("<row r=\"5\"/><row r=\"5\"/>") == "第 6 行：行号有误");
  CHECK(reason("<row r=\"x\"/>") == "第 1 行：行号有误");
  CHECK(reason("<row r=\"99999999999999999999999\"/>") == "第 1 行：行号有误");
  CHECK(reason("<row><c><v>1</c></row>").starts_with("第 1 行：内容有误"));
  CHECK(reason("<row><c t=\"inlineStr\"><is><t>a_x0000_</t></is></c></row>") ==
        "第 1 行：第 1 列含有空字符（U+0000）");
  CHECK(reason("<row><c><v>1</v></c>") == "工作表的内容不完整");
}

TEST_CASE("text that is not UTF-8 is refused with its cell") {
  const base::Error error = refusal(Workbook{
      .rows = "<row r=\"4\"><c r=\"B4\" t=\"inlineStr\"><is><t>\xD6\xD0</t></is></c></row>"});
  CHECK(error.code == ErrorCode::kBadEncoding);
  CHECK(error.message(Language::kZh) == "第 4 行第 2 列不是有效的 UTF-8 编码");
}

TEST_CASE("document types and entities are not followed") {
  Parts parts = Workbook{.rows = "<row><c><v>1</v></c></row>"}.parts();
  const std::string bomb = "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>";
  Parts sheet = parts;
  sheet[3].second = xml(bomb + sheet[3].second.substr(sheet[3].second.find("<worksheet")));
  CHECK(arg(refusal(make_zip(sheet)), "reason") == "含有 DOCTYPE");
  Parts book = parts;
  book[2].second = xml(bomb + book[2].second.substr(book[2].second.find("<workbook")));
  CHECK(arg(refusal(make_zip(book)), "reason") == "部件 xl/workbook.xml 不是可用的 XML");
  CHECK(cells("<row><c t=\"str\"><v>&b;</v></c></row>") == Rows{{"&b;"}});
}

TEST_CASE("deep nesting in a row is no trouble") {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<x>";
  for (int i = 0; i < 100'000; ++i) deep += "</x>";
  const TableLimits limits{.inflation_ratio = 2000};
  Table table;
  REQUIRE(
      read_into(table, Workbook{.rows = "<row><c><v>1</v>" + deep + "</c></row>"}.bytes(), limits)
          .ok());
  CHECK(table.rows == Rows{{"1"}});
}

TEST_CASE("zip bombs are refused before they go off") {
  const std::string zeros(20u << 20, ' ');
  const base::Error ratio = refusal(Workbook{.rows = zeros});
  CHECK(ratio.code == ErrorCode::kTooLarge);
  CHECK(arg(ratio, "limit") == "解压后为原来的 200 倍");
  const TableLimits lax{.inflated_bytes = 1u << 20, .inflation_ratio = 100'000};
  CHECK(arg(refusal(Workbook{.rows = zeros}, lax), "limit") == "解压后 1048576 字节");
  Parts parts = Workbook{}.parts();
  parts.emplace_back("xl/media/image1.bin", zeros);
  CHECK(refusal(make_zip(parts)).code == ErrorCode::kTooLarge);
}

TEST_CASE("one large shared text cannot be multiplied without end") {
  std::string rows;
  for (int i = 0; i < 400; ++i) rows += "<row><c t=\"s\"><v>0</v></c></row>";
  const Workbook workbook{.rows = rows,
                          .strings = "<si><t>" + std::string(100'000, 'x') + "</t></si>"};
  Table table;
  CHECK(refusal(workbook, {.inflated_bytes = 10'000'000}).code == ErrorCode::kTooLarge);
  CHECK(read_into(table, workbook.bytes()).ok());
}

TEST_CASE("cells, columns and rows are bounded") {
  std::string noise;
  for (uint32_t i = 0, x = 1; i < (10u << 20); ++i) {
    x = x * 1664525 + 1013904223;
    noise += static_cast<char>('A' + (x >> 24) % 26);
  }
  const base::Error cell = refusal(Workbook{
      .rows = "<row r=\"2\"><c r=\"C2\" t=\"inlineStr\"><is><t>" + noise + "</t></is></c></row>"});
  CHECK(cell.code == ErrorCode::kTooLarge);
  CHECK(cell.message(Language::kZh) == "内容超过上限 每格 1048576 字节（第 2 行第 3 列）");
  CHECK(arg(cell, "line") == "2");
  CHECK(arg(cell, "column") == "3");
  const base::Error shared = refusal(Workbook{.rows = "<row><c/><c t=\"s\"><v>0</v></c></row>",
                                              .strings = "<si><t>" + noise + "</t></si>"});
  CHECK(arg(shared, "limit") == "每格 1048576 字节（第 1 行第 2 列）");
  const base::Error row = refusal(
      Workbook{.rows = "<row><c t=\"inlineStr\"><is><t>" + noise + noise + "</t></is></c></row>"});
  CHECK(arg(row, "limit") == "每行 16 MiB");
  const Workbook small{.rows =
                           "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"};
  CHECK(refusal(small, {.columns = 1}).code == ErrorCode::kTooLarge);
  CHECK(arg(refusal(small, {.rows = 1}), "line") == "2");
  CHECK(refusal(Workbook{.rows = "<row><c r=\"XFD1\"><v>1</v></c></row>"}).code ==
        ErrorCode::kTooLarge);
  CHECK(cells("<row><c r=\"A1\"><v>1</v></c><c r=\"XFD1\" s=\"1\"/></row>") == Rows{{"1"}});
}

TEST_CASE("the handler stops the reading with its error") {
  const std::string bytes =
      Workbook{.rows = "<row><c><v>1</v></c></row><row><c><v>2</v></c></row>"}.bytes();
  size_t seen = 0;
  const base::Status status = read_xlsx(bytes, {}, [&](size_t, const auto&) -> base::Status {
    ++seen;
    return base::Error(ErrorCode::kForbidden);
  });
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == ErrorCode::kForbidden);
  CHECK(seen == 1);
}

}  // namespace
}  // namespace lingqu::wire
