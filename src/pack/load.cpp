// Order: find the files, read each as YAML, check its keys (check_shape), read it into the pack,
// then check what refers to what.
#include <algorithm>
#include <deque>
#include <map>

#include "base/file.hpp"
#include "merkle/hash.hpp"
#include "pack/detail/check.hpp"
#include "pack/detail/check_shape.hpp"
#include "pack/detail/read.hpp"
#include "pack/detail/read_decisions.hpp"
#include "pack/pack.hpp"

namespace lingqu::pack {

namespace {

using namespace detail;

constexpr uint64_t kLargestFile = 8u << 20;

// The shape of a pack file by its path, or null. "registers/*.yaml" stands for the files of one
// folder.
const Shape* shape_of(const std::string& path) {
  const size_t slash = path.find('/');
  for (const Shape& shape : shapes()) {
    if (shape.file == path) return &shape;
    const size_t star = shape.file.find('*');
    if (star == std::string_view::npos || slash == std::string::npos) continue;
    const bool in_folder = path.substr(0, slash + 1) == shape.file.substr(0, star) &&
                           path.find('/', slash + 1) == std::string::npos;
    if (in_folder && path.ends_with(".yaml")) return &shape;
  }
  return nullptr;
}

// Not part of the declarations: demonstration data, scenarios, cases of decision models, what people
// read, and the glossary, which ranks matches and decides nothing.
bool is_beside(const std::string& path) {
  return path.starts_with("demo/") || path.starts_with("scenarios/") || path.ends_with(".md") ||
         (path.starts_with("decisions/") && path.ends_with(".cases.yaml")) ||
         (path.starts_with("vocabularies/glossary/") && path.ends_with(".tsv"));
}

bool is_model(const std::string& path) {
  return path.starts_with("decisions/") && path.ends_with(".dmn") &&
         path.find('/', 10) == std::string::npos;
}

class Loader {
 public:
  explicit Loader(const std::string& folder) { pack_->folder = folder; }

  Loaded load() {
    read_files();
    read_declarations();
    if (organisation_is_known()) check_registers();
    check_roles();
    complete();
    Loaded out;
    out.problems = problems_.take();
    if (out.problems.empty()) out.pack = pack_;
    return out;
  }

 private:
  struct Part {
    Source source;
    const Shape* shape;
  };

  void read_files() {
    base::Result<std::vector<std::string>> files = base::list_files(pack_->folder);
    if (!files.ok()) {
      problems_.add(pack_->folder, {"业务包目录无法读取", "the pack folder cannot be read"},
                    {"请核对路径", "Check the path"});
      return;
    }
    std::string hashed;
    for (const std::string& path : *files) {
      if (is_beside(path)) continue;
      if (is_model(path)) {
        read_text(path, hashed, models_[path]);
        continue;
      }
      const Shape* shape = shape_of(path);
      if (shape == nullptr) {
        problems_.add(path, {"业务包中不应有此文件", "this file does not belong to a pack"},
                      {"请移走，或核对目录和扩展名（.yaml、.dmn）",
                       "Move it away, or check its folder and extension (.yaml, .dmn)"});
        continue;
      }
      read_file(path, *shape, hashed);
    }
    for (const char* needed : {"pack.yaml", "roles.yaml", "regions.yaml"})
      if (std::find(files->begin(), files->end(), needed) == files->end())
        problems_.add(needed, {"缺少此文件", "this file is missing"},
                      {"请补充，格式见 docs/formats/pack.md", "Add it; see docs/formats/pack.md"});
    pack_->content_hash = merkle::to_string(merkle::HashAlgorithm::kSm3,
                                            merkle::hash(merkle::HashAlgorithm::kSm3, hashed));
  }

  // Reads a file and adds it to what is hashed; false where it could not be read, which is told.
  bool read_text(const std::string& path, std::string& hashed, std::string& text) {
    base::Result<std::string> bytes = base::read_file(pack_->folder + "/" + path, kLargestFile);
    if (!bytes.ok()) {
      problems_.add(
          path,
          {bytes.error().message(base::Language::kZh), bytes.error().message(base::Language::kEn)},
          {bytes.error().remedy(base::Language::kZh), bytes.error().remedy(base::Language::kEn)});
      return false;
    }
    // Length before content, so that no two folders give the same bytes.
    hashed +=
        std::to_string(path.size()) + ":" + path + std::to_string(bytes->size()) + ":" + *bytes;
    text = std::move(*bytes);
    return true;
  }

  void read_file(const std::string& path, const Shape& shape, std::string& hashed) {
    std::string bytes;
    if (!read_text(path, hashed, bytes)) return;
    base::Result<YamlNode> root = wire::parse_yaml(bytes, path);
    if (!root.ok()) {
      broken_ = true;
      problems_.add(std::move(root).error());
      return;
    }
    check_shape(path, *root, shape, problems_);
    parts_.push_back({{path, std::move(*root)}, &shape});
  }

