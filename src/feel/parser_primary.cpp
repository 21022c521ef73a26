// Reading: literals, names, parentheses, brackets, contexts, functions, and what follows them. Part
// of Compiler.
#include "feel/builtin.hpp"
#include "feel/compiler.hpp"
#include "feel/evaluator.hpp"
#include "feel/names.hpp"

namespace lingqu::feel {
namespace {

constexpr int kMaxIntervalNesting = 120;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The value of a text after "@": a date, a time, a date and time, or a duration (rule 62).
Value temporal_value(std::string_view text) {
  if (const auto date = parse_date(text)) return Value(*date);
  if (const auto date_time = parse_date_time(text)) return Value(*date_time);
  if (const auto time = parse_time(text)) return Value(*time);
  if (const auto months = parse_month_duration(text)) return Value(*months);
  if (const auto days = parse_day_duration(text)) return Value(*days);
  return Value();
}

const Type* type_of(const Value& value) {
  return value.kind() >= Kind::kBoolean && value.kind() <= Kind::kMonthDuration
             ? simple_type(value.kind())
             : nullptr;
}

}  // namespace

Expression Compiler::parse_postfix() {
  Expression result = parse_primary();
  while (!failed()) {
    const size_t before = at_;
    skip();
    const auto position = static_cast<uint32_t>(at_);
    if (peek() == '.' && peek(1) != '.') {
      ++at_;
      result = parse_path(result, position);
    } else if (peek() == '[') {
      const bool may_close = interval_end_;
      const int depth = depth_;
      const size_t scope = mark();
      ++at_;
      const Expression filtered = parse_filter(result, position);
      if (may_close) {
        skip();
        if (failed() || (peek() != ']' && peek() != ')' && peek() != '[')) {
          error_ = {};
          at_ = position;
          depth_ = depth;
          interval_end_ = may_close;
          restore(scope);
          return result;
        }
      }
      result = filtered;
    } else if (peek() == '(') {
      ++at_;
      result = parse_call(result, position);
    } else {
      at_ = before;
      break;
    }
  }
  return failed() ? Expression() : result;
}

Expression Compiler::parse_primary() {
  skip();
  const char c = peek();
  if (at_ >= text_.size()) return fail("unexpected end");
  if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return parse_number();
  switch (c) {
    case '"':
      return parse_string_literal();
    case '@':
      return parse_at_literal();
    case '(':
      return parse_parenthesis();
    case '[':
    case ']':
      return parse_bracket();
    case '{':
      return parse_context();
    default:
      return parse_name();
  }
}

Expression Compiler::parse_number() {
  const size_t start = at_;
  while (is_digit(peek())) ++at_;
  if (peek() == '.' && is_digit(peek(1))) {
    ++at_;
    while (is_digit(peek())) ++at_;
  }
  if (peek() == 'e' || peek() == 'E') {
    const size_t sign = peek(1) == '+' || peek(1) == '-' ? 2 : 1;
    if (is_digit(peek(sign))) {
      at_ += sign;
      while (is_digit(peek())) ++at_;
    }
  }
  const std::string_view digits = text_.substr(start, at_ - start);
  const auto number =
      Decimal::parse(digits[0] == '.' ? "0" + std::string(digits) : std::string(digits));
  if (!number) return fail("not a number");
  return {constant(Value(*number)), simple_type(Kind::kNumber)};
}

bool Compiler::parse_text(std::string& text) {
  ++at_;
  const auto hexadecimal = [this](size_t digits, uint32_t& code) {
    code = 0;
    for (size_t i = 0; i < digits; ++i, ++at_) {
      const char c = peek();
      const int digit = is_digit(c)            ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return false;
      code = code << 4 | static_cast<uint32_t>(digit);
    }
    return true;
  };
  while (at_ < text_.size() && peek() != '"') {
    if (peek() != '\\') {
      text.push_back(text_[at_++]);
      continue;
    }
    const char kind = peek(1);
    at_ += 2;
    uint32_t code = 0, low = 0;
    switch (kind) {
      case 'n':
        text.push_back('\n');
        break;
      case 'r':
        text.push_back('\r');
        break;
      case 't':
        text.push_back('\t');
        break;
      case '"':
      case '\'':
      case '\\':
        text.push_back(kind);
        break;
      case 'u':
      case 'U':
        if (!hexadecimal(kind == 'u' ? 4 : 6, code)) {
          fail("wrong unicode escape");
          return false;
        }
        if (code >= 0xd800 && code < 0xdc00 && peek() == '\\' && peek(1) == 'u') {
          at_ += 2;
          if (!hexadecimal(4, low) || low < 0xdc00 || low > 0xdfff) {
            fail("wrong surrogate pair");
            return false;
          }
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        }
        if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
          fail("no such character");
          return false;
        }
        append_utf8(text, code);
        break;
      default:  // not an escape of the grammar: as written
        text.push_back('\\');
        --at_;
    }
  }
  if (peek() != '"') {
    fail("string without end");
    return false;
  }
  ++at_;
  return true;
}

