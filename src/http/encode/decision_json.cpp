#include "http/encode/decision_json.hpp"

#include <algorithm>

#include "dmn/decide.hpp"
#include "http/encode/json_writer.hpp"

namespace lingqu::http {

namespace {

using pack::Decision;
using pack::DecisionVersion;

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// The values of a list of literals ("a","b" or 1,2,3); empty where it is anything else.
std::vector<std::string> listed_values(std::string_view text) {
  std::vector<std::string> out;
  size_t at = 0;
  const auto skip = [&] {
    while (at < text.size() && is_blank(text[at])) ++at;
  };
  for (skip(); at < text.size(); skip()) {
    const bool quoted = text[at] == '"';
    const size_t end = quoted ? text.find('"', at + 1) : std::min(text.find(',', at), text.size());
    if (end == std::string_view::npos) return {};
    std::string_view one = quoted ? text.substr(at + 1, end - at - 1) : text.substr(at, end - at);
    while (!quoted && !one.empty() && is_blank(one.back())) one.remove_suffix(1);
    if (!quoted && !feel::Decimal::parse(one)) return {};
    if (one.find('\\') != std::string_view::npos) return {};
    out.emplace_back(one);
    at = quoted ? end + 1 : end;
    skip();
    if (at < text.size() && text[at++] != ',') return {};
  }
  return out;
}

// What a table says of the values of an input.
std::string allowed_in_tables(const std::vector<const dmn::OutlineElement*>& elements, const std::string& input) {
  for (const dmn::OutlineElement* element : elements)
    for (const dmn::OutlineTable& table : element->tables)
      for (const auto& clause : table.inputs)
        if (clause.text == input && !clause.allowed.empty()) return clause.allowed;
  return "";
}

// The words the rules test an input for, where no list of values is declared: what may be worth offering.
std::vector<std::string> tested_values(const std::vector<const dmn::OutlineElement*>& elements, const std::string& input) {
  std::vector<std::string> out;
  for (const dmn::OutlineElement* element : elements)
    for (const dmn::OutlineTable& table : element->tables)
      for (size_t i = 0; i < table.inputs.size(); ++i) {
        if (table.inputs[i].text != input) continue;
        for (const dmn::OutlineRule& rule : table.rules)
          for (const std::string& value : listed_values(rule.tests[i]))
            if (rule.tests[i].find('"') != std::string::npos && std::find(out.begin(), out.end(), value) == out.end()) out.push_back(value);
      }
  return out;
}

class DecisionWriter {
 public:
  DecisionWriter(std::string& out, base::Date today) : writer_(out), today_(today) {}

  void write(const pack::Pack& pack, bool may_draft) {
    writer_.object([&] {
      writer_.key("decisions").array([&] {
        for (const Decision& decision : pack.decisions)
          if (!decision.versions.empty()) write_decision(decision);
      });
      writer_.key("regions").array([&] {
        for (const auto& [code, title] : pack.decision_regions)
          writer_.object([&, &c = code, &t = title] { writer_.member("code", c).member("title", t); });
      });
      writer_.member("region", pack.region).member("today", base::to_string(today_)).member("may_draft", may_draft);
    });
  }

 private:
  void write_decision(const Decision& decision) {
    const DecisionVersion* now = decision.in_force(today_);
    writer_.object([&] {
      writer_.member("name", decision.name).member("title", decision.title).member("help", decision.help).key("in_force");
      if (now != nullptr)
        writer_.value(base::to_string(now->from));
      else
        writer_.null();
      writer_.key("fields").array([&] {
        for (const pack::DecisionField& field : decision.fields) write_field(field);
      });
      writer_.key("versions").array([&] {
        for (const DecisionVersion& version : decision.versions) write_version(version);
      });
    });
  }

  void write_field(const pack::DecisionField& field) {
    writer_.object([&] {
      writer_.member("name", field.name).member("title", field.title).member("help", field.help).member("type", field.type);
      writer_.key("codes").array([&] {
        for (const auto& [code, title] : field.codes)
          writer_.object([&, &c = code, &t = title] { writer_.member("code", c).member("title", t); });
      });
    });
  }

  void write_version(const DecisionVersion& version) {
    const auto elements = version.model->outline.needed(version.element);
    collect_sources(elements);
    writer_.object([&] {
      writer_.member("from", base::to_string(version.from)).key("until");
      if (version.until)
        writer_.value(base::to_string(*version.until));
      else
        writer_.null();
      writer_.member("decision", version.element).member("digest", version.model->digest);
      writer_.member("verified", unverified_ == 0).member("unverified_rules", unverified_).member("rules", rules_);
      writer_.list("clauses", clauses_).key("inputs").array([&] {
        for (const dmn::OutlineElement* element : elements)
          if (element->kind == dmn::OutlineElement::Kind::kInput) write_input(*element, elements);
      });
      writer_.key("outputs").array([&] { write_outputs(*elements.front()); });
    });
  }

