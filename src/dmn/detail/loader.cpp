#include "dmn/detail/loader.hpp"

#include <algorithm>
#include <set>

#include "dmn/detail/functions.hpp"
#include "feel/names.hpp"

namespace lingqu::dmn {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;
using feel::Value;
using wire::XmlElement;

namespace {

constexpr size_t kMaxInstances = 200;
constexpr size_t kMaxElements = 20'000;

constexpr std::string_view kModelSpaces[] = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/"};

Error model_error(const std::string& file, int line, base::Text problem) {
  return Error(ErrorCode::kPackFile)
      .with("file", file)
      .with("line", std::to_string(line))
      .with("column", "1")
      .with("problem", std::move(problem))
      .with("remedy", base::Text{"请在 DMN 建模工具中更正", "Correct it in a DMN modeler"});
}

Result<Document> read_document(const Source& source) {
  LINGQU_TRY(root, wire::parse_xml(source.text, source.name));
  if (root.name != "definitions" || std::find(std::begin(kModelSpaces), std::end(kModelSpaces),
                                              root.space) == std::end(kModelSpaces))
    return model_error(source.name, root.line,
                       {"不是 DMN 1.1 至 1.5 模型", "not a DMN 1.1 to 1.5 model"});
  Document document{source.name, std::move(root), {}};
  document.space = document.root.attribute("namespace");
  return document;
}

class Loader {
 public:
  Loader() : compiled_(std::make_unique<Compiled>()) {}
  Result<std::unique_ptr<Compiled>> run(const Source& main, const std::vector<Source>& imports);

 private:
  Result<size_t> instantiate(const Document& document, const std::string& prefix, int depth);
  void add_elements(size_t instance);
  void add_element(Instance& instance, const XmlElement& element, Element::Kind kind);
  void prepare(size_t instance, const ItemTypes& types);
  void compile(size_t instance, const ItemTypes& types);
  void compile_logic(size_t instance, const ItemTypes& types, const XmlElement& xml,
                     Element& element);
  void require(size_t instance, const XmlElement& xml, feel::Compiler& compiler, Element& element);
  uint32_t resolve(size_t instance, std::string_view reference, std::string* import) const;
  Status refuse_circles(const std::string& file) const;

