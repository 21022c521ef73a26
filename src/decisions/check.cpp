#include "decisions/check.hpp"

#include <set>

#include "dmn/analysis.hpp"

namespace lingqu::decisions {

namespace {

base::Text remedy_of(dmn::Finding::Kind kind) {
  switch (kind) {
    case dmn::Finding::Kind::kGap:
      return {"请补充规则，或为输出列写明默认值（default output entry）", "Add a rule, or give the output a default entry"};
    case dmn::Finding::Kind::kOverlap:
      return {"请使各规则的条件互斥，或改用其他命中策略", "Make the conditions exclude each other, or use another hit policy"};
    case dmn::Finding::Kind::kUnreachable:
      return {"请删除该规则，或更正其条件", "Remove the rule, or correct its conditions"};
    case dmn::Finding::Kind::kNotAnalysed:
      break;
  }
  return {"请人工核对该表，或把条件改为固定的值和区间",
          "Check the table by hand, or make its tests constant values and intervals"};
}

// The line of the finding: its last rule, or the table.
int line_of(const dmn::Finding& finding, const dmn::Outline& outline) {
  if (!finding.lines.empty() && finding.lines.back() > 0) return finding.lines.back();
  const dmn::OutlineElement* element = outline.find(finding.element);
  if (element == nullptr) return 1;
  for (const dmn::OutlineTable& table : element->tables)
    if (table.id == finding.table) return table.line;
  return element->line;
}

}  // namespace

std::vector<Finding> check_model(const pack::ModelFile& model) {
  std::vector<Finding> out;
  for (const dmn::Finding& finding : dmn::analyse(*model.model)) {
    // Whether a rule can decide is only known as far as the analysis understands its tests: a hint, not a mistake.
    const bool warning = finding.kind != dmn::Finding::Kind::kOverlap;
    base::Text problem{dmn::to_string(finding, base::Language::kZh),
                       dmn::to_string(finding, base::Language::kEn)};
    out.push_back({warning, base::Error(base::ErrorCode::kPackFile)
                                .with("file", model.file)
                                .with("line", std::to_string(line_of(finding, model.outline)))
                                .with("column", "1")
                                .with("problem", std::move(problem))
                                .with("remedy", remedy_of(finding.kind))});
  }
  return out;
}

std::vector<Finding> check_models(const pack::Pack& pack) {
  std::vector<Finding> out;
  std::set<const pack::ModelFile*> seen;
  for (const pack::Decision& decision : pack.decisions)
    for (const pack::DecisionVersion& version : decision.versions)
      if (seen.insert(version.model.get()).second)
        for (Finding& finding : check_model(*version.model)) out.push_back(std::move(finding));
  return out;
}

}  // namespace lingqu::decisions
