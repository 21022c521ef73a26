// A record, and the way from what people and programs send to typed values.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "registers/schema.hpp"
#include "wire/json.hpp"

namespace lingqu::registers {

struct Record {
  std::string register_name;
  int64_t id = 0;
  int64_t version = 0;  // 1 after creation
  std::string state;
  int64_t owner = 0;    // organisation record id; 0 = the region itself
  base::Timestamp created_at, updated_at;
  int64_t last_leaf = -1;  // sequence number of its newest act in the evidence log
  std::vector<Value> values;  // by index of Register::fields

  const Value& at(const Register& schema, std::string_view field) const;
};

// What parsing needs from outside: vocabularies, known regions, references by number or label.
struct ParseContext {
  std::function<const Vocabulary*(const std::string& name)> vocabulary;
  std::function<bool(const std::string& code)> known_region;
  // The record of `target` whose official number or label is `text` (imports). Nothing: not found. May be empty: ids only.
  std::function<std::optional<int64_t>(const std::string& target, const std::string& text)> resolve;
  // For people: the label of a record, the name of a region, and the region of that name (empty text: unknown). May be empty.
  std::function<std::string(const std::string& target, int64_t id)> label;
  std::function<base::Text(const std::string& code)> region_title;
  std::function<std::string(const std::string& title)> region_named;
  base::ZoneOffset zone;     // of times written without one
  bool from_people = false;  // cells typed by people: codes by title, dates as 2026/1/2 or 2026年1月2日, 是/否, 万元 and % suffixes; lists of texts for a text field
};

// JSON (as in the API) or a cell of text → value. null and "" give the empty value. The error carries the field path and title.
base::Result<Value> parse_value(const Field& field, const wire::Json& json, const ParseContext& context, const std::string& path);
base::Result<Value> parse_cell(const Field& field, std::string_view cell, const ParseContext& context, const std::string& path);

// Value → the API's JSON: exact numbers as strings ("1234.50", "70%"), integers as numbers when |n| < 2^53, refs as {"id": 7},
// files as {"digest", "name", "type", "size"}, rows as arrays of objects. The empty value is null.
wire::Json to_json(const Field& field, const Value& value);
// For people: codes by their title, money with separators (1,234.50), yes/no, dates. Used by exports.
std::string to_cell(const Field& field, const Value& value, const ParseContext& context, base::Language language);

// The given members of an object → (field index, value) pairs. Unknown fields are refused (with the nearest name as a hint), all errors
// are collected under kInvalid. `prefix` starts the paths.
struct SetValue {
  int field = -1;
  Value value;
};
base::Result<std::vector<SetValue>> parse_values(const Register& schema, const wire::Json& object, const ParseContext& context);
// `required` fields and row-group limits of a whole record, plus the fields in `also_needed`; all failures as details of kInvalid.
base::Status check_complete(const Register& schema, const std::vector<Value>& values, const std::vector<std::string>& also_needed);

}  // namespace lingqu::registers
