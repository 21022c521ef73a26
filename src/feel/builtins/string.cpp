// Strings (DMN 1.5, 10.3.4.3). Positions and lengths count characters (code points).
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "feel/builtin.hpp"
#include "feel/names.hpp"
#include "feel/regex.hpp"

namespace lingqu::feel {
namespace {
constexpr Kind kS = Kind::kString;

std::vector<size_t> starts_of_characters(std::string_view text) {
  std::vector<size_t> starts;
  for (size_t at = 0, length; at < text.size(); at += length) {
    decode(text, at, length);
    starts.push_back(at);
  }
  return starts;
}

Value made(const Arguments& in, std::string text) {
  return in.evaluator.allocate(text.size()) ? Value(std::move(text)) : Value();
}

Value substring(const Arguments& in) {
  const Value *text = in.get(0, kS), *start = in.get(1, Kind::kNumber);
  if (text == nullptr || start == nullptr) return Value();
  const std::vector<size_t> starts = starts_of_characters(text->text());
  const auto size = static_cast<int64_t>(starts.size());
  const auto from = start->number().to_int64();
  if (!from || *from == 0 || *from > size || *from < -size) return in.fail("no such position");
  const int64_t first = *from > 0 ? *from - 1 : size + *from;
  int64_t length = size - first;
  if (in.count == 3) {
    const Value* wanted = in.get(2, Kind::kNumber);
    if (wanted == nullptr) return Value();
    const auto whole = wanted->number().to_int64();
    if (!whole || *whole < 1) return in.fail("no such length");
    length = std::min(length, *whole);
  }
  const size_t begin = starts[static_cast<size_t>(first)];
  const size_t end =
      first + length < size ? starts[static_cast<size_t>(first + length)] : text->text().size();
  return made(in, text->text().substr(begin, end - begin));
}

Value string_length(const Arguments& in) {
  const Value* text = in.get(0, kS);
  if (text == nullptr) return Value();
  return Value(static_cast<int64_t>(starts_of_characters(text->text()).size()));
}

Value change_case(const Arguments& in, bool upper) {
  const Value* text = in.get(0, kS);
  if (text == nullptr) return Value();
  icu::UnicodeString copy = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text->text().data(), static_cast<int32_t>(text->text().size())));
  upper ? copy.toUpper(icu::Locale::getRoot()) : copy.toLower(icu::Locale::getRoot());
  std::string out;
  copy.toUTF8String(out);
  return made(in, std::move(out));
}

// Two strings and what to do with them.
template <class Use>
Value with_two(const Arguments& in, const Use& use) {
  const Value *a = in.get(0, kS), *b = in.get(1, kS);
  return a == nullptr || b == nullptr ? Value() : use(a->text(), b->text());
}

Value substring_before(const Arguments& in) {
  return with_two(in, [](const std::string& text, const std::string& match) {
    const size_t at = text.find(match);
    return Value(at == std::string::npos ? std::string() : text.substr(0, at));
  });
}

Value substring_after(const Arguments& in) {
  return with_two(in, [](const std::string& text, const std::string& match) {
    const size_t at = text.find(match);
    return Value(at == std::string::npos ? std::string() : text.substr(at + match.size()));
  });
}

Value contains_text(const Arguments& in) {
  return with_two(in, [](const std::string& text, const std::string& match) {
    return Value(text.find(match) != std::string::npos);
  });
}

Value starts_with(const Arguments& in) {
  return with_two(in, [](const std::string& text, const std::string& match) {
    return Value(text.starts_with(match));
  });
}

Value ends_with(const Arguments& in) {
  return with_two(in, [](const std::string& text, const std::string& match) {
    return Value(text.ends_with(match));
  });
}

// The pattern in argument 1 with the flags in argument `flags`, if there are so many.
std::shared_ptr<const Regex> get_regex(const Arguments& in, size_t flags) {
  const Value* pattern = in.get(1, kS);
  if (pattern == nullptr) return nullptr;
  std::string_view options;
  if (in.count > flags && !in[flags].is_null()) {
    const Value* given = in.get(flags, kS);
    if (given == nullptr) return nullptr;
    options = given->text();
  }
  in.evaluator.spend(pattern->text().size());
  auto regex = Regex::compile(pattern->text(), options);
  if (regex == nullptr) in.fail("not a valid regular expression");
  return regex;
}

Value matches_pattern(const Arguments& in) {
  const Value* text = in.get(0, kS);
  const auto regex = text != nullptr ? get_regex(in, 2) : nullptr;
  if (regex == nullptr) return Value();
  in.evaluator.spend(text->text().size());
  const auto found = regex->find(text->text());
  return found ? Value(*found) : in.fail("the regular expression takes too long");
}

Value replace(const Arguments& in) {
  const Value *text = in.get(0, kS), *replacement = in.get(2, kS);
  const auto regex = text != nullptr && replacement != nullptr ? get_regex(in, 3) : nullptr;
  if (regex == nullptr) return Value();
  in.evaluator.spend(text->text().size());
  auto result = regex->replace(text->text(), replacement->text());
  return result ? made(in, std::move(*result)) : in.fail("not a valid replacement");
}

Value split(const Arguments& in) {
  const Value* text = in.get(0, kS);
  const auto regex = text != nullptr ? get_regex(in, 2) : nullptr;
  if (regex == nullptr) return Value();
  const auto parts = regex->split(text->text());
  if (!parts) return in.fail("not a valid delimiter");
  std::vector<Value> items(parts->begin(), parts->end());
  if (!in.evaluator.spend(items.size()) ||
      !in.evaluator.allocate(text->text().size() + items.size() * 64))
    return Value();
  return Value(std::move(items));
}

Value string_join(const Arguments& in) {
  const Value list = in.list(0);
  if (!list.is(Kind::kList)) return Value();
  std::string delimiter, out;
  if (in.count > 1 && !in[1].is_null()) {
    const Value* given = in.get(1, kS);
    if (given == nullptr) return Value();
    delimiter = given->text();
  }
  bool first = true;
  for (const Value& item : list.list()) {
    if (item.is_null()) continue;
    if (!item.is(kS)) return in.fail("an item is not a string");
    if (!first) out.append(delimiter);
    out.append(item.text());
    first = false;
    if (!in.evaluator.allocate(delimiter.size() + item.text().size())) return Value();
  }
  return Value(std::move(out));
}

}  // namespace

const std::vector<Builtin>& string_builtins() {
  static const std::vector<Builtin> table = {
      {"substring", 2, 3, {"string, start position, length"}, substring},
      {"string length", 1, 1, {"string"}, string_length},
      {"upper case", 1, 1, {"string"}, [](const Arguments& in) { return change_case(in, true); }},
      {"lower case", 1, 1, {"string"}, [](const Arguments& in) { return change_case(in, false); }},
      {"substring before", 2, 2, {"string, match"}, substring_before},
      {"substring after", 2, 2, {"string, match"}, substring_after},
      {"replace", 3, 4, {"input, pattern, replacement, flags"}, replace},
      {"contains", 2, 2, {"string, match"}, contains_text},
      {"starts with", 2, 2, {"string, match"}, starts_with},
      {"ends with", 2, 2, {"string, match"}, ends_with},
      {"matches", 2, 3, {"input, pattern, flags"}, matches_pattern},
      {"split", 2, 2, {"string, delimiter"}, split},
      {"string join", 1, 2, {"list, delimiter"}, string_join},
  };
  return table;
}

}  // namespace lingqu::feel
