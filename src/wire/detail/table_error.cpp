#include "wire/detail/table_error.hpp"

namespace lingqu::wire::detail {

using base::Error;
using base::ErrorCode;
using base::Text;

Error bad_file(std::string_view kind, Text reason) {
  return Error(ErrorCode::kBadFile).with("file", kind).with("reason", std::move(reason));
}

Error bad_line(std::string_view kind, size_t line, Text reason) {
  const std::string row = std::to_string(line);
  return bad_file(kind, {"第 " + row + " 行：" + reason.zh, "line " + row + ": " + reason.en})
      .with("line", row);
}

Error too_large(const Text& limit, size_t line, size_t column) {
  Error error(ErrorCode::kTooLarge);
  if (line == 0) return std::move(error).with("limit", limit);
  const std::string row = std::to_string(line);
  if (column == 0) {
    return std::move(error)
        .with("limit", Text{limit.zh + "（第 " + row + " 行）", limit.en + " (line " + row + ")"})
        .with("line", row);
  }
  const std::string cell = std::to_string(column);
  return std::move(error)
      .with("limit", Text{limit.zh + "（第 " + row + " 行第 " + cell + " 列）",
                          limit.en + " (line " + row + ", column " + cell + ")"})
      .with("line", row)
      .with("column", cell);
}

Error too_large_cell(size_t bytes, size_t line, size_t column) {
  const std::string limit = std::to_string(bytes);
  return too_large({"每格 " + limit + " 字节", limit + " bytes a cell"}, line, column);
}

Error too_many_rows(size_t rows, size_t line) {
  const std::string limit = std::to_string(rows);
  return too_large({limit + " 行", limit + " rows"}, line);
}

Error too_many_columns(size_t columns, size_t line) {
  const std::string limit = std::to_string(columns);
  return too_large({limit + " 列", limit + " columns"}, line);
}

}  // namespace lingqu::wire::detail
