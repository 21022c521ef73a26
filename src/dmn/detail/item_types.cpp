#include "dmn/detail/loader.hpp"
#include "feel/names.hpp"

namespace lingqu::dmn {

using feel::Type;
using wire::XmlElement;

ItemTypes::ItemTypes(Compiled& compiled, const Instance& instance,
                     const std::vector<Instance>& instances)
    : compiled_(compiled), instance_(instance), instances_(instances) {}

void ItemTypes::load() {
  // Types of imports are known under the import's name, at any depth.
  for (const auto& import : instance_.imports) {
    for (const auto& [name, type] : *instances_[import.instance].types)
      instance_.types->emplace_back(import.name.empty() ? name : import.name + "." + name, type);
  }
  for (const XmlElement& element : instance_.document->root.children) {
    if (element.name != "itemDefinition") continue;
    const std::string name = feel::normalized_name(element.attribute("name"));
    Type* type = compiled_.types.make(Type::Form::kAny);
    type->name = name;
    definitions_.push_back({&element, type});
    instance_.types->emplace_back(name, type);
  }
  for (Definition& definition : definitions_) fill(definition);
}

const Type* ItemTypes::find(std::string_view reference) const {
  if (reference.empty()) return nullptr;
  std::string name = feel::normalized_name(reference);
  for (int attempt = 0; attempt < 2; ++attempt) {
    for (const auto& [own, type] : *instance_.types)
      if (own == name) return type;
    if (const Type* type = feel::builtin_type(name)) return type;
    const size_t colon = name.find(':');
    if (colon == std::string::npos) break;
    name.erase(0, colon + 1);  // "feel:string" of DMN 1.1
  }
  return nullptr;
}

void ItemTypes::fill(Definition& definition) {
  if (definition.state != Definition::State::kEmpty) return;
  definition.state = Definition::State::kFilling;
  const std::string name = definition.type->name;
  fill_base(*definition.element, *definition.type);
  definition.type->name = name;
  definition.state = Definition::State::kFilled;
}

// A type to be copied from: its own definition must be filled first.
const Type* ItemTypes::reference(std::string_view name) {
  const Type* type = find(name);
  for (Definition& definition : definitions_)
    if (definition.type == type) fill(definition);
  return type;
}

void ItemTypes::restrict(const XmlElement& element, std::string_view child, Type& type,
                         const Type* tested) {
  const XmlElement* values = element.child(child);
  if (values == nullptr) return;
  const std::string_view text = text_of(*values);
  if (text.empty()) return;
  auto compiled = feel::compile_tests(text, tested, instance_.types);
  if (compiled.program == nullptr) {
    compiled_.problems.push_back({std::string(element.attribute("name")), compiled.error.message,
                                  std::string(text), compiled.error.position, values->line});
    return;
  }
  type.allowed = compiled.program;
}

void ItemTypes::fill_base(const XmlElement& element, Type& type) {
  Type base;
  const XmlElement* function = element.child("functionItem");
  const XmlElement* type_reference = element.child("typeRef");
  const bool has_components = element.child("itemComponent") != nullptr;
  if (has_components) {
    base.form = Type::Form::kContext;
    for (const XmlElement& child : element.children)
      if (child.name == "itemComponent")
        base.fields.push_back({feel::normalized_name(child.attribute("name")), component(child)});
  } else if (function != nullptr) {
    base.form = Type::Form::kFunction;
    base.element = find(function->attribute("outputTypeRef"));
    for (const XmlElement& child : function->children)
      if (child.name == "parameters") base.parameters.push_back(find(child.attribute("typeRef")));
  } else {
    // A reference is an element of that name, or in DMN 1.1 an attribute.
    const std::string_view name = type_reference != nullptr ? std::string_view(type_reference->text)
                                                            : element.attribute("typeRef");
    const Type* copied = reference(name);
    if (copied != nullptr) {
      base = *copied;
    } else if (!name.empty()) {
      compiled_.problems.push_back({std::string(element.attribute("name")), "unknown type",
                                    std::string(name), 0, element.line});
    }
  }
  restrict(element, "allowedValues", base, nullptr);
  const std::string_view collection = element.attribute("isCollection");
  if (collection != "true" && collection != "1") {
    restrict(element, "typeConstraint", base, nullptr);
    type = std::move(base);
    return;
  }
  Type* item = compiled_.types.make(Type::Form::kAny);
  *item = std::move(base);
  type = Type();
  type.form = Type::Form::kList;
  type.element = item;
  restrict(element, "typeConstraint", type, nullptr);
}

const Type* ItemTypes::component(const XmlElement& element) {
  const bool plain =
      element.child("itemComponent") == nullptr && element.child("allowedValues") == nullptr &&
      element.child("typeConstraint") == nullptr && element.child("functionItem") == nullptr &&
      element.attribute("isCollection") != "true" && element.attribute("isCollection") != "1";
  const XmlElement* type_reference = element.child("typeRef");
  if (plain) {  // by reference, so that a type may contain itself
    const Type* type = find(type_reference != nullptr ? std::string_view(type_reference->text)
                                                      : element.attribute("typeRef"));
    return type != nullptr ? type : feel::any_type();
  }
  const std::string_view name =
      type_reference != nullptr ? std::string_view(type_reference->text) : std::string_view();
  const Type* own = find(name);
  bool in_work = false;
  for (const Definition& definition : definitions_)
    in_work =
        in_work || (definition.type == own && definition.state == Definition::State::kFilling);
  Type* type = compiled_.types.make(Type::Form::kAny);
  if (in_work) {  // a list of the type being defined
    type->form = Type::Form::kList;
    type->element = own;
    return type;
  }
  fill_base(element, *type);
  return type;
}

}  // namespace lingqu::dmn
