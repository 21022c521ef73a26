// Bulk creation: the whole file or nothing, and every mistake named.
#include <fmt/format.h>

#include "unit/engine/fixture.hpp"
#include "wire/table.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;

namespace {

struct Importing : World {
  ImportCommand file(const std::string& format, std::string content) const {
    ImportCommand command;
    command.register_name = "thing";
    command.format = format;
    command.content = std::move(content);
    command.actor = office;
    return command;
  }
  // The report of an import that must have landed nothing.
  ImportReport rejected(const ImportCommand& command) {
    const std::string before = content();
    ImportReport report = take(engine->import_records(command, {}));
    CHECK(report.imported == 0);
    CHECK(content() == before);
    return report;
  }
  static std::string problems(const ImportReport& report) {
    std::string out;
    for (const auto& problem : report.problems)
      out += fmt::format("{}{} {} {}", out.empty() ? "" : "; ", problem.line, problem.column, problem.error.code_text());
    return out;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Importing, "a CSV with Chinese headers, as people type") {
  const auto report = take(engine->import_records(file("csv", "名称,价格,类别,是否成熟,完成日,比例\n甲,\"1,234.5\",专利,是,2026年1月2日,30%\n\n乙,,设计,否,2026/3/4,\n"), {}));
  CHECK(report.total == 2);
  CHECK(report.imported == 2);
  CHECK(problems(report).empty());
  CHECK(text("thing", 1, "price") == R"("1234.50")");
  CHECK(text("thing", 1, "kind") == R"("patent")");
  CHECK(text("thing", 2, "day") == R"("2026-03-04")");
  CHECK(text("thing", 2, "number") == R"("TH-2026-0002")");
  CHECK(number("SELECT count(*) FROM log_leaf WHERE register = 'thing'") == 2);
  CHECK(engine->check_log({}).ok());
}

TEST_CASE_FIXTURE(Importing, "every bad cell is named, and nothing lands") {
  thing(R"("tag": "旧")");
  const auto report = rejected(file("csv", "title,count,kind,day,tag\n甲,1,patent,2026-01-01,一\n,2,patent,,二\n丙,x,boat,,三\n丁,4,,2026-13-01,旧\n戊,5,,,一\n"));
  CHECK(report.total == 5);
  CHECK(report.bad_rows == 4);
  CHECK(problems(report) == "3  required; 4 count wrong-type; 4 kind unknown-code; 5 day wrong-type; 6 标签 duplicate-in-file");
  for (const auto& problem : report.problems) CHECK(!problem.error.remedy(base::Language::kZh).empty());
}

TEST_CASE_FIXTURE(Importing, "a value that the register holds already") {
  thing(R"("tag": "旧")");
  CHECK(problems(rejected(file("csv", "title,tag\n甲,旧\n乙,新\n"))) == "2  not-unique");
}

TEST_CASE_FIXTURE(Importing, "columns: unknown ones are named, may be left out or mapped; none twice") {
  CHECK(problems(rejected(file("csv", "title,颜色\n甲,红\n"))) == "1 颜色 unknown-column");
  ImportCommand command = file("csv", "题名,颜色\n甲,红\n");
  command.map = {{"题名", "title"}};
  command.ignore_unknown_columns = true;
  CHECK(take(engine->import_records(command, {})).imported == 1);
  command.ignore_unknown_columns = false;
  command.map.push_back({"颜色", ""});
  CHECK(take(engine->import_records(command, {})).imported == 1);
  command.map = {{"题名", "boat"}};
  CHECK(refused(engine->import_records(command, {})).code == ErrorCode::kUnknownField);
  CHECK(refused(engine->import_records(file("csv", "title,名称\n甲,乙\n"), {})).code == ErrorCode::kBadFile);
}

TEST_CASE_FIXTURE(Importing, "references by number or name, of records one may see") {
  const auto report = take(engine->import_records(file("csv", "名称,合作单位\n甲,样企业\n乙," + credit_code(3) + "\n"), {}));
  CHECK(problems(report).empty());
  CHECK(report.imported == 2);
  CHECK(text("thing", 2, "partner") == R"({"id":3})");
  CHECK(problems(rejected(file("csv", "名称,合作单位\n甲,无此单位\n"))) == "2 合作单位 bad-reference");
}

TEST_CASE_FIXTURE(Importing, "JSON Lines") {
  const std::string good = "{\"title\": \"甲\", \"count\": 3, \"names\": {\"en\": \"A\"}}\n\n{\"title\": \"乙\", \"body\": [\"电\", \"池\"], \"price\": \"5.00\"}\n";
  CHECK(problems(take(engine->import_records(file("jsonl", good), {}))).empty());
  CHECK(text("thing", 2, "body") == R"("电、池")");
  const auto report = rejected(file("jsonl", "{\"title\": \"甲\"}\n{\"title\": }\n[1]\n{\"title\": \"乙\", \"boat\": 1}\n\"\xff\"\n{\"title\": {\"a\": 1}}"));
  CHECK(problems(report) == "2  bad-json; 3  bad-request; 4 boat unknown-column; 5  bad-encoding; 6 title wrong-type");
  CHECK(report.total == 6);
}

TEST_CASE_FIXTURE(Importing, "XLSX with Chinese headers") {
  std::vector<std::vector<std::string>> things = {{"乙", "7", "设计"}, {"甲", "12.5", "专利"}};
  const std::string book = take(wire::write_xlsx("成果", {{"名称"}, {"价格", wire::XlsxColumn::Kind::kMoney}, {"类别"}}, [&](std::vector<std::string>& cells) {
    if (things.empty()) return false;
    cells = things.back();
    things.pop_back();
    return true;
  }));
  CHECK(problems(take(engine->import_records(file("xlsx", book), {}))).empty());
  CHECK(text("thing", 1, "price") == R"("12.50")");
  CHECK(!engine->import_records(file("xlsx", "PK not a workbook"), {}).ok());
}

TEST_CASE_FIXTURE(Importing, "check_only reports and lands nothing") {
  ImportCommand command = file("csv", "title\n甲\n乙\n");
  command.check_only = true;
  const auto report = rejected(command);
  CHECK(report.total == 2);
  CHECK(report.problems.empty());
  command.check_only = false;
  CHECK(take(engine->import_records(command, {})).first == 1);  // ids and numbers were given back
  CHECK(text("thing", 1, "number") == R"("TH-2026-0001")");
}

TEST_CASE_FIXTURE(Importing, "files that are no tables, rights") {
  CHECK(refused(engine->import_records(file("csv", ""), {})).code == ErrorCode::kBadFile);
  CHECK(refused(engine->import_records(file("csv", "title\n"), {})).code == ErrorCode::kBadFile);
  CHECK(refused(engine->import_records(file("pdf", "x"), {})).code == ErrorCode::kBadRequest);
  CHECK(!engine->import_records(file("csv", "title\n\xff\xfe\n"), {}).ok());
  ImportCommand command = file("csv", "title\n甲\n");
  command.actor = buyer;
  CHECK(refused(engine->import_records(command, {})).code == ErrorCode::kForbidden);
  command.actor = Actor();
  CHECK(refused(engine->import_records(command, {})).code == ErrorCode::kUnauthenticated);
  command.actor = office;
  command.register_name = "receipt";
  CHECK(refused(engine->import_records(command, {})).code == ErrorCode::kForbidden);
}

TEST_CASE_FIXTURE(Importing, "a thousand rows, or none because of the last") {
  std::string rows_text = "title,count,tag\n";
  for (int i = 0; i < 1000; ++i) rows_text += fmt::format("成果{},{},标{}\n", i, i, i);
  const auto bad = rejected(file("csv", rows_text + "坏,1001,x\n"));
  CHECK(bad.total == 1001);
  CHECK(bad.bad_rows == 1);
  CHECK(bad.problems[0].line == 1002);
  size_t last = 0;
  const auto report = take(engine->import_records(file("csv", rows_text), [&](size_t finished, size_t total) {
    CHECK(finished >= last);
    CHECK(total == 1000);
    last = finished;
  }));
  CHECK(report.imported == 1000);
  CHECK(last == 1000);
  CHECK(report.last - report.first == 999);
  CHECK(take(engine->check_log({})).leaves == 1003);
  CHECK(text("thing", report.last, "number") == R"("TH-2026-1000")");
}
