#include "engine/context.hpp"

namespace lingqu::engine {

Context::Context(Settings engine_settings, pack::Snapshot snapshot, base::Clock& engine_clock, base::Random& engine_random)
    : settings(std::move(engine_settings)), pack(std::move(snapshot)), clock(engine_clock), random(engine_random) {
  for (const auto& entry : pack->registers) tables.emplace_back(entry);
  for (const auto& declared : pack->statements) {
    RegisterTable* table = declared.balance ? find(declared.balance->register_name) : nullptr;
    if (table) table->totals.push_back(&totals.emplace_back(declared, table->map));
  }
}

RegisterTable* Context::find(std::string_view register_name) {
  for (auto& table : tables)
    if (table.schema().name == register_name) return &table;
  return nullptr;
}

base::Result<RegisterTable*> Context::table(std::string_view register_name) {
  if (RegisterTable* found = find(register_name)) return found;
  return base::Error(base::ErrorCode::kNotFound).with("what", register_name);
}

std::string plain_text(const registers::Field& field, const registers::Value& value) {
  const wire::Json json = registers::to_json(field, value);
  if (const auto* text = json.if_string()) return *text;
  if (const auto* number = json.if_number()) return number->digits;
  if (const auto* members = json.if_object(); members && !members->empty() && field.type == registers::FieldType::kLocalized)
    return std::string(json.string_at("zh").empty() ? *members->front().second.if_string() : json.string_at("zh"));
  return {};
}

std::string Context::number(const registers::Register& schema, const registers::Record& record) const {
  const int index = schema.index_of(schema.number_field);
  return index < 0 ? std::string() : plain_text(schema.fields[static_cast<size_t>(index)], record.values[static_cast<size_t>(index)]);
}

std::string Context::label(const registers::Register& schema, const registers::Record& record) const {
  if (const int index = schema.index_of(schema.label_field); index >= 0) {
    std::string text = plain_text(schema.fields[static_cast<size_t>(index)], record.values[static_cast<size_t>(index)]);
    if (!text.empty()) return text;
  }
  std::string text = number(schema, record);
  return text.empty() ? "#" + std::to_string(record.id) : text;
}

}  // namespace lingqu::engine
