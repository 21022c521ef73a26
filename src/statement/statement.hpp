// Statements of a pack: what a ledger held on a day (a balance), and what a year's report counts (its tables). Declared in
// statements/*.yaml (docs/formats/statement.md); computed by module engine; everything here is values in, values out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/text.hpp"

namespace lingqu::statement {

// A condition as in the address of a list: "field" or "field.op", and its value, which may hold {from} {to} {year}.
using Condition = std::pair<std::string, std::string>;

// Opening balance, increase, decrease and closing balance of a ledger, from the movements in a register whose records are never edited.
struct Balance {
  std::string register_name;
  std::string date;                 // date field: the day a movement counts from
  std::string increase, decrease;   // money fields
  std::string items_in, items_out;  // integer fields
  std::vector<std::string> by;      // code fields that there may be lines by
  std::vector<std::string> shown;   // of these, the ones there are lines by if nothing else is asked for
};

// A cell counts records, or sums a money or integer field of them ("rows/column": of the rows inside them), all under the conditions of
// table, row and column together.
struct Row {
  std::string name;
  base::Text title;
  std::string register_name;  // empty: the table's
  std::vector<Condition> where;
};
struct Column {
  std::string name;
  base::Text title;
  std::string sum;  // empty: counts
  std::vector<Condition> where;
};
struct Table {
  std::string name;
  base::Text title;
  base::Text help;
  std::string register_name;
  std::string by;         // code field, or "rows/column": a row for each code of its vocabulary; empty: the rows declared
  std::vector<Row> rows;
  std::vector<Column> columns;
  std::vector<Condition> where;
  bool total = false;  // a last row that adds the others up
};

struct Statement {
  std::string name;
  base::Text title;
  base::Text help;
  std::string icon;
  int menu_order = 100;
  std::vector<std::string> basis;  // clauses
  std::string due;                 // key of a parameter: month and day by which it is handed in
  base::Text note;                 // shown above the figures
  std::string note_clause;         // what the note rests on
  std::optional<Balance> balance;  // one of the two
  std::vector<Table> tables;
};

struct Period {
  base::Date from, to;  // both belong to it
};
Period year_period(int year);
// With {from}, {to} and {year} (of `to`) filled in.
std::string filled(std::string_view text, const Period& period);

// Everything before a day, as whole years, then whole months, then days: what running totals are kept for.
struct Before {
  std::string year;                    // whole years before this one: "2026"
  std::string first_month, month;      // whole months from the first to before the second: "2026-01", "2026-07"
  std::string first_day, day;          // days from the first to before the second: "2026-07-01", "2026-07-22"
};
Before before(base::Date day);

struct Figures {
  int64_t opening = 0, increase = 0, decrease = 0;                 // fen
  int64_t items_opening = 0, items_in = 0, items_out = 0;
  int64_t entries = 0;                                              // movements in the period
  int64_t closing() const { return opening + increase - decrease; }
  int64_t items_closing() const { return items_opening + items_in - items_out; }
  bool blank() const;  // nothing stood, nothing moved
  void add(const Figures& other);
};
// Sums of all movements before a day.
struct Sums {
  int64_t increase = 0, decrease = 0, items_in = 0, items_out = 0, entries = 0;
};
Figures figures(const Sums& before_first_day, const Sums& up_to_last_day);

}  // namespace lingqu::statement
