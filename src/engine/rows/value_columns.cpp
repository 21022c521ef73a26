#include "engine/rows/value_columns.hpp"

#include "wire/json.hpp"

namespace lingqu::engine {

using registers::Field;
using registers::FieldType;
using registers::Value;

namespace {

std::string localized_text(const registers::Localized& localized) {
  wire::Json json{wire::Json::Object{}};
  for (const auto& [language, text] : localized) json.set(language, text);
  return wire::to_text(json);
}

std::string refs_text(const registers::Refs& refs) {
  wire::Json json{wire::Json::Array{}};
  for (const auto& ref : refs) json.push(ref.id);
  return wire::to_text(json);
}

std::string file_text(const registers::FileValue& file) {
  return wire::to_text(wire::Json::object(
      {{"digest", file.digest}, {"name", file.name}, {"type", file.media_type}, {"size", file.size}}));
}

Value from_json_text(std::string_view text, FieldType type) {
  auto parsed = wire::parse_json(text);
  if (!parsed.ok()) return {};
  const wire::Json& json = *parsed;
  if (type == FieldType::kLocalized) {
    registers::Localized localized;
    if (const auto* members = json.if_object())
      for (const auto& [language, words] : *members)
        if (const auto* word = words.if_string()) localized.emplace_back(language, *word);
    return localized;
  }
  if (type == FieldType::kRefs) {
    registers::Refs refs;
    if (const auto* items = json.if_array())
      for (const auto& item : *items) refs.push_back({item.if_int64().value_or(0)});
    return refs;
  }
  return registers::FileValue{std::string(json.string_at("digest")), std::string(json.string_at("name")),
                              std::string(json.string_at("type")), json.int_at("size").value_or(0)};
}

}  // namespace

bool in_child_table(FieldType type) { return type == FieldType::kRows || type == FieldType::kRefs; }

store::ColumnType column_type(FieldType type) {
  switch (type) {
    case FieldType::kInteger:
    case FieldType::kDecimal:
    case FieldType::kMoney:
    case FieldType::kShare:
    case FieldType::kTime:
    case FieldType::kBoolean:
    case FieldType::kRef:
      return store::ColumnType::kInteger;
    default:
      return store::ColumnType::kText;
  }
}

void bind_value(store::Statement& statement, int index, const Field& field, const Value& value) {
  if (const auto* text = value.get<std::string>()) return statement.bind_text(index, *text);
  if (const auto* number = value.get<int64_t>()) return statement.bind(index, *number);
  if (const auto* flag = value.get<bool>()) return statement.bind(index, int64_t{*flag ? 1 : 0});
  if (const auto* money = value.get<base::Money>()) return statement.bind(index, money->fen);
  if (const auto* share = value.get<base::Share>()) return statement.bind(index, share->units);
  if (const auto* date = value.get<base::Date>()) return statement.bind_text(index, base::to_string(*date));
  if (const auto* time = value.get<base::Timestamp>()) return statement.bind(index, time->micros);
  if (const auto* ref = value.get<registers::Ref>()) return statement.bind(index, ref->id);
  if (const auto* decimal = value.get<base::Decimal>()) {
    if (auto units = decimal->scaled(field.scale)) return statement.bind(index, *units);
    return statement.bind_null(index);
  }
  if (const auto* localized = value.get<registers::Localized>()) return statement.bind_text(index, localized_text(*localized));
  if (const auto* file = value.get<registers::FileValue>()) return statement.bind_text(index, file_text(*file));
  if (const auto* refs = value.get<registers::Refs>()) return statement.bind_text(index, refs_text(*refs));
  statement.bind_null(index);
}

Value read_value(const store::Statement& statement, int column, const Field& field) {
  if (statement.is_null(column)) return {};
  switch (field.type) {
    case FieldType::kInteger:
      return statement.integer(column);
    case FieldType::kDecimal:
      return base::Decimal::from_scaled(statement.integer(column), field.scale);
    case FieldType::kMoney:
      return base::Money{statement.integer(column)};
    case FieldType::kShare:
      return base::Share{statement.integer(column)};
    case FieldType::kTime:
      return base::Timestamp{statement.integer(column)};
    case FieldType::kBoolean:
      return statement.integer(column) != 0;
    case FieldType::kRef:
      return registers::Ref{statement.integer(column)};
    case FieldType::kDate: {
      auto date = base::parse_date(statement.text(column));
      return date.ok() ? Value(*date) : Value();
    }
    case FieldType::kLocalized:
    case FieldType::kRefs:
    case FieldType::kFile:
      return from_json_text(statement.text(column), field.type);
    default:
      return std::string(statement.text(column));
  }
}

}  // namespace lingqu::engine
