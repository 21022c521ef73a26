#include "http/problem.hpp"

#include "wire/json.hpp"

namespace lingqu::http {

namespace {

using base::ErrorCode;
using base::Language;

void append_pair(std::string& out, std::string_view name, const base::Error& error,
                 std::string (base::Error::*text)(Language) const) {
  out.append(",\"").append(name).append("\":{\"zh\":");
  wire::append_quoted(out, (error.*text)(Language::kZh));
  out.append(",\"en\":");
  wire::append_quoted(out, (error.*text)(Language::kEn));
  out.append("}");
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out.append(",\"").append(name).append("\":");
  wire::append_quoted(out, value);
}

const std::string* argument(const base::Error& error, std::string_view name) {
  for (const auto& [key, value] : error.args)
    if (key == name) return &value.zh;
  return nullptr;
}

}  // namespace

void append_problem(std::string& out, const base::Error& error, Language language, bool whole) {
  const std::string message = error.message(language);
  out.append("{");
  if (whole) {
    out.append("\"type\":\"").append(kProblemType).append(error.code_text()).append("\",");
    out.append("\"status\":").append(std::to_string(error.status())).append(",");
  }
  out.append("\"title\":");
  wire::append_quoted(out, message);
  out.append(",\"detail\":");
  wire::append_quoted(out, message);
  append_member(out, "code", error.code_text());
  append_pair(out, "message", error, &base::Error::message);
  append_pair(out, "remedy", error, &base::Error::remedy);
  append_member(out, "field", error.field);
  append_member(out, "rule", error.rule);
  append_member(out, "clause", error.clause);
  if (!error.details.empty()) {
    out.append(",\"details\":[");
    for (size_t i = 0; i < error.details.size(); ++i) {
      if (i > 0) out.append(",");
      append_problem(out, error.details[i], language, false);
    }
    out.append("]");
  }
  out.append("}");
}

Response problem_response(const base::Error& error, Language language) {
  Response response;
  response.status = error.status();
  response.type = "application/problem+json";
  append_problem(response.body, error, language);
  response.headers.emplace_back("Content-Language", language == Language::kZh ? "zh-CN" : "en");
  if (error.code == ErrorCode::kThrottled) {
    const std::string* seconds = argument(error, "seconds");
    response.headers.emplace_back("Retry-After", seconds ? *seconds : "60");
  }
  if (error.code == ErrorCode::kBusy || error.code == ErrorCode::kReadOnly)
    response.headers.emplace_back("Retry-After", "1");
  if (error.code == ErrorCode::kMethodNotAllowed)
    if (const std::string* allowed = argument(error, "allowed"))
      response.headers.emplace_back("Allow", *allowed);
  if (error.code == ErrorCode::kUnauthenticated)
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

}  // namespace lingqu::http
