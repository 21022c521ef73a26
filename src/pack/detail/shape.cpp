#include "pack/detail/shape.hpp"

#include <cassert>
#include <utility>

namespace lingqu::pack::detail {

const Key* Shape::find(std::string_view key) const {
  for (const Key& candidate : keys)
    if (candidate.name == key) return &candidate;
  return nullptr;
}

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> kShapes = [] {
    std::vector<Shape> all;
    for (auto* topic :
         {library_shapes, decision_shapes, register_shapes, act_shapes, statement_shapes, matching_shapes})
      for (Shape& one : topic()) all.push_back(std::move(one));
    return all;
  }();
  return kShapes;
}

const Shape& shape(std::string_view name) {
  for (const Shape& candidate : shapes())
    if (candidate.name == name) return candidate;
  assert(false && "no such shape");
  return shapes().front();
}

}  // namespace lingqu::pack::detail
