#include "verify/detail/report.hpp"

#include <algorithm>
#include <cstdlib>

namespace lingqu::verify::detail {
namespace {

using base::Text;
using wire::Json;

constexpr size_t kRecordsNamed = 3;  // in the sentence

std::string text_of(const Json& json) {
  auto text = wire::to_canonical_text(json);
  return text.ok() ? *std::move(text) : std::string();
}

// labels: docs/formats/bundle.md. What is missing there is shown by its identifier.
class Labels {
 public:
  explicit Labels(const Json& labels) : labels_(&labels) {}
  Text register_title(const std::string& name) const {
    return title(find_register(name), "title", name);
  }
  Text of(const std::string& register_name, std::string_view kind, const std::string& name) const {
    const Json* here = find_register(register_name);
    return title(here != nullptr ? here->find(kind) : nullptr, name, name);
  }
  // "roles" and "organisations"; empty if the name is not there.
  Text among(std::string_view kind, const std::string& name) const {
    return title(labels_->find(kind), name, {});
  }

 private:
  const Json* find_register(const std::string& name) const {
    const Json* registers = labels_->find("registers");
    return registers != nullptr ? registers->find(name) : nullptr;
  }
  static Text title(const Json* from, std::string_view name, const std::string& otherwise) {
    const Json* found = from != nullptr ? from->find(name) : nullptr;
    if (found != nullptr && found->if_string() != nullptr) return {*found->if_string(), {}};
    const std::string zh(found != nullptr ? found->string_at("zh") : "");
    const std::string en(found != nullptr ? found->string_at("en") : "");
    if (zh.empty() && en.empty()) return {otherwise, {}};
    return zh.empty() ? Text{en, en} : Text{zh, en};
  }
  const Json* labels_;
};

Text value_title(const Labels& labels, const std::string& register_name, const std::string& field) {
  if (field == "*actor") return {"办理人", "Actor"};
  if (field == "*reason") return {"理由", "Reason"};
  if (field == "*decisions") return {"决策依据", "Decision traces"};
  const size_t first = field.find('/');
  const size_t second = first == std::string::npos ? first : field.find('/', first + 1);
  const std::string digits =
      second == std::string::npos ? "" : field.substr(first + 1, second - first - 1);
  const bool is_row = !digits.empty() && digits.size() <= 9 && second + 1 < field.size() &&
                      digits.find_first_not_of("0123456789") == std::string::npos;
  if (!is_row) return labels.of(register_name, "fields", field);
  // "shares/0/name": a column of a row, whose label is that of "shares/name" if there is one.
  const std::string group = field.substr(0, first);
  const std::string row = std::to_string(std::atol(digits.c_str()) + 1);
  const std::string column = field.substr(second + 1);
  const Text outer = labels.of(register_name, "fields", group);
  Text inner = labels.of(register_name, "fields", group + "/" + column);
  if (inner.zh == group + "/" + column) inner = {column, {}};
  return {outer.zh + "（第 " + row + " 行）" + inner.zh,
          outer.in(base::Language::kEn) + " (row " + row + ") " + inner.in(base::Language::kEn)};
}

std::vector<Value> values_of(const EntryForm& entry, const Labels& labels) {
  std::vector<Value> values;
  auto add = [&](const std::string& field, Value::State state, std::string json) {
    values.push_back(
        {field, value_title(labels, entry.leaf.register_name, field), state, std::move(json)});
  };
  if (entry.leaf.set != nullptr) {
    for (const auto& [field, value] : *entry.leaf.set)
      add(field, Value::State::kShown, text_of(value));
  }
  for (const std::string& field : entry.leaf.cleared) add(field, Value::State::kCleared, {});
  if (entry.leaf.sealed != nullptr) {
    for (const auto& [path, seal] : *entry.leaf.sealed) {
      const auto opening =
          std::find_if(entry.openings->begin(), entry.openings->end(),
                       [&path = path](const Json::Member& member) { return member.first == path; });
      if (opening == entry.openings->end()) {
        add(path, Value::State::kWithheld, {});
      } else {
        add(path, Value::State::kOpened, text_of(*opening->second.find("value")));
      }
    }
  }
  return values;
}

Act act_of(const EntryForm& entry, const Labels& labels, const Json& clauses) {
  const LeafForm& leaf = entry.leaf;
  Act act;
  act.sequence = leaf.sequence;
  act.at = leaf.at_text;
  act.act = leaf.act;
  act.from = leaf.from;
  act.to = leaf.to;
  act.act_title = labels.of(leaf.register_name, "acts", leaf.act);
  act.from_title = labels.of(leaf.register_name, "states", leaf.from);
  act.to_title = labels.of(leaf.register_name, "states", leaf.to);
  act.account = leaf.account;
  act.organisation = leaf.organisation;
  act.version = leaf.version;
  act.role = leaf.role;
  act.pack = leaf.pack;
  act.role_title = labels.among("roles", leaf.role);
  act.organisation_title = labels.among("organisations", std::to_string(leaf.organisation));
  for (const std::string& clause : leaf.basis)
    act.basis.push_back({clause, std::string(clauses.string_at(clause))});
  for (const DecisionForm& one : leaf.decisions) {
    Decision& decision = act.decisions.emplace_back(Decision{one.decision, one.version, one.digest, {}, one.verified});
    for (const std::string& clause : one.clauses)
      decision.clauses.push_back({clause, std::string(clauses.string_at(clause))});
  }
  act.values = values_of(entry, labels);
  return act;
}

Text acts_on(const Subject& subject) {
  const std::string record = subject.register_name + "/" + std::to_string(subject.record);
  const std::string count = std::to_string(subject.acts.size());
  return {"记录 " + record + " 的 " + count + " 次办理" +
              (subject.complete ? "" : "（不含更早的办理）"),
          count + (subject.acts.size() == 1 ? " act" : " acts") + " on " + record +
              (subject.complete ? "" : " (without earlier ones)")};
}

Text all_acts(const Report& report) {
  Text text;
  const size_t named = std::min(report.subjects.size(), kRecordsNamed);
  for (size_t i = 0; i < named; ++i) {
    const Text one = acts_on(report.subjects[i]);
    text.zh += (i > 0 ? "、" : "") + one.zh;
    const bool last = i + 1 == report.subjects.size();
    text.en += (i == 0 ? "" : last ? " and " : ", ") + one.en;
  }
  if (named < report.subjects.size()) {
    const size_t others = report.subjects.size() - named;
    size_t acts = 0;
    for (size_t i = named; i < report.subjects.size(); ++i) acts += report.subjects[i].acts.size();
    text.zh += "及另外 " + std::to_string(others) + " 条记录的 " + std::to_string(acts) + " 次办理";
    text.en += " and " + std::to_string(acts) + " on " + std::to_string(others) + " more";
  }
  return text;
}

}  // namespace

std::vector<Check> all_checks() {
  const std::pair<const char*, Text> list[] = {
      {"text", {"文件是规范的 JSON 文本", "The file is canonical JSON text"}},
      {"form", {"内容符合证据包格式", "The content has the form of a bundle"}},
      {"digests", {"各部分与摘要相符", "Every section fits its digest"}},
      {"key", {"公钥与其指纹相符", "The public key fits its fingerprint"}},
      {"signature", {"检查点的签名正确", "The checkpoint's signature is right"}},
      {"inclusion", {"每条存证都在已签名的日志中", "Every leaf is in the signed log"}},
      {"seals", {"公开的个人信息与封存值相符", "Opened values fit their seals"}},
      {"chain", {"办理首尾相接，没有缺漏", "The acts follow each other without a gap"}},
      {"attachments", {"附件与存证相符", "Attachments fit the leaves"}},
      {"earlier", {"与较早的检查点一致", "Consistent with an earlier checkpoint"}},
  };
  std::vector<Check> checks;
  for (const auto& [id, what] : list) checks.push_back({id, what, Check::State::kSkipped, {}});
  return checks;
}

Check& find_check(Report& report, std::string_view id) {
  return *std::find_if(report.checks.begin(), report.checks.end(),
                       [id](const Check& check) { return check.id == id; });
}

void describe(const BundleForm& bundle, Report& report) {
  const Labels labels(*bundle.json->find("labels"));
  report.origin = bundle.checkpoint.origin;
  report.at = bundle.checkpoint.at_text;
  report.key = bundle.checkpoint.key_id;
  report.hash = merkle::name(bundle.hash);
  report.signature = merkle::name(bundle.checkpoint.algorithm);
  report.size = bundle.checkpoint.size;
  for (const SubjectForm& form : bundle.subjects) {
    Subject subject{form.register_name,
                    form.record,
                    labels.register_title(form.register_name),
                    !form.entries.front().leaf.previous.has_value(),
                    {}};
    for (const EntryForm& entry : form.entries)
      subject.acts.push_back(act_of(entry, labels, *bundle.json->find("clauses")));
    report.subjects.push_back(std::move(subject));
  }
  for (const AttachmentForm& form : bundle.attachments)
    report.attachments.push_back({form.digest, form.content.size()});
}

const Failure* leading_failure(const Report& report) {
  const Failure* leading = nullptr;
  for (const Check& check : report.checks) {
    for (const Failure& failure : check.failures) {
      if (leading == nullptr || failure.where.starts_with(leading->where + "/")) leading = &failure;
    }
  }
  return leading;
}

Text sentence(const Report& report) {
  if (const Failure* failure = leading_failure(report)) {
    return {"本文件不能作为证据：" + failure->where + "——" + failure->problem.zh + "。",
            "This file is not evidence: " + failure->where + ": " + failure->problem.en + "."};
  }
  const Text acts = all_acts(report);
  return {"本文件证明：" + acts.zh + "按所列顺序记入存证日志“" + report.origin + "”，不晚于 " +
              report.at + "，由指纹为 " + report.key +
              (report.key_trusted ? " 的密钥签名（与您提供的指纹一致）" : " 的密钥签名") +
              "；不证明：所载内容与事实相符、此后没有新的办理、" +
              (report.key_trusted ? "" : "该密钥属于其所称的单位（请核对指纹）、") +
              "系统时钟准确。",
          "This file proves that " + acts.en + " were recorded in this order in the log “" +
              report.origin + "” no later than " + report.at + ", signed with the key " +
              report.key + (report.key_trusted ? " (the fingerprint you gave)" : "") +
              "; it does not prove that what was stated is true in fact, that no acts followed, " +
              (report.key_trusted
                   ? ""
                   : "that the key belongs to whom it is said to (compare the fingerprint), ") +
              "or that the system's clock was right."};
}

}  // namespace lingqu::verify::detail
