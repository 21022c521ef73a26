#include <algorithm>

#include "registers/detail/place.hpp"
#include "registers/detail/scalar.hpp"
#include "registers/detail/structure.hpp"

namespace lingqu::registers {

namespace detail {

base::Result<Value> read_scalar(const Place& place, std::string_view text) {
  switch (place.field.type) {
    case FieldType::kText:
    case FieldType::kLongText:
      return read_text(place, text);
    case FieldType::kInteger:
      return read_integer(place, text);
    case FieldType::kDecimal:
      return read_decimal(place, text);
    case FieldType::kMoney:
      return read_money(place, text);
    case FieldType::kShare:
      return read_share(place, text);
    case FieldType::kDate:
      return read_date(place, text);
    case FieldType::kTime:
      return read_time(place, text);
    case FieldType::kBoolean:
      return read_boolean(place, text);
    case FieldType::kCode:
      return read_code(place, text);
    case FieldType::kRegion:
      return read_region(place, text);
    case FieldType::kCreditCode:
      return read_credit_code(place, text);
    case FieldType::kLocalized:
    case FieldType::kRef:
    case FieldType::kRefs:
    case FieldType::kRows:
    case FieldType::kFile:
      break;
  }
  return Value();
}

namespace {

bool takes_numbers(FieldType type) {
  switch (type) {
    case FieldType::kInteger:
    case FieldType::kDecimal:
    case FieldType::kMoney:
    case FieldType::kShare:
      return true;
    default:
      return false;
  }
}

// A list of texts in a text field, as keywords come in many files.
bool is_list_of_texts(const wire::Json& json) {
  const wire::Json::Array* items = json.if_array();
  return items != nullptr && std::all_of(items->begin(), items->end(), [](const wire::Json& item) {
           return item.if_string() != nullptr;
         });
}

std::string joined(const wire::Json::Array& items) {
  std::string out;
  for (const wire::Json& item : items) {
    if (!out.empty()) out += "；";
    out += *item.if_string();
  }
  return out;
}

base::Result<Value> read_scalar_json(const Place& place, const wire::Json& json) {
  const bool is_text =
      place.field.type == FieldType::kText || place.field.type == FieldType::kLongText;
  if (const std::string* text = json.if_string()) {
    if (base::trim(*text).empty()) return Value();
    return read_scalar(place, *text);
  }
  if (const wire::Json::Number* number = json.if_number())
    if (takes_numbers(place.field.type) || place.context.from_people)
      return read_scalar(place, number->digits);
  if (const bool* yes = json.if_bool(); yes != nullptr && place.field.type == FieldType::kBoolean)
    return Value(*yes);
  if (place.context.from_people && is_text && is_list_of_texts(json))
    return read_scalar(place, joined(*json.if_array()));
  return wrong_type(place, wire::to_text(json), expected_json(place.field),
                    example_json(place.field));
}

}  // namespace

base::Result<Value> read_json(const Place& place, const wire::Json& json) {
  if (json.is_null()) return Value();
  switch (place.field.type) {
    case FieldType::kLocalized:
      return read_localized(place, json);
    case FieldType::kRef:
      return read_ref(place, json);
    case FieldType::kRefs:
      return read_refs(place, json);
    case FieldType::kRows:
      return read_rows(place, json);
    case FieldType::kFile:
      return read_file(place, json);
    default:
      return read_scalar_json(place, json);
  }
}

base::Result<Value> read_cell(const Place& place, std::string_view cell) {
  if (base::trim(cell).empty()) return Value();
  switch (place.field.type) {
    case FieldType::kLocalized:
      return read_localized_cell(place, cell);
    case FieldType::kRef:
      return read_ref_cell(place, cell);
    case FieldType::kRefs:
      return read_refs_cell(place, cell);
    case FieldType::kRows:
      return read_rows_cell(place, cell);
    case FieldType::kFile:
      return wrong_type(place, cell, {"附件", "an attachment"},
                        "请在网页上传附件 / upload it in the web page");
    default:
      return read_scalar(place, cell);
  }
}

}  // namespace detail

base::Result<Value> parse_value(const Field& field, const wire::Json& json,
                                const ParseContext& context, const std::string& path) {
  return detail::read_json({field, context, path, field.title}, json);
}

base::Result<Value> parse_cell(const Field& field, std::string_view cell,
                               const ParseContext& context, const std::string& path) {
  return detail::read_cell({field, context, path, field.title}, cell);
}

}  // namespace lingqu::registers
