#include <type_traits>

#include "registers/record.hpp"

namespace lingqu::registers {

namespace {

using wire::Json;

constexpr int64_t kLargestPlain = (int64_t{1} << 53) - 1;

Json integer_json(int64_t value) {
  if (value >= -kLargestPlain && value <= kLargestPlain) return Json(value);
  return Json(std::to_string(value));
}

Json ref_json(Ref ref) {
  return Json::object({{"id", Json(ref.id)}});
}

Json rows_json(const Field& field, const Rows& rows) {
  Json::Array items;
  for (const Row& row : rows) {
    Json::Object object;
    for (size_t i = 0; i < row.size() && i < field.rows.size(); ++i)
      if (!row[i].empty()) object.emplace_back(field.rows[i].name, to_json(field.rows[i], row[i]));
    items.emplace_back(std::move(object));
  }
  return Json(std::move(items));
}

Json localized_json(const Localized& texts) {
  Json::Object object;
  for (const auto& [language, text] : texts) object.emplace_back(language, Json(text));
  return Json(std::move(object));
}

Json refs_json(const Refs& refs) {
  Json::Array items;
  for (const Ref ref : refs) items.push_back(ref_json(ref));
  return Json(std::move(items));
}

// "1234567.80" → "1,234,567.80"
std::string with_separators(std::string text) {
  const size_t first = text.starts_with('-') ? 1 : 0;
  size_t at = text.find('.');
  if (at == std::string::npos) at = text.size();
  for (; at > first + 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

std::string time_cell(base::Timestamp time, base::ZoneOffset zone) {
  const int64_t shift = int64_t{zone.minutes} * 60'000'000;
  std::string text = base::to_string(base::Timestamp{time.micros + shift});
  text.resize(std::string_view("2026-11-22T09:30:00").size());
  text[10] = ' ';
  return text;
}

struct Cell {
  const Field& field;
  const ParseContext& context;
  base::Language language;

  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(bool yes) const {
    if (language == base::Language::kZh) return yes ? "是" : "否";
    return yes ? "Yes" : "No";
  }
  std::string operator()(int64_t value) const { return std::to_string(value); }
  std::string operator()(const base::Decimal& value) const { return value.to_string(); }
  std::string operator()(base::Money value) const {
    return with_separators(base::to_string(value));
  }
  std::string operator()(base::Share value) const { return base::to_string(value); }
  std::string operator()(base::Date value) const { return base::to_string(value); }
  std::string operator()(base::Timestamp value) const { return time_cell(value, context.zone); }
  std::string operator()(const FileValue& file) const { return file.name; }
  std::string operator()(Ref ref) const {
    const std::string label = context.label ? context.label(field.target, ref.id) : "";
    return label.empty() ? "#" + std::to_string(ref.id) : label;
  }
  std::string operator()(const Refs& refs) const {
    std::string out;
    for (const Ref ref : refs) out += (out.empty() ? "" : "；") + (*this)(ref);
    return out;
  }
  std::string operator()(const Localized& texts) const {
    const std::string_view wanted = language == base::Language::kEn ? "en" : "zh";
    for (const auto& [lang, text] : texts)
      if (lang == wanted) return text;
    return texts.empty() ? "" : texts.front().second;
  }
  std::string operator()(const std::string& text) const {
    if (field.type == FieldType::kCode) return code_cell(text);
    if (field.type == FieldType::kRegion && context.region_title) {
      const std::string title = context.region_title(text).in(language);
      if (!title.empty()) return text + " " + title;
    }
    return text;
  }
  std::string operator()(const Rows& rows) const {
    std::string out;
    for (const Row& row : rows) {
      if (!out.empty()) out += "；";
      const std::optional<std::string> line = row_line(row);
      if (!line) return wire::to_text(rows_json(field, rows));
      out += *line;
    }
    return out;
  }

 private:
  std::string code_cell(const std::string& code) const {
    const Vocabulary* vocabulary =
        context.vocabulary ? context.vocabulary(field.vocabulary) : nullptr;
    const Code* entry = vocabulary != nullptr ? vocabulary->find(code) : nullptr;
    return entry != nullptr ? entry->title.in(language) : code;
  }

  // "张三|40%", or nothing where a text holds one of the signs that separate.
  std::optional<std::string> row_line(const Row& row) const {
    std::string line;
    for (size_t i = 0; i < row.size() && i < field.rows.size(); ++i) {
      const std::string cell = to_cell(field.rows[i], row[i], context, language);
      for (const std::string_view sign : {"|", "｜", ";", "；", "\n"})
        if (cell.find(sign) != std::string::npos) return std::nullopt;
      line += (i == 0 ? "" : "|") + cell;
    }
    while (line.ends_with('|')) line.pop_back();
    if (line.starts_with('[')) return std::nullopt;
    return line;
  }
};

}  // namespace

Json to_json(const Field& field, const Value& value) {
  return std::visit(
      [&field](const auto& item) -> Json {
        using T = std::decay_t<decltype(item)>;
        if constexpr (std::is_same_v<T, std::monostate>)
          return Json();
        else if constexpr (std::is_same_v<T, bool>)
          return Json(item);
        else if constexpr (std::is_same_v<T, int64_t>)
          return integer_json(item);
        else if constexpr (std::is_same_v<T, std::string>)
          return Json(item);
        else if constexpr (std::is_same_v<T, base::Decimal>)
          return Json(item.to_string());
        else if constexpr (std::is_same_v<T, Localized>)
          return localized_json(item);
        else if constexpr (std::is_same_v<T, Ref>)
          return ref_json(item);
        else if constexpr (std::is_same_v<T, Refs>)
          return refs_json(item);
        else if constexpr (std::is_same_v<T, FileValue>)
          return Json::object({{"digest", item.digest},
                               {"name", item.name},
                               {"type", item.media_type},
                               {"size", Json(item.size)}});
        else if constexpr (std::is_same_v<T, Rows>)
          return rows_json(field, item);
        else
          return Json(base::to_string(item));
      },
      static_cast<const Value::variant&>(value));
}

std::string to_cell(const Field& field, const Value& value, const ParseContext& context,
                    base::Language language) {
  return std::visit(Cell{field, context, language}, static_cast<const Value::variant&>(value));
}

}  // namespace lingqu::registers
