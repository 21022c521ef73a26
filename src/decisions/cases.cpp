#include "decisions/cases.hpp"

#include <algorithm>
#include <set>

#include "dmn/decide.hpp"
#include "wire/yaml.hpp"

namespace lingqu::decisions {

using base::Error;
using base::ErrorCode;
using feel::Kind;
using feel::Value;
using wire::YamlNode;

namespace {

Error mistake(const std::string& file, const YamlNode& at, base::Text problem) {
  return Error(ErrorCode::kPackFile)
      .with("file", file)
      .with("line", std::to_string(at.line == 0 ? 1 : at.line))
      .with("column", std::to_string(at.column == 0 ? 1 : at.column))
      .with("problem", std::move(problem))
      .with("remedy", base::Text{"格式见 docs/formats/decisions.md", "See docs/formats/decisions.md"});
}

std::string text_of(const YamlNode& node, std::string_view key) {
  const YamlNode* found = node.find(key);
  return found != nullptr && found->kind == YamlNode::Kind::kScalar ? found->scalar : "";
}

bool is_boolean(std::string_view text) {
  return text == "true" || text == "false";
}

// A date, date and time, time or duration; null where the text is none.
Value temporal(std::string_view text) {
  if (const auto date = feel::parse_date(text)) return Value(*date);
  if (const auto moment = feel::parse_date_time(text)) return Value(*moment);
  if (const auto time = feel::parse_time(text)) return Value(*time);
  if (const auto days = feel::parse_day_duration(text)) return Value(*days);
  if (const auto months = feel::parse_month_duration(text)) return Value(*months);
  return Value();
}

Value scalar_value(const YamlNode& node, std::string_view type) {
  const std::string& text = node.scalar;
  if (text.starts_with('@'))
    if (Value value = temporal(std::string_view(text).substr(1)); !value.is_null()) return value;
  if (type == "string") return Value(text);
  if (type.starts_with("date") || type.starts_with("time") || type.ends_with("duration"))
    if (Value value = temporal(text); !value.is_null()) return value;
  if (!node.quoted || type == "number")
    if (const auto number = feel::Decimal::parse(text)) return Value(*number);
  if ((!node.quoted || type == "boolean") && is_boolean(text)) return Value(text == "true");
  return Value(text);
}

// `type`: as the model declares it, "" if it does not.
Value to_value(const YamlNode& node, std::string_view type) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return Value();
    case YamlNode::Kind::kScalar:
      return scalar_value(node, type);
    case YamlNode::Kind::kSequence: {
      std::vector<Value> items;
      for (const YamlNode& item : node.items) items.push_back(to_value(item, {}));
      return Value(std::move(items));
    }
    case YamlNode::Kind::kMapping:
      break;
  }
  feel::Context context;
  for (const YamlNode::Entry& entry : node.entries) context.set(entry.key.scalar, to_value(entry.value, {}));
  return Value(std::move(context));
}

bool scalar_equals(const YamlNode& expected, const Value& value) {
  const std::string& text = expected.scalar;
  if (value.is(Kind::kNumber)) {
    const auto number = feel::Decimal::parse(text);
    return number && *number == value.number();
  }
  if (value.is(Kind::kBoolean)) return text == (value.boolean() ? "true" : "false");
  if (value.is_null()) return false;
  const std::string_view plain = text.starts_with('@') && !value.is(Kind::kString) ? std::string_view(text).substr(1) : text;
  return plain == to_text(value);
}

// Appends what differs, with the path to it.
void compare(const YamlNode& expected, const Value& value, const std::string& path, std::vector<std::string>& differences) {
  const auto differs = [&](const std::string& wanted) {
    differences.push_back((path.empty() ? "" : path + ": ") + "expected " + wanted + ", got " + to_literal(value));
  };
  switch (expected.kind) {
    case YamlNode::Kind::kNull:
      if (!value.is_null()) differs("null");
      return;
    case YamlNode::Kind::kScalar:
      if (!scalar_equals(expected, value)) differs(expected.scalar);
      return;
    case YamlNode::Kind::kSequence:
      if (!value.is(Kind::kList) || value.list().size() != expected.items.size()) {
        differs("a list of " + std::to_string(expected.items.size()));
        return;
      }
      for (size_t i = 0; i < expected.items.size(); ++i)
        compare(expected.items[i], value.list()[i], path + "/" + std::to_string(i + 1), differences);
      return;
    case YamlNode::Kind::kMapping:
      if (!value.is(Kind::kContext)) {
        differs("a context");
        return;
      }
      for (const YamlNode::Entry& entry : expected.entries) {
        const std::string inner = path.empty() ? entry.key.scalar : path + "/" + entry.key.scalar;
        const Value* member = value.context().find(entry.key.scalar);
        if (member == nullptr)
          differences.push_back(inner + ": not in " + to_literal(value));
        else
          compare(entry.value, *member, inner, differences);
      }
  }
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : between) + part;
  return out;
}

