#include "registers/record.hpp"

#include <algorithm>

#include "registers/detail/place.hpp"
#include "registers/nearest.hpp"

namespace lingqu::registers {

namespace {

const Value kEmpty;

base::Error required(const std::string& path, base::Text title) {
  return base::Error(base::ErrorCode::kRequired).at(path).with("field", std::move(title));
}

void check_columns(const Field& field, const Rows& rows, std::vector<base::Error>& errors) {
  for (size_t r = 0; r < rows.size(); ++r) {
    for (size_t c = 0; c < field.rows.size(); ++c) {
      const Field& column = field.rows[c];
      if (!column.required || (c < rows[r].size() && !rows[r][c].empty())) continue;
      const std::string number = std::to_string(r + 1);
      errors.push_back(required(field.name + "/" + std::to_string(r) + "/" + column.name,
                                {field.title.zh + " 第 " + number + " 行 " + column.title.zh,
                                 field.title.in(base::Language::kEn) + " row " + number + " " +
                                     column.title.in(base::Language::kEn)}));
    }
  }
}

void check_count(const Field& field, size_t count, std::vector<base::Error>& errors) {
  if (count < field.min_rows)
    errors.push_back(base::Error(base::ErrorCode::kTooFew)
                         .at(field.name)
                         .with("field", field.title)
                         .with("minimum", std::to_string(field.min_rows))
                         .with("count", std::to_string(count)));
  // Parsing bounds what is sent at once; rows appended act by act are bounded here.
  if (count > field.max_rows)
    errors.push_back(base::Error(base::ErrorCode::kOutOfRange)
                         .at(field.name)
                         .with("field", field.title)
                         .with("value", std::to_string(count))
                         .with("minimum", std::to_string(field.min_rows))
                         .with("maximum", std::to_string(field.max_rows)));
}

}  // namespace

const Value& Record::at(const Register& schema, std::string_view field) const {
  const int index = schema.index_of(field);
  if (index < 0 || static_cast<size_t>(index) >= values.size()) return kEmpty;
  return values[static_cast<size_t>(index)];
}

base::Result<std::vector<SetValue>> parse_values(const Register& schema, const wire::Json& object,
                                                 const ParseContext& context) {
  std::vector<SetValue> out;
  if (object.is_null()) return out;
  const wire::Json::Object* members = object.if_object();
  if (members == nullptr)
    return base::Error(base::ErrorCode::kBadRequest)
        .with("reason", base::Text{"字段值应为一个 JSON 对象", "the values must be a JSON object"});
  std::vector<base::Error> errors;
  for (const auto& [key, json] : *members) {
    const int index = schema.index_of(key);
    if (index < 0) {
      std::vector<std::string> names;
      for (const Field& field : schema.fields) names.push_back(field.name);
      errors.push_back(base::Error(base::ErrorCode::kUnknownField)
                           .at(key)
                           .with("field", detail::shorten(key))
                           .with("hint", nearest_hint(key, names)));
      continue;
    }
    base::Result<Value> value =
        parse_value(schema.fields[static_cast<size_t>(index)], json, context, key);
    if (value.ok()) {
      out.push_back({index, std::move(value).value()});
    } else {
      errors.push_back(std::move(value).error());
    }
  }
  if (errors.empty()) return out;
  return detail::under_invalid(std::move(errors));
}

base::Status check_complete(const Register& schema, const std::vector<Value>& values,
                            const std::vector<std::string>& also_needed) {
  std::vector<base::Error> errors;
  for (size_t i = 0; i < schema.fields.size(); ++i) {
    const Field& field = schema.fields[i];
    const Value& value = i < values.size() ? values[i] : kEmpty;
    const bool needed = field.required || std::find(also_needed.begin(), also_needed.end(),
                                                    field.name) != also_needed.end();
    if (value.empty()) {
      if (needed) errors.push_back(required(field.name, field.title));
    } else if (const Rows* rows = value.get<Rows>()) {
      check_count(field, rows->size(), errors);
      check_columns(field, *rows, errors);
    } else if (const Refs* refs = value.get<Refs>()) {
      check_count(field, refs->size(), errors);
    }
  }
  if (errors.empty()) return {};
  return detail::under_invalid(std::move(errors));
}

}  // namespace lingqu::registers
