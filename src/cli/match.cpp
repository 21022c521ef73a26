// Matching on files: how good it is, and one need's answers.
#include <fmt/format.h>

#include <functional>
#include <map>

#include "base/file.hpp"
#include "cli/session.hpp"
#include "match/evaluation.hpp"
#include "match/ranking.hpp"
#include "match/reasons.hpp"
#include "wire/json.hpp"

namespace lingqu::cli {

namespace {

using base::Error;
using base::ErrorCode;
using wire::Json;

constexpr uint64_t kLargestLines = uint64_t{4} << 30;

std::vector<std::string> strings_of(const Json* list) {
  std::vector<std::string> all;
  if (list == nullptr || list->if_array() == nullptr) return all;
  for (const Json& item : *list->if_array())
    if (item.if_string() != nullptr) all.push_back(*item.if_string());
  return all;
}

// Every line of a JSON Lines file; each must be an object with the members named.
base::Status each_line(const std::string& file, std::initializer_list<std::string_view> needed, const std::function<void(const Json&)>& take) {
  LINGQU_TRY(text, base::read_file(file, kLargestLines));
  size_t number = 0;
  for (const std::string_view line : base::split(text, '\n')) {
    ++number;
    if (base::trim(line).empty()) continue;
    LINGQU_TRY(json, wire::parse_json(line));
    for (const std::string_view name : needed)
      if (json.string_at(name).empty())
        return Error(ErrorCode::kBadFile).with("file", file).with("reason", base::Text{fmt::format("第 {} 行缺少“{}”", number, name), fmt::format("line {} has no “{}”", number, name)});
    take(json);
  }
  return {};
}

match::Achievement achievement_of(const Json& json) {
  match::Achievement achievement;
  achievement.id = json.string_at("id");
  achievement.title = json.string_at("title");
  achievement.abstract = json.string_at("abstract");
  achievement.keywords = strings_of(json.find("keywords"));
  achievement.discipline = json.string_at("discipline");
  return achievement;
}

base::Result<match::Index> index_of(const MatchOptions& options, const std::function<void(const match::Achievement&)>& keep) {
  LINGQU_TRY(glossary, match::Glossary::load(options.pack + "/vocabularies/glossary"));
  LINGQU_TRY(index, match::Index::create(std::make_shared<const match::Glossary>(std::move(glossary))));
  LINGQU_CHECK(each_line(options.achievements, {"id", "title"}, [&](const Json& json) {
    const match::Achievement achievement = achievement_of(json);
    index.put(achievement);
    keep(achievement);
  }));
  return index;
}

base::Result<std::map<std::string, match::Quality>> quality_of(const MatchOptions& options) {
  LINGQU_TRY(index, index_of(options, [](const match::Achievement&) {}));
  LINGQU_TRY(matcher, match::Matcher::create(index));
  std::vector<match::JudgedNeed> needs;
  LINGQU_CHECK(each_line(options.needs, {"id", "lang", "text"}, [&](const Json& json) {
    needs.push_back({std::string(json.string_at("id")), std::string(json.string_at("lang")), std::string(json.string_at("text")), strings_of(json.find("relevant"))});
  }));
  return match::evaluate(needs, [&](const std::string& text) {
    std::vector<std::string> ids;
    for (const match::Match& found : matcher.match(text)) ids.push_back(found.id);
    return ids;
  });
}

Json reasons_json(const std::vector<match::Reason>& reasons) {
  Json list(Json::Array{});
  for (const match::Reason& reason : reasons)
    list.push(Json::object({{"speaks_for", reason.speaks_for},
                            {"zh", reason.text.zh},
                            {"en", reason.text.en},
                            {"need_says", reason.need_says},
                            {"passage", reason.passage}}));
  return list;
}

void print_match(const match::Match& found, const match::Achievement& achievement, const std::vector<match::Reason>& reasons) {
  fmt::print("{:8.2f}  {}  {}\n", found.score, found.id, achievement.title);
  for (const match::Reason& reason : reasons)
    fmt::print("          {} {}{}\n", reason.speaks_for ? "+" : "-", reason.text.in(terminal_language()), reason.passage.empty() ? "" : ": " + reason.passage);
}

Json decimal(double value) { return Json(Json::Number{fmt::format("{:.4f}", value)}); }

}  // namespace

int match_eval(const MatchOptions& options) {
  const auto quality = quality_of(options);
  if (!quality.ok()) return fail(quality.error());
  Json out(Json::Object{});
  for (const auto& [language, q] : *quality) {
    out.set(language, Json::object({{"n", Json(static_cast<uint64_t>(q.needs))}, {"mrr10", decimal(q.mrr10)}, {"recall10", decimal(q.recall10)}}));
    if (!options.json) fmt::print("{}: {} needs, MRR@10 {:.3f}, recall@10 {:.3f}\n", language, q.needs, q.mrr10, q.recall10);
  }
  if (options.json) fmt::print("{}\n", wire::to_text(out));
  return kDone;
}

int match_find(const MatchOptions& options) {
  std::map<std::string, match::Achievement> achievements;
  const auto index = index_of(options, [&](const match::Achievement& a) { achievements.emplace(a.id, a); });
  if (!index.ok()) return fail(index.error());
  auto matcher = match::Matcher::create(*index);
  if (!matcher.ok()) return fail(matcher.error());
  match::Limits limits;
  limits.results = options.limit;
  auto analyzer = search::Analyzer::create();
  if (!analyzer.ok()) return fail(analyzer.error());
  Json list(Json::Array{});
  for (const match::Match& found : matcher->match(options.text, limits)) {
    const match::Achievement& achievement = achievements.at(found.id);
    const auto reasons = match::explain({"", options.text, {}}, achievement, *index, *analyzer);
    if (!options.json) print_match(found, achievement, reasons);
    list.push(Json::object({{"id", found.id}, {"title", achievement.title}, {"score", decimal(found.score)}, {"reasons", reasons_json(reasons)}}));
  }
  if (options.json) fmt::print("{}\n", wire::to_text(list));
  return kDone;
}

}  // namespace lingqu::cli
