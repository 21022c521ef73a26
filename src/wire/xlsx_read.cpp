#include <algorithm>
#include <charconv>
#include <pugixml.hpp>

#include "wire/detail/table_error.hpp"
#include "wire/detail/xlsx_elements.hpp"
#include "wire/detail/xlsx_package.hpp"
#include "wire/detail/xlsx_text.hpp"
#include "wire/detail/xlsx_workbook.hpp"
#include "wire/table.hpp"

namespace lingqu::wire {
namespace {

using base::Error;
using base::ErrorCode;
using base::Status;
using base::Text;
using detail::local_name;
using detail::NumberKind;

class SheetReader {
 public:
  SheetReader(const detail::Workbook& workbook, const TableLimits& limits, const RowHandler& row)
      : workbook_(workbook), limits_(limits), row_(row) {}

  Status read(detail::PartReader part) {
    detail::ElementReader rows(std::move(part), "sheetData", "row");
    std::string element;
    for (;;) {
      LINGQU_TRY(more, rows.next(element));
      if (!more) return {};
      LINGQU_CHECK(read_row(element));
    }
  }

 private:
  Status read_row(std::string& element) {
    const auto parsed = document_.load_buffer_inplace(element.data(), element.size(),
                                                      pugi::parse_default | pugi::parse_ws_pcdata,
                                                      pugi::encoding_utf8);
    if (!parsed)
      return bad({"内容有误（" + std::string(parsed.description()) + "）",
                  "its content is wrong (" + std::string(parsed.description()) + ")"},
                 line_ + 1);
    const pugi::xml_node row = document_.first_child();
    LINGQU_CHECK(take_line(row));
    cells_.clear();
    column_ = 0;
    for (const pugi::xml_node& cell : row.children()) {
      if (local_name(cell.name()) == "c") LINGQU_CHECK(read_cell(cell));
    }
    return deliver();
  }

  Status take_line(const pugi::xml_node& row) {
    const std::string_view written = row.attribute("r").value();
    size_t line = line_ + 1;
    if (!written.empty()) {
      const auto [rest, error] =
          std::from_chars(written.data(), written.data() + written.size(), line);
      if (error != std::errc() || rest != written.data() + written.size() || line <= line_) {
        return bad({"行号有误", "its number is wrong"}, line_ + 1);
      }
    }
    line_ = line;
    return {};
  }

  Status read_cell(const pugi::xml_node& cell) {
    LINGQU_CHECK(take_column(cell.attribute("r").value()));
    LINGQU_TRY(text, cell_text(cell));
    if (text.empty()) return {};
    if (column_ > limits_.columns) return detail::too_many_columns(limits_.columns, line_);
    if (text.size() > limits_.cell_bytes) {
      return detail::too_large_cell(limits_.cell_bytes, line_, column_);
    }
    if (!base::is_utf8(text)) return bad_encoding();
    if (cells_.size() < column_) cells_.resize(column_);
    if (!cells_[column_ - 1].empty()) return bad_cell({"出现两次", "it occurs twice"});
    delivered_ += text.size();
    if (delivered_ > limits_.inflated_bytes) {
      const std::string limit = std::to_string(limits_.inflated_bytes);
      return detail::too_large({"全部文字 " + limit + " 字节", limit + " bytes of text"}, line_);
    }
    cells_[column_ - 1] = std::move(text);
    return {};
  }

