#include "pack/decision.hpp"

#include <algorithm>

#include "merkle/hash.hpp"
#include "pack/pack.hpp"
#include "registers/nearest.hpp"

namespace lingqu::pack {

namespace {

constexpr std::string_view kMarks[] = {"", "V", "V§", "S", "C", "D", "G", "UNKNOWN"};

base::Error mistake(const std::string& file, int line, base::Text problem, base::Text remedy) {
  return base::Error(base::ErrorCode::kPackFile)
      .with("file", file)
      .with("line", std::to_string(line == 0 ? 1 : line))
      .with("column", "1")
      .with("problem", std::move(problem))
      .with("remedy", std::move(remedy));
}

std::string_view without_space(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> clause_ids(const Pack& pack) {
  std::vector<std::string> known;
  for (const Document& document : pack.documents)
    for (const Clause& clause : document.clauses) known.push_back(clause.id);
  return known;
}

// Checks the sources of one model.
class SourceCheck {
 public:
  SourceCheck(const ModelFile& model, const Pack& pack, std::vector<base::Error>& out)
      : model_(model), pack_(pack), out_(out), known_(clause_ids(pack)) {}

  void run() {
    for (const dmn::OutlineElement& element : model_.outline.elements) {
      if (element.kind == dmn::OutlineElement::Kind::kInput) continue;
      for (const dmn::OutlineTable& table : element.tables) check_table(element, table);
      const RuleSource source = source_of(element);
      check(source, element.line, "“" + element.name + "”", false);
      if (element.tables.empty() && source.clauses.empty() && element.kind == dmn::OutlineElement::Kind::kDecision)
        out_.push_back(mistake(model_.file, element.line,
                               {"决策“" + element.name + "”没有决策表，也未注明条款",
                                "the decision “" + element.name + "” has neither a table nor a clause"},
                               {"请在其说明（description）中写一行 clause: 条款编号",
                                "Write a line `clause: id` in its description"}));
    }
  }

 private:
  void check_table(const dmn::OutlineElement& element, const dmn::OutlineTable& table) {
    for (const dmn::OutlineRule& rule : table.rules) {
      const RuleSource source = source_from([&](std::string_view name) -> std::string_view {
        for (size_t i = 0; i < table.annotations.size(); ++i)
          if (table.annotations[i] == name) return rule.annotations[i];
        return {};
      });
      check(source, rule.line, "“" + element.name + "” " + std::to_string(rule.number), true);
    }
  }

  void check(const RuleSource& source, int line, const std::string& of, bool needed) {
    if (source.clauses.empty() && needed)
      out_.push_back(mistake(model_.file, line, {"规则 " + of + " 未注明条款", "rule " + of + " names no clause"},
                             {"请在名为 clause 的批注列填写政策库的条款编号",
                              "Write the id of a clause of the policy library in the annotation named clause"}));
    for (const std::string& id : source.clauses) {
      if (pack_.find_clause(id) != nullptr) continue;
      const std::string near = registers::nearest(id, known_);
      out_.push_back(mistake(model_.file, line,
                             {of + " 的条款“" + id + "”不存在", "the clause “" + id + "” of " + of + " does not exist"},
                             near.empty() ? base::Text{"请在 documents/ 中补充该条款", "Add the clause to documents/"}
                                          : base::Text{"是否应为 " + near + "？", "Did you mean " + near + "?"}));
    }
    if (std::find(std::begin(kMarks), std::end(kMarks), source.mark) == std::end(kMarks))
      out_.push_back(mistake(model_.file, line,
                             {of + " 的可信标记“" + source.mark + "”不可用", "there is no mark “" + source.mark + "” (" + of + ")"},
                             {"可用：V、V§、S、C、D、G、UNKNOWN", "Known: V, V§, S, C, D, G, UNKNOWN"}));
  }

  const ModelFile& model_;
  const Pack& pack_;
  std::vector<base::Error>& out_;
  std::vector<std::string> known_;
};

}  // namespace

std::vector<std::string> split_ids(std::string_view text) {
  std::vector<std::string> out;
  std::string id;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == ',' || c == ';') {
      if (!id.empty()) out.push_back(std::move(id));
      id.clear();
    } else {
      id += c;
    }
  }
  if (!id.empty()) out.push_back(std::move(id));
  return out;
}

RuleSource source_of(const dmn::OutlineElement& element) {
  RuleSource source;
  std::string_view rest = element.description;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = without_space(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.starts_with("clause:")) {
      for (std::string& id : split_ids(line.substr(7))) source.clauses.push_back(std::move(id));
    } else if (line.starts_with("mark:")) {
      source.mark = without_space(line.substr(5));
    } else if (!line.empty()) {
      source.note += (source.note.empty() ? "" : "\n") + std::string(line);
    }
  }
  return source;
}

base::Result<std::shared_ptr<const ModelFile>> read_model(const std::string& file, std::string text,
                                                          const std::vector<dmn::Source>& imports) {
  auto out = std::make_shared<ModelFile>();
  const dmn::Source source{file, std::move(text)};
  LINGQU_TRY(model, dmn::Model::load(source, imports));
  LINGQU_TRY(outline, dmn::read_outline(source));
  out->file = file;
  out->digest = merkle::to_string(merkle::HashAlgorithm::kSm3, merkle::hash(merkle::HashAlgorithm::kSm3, source.text));
  out->text = source.text;
  out->model = std::move(model);
  out->outline = std::move(outline);
  return std::shared_ptr<const ModelFile>(std::move(out));
}

std::vector<base::Error> model_mistakes(const ModelFile& model, const Pack& pack) {
  std::vector<base::Error> out;
  for (const dmn::Problem& problem : model.model->problems()) {
    const std::string text = problem.text.empty() ? "" : ": " + problem.text;
    out.push_back(mistake(model.file, problem.line,
                          {"“" + problem.element + "”：" + problem.message + text, "“" + problem.element + "”: " + problem.message + text},
                          {"请在 DMN 建模工具中更正", "Correct it in a DMN modeler"}));
  }
  SourceCheck(model, pack, out).run();
  return out;
}

const DecisionVersion* Decision::in_force(base::Date day) const {
  const DecisionVersion* out = nullptr;
  for (const DecisionVersion& version : versions)
    if (version.from <= day) out = &version;
  return out != nullptr && out->until && *out->until < day ? nullptr : out;
}

const DecisionVersion* Decision::find_version(std::string_view from) const {
  for (const DecisionVersion& version : versions)
    if (base::to_string(version.from) == from) return &version;
  return nullptr;
}

const DecisionField* Decision::find_field(std::string_view field) const {
  for (const DecisionField& one : fields)
    if (one.name == field) return &one;
  return nullptr;
}

}  // namespace lingqu::pack
