// The only place that instantiates Boost.JSON's parser. Its events build wire::Json, so that
// numbers keep their digits and duplicate keys are seen, which Boost's own value would lose.
#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>

#include "wire/json.hpp"

namespace lingqu::wire {
namespace {

using base::Error;
using base::ErrorCode;
using base::Text;
using boost::json::error_code;

// Up to this size each new key is compared with the earlier ones; larger objects are checked when
// they end.
constexpr size_t kFewMembers = 16;

class Builder {
 public:
  // NOLINTBEGIN(readability-identifier-naming): the names that Boost looks for
  static constexpr size_t max_object_size = static_cast<size_t>(-1);
  static constexpr size_t max_array_size = static_cast<size_t>(-1);
  static constexpr size_t max_key_size = static_cast<size_t>(-1);
  static constexpr size_t max_string_size = static_cast<size_t>(-1);
  // NOLINTEND(readability-identifier-naming)

  Json take() { return std::move(root_); }
  const Text& reason() const { return reason_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_array_begin(error_code&) { return open(Json(Json::Array())); }
  bool on_array_end(size_t, error_code&) { return close(); }
  bool on_object_begin(error_code&) { return open(Json(Json::Object())); }
  bool on_object_end(size_t, error_code& error) {
    return keys_differ(*open_.back().if_object(), error) && close();
  }
  bool on_string_part(boost::json::string_view part, size_t, error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(boost::json::string_view part, size_t, error_code& error) {
    text_.append(part.data(), part.size());
    if (has_nul(text_, error)) return false;
    return add(Json(std::exchange(text_, {})));
  }
  bool on_key_part(boost::json::string_view part, size_t, error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_key(boost::json::string_view part, size_t, error_code& error) {
    text_.append(part.data(), part.size());
    if (has_nul(text_, error)) return false;
    Json::Object& members = *open_.back().if_object();
    if (members.size() < kFewMembers) {
      for (const Json::Member& member : members) {
        if (member.first == text_) return twice(text_, error);
      }
    }
    members.emplace_back(std::exchange(text_, {}), Json());
    return true;
  }
  bool on_number_part(boost::json::string_view part, error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_int64(int64_t, boost::json::string_view part, error_code&) { return on_digits(part); }
  bool on_uint64(uint64_t, boost::json::string_view part, error_code&) { return on_digits(part); }
  bool on_double(double, boost::json::string_view part, error_code&) { return on_digits(part); }
  bool on_bool(bool value, error_code&) { return add(Json(value)); }
  bool on_null(error_code&) { return add(Json()); }
  bool on_comment_part(boost::json::string_view, error_code&) { return true; }
  bool on_comment(boost::json::string_view, error_code&) { return true; }

 private:
  bool on_digits(boost::json::string_view part) {
    text_.append(part.data(), part.size());
    return add(Json(Json::Number{std::exchange(text_, {})}));
  }

  bool open(Json container) {
    open_.push_back(std::move(container));
    return true;
  }

  bool close() {
    Json done = std::move(open_.back());
    open_.pop_back();
    return add(std::move(done));
  }

  bool add(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (Json::Array* items = open_.back().if_array()) {
      items->push_back(std::move(value));
    } else {
      open_.back().if_object()->back().second = std::move(value);
    }
    return true;
  }

  bool has_nul(const std::string& text, error_code& error) {
    if (text.find('\0') == std::string::npos) return false;
    return !refuse({"含有空字符（U+0000）", "it contains the character U+0000"}, error);
  }

  bool keys_differ(const Json::Object& members, error_code& error) {
    if (members.size() <= kFewMembers) return true;
    std::vector<std::string_view> keys;
    keys.reserve(members.size());
    for (const Json::Member& member : members) keys.emplace_back(member.first);
    std::sort(keys.begin(), keys.end());
    const auto found = std::adjacent_find(keys.begin(), keys.end());
    return found == keys.end() || twice(*found, error);
  }

  bool twice(std::string_view key, error_code& error) {
    const std::string shown(base::first_code_points(key, 60));
    return refuse(
        {"同一对象中“" + shown + "”出现两次", "“" + shown + "” occurs twice in one object"}, error);
  }

  // Always false: the value for a handler that stops the parser.
  bool refuse(Text reason, error_code& error) {
    reason_ = std::move(reason);
    error = boost::json::error::syntax;
    return false;
  }

  Json root_;
  std::vector<Json> open_;  // containers that have begun and not ended
  std::string text_;        // parts of the present string, key or number
  Text reason_;
};

Text reason_of(error_code code, std::string_view text, size_t at, size_t depth) {
  using boost::json::error;
  if (base::find_invalid_utf8(text) <= at + 4) {
    return {"不是有效的 UTF-8 编码", "it is not valid UTF-8"};
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    return {"开头有字节顺序标记（BOM）", "it begins with a byte order mark"};
  }
  if (code == error::incomplete) return {"内容不完整", "it ends too early"};
  if (code == error::extra_data) return {"结尾之后还有内容", "something follows the end"};
  if (code == error::too_deep) {
    const std::string limit = std::to_string(depth);
    return {"嵌套超过 " + limit + " 层", "it is nested deeper than " + limit + " levels"};
  }
  if (code == error::exponent_overflow) return {"数字的指数过大", "an exponent is too large"};
  if (code == error::illegal_leading_surrogate || code == error::illegal_trailing_surrogate ||
      code == error::expected_hex_digit || code == error::expected_utf16_escape) {
    return {"\\u 转义有误", "a \\u escape is wrong"};
  }
  return {"语法错误", "syntax error"};
}

Error bad_json(std::string_view text, size_t at, Text reason) {
  const std::string_view before = text.substr(0, at);
  const size_t line_start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  // Continuation bytes are not counted, so this is right for valid UTF-8 and harmless for other
  // bytes.
  const auto column =
      1 + std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_start), before.end(),
                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return Error(ErrorCode::kBadJson)
      .with("line", std::to_string(line))
      .with("column", std::to_string(column))
      .with("reason", std::move(reason));
}

}  // namespace

base::Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes) {
    return Error(ErrorCode::kTooLarge)
        .with("limit", Text{std::to_string(limits.bytes) + " 字节",
                            std::to_string(limits.bytes) + " bytes"});
  }
  boost::json::parse_options options;
  options.max_depth = limits.depth;
  boost::json::basic_parser<Builder> parser(options);
  error_code error;
  const size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used < text.size()) error = boost::json::error::extra_data;
  if (!error) return parser.handler().take();
  Text reason = parser.handler().reason();
  if (reason.zh.empty()) reason = reason_of(error, text, used, limits.depth);
  return bad_json(text, used, std::move(reason));
}

}  // namespace lingqu::wire
