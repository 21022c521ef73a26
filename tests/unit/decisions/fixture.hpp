// A pack with one decision in two versions, made in a temporary folder.
#pragma once

#include "unit/pack/fixture.hpp"

namespace lingqu::decisions {

inline std::string floor_model(const std::string& share, const std::string& mark = "V") {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="floor" namespace="urn:floor">
  <itemDefinition id="i" name="tWay"><typeRef>string</typeRef><allowedValues><text>"gift","loan"</text></allowedValues></itemDefinition>
  <inputData id="region" name="region"><variable name="region" typeRef="string"/></inputData>
  <inputData id="way" name="way" label="方式"><variable name="way" typeRef="tWay"/></inputData>
  <inputData id="amount" name="amount"><variable name="amount" typeRef="number"/></inputData>
  <decision id="share" name="share">
    <variable name="share" typeRef="number"/>
    <informationRequirement id="r1"><requiredInput href="#region"/></informationRequirement>
    <informationRequirement id="r2"><requiredInput href="#way"/></informationRequirement>
    <decisionTable id="t" hitPolicy="UNIQUE">
      <input id="c1"><inputExpression typeRef="string"><text>region</text></inputExpression></input>
      <input id="c2"><inputExpression typeRef="string"><text>way</text></inputExpression><inputValues><text>"gift","loan"</text></inputValues></input>
      <output id="o" name="share" typeRef="number"/>
      <annotation name="clause"/>
      <annotation name="mark"/>
      <rule id="n"><inputEntry><text>not("110000")</text></inputEntry><inputEntry><text>"gift"</text></inputEntry>
        <outputEntry><text>0.5</text></outputEntry><annotationEntry><text>law/1</text></annotationEntry><annotationEntry><text>V</text></annotationEntry></rule>
      <rule id="h"><inputEntry><text>"110000"</text></inputEntry><inputEntry><text>"gift"</text></inputEntry>
        <outputEntry><text>)" + share + R"(</text></outputEntry><annotationEntry><text>law/2</text></annotationEntry><annotationEntry><text>)" + mark + R"(</text></annotationEntry></rule>
      <rule id="l"><inputEntry><text>-</text></inputEntry><inputEntry><text>"loan"</text></inputEntry>
        <outputEntry><text>0.2</text></outputEntry><annotationEntry><text>law/1</text></annotationEntry><annotationEntry><text>V</text></annotationEntry></rule>
    </decisionTable>
  </decision>
  <decision id="floor" name="下限">
    <description>clause: law/1
The share of the amount.</description>
    <variable name="下限" typeRef="number"/>
    <informationRequirement id="r3"><requiredInput href="#amount"/></informationRequirement>
    <informationRequirement id="r4"><requiredDecision href="#share"/></informationRequirement>
    <literalExpression id="e"><text>amount * share</text></literalExpression>
  </decision>
</definitions>
)";
}

inline std::map<std::string, std::string> pack_with_decisions() {
  auto files = pack::small_pack();
  files["documents/all.yaml"] += "      \"2\": {label: 第二条, summary: 说明}\n";
  files["decisions/index.yaml"] = R"(regions:
  "000000": {zh: 国家, en: Nation}
  "110000": {zh: 某地, en: Somewhere}
decisions:
  floor:
    title: {zh: 下限, en: Floor}
    fields:
      amount: {title: {zh: 金额, en: Amount}, type: money}
      way: {of: way}
    versions:
      - {file: floor.dmn, decision: 下限, from: "2015-10-01"}
      - {file: floor_2025.dmn, decision: 下限, from: "2025-09-28", until: "2030-12-31"}
)";
  files["decisions/floor.dmn"] = floor_model("0.6", "G");
  files["decisions/floor_2025.dmn"] = floor_model("0.7");
  return files;
}

}  // namespace lingqu::decisions
