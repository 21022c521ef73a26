// The report as JSON for programs and as text for a terminal.
#include <algorithm>

#include "verify/verify.hpp"
#include "wire/json.hpp"

namespace lingqu::verify {
namespace {

using base::Language;
using base::Text;
using wire::Json;

std::string_view name(Check::State state) {
  switch (state) {
    case Check::State::kPassed:
      return "passed";
    case Check::State::kFailed:
      return "failed";
    case Check::State::kSkipped:
      break;
  }
  return "skipped";
}

std::string_view name(Value::State state) {
  switch (state) {
    case Value::State::kShown:
      return "shown";
    case Value::State::kOpened:
      return "opened";
    case Value::State::kWithheld:
      return "withheld";
    case Value::State::kCleared:
      break;
  }
  return "cleared";
}

Json json_of(const Text& text) {
  return Json::object({{"en", text.in(Language::kEn)}, {"zh", text.zh}});
}

Json json_of(const Check& check) {
  Json failures{Json::Array()};
  for (const Failure& failure : check.failures) {
    failures.push(Json::object({{"problem", json_of(failure.problem)}, {"where", failure.where}}));
  }
  return Json::object({{"failures", failures},
                       {"id", check.id},
                       {"state", name(check.state)},
                       {"what", json_of(check.what)}});
}

Json json_of(const Value& value) {
  Json out = Json::object(
      {{"field", value.field}, {"state", name(value.state)}, {"title", json_of(value.title)}});
  if (value.json.empty()) return out;
  auto parsed = wire::parse_json(value.json);
  if (parsed.ok()) out.set("value", *std::move(parsed));
  return out;
}

Json json_of(const std::vector<Clause>& clauses) {
  Json out{Json::Array()};
  for (const Clause& clause : clauses)
    out.push(Json::object({{"id", clause.id}, {"title", clause.title}}));
  return out;
}

Json json_of(const Act& act) {
  const Json basis = json_of(act.basis);
  Json decisions{Json::Array()};
  for (const Decision& one : act.decisions)
    decisions.push(Json::object({{"clauses", json_of(one.clauses)},
                                 {"decision", one.decision},
                                 {"digest", one.digest},
                                 {"verified", one.verified},
                                 {"version", one.version}}));
  Json values{Json::Array()};
  for (const Value& value : act.values) values.push(json_of(value));
  Json out = Json::object({{"account", act.account},
                           {"act", act.act},
                           {"act_title", json_of(act.act_title)},
                           {"at", act.at},
                           {"basis", basis},
                           {"from", act.from},
                           {"from_title", json_of(act.from_title)},
                           {"organisation", act.organisation},
                           {"organisation_title", json_of(act.organisation_title)},
                           {"pack", act.pack},
                           {"role", act.role},
                           {"role_title", json_of(act.role_title)},
                           {"sequence", act.sequence},
                           {"to", act.to},
                           {"to_title", json_of(act.to_title)},
                           {"values", values},
                           {"version", act.version}});
  if (act.decisions.empty()) return out;
  Json::Object& members = *out.if_object();  // in the order of their names
  const auto from = std::find_if(members.begin(), members.end(), [](const Json::Member& member) { return member.first == "from"; });
  members.insert(from, {"decisions", std::move(decisions)});
  return out;
}

Json json_of(const Subject& subject) {
  Json acts{Json::Array()};
  for (const Act& act : subject.acts) acts.push(json_of(act));
  return Json::object({{"acts", acts},
                       {"complete", subject.complete},
                       {"record", subject.record},
                       {"register", subject.register_name},
                       {"title", json_of(subject.title)}});
}

// A text as it is; anything else as JSON.
std::string shown(const Value& value, Language language) {
  const bool zh = language == Language::kZh;
  if (value.state == Value::State::kWithheld)
    return zh ? "（未公开或已删除）" : "(withheld or erased)";
  if (value.state == Value::State::kCleared) return zh ? "（清空）" : "(cleared)";
  const auto json = wire::parse_json(value.json);
  return json.ok() && json->if_string() != nullptr ? *json->if_string() : value.json;
}

// Texts come from the file: control characters must not reach a terminal.
std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte == 0x7F ? ' ' : c;
  }
  // U+0080..U+009F, C1 controls.
  for (size_t i = 0; i + 1 < out.size(); ++i) {
    if (static_cast<unsigned char>(out[i]) == 0xC2 && static_cast<unsigned char>(out[i + 1]) < 0xA0)
      out.replace(i, 2, "  ");
  }
  return out;
}

void append_act(std::string& out, const Act& act, Language language) {
  const std::string from = act.from_title.in(language);
  out += "  #" + std::to_string(act.sequence) + "  " + act.at + "  " +
         printable(act.act_title.in(language)) + "  " + printable(from.empty() ? "–" : from) +
         " → " + printable(act.to_title.in(language)) + "\n";
  for (const Value& value : act.values) {
    out += "      " + printable(value.title.in(language)) + ": " +
           printable(shown(value, language)) + "\n";
  }
  for (const Clause& clause : act.basis) {
    out += "      " + std::string(language == Language::kZh ? "依据 " : "basis ") +
           printable(clause.id) + (clause.title.empty() ? "" : " " + printable(clause.title)) +
           "\n";
  }
  for (const Decision& one : act.decisions) {
    out += "      " + std::string(language == Language::kZh ? "决策 " : "decision ") +
           printable(one.decision) + "  " + printable(one.version) + "  " + printable(one.digest);
    if (!one.verified) out += language == Language::kZh ? "  待核实" : "  unverified";
    for (const Clause& clause : one.clauses) out += "  " + printable(clause.id);
    out += "\n";
  }
}

}  // namespace

std::string to_json(const Report& report) {
  Json checks{Json::Array()};
  for (const Check& check : report.checks) checks.push(json_of(check));
  Json subjects{Json::Array()};
  for (const Subject& subject : report.subjects) subjects.push(json_of(subject));
  Json attachments{Json::Array()};
  for (const Attachment& one : report.attachments) {
    attachments.push(Json::object({{"bytes", one.bytes}, {"digest", one.digest}}));
  }
  const Json json = Json::object({{"at", report.at},
                                  {"attachments", attachments},
                                  {"checks", checks},
                                  {"format", "lingqu-report/1"},
                                  {"hash", report.hash},
                                  {"key", report.key},
                                  {"key_trusted", report.key_trusted},
                                  {"origin", report.origin},
                                  {"proven", report.proven},
                                  {"sentence", json_of(report.sentence)},
                                  {"signature", report.signature},
                                  {"size", report.size},
                                  {"subjects", subjects}});
  return wire::to_text(json);
}

std::string to_text(const Report& report, Language language) {
  std::string out = printable(report.sentence.in(language)) + "\n\n";
  for (const Check& check : report.checks) {
    const bool skipped = check.state == Check::State::kSkipped;
    out += (skipped                                ? "  –  "
            : check.state == Check::State::kPassed ? "  ✓  "
                                                   : "  ✗  ") +
           check.what.in(language) + "\n";
    for (const Failure& failure : check.failures) {
      out += "       " + printable(failure.where) + ": " + failure.problem.in(language) + "\n";
    }
  }
  for (const Subject& subject : report.subjects) {
    out += "\n" + printable(subject.title.in(language)) + " " + printable(subject.register_name) +
           "/" + std::to_string(subject.record) + "\n";
    for (const Act& act : subject.acts) append_act(out, act, language);
  }
  return out;
}

}  // namespace lingqu::verify
