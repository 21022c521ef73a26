#include "pack/json_schema.hpp"

#include "pack/detail/shape.hpp"
#include "wire/json.hpp"

namespace lingqu::pack {

namespace {

using detail::Count;
using detail::Form;
using detail::Key;
using detail::Shape;
using wire::Json;

Json reference(std::string_view name) {
  return Json::object({{"$ref", "#/$defs/" + std::string(name)}});
}

Json words(const Key& key) {
  Json::Array items;
  for (const std::string_view word : key.words) items.emplace_back(word);
  return Json::object({{"enum", Json(std::move(items))}});
}

Json one_of(const Key& key) {
  switch (key.form) {
    case Form::kText:
      return Json::object({{"type", Json::array({"string", "number", "boolean"})}});
    case Form::kName:
      return Json::object({{"type", "string"}, {"pattern", "^[a-z][a-z0-9_]*$"}});
    case Form::kTitle:
      return reference("text");
    case Form::kInteger:
      return Json::object({{"type", "integer"}});
    case Form::kBoolean:
      return Json::object({{"type", "boolean"}});
    case Form::kDate:
      return Json::object({{"type", "string"}, {"format", "date"}});
    case Form::kPeriod:
      return Json::object(
          {{"type", "string"}, {"pattern", "^\\d{4}-\\d{2}-\\d{2}(\\.\\.\\d{4}-\\d{2}-\\d{2})?$"}});
    case Form::kWord:
      return words(key);
    case Form::kValue:
      return reference("value");
    case Form::kObject:
      return reference(key.shape);
  }
  return Json();
}

Json property(const Key& key) {
  Json one = one_of(key);
  if (key.count == Count::kList)
    one = Json::object(
        {{"anyOf", Json::array({one, Json::object({{"type", "array"}, {"items", one}})})}});
  if (key.count == Count::kMap)
    one = Json::object({{"type", "object"}, {"additionalProperties", std::move(one)}});
  if (!key.meaning.empty()) one.set("description", key.meaning);
  return one;
}

Json object_of(const Shape& shape) {
  Json properties{Json::Object{}};
  Json::Array required;
  for (const Key& key : shape.keys) {
    properties.set(key.name, property(key));
    if (key.required) required.emplace_back(key.name);
  }
  Json out = Json::object({{"type", "object"}, {"properties", std::move(properties)}});
  if (!required.empty()) out.set("required", Json(std::move(required)));
  out.set("additionalProperties", false);
  if (!shape.one_of.empty()) {
    Json::Array choices;
    for (const std::string_view key : shape.one_of)
      choices.push_back(Json::object({{"required", Json::array({key})}}));
    out.set("oneOf", Json(std::move(choices)));
  }
  if (shape.shorthand.empty()) return out;
  return Json::object(
      {{"anyOf", Json::array({Json::object({{"type", "string"}}), std::move(out)})}});
}

// The shapes that `root` uses, itself not included.
void collect(const Shape& root, std::vector<std::string_view>& used) {
  for (const Key& key : root.keys) {
    if (key.form != Form::kObject) continue;
    bool known = false;
    for (const std::string_view name : used) known = known || name == key.shape;
    if (known) continue;
    used.push_back(key.shape);
    collect(detail::shape(key.shape), used);
  }
}

Json definitions(const Shape& root) {
  const Json text = Json::object({{"type", "string"}, {"minLength", 1}});
  Json out = Json::object(
      {{"text", Json::object(
                    {{"anyOf",
                      Json::array({text, Json::object({{"type", "object"},
                                                       {"properties",
                                                        Json::object({{"zh", text}, {"en", text}})},
                                                       {"required", Json::array({"zh"})},
                                                       {"additionalProperties", false}})})}})},
       {"value",
        Json::object(
            {{"anyOf",
              Json::array({Json::object({{"type", Json::array({"string", "number", "boolean"})}}),
                           Json::object({{"type", "object"},
                                         {"properties", Json::object({{"parameter", text}})},
                                         {"required", Json::array({"parameter"})},
                                         {"additionalProperties", false}})})}})}});
  std::vector<std::string_view> used;
  collect(root, used);
  for (const std::string_view name : used) out.set(name, object_of(detail::shape(name)));
  return out;
}

std::string file_name(const Shape& shape) {
  std::string name(shape.name);
  const size_t suffix = name.find("_file");
  return name.substr(0, suffix) + ".json";
}

}  // namespace

std::vector<std::pair<std::string, std::string>> json_schemas() {
  std::vector<std::pair<std::string, std::string>> out;
  for (const Shape& shape : detail::shapes()) {
    if (shape.file.empty()) continue;
    Json schema =
        Json::object({{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                      {"title", "Lingqu pack: " + std::string(shape.file)},
                      {"description",
                       "Generated from src/pack/detail/*_shapes.cpp; see docs/formats/pack.md."}});
    const Json root = object_of(shape);
    for (const auto& [key, value] : *root.if_object()) schema.set(key, value);
    schema.set("$defs", definitions(shape));
    out.emplace_back(file_name(shape), wire::to_pretty_text(schema));
  }
  return out;
}

}  // namespace lingqu::pack
