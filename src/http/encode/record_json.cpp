#include "http/encode/record_json.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include "http/problem.hpp"

namespace lingqu::http {

namespace {

using registers::Record;

std::string_view time_text(base::Timestamp time, std::string& buffer) {
  return buffer = base::to_string(time);
}

void write_system_fields(JsonWriter& writer, const Record& record) {
  std::string buffer;
  writer.member("version", record.version).member("state", record.state);
  writer.key("owner").object([&] { writer.member("id", record.owner); });
  writer.member("created_at", time_text(record.created_at, buffer));
  writer.member("updated_at", time_text(record.updated_at, buffer));
}

// {"organisation": {"3": "…"}}
template <class Labels>
void write_labels(JsonWriter& writer, const Labels& labels) {
  std::vector<const typename Labels::value_type*> sorted;
  for (const auto& label : labels) sorted.push_back(&label);
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
    return std::tie(a->register_name, a->id) < std::tie(b->register_name, b->id);
  });
  writer.key("labels").object([&] {
    for (size_t i = 0; i < sorted.size();) {
      const std::string& name = sorted[i]->register_name;
      writer.key(name).object([&] {
        for (; i < sorted.size() && sorted[i]->register_name == name; ++i) {
          if (i > 0 && sorted[i - 1]->register_name == name && sorted[i - 1]->id == sorted[i]->id)
            continue;
          writer.member(std::to_string(sorted[i]->id), sorted[i]->label);
        }
      });
    }
  });
}

void write_counts(JsonWriter& writer, const std::vector<std::pair<std::string, int64_t>>& counts) {
  writer.key("by_state").object([&] {
    for (const auto& [state, count] : counts) writer.member(state, count);
  });
}

}  // namespace

void write_values(JsonWriter& writer, const registers::Register& schema, const Record& record) {
  writer.object([&] {
    const size_t count = std::min(schema.fields.size(), record.values.size());
    for (size_t i = 0; i < count; ++i) {
      const registers::Value& value = record.values[i];
      if (value.empty()) continue;
      writer.key(schema.fields[i].name);
      if (const auto* text =
              value.get<std::string>())  // most values; as registers::to_json writes them
        writer.value(std::string_view(*text));
      else
        writer.value(registers::to_json(schema.fields[i], value));
    }
  });
}

void write_choices(JsonWriter& writer, const std::vector<engine::ActChoice>& acts,
                   base::Language language) {
  writer.key("acts").array([&] {
    for (const engine::ActChoice& choice : acts)
      writer.object([&] {
        writer.member("act", choice.act->name).member("allowed", choice.allowed).key("reason");
        if (!choice.reason) {
          writer.null();
          return;
        }
        std::string problem;
        append_problem(problem, *choice.reason, language);
        writer.raw(problem);
      });
  });
}

void write_duties(JsonWriter& writer, const std::vector<lifecycle::DutyFinding>& duties) {
  const auto write_text = [&writer](std::string_view key, const base::Text& text) {
    writer.key(key).object([&] { writer.member("zh", text.zh).member("en", text.in(base::Language::kEn)); });
  };
  writer.key("duties").array([&] {
    for (const lifecycle::DutyFinding& finding : duties)
      writer.object([&] {
        writer.member("id", finding.duty->id);
        write_text("title", finding.duty->title);
        writer.member("clause", finding.duty->clause);
        write_text("remedy", finding.duty->remedy);
        writer.member("state", lifecycle::name(finding.state)).member("late", finding.late);
      });
  });
}

