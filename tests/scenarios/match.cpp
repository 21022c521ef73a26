#include "scenarios/match.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace lingqu::scenarios {

namespace {

using wire::Json;

constexpr std::string_view kAny = "...";

void match_array(const Json::Array& expected, const Json& actual, const std::string& path,
                 std::vector<std::string>& differences) {
  const Json::Array* items = actual.if_array();
  if (!items) {
    differences.push_back(path + ": an array was expected, not " + wire::to_text(actual));
    return;
  }
  const bool some =
      !expected.empty() && expected[0].if_string() && *expected[0].if_string() == kAny;
  if (!some) {
    if (items->size() != expected.size())
      differences.push_back(path + ": " + std::to_string(expected.size()) +
                            " items were expected, not " + wire::to_text(actual));
    for (size_t i = 0; i < std::min(items->size(), expected.size()); ++i)
      match(expected[i], &(*items)[i], path + "/" + std::to_string(i), differences);
    return;
  }
  for (size_t i = 1; i < expected.size(); ++i) {
    const bool found = std::any_of(items->begin(), items->end(), [&](const Json& item) {
      std::vector<std::string> ignored;
      match(expected[i], &item, path, ignored);
      return ignored.empty();
    });
    if (!found)
      differences.push_back(path + ": nothing matches " + wire::to_text(expected[i]) + " in " +
                            wire::to_text(actual));
  }
}

bool match_text(std::string_view expected, const Json& actual) {
  if (expected == kAny) return true;
  const std::string* text = actual.if_string();
  if (!text) return false;
  if (expected.size() > 6 && expected.starts_with(kAny) && expected.ends_with(kAny))
    return text->find(expected.substr(3, expected.size() - 6)) != std::string::npos;
  return *text == expected;
}

}  // namespace

void match(const Json& expected, const Json* actual, const std::string& path,
           std::vector<std::string>& differences) {
  if (expected.is_null()) {
    if (actual && !actual->is_null())
      differences.push_back(path + ": nothing was expected, not " + wire::to_text(*actual));
    return;
  }
  if (!actual || actual->is_null()) {
    differences.push_back(path + ": is missing; expected " + wire::to_text(expected));
    return;
  }
  if (const auto* members = expected.if_object()) {
    for (const auto& [name, value] : *members)
      match(value, actual->find(name), path + "/" + name, differences);
    return;
  }
  if (const auto* items = expected.if_array()) {
    match_array(*items, *actual, path, differences);
    return;
  }
  const std::string* text = expected.if_string();
  if (text ? match_text(*text, *actual) : expected == *actual) return;
  differences.push_back(path + ": " + wire::to_text(expected) + " was expected, not " +
                        wire::to_text(*actual));
}

void Saved::set(std::string name, Json value) {
  for (auto& [known, old] : values_)
    if (known == name) {
      old = std::move(value);
      return;
    }
  values_.emplace_back(std::move(name), std::move(value));
}

const Json* Saved::find(std::string_view name) const {
  for (const auto& [known, value] : values_)
    if (known == name) return &value;
  return nullptr;
}

std::string Saved::fill(std::string_view text) const {
  std::string out;
  for (size_t at; (at = text.find("${")) != std::string_view::npos;) {
    const size_t end = text.find('}', at);
    if (end == std::string_view::npos) break;
    out.append(text.substr(0, at));
    if (const Json* value = find(text.substr(at + 2, end - at - 2)))
      out.append(value->if_string() ? *value->if_string() : wire::to_text(*value));
    else
      out.append(text.substr(at, end - at + 1));
    text.remove_prefix(end + 1);
  }
  return out.append(text);
}

Json Saved::fill(const Json& json) const {
  if (const auto* text = json.if_string()) {
    if (text->size() > 1 && text->front() == '$')
      if (const Json* value = find(std::string_view(*text).substr(1))) return *value;
    return Json(fill(std::string_view(*text)));
  }
  if (const auto* items = json.if_array()) {
    Json::Array out;
    for (const Json& item : *items) out.push_back(fill(item));
    return Json(std::move(out));
  }
  if (const auto* members = json.if_object()) {
    Json::Object out;
    for (const auto& [name, value] : *members) out.emplace_back(name, fill(value));
    return Json(std::move(out));
  }
  return json;
}

const Json* at(const Json& json, std::string_view path) {
  const Json* found = &json;
  for (const std::string_view part : base::split(path, '/')) {
    if (const auto* items = found->if_array()) {
      size_t index = 0;
      std::from_chars(part.data(), part.data() + part.size(), index);
      if (index >= items->size()) return nullptr;
      found = &(*items)[index];
      continue;
    }
    found = found->find(part);
    if (!found) return nullptr;
  }
  return found;
}

}  // namespace lingqu::scenarios
