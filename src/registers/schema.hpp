// The declaration of a register: its fields and groups. Made by module pack from YAML; immutable afterwards.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "registers/value.hpp"

namespace lingqu::registers {

// Who may see a record or a field, from widest to narrowest. kRegistered: any signed-in account. kParties: the owner organisation
// and the organisations named in party fields. kRegulator: roles with the region as their scope.
enum class Visibility { kPublic, kRegistered, kParties, kRegulator };

struct Formula;  // registers/formula.hpp
using FormulaPointer = std::shared_ptr<const Formula>;

struct Field {
  std::string name;  // [a-z][a-z0-9_]*
  base::Text title;
  base::Text help;
  FieldType type = FieldType::kText;
  bool required = false;  // in every state, from creation on
  bool personal = false;  // personal information: salted in the log, erasable
  bool unique = false;    // among all records of the register that are not in an `ends` state
  bool retired = false;   // shown where filled, no longer asked
  bool listed = false;    // a column of lists by default
  bool party = false;     // (ref to the organisation register) members of that organisation are parties of the record
  int search_weight = 0;  // 0: not searched; 1..10
  std::optional<Visibility> visible;  // narrower than the record's
  std::string group;      // name of a group of the register; empty = the first
  std::string vocabulary;             // kCode
  std::string target;                 // kRef, kRefs: register name
  size_t max_length = 0;              // texts, in code points; the loader fills the default (200 / 20000)
  int scale = 4;                      // kDecimal
  Value minimum, maximum;             // integer, decimal, money, share, date
  size_t min_rows = 0, max_rows = 200;  // kRows, kRefs
  std::vector<Field> rows;            // kRows: the columns; no nested row groups
  std::string mark;                   // confidence of the requirement (V, V§, G …); "G"/"UNKNOWN" are shown as 待核实
  FormulaPointer is;                  // computed whenever it is read, never stored, never set
  FormulaPointer initial;             // the value of a new record where none is given (`default` in packs)

  bool computed() const { return is != nullptr; }
};

struct Group {
  std::string name;
  base::Text title;
};

// Records of another register that name this one, as a list of contexts in formulas: `with: {notices: {register: notice, by: conversion}}`.
struct RelatedList {
  std::string name, register_name, by;
};

struct Register {
  std::string name;
  base::Text title;
  base::Text help;
  std::string label_field;  // what a record is called: shown wherever it is referred to
  std::string number_field; // its official number, if it has one; imports and references may use it as the key
  std::string owner_field;  // ref to the organisation register; "self" (the record is the organisation); "" = the acting organisation
  Visibility visible = Visibility::kParties;
  std::map<std::string, Visibility> visible_in;  // by state, over `visible`
  std::vector<Group> groups;
  std::vector<Field> fields;
  std::vector<RelatedList> with;  // known to every formula of the register
  std::vector<std::string> bundle_with;  // ref fields: a bundle holds what they name with all that hangs on it
  std::string icon;  // name of an icon of the web client
  int menu_order = 100;

  // Index into fields, or -1.
  int index_of(std::string_view field) const;
  const Field* find(std::string_view field) const;
  Visibility visibility(std::string_view state) const;
};

struct Code {
  std::string code;
  base::Text title;
  bool retired = false;
};
struct Vocabulary {
  std::string name;
  base::Text title;
  std::vector<Code> codes;
  std::string source;
  bool verified = true;
  const Code* find(std::string_view code) const;
  // By code, or by Chinese or English title (imports).
  const Code* find_any(std::string_view text) const;
};

}  // namespace lingqu::registers
