#include "registers/detail/structure.hpp"

#include <algorithm>

#include "registers/detail/scalar.hpp"

namespace lingqu::registers::detail {

namespace {

std::optional<int64_t> record_number(std::string_view text) {
  constexpr size_t kMostDigits = 18;
  if (text.empty() || text.size() > kMostDigits || text[0] == '0') return std::nullopt;
  int64_t id = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    id = id * 10 + (c - '0');
  }
  return id;
}

base::Error bad_reference(const Place& place, std::string_view text) {
  return base::Error(base::ErrorCode::kBadReference)
      .at(place.path)
      .with("field", place.title)
      .with("value", shorten(text))
      .with("target", place.title);
}

// Sets `ref` from a JSON id or {"id": …}; false if it is neither.
bool ref_from_json(const wire::Json& json, Ref& ref) {
  std::optional<int64_t> id = json.if_int64();
  if (json.if_object() != nullptr) id = json.int_at("id");
  if (!id || *id <= 0) return false;
  ref.id = *id;
  return true;
}

base::Result<Ref> ref_from_text(const Place& place, std::string_view text) {
  const std::string plain(base::trim(text));
  if (plain.starts_with('#'))
    if (const std::optional<int64_t> id = record_number(std::string_view(plain).substr(1)))
      return Ref{*id};
  // Programs send ids; what people type is a number or a label first, for official numbers may be
  // digits.
  if (!place.context.from_people)
    if (const std::optional<int64_t> id = record_number(plain)) return Ref{*id};
  if (place.context.resolve)
    if (const std::optional<int64_t> id = place.context.resolve(place.field.target, plain))
      return Ref{*id};
  return bad_reference(place, text);
}

base::Result<Ref> one_ref(const Place& place, const wire::Json& json) {
  Ref ref;
  if (ref_from_json(json, ref)) return ref;
  if (const std::string* text = json.if_string()) return ref_from_text(place, *text);
  return wrong_json(place, json);
}

base::Result<Value> finish_refs(const Place& place, Refs refs) {
  Refs unique;
  for (const Ref& ref : refs)
    if (std::find(unique.begin(), unique.end(), ref) == unique.end()) unique.push_back(ref);
  if (unique.size() > place.field.max_rows)
    return base::Error(base::ErrorCode::kOutOfRange)
        .at(place.path)
        .with("field", place.title)
        .with("value", std::to_string(unique.size()))
        .with("minimum", std::to_string(place.field.min_rows))
        .with("maximum", std::to_string(place.field.max_rows));
  if (unique.empty()) return Value();
  return Value(std::move(unique));
}

}  // namespace

base::Error wrong_json(const Place& place, const wire::Json& json) {
  return wrong_type(place, wire::to_text(json), expected_json(place.field),
                    example_json(place.field));
}

std::vector<std::string_view> list_items(std::string_view cell) {
  std::vector<std::string_view> items;
  const auto add = [&items](std::string_view item) {
    if (!base::trim(item).empty()) items.push_back(base::trim(item));
  };
  size_t start = 0;
  for (size_t at = 0; at < cell.size();) {
    const size_t width = cell[at] == ';' || cell[at] == '\n' ? 1
                         : cell.substr(at).starts_with("；") ? std::string_view("；").size()
                                                             : 0;
    if (width == 0) {
      ++at;
      continue;
    }
    add(cell.substr(start, at - start));
    at += width;
    start = at;
  }
  add(cell.substr(start));
  return items;
}

base::Result<Value> read_localized(const Place& place, const wire::Json& json) {
  if (const std::string* text = json.if_string()) return read_localized_cell(place, *text);
  const wire::Json::Object* object = json.if_object();
  if (object == nullptr) return wrong_json(place, json);
  for (const auto& [key, value] : *object) {
    const bool known = std::find(languages().begin(), languages().end(), key) != languages().end();
    if (!known || (value.if_string() == nullptr && !value.is_null()))
      return wrong_json(place, json);
  }
  Localized texts;
  for (const std::string& language : languages()) {
    LINGQU_TRY(text, read_text(place, json.string_at(language)));
    if (const std::string* words = text.get<std::string>()) texts.emplace_back(language, *words);
  }
  if (texts.empty()) return Value();
  return Value(std::move(texts));
}

base::Result<Value> read_localized_cell(const Place& place, std::string_view cell) {
  LINGQU_TRY(text, read_text(place, cell));
  if (text.empty()) return Value();
  return Value(Localized{{languages().front(), *text.get<std::string>()}});
}

base::Result<Value> read_ref(const Place& place, const wire::Json& json) {
  if (const std::string* text = json.if_string(); text != nullptr && base::trim(*text).empty())
    return Value();
  LINGQU_TRY(ref, one_ref(place, json));
  return Value(ref);
}

base::Result<Value> read_ref_cell(const Place& place, std::string_view cell) {
  LINGQU_TRY(ref, ref_from_text(place, cell));
  return Value(ref);
}

base::Result<Value> read_refs(const Place& place, const wire::Json& json) {
  if (const std::string* text = json.if_string()) return read_refs_cell(place, *text);
  const wire::Json::Array* items = json.if_array();
  if (items == nullptr) return wrong_json(place, json);
  Refs refs;
  for (size_t i = 0; i < items->size(); ++i) {
    const Place item{place.field, place.context, place.path + "/" + std::to_string(i), place.title};
    LINGQU_TRY(ref, one_ref(item, (*items)[i]));
    refs.push_back(ref);
  }
  return finish_refs(place, std::move(refs));
}

base::Result<Value> read_refs_cell(const Place& place, std::string_view cell) {
  Refs refs;
  for (const std::string_view item : list_items(cell)) {
    LINGQU_TRY(ref, ref_from_text(place, item));
    refs.push_back(ref);
  }
  return finish_refs(place, std::move(refs));
}

base::Result<Value> read_file(const Place& place, const wire::Json& json) {
  const std::string_view digest = json.string_at("digest");
  std::string bytes;
  constexpr std::string_view kPrefix = "sm3:";
  const bool good = digest.starts_with(kPrefix) && digest.size() == kPrefix.size() + 64 &&
                    base::from_hex(digest.substr(kPrefix.size()), bytes) &&
                    base::ascii_lower(digest) == digest;
  if (!good) return wrong_json(place, json);
  FileValue file{std::string(digest),
                 std::string(base::first_code_points(json.string_at("name"), 200)),
                 std::string(json.string_at("type")), json.int_at("size").value_or(0)};
  return Value(std::move(file));
}

}  // namespace lingqu::registers::detail
