#include <utility>

#include "pack/detail/read.hpp"

namespace lingqu::pack::detail {

namespace {

std::vector<statement::Condition> conditions_of(const YamlNode* node) {
  std::vector<statement::Condition> out;
  for (const YamlNode::Entry& entry : entries_of(node, "where"))
    out.emplace_back(entry.key.scalar, entry.value.scalar);
  return out;
}

statement::Table read_table(const YamlNode::Entry& entry) {
  const YamlNode* node = &entry.value;
  statement::Table table{entry.key.scalar,         title_of(node, "title"), title_of(node, "help"),
                         text_of(node, "register"), text_of(node, "by"),     {},
                         {},                        conditions_of(node),     flag_of(node, "total")};
  for (const YamlNode::Entry& row : entries_of(node, "rows"))
    table.rows.push_back({row.key.scalar, title_of(&row.value, "title"), text_of(&row.value, "register"), conditions_of(&row.value)});
  for (const YamlNode::Entry& column : entries_of(node, "columns"))
    table.columns.push_back({column.key.scalar, title_of(&column.value, "title"), text_of(&column.value, "sum"), conditions_of(&column.value)});
  return table;
}

}  // namespace

statement::Statement read_statement(const Source& source) {
  const YamlNode* node = &source.root;
  statement::Statement out;
  out.name = text_of(node, "statement");
  out.title = title_of(node, "title");
  out.help = title_of(node, "help");
  out.icon = text_of(node, "icon");
  out.menu_order = static_cast<int>(integer_of(node, "menu_order", out.menu_order));
  out.basis = texts_of(node, "basis");
  out.due = text_of(node, "due");
  out.note = title_of(node, "note");
  out.note_clause = text_of(node, "note_clause");
  if (const YamlNode* b = find(node, "balance")) {
    out.balance = statement::Balance{text_of(b, "register"), text_of(b, "date"),      text_of(b, "increase"), text_of(b, "decrease"),
                                     text_of(b, "items_in"), text_of(b, "items_out"), texts_of(b, "by"),      texts_of(b, "by")};
    for (const std::string& field : texts_of(b, "also")) out.balance->by.push_back(field);
  }
  for (const YamlNode::Entry& table : entries_of(node, "tables")) out.tables.push_back(read_table(table));
  return out;
}

}  // namespace lingqu::pack::detail
