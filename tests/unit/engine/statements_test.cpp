// Balances from running totals against plain sums, on any day; totals that no longer fit are counted anew; yearly tables; rights.
#include <fstream>
#include <random>

#include "unit/engine/fixture.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;

namespace {

constexpr const char* kEntries = R"(register: entry
title: {zh: 分录, en: Entry}
help: {zh: 测试, en: Test}
label: what
visible: parties
fields:
  what: {type: text, required: true, title: {zh: 摘要, en: What}}
  day: {type: date, required: true, title: {zh: 日期, en: Day}}
  up: {type: money, title: {zh: 增, en: Up}}
  down: {type: money, title: {zh: 减, en: Down}}
  came: {type: integer, title: {zh: 来, en: Came}}
  went: {type: integer, title: {zh: 去, en: Went}}
  kind: {type: code, of: kind, title: {zh: 类, en: Kind}}
  parts:
    type: rows
    title: {zh: 部分, en: Parts}
    columns:
      kind: {type: code, of: kind, title: {zh: 类, en: Kind}}
      amount: {type: money, title: {zh: 额, en: Amount}}
lifecycle:
  states:
    entered: {title: {zh: 已记, en: Entered}}
  acts:
    enter:
      title: {zh: 记, en: Enter}
      to: entered
      by: [office]
      needs: [what, day]
      sets: [up, down, came, went, kind, parts]
      basis: [law/18]
)";
constexpr const char* kLedger = R"(statement: ledger
title: {zh: 余额, en: Balance}
basis: [law/18]
balance: {register: entry, date: day, increase: up, decrease: down, items_in: came, items_out: went, by: [kind]}
)";
constexpr const char* kYear = R"(statement: year
title: {zh: 年报, en: Year}
basis: [law/18]
tables:
  entries:
    title: {zh: 分录, en: Entries}
    register: entry
    by: kind
    total: true
    where: {day.ge: "{from}", day.le: "{to}"}
    columns:
      count: {title: {zh: 数, en: Number}}
      up: {title: {zh: 增, en: Up}, sum: up}
      large: {title: {zh: 大额, en: Large}, where: {up.ge: "100"}}
  parts:
    title: {zh: 部分, en: Parts}
    register: entry
    by: parts/kind
    columns:
      amount: {title: {zh: 额, en: Amount}, sum: parts/amount}
  all:
    title: {zh: 总, en: All}
    register: entry
    rows:
      entries: {title: {zh: 分录, en: Entries}}
      things: {title: {zh: 成果, en: Things}, register: thing}
    columns:
      count: {title: {zh: 数, en: Number}}
)";

