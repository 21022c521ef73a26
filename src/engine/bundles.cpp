#include "engine/bundles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/file.hpp"
#include "engine/rights.hpp"
#include "engine/traces.hpp"
#include "evidence/bundle.hpp"

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;
using registers::Record;
using wire::Json;

namespace {

constexpr size_t kSubjects = 100;
constexpr int kDepth = 3;  // achievement → conversion → contract → receipt
constexpr uint64_t kFileLimit = 64u << 20;

Json text_json(const base::Text& text) { return Json::object({{"zh", text.zh}, {"en", text.in(base::Language::kEn)}}); }

// Collects the record, what it refers to, and what refers to it, as far as the asker may see them.
class Collector {
 public:
  Collector(Context& context, Reader& reader, store::Connection& connection, const lifecycle::Actor* actor)
      : context_(context), reader_(reader), connection_(connection), actor_(actor), around_(context, connection, nullptr) {}

  base::Status add(const RegisterTable& table, int64_t id, bool down, int depth) {
    if (request.subjects.size() >= kSubjects || !seen_.insert({table.schema().name, id}).second) return {};
    auto found = reader_.visible_record(connection_, table, id, actor_);
    if (!found.ok()) return {};
    Record record = std::move(found).value();
    request.subjects.push_back({table.schema().name, id});
    organisations_.insert(record.owner);
    hide(table.schema(), record);
    if (!sees_traces(context_, table, record, actor_)) hide(table.schema().name + ".*decisions");
    add_files(table.schema(), record);
    LINGQU_CHECK(add_duties(table, record));
    if (depth == kDepth) return {};
    LINGQU_CHECK(add_referenced(table.schema(), record, depth));
    return down ? add_referring(table, id, depth) : base::Status();
  }

  base::Status finish() {
    Json registers{Json::Object{}};
    std::set<std::string> clauses = duty_clauses_;
    for (const auto& subject : request.subjects) {
      const RegisterTable* table = context_.find(subject.register_name);
      LINGQU_CHECK(add_decided_clauses(subject.register_name, subject.record, clauses));
      if (registers.find(subject.register_name)) continue;
      registers.set(subject.register_name, register_labels(*table));
      for (const auto& act : table->lifecycle().acts) clauses.insert(act.basis.begin(), act.basis.end());
    }
    Json roles{Json::Object{}}, organisations{Json::Object{}};
    for (const auto& role : context_.pack->roles) roles.set(role.name, text_json(role.title));
    if (const RegisterTable* table = context_.find(context_.pack->organisation_register)) {
      LINGQU_TRY(labels, reader_.labels(connection_, *table, organisations_, actor_));
      for (const auto& [id, label] : labels) organisations.set(std::to_string(id), label.first);
    }
    request.labels = Json::object({{"organisations", organisations}, {"registers", registers}, {"roles", roles}});
    if (!duties_.empty()) request.labels.set("duties", Json(duties_));
    for (const std::string& id : clauses) {
      const pack::Clause* clause = context_.pack->find_clause(id);
      const pack::Document* document = context_.pack->find_document(id.substr(0, id.find('/')));
      if (clause && document) request.clauses.emplace_back(id, document->title.zh + clause->label);
    }
    return {};
  }

  evidence::BundleRequest request;

 private:
  // The clauses of the rules that hit in the decisions of the record's acts.
  base::Status add_decided_clauses(const std::string& register_name, int64_t record, std::set<std::string>& clauses) {
    LINGQU_TRY(leaves, evidence::record_leaves(connection_, register_name, record));
    for (const auto& stored : leaves) {
      if (stored.text.find("\"decisions\":[") == std::string::npos) continue;
      LINGQU_TRY(leaf, wire::parse_json(stored.text));
      const Json* basis = leaf.find("basis");
      if (!basis || !basis->if_array()) continue;
      for (const Json& clause : *basis->if_array())
        if (clause.if_string()) clauses.insert(*clause.if_string());
    }
    return {};
  }


  base::Status add_referenced(const registers::Register& schema, const Record& record, int depth) {
    for (size_t i = 0; i < schema.fields.size(); ++i) {
      const RegisterTable* target = context_.find(schema.fields[i].target);
      if (!target || is_directory(target->schema().name)) continue;
      const auto& chains = schema.bundle_with;
      const bool whole = depth == 0 && std::find(chains.begin(), chains.end(), schema.fields[i].name) != chains.end();
      if (const auto* ref = record.values[i].get<registers::Ref>()) LINGQU_CHECK(add(*target, ref->id, whole, depth + 1));
      if (const auto* refs = record.values[i].get<registers::Refs>())
        for (const auto& one : *refs) LINGQU_CHECK(add(*target, one.id, false, depth + 1));
    }
    return {};
  }

  base::Status add_referring(const RegisterTable& table, int64_t id, int depth) {
    if (is_directory(table.schema().name)) return {};
    for (const RegisterTable& other : context_.tables) {
      for (const auto& field : other.schema().fields) {
        if (field.target != table.schema().name) continue;
        LINGQU_TRY(neighbours, around_.related(other.schema().name, field.name, id));
        for (const auto& neighbour : neighbours) LINGQU_CHECK(add(other, neighbour.id, true, depth + 1));
      }
    }
    return {};
  }

  // Organisations and people are named in evidence, not proven by it.
  bool is_directory(const std::string& name) const {
    return name == context_.pack->organisation_register || name == context_.pack->person_register;
  }

