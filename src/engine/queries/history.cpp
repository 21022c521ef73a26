#include <fmt/format.h>

#include "engine/queries/reader.hpp"
#include "engine/rights.hpp"
#include "engine/traces.hpp"
#include "evidence/log.hpp"

namespace lingqu::engine {

using wire::Json;

namespace {

// The field of a leaf path: "shares/0/name" → "shares".
std::string_view head_of(std::string_view path) { return path.substr(0, path.find('/')); }

// What a leaf set, for this reader: seals opened where there is an opening and the reader may see the field, else marked
// (docs/formats/leaf.md).
Json visible_set(const registers::Register& schema, const registers::Record& record, const evidence::StoredLeaf& stored, const Json& leaf,
                 const lifecycle::Actor* actor) {
  Json set{Json::Object{}};
  auto seen = [&](const std::string& path) {
    const registers::Field* field = schema.find(head_of(path));
    const bool sees = !field || sees_field(schema, *field, record, actor);
    if (!sees) set.set(path, Json::object({{"withheld", true}}));
    return sees;
  };
  if (const Json* values = leaf.find("set"); values && values->if_object())
    for (const auto& [path, value] : *values->if_object())
      if (seen(path)) set.set(path, value);
  if (const Json* seals = leaf.find("sealed"); seals && seals->if_object()) {
    for (const auto& [path, seal] : *seals->if_object()) {
      if (path.starts_with('*') || !seen(path)) continue;
      const Json* opening = stored.openings.find(path);
      const Json* value = opening ? opening->find("value") : nullptr;
      set.set(path, value ? *value : Json::object({{"erased", true}}));
    }
  }
  if (const Json* cleared = leaf.find("cleared"); cleared && cleared->if_array())
    for (const Json& path : *cleared->if_array())
      if (path.if_string() && seen(*path.if_string())) set.set(*path.if_string(), nullptr);
  return set;
}

// The decisions of a leaf, each with its trace where the reader may see it and it was not erased.
Json decisions_of(const evidence::StoredLeaf& stored, const Json& leaf, bool traces) {
  const Json* decisions = leaf.find("decisions");
  if (!decisions || !decisions->if_array()) return {};
  const Json* opening = traces ? stored.openings.find("*decisions") : nullptr;
  const Json* texts = opening ? opening->find("value") : nullptr;
  Json out{Json::Array{}};
  size_t at = 0;
  for (Json decision : *decisions->if_array()) {
    const Json::Array* all = texts ? texts->if_array() : nullptr;
    const std::string* text = all && at < all->size() ? (*all)[at].if_string() : nullptr;
    auto trace = text ? wire::parse_json(*text) : base::Result<Json>(Json());
    decision.set("trace", trace.ok() ? std::move(*trace) : Json());
    out.push(std::move(decision));
    ++at;
  }
  return out;
}

std::string opened(const evidence::StoredLeaf& stored, std::string_view path) {
  const Json* opening = stored.openings.find(path);
  return opening ? std::string(opening->string_at("value")) : std::string();
}

}  // namespace

base::Result<std::vector<HistoryEntry>> Reader::history(const std::string& register_name, int64_t id, const lifecycle::Actor* actor,
                                                        const HistoryQuery& query) {
  LINGQU_TRY(table, context_.table(register_name));
  LINGQU_TRY(connection, context_.database->reader());
  LINGQU_TRY(record, visible_record(*connection, *table, id, actor));
  LINGQU_TRY(stored, evidence::record_leaves(*connection, register_name, id, query.limit, query.from));
  auto head = evidence::signed_head(*connection);
  const uint64_t signed_size = head.ok() ? head->size : 0;
  std::vector<HistoryEntry> entries;
  std::set<int64_t> organisations;
  const bool traces = sees_traces(context_, *table, record, actor);
  const bool names = actor && is_party(table->schema(), record, *actor);
  for (const auto& one : stored) {
    LINGQU_TRY(leaf, wire::parse_json(one.text));
    HistoryEntry entry;
    entry.leaf = one.sequence;
    auto at = base::parse_timestamp(leaf.string_at("at"));
    if (at.ok()) entry.at = *at;
    entry.version = leaf.int_at("version").value_or(0);
    entry.act = leaf.string_at("act");
    entry.from = leaf.string_at("from");
    entry.to = leaf.string_at("to");
    entry.organisation = leaf.int_at("organisation").value_or(0);
    entry.role = leaf.string_at("role");
    if (names) entry.actor_name = opened(one, "*actor");
    if (names) entry.reason = opened(one, "*reason");
    if (const Json* basis = leaf.find("basis"); basis && basis->if_array())
      for (const Json& clause : *basis->if_array())
        if (const auto* text = clause.if_string()) entry.basis.push_back(*text);
    entry.decisions = decisions_of(one, leaf, traces);
    if (auto cause = leaf.int_at("cause")) entry.cause = static_cast<uint64_t>(*cause);
    entry.set = visible_set(table->schema(), record, one, leaf, actor);
    entry.proven = one.sequence < signed_size;
    if (entry.organisation) organisations.insert(entry.organisation);
    entries.push_back(std::move(entry));
  }
  if (const RegisterTable* target = context_.find(context_.pack->organisation_register)) {
    LINGQU_TRY(found, labels(*connection, *target, organisations, actor));
    for (auto& entry : entries)
      if (auto label = found.find(entry.organisation); label != found.end()) entry.organisation_label = label->second.first;
  }
  return entries;
}

}  // namespace lingqu::engine
