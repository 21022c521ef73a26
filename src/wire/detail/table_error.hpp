// The refusals that the readers of tables share, so that they name rows and columns in the same
// words.
#pragma once

#include <string_view>

#include "base/result.hpp"

namespace lingqu::wire::detail {

// `kind`: "CSV" or "XLSX".
base::Error bad_file(std::string_view kind, base::Text reason);
base::Error bad_line(std::string_view kind, size_t line, base::Text reason);
// kTooLarge. `line` and `column` from 1; 0 leaves them out.
base::Error too_large(const base::Text& limit, size_t line = 0, size_t column = 0);
base::Error too_large_cell(size_t bytes, size_t line, size_t column);
base::Error too_many_rows(size_t rows, size_t line);
base::Error too_many_columns(size_t columns, size_t line);

}  // namespace lingqu::wire::detail
