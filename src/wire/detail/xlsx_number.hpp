// What a number in an XLSX cell means by its format (ECMA-376 part 1, 18.8.30 and 18.8.31), and its
// text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lingqu::wire::detail {

enum class NumberKind { kPlain, kPercent, kDate, kTime, kDateTime, kElapsed };

// Of a format that is built in; the meaning of the ids 27 to 36 and 50 to 58 is that of Chinese
// Excel.
NumberKind kind_of_built_in(int format_id);
// Of a format code such as yyyy"年"m"月"d"日" or 0.00%.
NumberKind kind_of_code(std::string_view format_code);

// The text of a cell's raw number: 15 significant digits as Excel shows (integers keep all they
// have), plain notation up to 40 digits; percent times 100 with "%"; dates as 2026-11-22,
// 2026-11-22T08:30:00, 08:30:00. Nothing if `raw` is no number. A date outside the years 1900 to
// 9999 stays a number; day 60 of the 1900 system is 1900-02-29 as in Excel.
std::optional<std::string> number_text(std::string_view raw, NumberKind kind, bool date_1904);

}  // namespace lingqu::wire::detail
