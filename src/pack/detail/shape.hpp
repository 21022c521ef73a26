// What each kind of mapping in a pack file may hold: the one table from which files are checked and
// the JSON Schemas in packs/schema/ are made. The meaning of every key is told in
// docs/formats/pack.md.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace lingqu::pack::detail {

enum class Form {
  kText,   // a scalar
  kName,   // [a-z][a-z0-9_]*
  kTitle,  // a text per interface language: {zh: …, en: …}, or the Chinese one alone
  kInteger,
  kBoolean,  // true or false
  kDate,     // 2026-11-22
  kPeriod,   // a date, or the first and last day: 2026-10-01..2026-10-07
  kWord,     // one of a few words
  kValue,    // a scalar, or {parameter: key} for the value of a parameter
  kObject,   // a mapping of another shape
};
enum class Count {
  kOne,
  kList,
  kMap,  // from names to values, in order
};

struct Key {
  std::string_view name;
  Form form;
  Count count = Count::kOne;
  bool required = false;
  std::string_view shape = {};               // kObject: its shape
  std::vector<std::string_view> words = {};  // kWord
  std::string_view meaning = {};             // one English sentence, for the JSON Schema
};

// For the tables: need(list(object("conditions", "condition", "What must hold."))).
inline Key text(std::string_view name, std::string_view meaning) {
  return {name, Form::kText, Count::kOne, false, "", {}, meaning};
}
inline Key name(std::string_view key, std::string_view meaning) {
  return {key, Form::kName, Count::kOne, false, "", {}, meaning};
}
inline Key title(std::string_view name, std::string_view meaning) {
  return {name, Form::kTitle, Count::kOne, false, "", {}, meaning};
}
inline Key integer(std::string_view name, std::string_view meaning) {
  return {name, Form::kInteger, Count::kOne, false, "", {}, meaning};
}
inline Key boolean(std::string_view name, std::string_view meaning) {
  return {name, Form::kBoolean, Count::kOne, false, "", {}, meaning};
}
inline Key date(std::string_view name, std::string_view meaning) {
  return {name, Form::kDate, Count::kOne, false, "", {}, meaning};
}
inline Key period(std::string_view name, std::string_view meaning) {
  return {name, Form::kPeriod, Count::kOne, false, "", {}, meaning};
}
inline Key word(std::string_view name, std::vector<std::string_view> words,
                std::string_view meaning) {
  return {name, Form::kWord, Count::kOne, false, "", std::move(words), meaning};
}
inline Key value(std::string_view name, std::string_view meaning) {
  return {name, Form::kValue, Count::kOne, false, "", {}, meaning};
}
inline Key object(std::string_view name, std::string_view shape, std::string_view meaning) {
  return {name, Form::kObject, Count::kOne, false, shape, {}, meaning};
}
inline Key need(Key key) {
  key.required = true;
  return key;
}
inline Key list(Key key) {
  key.count = Count::kList;
  return key;
}
inline Key map(Key key) {
  key.count = Count::kMap;
  return key;
}

struct Shape {
  std::string_view name;
  std::string_view file;       // the kind of file whose root it is; empty: only inside others
  std::string_view shorthand;  // a scalar in place of the mapping gives this key
  std::vector<std::string_view> one_of;  // exactly one of these keys must be there
  std::vector<Key> keys;

  const Key* find(std::string_view key) const;
};

// The tables, by topic.
std::vector<Shape> library_shapes();
std::vector<Shape> decision_shapes();
std::vector<Shape> register_shapes();
std::vector<Shape> act_shapes();
std::vector<Shape> statement_shapes();
std::vector<Shape> matching_shapes();

const std::vector<Shape>& shapes();
const Shape& shape(std::string_view name);

}  // namespace lingqu::pack::detail
