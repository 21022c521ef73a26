// What reading a sheet of an XLSX package needs from the rest of it: which part is the sheet, the
// shared strings, and what the cell styles make of numbers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "wire/detail/xlsx_number.hpp"
#include "wire/detail/xlsx_package.hpp"
#include "wire/table.hpp"

namespace lingqu::wire::detail {

// All strings one behind the other, because hostile files may hold millions of empty ones.
class SharedStrings {
 public:
  static base::Result<SharedStrings> read(PartReader part, const TableLimits& limits);

  size_t size() const { return ends_.size(); }
  std::string_view at(size_t index) const;  // precondition: index < size()

 private:
  base::Status add(std::string element, const TableLimits& limits);

  std::string text_;
  std::vector<size_t> ends_;
};

struct Workbook {
  std::string sheet_part;
  bool date_1904 = false;
  SharedStrings strings;
  std::vector<NumberKind> kinds;  // by the number of the cell's style
};

// `sheet` empty: the first that is visible. An unknown name is kBadFile and lists the sheets.
base::Result<Workbook> read_workbook(const Package& package, std::string_view sheet,
                                     const TableLimits& limits);

}  // namespace lingqu::wire::detail
