// statements/*.yaml: balances of ledgers and yearly tables.
#include "pack/detail/shape.hpp"

namespace lingqu::pack::detail {

namespace {

Key conditions() {
  return map(text("where", "Conditions as in addresses of lists: `field.op: value`, with {from}, {to}, {year}."));
}

}  // namespace

std::vector<Shape> statement_shapes() {
  return {
      {"statement_file",
       "statements/*.yaml",
       "",
       {"balance", "tables"},
       {need(name("statement", "Name of the statement: its address.")),
        need(title("title", "What officials call it.")),
        title("help", "What it is for."),
        text("icon", "Icon of the web client."),
        integer("menu_order", "Place in the menu."),
        need(list(text("basis", "Clauses it rests on."))),
        text("due", "Parameter that says by which day it is handed in."),
        title("note", "Shown above the figures."),
        text("note_clause", "The clause the note rests on."),
        object("balance", "balance", "A ledger's balance of any day."),
        map(object("tables", "statement_table", "Tables of a year's report, in order."))}},
      {"balance",
       "",
       "",
       {},
       {need(name("register", "Register of movements, whose records are never edited.")),
        need(name("date", "Date field a movement counts from.")),
        need(name("increase", "Money field.")),
        need(name("decrease", "Money field.")),
        need(name("items_in", "Integer field.")),
        need(name("items_out", "Integer field.")),
        need(list(name("by", "Code fields; a line for each combination."))),
        list(name("also", "Further code fields there may be lines by."))}},
      {"statement_table",
       "",
       "",
       {"by", "rows"},
       {need(title("title", "Heading of the table.")),
        title("help", "What it counts."),
        need(name("register", "Register whose records are counted.")),
        text("by", "Code field, or `rows/column`: a row for each code."),
        map(object("rows", "statement_row", "Rows, in order.")),
        need(map(object("columns", "statement_column", "Columns, in order."))),
        conditions(),
        boolean("total", "A last row that adds the others up.")}},
      {"statement_row",
       "",
       "",
       {},
       {need(title("title", "Heading of the row.")),
        name("register", "Another register than the table's."),
        conditions()}},
      {"statement_column",
       "",
       "",
       {},
       {need(title("title", "Heading of the column.")),
        text("sum", "Money or integer field, or `rows/column`, summed; absent: records are counted."),
        conditions()}},
  };
}

}  // namespace lingqu::pack::detail
