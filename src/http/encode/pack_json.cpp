#include "http/encode/pack_json.hpp"

#include "http/encode/json_writer.hpp"

namespace lingqu::http {

namespace {

using lifecycle::Act;
using registers::Field;

std::string_view kind(const lifecycle::ShareSum&) {
  return "share_sum";
}
std::string_view kind(const lifecycle::MoneySum&) {
  return "money_sum";
}
std::string_view kind(const lifecycle::DateOrder&) {
  return "date_order";
}
std::string_view kind(const lifecycle::NotBefore&) {
  return "not_before";
}
std::string_view kind(const lifecycle::RelatedState&) {
  return "related_state";
}
std::string_view kind(const lifecycle::ReferenceState&) {
  return "reference_state";
}
std::string_view kind(const lifecycle::RowValue&) {
  return "row_value";
}
std::string_view kind(const lifecycle::FeelHolds&) {
  return "feel";
}
std::string_view kind(const lifecycle::DecisionHolds&) {
  return "decision";
}
template <class Other>
std::string_view kind(const Other&) {
  return "condition";
}

std::string_view name_of(lifecycle::State::Tone tone) {
  switch (tone) {
    case lifecycle::State::Tone::kNeutral:
      return "neutral";
    case lifecycle::State::Tone::kActive:
      return "active";
    case lifecycle::State::Tone::kWaiting:
      return "waiting";
    case lifecycle::State::Tone::kGood:
      return "good";
    case lifecycle::State::Tone::kBad:
      return "bad";
  }
  return "neutral";
}

std::string_view name_of(Act::Emphasis emphasis) {
  switch (emphasis) {
    case Act::Emphasis::kNormal:
      return "normal";
    case Act::Emphasis::kPrimary:
      return "primary";
    case Act::Emphasis::kDanger:
      return "danger";
  }
  return "normal";
}

class PackWriter {
 public:
  PackWriter(const pack::Pack& pack, std::string& out) : pack_(pack), writer_(out) {}

  void write() {
    writer_.object([&] {
      writer_.member("name", pack_.name).member("version", pack_.version);
      writer_.member("title", pack_.title).member("region_title", pack_.region_title);
      writer_.member("region", pack_.region).member("content_hash", pack_.content_hash);
      writer_.member("organisation_register", pack_.organisation_register);
      writer_.member("person_register", pack_.person_register);
      write_roles();
      write_vocabularies();
      writer_.key("regions").object([&] {
        for (const auto& [code, title] : pack_.regions) writer_.member(code, title);
      });
      write_documents();
      write_parameters();
      write_calendar();
      writer_.key("registers").array([&] {
        for (const auto& entry : pack_.registers) write_register(entry);
      });
    });
  }

 private:
  void write_roles() {
    writer_.key("roles").array([&] {
      for (const pack::Role& role : pack_.roles)
        writer_.object([&] {
          writer_.member("name", role.name).member("title", role.title).member("help", role.help);
          writer_.member("region_scope", role.region_scope);
          writer_.member("manages_accounts", role.manages_accounts).member("audits", role.audits);
        });
    });
  }

  void write_vocabularies() {
    writer_.key("vocabularies").object([&] {
      for (const auto& [name, vocabulary] : pack_.vocabularies)
        writer_.key(name).object([&, &v = vocabulary] {
          writer_.member("title", v.title).member("verified", v.verified);
          writer_.key("codes").array([&] {
            for (const registers::Code& code : v.codes)
              writer_.object([&] {
                writer_.member("code", code.code).member("title", code.title);
                writer_.member("retired", code.retired);
              });
          });
        });
    });
  }

  void write_documents() {
    writer_.key("documents").array([&] {
      for (const pack::Document& document : pack_.documents)
        writer_.object([&] {
          writer_.member("id", document.id).member("title", document.title);
          writer_.member("issuer", document.issuer).member("date", document.date);
          writer_.member("number", document.number).member("verified", document.verified);
          writer_.member("note", document.note).key("clauses").array([&] {
            for (const pack::Clause& clause : document.clauses)
              writer_.object([&] {
                writer_.member("id", clause.id).member("label", clause.label);
                writer_.member("summary", clause.summary);
              });
          });
        });
    });
  }

  void write_parameters() {
    writer_.key("parameters").array([&] {
      for (const pack::Parameter& parameter : pack_.parameters)
        writer_.object([&] {
          writer_.member("key", parameter.key).member("value", parameter.value);
          writer_.member("unit", parameter.unit).member("clause", parameter.clause);
          writer_.member("mark", parameter.mark).member("verified", parameter.verified());
          writer_.member("title", parameter.title);
        });
    });
  }

  void write_calendar() {
    const base::WorkCalendar& calendar = pack_.calendar;
    writer_.key("calendar").object([&] {
      writer_.member("id", calendar.id).list("years", calendar.years);
      for (const auto& [name, days] :
           {std::pair("off", &calendar.off), std::pair("work", &calendar.work)})
        writer_.key(name).array([&, &dates = *days] {
          for (const base::Date date : dates) writer_.value(base::to_string(date));
        });
    });
  }

