#include "registers/feel_values.hpp"

namespace lingqu::registers {

namespace {

using base::Language;
using feel::Kind;
using wire::Json;

constexpr int kFenDigits = 2;
constexpr int kShareDigits = 8;  // base::Share::kWhole
constexpr int64_t kMicros = 1'000'000;
constexpr int64_t kNanosPerMicro = 1'000;
constexpr int64_t kSecondsPerZoneMinute = 60;

feel::Value reference(int64_t id) {
  feel::Context context;
  context.set("id", feel::Value(id));
  return feel::Value(std::move(context));
}

feel::Value instant(base::Timestamp time, base::ZoneOffset zone) {
  int64_t seconds = time.micros / kMicros, micros = time.micros % kMicros;
  if (micros < 0) --seconds, micros += kMicros;
  const int64_t offset = zone.minutes * kSecondsPerZoneMinute;
  return feel::Value(feel::DateTime{seconds + offset, static_cast<int32_t>(micros * kNanosPerMicro),
                                    feel::Zone::offset(static_cast<int32_t>(offset))});
}

feel::Value file(const FileValue& value) {
  feel::Context context;
  context.set("digest", feel::Value(value.digest));
  context.set("name", feel::Value(value.name));
  context.set("type", feel::Value(value.media_type));
  context.set("size", feel::Value(value.size));
  return feel::Value(std::move(context));
}

feel::Value localized(const Localized& texts) {
  feel::Context context;
  for (const auto& [language, text] : texts) context.set(language, feel::Value(text));
  return feel::Value(std::move(context));
}

feel::Value rows(const Field& field, const Value& value, base::ZoneOffset zone) {
  std::vector<feel::Value> items;
  if (const Rows* all = value.get<Rows>()) {
    for (const Row& row : *all) {
      feel::Context item;
      for (size_t i = 0; i < field.rows.size(); ++i)
        item.set(field.rows[i].name,
                 i < row.size() ? to_feel(field.rows[i], row[i], zone) : feel::Value());
      items.emplace_back(std::move(item));
    }
  }
  return feel::Value(std::move(items));
}

// The JSON that parse_value takes for the field, or nothing where the kind does not fit at all.
std::optional<Json> json_of(const Field& field, const feel::Value& value);

std::optional<Json> number_json(const feel::Value& value) {
  if (!value.is(Kind::kNumber)) return std::nullopt;
  return Json(value.number().normalized().to_string());
}

std::optional<Json> time_json(const feel::Value& value) {
  if (!value.is(Kind::kDateTime) || value.date_time().zone.is_local()) return std::nullopt;
  const feel::DateTime time = value.date_time();
  if (time.nanos % kNanosPerMicro != 0) return std::nullopt;
  return Json(base::to_string(base::Timestamp{time.utc() * kMicros + time.nanos / kNanosPerMicro}));
}

std::optional<Json> reference_json(const feel::Value& value) {
  const feel::Value* id = value.is(Kind::kContext) ? value.context().find("id") : &value;
  const auto number = id != nullptr && id->is(Kind::kNumber) && id->number().is_integer()
                          ? id->number().to_int64()
                          : std::nullopt;
  if (!number) return std::nullopt;
  return Json::object({{"id", *number}});
}

std::optional<Json> list_json(const Field& field, const feel::Value& value) {
  if (!value.is(Kind::kList)) return std::nullopt;
  Json out{Json::Array{}};
  for (const feel::Value& item : value.list()) {
    if (field.type == FieldType::kRefs) {
      auto one = reference_json(item);
      if (!one) return std::nullopt;
      out.push(std::move(*one));
      continue;
    }
    if (!item.is(Kind::kContext)) return std::nullopt;
    Json row{Json::Object{}};
    for (const Field& column : field.rows) {
      const feel::Value* cell = item.context().find(column.name);
      if (cell == nullptr || cell->is_null()) continue;
      auto one = json_of(column, *cell);
      if (!one) return std::nullopt;
      row.set(column.name, std::move(*one));
    }
    out.push(std::move(row));
  }
  return out;
}

// A localized text, or a file (whose size is a number).
std::optional<Json> context_json(const feel::Value& value, bool numbers) {
  if (!value.is(Kind::kContext)) return std::nullopt;
  Json out{Json::Object{}};
  for (const feel::Context::Entry& entry : value.context().entries()) {
    if (entry.value.is(Kind::kString)) {
      out.set(entry.key.text(), entry.value.text());
    } else if (numbers && entry.value.is(Kind::kNumber)) {
      out.set(entry.key.text(), Json(entry.value.number().to_int64().value_or(0)));
    } else {
      return std::nullopt;
    }
  }
  return out;
}

std::optional<Json> json_of(const Field& field, const feel::Value& value) {
  switch (field.type) {
    case FieldType::kInteger:
    case FieldType::kDecimal:
    case FieldType::kMoney:
    case FieldType::kShare:
      return number_json(value);
    case FieldType::kDate:
      return value.is(Kind::kDate) ? std::optional(Json(feel::to_string(value.date())))
                                   : std::nullopt;
    case FieldType::kTime:
      return time_json(value);
    case FieldType::kBoolean:
      return value.is(Kind::kBoolean) ? std::optional(Json(value.boolean())) : std::nullopt;
    case FieldType::kRef:
      return reference_json(value);
    case FieldType::kRefs:
    case FieldType::kRows:
      return list_json(field, value);
    case FieldType::kFile:
      return context_json(value, true);
    case FieldType::kLocalized:
      if (value.is(Kind::kContext)) return context_json(value, false);
      [[fallthrough]];
    default:
      return value.is(Kind::kString) ? std::optional(Json(value.text())) : std::nullopt;
  }
}

std::string shown(const feel::Value& value) {
  constexpr size_t kMostCharacters = 60;
  std::string text = value.is(Kind::kString) ? value.text() : feel::to_literal(value);
  if (text.size() <= kMostCharacters) return text;
  size_t end = kMostCharacters;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

base::Error unfit(const Field& field, const feel::Value& value, const std::string& path,
                  base::Text reason) {
  return base::Error(base::ErrorCode::kComputedValue)
      .at(path)
      .with("field", field.title)
      .with("value", shown(value))
      .with("reason", std::move(reason));
}

}  // namespace

feel::Value to_feel(const Field& field, const Value& value, base::ZoneOffset zone) {
  if (field.type == FieldType::kRows) return rows(field, value, zone);
  if (field.type == FieldType::kRefs) {
    std::vector<feel::Value> items;
    if (const Refs* refs = value.get<Refs>())
      for (const Ref& ref : *refs) items.push_back(reference(ref.id));
    return feel::Value(std::move(items));
  }
  if (const auto* text = value.get<std::string>()) return feel::Value(*text);
  if (const auto* number = value.get<int64_t>()) return feel::Value(*number);
  if (const auto* decimal = value.get<base::Decimal>()) return feel::Value(*decimal);
  if (const auto* money = value.get<base::Money>())
    return feel::Value(base::Decimal::from_scaled(money->fen, kFenDigits));
  if (const auto* share = value.get<base::Share>())
    return feel::Value(base::Decimal::from_scaled(share->units, kShareDigits).normalized());
  if (const auto* date = value.get<base::Date>()) return feel::Value(feel::Date{date->days});
  if (const auto* time = value.get<base::Timestamp>()) return instant(*time, zone);
  if (const auto* flag = value.get<bool>()) return feel::Value(*flag);
  if (const auto* ref = value.get<Ref>()) return reference(ref->id);
  if (const auto* texts = value.get<Localized>()) return localized(*texts);
  if (const auto* attachment = value.get<FileValue>()) return file(*attachment);
  return feel::Value();
}

feel::Value to_feel(const Register& schema, const std::vector<Value>& values, int64_t id,
                    const std::string& state, base::ZoneOffset zone) {
  feel::Context context;
  context.reserve(schema.fields.size() + 2);
  context.set("id", feel::Value(id));
  context.set("state", feel::Value(state));
  for (size_t i = 0; i < schema.fields.size(); ++i) {
    const Field& field = schema.fields[i];
    if (field.computed()) continue;
    context.append(feel::Value(field.name),
                   i < values.size() ? to_feel(field, values[i], zone) : feel::Value());
  }
  return feel::Value(std::move(context));
}

base::Result<Value> from_feel(const Field& field, const feel::Value& value,
                              const ParseContext& context, const std::string& path) {
  if (value.is_null()) return Value();
  const std::optional<Json> json = json_of(field, value);
  if (!json) {
    const std::string kind(feel::kind_name(value.kind())), type(name(field.type));
    return unfit(field, value, path,
                 {"算得的是 " + kind + "，字段类型为 " + type,
                  "it is of the kind " + kind + ", the field of type " + type});
  }
  auto read = parse_value(field, *json, context, path);
  if (read.ok()) return read;
  const base::Error& error = read.error();
  const base::Error& first = error.details.empty() ? error : error.details.front();
  return unfit(field, value, path, {first.message(Language::kZh), first.message(Language::kEn)});
}

}  // namespace lingqu::registers
