// Reading: the operators and the textual expressions. Part of Compiler.
#include "feel/builtin.hpp"
#include "feel/compiler.hpp"
#include "feel/names.hpp"

namespace lingqu::feel {
namespace {
constexpr int kMaxNesting = 120;
// Reading goes back in places; this bounds it: so many steps, and so many more per byte.
constexpr size_t kMaxWork = 20'000, kMaxWorkPerByte = 20;

struct Operator {
  std::string_view symbol;
  Op op;
  int precedence;
};
// Longer symbols first.
constexpr Operator kOperators[] = {
    {"**", Op::kPower, 6},        {"!=", Op::kNotEqual, 3}, {"<=", Op::kLessEqual, 3},
    {">=", Op::kGreaterEqual, 3}, {"=", Op::kEqual, 3},     {"<", Op::kLess, 3},
    {">", Op::kGreater, 3},       {"+", Op::kAdd, 4},       {"-", Op::kSubtract, 4},
    {"*", Op::kMultiply, 5},      {"/", Op::kDivide, 5}};
constexpr int kComparisonLevel = 3, kAdditiveLevel = 4;
}  // namespace

Expression Compiler::fail(std::string message) {
  if (!failed()) error_ = {std::move(message), static_cast<uint32_t>(at_)};
  return {};
}

void Compiler::skip() {
  while (at_ < text_.size()) {
    size_t length;
    if (is_space(decode(text_, at_, length))) {
      at_ += length;
    } else if (text_.substr(at_, 2) == "//") {
      const size_t end = text_.find('\n', at_);
      at_ = end == std::string_view::npos ? text_.size() : end + 1;
    } else if (text_.substr(at_, 2) == "/*") {
      const size_t end = text_.find("*/", at_ + 2);
      at_ = end == std::string_view::npos ? text_.size() : end + 2;
    } else {
      return;
    }
  }
}

char Compiler::peek(size_t ahead) const {
  return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
}

bool Compiler::take(std::string_view symbol) {
  if (text_.substr(at_, symbol.size()) != symbol) return false;
  at_ += symbol.size();
  return true;
}

size_t Compiler::word_end(size_t from) const {
  size_t length;
  if (from >= text_.size() || !is_name_start(decode(text_, from, length))) return from;
  while (from < text_.size() && is_name_part(decode(text_, from, length))) from += length;
  return from;
}

bool Compiler::at_word(std::string_view word) const {
  return text_.substr(at_, word.size()) == word && word_end(at_) == at_ + word.size();
}

bool Compiler::take_word(std::string_view word) {
  if (!at_word(word)) return false;
  at_ += word.size();
  return true;
}

bool Compiler::expect(std::string_view symbol) {
  skip();
  if (is_name_start(static_cast<unsigned char>(symbol[0])) ? take_word(symbol) : take(symbol))
    return true;
  fail("expected " + std::string(symbol));
  return false;
}

// The end of `name` in the text from `from` on, white space being elastic; `from` if it is not
// there.
size_t Compiler::match_name(std::string_view name, size_t from) const {
  size_t at = from;
  for (const char c : name) {
    if (c == ' ') {
      size_t length, gap = at;
      while (gap < text_.size() && is_space(decode(text_, gap, length))) gap += length;
      if (gap == at) return from;
      at = gap;
    } else if (at < text_.size() && text_[at] == c) {
      ++at;
    } else {
      return from;
    }
  }
  size_t length, last = name.size();
  while (last > 0 && (static_cast<unsigned char>(name[last - 1]) & 0xc0) == 0x80) --last;
  const bool ends_in_word = last > 0 && is_name_part(decode(name, last - 1, length));
  if (ends_in_word && at < text_.size() && is_name_part(decode(text_, at, length))) return from;
  return at;
}

Compiler::Match Compiler::longest_name() const {
  Match best;
  best.end = at_;
  const auto consider = [&](std::string_view name) {
    if (name.empty() || name[0] != peek()) return;
    const size_t end = match_name(name, at_);
    if (end > best.end) {
      best.end = end;
      best.name = name;
    }
  };
  for (const Variable& variable : variables_) {
    consider(variable.name);
    if (variable.item && variable.type != nullptr)
      for (const auto& field : variable.type->fields) consider(field.name);
  }
  for (const std::string_view name : builtin_names()) consider(name);
  return best;
}

// A name nobody declared: words up to what cannot belong to it.
std::string Compiler::joined_words() {
  std::string name;
  while (true) {
    const size_t end = word_end(at_);
    if (end == at_ || (!name.empty() && is_separator_word(text_.substr(at_, end - at_))))
      return name;
    if (!name.empty()) name.push_back(' ');
    name.append(text_.substr(at_, end - at_));
    at_ = end;
    const size_t before = at_;
    skip();
    const size_t next = word_end(at_);
    if (next == at_ || is_separator_word(text_.substr(at_, next - at_))) {
      at_ = before;
      return name;
    }
  }
}

std::optional<Comparison> Compiler::take_comparison() {
  if (take("<=")) return Comparison::kLessEqual;
  if (take(">=")) return Comparison::kGreaterEqual;
  if (take("!=")) return Comparison::kNotEqual;
  if (take("<")) return Comparison::kLess;
  if (take(">")) return Comparison::kGreater;
  if (take("=")) return Comparison::kEqual;
  return std::nullopt;
}

Expression Compiler::parse_expression() {
  if (++depth_ > kMaxNesting) return fail("nested too deeply");
  const bool interval_end = interval_end_;
  interval_end_ = false;
  const Expression result = parse_binary(1);
  interval_end_ = interval_end;
  --depth_;
  return result;
}

Expression Compiler::parse_binary(int lowest) {
  Expression left = parse_unary();
  while (!failed()) {
    skip();
    const auto position = static_cast<uint32_t>(at_);
    if (lowest <= 1 && take_word("or")) {
      const Expression right = parse_binary(2);
      if (failed()) break;
      left = {emit(Op::kOr, position, left.node, right.node), simple_type(Kind::kBoolean)};
      continue;
    }
    if (lowest <= 2 && take_word("and")) {
      const Expression right = parse_binary(3);
      if (failed()) break;
      left = {emit(Op::kAnd, position, left.node, right.node), simple_type(Kind::kBoolean)};
      continue;
    }
    if (lowest <= kComparisonLevel && take_word("between")) {
      left = parse_between(left, position);
      continue;
    }
    if (lowest <= kComparisonLevel && take_word("in")) {
      left = parse_in(left, position);
      continue;
    }
    const Operator* found = nullptr;
    for (const Operator& candidate : kOperators) {
      if (text_.substr(at_, candidate.symbol.size()) == candidate.symbol) {
        found = &candidate;
        break;
      }
    }
    if (found == nullptr || found->precedence < lowest) break;
    at_ += found->symbol.size();
    const Expression right = parse_binary(found->precedence + 1);
    if (failed()) break;
    const bool compares = found->precedence == kComparisonLevel;
    const Type* type =
        compares ? simple_type(Kind::kBoolean) : (left.type == right.type ? left.type : nullptr);
    left = {emit(found->op, position, left.node, right.node), type};
    const Node& node = program_.node(left.node);
    if (all_constant({node.a, node.b})) left.node = folded(left.node);
  }
  return failed() ? Expression() : left;
}

Expression Compiler::parse_between(Expression left, uint32_t position) {
  const Expression low = parse_binary(kAdditiveLevel);
  if (failed() || !expect("and")) return {};
  const Expression high = parse_binary(kAdditiveLevel);
  if (failed()) return {};
  return {emit(Op::kBetween, position, {left.node, low.node, high.node}),
          simple_type(Kind::kBoolean)};
}

Expression Compiler::parse_in(Expression left, uint32_t position) {
  const uint32_t slot = new_slot();
  skip();
  NodeId test = kNoNode;
  const size_t start = at_;
  const int depth = depth_;
  if (peek() == '(') {
    // Either tests in parentheses, or an expression that begins with one (an interval, a value).
    take("(");
    const size_t scope = mark();
    test = parse_tests(slot);
    restore(scope);
    if (failed() || !(skip(), take(")"))) {
      error_ = {};
      at_ = start;
      depth_ = depth;
      test = kNoNode;
    }
  }
  if (test == kNoNode) test = parse_test(slot);
  if (failed()) return {};
  return {emit(Op::kIn, position, left.node, slot, test), simple_type(Kind::kBoolean)};
}

NodeId Compiler::parse_test(uint32_t slot) {
  skip();
  const auto position = static_cast<uint32_t>(at_);
  if (const auto comparison = take_comparison()) {
    const Expression end = parse_binary(kAdditiveLevel);
    return failed() ? kNoNode
                    : emit(Op::kTestCompare, position, slot, end.node, 0,
                           static_cast<uint8_t>(*comparison));
  }
  const bool outer = saw_question_;
  saw_question_ = false;
  const Expression value = parse_expression();
  const bool used = saw_question_;
  saw_question_ = outer;
  if (failed()) return kNoNode;
  return used ? emit(Op::kTestTrue, position, value.node)
              : emit(Op::kTestMatch, position, slot, value.node);
}

NodeId Compiler::parse_tests(uint32_t slot) {
  std::vector<uint32_t> tests;
  const auto position = static_cast<uint32_t>(at_);
  do {
    tests.push_back(parse_test(slot));
    skip();
  } while (!failed() && take(","));
  if (failed()) return kNoNode;
  return tests.size() == 1 ? tests[0] : emit(Op::kTestAny, position, tests);
}

Expression Compiler::parse_unary() {
  if (++work_ > kMaxWork + kMaxWorkPerByte * text_.size()) return fail("too complex");
  skip();
  const auto position = static_cast<uint32_t>(at_);
  if (take("-")) {
    if (++depth_ > kMaxNesting) return fail("nested too deeply");
    const Expression operand = parse_unary();
    --depth_;
    if (failed()) return {};
    const NodeId node = emit(Op::kNegate, position, operand.node);
    return {all_constant({operand.node}) ? folded(node) : node, operand.type};
  }
  Expression result = parse_postfix();
  while (!failed()) {
    skip();
    if (!at_word("instance")) break;
    take_word("instance");
    if (!expect("of")) return {};
    const Type* type = parse_type();
    if (failed()) return {};
    result = {emit(Op::kInstanceOf, position, result.node, program_.add_type(type)),
              simple_type(Kind::kBoolean)};
  }
  return result;
}

Expression Compiler::parse_if() {
  const auto position = static_cast<uint32_t>(at_);
  const Expression condition = parse_expression();
  if (failed() || !expect("then")) return {};
  const Expression yes = parse_expression();
  if (failed() || !expect("else")) return {};
  const Expression no = parse_expression();
  if (failed()) return {};
  return {emit(Op::kIf, position, {condition.node, yes.node, no.node}),
          yes.type != nullptr ? yes.type : no.type};
}

bool Compiler::parse_iterators(std::vector<uint32_t>& iterators, std::string_view end_word) {
  do {
    skip();
    std::string name;
    while (!at_word("in")) {  // a name ends before the first word `in`
      const size_t end = word_end(at_);
      if (end == at_) {
        fail("expected a name");
        return false;
      }
      if (!name.empty()) name.push_back(' ');
      name.append(text_.substr(at_, end - at_));
      at_ = end;
      skip();
    }
    take_word("in");
    if (name.empty()) {
      fail("expected a name");
      return false;
    }
    const Expression domain = parse_expression();
    if (failed()) return false;
    NodeId end = kNoNode;
    skip();
    if (take("..")) end = parse_expression().node;
    if (failed()) return false;
    const Type* item = domain.type;
    if (item != nullptr && end == kNoNode)
      item = item->form == Type::Form::kList || item->form == Type::Form::kRange ? item->element
                                                                                 : item;
    const uint32_t slot = declare(name, item);
    iterators.insert(iterators.end(), {slot, domain.node, end});
    skip();
  } while (take(","));
  return expect(end_word);
}

Expression Compiler::parse_for() {
  const auto position = static_cast<uint32_t>(at_);
  const size_t scope = mark();
  std::vector<uint32_t> children(2);
  if (!parse_iterators(children, "return")) return {};
  const size_t before = program_.size();
  children[1] = declare("partial");
  const Expression body = parse_expression();
  if (failed()) return {};
  children[0] = body.node;
  bool uses_partial = false;
  for (auto id = static_cast<NodeId>(before); id < program_.size(); ++id) {
    const Node& node = program_.node(id);
    uses_partial =
        uses_partial || (node.op == Op::kSlot && node.a == children[1]) || node.op == Op::kLambda;
  }
  if (!uses_partial) children[1] = kNoNode;
  restore(scope);
  return {emit(Op::kFor, position, children),
          body.type != nullptr ? program_.types().list_of(body.type) : nullptr};
}

Expression Compiler::parse_quantified(Op op) {
  const auto position = static_cast<uint32_t>(at_);
  const size_t scope = mark();
  std::vector<uint32_t> children(1);
  if (!parse_iterators(children, "satisfies")) return {};
  children[0] = parse_expression().node;
  restore(scope);
  if (failed()) return {};
  return {emit(op, position, children), simple_type(Kind::kBoolean)};
}

}  // namespace lingqu::feel
