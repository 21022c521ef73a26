#include <algorithm>

#include "registers/detail/structure.hpp"
#include "registers/nearest.hpp"

namespace lingqu::registers::detail {

namespace {

Place column_place(const Place& group, const Field& column, size_t row) {
  const std::string number = std::to_string(row + 1);
  return {column, group.context, group.path + "/" + std::to_string(row) + "/" + column.name,
          base::Text{group.title.zh + " 第 " + number + " 行 " + column.title.zh,
                     group.title.in(base::Language::kEn) + " row " + number + " " +
                         column.title.in(base::Language::kEn)}};
}

base::Error unknown_column(const Place& group, size_t row, const std::string& key) {
  std::vector<std::string> names;
  for (const Field& column : group.field.rows) names.push_back(column.name);
  return base::Error(base::ErrorCode::kUnknownField)
      .at(group.path + "/" + std::to_string(row) + "/" + key)
      .with("field", shorten(key))
      .with("hint", nearest_hint(key, names));
}

base::Error too_many_rows(const Place& place, size_t count) {
  return base::Error(base::ErrorCode::kOutOfRange)
      .at(place.path)
      .with("field", place.title)
      .with("value", base::Text{std::to_string(count) + " 行", std::to_string(count) + " rows"})
      .with("minimum", std::to_string(place.field.min_rows))
      .with("maximum", std::to_string(place.field.max_rows));
}

Row read_row(const Place& place, size_t index, const wire::Json& json,
             std::vector<base::Error>& errors) {
  Row row(place.field.rows.size());
  const wire::Json::Object* object = json.if_object();
  if (object == nullptr) {
    const Place at{place.field, place.context, place.path + "/" + std::to_string(index),
                   place.title};
    errors.push_back(wrong_json(at, json));
    return row;
  }
  for (const auto& [key, value] : *object) {
    const auto column =
        std::find_if(place.field.rows.begin(), place.field.rows.end(),
                     [&key = key](const Field& candidate) { return candidate.name == key; });
    if (column == place.field.rows.end()) {
      errors.push_back(unknown_column(place, index, key));
      continue;
    }
    base::Result<Value> cell = read_json(column_place(place, *column, index), value);
    if (cell.ok()) {
      row[static_cast<size_t>(column - place.field.rows.begin())] = std::move(cell).value();
    } else {
      errors.push_back(std::move(cell).error());
    }
  }
  return row;
}

// Between "|" or its full-width form.
std::vector<std::string_view> row_cells(std::string_view line) {
  constexpr std::string_view kWide = "｜";
  std::vector<std::string_view> cells;
  for (const std::string_view part : base::split(line, '|')) {
    std::string_view rest = part;
    for (size_t at = rest.find(kWide); at != std::string_view::npos; at = rest.find(kWide)) {
      cells.push_back(rest.substr(0, at));
      rest.remove_prefix(at + kWide.size());
    }
    cells.push_back(rest);
  }
  return cells;
}

bool is_blank(const Row& row) {
  return std::all_of(row.begin(), row.end(), [](const Value& value) { return value.empty(); });
}

base::Result<Value> finish_rows(Rows rows, std::vector<base::Error> errors) {
  if (!errors.empty()) return combined(std::move(errors));
  if (rows.empty()) return Value();
  return Value(std::move(rows));
}

}  // namespace

base::Result<Value> read_rows(const Place& place, const wire::Json& json) {
  if (const std::string* text = json.if_string(); text != nullptr && place.context.from_people)
    return read_cell(place, *text);
  const wire::Json::Array* items = json.if_array();
  if (items == nullptr) return wrong_json(place, json);
  if (items->size() > place.field.max_rows) return too_many_rows(place, items->size());
  Rows rows;
  std::vector<base::Error> errors;
  for (size_t i = 0; i < items->size(); ++i)
    rows.push_back(read_row(place, i, (*items)[i], errors));
  return finish_rows(std::move(rows), std::move(errors));
}

base::Result<Value> read_rows_cell(const Place& place, std::string_view cell) {
  if (base::trim(cell).starts_with('[')) {
    base::Result<wire::Json> json = wire::parse_json(base::trim(cell));
    if (!json.ok()) return located(std::move(json).error(), place, cell);
    return read_rows(place, *json);
  }
  const std::vector<std::string_view> lines = list_items(cell);
  if (lines.size() > place.field.max_rows) return too_many_rows(place, lines.size());
  Rows rows;
  std::vector<base::Error> errors;
  for (const std::string_view line : lines) {
    const std::vector<std::string_view> cells = row_cells(line);
    if (cells.size() > place.field.rows.size()) {
      errors.push_back(wrong_type(place, line, expected_json(place.field), "甲|40%；乙|60%"));
      continue;
    }
    Row row(place.field.rows.size());
    for (size_t i = 0; i < cells.size(); ++i) {
      base::Result<Value> value =
          read_cell(column_place(place, place.field.rows[i], rows.size()), cells[i]);
      if (value.ok())
        row[i] = std::move(value).value();
      else
        errors.push_back(std::move(value).error());
    }
    if (!is_blank(row)) rows.push_back(std::move(row));
  }
  return finish_rows(std::move(rows), std::move(errors));
}

}  // namespace lingqu::registers::detail
