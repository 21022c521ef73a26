// JSON as a value. Numbers keep their digits as written (never a double), objects keep their order.
// Reading is strict RFC 8259 with bounded depth, refuses duplicate keys, invalid UTF-8 and NUL
// characters.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace lingqu::wire {

class Json {
 public:
  struct Number {
    std::string digits;
    bool operator==(const Number&) const = default;
  };
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default;  // null
  Json(std::nullptr_t) {}
  Json(bool value) : value_(value) {}
  Json(int value) : Json(static_cast<int64_t>(value)) {}
  Json(int64_t value) : value_(Number{std::to_string(value)}) {}
  Json(uint64_t value) : value_(Number{std::to_string(value)}) {}
  Json(const char* text) : value_(std::string(text)) {}
  Json(std::string text) : value_(std::move(text)) {}
  Json(std::string_view text) : value_(std::string(text)) {}
  Json(Number number) : value_(std::move(number)) {}
  Json(Array items) : value_(std::move(items)) {}
  Json(Object members) : value_(std::move(members)) {}
  static Json object(std::initializer_list<Member> members) { return Json(Object(members)); }
  static Json array(std::initializer_list<Json> items) { return Json(Array(items)); }

  bool is_null() const { return value_.index() == 0; }
  const bool* if_bool() const { return std::get_if<bool>(&value_); }
  const Number* if_number() const { return std::get_if<Number>(&value_); }
  const std::string* if_string() const { return std::get_if<std::string>(&value_); }
  const Array* if_array() const { return std::get_if<Array>(&value_); }
  Array* if_array() { return std::get_if<Array>(&value_); }
  const Object* if_object() const { return std::get_if<Object>(&value_); }
  Object* if_object() { return std::get_if<Object>(&value_); }
  // The number if it is an integer in plain digits that fits.
  std::optional<int64_t> if_int64() const;

  // The member of that name, or null pointer (also when this is not an object).
  const Json* find(std::string_view name) const;
  // The member's string, or "" if absent or no string.
  std::string_view string_at(std::string_view name) const;
  std::optional<int64_t> int_at(std::string_view name) const;
  // Appends or replaces. Precondition: an object (a null becomes one).
  void set(std::string_view name, Json value);
  void push(Json value);  // precondition: an array (a null becomes one)

  bool operator==(const Json&) const = default;

 private:
  std::variant<std::monostate, bool, Number, std::string, Array, Object> value_;
};

struct JsonLimits {
  size_t depth = 64;
  size_t bytes = 64u << 20;
};
// kBadJson with line, column (in characters) and reason, kTooLarge. A byte order mark is refused.
base::Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});
// Compact, members in their order.
std::string to_text(const Json& json);
void append_text(std::string& out, const Json& json);
// Two-space indented, for files people read; ends with a newline.
std::string to_pretty_text(const Json& json);
// RFC 8785 (JCS): members sorted by UTF-16 code units, minimal escapes, no blanks. Numbers must be
// integers within ±(2^53 - 1) (everything else travels as strings here); others are kInvalid.
base::Result<std::string> to_canonical_text(const Json& json);
// Appends a JSON string literal with quotes.
void append_quoted(std::string& out, std::string_view text);

}  // namespace lingqu::wire
