#include "registers/detail/formula_check.hpp"

#include <algorithm>

#include "feel/builtin.hpp"
#include "registers/nearest.hpp"

namespace lingqu::registers::detail {

namespace {

using feel::Kind;
using feel::kNoNode;
using feel::Node;
using feel::NodeId;
using feel::Op;
using feel::Type;
using Input = Formula::Input;

const Type* element_of(const Type* list) {
  return list != nullptr && list->form == Type::Form::kList ? list->element : nullptr;
}
bool is_context(const Type* type) {
  return type != nullptr && type->form == Type::Form::kContext && !type->any_fields && !type->fields.empty();
}
// A record or a reference: what has an id.
bool is_record(const Type* type) {
  return is_context(type) && type->field("id") != nullptr;
}
bool is_number(const Type* type) {
  return type == feel::simple_type(Kind::kNumber);
}
void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

FormulaCheck::FormulaCheck(const feel::Program& program, const Names& names,
                           std::vector<FormulaMistake>& mistakes)
    : program_(program), names_(names), mistakes_(mistakes), seen_(names.size()) {
  slot_types_.resize(program.slots());
  slot_sources_.resize(program.slots(), kNoNode);
  for (size_t i = 0; i < names.size(); ++i) slot_types_[i] = names[i].second;
}

const Type* FormulaCheck::run() {
  const Type* type = walk(program_.root());
  if (source_ != kNoNode) seen_[source_].all_members = true;
  return type;
}

std::vector<Input> FormulaCheck::mentioned() const {
  std::vector<Input> out;
  for (size_t i = 0; i < names_.size(); ++i) {
    if (!seen_[i].used) continue;
    Input input = names_[i].first;
    input.slot = static_cast<uint32_t>(i);
    input.all_members = seen_[i].all_members;
    input.members = seen_[i].members;
    input.whole = input.all_members || std::any_of(input.members.begin(), input.members.end(),
                                                   [](const std::string& m) { return m != "id"; });
    out.push_back(std::move(input));
  }
  return out;
}

void FormulaCheck::mistake(const Node& node, base::Text problem, base::Text remedy) {
  mistakes_.push_back({node.position, std::move(problem), std::move(remedy)});
}

std::vector<std::string> FormulaCheck::known_names() const {
  std::vector<std::string> out;
  for (const auto& [input, type] : names_) out.push_back(input.name);
  return out;
}

void FormulaCheck::unknown_name(const Node& node, const std::string& name,
                                const std::vector<std::string>& known, base::Text of) {
  const std::string close = nearest(name, known);
  std::string few;
  constexpr size_t kShown = 12;
  for (size_t i = 0; i < known.size() && i < kShown; ++i) few += (i == 0 ? "" : ", ") + known[i];
  if (known.size() > kShown) few += " …";
  mistake(node,
          {of.zh + "没有“" + name + "”这一名称", "there is no name “" + name + "”" + of.en},
          close.empty() ? base::Text{"可用：" + few, "There are: " + few}
                        : base::Text{"是否应为 " + close + "？", "Did you mean " + close + "?"});
}

// Walks a node whose value is used as a whole.
const Type* FormulaCheck::walk(NodeId id) {
  if (id == kNoNode) return nullptr;
  source_ = kNoNode;
  return visit(program_.node(id));
}

void FormulaCheck::children(const Node& node, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    walk(program_.children(node)[i]);
    if (source_ != kNoNode) seen_[source_].all_members = true;
  }
  source_ = kNoNode;
}

void FormulaCheck::look_at(uint32_t source, const std::string& member) {
  if (source != kNoNode) add_once(seen_[source].members, member);
}

const Type* FormulaCheck::visit(const Node& node) {
  const auto use = [this](NodeId id) {
    const Type* type = walk(id);
    if (source_ != kNoNode) seen_[source_].all_members = true;
    source_ = kNoNode;
    return type;
  };
  switch (node.op) {
    case Op::kConstant: {
      const feel::Value& value = program_.constant(node.a);
      const feel::Value* clock = feel::find_builtin("now");
      if (clock != nullptr && value.same_object(*clock))
        mistake(node, {"这里没有时刻可用", "there is no time of day here"},
                {"请改用 today（当天日期）", "Use today, the date"});
      return value.is_null() || value.kind() >= Kind::kList ? nullptr : feel::simple_type(value.kind());
    }
    case Op::kSlot:
      return slot(node);
    case Op::kUnknown: {
      const std::string& text = program_.constant(node.a).text();
      constexpr std::string_view kUnknownName = "unknown name: ";
      if (text.starts_with(kUnknownName))
        unknown_name(node, text.substr(kUnknownName.size()), known_names(), {});
      else
        mistake(node, {"表达式中有无效的值：" + text, "a value in the expression is not valid: " + text},
                {"请更正", "Correct it"});
      return nullptr;
    }
    case Op::kItemName:
      return item_name(node);
    case Op::kPath:
      return path(node);
    case Op::kFilter:
      return filter(node);
    case Op::kFor:
      return iterate(node, false);
    case Op::kSome:
    case Op::kEvery:
      return iterate(node, true);
    case Op::kCall:
    case Op::kCallNamed:
      return call(node);
    case Op::kLambda:
      lambda(node);
      return nullptr;
    case Op::kEqual:
    case Op::kNotEqual:
      return compare(node);
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kPower:
      return arithmetic(node);
    case Op::kNegate:
      return use(node.a);
    case Op::kAnd:
    case Op::kOr:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kGreater:
    case Op::kGreaterEqual:
      use(node.a);
      use(node.b);
      return feel::simple_type(Kind::kBoolean);
    case Op::kBetween:
    case Op::kTestAny:
      children(node, node.count);
      return feel::simple_type(Kind::kBoolean);
    case Op::kIf: {
      const uint32_t* parts = program_.children(node);
      use(parts[0]);
      const Type* yes = use(parts[1]);
      return use(parts[2]) == yes ? yes : nullptr;
    }
    case Op::kList:
      children(node, node.count);
      return nullptr;
    case Op::kContext:
      for (uint32_t i = 0; i + 2 < node.count; i += 3) {
        const uint32_t* entry = program_.children(node) + i;
        const Type* type = use(entry[2]);
        if (level_ == 0) slot_types_[entry[1]] = type;
      }
      return nullptr;
    case Op::kInterval:
      use(node.a);
      use(node.b);
      return nullptr;
    case Op::kOpenRange:
      use(node.a);
      return nullptr;
    case Op::kInstanceOf:
      use(node.a);
      return feel::simple_type(Kind::kBoolean);
    case Op::kIn: {
      const Type* type = use(node.a);
      if (level_ == 0) slot_types_[node.b] = type;
      use(node.c);
      return feel::simple_type(Kind::kBoolean);
    }
    case Op::kTestNot:
    case Op::kTestTrue:
      use(node.a);
      return feel::simple_type(Kind::kBoolean);
    case Op::kTestCompare:
    case Op::kTestMatch:
      use(node.b);
      return feel::simple_type(Kind::kBoolean);
    case Op::kCoerce:
      use(node.a);
      return &program_.type(node.b);
    case Op::kExtension:
      break;
  }
  return nullptr;
}

const Type* FormulaCheck::slot(const Node& node) {
  if (level_ != 0) return nullptr;
  const Type* type = slot_types_[node.a];
  if (is_input(node.a)) {
    seen_[node.a].used = true;
    if (is_record(type) || is_record(element_of(type))) source_ = node.a;
  } else {
    source_ = slot_sources_[node.a];
  }
  return type;
}

const Type* FormulaCheck::path(const Node& node) {
  const std::string& name = program_.constant(node.b).text();
  const Type* base = walk(node.a);
  const uint32_t source = source_;
  source_ = kNoNode;
  const bool list = element_of(base) != nullptr;
  const Type* item = list ? element_of(base) : base;
  if (!is_context(item)) {
    if (source != kNoNode) seen_[source].all_members = true;
    return item != nullptr && item->form == Type::Form::kSimple && item->kind == Kind::kDate
               ? feel::simple_type(Kind::kNumber)
               : nullptr;
  }
  const Type* member = item->field(name);
  if (member == nullptr) {
    std::vector<std::string> known;
    for (const Type::Field& field : item->fields) known.push_back(field.name);
    unknown_name(node, name, known, {"其中", " in it"});
    return nullptr;
  }
  look_at(source, name);
  return list ? arena_.list_of(member) : member;
}

// A name inside a filter: an entry of the item, or else a name outside.
const Type* FormulaCheck::item_name(const Node& node) {
  const std::string& name = program_.constant(node.b).text();
  const Type* item = level_ == 0 ? slot_types_[node.a] : nullptr;
  const uint32_t source = level_ == 0 ? slot_sources_[node.a] : kNoNode;
  if (is_context(item)) {
    if (const Type* member = item->field(name)) {
      look_at(source, name);
      return member;
    }
    if (node.c != kNoNode) return walk(node.c);
    std::vector<std::string> known = known_names();
    for (const Type::Field& field : item->fields) known.insert(known.begin(), field.name);
    unknown_name(node, name, known, {"其中", " in it"});
    return nullptr;
  }
  if (source != kNoNode) seen_[source].all_members = true;
  return node.c == kNoNode ? nullptr : walk(node.c);
}

const Type* FormulaCheck::filter(const Node& node) {
  const Type* base = walk(node.a);
  const uint32_t source = source_;
  const Type* item = element_of(base) != nullptr ? element_of(base) : base;
  if (level_ == 0) {
    slot_types_[node.c] = item;
    slot_sources_[node.c] = source;
  }
  const Type* condition = walk(node.b);
  source_ = source;
  const feel::Value* constant = program_.if_constant(node.b);
  const bool indexed = (constant != nullptr && constant->is(Kind::kNumber)) || is_number(condition);
  return indexed ? item : element_of(base) != nullptr || item == nullptr ? base : arena_.list_of(item);
}

const Type* FormulaCheck::iterate(const Node& node, bool quantified) {
  const uint32_t* parts = program_.children(node);
  for (uint32_t i = quantified ? 1 : 2; i + 2 < node.count; i += 3) {
    const Type* domain = walk(parts[i + 1]);
    const uint32_t source = source_;
    if (level_ == 0) {
      slot_types_[parts[i]] = parts[i + 2] == kNoNode ? element_of(domain) : feel::simple_type(Kind::kNumber);
      slot_sources_[parts[i]] = source;
    }
    walk(parts[i + 2]);
  }
  const Type* body = walk(parts[0]);
  if (source_ != kNoNode) seen_[source_].all_members = true;
  source_ = kNoNode;
  if (quantified) return feel::simple_type(Kind::kBoolean);
  return body == nullptr ? nullptr : arena_.list_of(body);
}

const Type* FormulaCheck::call(const Node& node) {
  const Node& callee = program_.node(node.a);
  bool counts = false;
  const Type* result = nullptr;
  if (callee.op == Op::kConstant) {
    walk(node.a);
    const feel::Value& function = program_.constant(callee.a);
    const auto is = [&function](std::string_view name) {
      const feel::Value* builtin = feel::find_builtin(name);
      return builtin != nullptr && function.same_object(*builtin);
    };
    counts = is("count");
    for (const char* name : {"count", "sum", "decimal", "floor", "ceiling", "abs", "number", "string length"})
      if (is(name)) result = feel::simple_type(Kind::kNumber);
    for (const char* name : {"contains", "starts with", "ends with", "not", "list contains", "matches"})
      if (is(name)) result = feel::simple_type(Kind::kBoolean);
    if (is("string") || is("substring") || is("upper case") || is("lower case"))
      result = feel::simple_type(Kind::kString);
    if (is("today")) result = feel::simple_type(Kind::kDate);
  } else {
    const Type* type = walk(node.a);
    if (type != nullptr && type->form != Type::Form::kFunction && type->form != Type::Form::kAny)
      mistake(callee, {"此处的名称是字段，不是函数", "this is a field, not a function"},
              {"请核对括号前的名称", "Check the name before the parenthesis"});
  }
  const uint32_t arguments = node.op == Op::kCallNamed ? node.count / 2 : node.count;
  for (uint32_t i = 0; i < arguments; ++i) {
    walk(program_.children(node)[i]);
    if (source_ != kNoNode && !counts) seen_[source_].all_members = true;
  }
  source_ = kNoNode;
  return result;
}

const Type* FormulaCheck::compare(const Node& node) {
  const auto is_null = [this](NodeId id) {
    const feel::Value* constant = program_.if_constant(id);
    return constant != nullptr && constant->is_null();
  };
  const bool with_null = is_null(node.a) || is_null(node.b);
  for (const NodeId side : {node.a, node.b}) {
    const Type* type = walk(side);
    if (source_ != kNoNode && !with_null) seen_[source_].all_members = true;
    if (is_record(type) && !with_null)
      mistake(node, {"记录不能直接比较", "whole records cannot be compared"},
              {"请比较其 id，例如 holder.id = owner.id", "Compare their ids: holder.id = owner.id"});
  }
  source_ = kNoNode;
  return feel::simple_type(Kind::kBoolean);
}

const Type* FormulaCheck::arithmetic(const Node& node) {
  const Type* types[2];
  size_t at = 0;
  for (const NodeId side : {node.a, node.b}) {
    types[at++] = walk(side);
    if (source_ != kNoNode) seen_[source_].all_members = true;
  }
  source_ = kNoNode;
  const Type* text = feel::simple_type(Kind::kString);
  if (is_number(types[0]) && is_number(types[1])) return types[0];
  return node.op == Op::kAdd && types[0] == text && types[1] == text ? text : nullptr;
}

// The frame of a function is its own: what it takes over from outside counts as looked at in whole.
void FormulaCheck::lambda(const Node& node) {
  const feel::Lambda& lambda = program_.lambda(node.a);
  if (level_ == 0)
    for (const feel::Lambda::Capture& capture : lambda.captures)
      if (is_input(capture.from)) seen_[capture.from].used = seen_[capture.from].all_members = true;
  ++level_;
  walk(lambda.body);
  --level_;
  source_ = kNoNode;
}

}  // namespace lingqu::registers::detail