Expression Compiler::parse_string_literal() {
  std::string text;
  if (!parse_text(text)) return {};
  return {constant(Value(std::move(text))), simple_type(Kind::kString)};
}

Expression Compiler::parse_at_literal() {
  const auto position = static_cast<uint32_t>(at_++);
  skip();
  std::string text;
  if (peek() != '"') return fail("expected a string after @");
  if (!parse_text(text)) return {};
  Value value = temporal_value(text);
  if (value.is_null())
    return {emit(Op::kUnknown, position,
                 program_.add_constant(Value("not a date, time or duration: " + text))),
            nullptr};
  const Type* type = type_of(value);
  return {constant(std::move(value)), type};
}

Expression Compiler::parse_parenthesis() {
  const auto position = static_cast<uint32_t>(at_++);
  skip();
  if (const auto comparison = take_comparison()) {
    const Expression end = parse_expression();
    if (failed() || !expect(")")) return {};
    const NodeId node =
        emit(Op::kOpenRange, position, end.node, 0, 0, static_cast<uint8_t>(*comparison));
    return {all_constant({end.node}) ? folded(node) : node,
            end.type != nullptr ? program_.types().range_of(end.type) : nullptr};
  }
  const Expression inner = parse_expression();
  if (failed()) return {};
  skip();
  if (take("..")) return parse_interval_end(false, inner, position);
  if (!expect(")")) return {};
  return inner;
}

Expression Compiler::parse_bracket() {
  const auto position = static_cast<uint32_t>(at_);
  const bool open_start = peek() == ']';
  ++at_;
  skip();
  if (!open_start && take("]"))
    return {emit(Op::kList, position, std::vector<uint32_t>()), nullptr};
  std::vector<uint32_t> items;
  const Type* element = nullptr;
  do {
    skip();
    // A test such as <10 may stand in a list of tests: it is the range (<10).
    const auto at = static_cast<uint32_t>(at_);
    const auto comparison = take_comparison();
    Expression item = parse_expression();
    if (failed()) return {};
    if (comparison)
      item = {emit(Op::kOpenRange, at, item.node, 0, 0, static_cast<uint8_t>(*comparison)),
              nullptr};
    skip();
    if (items.empty() && !comparison && take(".."))
      return parse_interval_end(!open_start, item, position);
    if (items.empty()) element = item.type;
    items.push_back(item.node);
  } while (!open_start && take(","));
  if (open_start) return fail("expected ..");
  if (!expect("]")) return {};
  const NodeId node = emit(Op::kList, position, items);
  return {all_constant(items) ? folded(node) : node,
          element != nullptr ? program_.types().list_of(element) : nullptr};
}

Expression Compiler::parse_interval_end(bool start_included, Expression start, uint32_t position) {
  if (++depth_ > kMaxIntervalNesting) return fail("nested too deeply");
  const bool outer = interval_end_;
  interval_end_ = true;
  const Expression end = parse_binary(1);
  interval_end_ = outer;
  --depth_;
  if (failed()) return {};
  skip();
  bool end_included = false;
  if (take("]")) {
    end_included = true;
  } else if (!take(")") && !take("[")) {
    return fail("expected the end of a range");
  }
  const uint8_t flag = static_cast<uint8_t>((start_included ? 1 : 0) | (end_included ? 2 : 0));
  const NodeId node = emit(Op::kInterval, position, start.node, end.node, 0, flag);
  return {all_constant({start.node, end.node}) ? folded(node) : node,
          start.type != nullptr ? program_.types().range_of(start.type) : nullptr};
}

