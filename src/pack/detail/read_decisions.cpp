#include "pack/detail/read_decisions.hpp"

#include <algorithm>

#include "pack/detail/check_shape.hpp"
#include "pack/detail/node.hpp"

namespace lingqu::pack::detail {

namespace {

class DecisionReader {
 public:
  DecisionReader(const Source& source, const std::map<std::string, std::string>& texts, Pack& pack, Problems& problems)
      : source_(source), texts_(texts), pack_(pack), problems_(problems) {}

  void run() {
    for (const YamlNode::Entry& entry : entries_of(&source_.root, "regions"))
      pack_.decision_regions.emplace_back(entry.key.scalar, title_of(&entry.value));
    for (const YamlNode::Entry& entry : entries_of(&source_.root, "decisions")) read(entry);
  }

 private:
  void read(const YamlNode::Entry& entry) {
    const YamlNode* node = &entry.value;
    Decision decision;
    decision.name = entry.key.scalar;
    decision.title = title_of(node, "title");
    decision.help = title_of(node, "help");
    for (const YamlNode::Entry& field : entries_of(node, "fields")) decision.fields.push_back(read_field(field));
    for (const YamlNode* version : items_of(node, "versions")) read_version(*version, decision);
    std::stable_sort(decision.versions.begin(), decision.versions.end(),
                     [](const DecisionVersion& a, const DecisionVersion& b) { return a.from < b.from; });
    for (size_t i = 1; i < decision.versions.size(); ++i)
      if (decision.versions[i - 1].from == decision.versions[i].from)
        problems_.add(source_.file, entry.key,
                      {"“" + decision.name + "”有两个版本自同一天起生效",
                       "two versions of “" + decision.name + "” begin on the same day"},
                      {"请更正 from", "Correct one `from`"});
    pack_.decisions.push_back(std::move(decision));
  }

  DecisionField read_field(const YamlNode::Entry& entry) {
    const YamlNode* node = &entry.value;
    DecisionField field;
    field.name = entry.key.scalar;
    field.title = title_of(node, "title");
    field.help = title_of(node, "help");
    field.type = text_of(node, "type");
    field.vocabulary = text_of(node, "of");
    for (const YamlNode::Entry& code : entries_of(node, "codes")) field.codes.emplace_back(code.key.scalar, title_of(&code.value));
    const auto vocabulary = pack_.vocabularies.find(field.vocabulary);
    if (vocabulary != pack_.vocabularies.end()) {
      for (const registers::Code& code : vocabulary->second.codes) field.codes.emplace_back(code.code, code.title);
    } else if (!field.vocabulary.empty()) {
      std::vector<std::string> known;
      for (const auto& [name, value] : pack_.vocabularies) known.push_back(name);
      problems_.unknown(source_.file, *node->find("of"), {"词表", "vocabulary"}, field.vocabulary, known);
    }
    return field;
  }

  void read_version(const YamlNode& node, Decision& decision) {
    DecisionVersion version;
    version.element = text_of(&node, "decision");
    const auto from = base::parse_date(text_of(&node, "from"));
    if (!from.ok() || version.element.empty()) return;  // check_shape has told it
    version.from = *from;
    if (const auto until = base::parse_date(text_of(&node, "until")); until.ok()) version.until = *until;
    version.model = model(node);
    if (version.model == nullptr) return;
    const dmn::OutlineElement* element = version.model->outline.find(version.element);
    if (element == nullptr || element->kind != dmn::OutlineElement::Kind::kDecision) {
      std::vector<std::string> known;
      for (const dmn::OutlineElement& one : version.model->outline.elements)
        if (one.kind == dmn::OutlineElement::Kind::kDecision) known.push_back(one.name);
      problems_.unknown(source_.file, *node.find("decision"), {"模型中的决策", "decision in the model"}, version.element, known);
      return;
    }
    decision.versions.push_back(std::move(version));
  }

  // The model of a version, read once; null where it cannot be read, which is told.
  std::shared_ptr<const ModelFile> model(const YamlNode& node) {
    const std::string file = "decisions/" + text_of(&node, "file");
    const auto known = models_.find(file);
    if (known != models_.end()) return known->second;
    const auto text = texts_.find(file);
    if (text == texts_.end()) {
      std::vector<std::string> names;
      for (const auto& [path, content] : texts_) names.push_back(path.substr(path.find('/') + 1));
      if (const YamlNode* at = node.find("file")) problems_.unknown(source_.file, *at, {"模型文件", "model file"}, text_of(&node, "file"), names);
      return nullptr;
    }
    std::vector<dmn::Source> imports;
    if (text->second.find("importType") != std::string::npos)
      for (const auto& [path, content] : texts_)
        if (path != file) imports.push_back({path, content});
    base::Result<std::shared_ptr<const ModelFile>> read = read_model(file, text->second, imports);
    if (!read.ok()) {
      problems_.add(std::move(read).error());
      return models_[file] = nullptr;
    }
    for (base::Error& mistake : model_mistakes(**read, pack_)) problems_.add(std::move(mistake));
    return models_[file] = std::move(*read);
  }

  const Source& source_;
  const std::map<std::string, std::string>& texts_;
  Pack& pack_;
  Problems& problems_;
  std::map<std::string, std::shared_ptr<const ModelFile>> models_;
};

}  // namespace

void read_decisions(const Source& source, const std::map<std::string, std::string>& models, Pack& pack, Problems& problems) {
  DecisionReader(source, models, pack, problems).run();
}

void refuse_unused_models(const std::map<std::string, std::string>& models, const Pack& pack, Problems& problems) {
  for (const auto& [path, text] : models) {
    const std::string& file = path;
    const bool used = std::any_of(pack.decisions.begin(), pack.decisions.end(), [&](const Decision& decision) {
      return std::any_of(decision.versions.begin(), decision.versions.end(), [&](const DecisionVersion& version) {
        return version.model->file == file || version.model->text.find("importType") != std::string::npos;
      });
    });
    if (!used)
      problems.add(path, {"没有决策使用此模型", "no decision uses this model"},
                   {"请在 decisions/index.yaml 中声明其版本", "Declare a version with it in decisions/index.yaml"});
  }
}

}  // namespace lingqu::pack::detail
