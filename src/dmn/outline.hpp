// What is written in a DMN file, as written: elements, their descriptions, input data, decision tables with the texts of every cell.
// For checks of sources, for comparing two versions of a model and for showing it; nothing is compiled here.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "dmn/model.hpp"

namespace lingqu::dmn {

struct OutlineRule {
  uint32_t number = 0;  // from 1
  std::string id;
  int line = 0;
  std::vector<std::string> tests;        // one for each input
  std::vector<std::string> outputs;      // one for each output
  std::vector<std::string> annotations;  // one for each name of the table's annotations; missing ones are empty

  bool operator==(const OutlineRule&) const = default;
};

struct OutlineTable {
  struct Clause {
    std::string text;   // expression of an input, name of an output
    std::string label;
    std::string type;
    std::string allowed;  // input or output values, FEEL
    bool operator==(const Clause&) const = default;
  };
  std::string id;
  std::string policy;  // "UNIQUE", "COLLECT SUM"
  int line = 0;
  std::vector<Clause> inputs;
  std::vector<Clause> outputs;
  std::vector<std::string> annotations;  // names
  std::vector<OutlineRule> rules;
};

struct OutlineElement {
  enum class Kind : uint8_t { kInput, kDecision, kKnowledge };
  Kind kind = Kind::kInput;
  std::string name;
  std::string id;
  std::string label;
  std::string description;
  std::string type;     // as declared, "" if not
  std::string allowed;  // allowed values of its declared type, FEEL; "" if it has none
  int line = 0;
  std::vector<std::string> required;  // ids of the elements it requires
  std::vector<OutlineTable> tables;   // also those inside other boxed expressions
  std::vector<std::string> texts;     // of the expressions outside tables, in order
};

struct Outline {
  std::string name;
  std::vector<OutlineElement> elements;

  const OutlineElement* find(std::string_view name) const;
  const OutlineElement* find_by_id(std::string_view id) const;
  // The element and everything it requires, itself first; input data among them.
  std::vector<const OutlineElement*> needed(std::string_view name) const;
};

// Errors: those of wire::parse_xml.
base::Result<Outline> read_outline(const Source& source);

}  // namespace lingqu::dmn
