#include <algorithm>

#include "base/file.hpp"
#include "dmn/decide.hpp"
#include "http/body_reader.hpp"
#include "http/encode/decision_json.hpp"
#include "http/encode/json_writer.hpp"
#include "http/handlers/handlers.hpp"
#include "http/problem.hpp"
#include "http/router.hpp"

namespace lingqu::http {

namespace {

using base::Error;
using base::ErrorCode;
using pack::Decision;
using pack::DecisionVersion;

constexpr size_t kMostVariants = 30;
constexpr size_t kMostCases = 500;
constexpr uint64_t kLargestCases = 8u << 20;
constexpr std::string_view kDraft = "draft:";
constexpr std::string_view kRegion = "region";

base::Date today(const Call& call) {
  return base::date_in(call.engine().clock().now(), call.engine().pack()->zone);
}

base::Result<const Decision*> find_decision(const Call& call, const pack::Pack& pack) {
  const Decision* decision = pack.find_decision(call.parameter(0));
  if (decision == nullptr || decision->versions.empty()) return Error(ErrorCode::kNotFound).with("what", call.parameter(0));
  return decision;
}

base::Result<base::Date> read_day(const Call& call, const std::string& text, std::string_view field) {
  if (text.empty()) return today(call);
  auto day = base::parse_date(text);
  if (day.ok()) return *day;
  return Error(ErrorCode::kWrongType)
      .at(field)
      .with("field", base::Text{"适用日期", "day"})
      .with("value", base::first_code_points(text, 40))
      .with("expected", base::Text{"日期", "a date"})
      .with("example", "2026-05-01");
}

// A version by its first day, a draft by its number ("draft:3"), or by default the one in force on that day.
base::Result<DecisionVersion> find_version(Call& call, const Decision& decision, const std::string& wanted, base::Date on) {
  if (wanted.starts_with(kDraft)) {
    if (!call.caller) return Error(ErrorCode::kUnauthenticated);
    const std::string digits = wanted.substr(kDraft.size());
    if (digits.empty() || digits.size() > 15 || digits.find_first_not_of("0123456789") != std::string::npos)
      return Error(ErrorCode::kNotFound).with("what", base::first_code_points(wanted, 40));
    return call.engine().draft_version(decision.name, std::stoll(digits));
  }
  const DecisionVersion* version = wanted.empty() ? decision.in_force(on) : decision.find_version(wanted);
  if (version == nullptr) {
    const std::string day(wanted.empty() ? base::to_string(on) : base::first_code_points(wanted, 40));
    return Error(ErrorCode::kNotFound).with("what", decision.title.zh + " " + day);
  }
  return *version;
}

bool takes(const DecisionVersion& version, std::string_view input) {
  const auto inputs = version.model->model->inputs();
  return std::any_of(inputs.begin(), inputs.end(), [&](const auto& one) { return one.name == input; });
}

// What the body asks, decided by one version.
base::Result<std::string> answer(const Decision& decision, const DecisionVersion& version, base::Date on, const wire::Json& inputs,
                                 const std::string& region, bool trace) {
  wire::Json given = inputs.is_null() ? wire::Json(wire::Json::Object{}) : inputs;
  if (!region.empty() && takes(version, kRegion)) given.set(kRegion, wire::Json(region));
  LINGQU_TRY(values, dmn::read_inputs(*version.model->model, wire::to_text(given)));
  for (const auto& entry : values.entries()) {
    const std::string& name = entry.key.text();
    const bool known = takes(version, name) || std::any_of(decision.versions.begin(), decision.versions.end(),
                                                           [&](const DecisionVersion& one) { return takes(one, name); });
    if (!known) return Error(ErrorCode::kUnknownField).at(name).with("field", base::first_code_points(name, 60)).with("hint", "");
  }
  return decisions::to_json(decisions::decide(decision, version, on, values, trace));
}

// The cases beside the models that are about this decision.
std::vector<decisions::Case> cases_of(const pack::Pack& pack, const Decision& decision) {
  std::vector<decisions::Case> out;
  const auto files = base::list_files(pack.folder + "/decisions");
  if (!files.ok()) return out;
  for (const std::string& file : *files) {
    if (!file.ends_with(".cases.yaml")) continue;
    const auto text = base::read_file(pack.folder + "/decisions/" + file, kLargestCases);
    if (!text.ok()) continue;
    auto cases = decisions::read_cases(pack, decision.name, file, *text);
    if (!cases.ok()) continue;
    for (decisions::Case& one : *cases)
      if (out.size() < kMostCases) out.push_back(std::move(one));
  }
  return out;
}

std::string problem_text(const Error& error, base::Language language) {
  std::string out;
  append_problem(out, error, language);
  return out;
}

base::Result<std::string> variant_answer(Call& call, const Decision& decision, const wire::Json& variant, const wire::Json& inputs,
                                         bool trace) {
  LINGQU_TRY(day, read_day(call, std::string(variant.string_at("on")), "variants"));
  LINGQU_TRY(version, find_version(call, decision, std::string(variant.string_at("version")), day));
  return answer(decision, version, day, inputs, std::string(variant.string_at("region")), trace);
}

void write_variant(Call& call, const Decision& decision, const wire::Json& variant, const wire::Json& inputs, bool trace, JsonWriter& writer) {
  const auto text = variant_answer(call, decision, variant, inputs, trace);
  const std::string_view on = variant.string_at("on");
  writer.object([&] {
    writer.member("on", on.empty() ? base::to_string(today(call)) : std::string(on)).member("region", variant.string_at("region"));
    if (text.ok())
      writer.key("answer").raw(*text);
    else
      writer.key("problem").raw(problem_text(text.error(), call.language));
  });
}

bool may_draft(const Call& call, const pack::Pack& pack) {
  const lifecycle::Actor* actor = call.actor();
  return actor != nullptr && std::any_of(actor->memberships.begin(), actor->memberships.end(), [&](const auto& membership) {
           const pack::Role* role = pack.find_role(membership.role);
           return role != nullptr && role->drafts_rules;
         });
}

}  // namespace

base::Result<Response> list_decisions(Call& call) {
  const pack::Snapshot pack = call.engine().pack();
  return json_response(decisions_json(*pack, today(call), may_draft(call, *pack)));
}

base::Result<Response> get_decision_model(Call& call) {
  const pack::Snapshot pack = call.engine().pack();
  LINGQU_TRY(decision, find_decision(call, *pack));
  LINGQU_TRY(version, find_version(call, *decision, call.parameter(1), today(call)));
  std::string name = decision->name + "-" + call.parameter(1) + ".dmn";
  std::replace(name.begin(), name.end(), ':', '-');
  return download(version.model->text, "application/xml", name);
}

base::Result<Response> evaluate_decision(Call& call) {
  const pack::Snapshot pack = call.engine().pack();
  LINGQU_TRY(decision, find_decision(call, *pack));
  LINGQU_TRY(body, BodyReader::parse(call.request.body, call.services.settings.limits.json_body));
  const wire::Json inputs = body.object("inputs");
  const std::string on = body.text("on"), region = body.text("region"), wanted = body.text("version");
  const bool trace = body.flag("trace").value_or(false);
  LINGQU_CHECK(body.finish());
  LINGQU_TRY(day, read_day(call, on, "on"));
  LINGQU_TRY(version, find_version(call, *decision, wanted, day));
  LINGQU_TRY(text, answer(*decision, version, day, inputs, region, trace));
  return json_response(std::move(text));
}

base::Result<Response> compare_decision(Call& call) {
  const pack::Snapshot pack = call.engine().pack();
  LINGQU_TRY(decision, find_decision(call, *pack));
  LINGQU_TRY(body, BodyReader::parse(call.request.body, call.services.settings.limits.json_body));
  const wire::Json inputs = body.object("inputs");
  const std::vector<wire::Json> variants = body.objects("variants");
  const bool trace = body.flag("trace").value_or(false);
  if (variants.empty() || variants.size() > kMostVariants)
    body.wrong("variants", "1 至 30 个 {on, region}", "1 to 30 of {on, region}", "[{\"on\": \"2026-05-01\"}]");
  LINGQU_CHECK(body.finish());
  std::string out;
  JsonWriter writer(out);
  writer.object([&] {
    writer.key("answers").array([&] {
      for (const wire::Json& variant : variants) write_variant(call, *decision, variant, inputs, trace, writer);
    });
  });
  return json_response(std::move(out));
}

base::Result<Response> list_drafts(Call& call) {
  const pack::Snapshot pack = call.engine().pack();
  LINGQU_TRY(decision, find_decision(call, *pack));
  LINGQU_TRY(drafts, call.engine().decision_drafts(decision->name));
  return json_response(drafts_json(drafts));
}

base::Result<Response> create_draft(Call& call) {
  engine::DraftCommand command;
  LINGQU_TRY(body, BodyReader::parse(call.request.body, call.services.settings.limits.draft_body));
  command.decision = call.parameter(0);
  command.from = body.text("from", true);
  command.note = body.text("note", true);
  command.model = body.text("model", true);
  LINGQU_CHECK(body.finish());
  command.actor = *call.actor();
  LINGQU_TRY(draft, call.engine().draft_decision(command));
  return json_response(draft_json(draft), 201);
}

base::Result<Response> compare_versions(Call& call) {
  const pack::Snapshot pack = call.engine().pack();
  LINGQU_TRY(decision, find_decision(call, *pack));
  const std::string from = call.query().text("from"), to = call.query().text("to");
  LINGQU_TRY(before, find_version(call, *decision, from, today(call)));
  LINGQU_TRY(after, find_version(call, *decision, to, today(call)));
  const std::vector<decisions::Case> cases = cases_of(*pack, *decision);
  return json_response(comparison_json(from.empty() ? base::to_string(before.from) : from, to.empty() ? base::to_string(after.from) : to,
                                       decisions::compare(before, after), decisions::differing(*decision, before, after, cases), cases.size()));
}

}  // namespace lingqu::http