void write_view(JsonWriter& writer, const engine::RecordView& view, base::Language language) {
  const Record& record = view.record;
  std::string buffer;
  writer.object([&] {
    writer.member("id", record.id).member("register", view.schema->name);
    write_system_fields(writer, record);
    writer.member("last_leaf", record.last_leaf).key("values");
    write_values(writer, *view.schema, record);
    writer.key("hidden").array([&] {
      for (size_t i = 0; i < view.hidden.size() && i < view.schema->fields.size(); ++i)
        if (view.hidden[i]) writer.value(view.schema->fields[i].name);
    });
    write_labels(writer, view.labels);
    write_choices(writer, view.acts, language);
    writer.key("related").array([&] {
      for (const auto& related : view.related)
        writer.object([&] {
          writer.member("register", related.register_name).member("by", related.by);
          writer.member("count", related.count);
        });
    });
    if (!view.duties.empty()) write_duties(writer, view.duties);
    writer.key("due");
    if (!view.due)
      writer.null();
    else
      writer.object(
          [&] { writer.member("at", time_text(*view.due, buffer)).member("act", view.due_act); });
  });
}

void write_list(JsonWriter& writer, const registers::Register& schema,
                const engine::ListReply& reply, int64_t page, int64_t size) {
  writer.object([&] {
    writer.key("records").array([&] {
      for (const Record& record : reply.records)
        writer.object([&] {
          writer.member("id", record.id);
          write_system_fields(writer, record);
          writer.key("values");
          write_values(writer, schema, record);
        });
    });
    if (reply.total >= 0) {
      writer.member("total", reply.total);
      write_counts(writer, reply.by_state);
    }
    writer.member("page", page).member("size", size);
    write_labels(writer, reply.labels);
  });
}

void write_history(JsonWriter& writer, const std::vector<engine::HistoryEntry>& entries) {
  std::string buffer;
  const auto write_entry = [&](const engine::HistoryEntry& entry) {
    writer.member("leaf", entry.leaf).member("at", time_text(entry.at, buffer));
    writer.member("version", entry.version).member("act", entry.act);
    writer.member("from", entry.from).member("to", entry.to).member("actor", entry.actor_name);
    writer.key("organisation").object([&] {
      writer.member("id", entry.organisation).member("label", entry.organisation_label);
    });
    writer.member("role", entry.role).member("reason", entry.reason).list("basis", entry.basis);
    writer.key("cause");
    if (entry.cause)
      writer.value(*entry.cause);
    else
      writer.null();
    writer.key("decisions").value(entry.decisions.is_null() ? wire::Json(wire::Json::Array{})
                                                            : entry.decisions);
    writer.key("set").value(entry.set.is_null() ? wire::Json(wire::Json::Object{}) : entry.set);
    writer.member("proven", entry.proven);
  };
  writer.object([&] {
    writer.key("entries").array([&] {
      for (const auto& entry : entries) writer.object([&] { write_entry(entry); });
    });
  });
}

void write_decision(JsonWriter& writer, const lifecycle::DecisionAnswer& decision) {
  writer.object([&] {
    writer.list("clauses", decision.clauses).member("decision", decision.decision);
    writer.member("digest", decision.digest).member("verified", decision.verified);
    writer.member("version", decision.version).key("trace");
    if (decision.trace.empty())
      writer.null();
    else
      writer.raw(decision.trace);
  });
}

std::string act_reply_json(const engine::ActReply& reply, const engine::RecordView* view,
                           base::Language language) {
  std::string out;
  JsonWriter writer(out);
  writer.object([&] {
    writer.member("id", reply.record).key("record");
    if (view)
      write_view(writer, *view, language);
    else
      writer.null();
    writer.key("leaf");
    if (reply.checked_only)
      writer.null();
    else
      writer.value(reply.leaf);
    writer.member("version", reply.version).member("repeated", reply.repeated);
    if (reply.checked_only) writer.member("checked_only", true);
    writer.key("decisions").array([&] {
      for (const auto& decision : reply.decisions) write_decision(writer, decision);
    });
  });
  return out;
}

std::string label_of(const engine::RecordView& view) {
  const int index = view.schema->index_of(view.schema->label_field);
  if (index >= 0 && static_cast<size_t>(index) < view.record.values.size())
    if (const auto* text = view.record.values[static_cast<size_t>(index)].get<std::string>())
      return *text;
  return "#" + std::to_string(view.record.id);
}

}  // namespace lingqu::http