  template <class Read>
  void each(std::string_view shape, Read read) {
    for (const Part& part : parts_)
      if (part.shape->name == shape) read(part.source);
  }

  void read_declarations() {
    std::string calendar;
    each("pack", [&](const Source& s) { read_pack_file(s, *pack_, calendar, problems_); });
    each("parameters_file", [&](const Source& s) { read_parameters(s, *pack_); });
    each("roles_file", [&](const Source& s) { read_roles(s, *pack_); });
    each("regions_file", [&](const Source& s) { read_regions(s, *pack_, problems_); });
    each("vocabularies_file", [&](const Source& s) { read_vocabularies(s, *pack_, problems_); });
    each("documents_file", [&](const Source& s) { read_documents(s, *pack_, problems_); });
    bool found = false;
    each("calendar_file",
         [&](const Source& s) { found = read_calendar(s, calendar, *pack_, problems_) || found; });
    if (!found && !calendar.empty() && !broken_)
      each("pack", [&](const Source& s) {
        problems_.add(s.file, *s.root.find("calendar"),
                      {"日历“" + calendar + "”不存在", "there is no calendar “" + calendar + "”"},
                      {"请在 calendars/ 中声明", "Declare it in calendars/"});
      });
    each("decisions_file", [&](const Source& s) { read_decisions(s, models_, *pack_, problems_); });
    if (problems_.empty()) refuse_unused_models(models_, *pack_, problems_);
    each("register_file", [&](const Source& s) { add_register(s); });
    each("statement_file", [&](const Source& s) { add_statement(s); });
    each("matching_file", [&](const Source& s) { pack_->matching = read_matching(s); });
  }

  void add_register(const Source& source) {
    RegisterEntry entry = read_register(source, *pack_);
    const YamlNode* name = source.root.find("register");
    if (pack_->find(entry.schema.name) != nullptr && name != nullptr) {
      problems_.add(source.file, *name,
                    {"登记簿“" + entry.schema.name + "”在另一文件中已声明",
                     "the register “" + entry.schema.name + "” is declared in another file"},
                    {"请改名", "Rename it"});
      return;
    }
    sources_[entry.schema.name] = &source;
    pack_->registers.push_back(std::move(entry));
  }

  void add_statement(const Source& source) {
    statement::Statement read = read_statement(source);
    const YamlNode* name = source.root.find("statement");
    if (pack_->find_statement(read.name) != nullptr && name != nullptr) {
      problems_.add(source.file, *name,
                    {"报表“" + read.name + "”在另一文件中已声明",
                     "the statement “" + read.name + "” is declared in another file"},
                    {"请改名", "Rename it"});
      return;
    }
    pack_->statements.push_back(std::move(read));
  }

  bool organisation_is_known() {
    // A file that could not be read hides declarations: what refers to them would be told falsely.
    if (broken_) return false;
    each("pack", [&](const Source& s) {
      for (const char* key : {"organisation", "person"}) {
        const YamlNode* node = s.root.find(key);
        if (is_scalar(node) && pack_->find(node->scalar) == nullptr)
          problems_.unknown(s.file, *node, {"登记簿", "register"}, node->scalar,
                            register_names(*pack_));
      }
      const YamlNode* region = s.root.find("region");
      if (is_scalar(region) && !pack_->regions.contains(region->scalar))
        problems_.unknown(s.file, *region, {"行政区划", "region"}, region->scalar, {});
    });
    return true;
  }

  void check_registers() {
    for (const RegisterEntry& entry : pack_->registers)
      check_register({*sources_.at(entry.schema.name), entry, *pack_, problems_});
    each("parameters_file", [&](const Source& s) {
      for (const YamlNode::Entry& entry : entries_of(&s.root, "parameters"))
        check_parameter(s, entry);
    });
    each("statement_file", [&](const Source& s) {
      if (const statement::Statement* read = pack_->find_statement(text_of(&s.root, "statement")))
        check_statement(s, *read, *pack_, problems_);
    });
    each("matching_file", [&](const Source& s) { check_matching(s, *pack_, problems_); });
  }

  void check_parameter(const Source& source, const YamlNode::Entry& entry) {
    const YamlNode* clause = entry.value.find("clause");
    if (!is_scalar(clause) || pack_->find_clause(clause->scalar) != nullptr) return;
    std::vector<std::string> known;
    for (const Document& document : pack_->documents)
      for (const Clause& one : document.clauses) known.push_back(one.id);
    problems_.unknown(source.file, *clause, {"条款", "clause"}, clause->scalar, known);
  }

