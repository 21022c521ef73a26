#include <algorithm>
#include <array>

#include "dmn/detail/loader.hpp"
#include "feel/names.hpp"

namespace lingqu::dmn {

using feel::Expression;
using feel::kNoNode;
using feel::Node;
using feel::NodeId;
using feel::Op;
using feel::Parameter;
using feel::Type;
using feel::Value;
using wire::XmlElement;

namespace {
constexpr int kMaxNesting = 60;

Node node_of(Op op, uint32_t a = 0, uint32_t b = 0, uint32_t c = 0, uint8_t flag = 0) {
  return {op, flag, a, b, c, 0, 0, 0};
}
}  // namespace

std::string_view text_of(const XmlElement& element) {
  const XmlElement* text = element.child("text");
  return text != nullptr ? std::string_view(text->text) : std::string_view();
}

Boxed::Boxed(Compiled& compiled, const ItemTypes& types, feel::Compiler& compiler,
             std::string element)
    : compiled_(compiled), types_(types), compiler_(compiler), element_(std::move(element)) {}

const XmlElement* Boxed::find_expression(const XmlElement& parent) {
  static constexpr std::array<std::string_view, 13> kNames = {"literalExpression",
                                                              "decisionTable",
                                                              "context",
                                                              "invocation",
                                                              "functionDefinition",
                                                              "relation",
                                                              "list",
                                                              "conditional",
                                                              "filter",
                                                              "for",
                                                              "every",
                                                              "some",
                                                              "expression"};
  for (const XmlElement& child : parent.children)
    if (child.space == parent.space &&
        std::find(kNames.begin(), kNames.end(), child.name) != kNames.end())
      return &child;
  return nullptr;
}

Expression Boxed::nothing(std::string_view reason) {
  return {program().add(node_of(Op::kUnknown, program().add_constant(Value(reason)))), nullptr};
}

void Boxed::problem(const feel::SyntaxError& error, std::string_view text, int line) {
  compiled_.problems.push_back({element_, error.message, std::string(text), error.position, line});
}

Expression Boxed::text(std::string_view text, int line) {
  if (const auto compiled = compiler_.expression(text)) return *compiled;
  problem(compiler_.error(), text, line);
  return nothing("syntax error: " + compiler_.error().message);
}

NodeId Boxed::tests(std::string_view text, uint32_t slot, const Type* type, int line) {
  if (const auto compiled = compiler_.unary_tests(text, slot, type)) return compiled->node;
  problem(compiler_.error(), text, line);
  return nothing("syntax error: " + compiler_.error().message).node;
}

Expression Boxed::expression(const XmlElement& element) {
  if (++depth_ > kMaxNesting) {
    --depth_;
    problem({"nested too deeply", 0}, "", element.line);
    return nothing("nested too deeply");
  }
  Expression result = plain(element);
  --depth_;
  const std::string_view reference = element.attribute("typeRef");
  const Type* type = types_.find(reference);
  if (type == nullptr && !reference.empty())
    problem({"unknown type " + std::string(reference), 0}, "", element.line);
  // The type of a function definition is that of the function, or of its result in older models; it
  // is not converted.
  if (type == nullptr || element.name == "functionDefinition") return result;
  return {compiler_.coerced(result.node, type), type};
}

Expression Boxed::plain(const XmlElement& element) {
  if (element.name == "literalExpression") return literal(element);
  if (element.name == "decisionTable") return table(element);
  if (element.name == "context") return context(element);
  if (element.name == "invocation") return invocation(element);
  if (element.name == "functionDefinition") return function(element);
  if (element.name == "relation") return relation(element);
  if (element.name == "list") return list(element);
  if (element.name == "conditional") return conditional(element);
  if (element.name == "filter") return filter(element);
  if (element.name == "for" || element.name == "some" || element.name == "every")
    return iterator(element);
  return nothing("no expression");
}

Expression Boxed::literal(const XmlElement& element) {
  return text(text_of(element), element.line);
}

Expression Boxed::within(const XmlElement& element, std::string_view child) {
  const XmlElement* holder = element.child(child);
  const XmlElement* inner = holder != nullptr ? find_expression(*holder) : nullptr;
  return inner != nullptr ? expression(*inner) : nothing("no expression");
}

Expression Boxed::context(const XmlElement& element) {
  const size_t scope = compiler_.mark();
  Type* type = program().types().make(Type::Form::kContext);
  std::vector<uint32_t> children;
  uint8_t flag = 0;
  Expression result;
  for (const XmlElement& entry : element.children) {
    if (entry.name != "contextEntry") continue;
    const XmlElement* variable = entry.child("variable");
    const XmlElement* inner = find_expression(entry);
    Expression value = inner != nullptr ? expression(*inner) : nothing("no expression");
    if (variable == nullptr) {  // the result of the context
      children.insert(children.end(), {0, 0, value.node});
      flag = 1;
      result = value;
      break;
    }
    const std::string name = feel::normalized_name(variable->attribute("name"));
    const Type* declared = types_.find(variable->attribute("typeRef"));
    if (declared != nullptr && !(inner != nullptr && inner->name == "functionDefinition"))
      value = {compiler_.coerced(value.node, declared), declared};
    type->fields.push_back({name, value.type != nullptr ? value.type : feel::any_type()});
    const uint32_t slot = compiler_.declare(name, value.type);
    children.insert(children.end(), {program().add_constant(Value(name)), slot, value.node});
  }
  compiler_.restore(scope);
  Node node = node_of(Op::kContext, 0, 0, 0, flag);
  return {program().add(node, children), flag != 0 ? result.type : type};
}

Expression Boxed::invocation(const XmlElement& element) {
  const XmlElement* callee = find_expression(element);
  if (callee == nullptr) return nothing("nothing is invoked");
  const Expression function = expression(*callee);
  std::vector<uint32_t> arguments, names;
  for (const XmlElement& binding : element.children) {
    if (binding.name != "binding") continue;
    const XmlElement* parameter = binding.child("parameter");
    const XmlElement* inner = find_expression(binding);
    Expression value = inner != nullptr ? expression(*inner) : nothing("no expression");
    if (parameter != nullptr) {
      names.push_back(
          program().add_constant(Value(feel::normalized_name(parameter->attribute("name")))));
    }
    arguments.push_back(value.node);
  }
  if (arguments.size() != names.size()) return nothing("a binding without parameter");
  arguments.insert(arguments.end(), names.begin(), names.end());
  return {
      program().add(node_of(names.empty() ? Op::kCall : Op::kCallNamed, function.node), arguments),
      nullptr};
}

std::vector<Parameter> Boxed::parameters(const XmlElement& element) const {
  std::vector<Parameter> result;
  for (const XmlElement& child : element.children) {
    if (child.name == "formalParameter")
      result.push_back({feel::normalized_name(child.attribute("name")),
                        types_.find(child.attribute("typeRef"))});
  }
  return result;
}

Expression Boxed::function(const XmlElement& element) {
  std::vector<Parameter> formal = parameters(element);
  const XmlElement* body = find_expression(element);
  const std::string_view kind = element.attribute("kind");
  if (kind == "Java" || kind == "java") {
    std::string java_class, signature;
    if (body != nullptr) {
      for (const XmlElement& entry : body->children) {
        const XmlElement* variable = entry.child("variable");
        const XmlElement* inner = find_expression(entry);
        if (variable == nullptr || inner == nullptr) continue;
        std::string value = feel::normalized_name(text_of(*inner));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
          value = value.substr(1, value.size() - 2);
        (variable->attribute("name") == "class" ? java_class : signature) = value;
      }
    }
    return {compiler_.external_function(std::move(formal), java_class, signature), nullptr};
  }
  if (!kind.empty() && kind != "FEEL" && kind != "F")
    return nothing("functions of this kind are not supported");
  compiler_.begin_function(formal);
  const Expression inner = body != nullptr ? expression(*body) : nothing("no expression");
  Type* type = program().types().make(Type::Form::kFunction);
  type->element = inner.type;
  for (const Parameter& parameter : formal) type->parameters.push_back(parameter.type);
  return {compiler_.end_function(inner.node, std::move(formal)), type};
}

Expression Boxed::relation(const XmlElement& element) {
  std::vector<uint32_t> columns, rows;
  Type* type = program().types().make(Type::Form::kContext);
  std::vector<const Type*> types;
  for (const XmlElement& column : element.children) {
    if (column.name != "column") continue;
    const std::string name = feel::normalized_name(column.attribute("name"));
    columns.push_back(program().add_constant(Value(name)));
    types.push_back(types_.find(column.attribute("typeRef")));
    type->fields.push_back({name, types.back() != nullptr ? types.back() : feel::any_type()});
  }
  for (const XmlElement& row : element.children) {
    if (row.name != "row") continue;
    std::vector<uint32_t> children;
    size_t at = 0;
    for (const XmlElement& cell : row.children) {
      if (at == columns.size()) break;
      const NodeId value = compiler_.coerced(expression(cell).node, types[at]);
      children.insert(children.end(), {columns[at], compiler_.new_slot(), value});
      ++at;
    }
    rows.push_back(program().add(node_of(Op::kContext), children));
  }
  return {program().add(node_of(Op::kList), rows), program().types().list_of(type)};
}

Expression Boxed::list(const XmlElement& element) {
  std::vector<uint32_t> items;
  const Type* item = nullptr;
  for (const XmlElement& child : element.children) {
    if (child.space != element.space || child.name == "description" ||
        child.name == "extensionElements")
      continue;
    const Expression value = expression(child);
    if (items.empty()) item = value.type;
    items.push_back(value.node);
  }
  return {program().add(node_of(Op::kList), items),
          item != nullptr ? program().types().list_of(item) : nullptr};
}

Expression Boxed::conditional(const XmlElement& element) {
  const Expression condition = within(element, "if"), yes = within(element, "then"),
                   no = within(element, "else");
  return {program().add(node_of(Op::kIf), {condition.node, yes.node, no.node}), yes.type};
}

Expression Boxed::filter(const XmlElement& element) {
  const Expression in = within(element, "in");
  const Type* item = in.type;
  if (item != nullptr && item->form == Type::Form::kList) item = item->element;
  const size_t scope = compiler_.mark();
  const uint32_t slot = compiler_.declare_item(item);
  const Expression match = within(element, "match");
  compiler_.restore(scope);
  return {program().add(node_of(Op::kFilter, in.node, match.node, slot)),
          item != nullptr ? program().types().list_of(item) : nullptr};
}

Expression Boxed::iterator(const XmlElement& element) {
  const Expression in = within(element, "in");
  const Type* item = in.type;
  if (item != nullptr && item->form == Type::Form::kList) item = item->element;
  const size_t scope = compiler_.mark();
  const uint32_t slot = compiler_.declare(element.attribute("iteratorVariable"), item);
  if (element.name == "for") {
    const uint32_t partial = compiler_.declare("partial");
    const Expression body = within(element, "return");
    compiler_.restore(scope);
    return {program().add(node_of(Op::kFor), {body.node, partial, slot, in.node, kNoNode}),
            body.type != nullptr ? program().types().list_of(body.type) : nullptr};
  }
  const Expression satisfies = within(element, "satisfies");
  compiler_.restore(scope);
  const Op op = element.name == "some" ? Op::kSome : Op::kEvery;
  return {program().add(node_of(op), {satisfies.node, slot, in.node, kNoNode}),
          feel::simple_type(feel::Kind::kBoolean)};
}

}  // namespace lingqu::dmn