  void write_limit(std::string_view name, const Field& field, const registers::Value& limit) {
    if (!limit.empty()) writer_.member(name, registers::to_json(field, limit));
  }

  void write_field(const Field& field) {
    writer_.object([&] {
      writer_.member("name", field.name).member("title", field.title).member("help", field.help);
      writer_.member("type", registers::name(field.type)).member("required", field.required);
      writer_.member("personal", field.personal).member("unique", field.unique);
      writer_.member("retired", field.retired)
          .member("listed", field.listed)
          .member("party", field.party);
      writer_.key("visible");
      if (field.visible)
        writer_.value(visibility_name(*field.visible));
      else
        writer_.null();
      writer_.member("group", field.group).member("vocabulary", field.vocabulary);
      writer_.member("target", field.target).member("max_length", field.max_length);
      writer_.member("scale", field.scale);
      write_limit("minimum", field, field.minimum);
      write_limit("maximum", field, field.maximum);
      writer_.member("min_rows", field.min_rows).member("max_rows", field.max_rows);
      writer_.member("searched", field.search_weight > 0).member("mark", field.mark);
      writer_.member("computed", field.computed());
      if (field.computed()) writer_.member("expression", field.is->text);
      writer_.key("rows").array([&] {
        for (const Field& column : field.rows) write_field(column);
      });
    });
  }

  void write_act(const Act& act) {
    writer_.object([&] {
      writer_.member("name", act.name).member("title", act.title).member("help", act.help);
      writer_.list("from", act.from).member("to", act.to).key("by").array([&] {
        for (const lifecycle::Permit& permit : act.by)
          writer_.object(
              [&] { writer_.member("role", permit.role).member("field", permit.field); });
      });
      writer_.list("needs", act.needs).list("sets", act.sets).list("appends", act.appends);
      writer_.member("reason", act.reason).member("emphasis", name_of(act.emphasis));
      writer_.list("basis", act.basis).key("conditions").array([&] {
        for (const lifecycle::Condition& condition : act.conditions)
          writer_.object([&] {
            writer_.member("id", condition.id);
            writer_.member(
                "kind", std::visit([](const auto& check) { return kind(check); }, condition.check));
            writer_.member("clause", condition.clause).member("title", condition.title);
            if (const auto* feel = std::get_if<lifecycle::FeelHolds>(&condition.check))
              writer_.member("expression", feel->formula->text);
            if (const auto* decision = std::get_if<lifecycle::DecisionHolds>(&condition.check))
              writer_.member("decision", decision->call.decision)
                  .member("expression", decision->holds->text);
            if (const auto* sealed = std::get_if<lifecycle::SealedBy>(&condition.check))
              writer_.key("sealed").object([&] {
                writer_.member("commitment", sealed->commitment).member("amount", sealed->amount);
                writer_.member("terms", sealed->terms).member("salt", sealed->salt);
                writer_.member("subject", sealed->subject);
              });
          });
      });
      writer_.member("system", act.by.empty()).member("creates", act.creates());
      if (act.bid)
        writer_.key("bid").object([&] {
          writer_.member("auction", act.bid->auction).member("bidder", act.bid->bidder);
          writer_.member("amount", act.bid->amount).member("position", act.bid->position);
          writer_.member("placed_at", act.bid->placed_at).member("act", act.bid->act);
        });
    });
  }

  void write_register(const pack::RegisterEntry& entry) {
    const registers::Register& schema = entry.schema;
    writer_.object([&] {
      writer_.member("name", schema.name).member("title", schema.title).member("help", schema.help);
      writer_.member("icon", schema.icon).member("menu_order", schema.menu_order);
      writer_.member("label_field", schema.label_field).member("number_field", schema.number_field);
      writer_.member("owner_field", schema.owner_field);
      writer_.list("bundle_with", schema.bundle_with);
      writer_.member("visible", visibility_name(schema.visible)).key("groups").array([&] {
        for (const registers::Group& group : schema.groups)
          writer_.object([&] { writer_.member("name", group.name).member("title", group.title); });
      });
      writer_.key("fields").array([&] {
        for (const Field& field : schema.fields) write_field(field);
      });
      writer_.key("states").array([&] {
        for (const lifecycle::State& state : entry.lifecycle.states)
          writer_.object([&] {
            writer_.member("name", state.name).member("title", state.title);
            writer_.member("tone", name_of(state.tone)).member("ends", state.ends);
          });
      });
      writer_.key("acts").array([&] {
        for (const Act& act : entry.lifecycle.acts) write_act(act);
      });
    });
  }

  const pack::Pack& pack_;
  JsonWriter writer_;
};

}  // namespace

std::string_view visibility_name(registers::Visibility visibility) {
  switch (visibility) {
    case registers::Visibility::kPublic:
      return "public";
    case registers::Visibility::kRegistered:
      return "registered";
    case registers::Visibility::kParties:
      return "parties";
    case registers::Visibility::kRegulator:
      return "regulator";
  }
  return "regulator";
}

std::string pack_json(const pack::Pack& pack) {
  std::string out;
  PackWriter(pack, out).write();
  return out;
}

}  // namespace lingqu::http
