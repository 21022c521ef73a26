#include "dmn/model.hpp"

#include "dmn/detail/compiled.hpp"
#include "dmn/detail/loader.hpp"

namespace lingqu::dmn {

void Compiled::index_names() {
  for (uint32_t id = 0; id < elements.size(); ++id) {
    const Element& element = elements[id];
    found_.emplace(element.full_name, id);
    for (size_t dot = element.full_name.find('.');
         element.full_name != element.name && dot != std::string::npos;
         dot = element.full_name.find('.', dot + 1))
      imports_.emplace(element.full_name.substr(0, dot), true);
    if (element.kind != Element::Kind::kInput && element.kind != Element::Kind::kDecision) continue;
    settable_[element.full_name].push_back(id);
    if (element.space + "#" + element.name != element.full_name)
      settable_[element.space + "#" + element.name].push_back(id);
  }
  for (uint32_t id = 0; id < elements.size(); ++id) {  // weaker names, where no stronger one is
    const Element& element = elements[id];
    found_.emplace(element.name, id);
    found_.emplace(element.id, id);
  }
  ByName<std::vector<uint32_t>> plain;
  for (uint32_t id = 0; id < elements.size(); ++id)
    if (elements[id].kind == Element::Kind::kInput && elements[id].full_name != elements[id].name)
      plain[elements[id].name].push_back(id);
  for (auto& [plain_name, ids] : plain) settable_.emplace(plain_name, std::move(ids));
}

uint32_t Compiled::find(std::string_view wanted) const {
  const auto found = found_.find(wanted);
  return found != found_.end() ? found->second : kNoElement;
}

const std::vector<uint32_t>* Compiled::settable(std::string_view wanted) const {
  const auto found = settable_.find(wanted);
  return found != settable_.end() ? &found->second : nullptr;
}

bool Compiled::is_import(std::string_view wanted) const {
  return imports_.find(wanted) != imports_.end();
}

Model::Model(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
Model::~Model() = default;

base::Result<std::shared_ptr<const Model>> Model::load(const Source& main,
                                                       const std::vector<Source>& imports) {
  LINGQU_TRY(compiled, dmn::load(main, imports));
  return std::shared_ptr<const Model>(new Model(std::move(compiled)));
}

const std::string& Model::name() const {
  return compiled_->name;
}
const std::string& Model::target_namespace() const {
  return compiled_->space;
}
const std::vector<Problem>& Model::problems() const {
  return compiled_->problems;
}

namespace {
std::vector<Model::Item> items(const Compiled& compiled, Element::Kind kind) {
  std::vector<Model::Item> result;
  for (const Element& element : compiled.elements)
    if (element.kind == kind)
      result.push_back({element.full_name, element.type_name, element.id, element.label});
  return result;
}
}  // namespace

std::vector<Model::Item> Model::inputs() const {
  return items(*compiled_, Element::Kind::kInput);
}
std::vector<Model::Item> Model::decisions() const {
  return items(*compiled_, Element::Kind::kDecision);
}
std::vector<Model::Item> Model::services() const {
  return items(*compiled_, Element::Kind::kService);
}

}  // namespace lingqu::dmn
