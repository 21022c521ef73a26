// How one value of a field lies in one column: text as TEXT, dates as ISO text, money in fen, shares in 1e-8, decimals scaled, instants
// in microseconds UTC, yes/no as 1/0, references as ids; localized texts and files as JSON text. Row groups and reference lists have
// child tables instead.
#pragma once

#include "registers/schema.hpp"
#include "store/schema.hpp"

namespace lingqu::engine {

bool in_child_table(registers::FieldType type);
store::ColumnType column_type(registers::FieldType type);
void bind_value(store::Statement& statement, int index, const registers::Field& field, const registers::Value& value);
registers::Value read_value(const store::Statement& statement, int column, const registers::Field& field);

}  // namespace lingqu::engine
