#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "base/date.hpp"
#include "base/file.hpp"
#include "wire/detail/table_error.hpp"
#include "wire/table.hpp"

namespace lingqu::wire {
namespace {

using base::Error;
using base::ErrorCode;
using base::Status;
using base::Text;

constexpr lxw_row_t kMostRows =
    1'048'576;  // with the header; a limit of the format, like the next two
constexpr size_t kMostColumns = 16'384;
constexpr size_t kMostCharacters = 32'767;  // UTF-16 code units in a cell
constexpr size_t kSheetNameCharacters = 31;
constexpr size_t kExactDigits = 15;  // a cell's number is a double

// A folder that goes away with what is in it.
class TemporaryFolder {
 public:
  TemporaryFolder() = default;
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }

  Status create() {
    std::error_code error;
    std::string path = (std::filesystem::temp_directory_path(error) / "lingqu-XXXXXX").string();
    if (error || mkdtemp(path.data()) == nullptr) {
      return Error(ErrorCode::kIo)
          .with("file", path)
          .with("reason", Text{"无法创建临时文件夹", "cannot create a temporary folder"});
    }
    path_ = path;
    return {};
  }
  std::string& path() { return path_; }

 private:
  std::string path_;
};

size_t utf16_length(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }) +
      std::count_if(text.begin(), text.end(),
                    [](char c) { return static_cast<unsigned char>(c) >= 0xF0; }));
}

// Excel takes no []:*?/\ and no apostrophe at either end.
std::string sheet_name(std::string_view wanted) {
  std::string name(wanted);
  for (char& c : name) {
    if (std::string_view("[]:*?/\\").find(c) != std::string_view::npos) c = ' ';
  }
  size_t count = kSheetNameCharacters;
  while (utf16_length(name) > kSheetNameCharacters) name = base::first_code_points(name, count--);
  if (name.starts_with('\'')) name.front() = ' ';
  if (name.ends_with('\'')) name.back() = ' ';
  return name.empty() ? "Sheet1" : name;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The number if `text` is [-]digits[.digits] that a double holds exactly enough to show again,
// times 10^exponent.
std::optional<double> exact_number(std::string_view text, std::string_view exponent = "") {
  const std::string_view body = text.starts_with('-') ? text.substr(1) : text;
  const size_t point = std::min(body.find('.'), body.size());
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), is_digit);
  };
  if (!digits(body.substr(0, point))) return std::nullopt;
  if (point < body.size() && !digits(body.substr(point + 1))) return std::nullopt;
  const size_t first = std::min(body.find_first_of("123456789"), body.size());
  const auto significant =
      std::count_if(body.begin() + static_cast<std::ptrdiff_t>(first), body.end(), is_digit);
  if (static_cast<size_t>(significant) > kExactDigits) return std::nullopt;
  const std::string whole = std::string(text).append(exponent);
  double value = 0;
  const auto parsed = std::from_chars(whole.data(), whole.data() + whole.size(), value);
  return parsed.ec == std::errc() ? std::optional(value) : std::nullopt;
}

int number_at(std::string_view text, size_t at, size_t length) {
  int value = 0;
  std::from_chars(text.data() + at, text.data() + at + length, value);
  return value;
}

// "2026-11-22" or "2026-11-22T08:30:00", from March 1900 on, where spreadsheets agree about days.
std::optional<lxw_datetime> date_time(std::string_view text) {
  const base::Result<base::Date> date = base::parse_date(text.substr(0, 10));
  if (!date.ok() || *date < base::make_date(1900, 3, 1)) return std::nullopt;
  lxw_datetime value{number_at(text, 0, 4), number_at(text, 5, 2), number_at(text, 8, 2), 0, 0, 0};
  if (text.size() == 10) return value;
  constexpr std::string_view kPattern = "T00:00:00";
  const std::string_view time = text.substr(10);
  if (time.size() != kPattern.size()) return std::nullopt;
  for (size_t i = 0; i < time.size(); ++i) {
    if (kPattern[i] == '0' ? !is_digit(time[i]) : time[i] != kPattern[i]) return std::nullopt;
  }
  value.hour = number_at(time, 1, 2);
  value.min = number_at(time, 4, 2);
  value.sec = number_at(time, 7, 2);
  const bool real = value.hour < 24 && value.min < 60 && value.sec < 60;
  return real ? std::optional(value) : std::nullopt;
}

class Writer {
 public:
  explicit Writer(const std::vector<XlsxColumn>& columns) : columns_(columns) {}

  base::Result<std::string> write(const std::string& sheet,
                                  const std::function<bool(std::vector<std::string>&)>& next) {
    LINGQU_CHECK(begin(sheet));
    LINGQU_CHECK(header());
    std::vector<std::string> cells;
    while (next(cells)) {
      if (row_ >= kMostRows) return detail::too_many_rows(kMostRows, row_ + 1);
      LINGQU_CHECK(add_row(cells));
      cells.clear();
    }
    LINGQU_CHECK(end());
    return base::read_file(file_, uint64_t{4} << 30);
  }

 private:
  struct Close {
    void operator()(lxw_workbook* workbook) const { workbook_close(workbook); }
  };

