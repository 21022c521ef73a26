#include "dmn/outline.hpp"

#include <algorithm>

#include "feel/names.hpp"
#include "wire/xml.hpp"

namespace lingqu::dmn {

using wire::XmlElement;

namespace {

std::string trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

// The text of <text> inside `parent`, or inside its child `name`.
std::string cell(const XmlElement* parent) {
  const XmlElement* text = parent != nullptr ? parent->child("text") : nullptr;
  return text != nullptr ? trimmed(text->text) : "";
}
std::string cell(const XmlElement& parent, std::string_view name) {
  return cell(parent.child(name));
}

OutlineTable::Clause input_clause(const XmlElement& xml) {
  const XmlElement* expression = xml.child("inputExpression");
  OutlineTable::Clause clause;
  clause.text = cell(expression);
  clause.label = xml.attribute("label");
  if (expression != nullptr) clause.type = expression->attribute("typeRef");
  clause.allowed = cell(xml, "inputValues");
  return clause;
}

OutlineTable::Clause output_clause(const XmlElement& xml) {
  OutlineTable::Clause clause;
  clause.text = xml.attribute("name");
  clause.label = xml.attribute("label");
  clause.type = xml.attribute("typeRef");
  clause.allowed = cell(xml, "outputValues");
  return clause;
}

OutlineRule rule_of(const XmlElement& xml, const OutlineTable& table) {
  OutlineRule rule;
  rule.number = static_cast<uint32_t>(table.rules.size() + 1);
  rule.id = xml.attribute("id");
  rule.line = xml.line;
  for (const XmlElement& child : xml.children) {
    if (child.name == "inputEntry") rule.tests.push_back(cell(&child));
    if (child.name == "outputEntry") rule.outputs.push_back(cell(&child));
    if (child.name == "annotationEntry") rule.annotations.push_back(cell(&child));
  }
  rule.tests.resize(table.inputs.size());
  rule.outputs.resize(table.outputs.size());
  rule.annotations.resize(table.annotations.size());
  return rule;
}

OutlineTable table_of(const XmlElement& xml) {
  OutlineTable table;
  table.id = xml.attribute("id");
  table.line = xml.line;
  const std::string_view policy = xml.attribute("hitPolicy");
  table.policy = policy.empty() ? "UNIQUE" : policy;
  if (const std::string_view aggregation = xml.attribute("aggregation"); !aggregation.empty())
    table.policy += " " + std::string(aggregation);
  for (const XmlElement& child : xml.children) {
    if (child.name == "input") table.inputs.push_back(input_clause(child));
    if (child.name == "output") table.outputs.push_back(output_clause(child));
    if (child.name == "annotation") table.annotations.emplace_back(child.attribute("name"));
  }
  for (const XmlElement& child : xml.children)
    if (child.name == "rule") table.rules.push_back(rule_of(child, table));
  return table;
}

// Tables and texts below an element. The reader of XML bounds the depth.
void collect(const XmlElement& xml, OutlineElement& element) {
  for (const XmlElement& child : xml.children) {
    if (child.name == "decisionTable") {
      element.tables.push_back(table_of(child));
    } else {
      if (child.name == "text") element.texts.push_back(trimmed(child.text));
      if (child.name != "extensionElements") collect(child, element);
    }
  }
}

// The declared type without the prefix of an import.
const XmlElement* item_definition(const XmlElement& root, std::string_view type) {
  for (const XmlElement& child : root.children)
    if (child.name == "itemDefinition" && child.attribute("name") == type) return &child;
  return nullptr;
}

OutlineElement element_of(const XmlElement& root, const XmlElement& xml, OutlineElement::Kind kind) {
  OutlineElement element;
  element.kind = kind;
  const XmlElement* variable = xml.child("variable");
  const std::string_view named = variable != nullptr ? variable->attribute("name") : std::string_view();
  element.name = feel::normalized_name(xml.attribute("name").empty() ? named : xml.attribute("name"));
  element.id = xml.attribute("id");
  element.label = xml.attribute("label");
  if (const XmlElement* description = xml.child("description")) element.description = trimmed(description->text);
  element.line = xml.line;
  if (variable != nullptr) element.type = variable->attribute("typeRef");
  if (const XmlElement* item = item_definition(root, element.type)) {
    element.allowed = cell(*item, "allowedValues");
    if (const XmlElement* base = item->child("typeRef"); base != nullptr && kind == OutlineElement::Kind::kInput)
      element.type = trimmed(base->text);
  }
  for (const XmlElement& requirement : xml.children) {
    if (!requirement.name.ends_with("Requirement")) continue;
    for (const XmlElement& target : requirement.children) {
      const std::string_view href = target.attribute("href");
      if (target.name.starts_with("required")) element.required.emplace_back(href.substr(href.find('#') + 1));
    }
  }
  if (kind != OutlineElement::Kind::kInput) collect(xml, element);
  return element;
}

}  // namespace

const OutlineElement* Outline::find(std::string_view wanted) const {
  const auto found = std::find_if(elements.begin(), elements.end(), [&](const OutlineElement& one) { return one.name == wanted; });
  return found == elements.end() ? nullptr : &*found;
}

const OutlineElement* Outline::find_by_id(std::string_view wanted) const {
  const auto found = std::find_if(elements.begin(), elements.end(), [&](const OutlineElement& one) { return one.id == wanted; });
  return found == elements.end() ? nullptr : &*found;
}

std::vector<const OutlineElement*> Outline::needed(std::string_view wanted) const {
  std::vector<const OutlineElement*> out;
  if (const OutlineElement* first = find(wanted)) out.push_back(first);
  for (size_t i = 0; i < out.size(); ++i) {
    for (const std::string& id : out[i]->required) {
      const OutlineElement* one = find_by_id(id);
      if (one != nullptr && std::find(out.begin(), out.end(), one) == out.end()) out.push_back(one);
    }
  }
  return out;
}

base::Result<Outline> read_outline(const Source& source) {
  LINGQU_TRY(root, wire::parse_xml(source.text, source.name));
  Outline outline;
  outline.name = root.attribute("name");
  for (const XmlElement& xml : root.children) {
    if (xml.space != root.space) continue;
    if (xml.name == "inputData") outline.elements.push_back(element_of(root, xml, OutlineElement::Kind::kInput));
    if (xml.name == "decision") outline.elements.push_back(element_of(root, xml, OutlineElement::Kind::kDecision));
    if (xml.name == "businessKnowledgeModel") outline.elements.push_back(element_of(root, xml, OutlineElement::Kind::kKnowledge));
  }
  return outline;
}

}  // namespace lingqu::dmn