Expression Compiler::parse_context() {
  const auto position = static_cast<uint32_t>(at_++);
  const size_t scope = mark();
  std::vector<uint32_t> children;
  Type* type = program_.types().make(Type::Form::kContext);
  skip();
  bool duplicate = false;
  while (!failed() && !take("}")) {
    if (!children.empty() && !expect(",")) return {};
    skip();
    std::string key;
    if (peek() == '"') {
      if (!parse_text(key)) return {};
    } else {
      const size_t end = text_.find_first_of(":{}[](),\"", at_);
      if (end == std::string_view::npos || text_[end] != ':')
        return fail("expected a key and a colon");
      key = normalized_name(text_.substr(at_, end - at_));
      at_ = end;
      if (key.empty()) return fail("expected a key");
    }
    if (!expect(":")) return {};
    const Expression value = parse_expression();
    if (failed()) return {};
    duplicate = duplicate || type->field(key) != nullptr;
    type->fields.push_back({key, value.type != nullptr ? value.type : any_type()});
    const uint32_t slot = declare(key, value.type);
    children.insert(children.end(), {program_.add_constant(Value(key)), slot, value.node});
    skip();
  }
  restore(scope);
  if (failed()) return {};
  if (duplicate)
    return {emit(Op::kUnknown, position, program_.add_constant(Value("duplicate key"))), nullptr};
  return {emit(Op::kContext, position, children), type};
}

Expression Compiler::parse_name() {
  const auto position = static_cast<uint32_t>(at_);
  const size_t simple_end = word_end(at_);
  const std::string_view word = text_.substr(at_, simple_end - at_);
  const Match known = longest_name();
  if (known.end <= simple_end) {
    if (take_word("if")) return parse_if();
    if (take_word("for")) return parse_for();
    if (take_word("some")) return parse_quantified(Op::kSome);
    if (take_word("every")) return parse_quantified(Op::kEvery);
    if (take_word("true")) return {constant(Value(true)), simple_type(Kind::kBoolean)};
    if (take_word("false")) return {constant(Value(false)), simple_type(Kind::kBoolean)};
    if (take_word("null")) return {constant(Value()), nullptr};
    if (word == "function" && known.end <= at_) {
      take_word("function");
      skip();
      if (peek() == '(') return parse_function();
      return fail("expected (");
    }
    if (is_separator_word(word) && known.end <= at_) return fail("unexpected " + std::string(word));
  }
  if (known.end > at_) {
    at_ = known.end;
    const size_t after = at_;
    skip();
    const bool called = peek() == '(';
    at_ = after;
    return resolve(known.name, position, called);
  }
  const std::string name = joined_words();
  if (name.empty()) return fail("unexpected character");
  return resolve(name, position, false);
}

Expression Compiler::parse_path(Expression base, uint32_t position) {
  skip();
  std::string name;
  const Type* context = base.type;
  const bool over_list = context != nullptr && context->form == Type::Form::kList;
  if (over_list) context = context->element;
  if (context != nullptr) {
    size_t longest = at_;
    for (const auto& field : context->fields) {
      const size_t end = match_name(field.name, at_);
      if (end > longest) {
        longest = end;
        name = field.name;
      }
    }
    if (!name.empty()) at_ = longest;
  }
  if (name.empty()) name = joined_words();
  if (name.empty()) return fail("expected a name");
  const Type* type = context != nullptr ? context->field(name) : nullptr;
  if (type != nullptr && over_list) type = program_.types().list_of(type);
  return {emit(Op::kPath, position, base.node, program_.add_constant(Value(name))), type};
}

Expression Compiler::parse_filter(Expression base, uint32_t position) {
  const size_t scope = mark();
  const Type* item = base.type;
  if (item != nullptr && item->form == Type::Form::kList) item = item->element;
  const uint32_t slot = declare_item(item);
  skip();
  const auto at = static_cast<uint32_t>(at_);
  const auto comparison = take_comparison();  // [> 2] stands for [item > 2]
  Expression condition = parse_expression();
  if (comparison && !failed())
    condition = {
        emit(Op::kTestCompare, at, slot, condition.node, 0, static_cast<uint8_t>(*comparison)),
        nullptr};
  restore(scope);
  if (failed() || !expect("]")) return {};
  const Value* index = program_.if_constant(condition.node);
  const bool indexed = (index != nullptr && index->is(Kind::kNumber)) ||
                       condition.type == simple_type(Kind::kNumber);
  const Type* type = indexed ? item : (item != nullptr ? program_.types().list_of(item) : nullptr);
  return {emit(Op::kFilter, position, base.node, condition.node, slot), type};
}

}  // namespace lingqu::feel