  std::unique_ptr<Compiled> compiled_;
  std::vector<Document> documents_;
  std::vector<Instance> instances_;
  std::vector<const XmlElement*> sources_;  // of the elements
  std::vector<size_t> instance_of_;         // likewise
};

Result<std::unique_ptr<Compiled>> Loader::run(const Source& main,
                                              const std::vector<Source>& imports) {
  LINGQU_TRY(document, read_document(main));
  documents_.push_back(std::move(document));
  for (const Source& source : imports) {
    LINGQU_TRY(imported, read_document(source));
    documents_.push_back(std::move(imported));
  }
  compiled_->name = documents_[0].root.attribute("name");
  compiled_->space = documents_[0].space;
  LINGQU_CHECK(instantiate(documents_[0], "", 0));
  if (compiled_->elements.size() > kMaxElements)
    return Error(ErrorCode::kTooLarge).with("limit", std::to_string(kMaxElements));
  std::vector<ItemTypes> types;
  for (const Instance& instance : instances_) types.emplace_back(*compiled_, instance, instances_);
  // Imported instances come after what imports them: their types first.
  for (size_t i = instances_.size(); i-- > 0;) types[i].load();
  for (size_t i = 0; i < instances_.size(); ++i) prepare(i, types[i]);
  for (size_t i = 0; i < instances_.size(); ++i) compile(i, types[i]);
  LINGQU_CHECK(refuse_circles(main.name));
  compiled_->index_names();
  return std::move(compiled_);
}

Result<size_t> Loader::instantiate(const Document& document, const std::string& prefix, int depth) {
  if (instances_.size() >= kMaxInstances || depth > 20)
    return model_error(document.file, 1,
                       {"导入层次过多或循环导入", "too many imports, or imports in a circle"});
  const size_t own = instances_.size();
  instances_.emplace_back();
  instances_[own].document = &document;
  instances_[own].prefix = prefix;
  compiled_->type_names.push_back(std::make_unique<feel::TypeNames>());
  instances_[own].types = compiled_->type_names.back().get();
  add_elements(own);
  for (const XmlElement& element : document.root.children) {
    if (element.name != "import") continue;
    const std::string_view kind = element.attribute("importType");
    if (std::find(std::begin(kModelSpaces), std::end(kModelSpaces), kind) == std::end(kModelSpaces))
      continue;  // PMML, XSD
    const std::string name = feel::normalized_name(element.attribute("name"));
    const std::string space(element.attribute("namespace"));
    const auto found = std::find_if(documents_.begin(), documents_.end(),
                                    [&](const Document& d) { return d.space == space; });
    if (found == documents_.end())
      return model_error(
          document.file, element.line,
          {"未提供导入的模型 " + space, "the imported model is not given: " + space});
    LINGQU_TRY(instance,
               instantiate(*found, name.empty() ? prefix : prefix + name + ".", depth + 1));
    instances_[own].imports.push_back({name, space, instance});
  }
  return own;
}

void Loader::add_elements(size_t index) {
  Instance& instance = instances_[index];
  for (const XmlElement& element : instance.document->root.children) {
    if (element.space != instance.document->root.space) continue;
    Element::Kind kind;
    if (element.name == "inputData") {
      kind = Element::Kind::kInput;
    } else if (element.name == "decision") {
      kind = Element::Kind::kDecision;
    } else if (element.name == "businessKnowledgeModel") {
      kind = Element::Kind::kKnowledge;
    } else if (element.name == "decisionService") {
      kind = Element::Kind::kService;
    } else {
      continue;
    }
    add_element(instance, element, kind);
    instance_of_.push_back(index);
  }
}

void Loader::add_element(Instance& instance, const XmlElement& xml, Element::Kind kind) {
  Element element;
  element.kind = kind;
  element.id = xml.attribute("id");
  element.label = xml.attribute("label");
  // The variable has the element's name; should they differ, expressions use the variable's.
  const XmlElement* variable = xml.child("variable");
  const std::string_view named =
      variable != nullptr ? variable->attribute("name") : std::string_view();
  element.name =
      feel::normalized_name(xml.attribute("name").empty() ? named : xml.attribute("name"));
  element.full_name = instance.prefix + element.name;
  element.space = instance.document->space;
  if (variable != nullptr) element.type_name = variable->attribute("typeRef");
  instance.by_id[element.id] = static_cast<uint32_t>(compiled_->elements.size());
  compiled_->elements.push_back(std::move(element));
  sources_.push_back(&xml);
}

// An element by href: "#id", "namespace#id" (own or imported). `import`: the import's name, if it
// is one.
uint32_t Loader::resolve(size_t index, std::string_view reference, std::string* import) const {
  const size_t hash = reference.find('#');
  const std::string_view space =
      hash == std::string_view::npos ? std::string_view() : reference.substr(0, hash);
  const std::string id(hash == std::string_view::npos ? reference : reference.substr(hash + 1));
  const Instance& instance = instances_[index];
  const auto own = instance.by_id.find(id);
  if (space.empty() || space == instance.document->space)
    return own != instance.by_id.end() ? own->second : kNoElement;
  for (const auto& candidate : instance.imports) {
    if (candidate.space != space) continue;
    const auto& ids = instances_[candidate.instance].by_id;
    const auto found = ids.find(id);
    if (found == ids.end()) continue;
    if (import != nullptr) *import = candidate.name;
    return found->second;
  }
  for (const auto& candidate : instance.imports) {  // what an import imports itself
    std::string inner;
    const uint32_t found = resolve(candidate.instance, reference, &inner);
    if (found == kNoElement) continue;
    if (import != nullptr) *import = candidate.name;
    return found;
  }
  return kNoElement;
}

// Types and parameters, which other elements need to know before their logic is compiled.
void Loader::prepare(size_t index, const ItemTypes& types) {
  for (uint32_t id = 0; id < compiled_->elements.size(); ++id) {
    if (instance_of_[id] != index) continue;
    Element& element = compiled_->elements[id];
    const XmlElement& xml = *sources_[id];
    element.type = types.find(element.type_name);
    if (element.type == nullptr && !element.type_name.empty())
      compiled_->problems.push_back(
          {element.full_name, "unknown type " + element.type_name, "", 0, xml.line});
    if (element.kind == Element::Kind::kKnowledge) {
      element.function = Value(new KnowledgeFunction(*compiled_, id));
    } else if (element.kind == Element::Kind::kService) {
      for (const std::string_view kind : {"inputData", "inputDecision"}) {
        for (const XmlElement& child : xml.children)
          if (child.name == kind)
            element.inputs.push_back(resolve(index, child.attribute("href"), nullptr));
      }
      for (const XmlElement& child : xml.children)
        if (child.name == "outputDecision")
          element.outputs.push_back(resolve(index, child.attribute("href"), nullptr));
      const auto missing = [](uint32_t found) { return found == kNoElement; };
      if (std::erase_if(element.inputs, missing) + std::erase_if(element.outputs, missing) > 0)
        compiled_->problems.push_back(
            {element.full_name, "a reference to nothing", "", 0, xml.line});
      if (element.type != nullptr)
        element.result_type = element.type->form == feel::Type::Form::kFunction
                                  ? element.type->element
                                  : element.type;
      element.function = Value(new ServiceFunction(*compiled_, id));
    }
  }
}

// Declares what the element requires as variables of its program.
void Loader::require(size_t index, const XmlElement& xml, feel::Compiler& compiler,
                     Element& element) {
  std::set<uint32_t> seen;
  std::vector<std::pair<std::string, std::vector<uint32_t>>> imported;
  for (const XmlElement& requirement : xml.children) {
    if (requirement.name != "informationRequirement" && requirement.name != "knowledgeRequirement")
      continue;
    for (const XmlElement& target : requirement.children) {
      if (!target.name.starts_with("required")) continue;
      std::string import;
      const uint32_t id = resolve(index, target.attribute("href"), &import);
      if (id == kNoElement) {
        compiled_->problems.push_back(
            {element.full_name, "a reference to nothing: " + std::string(target.attribute("href")),
             "", 0, target.line});
        continue;
      }
      if (!seen.insert(id).second) continue;
      const Element& required = compiled_->elements[id];
      if (import.empty()) {
        element.requirements.push_back({compiler.declare(required.name, required.type), id});
        continue;
      }
      auto group = std::find_if(imported.begin(), imported.end(),
                                [&](const auto& g) { return g.first == import; });
      if (group == imported.end()) group = imported.insert(imported.end(), {import, {}});
      group->second.push_back(id);
    }
  }
  for (const auto& [name, ids] : imported) {
    feel::Type* type = compiled_->types.make(feel::Type::Form::kContext);
    Element::Bundle bundle;
    for (const uint32_t id : ids) {
      const Element& required = compiled_->elements[id];
      type->fields.push_back(
          {required.name, required.type != nullptr ? required.type : feel::any_type()});
      bundle.entries.emplace_back(Value(required.name), id);
    }
    bundle.slot = compiler.declare(name, type);
    element.bundles.push_back(std::move(bundle));
  }
}

void Loader::compile(size_t index, const ItemTypes& types) {
  for (uint32_t id = 0; id < compiled_->elements.size(); ++id) {
    if (instance_of_[id] != index) continue;
    Element& element = compiled_->elements[id];
    if (element.kind == Element::Kind::kService) {
      for (const uint32_t input : element.inputs)
        element.parameters.push_back(
            {compiled_->elements[input].name, compiled_->elements[input].type});
    } else if (element.kind != Element::Kind::kInput) {
      compile_logic(index, types, *sources_[id], element);
    }
  }
}

void Loader::compile_logic(size_t index, const ItemTypes& types, const XmlElement& xml,
                           Element& element) {
  const bool knowledge = element.kind == Element::Kind::kKnowledge;
  const XmlElement* holder = knowledge ? xml.child("encapsulatedLogic") : &xml;
  const XmlElement* logic = holder != nullptr ? Boxed::find_expression(*holder) : nullptr;
  auto program = std::make_shared<feel::Program>();
  feel::Compiler compiler(*program, instances_[index].types);
  Boxed boxed(*compiled_, types, compiler, element.full_name);
  if (!knowledge) {
    require(index, xml, compiler, element);
    if (logic == nullptr) return;  // a decision whose value is given
    program->set_root(boxed.expression(*logic).node);
    element.program = std::move(program);
    return;
  }
  if (holder != nullptr) element.parameters = boxed.parameters(*holder);
  const std::string_view kind = holder != nullptr ? holder->attribute("kind") : std::string_view();
  if (kind == "Java" || kind == "java") {
    const feel::Expression native = boxed.function(*holder);
    std::vector<uint32_t> arguments;
    for (const auto& parameter : element.parameters) {
      const uint32_t slot = compiler.declare(parameter.name, parameter.type);
      arguments.push_back(program->add({feel::Op::kSlot, 0, slot, 0, 0, 0, 0, 0}));
    }
    program->set_root(program->add({feel::Op::kCall, 0, native.node, 0, 0, 0, 0, 0}, arguments));
  } else {
    for (const auto& parameter : element.parameters)
      compiler.declare(parameter.name, parameter.type);
    require(index, xml, compiler, element);
    // Parameters hide what is required under the same name.
    for (uint32_t slot = 0; slot < element.parameters.size(); ++slot)
      compiler.declare(element.parameters[slot].name, slot, element.parameters[slot].type);
    program->set_root(logic != nullptr ? boxed.expression(*logic).node
                                       : compiler.constant(Value()));
  }
  // The variable of a business knowledge model has the type of the function or, as modelers write
  // it, of its result.
  if (element.type != nullptr)
    element.result_type =
        element.type->form == feel::Type::Form::kFunction ? element.type->element : element.type;
  element.program = std::move(program);
}

Status Loader::refuse_circles(const std::string& file) const {
  // Only decisions count: functions may call each other.
  enum class Mark : uint8_t { kNew, kOpen, kDone };
  std::vector<Mark> marks(compiled_->elements.size(), Mark::kNew);
  for (uint32_t start = 0; start < marks.size(); ++start) {
    std::vector<std::pair<uint32_t, size_t>> path;  // element and its next requirement
    if (marks[start] == Mark::kNew) path.emplace_back(start, 0);
    while (!path.empty()) {
      auto& [id, next] = path.back();
      const Element& element = compiled_->elements[id];
      std::vector<uint32_t> required;
      for (const auto& requirement : element.requirements) required.push_back(requirement.element);
      for (const auto& bundle : element.bundles)
        for (const auto& [name, one] : bundle.entries) required.push_back(one);
      marks[id] = Mark::kOpen;
      if (element.kind != Element::Kind::kDecision || next == required.size()) {
        marks[id] = Mark::kDone;
        path.pop_back();
        continue;
      }
      const uint32_t target = required[next++];
      if (marks[target] == Mark::kOpen) {
        const std::string name = compiled_->elements[target].full_name;
        return model_error(
            file, sources_[target]->line,
            {"决策“" + name + "”循环依赖自身", "the decision “" + name + "” requires itself"});
      }
      if (marks[target] == Mark::kNew) path.emplace_back(target, 0);
    }
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Compiled>> load(const Source& main, const std::vector<Source>& imports) {
  return Loader().run(main, imports);
}

}  // namespace lingqu::dmn
