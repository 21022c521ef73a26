// Values as FEEL text.
#include "feel/function.hpp"
#include "feel/value.hpp"

namespace lingqu::feel {
namespace {

void append_quoted(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    switch (c) {
      case '"':
        out.append("\\\"");
        break;
      case '\\':
        out.append("\\\\");
        break;
      case '\n':
        out.append("\\n");
        break;
      case '\r':
        out.append("\\r");
        break;
      case '\t':
        out.append("\\t");
        break;
      default:
        out.push_back(c);
    }
  }
  out.push_back('"');
}

bool is_plain_name(std::string_view name) {
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (!(byte >= 0x80 || c == '_' || c == ' ' || (c >= '0' && c <= '9') ||
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
      return false;
  }
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9');
}

void append(std::string& out, const Value& value, bool quoted);

void append_range(std::string& out, const Range& range) {
  if (range.form != Range::Form::kInterval || range.start.is_null() || range.end.is_null()) {
    out.append("(");
    if (range.form == Range::Form::kInterval) {
      out.append(range.start.is_null() ? "<" : ">");
      if (range.start_included || range.end_included) out.append("=");
    } else {
      out.append(range.form == Range::Form::kEqual ? "=" : "!=");
    }
    append(out, range.start.is_null() ? range.end : range.start, true);
    out.append(")");
    return;
  }
  out.push_back(range.start_included ? '[' : '(');
  append(out, range.start, true);
  out.append("..");
  append(out, range.end, true);
  out.push_back(range.end_included ? ']' : ')');
}

void append(std::string& out, const Value& value, bool quoted) {
  switch (value.kind()) {
    case Kind::kNull:
      out.append("null");
      return;
    case Kind::kBoolean:
      out.append(value.boolean() ? "true" : "false");
      return;
    case Kind::kNumber:
      out.append(value.number().to_string());
      return;
    case Kind::kString:
      if (quoted) {
        append_quoted(out, value.text());
      } else {
        out.append(value.text());
      }
      return;
    case Kind::kDate:
    case Kind::kTime:
    case Kind::kDateTime:
    case Kind::kDayDuration:
    case Kind::kMonthDuration: {
      if (quoted) out.append("@\"");
      if (value.is(Kind::kDate)) out.append(to_string(value.date()));
      if (value.is(Kind::kTime)) out.append(to_string(value.time()));
      if (value.is(Kind::kDateTime)) out.append(to_string(value.date_time()));
      if (value.is(Kind::kDayDuration)) out.append(to_string(value.day_duration()));
      if (value.is(Kind::kMonthDuration)) out.append(to_string(value.month_duration()));
      if (quoted) out.append("\"");
      return;
    }
    case Kind::kList: {
      out.append("[");
      const char* separator = "";
      for (const Value& item : value.list()) {
        out.append(separator);
        append(out, item, true);
        separator = ", ";
      }
      out.append("]");
      return;
    }
    case Kind::kContext: {
      out.append("{");
      const char* separator = "";
      for (const auto& entry : value.context().entries()) {
        out.append(separator);
        if (is_plain_name(entry.key.text())) {
          out.append(entry.key.text());
        } else {
          append_quoted(out, entry.key.text());
        }
        out.append(": ");
        append(out, entry.value, true);
        separator = ", ";
      }
      out.append("}");
      return;
    }
    case Kind::kRange:
      append_range(out, value.range());
      return;
    case Kind::kFunction: {
      out.append("function(");
      const char* separator = "";
      for (const Parameter& parameter : value.function().parameters()) {
        out.append(separator).append(parameter.name);
        separator = ", ";
      }
      out.append(")");
      return;
    }
  }
}

}  // namespace

std::string to_literal(const Value& value) {
  std::string out;
  append(out, value, true);
  return out;
}

std::string to_text(const Value& value) {
  std::string out;
  append(out, value, false);
  return out;
}

}  // namespace lingqu::feel
