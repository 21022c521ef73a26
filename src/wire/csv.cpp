#include <algorithm>

#include "wire/detail/table_error.hpp"
#include "wire/table.hpp"

namespace lingqu::wire {
namespace {

using base::Error;
using base::ErrorCode;
using base::Status;
using base::Text;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Error bad_line(size_t line, Text reason) {
  return detail::bad_line("CSV", line, std::move(reason));
}

// True if the line's bytes pair up as GBK does.
bool looks_like_gbk(std::string_view line) {
  size_t pairs = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const auto lead = static_cast<unsigned char>(line[i]);
    if (lead < 0x80) continue;
    const auto trail = i + 1 < line.size() ? static_cast<unsigned char>(line[i + 1]) : 0;
    if (lead == 0x80 || lead == 0xFF || trail < 0x40 || trail == 0x7F || trail == 0xFF)
      return false;
    ++pairs;
    ++i;
  }
  return pairs > 0;
}

Error bad_encoding(std::string_view text, size_t bad) {
  const std::string_view before = text.substr(0, bad);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const size_t line_start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
  const std::string_view whole = text.substr(line_start, text.find('\n', bad) - line_start);
  std::string zh =
      "第 " + std::to_string(line) + " 行第 " + std::to_string(bad - line_start + 1) + " 个字节";
  std::string en =
      "byte " + std::to_string(bad - line_start + 1) + " of line " + std::to_string(line);
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    zh += "（文件似为 UTF-16 编码）";
    en += " (the file seems to be UTF-16)";
  } else if (looks_like_gbk(whole)) {
    zh += "（文件似为 GBK 编码）";
    en += " (the file seems to be GBK)";
  }
  return Error(ErrorCode::kBadEncoding)
      .with("where", Text{std::move(zh), std::move(en)})
      .with("line", std::to_string(line));
}

class Reader {
 public:
  Reader(std::string_view text, const TableLimits& limits, const RowHandler& row)
      : text_(text), limits_(limits), row_(row) {}

  Status read() {
    while (at_ < text_.size()) {
      row_line_ = line_;
      cells_.clear();
      bool more = true;
      while (more) {
        if (cells_.size() >= limits_.columns) {
          return detail::too_many_columns(limits_.columns, row_line_);
        }
        cells_.emplace_back();
        LINGQU_CHECK(peek() == '"' ? quoted(cells_.back()) : plain(cells_.back()));
        LINGQU_CHECK(separator(more));
      }
      LINGQU_CHECK(deliver());
    }
    return {};
  }

 private:
  // The next byte; NUL, which no text here contains, at the end.
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  Status plain(std::string& cell) {
    const size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    LINGQU_CHECK(append(cell, end));
    at_ = end;
    return {};
  }

  Status quoted(std::string& cell) {
    const size_t first_line = line_;
    ++at_;
    for (;;) {
      const size_t end = text_.find('"', at_);
      LINGQU_CHECK(append(cell, std::min(end, text_.size())));
      if (end == text_.npos) {
        return bad_line(first_line, {"引号没有结束", "a quote is not closed"});
      }
      line_ +=
          static_cast<size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                         text_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
      at_ = end + 1;
      if (peek() != '"') break;
      cell += '"';
      ++at_;
    }
    if (const char next = peek();
        at_ < text_.size() && next != ',' && next != '\r' && next != '\n') {
      return bad_line(line_, {"结束引号之后还有文字（单元格内的引号应写两次）",
                              "text follows a closing quote (write a quote in a cell twice)"});
    }
    return {};
  }

  Status append(std::string& cell, size_t end) const {
    if (cell.size() + (end - at_) > limits_.cell_bytes) {
      return detail::too_large_cell(limits_.cell_bytes, row_line_, cells_.size());
    }
    cell.append(text_, at_, end - at_);
    return {};
  }

  // Consumes what follows a cell: `more` is true after a comma.
  Status separator(bool& more) {
    const char next = peek();
    more = next == ',';
    if (at_ == text_.size()) return {};
    ++at_;
    if (more) return {};
    if (next == '\r') {
      if (peek() != '\n') {
        return bad_line(line_, {"行末只有回车（CR），应为 CRLF 或 LF",
                                "a carriage return alone ends a line; use CRLF or LF"});
      }
      ++at_;
    }
    ++line_;
    return {};
  }

  Status deliver() {
    const auto empty = [](const std::string& cell) { return cell.empty(); };
    if (std::all_of(cells_.begin(), cells_.end(), empty)) return {};
    if (++rows_ > limits_.rows) return detail::too_many_rows(limits_.rows, row_line_);
    return row_(row_line_, cells_);
  }

  std::string_view text_;
  const TableLimits& limits_;
  const RowHandler& row_;
  size_t at_ = 0;
  size_t line_ = 1;
  size_t row_line_ = 1;
  size_t rows_ = 0;
  std::vector<std::string> cells_;
};

bool is_plain_number(std::string_view text) {
  if (text.front() == '+' || text.front() == '-') text.remove_prefix(1);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == text.size() ? "0" : text.substr(point + 1);
  return !whole.empty() && !fraction.empty() && std::all_of(whole.begin(), whole.end(), digit) &&
         std::all_of(fraction.begin(), fraction.end(), digit);
}

// A spreadsheet would run it as a formula; tab and carriage return in front do not keep it from
// that.
bool looks_like_formula(std::string_view cell) {
  return !cell.empty() &&
         std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos &&
         !is_plain_number(cell);
}

}  // namespace

Status read_csv(std::string_view text, const TableLimits& limits, const RowHandler& row) {
  if (text.starts_with("PK\x03\x04")) {
    return detail::bad_file(
        "CSV", {"这是 XLSX 或 ZIP 文件，不是 CSV", "this is an XLSX or ZIP file, not CSV"});
  }
  if (text.starts_with("\xD0\xCF\x11\xE0")) {
    return detail::bad_file(
        "CSV", {"这是旧版 Excel（xls）文件，不是 CSV", "this is an old Excel (xls) file, not CSV"});
  }
  if (const size_t bad = base::find_invalid_utf8(text); bad != text.npos) {
    return bad_encoding(text, bad);
  }
  if (const size_t nul = text.find('\0'); nul != text.npos) {
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(nul), '\n');
    return bad_line(static_cast<size_t>(line), {"含有空字符（U+0000）", "it contains U+0000"});
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return Reader(text, limits, row).read();
}

CsvWriter::CsvWriter(bool byte_order_mark) {
  if (byte_order_mark) out_ = kByteOrderMark;
}

void CsvWriter::row(const std::vector<std::string>& cells) {
  bool first = true;
  for (const std::string& cell : cells) {
    if (!std::exchange(first, false)) out_ += ',';
    const bool formula = looks_like_formula(cell);
    if (!formula && cell.find_first_of(",\"\r\n") == std::string::npos) {
      out_ += cell;
      continue;
    }
    out_ += '"';
    if (formula) out_ += '\'';
    for (const char c : cell) {
      if (c == '"') out_ += '"';
      out_ += c;
    }
    out_ += '"';
  }
  out_ += "\r\n";
}

std::string CsvWriter::take() {
  return std::exchange(out_, {});
}

}  // namespace lingqu::wire
