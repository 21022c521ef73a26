#include "dmn/detail/block.hpp"

#include <algorithm>
#include <bit>

#include "dmn/detail/evaluation.hpp"
#include "feel/operation.hpp"

namespace lingqu::dmn {

using feel::Decimal;
using feel::Kind;
using feel::kNoNode;
using feel::Node;
using feel::NodeId;
using feel::Op;
using feel::Program;
using feel::Truth;
using feel::Value;

namespace {

// What conversion to the type leaves as it is.
bool passes(const Value& value, const feel::Type& type) {
  return value.is_null() || type.form == feel::Type::Form::kAny ||
         (type.form == feel::Type::Form::kSimple && value.is(type.kind) && type.allowed == nullptr);
}

Value finite(Decimal number) {
  return number.is_finite() ? Value(number) : Value();
}

Value arithmetic(Op op, const Value& a, const Value& b) {
  switch (op) {
    case Op::kAdd:
      return feel::add(a, b);
    case Op::kSubtract:
      return feel::subtract(a, b);
    case Op::kMultiply:
      return feel::multiply(a, b);
    case Op::kDivide:
      return feel::divide(a, b);
    default:
      return feel::power(a, b);
  }
}

Value compared(Op op, const Value& a, const Value& b) {
  if (op == Op::kEqual) return to_value(feel::equal(a, b));
  if (op == Op::kNotEqual) {
    const Truth result = feel::equal(a, b);
    return result == Truth::kNull ? Value() : Value(result == Truth::kFalse);
  }
  int order;
  if (!feel::order(a, b, order)) return Value();
  switch (op) {
    case Op::kLess:
      return Value(order < 0);
    case Op::kLessEqual:
      return Value(order <= 0);
    case Op::kGreater:
      return Value(order > 0);
    default:
      return Value(order >= 0);
  }
}

Value connected(Op op, const Value& a, const Value& b) {
  const Truth decisive = feel::truth(op == Op::kOr), x = feel::to_truth(a), y = feel::to_truth(b);
  if (x == decisive || y == decisive) return to_value(decisive);
  return x == Truth::kNull || y == Truth::kNull ? Value() : to_value(y);
}

}  // namespace

Block::Block(const Compiled& compiled, const feel::Budget& budget, const feel::Moment& moment)
    : compiled_(compiled),
      moment_(moment),
      evaluator_(budget, moment),
      columns_(compiled.elements.size()),
      known_(compiled.elements.size(), false) {}

void Block::begin(size_t rows) {
  rows_ = rows;
  std::fill(known_.begin(), known_.end(), false);
}

void Block::set(uint32_t id, const Value* values) {
  const Element& element = compiled_.elements[id];
  if (columns_[id] == nullptr) columns_[id].reset(new Value[kRows]);
  for (size_t row = 0; row < rows_; ++row) {
    columns_[id][row] = values[row];
    if (element.type != nullptr) convert(columns_[id][row], *element.type);
  }
  known_[id] = true;
}

const Value* Block::get(uint32_t id) {
  if (!known_[id]) {
    if (columns_[id] == nullptr) columns_[id].reset(new Value[kRows]);
    known_[id] = true;  // before it is computed: circles are refused at load
    compute(id);
  }
  return columns_[id].get();
}

Value* Block::buffer() {
  if (used_ == buffers_.size()) buffers_.emplace_back(new Value[kRows]);
  return buffers_[used_++].get();
}

void Block::convert(Value& value, const feel::Type& type) {
  if (passes(value, type)) return;
  evaluator_.coerce(value, type);
  end_row();
}

// True if the row kept within its budget; the next one starts afresh.
bool Block::end_row() {
  const bool good = evaluator_.stopped() == feel::Stop::kNone;
  if (!good) ++stopped_;
  evaluator_.reset(moment_);
  return good;
}

void Block::compute(uint32_t id) {
  const Element& element = compiled_.elements[id];
  Value* out = columns_[id].get();
  if (element.kind != Element::Kind::kDecision || element.program == nullptr) {
    std::fill(out, out + rows_, element.function);
    return;
  }
  Scope scope{&element, element.program.get(),
              std::vector<const Value*>(element.program->slots(), nullptr)};
  for (const auto& requirement : element.requirements)
    scope.columns[requirement.slot] = get(requirement.element);
  for (const auto& bundle : element.bundles)
    for (const auto& [name, required] : bundle.entries) get(required);
  const size_t used = used_;
  const View result = column(scope, element.program->root());
  for (size_t row = 0; row < rows_; ++row) {
    out[row] = result[row];
    if (element.type != nullptr) convert(out[row], *element.type);
  }
  used_ = used;
}

Block::View Block::column(Scope& scope, NodeId id) {
  const Node& node = scope.program->node(id);
  switch (node.op) {
    case Op::kConstant:
      return {&scope.program->constant(node.a), 0};
    case Op::kSlot:
      if (const Value* values = scope.columns[node.a]) return {values, 1};
      return row_by_row(scope, id);
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kPower:
    case Op::kEqual:
    case Op::kNotEqual:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
    case Op::kAnd:
    case Op::kOr:
      return binary(scope, node);
    case Op::kNegate: {
      const View a = column(scope, node.a);
      Value* out = buffer();
      for (size_t row = 0; row < rows_; ++row) out[row] = feel::negate(a[row]);
      return {out, 1};
    }
    case Op::kCoerce:
      return coerced(scope, node);
    case Op::kExtension:
      return table(scope, node);
    case Op::kCall:
      return call(scope, node);
    default:
      return row_by_row(scope, id);
  }
}

Block::View Block::binary(Scope& scope, const Node& node) {
  const View a = column(scope, node.a), b = column(scope, node.b);
  Value* out = buffer();
  const auto numbers = [&](auto operation) {
    for (size_t row = 0; row < rows_; ++row) {
      const Value &x = a[row], &y = b[row];
      out[row] = x.is(Kind::kNumber) && y.is(Kind::kNumber)
                     ? finite(operation(x.number(), y.number()))
                     : arithmetic(node.op, x, y);
    }
  };
  switch (node.op) {
    case Op::kAdd:
      numbers([](Decimal x, Decimal y) { return x + y; });
      break;
    case Op::kSubtract:
      numbers([](Decimal x, Decimal y) { return x - y; });
      break;
    case Op::kMultiply:
      numbers([](Decimal x, Decimal y) { return x * y; });
      break;
    case Op::kDivide:
    case Op::kPower:
      for (size_t row = 0; row < rows_; ++row) out[row] = arithmetic(node.op, a[row], b[row]);
      break;
    case Op::kAnd:
    case Op::kOr:
      for (size_t row = 0; row < rows_; ++row) out[row] = connected(node.op, a[row], b[row]);
      break;
    default:
      for (size_t row = 0; row < rows_; ++row) out[row] = compared(node.op, a[row], b[row]);
  }
  return {out, 1};
}

Block::View Block::coerced(Scope& scope, const Node& node) {
  const View a = column(scope, node.a);
  const feel::Type& type = scope.program->type(node.b);
  Value* out = buffer();
  for (size_t row = 0; row < rows_; ++row) {
    out[row] = a[row];
    convert(out[row], type);
  }
  return {out, 1};
}

Block::View Block::call(Scope& scope, const Node& node) {
  // A function that is the same in all rows, on columns of arguments.
  const Node& callee = scope.program->node(node.a);
  const Value* function = scope.program->if_constant(node.a);
  if (callee.op == Op::kSlot && scope.columns[callee.a] != nullptr)
    function = scope.columns[callee.a];
  if (function == nullptr || !function->is(Kind::kFunction) || rows_ == 0) {
    return row_by_row(scope, static_cast<NodeId>(&node - &scope.program->node(0)));
  }
  if (callee.op == Op::kSlot && !function[0].same_object(function[rows_ - 1]))
    return row_by_row(scope, static_cast<NodeId>(&node - &scope.program->node(0)));
  bool fixed = scope.program->if_constant(node.a) != nullptr;
  for (const auto& requirement : scope.element->requirements) {
    fixed = fixed || (callee.op == Op::kSlot && requirement.slot == callee.a &&
                      compiled_.elements[requirement.element].kind != Element::Kind::kDecision &&
                      compiled_.elements[requirement.element].kind != Element::Kind::kInput);
  }
  if (!fixed) return row_by_row(scope, static_cast<NodeId>(&node - &scope.program->node(0)));
  std::vector<View> arguments;
  for (uint32_t i = 0; i < node.count; ++i)
    arguments.push_back(column(scope, scope.program->children(node)[i]));
  std::vector<Value> row_arguments(node.count);
  Value* out = buffer();
  for (size_t row = 0; row < rows_; ++row) {
    for (uint32_t i = 0; i < node.count; ++i) row_arguments[i] = arguments[i][row];
    out[row] = function->function().call(evaluator_, row_arguments.data(), node.count);
    if (!end_row()) out[row] = Value();
  }
  return {out, 1};
}

void Block::fill_slots(const Scope& scope, size_t row, Value* slots) {
  for (const auto& requirement : scope.element->requirements)
    slots[requirement.slot] = scope.columns[requirement.slot][row];
  for (const auto& bundle : scope.element->bundles) {
    feel::Context imported;
    for (const auto& [name, required] : bundle.entries)
      imported.append(name, columns_[required][row]);
    slots[bundle.slot] = Value(std::move(imported));
  }
}

Block::View Block::row_by_row(Scope& scope, NodeId node) {
  Value* out = buffer();
  slots_.assign(scope.program->slots(), Value());
  for (size_t row = 0; row < rows_; ++row) {
    fill_slots(scope, row, slots_.data());
    out[row] = evaluator_.evaluate(*scope.program, node, slots_.data());
    if (!end_row()) out[row] = Value();
  }
  return {out, 1};
}

Block::View Block::table(Scope& scope, const Node& node) {
  const auto* table = dynamic_cast<const DecisionTable*>(&scope.program->extension(node.a));
  const auto id = static_cast<NodeId>(&node - &scope.program->node(0));
  if (table == nullptr || !table->index().usable() || table->outputs.size() != 1)
    return row_by_row(scope, id);
  const auto& columns = table->index().columns();
  for (const auto& column : columns)
    if (column.has_dynamic) return row_by_row(scope, id);
  const bool one_hit = table->policy == HitPolicy::kUnique || table->policy == HitPolicy::kFirst;
  // What each rule yields, if that is the same in every row; none of it else.
  std::vector<Value> results(table->rules.size());
  for (size_t r = 0; r < table->rules.size() && one_hit; ++r) {
    const Value* constant = scope.program->if_constant(table->rules[r].outputs[0]);
    if (constant == nullptr) return row_by_row(scope, id);
    results[r] = *constant;
    if (table->outputs[0].type != nullptr) convert(results[r], *table->outputs[0].type);
  }
  if (!one_hit) return row_by_row(scope, id);
  std::vector<View> inputs;
  for (const auto& input : table->inputs) inputs.push_back(column(scope, input.node));
  const size_t words = table->index().words();
  Value* out = buffer();
  std::vector<Value> values(inputs.size());
  std::vector<const TableIndex::Word*> sets(inputs.size());
  bool slots_ready = false;
  for (size_t row = 0; row < rows_; ++row) {
    bool decided = true;
    for (size_t c = 0; c < inputs.size(); ++c) {
      const Value* value = &inputs[c][row];
      if (table->inputs[c].type != nullptr && !passes(*value, *table->inputs[c].type)) {
        values[c] = *value;
        convert(values[c], *table->inputs[c].type);
        value = &values[c];
      }
      decided = decided && value->is(columns[c].kind);
      if (decided) sets[c] = columns[c].sets.data() + columns[c].segment(*value) * words;
    }
    if (decided) {
      uint32_t hits = 0, first = 0;
      for (size_t w = 0; w < words && hits < 2; ++w) {
        TableIndex::Word set = w + 1 == words && table->rules.size() % 64 != 0
                                   ? (TableIndex::Word{1} << (table->rules.size() % 64)) - 1
                                   : ~TableIndex::Word{0};
        for (size_t c = 0; c < sets.size() && set != 0; ++c) set &= sets[c][w];
        if (set == 0) continue;
        if (hits == 0)
          first = static_cast<uint32_t>(w * 64) + static_cast<uint32_t>(std::countr_zero(set));
        hits += (set & (set - 1)) != 0 ? 2 : 1;
        if (table->policy == HitPolicy::kFirst) {
          hits = 1;
          break;
        }
      }
      if (hits == 1) {
        out[row] = results[first];
        continue;
      }
      if (hits > 1) {
        out[row] = Value();
        continue;
      }
    }
    // Nulls, values of other kinds, default outputs: as for a single row.
    if (!slots_ready) slots_.assign(scope.program->slots(), Value());
    slots_ready = true;
    fill_slots(scope, row, slots_.data());
    out[row] = evaluator_.evaluate(*scope.program, id, slots_.data());
    if (!end_row()) out[row] = Value();
  }
  return {out, 1};
}

}  // namespace lingqu::dmn
