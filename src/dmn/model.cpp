#include "dmn/model.hpp"

#include "dmn/detail/compiled.hpp"
#include "dmn/detail/loader.hpp"

namespace lingqu::dmn {

uint32_t Compiled::find(std::string_view wanted) const {
  for (uint32_t id = 0; id < elements.size(); ++id)
    if (elements[id].full_name == wanted) return id;
  for (uint32_t id = 0; id < elements.size(); ++id)
    if (elements[id].name == wanted || elements[id].id == wanted) return id;
  return kNoElement;
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