  Status begin(const std::string& sheet) {
    if (columns_.size() > kMostColumns) return detail::too_many_columns(kMostColumns, 1);
    LINGQU_CHECK(folder_.create());
    file_ = folder_.path() + "/table.xlsx";
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = folder_.path().data();
    workbook_.reset(workbook_new_opt(file_.c_str(), &options));
    if (!workbook_) return failed(LXW_ERROR_MEMORY_MALLOC_FAILED);
    worksheet_ = workbook_add_worksheet(workbook_.get(), sheet_name(sheet).c_str());
    if (worksheet_ == nullptr) return failed(LXW_ERROR_CREATING_XLSX_FILE);
    return {};
  }

  Status header() {
    lxw_format* bold = workbook_add_format(workbook_.get());
    format_set_bold(bold);
    for (size_t i = 0; i < columns_.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      worksheet_set_column(worksheet_, column, column, columns_[i].width, nullptr);
      LINGQU_CHECK(add_text(column, columns_[i].title, bold));
    }
    worksheet_freeze_panes(worksheet_, 1, 0);
    row_ = 1;
    return {};
  }

  Status add_row(const std::vector<std::string>& cells) {
    const size_t count = std::min(cells.size(), columns_.size());
    for (size_t i = 0; i < count; ++i) {
      if (cells[i].empty()) continue;
      LINGQU_CHECK(add_cell(static_cast<lxw_col_t>(i), cells[i], columns_[i].kind));
    }
    ++row_;
    return {};
  }

  // What does not read as the column's kind, or would lose digits, is written as the text it is.
  Status add_cell(lxw_col_t column, const std::string& text, XlsxColumn::Kind kind) {
    using Kind = XlsxColumn::Kind;
    if (kind == Kind::kNumber || kind == Kind::kMoney || kind == Kind::kFigure) {
      const bool money = kind == Kind::kMoney || (kind == Kind::kFigure && text.find('.') != text.npos);
      if (const auto value = exact_number(text)) {
        return add_number(column, *value, money ? format("#,##0.00") : nullptr);
      }
    } else if (kind == Kind::kPercent && text.ends_with('%')) {
      const std::string_view digits = std::string_view(text).substr(0, text.size() - 1);
      if (const auto value = exact_number(digits, "e-2")) {
        const size_t point = std::min(digits.find('.'), digits.size() - 1);
        const size_t decimals = digits.size() - 1 - point;
        const std::string zeros(decimals, '0');
        return add_number(column, *value, format(decimals == 0 ? "0%" : "0." + zeros + "%"));
      }
    } else if (kind == Kind::kDate) {
      if (std::optional<lxw_datetime> value = date_time(text)) {
        lxw_format* shown = format(text.size() == 10 ? "yyyy-mm-dd" : "yyyy-mm-dd hh:mm:ss");
        return check(worksheet_write_datetime(worksheet_, row_, column, &*value, shown));
      }
    }
    return add_text(column, text, nullptr);
  }

  Status add_number(lxw_col_t column, double value, lxw_format* shown) {
    return check(worksheet_write_number(worksheet_, row_, column, value, shown));
  }

  Status add_text(lxw_col_t column, const std::string& text, lxw_format* shown) {
    const size_t line = row_ + 1;
    if (utf16_length(text) > kMostCharacters) {
      return detail::too_large({"每格 32767 个字", "32767 characters a cell"}, line, column + 1u);
    }
    if (!base::is_utf8(text) || text.find('\0') != text.npos) {
      const std::string row = std::to_string(line);
      const std::string cell = std::to_string(column + 1);
      return Error(ErrorCode::kBadEncoding)
          .with("where",
                Text{"第 " + row + " 行第 " + cell + " 列", "line " + row + ", column " + cell});
    }
    return check(worksheet_write_string(worksheet_, row_, column, escape(text).c_str(), shown));
  }

  // The library escapes control characters but not texts that look like its escapes.
  static std::string escape(std::string_view text) {
    if (text.find("_x") == text.npos) return std::string(text);
    std::string out;
    for (size_t at = 0; at < text.size(); ++at) {
      const std::string_view rest = text.substr(at);
      const bool escape_like =
          rest.size() >= 7 && rest.starts_with("_x") && rest[6] == '_' &&
          rest.substr(2, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
      out += escape_like ? "_x005F_" : std::string_view(&text[at], 1);
    }
    return out;
  }

  lxw_format* format(const std::string& code) {
    lxw_format*& found = formats_[code];
    if (found == nullptr) {
      found = workbook_add_format(workbook_.get());
      format_set_num_format(found, code.c_str());
    }
    return found;
  }

  Status end() {
    if (!columns_.empty()) {
      const auto last = static_cast<lxw_col_t>(columns_.size() - 1);
      LINGQU_CHECK(check(worksheet_autofilter(worksheet_, 0, 0, row_ - 1, last)));
    }
    return check(workbook_close(workbook_.release()));
  }

  Status check(lxw_error error) const {
    if (error == LXW_NO_ERROR) return {};
    return failed(error);
  }

  Error failed(lxw_error error) const {
    return Error(ErrorCode::kIo).with("file", file_).with("reason", lxw_strerror(error));
  }

  const std::vector<XlsxColumn>& columns_;
  TemporaryFolder folder_;
  std::string file_;
  std::unique_ptr<lxw_workbook, Close> workbook_;
  lxw_worksheet* worksheet_ = nullptr;
  std::map<std::string, lxw_format*> formats_;
  lxw_row_t row_ = 0;
};

}  // namespace

base::Result<std::string> write_xlsx(const std::string& sheet,
                                     const std::vector<XlsxColumn>& columns,
                                     const std::function<bool(std::vector<std::string>&)>& next) {
  return Writer(columns).write(sheet, next);
}

}  // namespace lingqu::wire