  void collect_sources(const std::vector<const dmn::OutlineElement*>& elements) {
    clauses_.clear();
    unverified_ = rules_ = 0;
    const auto add = [&](const pack::RuleSource& source) {
      if (!source.verified()) ++unverified_;
      for (const std::string& id : source.clauses)
        if (std::find(clauses_.begin(), clauses_.end(), id) == clauses_.end()) clauses_.push_back(id);
    };
    for (const dmn::OutlineElement* element : elements) {
      add(pack::source_of(*element));
      for (const dmn::OutlineTable& table : element->tables)
        for (const dmn::OutlineRule& rule : table.rules) {
          ++rules_;
          add(pack::source_from([&](std::string_view name) -> std::string_view {
            for (size_t i = 0; i < table.annotations.size(); ++i)
              if (table.annotations[i] == name) return rule.annotations[i];
            return {};
          }));
        }
    }
  }

  void write_input(const dmn::OutlineElement& input, const std::vector<const dmn::OutlineElement*>& elements) {
    const std::string text = input.allowed.empty() ? allowed_in_tables(elements, input.name) : input.allowed;
    const std::vector<std::string> allowed = listed_values(text);
    writer_.object([&] {
      writer_.member("name", input.name).member("label", input.label).member("help", input.description);
      writer_.member("type", input.type).list("allowed", allowed).member("allowed_text", text);
      writer_.list("suggested", allowed.empty() ? tested_values(elements, input.name) : std::vector<std::string>());
    });
  }

  void write_outputs(const dmn::OutlineElement& decision) {
    if (decision.tables.empty() || decision.tables.front().outputs.size() < 2) {
      writer_.object([&] {
        writer_.member("name", "").member("label", decision.label.empty() ? decision.name : decision.label);
        writer_.member("type", decision.type).list("allowed", listed_values(decision.allowed));
      });
      return;
    }
    for (const auto& output : decision.tables.front().outputs)
      writer_.object([&] {
        writer_.member("name", output.text).member("label", output.label).member("type", output.type);
        writer_.list("allowed", listed_values(output.allowed));
      });
  }

  JsonWriter writer_;
  base::Date today_;
  std::vector<std::string> clauses_;
  size_t unverified_ = 0, rules_ = 0;
};

void write_draft(JsonWriter& writer, const engine::DecisionDraft& draft) {
  writer.object([&] {
    writer.member("id", draft.id).member("decision", draft.decision).member("from", draft.from).member("note", draft.note);
    writer.member("digest", draft.digest).member("size", draft.size).member("by", draft.account_name);
    writer.member("at", base::to_string(draft.at)).member("leaf", draft.leaf);
  });
}

std::string_view name_of(decisions::RuleChange::Kind kind) {
  switch (kind) {
    case decisions::RuleChange::Kind::kAdded:
      return "added";
    case decisions::RuleChange::Kind::kRemoved:
      return "removed";
    case decisions::RuleChange::Kind::kChanged:
      break;
  }
  return "changed";
}

std::string_view name_of(decisions::CellChange::Part part) {
  switch (part) {
    case decisions::CellChange::Part::kInput:
      return "input";
    case decisions::CellChange::Part::kOutput:
      return "output";
    case decisions::CellChange::Part::kAnnotation:
      break;
  }
  return "annotation";
}

void write_number(JsonWriter& writer, std::string_view name, uint32_t number) {
  writer.key(name);
  if (number == 0)
    writer.null();
  else
    writer.value(number);
}

void write_rule_change(JsonWriter& writer, const decisions::RuleChange& change) {
  writer.object([&] {
    writer.member("change", name_of(change.kind)).member("element", change.element);
    write_number(writer, "before", change.before);
    write_number(writer, "after", change.after);
    writer.key("cells").array([&] {
      for (const decisions::CellChange& cell : change.cells)
        writer.object([&] {
          writer.member("part", name_of(cell.part)).member("column", cell.column).member("before", cell.before).member("after", cell.after);
        });
    });
  });
}

}  // namespace

std::string decisions_json(const pack::Pack& pack, base::Date today, bool may_draft) {
  std::string out;
  DecisionWriter(out, today).write(pack, may_draft);
  return out;
}

std::string drafts_json(const std::vector<engine::DecisionDraft>& drafts) {
  std::string out;
  JsonWriter writer(out);
  writer.object([&] {
    writer.key("drafts").array([&] {
      for (const engine::DecisionDraft& draft : drafts) write_draft(writer, draft);
    });
  });
  return out;
}

std::string draft_json(const engine::DecisionDraft& draft) {
  std::string out;
  JsonWriter writer(out);
  write_draft(writer, draft);
  return out;
}

std::string comparison_json(const std::string& before, const std::string& after, const decisions::Comparison& comparison,
                            const std::vector<decisions::CaseDifference>& cases, size_t total) {
  std::string out;
  JsonWriter writer(out);
  writer.object([&] {
    writer.member("before", before).member("after", after).key("rules").array([&] {
      for (const decisions::RuleChange& change : comparison.rules) write_rule_change(writer, change);
    });
    writer.key("texts").array([&] {
      for (const decisions::TextChange& change : comparison.texts)
        writer.object([&] { writer.member("element", change.element).member("before", change.before).member("after", change.after); });
    });
    writer.member("cases_total", total).key("cases").array([&] {
      for (const decisions::CaseDifference& one : cases)
        writer.object([&] {
          writer.member("id", one.id).member("on", base::to_string(one.on));
          writer.key("inputs").raw(dmn::value_to_json(feel::Value(one.inputs)));
          writer.key("before").raw(decisions::to_json(one.before)).key("after").raw(decisions::to_json(one.after));
        });
    });
  });
  return out;
}

}  // namespace lingqu::http
