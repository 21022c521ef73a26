// A small world for the tests of this folder: one field of each kind, a vocabulary, two known
// regions, some records.
#pragma once

#include <map>
#include <string>

#include "registers/record.hpp"

namespace lingqu::registers {

struct World {
  Vocabulary ways{"way",
                  {"方式", "Way"},
                  {{"sell", {"转让", "Assign"}, false}, {"lend", {"许可", "License"}, false}},
                  "",
                  true};
  std::map<std::string, int64_t> records{{"某大学", 7}, {"12345", 8}, {"某研究院", 9}};

  ParseContext programs() const {
    ParseContext context;
    context.vocabulary = [this](const std::string& name) {
      return name == "way" ? &ways : nullptr;
    };
    context.known_region = [](const std::string& code) {
      return code == "450100" || code == "440000";
    };
    context.resolve = [this](const std::string& target,
                             const std::string& text) -> std::optional<int64_t> {
      const auto found = records.find(text);
      if (target != "body" || found == records.end()) return std::nullopt;
      return found->second;
    };
    context.label = [this](const std::string&, int64_t id) -> std::string {
      for (const auto& [text, number] : records)
        if (number == id) return text;
      return "";
    };
    context.region_title = [](const std::string& code) {
      return code == "450100" ? base::Text{"南宁市", "Nanning"} : base::Text{};
    };
    context.region_named = [](const std::string& title) {
      return std::string(title == "南宁市" ? "450100" : "");
    };
    return context;
  }
  ParseContext people() const {
    ParseContext context = programs();
    context.from_people = true;
    return context;
  }
};

inline Field field_of(FieldType type) {
  Field field;
  field.name = "f";
  field.title = {"字段", "Field"};
  field.type = type;
  if (type == FieldType::kCode) field.vocabulary = "way";
  if (type == FieldType::kRef || type == FieldType::kRefs) field.target = "body";
  return field;
}

inline Field shares_field() {
  Field group = field_of(FieldType::kRows);
  Field who = field_of(FieldType::kText);
  who.name = "who";
  who.title = {"姓名", "Name"};
  who.required = true;
  Field part = field_of(FieldType::kShare);
  part.name = "part";
  part.title = {"比例", "Share"};
  group.name = "shares";
  group.title = {"分配明细", "Shares"};
  group.rows = {who, part};
  return group;
}

}  // namespace lingqu::registers