void compare_clauses(const YamlNode& expected, const std::vector<std::string>& clauses, std::vector<std::string>& differences) {
  std::set<std::string> wanted;
  if (expected.kind == YamlNode::Kind::kScalar) wanted.insert(expected.scalar);
  for (const YamlNode& item : expected.items) wanted.insert(item.scalar);
  if (wanted != std::set<std::string>(clauses.begin(), clauses.end()))
    differences.push_back("clauses: expected [" + joined({wanted.begin(), wanted.end()}, " ") + "], got [" + joined(clauses, " ") + "]");
}

class CaseReader {
 public:
  CaseReader(const pack::Pack& pack, const std::string& file) : pack_(pack), file_(file) {}

  base::Result<Case> read(const YamlNode& node) const {
    static constexpr std::string_view kKeys[] = {"id", "decision", "on", "inputs", "expect", "clauses", "note"};
    if (node.kind != YamlNode::Kind::kMapping) return mistake(file_, node, {"用例应为若干“键: 值”", "a case is a mapping"});
    for (const YamlNode::Entry& entry : node.entries)
      if (std::find(std::begin(kKeys), std::end(kKeys), entry.key.scalar) == std::end(kKeys))
        return mistake(file_, entry.key, {"用例没有键“" + entry.key.scalar + "”", "a case has no key “" + entry.key.scalar + "”"});
    Case out;
    out.line = node.line;
    out.id = text_of(node, "id");
    out.decision = text_of(node, "decision");
    if (out.id.empty() || out.decision.empty() || node.find("expect") == nullptr)
      return mistake(file_, node, {"用例缺少 id、decision 或 expect", "the case lacks id, decision or expect"});
    const pack::Decision* decision = pack_.find_decision(out.decision);
    if (decision == nullptr || decision->versions.empty())
      return mistake(file_, node, {"没有决策“" + out.decision + "”", "there is no decision “" + out.decision + "”"});
    LINGQU_CHECK(read_day(node, *decision, out));
    const pack::DecisionVersion* version = decision->in_force(out.on);
    const dmn::Outline& outline = (version != nullptr ? *version : decision->versions.back()).model->outline;
    if (const YamlNode* inputs = node.find("inputs"))
      for (const YamlNode::Entry& entry : inputs->entries) {
        const dmn::OutlineElement* input = outline.find(entry.key.scalar);
        out.inputs.set(entry.key.scalar, to_value(entry.value, input != nullptr ? std::string_view(input->type) : std::string_view()));
      }
    return out;
  }

 private:
  base::Status read_day(const YamlNode& node, const pack::Decision& decision, Case& out) const {
    out.on = decision.versions.back().from;
    const YamlNode* day = node.find("on");
    if (day == nullptr) return {};
    const auto parsed = base::parse_date(day->scalar);
    if (!parsed.ok()) return mistake(file_, *day, {"on 应为日期", "on must be a date"});
    out.on = *parsed;
    return {};
  }

  const pack::Pack& pack_;
  const std::string& file_;
};

base::Result<YamlNode> parse(const std::string& file, std::string_view yaml) {
  LINGQU_TRY(root, wire::parse_yaml(yaml, file));
  const YamlNode* cases = root.find("cases");
  if (cases == nullptr || cases->kind == YamlNode::Kind::kMapping || cases->kind == YamlNode::Kind::kScalar || root.entries.size() != 1)
    return mistake(file, root, {"文件应只有一个列表 cases", "the file must hold one list named cases"});
  return *cases;
}

CaseResult run(const pack::Pack& pack, const Case& one, const YamlNode& node) {
  CaseResult result{{}, one.id, one.line, false, {}};
  const auto answer = decide(pack, one.decision, one.on, one.inputs, false);
  if (!answer.ok()) {
    result.detail = base::to_string(answer.error(), base::Language::kEn);
    return result;
  }
  std::vector<std::string> differences;
  compare(*node.find("expect"), answer->value, {}, differences);
  if (const YamlNode* clauses = node.find("clauses")) compare_clauses(*clauses, answer->clauses, differences);
  result.passed = differences.empty();
  if (!result.passed)
    for (const std::string& reason : answer->reasons) differences.push_back(reason);
  result.detail = joined(differences, "; ");
  return result;
}

}  // namespace

base::Result<std::vector<CaseResult>> run_cases(const pack::Pack& pack, const std::string& file, std::string_view yaml) {
  LINGQU_TRY(cases, parse(file, yaml));
  std::vector<CaseResult> out;
  std::set<std::string> ids;
  for (const YamlNode& node : cases.items) {
    LINGQU_TRY(one, CaseReader(pack, file).read(node));
    if (!ids.insert(one.id).second)
      return mistake(file, node, {"用例编号“" + one.id + "”重复", "the id “" + one.id + "” is used twice"});
    out.push_back(run(pack, one, node));
    out.back().file = file;
  }
  return out;
}

base::Result<std::vector<Case>> read_cases(const pack::Pack& pack, const std::string& decision, const std::string& file,
                                           std::string_view yaml) {
  LINGQU_TRY(cases, parse(file, yaml));
  std::vector<Case> out;
  for (const YamlNode& node : cases.items) {
    LINGQU_TRY(one, CaseReader(pack, file).read(node));
    if (one.decision == decision) out.push_back(std::move(one));
  }
  return out;
}

}  // namespace lingqu::decisions
