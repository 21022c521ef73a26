// Statements: read as written, and every mistake told with its place.
#include <doctest/doctest.h>

#include "unit/pack/fixture.hpp"

namespace lingqu::pack {
namespace {

using base::Language;

std::map<std::string, std::string> with_statements() {
  auto files = small_pack();
  files["registers/entry.yaml"] = R"(register: entry
title: 分录
label: what
owner: holder
visible: parties
fields:
  what: {type: text, required: true, title: 摘要}
  holder: {type: ref, to: body, title: 单位}
  day: {type: date, required: true, title: 日期}
  up: {type: money, title: 增}
  down: {type: money, title: 减}
  came: {type: integer, title: 来}
  went: {type: integer, title: 去}
  way: {type: code, of: way, title: 方式}
  kind: {type: code, of: way, title: 类}
  secret: {type: money, visible: regulator, title: 密}
lifecycle:
  states:
    entered: {title: 已记}
    undone: {title: 已冲}
  acts:
    enter:
      title: 记
      to: entered
      by: [clerk]
      needs: [what, day]
      sets: [up, down, came, went, way]
      derives: [{set: {field: kind, to: loan}}]
      basis: law/1
    undo:
      title: 冲
      from: entered
      to: undone
      by: [clerk]
      sets: [what]
      basis: law/1
)";
  files["statements/ledger.yaml"] = R"(statement: ledger
title: {zh: 余额, en: Balance}
menu_order: 20
basis: law/1
balance:
  register: entry
  date: day
  increase: up
  decrease: down
  items_in: came
  items_out: went
  by: [way]
  also: [kind]
)";
  files["statements/year.yaml"] = R"(statement: year
title: 年报
menu_order: 10
basis: [law/1]
due: loan.days
tables:
  loans:
    title: 借出
    register: loan
    by: way
    total: true
    where: {state.in: "out,back", from.ge: "{from}"}
    columns:
      count: {title: 数}
      value: {title: 值, sum: value, where: {state: out}}
  other:
    title: 其他
    register: loan
    rows:
      shared: {title: 分摊, where: {state: back}}
      bodies: {title: 单位, register: body}
    columns:
      count: {title: 数}
)";
  return files;
}

TEST_CASE("statements are read as written and stand in the order of the menu") {
  const Loaded loaded = load_files(with_statements());
  for (const base::Error& problem : loaded.problems) MESSAGE(base::to_string(problem));
  REQUIRE(loaded.pack);
  REQUIRE(loaded.pack->statements.size() == 2);
  CHECK(loaded.pack->statements[0].name == "year");
  const statement::Statement* ledger = loaded.pack->find_statement("ledger");
  REQUIRE(ledger);
  REQUIRE(ledger->balance);
  CHECK(ledger->balance->by == std::vector<std::string>{"way", "kind"});
  CHECK(ledger->balance->shown == std::vector<std::string>{"way"});
  const statement::Statement& year = loaded.pack->statements[0];
  REQUIRE(year.tables.size() == 2);
  CHECK(year.tables[0].by == "way");
  CHECK(year.tables[0].total);
  CHECK(year.tables[0].where.size() == 2);
  CHECK(year.tables[0].columns[1].sum == "value");
  CHECK(year.tables[1].rows[1].register_name == "body");
  CHECK(loaded.pack->find_statement("none") == nullptr);
}

struct Mistake {
  const char* file;
  const char* before;
  const char* after;
  const char* says;
};

TEST_CASE("mistakes in statements are told, each with a remedy") {
  const Mistake mistakes[] = {
      {"statements/ledger.yaml", "basis: law/1", "basis: law/2", "there is no clause “law/2”"},
      {"statements/ledger.yaml", "register: entry", "register: entri", "there is no register “entri”"},
      {"statements/ledger.yaml", "increase: up", "increase: came", "money is needed"},
      {"statements/ledger.yaml", "by: [way]", "by: [what]", "code is needed"},
      {"statements/ledger.yaml", "date: day", "date: dai", "Did you mean day?"},
      {"registers/entry.yaml", "day: {type: date, required: true", "day: {type: date", "the day of a movement must be required"},
      {"registers/entry.yaml", "sets: [what]", "sets: [what, up]", "may change a movement's day, amount or position"},
      {"registers/entry.yaml", "to: loan}}]", "to: lend}}]", "is not in the vocabulary"},
      {"statements/year.yaml", "due: loan.days", "due: loan.day", "there is no parameter “loan.day”"},
      {"statements/year.yaml", "sum: value", "sum: what", "money / integer is needed"},
      {"statements/year.yaml", "\"out,back\"", "\"out,gone\"", "there is no state of register loan “gone”"},
      {"statements/year.yaml", "from.ge:", "form.ge:", "Did you mean from?"},
      {"statements/year.yaml", "register: body", "register: bodi", "there is no register “bodi”"},
      {"statements/year.yaml", "    by: way\n", "", "must have exactly one of: by, rows"},
      {"statements/year.yaml", "statement: year", "statement: ledger", "is declared in another file"},
      {"statements/year.yaml", "register: loan\n    by: way", "register: entry\n    by: way", "there is no state of register entry"},
  };
  for (const Mistake& mistake : mistakes) {
    auto files = with_statements();
    std::string& text = files[mistake.file];
    const size_t at = text.find(mistake.before);
    REQUIRE(at != std::string::npos);
    text.replace(at, std::string(mistake.before).size(), mistake.after);
    const Loaded loaded = load_files(files);
    INFO("mistake: ", std::string(mistake.before), " -> ", std::string(mistake.after));
    CHECK_FALSE(loaded.pack);
    std::string all;
    for (const base::Error& problem : loaded.problems) {
      all += problem.message(Language::kEn) + " | " + problem.remedy(Language::kEn) + "\n";
      CHECK_FALSE(problem.remedy(Language::kZh).empty());
    }
    INFO("told: ", all);
    CHECK(all.find(mistake.says) != std::string::npos);
  }
}

TEST_CASE("what only regulators may see does not go into a unit's figures") {
  auto files = with_statements();
  std::string& text = files["statements/year.yaml"];
  const std::string before = "      bodies: {title: 单位, register: body}\n    columns:\n      count: {title: 数}\n";
  const size_t at = text.find(before);
  REQUIRE(at != std::string::npos);
  text.replace(at, before.size(), "      entries: {title: 分录, register: entry}\n    columns:\n      sum: {title: 数, sum: secret}\n");
  text.replace(text.find("shared: {title: 分摊, where: {state: back}}"), std::string("shared: {title: 分摊, where: {state: back}}").size(),
               "more: {title: 分录, register: entry}");
  const Loaded loaded = load_files(files);
  CHECK_FALSE(loaded.pack);
  bool told = false;
  for (const base::Error& problem : loaded.problems)
    told = told || problem.message(Language::kEn).find("for regulators only") != std::string::npos;
  CHECK(told);
}

}  // namespace
}  // namespace lingqu::pack
