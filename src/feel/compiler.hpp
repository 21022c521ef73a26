// Compiles FEEL text into a Program (grammar: DMN 1.5, 10.3.1.2). Names may hold spaces and
// operators, so they are resolved against the names in scope while reading: the longest name that
// matches wins (10.3.1.4).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "feel/program.hpp"

namespace lingqu::feel {

struct SyntaxError {
  std::string message;
  uint32_t position = 0;  // byte offset in the text
};

// A compiled piece with what is known of its type (null pointer: nothing).
struct Expression {
  NodeId node = kNoNode;
  const Type* type = nullptr;
};

class Compiler {
 public:
  explicit Compiler(Program& program, const TypeNames* types = nullptr);

  // Scopes: what is declared after mark() is forgotten by restore().
  size_t mark() const { return variables_.size(); }
  void restore(size_t mark) { variables_.resize(mark); }
  uint32_t new_slot();
  void declare(std::string_view name, uint32_t slot, const Type* type = nullptr);
  uint32_t declare(std::string_view name, const Type* type = nullptr);
  // The slot holds `item`, whose entries are names too (filters).
  uint32_t declare_item(const Type* type);
  // Functions: parameters get the first slots of a new frame.
  void begin_function(const std::vector<Parameter>& parameters);
  NodeId end_function(NodeId body, std::vector<Parameter> parameters);
  NodeId external_function(std::vector<Parameter> parameters, std::string_view java_class,
                           std::string_view signature);

  // Text into nodes; nothing on a syntax error, then error() says what and where.
  std::optional<Expression> expression(std::string_view text);
  // The cell of a decision table, tests on the value in `slot` (named `?`). "-" and empty text:
  // always true.
  std::optional<Expression> unary_tests(std::string_view text, uint32_t slot, const Type* type);
  // The name as a variable in scope.
  std::optional<Expression> variable(std::string_view name);
  const SyntaxError& error() const { return error_; }

  Program& program() { return program_; }
  NodeId constant(Value value);
  NodeId coerced(NodeId node, const Type* type);
  const Type* find_type(std::string_view name) const;

 private:
  struct Variable {
    std::string name;
    uint32_t level;
    uint32_t slot;
    const Type* type;
    bool item = false;  // a filtered item: its entries are names
  };
  struct FunctionState {
    uint32_t slots = 0;
    std::vector<Lambda::Capture> captures;
  };
  struct Match {  // a name found in the text
    size_t end = 0;
    const Variable* variable = nullptr;
    std::string name;
  };

  // Reading.
  bool failed() const { return !error_.message.empty(); }
  Expression fail(std::string message);
  void skip();
  char peek(size_t ahead = 0) const;
  bool take(std::string_view symbol);
  bool at_word(std::string_view word) const;
  bool take_word(std::string_view word);
  bool expect(std::string_view symbol);
  size_t word_end(size_t from) const;
  size_t match_name(std::string_view name, size_t from) const;
  Match longest_name() const;
  std::string joined_words();
  std::optional<Comparison> take_comparison();

  // Grammar; each returns kNoNode after fail().
  Expression parse_expression();
  Expression parse_binary(int lowest);
  Expression parse_between(Expression left, uint32_t position);
  Expression parse_unary();
  Expression parse_postfix();
  Expression parse_primary();
  Expression parse_number();
  Expression parse_string_literal();
  Expression parse_at_literal();
  Expression parse_parenthesis();
  Expression parse_bracket();
  Expression parse_interval_end(bool start_included, Expression start, uint32_t position);
  Expression parse_context();
  Expression parse_name();
  Expression parse_if();
  Expression parse_for();
  Expression parse_quantified(Op op);
  Expression parse_function();
  Expression parse_filter(Expression base, uint32_t position);
  Expression parse_path(Expression base, uint32_t position);
  Expression parse_call(Expression callee, uint32_t position);
  Expression parse_in(Expression left, uint32_t position);
  NodeId parse_test(uint32_t slot);
  NodeId parse_tests(uint32_t slot);
  bool parse_iterators(std::vector<uint32_t>& iterators, std::string_view end_word);
  bool parse_text(std::string& text);
  bool parse_parameters(std::vector<Parameter>& parameters);
  const Type* parse_type();

  NodeId emit(Op op, uint32_t position, NodeId a = 0, NodeId b = 0, uint32_t c = 0,
              uint8_t flag = 0);
  NodeId emit(Op op, uint32_t position, const std::vector<uint32_t>& children, uint32_t a = 0,
              uint8_t flag = 0);
  Expression resolve(const std::string& name, uint32_t position, bool called);
  uint32_t slot_here(uint32_t level, uint32_t slot, uint32_t target);
  uint32_t level() const { return static_cast<uint32_t>(functions_.size() - 1); }
  bool all_constant(const std::vector<uint32_t>& nodes) const;
  NodeId folded(NodeId node);

  Program& program_;
  const TypeNames* types_;
  std::vector<Variable> variables_;
  std::vector<FunctionState> functions_;
  std::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
  size_t work_ = 0;
  bool saw_question_ = false;
  bool interval_end_ = false;  // reading the end of an interval: `[` may close it
  SyntaxError error_;
};

// One expression over named inputs, for callers without a model. Slots of the frame are the inputs
// in their order.
struct CompiledExpression {
  std::shared_ptr<const Program> program;  // null pointer on a syntax error
  SyntaxError error;
};
CompiledExpression compile(std::string_view text, const std::vector<Parameter>& inputs,
                           const TypeNames* types = nullptr);
// Unary tests on the first input, which has the name `?`.
CompiledExpression compile_tests(std::string_view text, const Type* type,
                                 const TypeNames* types = nullptr);

}  // namespace lingqu::feel
