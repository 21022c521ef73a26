#include "registers/detail/place.hpp"

#include "wire/json.hpp"

namespace lingqu::registers::detail {

namespace {

constexpr size_t kShown = 40;

base::Text bound(const Field& field, const Value& value) {
  if (value.empty()) return {"不限", "no limit"};
  const wire::Json json = to_json(field, value);
  if (const std::string* text = json.if_string()) return base::same(*text);
  return base::same(wire::to_text(json));
}

}  // namespace

std::string shorten(std::string_view text) {
  const size_t invalid = base::find_invalid_utf8(text);
  if (invalid != std::string_view::npos) text = text.substr(0, invalid);
  std::string out(base::first_code_points(base::trim(text), kShown));
  const bool cut = out.size() < base::trim(text).size() || invalid != std::string_view::npos;
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  if (cut) out += "…";
  return out;
}

base::Error wrong_type(const Place& place, std::string_view value, base::Text expected,
                       std::string_view example) {
  return base::Error(base::ErrorCode::kWrongType)
      .at(place.path)
      .with("field", place.title)
      .with("value", shorten(value))
      .with("expected", std::move(expected))
      .with("example", example);
}

base::Error out_of_range(const Place& place, std::string_view value) {
  return base::Error(base::ErrorCode::kOutOfRange)
      .at(place.path)
      .with("field", place.title)
      .with("value", shorten(value))
      .with("minimum", bound(place.field, place.field.minimum))
      .with("maximum", bound(place.field, place.field.maximum));
}

base::Error located(base::Error error, const Place& place, std::string_view value) {
  error.field = place.path;
  std::erase_if(error.args,
                [](const auto& arg) { return arg.first == "field" || arg.first == "value"; });
  return std::move(error).with("field", place.title).with("value", shorten(value));
}

base::Error under_invalid(std::vector<base::Error> errors) {
  std::vector<base::Error> flat;
  for (base::Error& error : errors) {
    if (error.code == base::ErrorCode::kInvalid && !error.details.empty()) {
      for (base::Error& detail : error.details) flat.push_back(std::move(detail));
    } else {
      flat.push_back(std::move(error));
    }
  }
  base::Error all =
      base::Error(base::ErrorCode::kInvalid).with("count", std::to_string(flat.size()));
  all.details = std::move(flat);
  return all;
}

base::Error combined(std::vector<base::Error> errors) {
  base::Error all = under_invalid(std::move(errors));
  if (all.details.size() > 1) return all;
  base::Error only = std::move(all.details.front());
  return only;
}

}  // namespace lingqu::registers::detail
