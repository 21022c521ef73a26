#include "http/body_reader.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace lingqu::http {

using base::ErrorCode;

base::Result<BodyReader> BodyReader::parse(std::string_view text, size_t limit) {
  BodyReader reader;
  if (base::trim(text).empty()) {
    reader.json_ = wire::Json(wire::Json::Object{});
    return reader;
  }
  LINGQU_TRY(json, wire::parse_json(text, {.depth = 32, .bytes = limit}));
  reader.json_ = std::move(json);
  if (!reader.json_.if_object())
    return base::Error(ErrorCode::kBadJson)
        .with("line", "1")
        .with("column", "1")
        .with("reason", base::Text{"应为一个对象", "an object is expected"});
  return reader;
}

const wire::Json* BodyReader::take(std::string_view name) {
  known_.emplace_back(name);
  const wire::Json* found = json_.find(name);
  return found && !found->is_null() ? found : nullptr;
}

void BodyReader::wrong(std::string_view name, std::string_view expected_zh,
                       std::string_view expected_en, std::string_view example) {
  const wire::Json* found = json_.find(name);
  const std::string value = found ? wire::to_text(*found) : std::string();
  errors_.push_back(
      base::Error(ErrorCode::kWrongType)
          .at(name)
          .with("value", base::first_code_points(value, 40))
          .with("expected", base::Text{std::string(expected_zh), std::string(expected_en)})
          .with("example", example));
}

bool BodyReader::has(std::string_view name) {
  return take(name) != nullptr;
}

std::string BodyReader::text(std::string_view name, bool required) {
  const wire::Json* found = take(name);
  if (!found) {
    if (required) errors_.push_back(base::Error(ErrorCode::kRequired).at(name));
    return {};
  }
  if (const std::string* text = found->if_string()) return *text;
  wrong(name, "文本", "a text", "\"…\"");
  return {};
}

std::optional<int64_t> BodyReader::integer(std::string_view name, int64_t low, int64_t high,
                                           bool required) {
  const wire::Json* found = take(name);
  if (!found) {
    if (required) errors_.push_back(base::Error(ErrorCode::kRequired).at(name));
    return std::nullopt;
  }
  const auto value = found->if_int64();
  if (!value) {
    wrong(name, "整数", "a whole number", std::to_string(low));
    return std::nullopt;
  }
  if (*value >= low && *value <= high) return value;
  errors_.push_back(base::Error(ErrorCode::kOutOfRange)
                        .at(name)
                        .with("value", std::to_string(*value))
                        .with("minimum", std::to_string(low))
                        .with("maximum", std::to_string(high)));
  return std::nullopt;
}

std::optional<bool> BodyReader::flag(std::string_view name) {
  const wire::Json* found = take(name);
  if (!found) return std::nullopt;
  if (const bool* value = found->if_bool()) return *value;
  wrong(name, "真或假", "true or false", "true");
  return std::nullopt;
}

std::vector<std::string> BodyReader::texts(std::string_view name) {
  const wire::Json* found = take(name);
  std::vector<std::string> out;
  if (!found) return out;
  if (const auto* items = found->if_array()) {
    for (const wire::Json& item : *items)
      if (const std::string* text = item.if_string()) out.push_back(*text);
    if (out.size() == items->size()) return out;
  }
  wrong(name, "文本数组", "an array of texts", "[\"…\"]");
  return {};
}

std::vector<wire::Json> BodyReader::objects(std::string_view name) {
  const wire::Json* found = take(name);
  if (!found) return {};
  if (const auto* items = found->if_array())
    if (std::all_of(items->begin(), items->end(),
                    [](const wire::Json& item) { return item.if_object(); }))
      return *items;
  wrong(name, "对象数组", "an array of objects", "[{…}]");
  return {};
}

wire::Json BodyReader::object(std::string_view name) {
  const wire::Json* found = take(name);
  if (!found) return {};
  if (found->if_object()) return *found;
  wrong(name, "对象", "an object", "{…}");
  return {};
}

base::Status BodyReader::finish() {
  for (const auto& [name, value] : *json_.if_object())
    if (std::find(known_.begin(), known_.end(), name) == known_.end())
      errors_.push_back(base::Error(ErrorCode::kUnknownField).at(name));
  if (errors_.empty()) return {};
  if (errors_.size() == 1) return std::move(errors_.front());
  base::Error all = base::Error(ErrorCode::kInvalid).with("count", std::to_string(errors_.size()));
  all.details = std::move(errors_);
  return all;
}

}  // namespace lingqu::http
