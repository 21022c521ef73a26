// Values that are more than one text: texts per language, references, row groups, files.
#pragma once

#include <string_view>

#include "registers/detail/place.hpp"
#include "wire/json.hpp"

namespace lingqu::registers::detail {

// Any type; null and blank give the empty value.
base::Result<Value> read_json(const Place& place, const wire::Json& json);
base::Result<Value> read_cell(const Place& place, std::string_view cell);

base::Result<Value> read_localized(const Place& place, const wire::Json& json);
base::Result<Value> read_localized_cell(const Place& place, std::string_view cell);
base::Result<Value> read_ref(const Place& place, const wire::Json& json);
base::Result<Value> read_ref_cell(const Place& place, std::string_view cell);
base::Result<Value> read_refs(const Place& place, const wire::Json& json);
base::Result<Value> read_refs_cell(const Place& place, std::string_view cell);
base::Result<Value> read_rows(const Place& place, const wire::Json& json);
// "张三|40%；李四|60%", the columns in their order; or a JSON array.
base::Result<Value> read_rows_cell(const Place& place, std::string_view cell);
base::Result<Value> read_file(const Place& place, const wire::Json& json);

base::Error wrong_json(const Place& place, const wire::Json& json);
// Parts of a cell between "；", ";" and line ends; blank parts are left out.
std::vector<std::string_view> list_items(std::string_view cell);

// What the API expects of a field, in words and as an example.
base::Text expected_json(const Field& field);
std::string_view example_json(const Field& field);

}  // namespace lingqu::registers::detail
