#include "feel/compiler.hpp"

#include "feel/builtin.hpp"
#include "feel/evaluator.hpp"
#include "feel/names.hpp"
#include "feel/native.hpp"

namespace lingqu::feel {

Compiler::Compiler(Program& program, const TypeNames* types) : program_(program), types_(types) {
  functions_.emplace_back();
  functions_[0].slots = program.slots();
}

uint32_t Compiler::new_slot() {
  const uint32_t slot = functions_.back().slots++;
  if (functions_.size() == 1) program_.reserve_slots(functions_[0].slots);
  return slot;
}

void Compiler::declare(std::string_view name, uint32_t slot, const Type* type) {
  variables_.push_back({normalized_name(name), level(), slot, type});
}

uint32_t Compiler::declare(std::string_view name, const Type* type) {
  const uint32_t slot = new_slot();
  declare(name, slot, type);
  return slot;
}

uint32_t Compiler::declare_item(const Type* type) {
  const uint32_t slot = declare("item", type);
  variables_.push_back({"", level(), slot, type, true});
  return slot;
}

void Compiler::begin_function(const std::vector<Parameter>& parameters) {
  functions_.emplace_back();
  for (const Parameter& parameter : parameters) declare(parameter.name, parameter.type);
}

NodeId Compiler::end_function(NodeId body, std::vector<Parameter> parameters) {
  Lambda lambda;
  lambda.parameters = std::move(parameters);
  lambda.body = body;
  lambda.slots = functions_.back().slots;
  lambda.captures = std::move(functions_.back().captures);
  functions_.pop_back();
  while (!variables_.empty() && variables_.back().level > level()) variables_.pop_back();
  return emit(Op::kLambda, static_cast<uint32_t>(at_), program_.add_lambda(std::move(lambda)));
}

NodeId Compiler::external_function(std::vector<Parameter> parameters, std::string_view java_class,
                                   std::string_view signature) {
  Lambda lambda;
  lambda.parameters = std::move(parameters);
  lambda.external = true;
  lambda.native = find_native(java_class, signature);
  return emit(Op::kLambda, static_cast<uint32_t>(at_), program_.add_lambda(std::move(lambda)));
}

std::optional<Expression> Compiler::expression(std::string_view text) {
  text_ = text;
  at_ = 0;
  depth_ = 0;
  work_ = 0;
  error_ = {};
  interval_end_ = false;
  const size_t scope = mark();
  const size_t functions = functions_.size();
  Expression result = parse_expression();
  skip();
  if (!failed() && at_ != text_.size()) fail("unexpected text");
  if (!failed()) return result;
  functions_.resize(functions);
  restore(scope);
  return std::nullopt;
}

std::optional<Expression> Compiler::unary_tests(std::string_view text, uint32_t slot,
                                                const Type* type) {
  text_ = text;
  at_ = 0;
  depth_ = 0;
  work_ = 0;
  error_ = {};
  interval_end_ = false;
  const size_t scope = mark();
  const size_t functions = functions_.size();
  declare("?", slot, type);
  skip();
  NodeId node;
  if (at_ == text_.size() || normalized_name(text) == "-") {
    node = constant(Value(true));
    at_ = text_.size();
  } else {
    node = kNoNode;
    const size_t start = at_;
    if (take_word("not") && (skip(), take("("))) {
      const NodeId inner = parse_tests(slot);
      if (!failed() && expect(")") && (skip(), at_ == text_.size()))
        node = emit(Op::kTestNot, 0, inner);
    }
    if (node == kNoNode) {
      at_ = start;
      error_ = {};
      depth_ = 0;
      functions_.resize(functions);
      restore(scope + 1);
      node = parse_tests(slot);
      skip();
      if (!failed() && at_ != text_.size()) fail("unexpected text");
    }
  }
  functions_.resize(functions);
  restore(scope);
  if (failed()) return std::nullopt;
  return Expression{node, simple_type(Kind::kBoolean)};
}

std::optional<Expression> Compiler::variable(std::string_view name) {
  for (const Variable& variable : variables_)
    if (variable.name == name) return resolve(std::string(name), 0, false);
  return std::nullopt;
}

NodeId Compiler::constant(Value value) {
  return emit(Op::kConstant, static_cast<uint32_t>(at_), program_.add_constant(std::move(value)));
}

NodeId Compiler::coerced(NodeId node, const Type* type) {
  if (type == nullptr || type->form == Type::Form::kAny) return node;
  return emit(Op::kCoerce, program_.node(node).position, node, program_.add_type(type));
}

const Type* Compiler::find_type(std::string_view name) const {
  if (types_ != nullptr) {
    for (const auto& [own, type] : *types_)
      if (own == name) return type;
  }
  return builtin_type(name);
}

NodeId Compiler::emit(Op op, uint32_t position, NodeId a, NodeId b, uint32_t c, uint8_t flag) {
  Node node{op, flag, a, b, c, 0, 0, position};
  return program_.add(node);
}

NodeId Compiler::emit(Op op, uint32_t position, const std::vector<uint32_t>& children, uint32_t a,
                      uint8_t flag) {
  Node node{op, flag, a, 0, 0, 0, 0, position};
  return program_.add(node, children);
}

bool Compiler::all_constant(const std::vector<uint32_t>& nodes) const {
  for (const NodeId node : nodes)
    if (program_.if_constant(node) == nullptr) return false;
  return true;
}

// The node as a constant, if it evaluates to a value now; else itself.
NodeId Compiler::folded(NodeId node) {
  Evaluator evaluator(Budget{1000, 1 << 20, 100});
  Value value = evaluator.evaluate(program_, node, nullptr);
  if (value.is_null() || evaluator.stopped() != Stop::kNone) return node;
  return constant(std::move(value));
}

uint32_t Compiler::slot_here(uint32_t from, uint32_t slot, uint32_t target) {
  if (from == target) return slot;
  const uint32_t outer = slot_here(from, slot, target - 1);
  FunctionState& function = functions_[target];
  for (const auto& capture : function.captures)
    if (capture.from == outer) return capture.to;
  function.captures.push_back({outer, function.slots});
  return function.slots++;
}

Expression Compiler::resolve(const std::string& name, uint32_t position, bool called) {
  // Names are looked for from the innermost scope outwards; a filtered item may have any entry, so
  // it is asked first.
  std::vector<const Variable*> items;
  Expression found;
  size_t at = variables_.size();
  while (at > 0 && (variables_[at - 1].item || variables_[at - 1].name != name)) {
    --at;
    if (variables_[at].item) items.push_back(&variables_[at]);
  }
  // A variable that is declared to be something else than a function cannot be called: a call of its name means the built-in function
  // (a field `date` beside date("2026-01-01")).
  const Value* const called_builtin = called ? find_builtin(name) : nullptr;
  const Type* const declared = at > 0 ? variables_[at - 1].type : nullptr;
  const bool callable = declared == nullptr || declared->form == Type::Form::kAny || declared->form == Type::Form::kFunction;
  if (at > 0 && !(called_builtin != nullptr && !callable)) {
    const Variable& variable = variables_[at - 1];
    if (name == "?") saw_question_ = true;
    found.type = variable.type;
    found.node = emit(Op::kSlot, position, slot_here(variable.level, variable.slot, level()));
  } else if (const Value* builtin = find_builtin(name)) {
    found.node = constant(*builtin);
    if (called) return found;
  } else if (items.empty()) {
    found.node =
        emit(Op::kUnknown, position, program_.add_constant(Value("unknown name: " + name)));
  }
  for (auto item = items.rbegin(); item != items.rend(); ++item) {
    const uint32_t slot = slot_here((*item)->level, (*item)->slot, level());
    const Type* field = (*item)->type != nullptr ? (*item)->type->field(name) : nullptr;
    found.node =
        emit(Op::kItemName, position, slot, program_.add_constant(Value(name)), found.node);
    if (field != nullptr) found.type = field;
  }
  return found;
}

CompiledExpression compile(std::string_view text, const std::vector<Parameter>& inputs,
                           const TypeNames* types) {
  auto program = std::make_shared<Program>();
  Compiler compiler(*program, types);
  for (const Parameter& input : inputs) compiler.declare(input.name, input.type);
  const auto compiled = compiler.expression(text);
  if (!compiled) return {nullptr, compiler.error()};
  program->set_root(compiled->node);
  return {std::move(program), {}};
}

CompiledExpression compile_tests(std::string_view text, const Type* type, const TypeNames* types) {
  auto program = std::make_shared<Program>();
  Compiler compiler(*program, types);
  const uint32_t slot = compiler.new_slot();
  const auto compiled = compiler.unary_tests(text, slot, type);
  if (!compiled) return {nullptr, compiler.error()};
  program->set_root(compiled->node);
  return {std::move(program), {}};
}

}  // namespace lingqu::feel
