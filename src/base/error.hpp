// Errors are values with a stable code from one table (error_table.inc). An error names the field, the rule, the clause
// and, through its table row, the way out; it carries details where several things are wrong at once.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace lingqu::base {

enum class ErrorCode {
#define LINGQU_ERROR(id, code, status, zh, en, zh_remedy, en_remedy) id,
#include "base/error_table.inc"
#undef LINGQU_ERROR
};

// One row of the table. Texts may hold placeholders {name} filled from Error::args.
struct ErrorInfo {
  std::string_view code;  // stable, kebab-case; the last part of the RFC 9457 `type`
  int status;             // HTTP status
  Text what;
  Text remedy;
};
const ErrorInfo& info(ErrorCode code);

struct Error {
  ErrorCode code{};
  std::string field;  // path of the value concerned: "price", "shares/2/share"; empty if none
  std::vector<std::pair<std::string, Text>> args;
  std::string rule;    // what was violated, stable: "conversion.decide.notice_over"; empty if none
  std::string clause;  // document and clause, "cn-2015-promotion-law/18"; empty if none
  std::vector<Error> details;

  Error() = default;
  explicit Error(ErrorCode error_code) : code(error_code) {}
  Error&& at(std::string_view path) &&;
  Error&& with(std::string_view name, Text value) &&;
  Error&& with(std::string_view name, std::string_view value) &&;
  Error&& by(std::string_view rule_id, std::string_view clause_id = {}) &&;

  std::string_view code_text() const { return info(code).code; }
  int status() const { return info(code).status; }
  // The sentence that says what is wrong, and the one that says what to do, with placeholders filled.
  std::string message(Language language) const;
  std::string remedy(Language language) const;
};

// "code field: message（remedy）", one line per detail; for logs and terminals.
std::string to_string(const Error& error, Language language = Language::kZh);

}  // namespace lingqu::base