  void check_roles() {
    each("roles_file", [&](const Source& s) {
      std::vector<std::string> known;
      for (const Role& role : pack_->roles) known.push_back(role.name);
      for (const YamlNode::Entry& role : entries_of(&s.root, "roles"))
        if (role.key.scalar == "anyone" || role.key.scalar == "system" || !is_name(role.key.scalar))
          problems_.add(s.file, role.key,
                        {"角色名称“" + role.key.scalar + "”不可用",
                         "“" + role.key.scalar + "” cannot be a role’s name"},
                        {"请换一个英文小写名称（anyone、system 保留）",
                         "Use another lower-case name (anyone and system are reserved)"});
      std::vector<std::string> logins;
      for (const YamlNode* account : items_of(&s.root, "demo_accounts")) {
        const YamlNode* role = account->find("role");
        if (is_scalar(role) && pack_->find_role(role->scalar) == nullptr)
          problems_.unknown(s.file, *role, {"角色", "role"}, role->scalar, known);
        const std::string login = text_of(account, "login");
        if (std::find(logins.begin(), logins.end(), login) != logins.end())
          problems_.add(s.file, *account,
                        {"账号“" + login + "”重复", "the login “" + login + "” is used twice"},
                        {"请改名", "Rename one"});
        logins.push_back(login);
      }
    });
  }

  // Fills in what the registers say about one another.
  void complete() {
    for (RegisterEntry& entry : pack_->registers)
      for (lifecycle::Act& act : entry.lifecycle.acts) {
        for (lifecycle::Derivation& derivation : act.derives)
          if (auto* copy = std::get_if<lifecycle::SetCopy>(&derivation))
            copy->source_index = source_index(entry, copy->ref, copy->source);
        for (lifecycle::Condition& condition : act.conditions) {
          if (auto* same = std::get_if<lifecycle::SameValue>(&condition.check))
            same->source_index = source_index(entry, same->ref, same->source);
          if (auto* before = std::get_if<lifecycle::Before>(&condition.check))
            complete_before(entry, *before);
          if (auto* is = std::get_if<lifecycle::ValueIs>(&condition.check))
            complete_titles(entry, *is);
        }
      }
    std::stable_sort(pack_->registers.begin(), pack_->registers.end(),
                     [](const RegisterEntry& a, const RegisterEntry& b) {
                       return a.schema.menu_order < b.schema.menu_order;
                     });
    std::stable_sort(pack_->statements.begin(), pack_->statements.end(),
                     [](const statement::Statement& a, const statement::Statement& b) {
                       return a.menu_order < b.menu_order;
                     });
    if (!broken_) compile();
  }

  // Last: the expressions look at the registers as they are now.
  void compile() {
    std::vector<const registers::Register*> all;
    for (const RegisterEntry& entry : pack_->registers) all.push_back(&entry.schema);
    pack_->record_types = std::make_shared<registers::RecordTypes>(all, pack_->organisation_register);
    for (RegisterEntry& entry : pack_->registers)
      compile_formulas(*sources_.at(entry.schema.name), entry, *pack_, problems_);
  }

  int source_index(const RegisterEntry& entry, const std::string& ref,
                   const std::string& source) const {
    const registers::Field* field = entry.schema.find(ref);
    const RegisterEntry* target = field == nullptr ? nullptr : pack_->find(field->target);
    return target == nullptr ? -1 : target->schema.index_of(source);
  }

  void complete_before(const RegisterEntry& entry, lifecycle::Before& before) const {
    const registers::Field* ref = entry.schema.find(before.ref);
    const RegisterEntry* target = ref == nullptr ? &entry : pack_->find(ref->target);
    const registers::Field* field = target == nullptr ? nullptr : target->schema.find(before.field);
    if (field != nullptr) before.title = field->title;
    if (!before.ref.empty()) before.source_index = source_index(entry, before.ref, before.field);
  }

  void complete_titles(const RegisterEntry& entry, lifecycle::ValueIs& is) const {
    const registers::Field* field = entry.schema.find(is.field);
    if (field == nullptr) return;
    for (const std::string& value : is.values) {
      base::Text title = value == "true" ? base::Text{"是", "yes"} : base::Text{"否", "no"};
      const auto vocabulary = pack_->vocabularies.find(field->vocabulary);
      if (vocabulary != pack_->vocabularies.end())
        if (const registers::Code* code = vocabulary->second.find(value)) title = code->title;
      is.titles.zh += (is.titles.zh.empty() ? "" : "、") + title.zh;
      is.titles.en += (is.titles.en.empty() ? "" : ", ") + title.in(base::Language::kEn);
    }
  }

  std::shared_ptr<Pack> pack_ = std::make_shared<Pack>();
  std::deque<Part> parts_;
  std::map<std::string, std::string> models_;  // texts of DMN files by path
  std::map<std::string, const Source*> sources_;
  Problems problems_;
  bool broken_ = false;
};

}  // namespace

Loaded load(const std::string& folder) {
  return Loader(folder).load();
}

}  // namespace lingqu::pack
