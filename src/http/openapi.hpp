// The API description, OpenAPI 3.1, from the table of routes and the pack: the paths of
// /records/{register} are written out for each register with the types of its fields.
#pragma once

#include <string>

#include "pack/pack.hpp"
#include "wire/json.hpp"

namespace lingqu::http {

std::string openapi_json(const pack::Pack& pack);

// JSON Schema of a field's value as the API has it.
wire::Json field_schema(const registers::Field& field, const pack::Pack& pack);
// Schemas that do not depend on the pack, by name.
wire::Json::Object common_schemas();
// The query parameters that a route names (Route::query).
wire::Json::Array query_parameters(std::string_view names, const registers::Register* schema);

}  // namespace lingqu::http