struct Books : World {
  Books() : World(with_books()) {}
  ~Books() { std::filesystem::remove_all(pack); }
  static std::string with_books() {
    std::string name = (std::filesystem::temp_directory_path() / "lingqu-books-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    std::filesystem::copy(small_pack(), name, std::filesystem::copy_options::recursive);
    std::filesystem::create_directory(name + "/statements");
    std::ofstream(name + "/registers/entry.yaml") << kEntries;
    std::ofstream(name + "/statements/ledger.yaml") << kLedger;
    std::ofstream(name + "/statements/year.yaml") << kYear;
    return name;
  }
  void enter(const std::string& day, const std::string& more, const Actor& actor) {
    act("entry", 0, "enter", R"({"what": "x", "day": ")" + day + "\"" + (more.empty() ? "" : ", " + more) + "}", actor);
  }
  BalanceReply balance(const std::string& from, const std::string& to, const Actor& actor, std::vector<std::string> by = {"kind"}) {
    return take(engine->balance({"ledger", take(base::parse_date(from)), take(base::parse_date(to)), std::nullopt, std::move(by), false}, &actor));
  }
  std::string figures(const statement::Figures& f) const {
    return std::to_string(f.opening) + " +" + std::to_string(f.increase) + " -" + std::to_string(f.decrease) + " =" + std::to_string(f.closing()) + " items " +
           std::to_string(f.items_opening) + " +" + std::to_string(f.items_in) + " -" + std::to_string(f.items_out);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Books, "the balance of any day is what plain sums say") {
  std::mt19937 random_day(5);
  const base::Date first = base::make_date(2023, 11, 1);
  const char* kinds[] = {R"("kind": "patent",)", R"("kind": "design",)", ""};
  for (int i = 0; i < 150; ++i) {
    const std::string day = base::to_string(first + static_cast<int>(random_day() % 800));
    const int amount = static_cast<int>(random_day() % 500);
    const std::string values = std::string(kinds[i % 3]) + (i % 4 ? "\"up\"" : "\"down\"") + ": \"" + std::to_string(amount) + ".5\", " + (i % 4 ? "\"came\": 1" : "\"went\": 1");
    enter(day, values, i % 2 ? office : rival);
  }
  for (const char* day : {"2023-10-31", "2023-12-31", "2024-01-01", "2024-02-29", "2024-12-31", "2025-01-01", "2025-07-15", "2026-03-01"}) {
    INFO("day: ", std::string(day));
    for (const Actor& actor : {office, rival, regulator}) {
      const std::string owner = actor.memberships[0].organisation ? " AND owner = " + std::to_string(actor.memberships[0].organisation) : "";
      const auto reply = balance("2024-03-10", std::max(std::string(day), std::string("2024-03-10")), actor);
      const std::string to = base::to_string(reply.to);
      const auto sum = [&](const std::string& what, const std::string& where) {
        return number("SELECT coalesce(sum(" + what + "), 0) FROM r_entry WHERE day <= '" + to + "'" + owner + where);
      };
      const std::string inside = " AND day >= '2024-03-10'", before = " AND day < '2024-03-10'";
      CHECK(reply.total.figures.opening == sum("coalesce(up, 0) - coalesce(down, 0)", before));
      CHECK(reply.total.figures.increase == sum("up", inside));
      CHECK(reply.total.figures.decrease == sum("down", inside));
      CHECK(reply.total.figures.items_in == sum("came", inside));
      CHECK(reply.total.figures.items_closing() == sum("coalesce(came, 0) - coalesce(went, 0)", ""));
      for (const auto& line : reply.lines) {
        const std::string of_kind = line.codes[0].empty() ? " AND kind IS NULL" : " AND kind = '" + line.codes[0] + "'";
        CHECK(line.figures.closing() == sum("coalesce(up, 0) - coalesce(down, 0)", of_kind));
      }
    }
  }
}

TEST_CASE_FIXTURE(Books, "totals that do not fit are counted anew when the engine opens") {
  enter("2025-01-31", R"("kind": "patent", "up": "10.00", "came": 1)", office);
  enter("2025-02-01", R"("kind": "design", "up": "5.00", "came": 1)", office);
  const std::string right = figures(balance("2025-02-01", "2025-12-31", office).total.figures);
  CHECK(right == "1000 +500 -0 =1500 items 1 +1 -0");
  close();
  rows("DELETE FROM s_ledger");
  open();
  CHECK(figures(balance("2025-02-01", "2025-12-31", office).total.figures) == right);
  // Another declaration: increases are decreases now.
  close();
  std::ofstream(pack + "/statements/ledger.yaml") << R"(statement: ledger
title: {zh: 余额, en: Balance}
basis: [law/18]
balance: {register: entry, date: day, increase: down, decrease: up, items_in: came, items_out: went, by: [kind]}
)";
  open();
  CHECK(balance("2025-02-01", "2025-12-31", office).total.figures.closing() == -1500);
}

