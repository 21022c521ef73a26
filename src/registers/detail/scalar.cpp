#include "registers/detail/scalar.hpp"

#include <algorithm>

#include "base/credit_code.hpp"
#include "registers/nearest.hpp"

namespace lingqu::registers::detail {

namespace {

constexpr size_t kDefaultText = 200;
constexpr size_t kDefaultLongText = 20'000;

// Line breaks to blanks, other control characters refused (false).
bool one_line(std::string& text, bool keep_lines) {
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F) continue;
    if (c == '\t' || (keep_lines && (c == '\n' || c == '\r'))) continue;
    if (c != '\n' && c != '\r') return false;
    c = ' ';
  }
  return true;
}

// The codes one may choose, by title; a long list is cut.
base::Text allowed_codes(const Vocabulary& vocabulary) {
  constexpr size_t kShownCharacters = 12;
  base::Text out;
  size_t count = 0;
  for (const Code& code : vocabulary.codes) {
    if (code.retired) continue;
    if (++count > kShownCharacters) {
      out.zh += " 等";
      out.en += " …";
      break;
    }
    if (count > 1) out.zh += "、", out.en += ", ";
    out.zh += code.title.zh + "（" + code.code + "）";
    out.en += code.code + " (" + code.title.in(base::Language::kEn) + ")";
  }
  return out;
}

bool is_six_digits(std::string_view text) {
  return text.size() == 6 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

base::Result<Value> read_text(const Place& place, std::string_view text) {
  if (!base::is_utf8(text))
    return base::Error(base::ErrorCode::kBadEncoding)
        .at(place.path)
        .with("where", base::Text{"“" + place.title.zh + "”",
                                  "“" + place.title.in(base::Language::kEn) + "”"});
  std::string value(base::trim(text));
  const bool lines = place.field.type != FieldType::kText;
  if (!one_line(value, lines))
    return wrong_type(place, value, {"不含控制字符的文字", "text without control characters"},
                      "文字");
  const size_t limit = place.field.max_length != 0 ? place.field.max_length
                       : lines                     ? kDefaultLongText
                                                   : kDefaultText;
  const size_t length = base::count_code_points(value);
  if (length > limit)
    return base::Error(base::ErrorCode::kTooLong)
        .at(place.path)
        .with("field", place.title)
        .with("length", std::to_string(length))
        .with("limit", std::to_string(limit));
  if (value.empty()) return Value();
  return Value(std::move(value));
}

base::Result<Value> read_boolean(const Place& place, std::string_view text) {
  const std::string word = base::ascii_lower(base::to_half_width(base::trim(text)));
  const auto is_one_of = [&word](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (word == "true") return Value(true);
  if (word == "false") return Value(false);
  if (place.context.from_people) {
    if (is_one_of({"是", "yes", "y", "1", "√"})) return Value(true);
    if (is_one_of({"否", "no", "n", "0", "×"})) return Value(false);
  }
  return wrong_type(place, text, {"是或否", "yes or no"},
                    place.context.from_people ? "是" : "true");
}

base::Result<Value> read_code(const Place& place, std::string_view text) {
  const Vocabulary* vocabulary =
      place.context.vocabulary ? place.context.vocabulary(place.field.vocabulary) : nullptr;
  const std::string_view word = base::trim(text);
  if (vocabulary != nullptr) {
    const Code* code =
        place.context.from_people ? vocabulary->find_any(word) : vocabulary->find(word);
    if (code != nullptr) return Value(code->code);
  }
  return base::Error(base::ErrorCode::kUnknownCode)
      .at(place.path)
      .with("field", place.title)
      .with("value", shorten(text))
      .with("vocabulary",
            vocabulary != nullptr ? vocabulary->title : base::same(place.field.vocabulary))
      .with("allowed", vocabulary != nullptr ? allowed_codes(*vocabulary) : base::Text{});
}

base::Result<Value> read_region(const Place& place, std::string_view text) {
  const std::string plain = base::to_half_width(base::trim(text));
  std::string code = plain;
  if (place.context.from_people) {
    // "450100 南宁市", as exports write it, or the name alone.
    const size_t blank = plain.find(' ');
    if (is_six_digits(plain.substr(0, blank))) {
      code = plain.substr(0, blank);
    } else if (place.context.region_named) {
      code = place.context.region_named(plain);
    }
  }
  if (is_six_digits(code) && place.context.known_region && place.context.known_region(code))
    return Value(std::move(code));
  return base::Error(base::ErrorCode::kBadRegion)
      .at(place.path)
      .with("field", place.title)
      .with("value", shorten(text));
}

base::Result<Value> read_credit_code(const Place& place, std::string_view text) {
  base::Result<std::string> code = base::parse_credit_code(text);
  if (!code.ok()) return located(std::move(code).error(), place, text);
  return Value(std::move(code).value());
}

}  // namespace lingqu::registers::detail
