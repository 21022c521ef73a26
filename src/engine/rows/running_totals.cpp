#include "engine/rows/running_totals.hpp"

#include <fmt/format.h>

#include "store/schema.hpp"

namespace lingqu::engine {

using store::ColumnType;
using store::quoted;

namespace {

constexpr int kYears = 0, kMonths = 1;  // column `span`
constexpr const char* kSums = "increase, decrease, items_in, items_out, entries";

base::Result<int64_t> one_number(store::Connection& connection, const std::string& sql) {
  LINGQU_TRY(statement, connection.prepare(sql));
  LINGQU_TRY(found, statement->step());
  const int64_t number = found ? statement->integer(0) : 0;
  statement->reset();
  return number;
}

}  // namespace

RunningTotals::RunningTotals(const statement::Statement& declared, const TableMap& movements)
    : declared_(&declared), balance_(&*declared.balance), movements_(&movements), table_("s_" + declared.name) {
  std::string names, places;
  int place = 3;
  for (const auto& field : balance_->by) {
    names += ", " + quoted("by_" + field);
    places += fmt::format(", ${}", ++place);
  }
  std::string sums, grow;
  for (const char* sum : {"increase", "decrease", "items_in", "items_out"}) {
    sums += fmt::format(", ${}", ++place);
    grow += fmt::format("{0} = {1}.{0} + excluded.{0}, ", sum, table_);
  }
  add_ = fmt::format(
      "INSERT INTO {0} (span, period, owner{1}, {2}) VALUES ($1, $2, $3{3}{4}, 1) "
      "ON CONFLICT (span, period, owner{1}) DO UPDATE SET {5}entries = {0}.entries + 1",
      table_, names, kSums, places, sums, grow);
}

store::Index RunningTotals::index() const {
  return {movements_->table() + "_by_" + balance_->date, {balance_->date}, false, ""};
}

std::string RunningTotals::signature() const {
  std::string text = fmt::format("1 {} {} {} {} {} {}", movements_->table(), balance_->date, balance_->increase, balance_->decrease,
                                 balance_->items_in, balance_->items_out);
  for (const auto& by : balance_->by) text += " " + by;
  return text;
}

base::Status RunningTotals::open(store::Connection& connection) const {
  LINGQU_CHECK(store::migrate(connection, {{"derived", {{"name", ColumnType::kText, true}, {"signature", ColumnType::kText, true}}, {"name"}, {}}}, ""));
  LINGQU_TRY(known, connection.prepare("SELECT signature FROM derived WHERE name = $1"));
  known->bind_text(1, table_);
  LINGQU_TRY(found, known->step());
  const bool same = found && known->text(0) == signature();
  known->reset();
  if (!same) LINGQU_CHECK(connection.execute(fmt::format("DROP TABLE IF EXISTS {}", table_)));
  store::Table table{table_, {{"span", ColumnType::kInteger, true}, {"period", ColumnType::kText, true}, {"owner", ColumnType::kInteger, true}},
                     {"span", "period", "owner"}, {}};
  for (const auto& by : balance_->by) {
    table.columns.push_back({"by_" + by, ColumnType::kText, true});
    table.primary_key.push_back("by_" + by);
  }
  for (const char* sum : {"increase", "decrease", "items_in", "items_out", "entries"}) table.columns.push_back({sum, ColumnType::kInteger, true});
  LINGQU_CHECK(store::migrate(connection, {table}, ""));
  LINGQU_TRY(counted, one_number(connection, fmt::format("SELECT coalesce(sum(entries), 0) FROM {} WHERE span = {}", table_, kYears)));
  LINGQU_TRY(there, one_number(connection, fmt::format("SELECT count(*) FROM {}", movements_->table())));
  if (same && counted == there) return {};
  return count(connection);
}

base::Status RunningTotals::count(store::Connection& connection) const {
  const std::string date = movements_->column_of(balance_->date);
  LINGQU_TRY(transaction, store::Transaction::write(connection));
  LINGQU_CHECK(connection.execute(fmt::format("DELETE FROM {}", table_)));
  std::string by, names;
  for (const auto& field : balance_->by) {
    by += fmt::format(", coalesce({}, '')", movements_->column_of(field));
    names += ", " + quoted("by_" + field);
  }
  const auto sum = [&](const std::string& field) { return fmt::format("sum(coalesce({}, 0))", movements_->column_of(field)); };
  for (const auto& [span, length] : {std::pair{kYears, 4}, std::pair{kMonths, 7}})
    LINGQU_CHECK(connection.execute(fmt::format(
        "INSERT INTO {0} (span, period, owner{1}, {2}) SELECT {3}, substr({4}, 1, {5}), owner{6}, {7}, {8}, {9}, {10}, count(*) FROM {11} "
        "GROUP BY substr({4}, 1, {5}), owner{6}",
        table_, names, kSums, span, date, length, by, sum(balance_->increase), sum(balance_->decrease), sum(balance_->items_in),
        sum(balance_->items_out), movements_->table())));
  LINGQU_TRY(remember, connection.prepare("INSERT INTO derived (name, signature) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET signature = excluded.signature"));
  remember->bind_text(1, table_);
  remember->bind_text(2, signature());
  LINGQU_CHECK(remember->run());
  return transaction.commit();
}

int64_t RunningTotals::units(const registers::Record& movement, const std::string& field) const {
  const auto& value = movement.at(movements_->schema(), field);
  if (const auto* money = value.get<base::Money>()) return money->fen;
  const auto* number = value.get<int64_t>();
  return number ? *number : 0;
}

base::Status RunningTotals::add(store::Connection& connection, const registers::Record& movement) const {
  const auto* day = movement.at(movements_->schema(), balance_->date).get<base::Date>();
  if (!day) return {};  // required by the register
  const std::string text = base::to_string(*day);
  LINGQU_TRY(statement, connection.prepare(add_));
  for (const auto& [span, length] : {std::pair{kYears, 4u}, std::pair{kMonths, 7u}}) {
    statement->bind(1, int64_t{span});
    statement->bind_text(2, text.substr(0, length));
    statement->bind(3, movement.owner);
    int place = 3;
    for (const auto& field : balance_->by) {
      const auto* code = movement.at(movements_->schema(), field).get<std::string>();
      statement->bind_text(++place, code ? *code : "");
    }
    for (const auto* field : {&balance_->increase, &balance_->decrease, &balance_->items_in, &balance_->items_out})
      statement->bind(++place, units(movement, *field));
    LINGQU_CHECK(statement->run());
  }
  return {};
}

base::Result<std::vector<RunningTotals::Line>> RunningTotals::before(store::Connection& connection, base::Date day,
                                                                     std::optional<int64_t> organisation, const std::vector<size_t>& by,
                                                                     bool by_organisation) const {
  const statement::Before range = statement::before(day);
  std::string kept, fresh, keys;
  for (size_t index : by) {
    const std::string& field = balance_->by[index];
    kept += fmt::format(", {} AS k{}", quoted("by_" + field), index);
    fresh += fmt::format(", coalesce({}, '')", movements_->column_of(field));
    keys += fmt::format(", k{}", index);
  }
  if (by_organisation) keys += ", owner";
  const auto column = [&](const std::string& field) { return fmt::format("coalesce({}, 0)", movements_->column_of(field)); };
  const std::string owner = organisation ? " AND owner = $6" : "";
  std::string sql = fmt::format(
      "SELECT sum(increase), sum(decrease), sum(items_in), sum(items_out), sum(entries){0} FROM ("
      "SELECT owner{1}, {2} FROM {3} WHERE span = {4} AND period < $1{5}"
      " UNION ALL SELECT owner{1}, {2} FROM {3} WHERE span = {6} AND period >= $2 AND period < $3{5}"
      " UNION ALL SELECT owner{7}, {8}, {9}, {10}, {11}, 1 FROM {12} WHERE {13} >= $4 AND {13} < $5{5}) AS parts",
      keys, kept, kSums, table_, kYears, owner, kMonths, fresh, column(balance_->increase), column(balance_->decrease),
      column(balance_->items_in), column(balance_->items_out), movements_->table(), movements_->column_of(balance_->date));
  if (!keys.empty()) sql += " GROUP BY " + keys.substr(2);
  LINGQU_TRY(statement, connection.prepare(sql));
  int place = 0;
  for (const auto* text : {&range.year, &range.first_month, &range.month, &range.first_day, &range.day}) statement->bind_text(++place, *text);
  if (organisation) statement->bind(6, *organisation);
  std::vector<Line> lines;
  for (;;) {
    LINGQU_TRY(more, statement->step());
    if (!more) break;
    Line& line = lines.emplace_back();
    line.sums = {statement->integer(0), statement->integer(1), statement->integer(2), statement->integer(3), statement->integer(4)};
    int at = 5;
    for (size_t i = 0; i < by.size(); ++i) line.codes.emplace_back(statement->text(at++));
    if (by_organisation) line.organisation = statement->integer(at);
  }
  statement->reset();
  return lines;
}

}  // namespace lingqu::engine