TEST_CASE_FIXTURE(Books, "figures are those of one's own organisation, unless the role has the region") {
  enter("2026-01-31", R"("up": "10.00")", office);
  enter("2026-01-31", R"("up": "7.00")", rival);
  CHECK(balance("2026-01-01", "2026-12-31", office).total.figures.closing() == 1000);
  CHECK(balance("2026-01-01", "2026-12-31", rival).total.figures.closing() == 700);
  CHECK(balance("2026-01-01", "2026-12-31", regulator).total.figures.closing() == 1700);
  const base::Date day = base::make_date(2026, 12, 31);
  CHECK(refused(engine->balance({"ledger", day, day, institute, {}, false}, &office)).code == ErrorCode::kForbidden);
  CHECK(refused(engine->balance({"ledger", day, day, std::nullopt, {}, false}, &stranger)).code == ErrorCode::kForbidden);
  CHECK(refused(engine->balance({"ledger", day, day, std::nullopt, {}, false}, nullptr)).code == ErrorCode::kUnauthenticated);
  CHECK(take(engine->balance({"ledger", day, day, institute, {}, false}, &regulator)).total.figures.closing() == 700);
  CHECK(refused(engine->report({"year", 2026, institute}, &office)).code == ErrorCode::kForbidden);
  CHECK(refused(engine->report({"ledger", 2026, std::nullopt}, &office)).code == ErrorCode::kNotFound);
  CHECK(refused(engine->balance({"year", day, day, std::nullopt, {}, false}, &office)).code == ErrorCode::kNotFound);
  CHECK(refused(engine->balance({"ledger", day, day + -1, std::nullopt, {}, false}, &office)).code == ErrorCode::kBadRequest);
  CHECK(refused(engine->balance({"ledger", day, day, std::nullopt, {"what"}, false}, &office)).code == ErrorCode::kBadFilter);
}

TEST_CASE_FIXTURE(Books, "a year's tables count, sum, and name the list behind each cell") {
  enter("2026-01-31", R"("kind": "patent", "up": "150.00", "parts": [{"kind": "patent", "amount": "1.25"}, {"kind": "design", "amount": "2.00"}])", office);
  enter("2026-12-31", R"("kind": "patent", "up": "20.00")", office);
  enter("2025-12-31", R"("kind": "patent", "up": "1000.00", "parts": [{"kind": "patent", "amount": "0.75"}])", office);
  enter("2026-06-01", R"("up": "3.00")", office);
  enter("2026-06-01", R"("kind": "patent", "up": "999.00")", rival);
  thing();
  const ReportReply report = take(engine->report({"year", 2026, std::nullopt}, &office));
  REQUIRE(report.tables.size() == 3);
  const auto row = [&](size_t table, const std::string& name, bool total = false) {
    for (const auto& found : report.tables[table].rows)
      if (found.name == name && found.total == total) return found;
    FAIL("no such row: " << name);
    return ReportRow();
  };
  CHECK(row(0, "patent").cells[0].value == 2);
  CHECK(row(0, "patent").cells[1].value == 17000);
  CHECK(row(0, "patent").cells[1].money);
  CHECK(row(0, "patent").cells[2].value == 1);
  CHECK(row(0, "design").cells[0].value == 0);
  CHECK(row(0, "").cells[0].value == 1);
  CHECK(row(0, "", true).cells[0].value == 3);
  CHECK(row(0, "", true).cells[1].value == 17300);
  CHECK(row(1, "patent").cells[0].value == 200);
  CHECK(row(1, "design").cells[0].value == 200);
  CHECK(row(2, "entries").cells[0].value == 4);
  CHECK(row(2, "things").cells[0].value == 1);
  // Behind a cell: as many records as it counts.
  for (size_t table : {0u, 2u})
    for (const auto& found : report.tables[table].rows) {
      ListQuery query;
      query.register_name = found.cells[0].behind.register_name;
      for (const auto& [name, value] : found.cells[0].behind.where) {
        const size_t dot = name.find('.');
        const std::string op = dot == std::string::npos ? "" : name.substr(dot + 1);
        query.filters.push_back({name.substr(0, dot),
                                 op == "ge" ? Filter::Operator::kGreaterOrEqual : op == "le" ? Filter::Operator::kLessOrEqual
                                 : op == "empty" ? Filter::Operator::kEmpty : Filter::Operator::kEquals,
                                 {value}});
      }
      CHECK(take(engine->list(query, &office)).total == found.cells[0].value);
    }
  ListQuery inside;
  inside.register_name = "entry";
  inside.filters = {{"parts/kind", Filter::Operator::kEquals, {"design"}}};
  CHECK(take(engine->list(inside, &office)).total == 1);
  inside.filters = {{"parts/none", Filter::Operator::kEquals, {"design"}}};
  CHECK(refused(engine->list(inside, &office)).code == ErrorCode::kBadFilter);
}
