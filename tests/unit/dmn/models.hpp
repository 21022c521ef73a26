// Small models for the tests, written shortly.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dmn/evaluation.hpp"
#include "dmn/model.hpp"

namespace lingqu::dmn::test {

struct Table {
  std::string policy = "UNIQUE";
  std::vector<std::pair<std::string, std::string>> inputs;  // expression and type
  std::vector<std::string> outputs = {"out"};
  std::vector<std::vector<std::string>> rules;  // tests, then outputs, then annotations
  std::string extra_output;                     // inside the output element
};

inline std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

inline std::string table_xml(const Table& table) {
  std::string out = "<decisionTable id=\"t\" " + table.policy + ">";
  for (const auto& [text, type] : table.inputs)
    out += "<input><inputExpression" + (type.empty() ? "" : " typeRef=\"" + type + "\"") +
           "><text>" + escaped(text) + "</text></inputExpression></input>";
  for (const std::string& name : table.outputs)
    out += "<output name=\"" + name + "\">" + table.extra_output + "</output>";
  out += "<annotation name=\"clause\"/>";
  int number = 0;
  for (const auto& rule : table.rules) {
    out += "<rule id=\"r" + std::to_string(++number) + "\">";
    for (size_t i = 0; i < rule.size(); ++i) {
      const char* tag = i < table.inputs.size()                          ? "inputEntry"
                        : i < table.inputs.size() + table.outputs.size() ? "outputEntry"
                                                                         : "annotationEntry";
      out += std::string("<") + tag + "><text>" + escaped(rule[i]) + "</text></" + tag + ">";
    }
    out += "</rule>";
  }
  return out + "</decisionTable>";
}

inline std::string definitions(const std::string& body, const std::string& space = "urn:test") {
  return "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" "
         "namespace=\"" +
         space + "\">" + body + "</definitions>";
}

inline std::string input_xml(const std::string& name, const std::string& type = "") {
  return "<inputData id=\"" + name + "\" name=\"" + name + "\"><variable name=\"" + name + "\"" +
         (type.empty() ? "" : " typeRef=\"" + type + "\"") + "/></inputData>";
}

// `requires_`: ids of input data with "#", of decisions with "!", of functions with "?".
inline std::string decision_xml(const std::string& name, const std::vector<std::string>& required,
                                const std::string& logic, const std::string& type = "") {
  std::string out = "<decision id=\"" + name + "\" name=\"" + name + "\"><variable name=\"" + name +
                    "\"" + (type.empty() ? "" : " typeRef=\"" + type + "\"") + "/>";
  for (const std::string& one : required) {
    const std::string href = "href=\"#" + one.substr(1) + "\"/>";
    if (one[0] == '?') {
      out += "<knowledgeRequirement><requiredKnowledge " + href + "</knowledgeRequirement>";
    } else {
      out += std::string("<informationRequirement><required") +
             (one[0] == '!' ? "Decision " : "Input ") + href + "</informationRequirement>";
    }
  }
  return out + logic + "</decision>";
}

inline std::string literal_xml(const std::string& text) {
  return "<literalExpression><text>" + escaped(text) + "</text></literalExpression>";
}

}  // namespace lingqu::dmn::test