  void hide(const registers::Register& schema, const Record& record) {
    for (const auto& field : schema.fields)
      if (!sees_field(schema, field, record, actor_)) hide(schema.name + "." + field.name);
    // Who acted and why is for the parties, here as in the history.
    if (actor_ && is_party(schema, record, *actor_)) return;
    hide(schema.name + ".*actor");
    hide(schema.name + ".*reason");
  }
  void hide(const std::string& name) {
    auto& hidden = request.hidden_fields;
    if (std::find(hidden.begin(), hidden.end(), name) == hidden.end()) hidden.push_back(name);
  }

  // The duties as they stand now, for whoever reads the bundle: computed from the acts, and no evidence themselves.
  base::Status add_duties(const RegisterTable& table, const Record& record) {
    if (!actor_ || !is_party(table.schema(), record, *actor_)) return {};
    LINGQU_TRY(findings, lifecycle::check_duties(table.schema(), table.lifecycle(), record, around_));
    if (findings.empty()) return {};
    Json::Array items;
    for (const auto& finding : findings) {
      duty_clauses_.insert(finding.duty->clause);
      items.push_back(Json::object({{"clause", finding.duty->clause},
                                    {"id", finding.duty->id},
                                    {"late", finding.late},
                                    {"remedy", text_json(finding.duty->remedy)},
                                    {"state", std::string(lifecycle::name(finding.state))},
                                    {"title", text_json(finding.duty->title)}}));
    }
    duties_.push_back(Json::object({{"items", Json(std::move(items))}, {"record", record.id}, {"register", table.schema().name}}));
    return {};
  }

  void add_files(const registers::Register& schema, const Record& record) {
    for (size_t i = 0; i < schema.fields.size(); ++i) {
      if (!sees_field(schema, schema.fields[i], record, actor_)) continue;
      add_file(record.values[i]);
      if (const auto* rows = record.values[i].get<registers::Rows>())
        for (const auto& row : *rows)
          for (const auto& cell : row) add_file(cell);
    }
  }
  void add_file(const registers::Value& value) {
    const auto* file = value.get<registers::FileValue>();
    if (!file) return;
    auto content = base::read_file(file_path(context_, file->digest), kFileLimit);
    if (content.ok()) request.files.emplace_back(file->digest, std::move(*content));
  }

  Json register_labels(const RegisterTable& table) const {
    Json fields{Json::Object{}}, acts{Json::Object{}}, states{Json::Object{}};
    for (const auto& field : table.schema().fields) {
      fields.set(field.name, text_json(field.title));
      for (const auto& cell : field.rows) fields.set(field.name + "/" + cell.name, text_json(cell.title));
    }
    for (const auto& act : table.lifecycle().acts) acts.set(act.name, text_json(act.title));
    for (const auto& state : table.lifecycle().states) states.set(state.name, text_json(state.title));
    return Json::object({{"title", text_json(table.schema().title)}, {"fields", fields}, {"acts", acts}, {"states", states}});
  }

  Context& context_;
  Reader& reader_;
  store::Connection& connection_;
  const lifecycle::Actor* actor_;
  StoreSurroundings around_;
  std::set<std::pair<std::string, int64_t>> seen_;
  std::set<int64_t> organisations_;
  Json::Array duties_;  // of bundle.md, "Labels"
  std::set<std::string> duty_clauses_;
};

}  // namespace

std::string file_path(const Context& context, const std::string& digest) {
  const std::string hex = digest.substr(digest.find(':') + 1);
  return fmt::format("{}/files/{}/{}", context.settings.data_folder, hex.substr(0, 2), hex);
}

LogHead log_head_of(const evidence::Head& head, const std::string& origin, const std::string& public_key, uint64_t size) {
  return {origin,      head.size, merkle::to_string(merkle::HashAlgorithm::kSm3, head.root), head.at, base::to_base64(head.signature),
          head.key_id, base::to_base64(public_key), "sm2-sm3", size - std::min(size, head.size)};
}

base::Result<std::string> make_record_bundle(Context& context, Writer& writer, Reader& reader, const std::string& register_name, int64_t id,
                                             const lifecycle::Actor* actor) {
  LINGQU_TRY(table, context.table(register_name));
  {
    LINGQU_TRY(connection, context.database->reader());
    LINGQU_TRY(record, reader.visible_record(*connection, *table, id, actor));
    if (!actor || !is_party(table->schema(), record, *actor)) {
      if (table->schema().visibility(record.state) != registers::Visibility::kPublic)
        return Error(ErrorCode::kForbidden).with("act", base::Text{"下载证据包", "Download the evidence bundle"})
            .with("roles", base::Text{"记录当事方、审计", "a party of the record, or an auditor"});
    }
  }
  LINGQU_CHECK(writer.run([](store::Connection&, evidence::Log& log, Sequences&, std::vector<Change>&) -> base::Status {
    auto head = log.sign_head();
    return head.ok() ? base::Status() : base::Status(std::move(head).error());
  }));
  LINGQU_TRY(connection, context.database->reader());
  LINGQU_TRY(snapshot, store::Transaction::read(*connection));
  Collector collector(context, reader, *connection, actor);
  LINGQU_CHECK(collector.add(*table, id, true, 0));
  LINGQU_CHECK(collector.finish());
  return evidence::make_bundle(*connection, collector.request);
}

}  // namespace lingqu::engine
