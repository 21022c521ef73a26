// Decision tables from XML (DMN 1.5, 8.3). Part of Boxed.
#include "dmn/detail/loader.hpp"
#include "feel/names.hpp"

namespace lingqu::dmn {

using feel::Expression;
using feel::kNoNode;
using feel::NodeId;
using feel::Op;
using feel::Type;
using feel::Value;
using wire::XmlElement;

namespace {

HitPolicy policy_of(std::string_view text) {
  if (text == "ANY") return HitPolicy::kAny;
  if (text == "FIRST") return HitPolicy::kFirst;
  if (text == "PRIORITY") return HitPolicy::kPriority;
  if (text == "RULE ORDER") return HitPolicy::kRuleOrder;
  if (text == "OUTPUT ORDER") return HitPolicy::kOutputOrder;
  if (text == "COLLECT") return HitPolicy::kCollect;
  return HitPolicy::kUnique;
}

Aggregation aggregation_of(std::string_view text) {
  if (text == "SUM") return Aggregation::kSum;
  if (text == "MIN") return Aggregation::kMin;
  if (text == "MAX") return Aggregation::kMax;
  if (text == "COUNT") return Aggregation::kCount;
  return Aggregation::kNone;
}

// The constants a list of tests compares with, in order.
void collect_values(const feel::Program& program, NodeId test, std::vector<Value>& out) {
  const feel::Node& node = program.node(test);
  if (node.op == Op::kTestMatch) {
    if (const Value* value = program.if_constant(node.b)) out.push_back(*value);
  } else if (node.op == Op::kTestAny) {
    for (uint32_t i = 0; i < node.count; ++i)
      collect_values(program, program.children(node)[i], out);
  }
}

}  // namespace

void Boxed::table_inputs(const XmlElement& element, DecisionTable& table) {
  for (const XmlElement& child : element.children) {
    if (child.name != "input") continue;
    DecisionTable::Input input;
    const XmlElement* expression_element = child.child("inputExpression");
    if (expression_element != nullptr) {
      input.text = feel::normalized_name(text_of(*expression_element));
      const Expression value = text(text_of(*expression_element), expression_element->line);
      input.node = value.node;
      input.type = types_.find(expression_element->attribute("typeRef"));
      input.slot = compiler_.new_slot();
      const XmlElement* values = child.child("inputValues");
      if (values != nullptr && !text_of(*values).empty())
        input.allowed = tests(text_of(*values), input.slot,
                              input.type != nullptr ? input.type : value.type, values->line);
    } else {
      input.node = nothing("no input expression").node;
      input.slot = compiler_.new_slot();
    }
    table.inputs.push_back(std::move(input));
  }
}

void Boxed::table_outputs(const XmlElement& element, DecisionTable& table) {
  for (const XmlElement& child : element.children) {
    if (child.name == "annotation") table.annotation_names.emplace_back(child.attribute("name"));
    if (child.name != "output") continue;
    DecisionTable::Output output;
    output.name = feel::normalized_name(child.attribute("name"));
    output.key = Value(output.name);
    output.type = types_.find(child.attribute("typeRef"));
    if (const XmlElement* fallback = child.child("defaultOutputEntry");
        fallback != nullptr && !text_of(*fallback).empty())
      output.fallback = text(text_of(*fallback), fallback->line).node;
    if (const XmlElement* values = child.child("outputValues");
        values != nullptr && !text_of(*values).empty()) {
      const uint32_t slot = compiler_.new_slot();
      collect_values(program(), tests(text_of(*values), slot, output.type, values->line),
                     output.order);
    } else if (output.type != nullptr && output.type->allowed != nullptr) {
      collect_values(*output.type->allowed, output.type->allowed->root(), output.order);
    }
    table.outputs.push_back(std::move(output));
  }
}

void Boxed::table_rules(const XmlElement& element, DecisionTable& table) {
  for (const XmlElement& child : element.children) {
    if (child.name != "rule") continue;
    DecisionTable::Rule rule;
    rule.id = child.attribute("id");
    rule.line = child.line;
    for (const XmlElement& cell : child.children) {
      if (cell.name == "inputEntry" && rule.tests.size() < table.inputs.size()) {
        const DecisionTable::Input& input = table.inputs[rule.tests.size()];
        rule.tests.push_back(tests(text_of(cell), input.slot, input.type, cell.line));
        rule.test_texts.push_back(feel::normalized_name(text_of(cell)));
      } else if (cell.name == "outputEntry" && rule.outputs.size() < table.outputs.size()) {
        rule.outputs.push_back(text_of(cell).empty() ? nothing("no output entry").node
                                                     : text(text_of(cell), cell.line).node);
      } else if (cell.name == "annotationEntry") {
        rule.annotations.emplace_back(text_of(cell));
      } else if (cell.name == "description" && !cell.text.empty()) {
        rule.annotations.push_back(cell.text);  // where older modelers keep it
      }
    }
    while (rule.tests.size() < table.inputs.size()) {
      rule.tests.push_back(compiler_.constant(Value(true)));
      rule.test_texts.emplace_back("-");
    }
    while (rule.outputs.size() < table.outputs.size())
      rule.outputs.push_back(nothing("no output entry").node);
    table.rules.push_back(std::move(rule));
  }
}

Expression Boxed::table(const XmlElement& element) {
  auto table = std::make_unique<DecisionTable>();
  table->name = element.attribute("id").empty() ? element_ : std::string(element.attribute("id"));
  table->policy = policy_of(element.attribute("hitPolicy"));
  table->aggregation = table->policy == HitPolicy::kCollect
                           ? aggregation_of(element.attribute("aggregation"))
                           : Aggregation::kNone;
  table_inputs(element, *table);
  table_outputs(element, *table);
  if (table->outputs.empty()) {
    problem({"a decision table without output", 0}, "", element.line);
    return nothing("a decision table without output");
  }
  table_rules(element, *table);
  table->finish(program());
  const uint32_t index = program().add_extension(std::move(table));
  return {program().add({Op::kExtension, 0, index, 0, 0, 0, 0, 0}), nullptr};
}

}  // namespace lingqu::dmn