  // "BC12" is column 55; a cell without reference follows the one before it.
  Status take_column(std::string_view reference) {
    if (reference.empty()) {
      ++column_;
      return {};
    }
    const size_t letters = std::min(reference.find_first_of("0123456789"), reference.size());
    size_t column = 0;
    for (const char c : reference.substr(0, letters)) {
      if (c < 'A' || c > 'Z') return bad({"单元格位置有误", "the place of a cell is wrong"}, line_);
      column = column * 26 + static_cast<size_t>(c - 'A') + 1;
      if (column > 16'384) break;
    }
    if (column == 0 || column > 16'384 ||
        reference.substr(letters) != std::string_view(std::to_string(line_))) {
      return bad({"单元格位置有误", "the place of a cell is wrong"}, line_);
    }
    column_ = column;
    return {};
  }

  base::Result<std::string> cell_text(const pugi::xml_node& cell) const {
    const std::string_view type = cell.attribute("t").value();
    if (type == "inlineStr") {
      for (const pugi::xml_node& child : cell.children()) {
        if (local_name(child.name()) == "is") return known(detail::item_text(child));
      }
      return std::string();
    }
    std::string whole;
    for (const pugi::xml_node& child : cell.children()) {
      if (local_name(child.name()) == "v") whole = detail::element_text(child);
    }
    if (type == "str") return known(detail::decode_escapes(whole));
    const std::string_view value = base::trim(whole);
    if (value.empty()) return std::string();
    if (type == "s") return shared_text(value);
    if (type == "b") return boolean_text(value);
    if (type == "e") return std::string(value);
    if (type == "d") return date_text(value, kind_of(cell));
    if (!type.empty() && type != "n") return bad_cell({"类型不明", "its type is unknown"});
    std::optional<std::string> text =
        detail::number_text(value, kind_of(cell), workbook_.date_1904);
    if (!text) return bad_cell({"不是数字", "it is not a number"});
    return std::move(*text);
  }

  base::Result<std::string> known(std::optional<std::string> text) const {
    if (!text) return bad_cell({"含有空字符（U+0000）", "it contains U+0000"});
    return std::move(*text);
  }

  base::Result<std::string> shared_text(std::string_view value) const {
    size_t index = 0;
    const auto [rest, error] = std::from_chars(value.data(), value.data() + value.size(), index);
    if (error != std::errc() || rest != value.data() + value.size() ||
        index >= workbook_.strings.size()) {
      return bad_cell({"共享文本的编号有误", "its shared text does not exist"});
    }
    const std::string_view text = workbook_.strings.at(index);
    if (text.size() > limits_.cell_bytes) {
      return detail::too_large_cell(limits_.cell_bytes, line_, column_);
    }
    return std::string(text);
  }

  base::Result<std::string> boolean_text(std::string_view value) const {
    if (value == "1" || value == "true") return std::string("true");
    if (value == "0" || value == "false") return std::string("false");
    return bad_cell({"不是布尔值", "it is neither true nor false"});
  }

  // ISO 8601 already; where the style shows only a date, so does this.
  static std::string date_text(std::string_view value, NumberKind kind) {
    return std::string(kind == NumberKind::kDate ? value.substr(0, value.find('T')) : value);
  }

  NumberKind kind_of(const pugi::xml_node& cell) const {
    const size_t style = cell.attribute("s").as_uint();
    return style < workbook_.kinds.size() ? workbook_.kinds[style] : NumberKind::kPlain;
  }

  Status deliver() {
    if (cells_.empty()) return {};
    if (++rows_ > limits_.rows) return detail::too_many_rows(limits_.rows, line_);
    return row_(line_, cells_);
  }

  static Error bad(Text reason, size_t line) {
    return detail::bad_line("XLSX", line, std::move(reason));
  }

  Error bad_cell(const Text& reason) const {
    const std::string column = std::to_string(column_);
    return bad({"第 " + column + " 列" + reason.zh, "column " + column + ": " + reason.en}, line_)
        .with("column", column);
  }

  Error bad_encoding() const {
    const std::string line = std::to_string(line_);
    const std::string column = std::to_string(column_);
    return Error(ErrorCode::kBadEncoding)
        .with("where",
              Text{"第 " + line + " 行第 " + column + " 列", "line " + line + ", column " + column})
        .with("line", line)
        .with("column", column);
  }

  const detail::Workbook& workbook_;
  const TableLimits& limits_;
  const RowHandler& row_;
  pugi::xml_document document_;
  std::vector<std::string> cells_;
  size_t line_ = 0;
  size_t column_ = 0;
  size_t rows_ = 0;
  uint64_t delivered_ = 0;
};

}  // namespace

Status read_xlsx(std::string_view bytes, const TableLimits& limits, const RowHandler& row,
                 std::string_view sheet) {
  LINGQU_TRY(package, detail::Package::open(bytes, limits));
  LINGQU_TRY(workbook, detail::read_workbook(package, sheet, limits));
  LINGQU_TRY(part, package.open_part(workbook.sheet_part));
  return SheetReader(workbook, limits, row).read(std::move(part));
}

}  // namespace lingqu::wire
