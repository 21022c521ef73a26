// Tables of text cells as people exchange them: CSV (RFC 4180, UTF-8 with or without BOM) and XLSX
// (ECMA-376).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace lingqu::wire {

struct TableLimits {
  size_t rows = 1'000'000;
  size_t columns = 1'000;
  size_t cell_bytes = 1u << 20;
  uint64_t inflated_bytes = uint64_t{1} << 30;  // of an XLSX, all parts together
  int inflation_ratio = 200;
};

// One row of cells as text. Numbers in the shortest exact form, dates as 2026-11-22, times as
// 2026-11-22T08:30:00, booleans as true/false, percent-formatted cells as "12.5%". `line`: the
// row's number in the file (XLSX row, CSV line on which it starts), from 1. Rows whose cells are
// all empty are skipped; an XLSX row ends at its last cell that is not empty. Return an error to
// stop reading with it.
using RowHandler = std::function<base::Status(size_t line, const std::vector<std::string>& cells)>;

// Errors: kBadFile (its `file` is "CSV" or "XLSX": the reader does not know the name), kBadEncoding
// (with line and byte position in `where`), kTooLarge (a cell or the table; names row and column).
// Where a row is at fault, the arguments `line` and, for a cell, `column` hold the numbers, from 1.
base::Status read_csv(std::string_view text, const TableLimits& limits, const RowHandler& row);
// The first sheet (or the one named). Reads shared and inline strings, style-based dates, 1900/1904
// date systems.
base::Status read_xlsx(std::string_view bytes, const TableLimits& limits, const RowHandler& row,
                       std::string_view sheet = {});

// A cell beginning with = + - @ is written so that a spreadsheet shows text and does not run it (no
// change to the value in XLSX; in CSV such texts get a leading apostrophe unless they are plain
// numbers).
class CsvWriter {
 public:
  explicit CsvWriter(bool byte_order_mark = true);
  void row(const std::vector<std::string>& cells);
  std::string take();  // what was written since the last take

 private:
  std::string out_;
};

struct XlsxColumn {
  std::string title;
  // kFigure: numbers as they are, those with decimals like money.
  enum class Kind { kText, kNumber, kMoney, kDate, kPercent, kFigure } kind = Kind::kText;
  double width = 16;
};
// Writes one sheet with a bold frozen header and an autofilter. Rows come from `next` until it
// returns false.
base::Result<std::string> write_xlsx(
    const std::string& sheet, const std::vector<XlsxColumn>& columns,
    const std::function<bool(std::vector<std::string>& cells)>& next);

}  // namespace lingqu::wire
