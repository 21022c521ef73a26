#include "base/error.hpp"

namespace lingqu::base {

namespace {

const std::string* find_arg(const Error& error, std::string_view name, Language language) {
  for (const auto& [key, value] : error.args)
    if (key == name) return &value.in(language);
  return name == "field" ? &error.field : nullptr;
}

// Replaces {name} by its argument, once: what an argument brings in is not looked at again. A name
// without an argument leaves nothing, a brace that does not close stays as it is.
std::string fill(const std::string& pattern, const Error& error, Language language) {
  std::string out;
  size_t at = 0;
  while (at < pattern.size()) {
    const size_t open = pattern.find('{', at);
    const size_t close = open == std::string::npos ? open : pattern.find('}', open);
    if (close == std::string::npos) break;
    out.append(pattern, at, open - at);
    const std::string_view name = std::string_view(pattern).substr(open + 1, close - open - 1);
    if (const std::string* value = find_arg(error, name, language)) out += *value;
    at = close + 1;
  }
  return out.append(pattern, at);
}

void append_line(const Error& error, Language language, size_t depth, std::string& out) {
  out.append(depth * 2, ' ').append(error.code_text());
  if (!error.field.empty()) out.append(" ").append(error.field);
  out.append(": ").append(error.message(language));
  if (const std::string remedy = error.remedy(language); !remedy.empty()) {
    const bool zh = language == Language::kZh;
    out.append(zh ? "（" : " (").append(remedy).append(zh ? "）" : ")");
  }
  for (const Error& detail : error.details) {
    out += '\n';
    append_line(detail, language, depth + 1, out);
  }
}

}  // namespace

const ErrorInfo& info(ErrorCode code) {
  static const ErrorInfo table[] = {
#define LINGQU_ERROR(id, code, status, zh, en, zh_remedy, en_remedy) \
  {code, status, {zh, en}, {zh_remedy, en_remedy}},
#include "base/error_table.inc"
#undef LINGQU_ERROR
  };
  return table[static_cast<size_t>(code)];
}

Error&& Error::at(std::string_view path) && {
  field = path;
  return std::move(*this);
}

Error&& Error::with(std::string_view name, Text value) && {
  args.emplace_back(std::string(name), std::move(value));
  return std::move(*this);
}

Error&& Error::with(std::string_view name, std::string_view value) && {
  return std::move(*this).with(name, same(value));
}

Error&& Error::by(std::string_view rule_id, std::string_view clause_id) && {
  rule = rule_id;
  clause = clause_id;
  return std::move(*this);
}

std::string Error::message(Language language) const {
  return fill(info(code).what.in(language), *this, language);
}

std::string Error::remedy(Language language) const {
  return fill(info(code).remedy.in(language), *this, language);
}

std::string to_string(const Error& error, Language language) {
  std::string out;
  append_line(error, language, 0, out);
  return out;
}

}  // namespace lingqu::base
