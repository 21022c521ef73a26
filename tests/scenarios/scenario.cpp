#include "scenarios/scenario.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "wire/yaml.hpp"

namespace lingqu::scenarios {

namespace {

using wire::Json;
using wire::YamlNode;

base::Error mistake(const std::string& file, const YamlNode& node, const std::string& problem) {
  return base::Error(base::ErrorCode::kPackFile)
      .with("file", file)
      .with("line", std::to_string(node.line))
      .with("column", std::to_string(node.column))
      .with("problem", problem);
}

bool is_number(const std::string& text) {
  const size_t from = text.starts_with('-') ? 1 : 0;
  return text.size() > from && text.size() < 18 &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

// Plain true, false, null and whole numbers are what they look like; all else is text.
Json to_json(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return {};
    case YamlNode::Kind::kSequence: {
      Json::Array items;
      for (const YamlNode& item : node.items) items.push_back(to_json(item));
      return Json(std::move(items));
    }
    case YamlNode::Kind::kMapping: {
      Json::Object members;
      for (const auto& entry : node.entries)
        members.emplace_back(entry.key.scalar, to_json(entry.value));
      return Json(std::move(members));
    }
    case YamlNode::Kind::kScalar:
      break;
  }
  if (node.quoted) return Json(node.scalar);
  if (node.scalar == "true" || node.scalar == "false") return Json(node.scalar == "true");
  if (is_number(node.scalar)) return Json(int64_t{std::stoll(node.scalar)});
  return Json(node.scalar);
}

std::string scalar_at(const YamlNode& node, std::string_view key) {
  const YamlNode* found = node.find(key);
  return found ? found->scalar : std::string();
}

std::vector<std::pair<std::string, std::string>> pairs_at(const YamlNode& node,
                                                          std::string_view key) {
  std::vector<std::pair<std::string, std::string>> out;
  if (const YamlNode* found = node.find(key))
    for (const auto& entry : found->entries) out.emplace_back(entry.key.scalar, entry.value.scalar);
  return out;
}

base::Status check_keys(const std::string& file, const YamlNode& node,
                        std::initializer_list<std::string_view> known) {
  for (const auto& entry : node.entries)
    if (std::find(known.begin(), known.end(), entry.key.scalar) == known.end())
      return mistake(file, entry.key, "unknown key " + entry.key.scalar);
  return {};
}

base::Status read_request(const std::string& file, const YamlNode& node, Step& step) {
  const YamlNode* request = node.find("request");
  if (!request) return mistake(file, node, "a step needs a request or advance_days");
  LINGQU_CHECK(check_keys(file, *request, {"method", "path", "headers", "body", "text"}));
  step.method = scalar_at(*request, "method");
  step.path = scalar_at(*request, "path");
  step.headers = pairs_at(*request, "headers");
  step.body_text = scalar_at(*request, "text");
  if (const YamlNode* body = request->find("body")) step.body = to_json(*body);
  return {};
}

base::Result<Step> read_step(const std::string& file, const YamlNode& node) {
  LINGQU_CHECK(
      check_keys(file, node, {"id", "about", "as", "advance_days", "request", "expect", "save"}));
  Step step;
  step.line = node.line;
  step.id = scalar_at(node, "id");
  step.about = scalar_at(node, "about");
  if (step.id.empty()) return mistake(file, node, "a step needs an id");
  if (const YamlNode* as = node.find("as")) step.as = as->scalar;
  if (const YamlNode* days = node.find("advance_days"))
    step.advance_days = to_json(*days).if_int64();
  else
    LINGQU_CHECK(read_request(file, node, step));
  step.save = pairs_at(node, "save");
  const YamlNode* expect = node.find("expect");
  if (!expect) return mistake(file, node, "a step needs expect");
  LINGQU_CHECK(check_keys(file, *expect, {"status", "body", "headers", "leaves"}));
  if (const YamlNode* status = expect->find("status"))
    step.status = static_cast<int>(to_json(*status).if_int64().value_or(0));
  if (step.status == 0 && !step.advance_days)
    return mistake(file, *expect, "expect needs a status");
  if (const YamlNode* body = expect->find("body")) step.expected = to_json(*body);
  if (const YamlNode* headers = expect->find("headers")) step.expected_headers = to_json(*headers);
  if (const YamlNode* leaves = expect->find("leaves")) step.leaves = *to_json(*leaves).if_array();
  return step;
}

}  // namespace

base::Result<Scenario> load(const std::string& file) {
  LINGQU_TRY(text, base::read_file(file, 1u << 20));
  LINGQU_TRY(root, wire::parse_yaml(text, file));
  LINGQU_CHECK(
      check_keys(file, root, {"about", "pack", "now", "organisations", "accounts", "steps"}));
  Scenario scenario;
  scenario.file = file;
  scenario.about = scalar_at(root, "about");
  scenario.pack = scalar_at(root, "pack");
  LINGQU_TRY(now, base::parse_timestamp(scalar_at(root, "now")));
  scenario.now = now;
  if (const YamlNode* organisations = root.find("organisations"))
    for (const auto& entry : organisations->entries)
      scenario.organisations.emplace_back(entry.key.scalar, to_json(entry.value));
  if (const YamlNode* accounts = root.find("accounts"))
    for (const YamlNode& node : accounts->items) {
      LINGQU_CHECK(check_keys(file, node, {"login", "role", "organisation"}));
      scenario.accounts.push_back(
          {scalar_at(node, "login"), scalar_at(node, "role"), scalar_at(node, "organisation")});
    }
  const YamlNode* steps = root.find("steps");
  if (!steps) return mistake(file, root, "a scenario needs steps");
  for (const YamlNode& node : steps->items) {
    LINGQU_TRY(step, read_step(file, node));
    scenario.steps.push_back(std::move(step));
  }
  return scenario;
}

}  // namespace lingqu::scenarios
