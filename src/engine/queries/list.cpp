#include <fmt/format.h>

#include <algorithm>

#include "engine/queries/conditions.hpp"
#include "engine/queries/presenter.hpp"
#include "engine/queries/reader.hpp"
#include "engine/rights.hpp"

namespace lingqu::engine {

using registers::Record;

namespace {

constexpr size_t kLargestPage = 500;
constexpr size_t kCacheEntries = 4096;

bool filters_state(const ListQuery& query) {
  return std::any_of(query.filters.begin(), query.filters.end(), [](const Filter& filter) { return filter.field == "state"; });
}

}  // namespace

base::Result<std::shared_ptr<const Reader::StateCounts>> Reader::state_counts(store::Connection& connection, RegisterTable& table,
                                                                              const ListQuery& query, const lifecycle::Actor* actor) {
  const bool narrowed = !query.text.empty() || !query.feel.empty() ||
                        std::any_of(query.filters.begin(), query.filters.end(), [](const Filter& filter) { return filter.field != "state"; });
  // A reader beside another process hears nothing of its commits.
  if (!narrowed && !context_.settings.read_only) {
    LINGQU_TRY(kept, counts_.by_state(connection, table, actor));
    if (kept) return std::make_shared<const StateCounts>(std::move(*kept));
  }
  LINGQU_TRY(conditions, conditions_of(context_, table, query, actor, true));
  const std::string key = table.schema().name + "\n" + conditions.key();
  // Read before counting: a commit in between makes the stored count stale at once, never wrong for longer.
  const uint64_t changes = table.changes.load(std::memory_order_acquire);
  {
    std::lock_guard lock(cache_mutex_);
    auto found = cache_.find(key);
    const bool good = found != cache_.end() && found->second.changes == changes && !context_.settings.read_only;
    if (good) return found->second.counts;
  }
  LINGQU_TRY(statement, connection.prepare(fmt::format("SELECT state, count(*) FROM {}{} GROUP BY state", table.map.table(), conditions.where)));
  LINGQU_CHECK(conditions.bind(*statement));
  auto counts = std::make_shared<StateCounts>();
  for (;;) {
    LINGQU_TRY(more, statement->step());
    if (!more) break;
    counts->emplace_back(statement->text(0), statement->integer(1));
  }
  statement->reset();
  std::lock_guard lock(cache_mutex_);
  if (cache_.size() >= kCacheEntries) cache_.clear();
  cache_[key] = {changes, counts};
  return std::shared_ptr<const StateCounts>(std::move(counts));
}

base::Result<int64_t> Reader::total_of(store::Connection& connection, RegisterTable& table, const ListQuery& query,
                                       const lifecycle::Actor* actor, const StateCounts& by_state) {
  bool plain = true;  // state filters that the counts by state already answer
  int64_t total = 0;
  for (const auto& [state, count] : by_state) {
    bool counted = true;
    for (const Filter& filter : query.filters) {
      if (filter.field != "state") continue;
      const bool named = std::find(filter.values.begin(), filter.values.end(), state) != filter.values.end();
      if (filter.op == Filter::Operator::kEquals || filter.op == Filter::Operator::kIn)
        counted = counted && named;
      else if (filter.op == Filter::Operator::kNot)
        counted = counted && !named;
      else
        plain = false;
    }
    if (counted) total += count;
  }
  if (plain || !filters_state(query)) return total;
  LINGQU_TRY(conditions, conditions_of(context_, table, query, actor, false));
  LINGQU_TRY(statement, connection.prepare(fmt::format("SELECT count(*) FROM {}{}", table.map.table(), conditions.where)));
  LINGQU_CHECK(conditions.bind(*statement));
  LINGQU_TRY(found, statement->step());
  total = found ? statement->integer(0) : 0;
  statement->reset();
  return total;
}

base::Result<ListReply> Reader::list(const ListQuery& query, const lifecycle::Actor* actor) {
  LINGQU_TRY(table, context_.table(query.register_name));
  LINGQU_TRY(conditions, conditions_of(context_, *table, query, actor, false));
  LINGQU_TRY(order, order_of(*table, query));
  LINGQU_TRY(connection, context_.database->reader());
  ListReply reply;
  if (query.total) {
    LINGQU_TRY(counts, state_counts(*connection, *table, query, actor));
    reply.by_state = *counts;
    LINGQU_TRY(total, total_of(*connection, *table, query, actor, *counts));
    reply.total = total;
  }
  const std::string limit = conditions.parameter(static_cast<int64_t>(std::min(query.limit, kLargestPage)));
  const std::string offset = conditions.parameter(static_cast<int64_t>(std::min<size_t>(query.offset, INT64_MAX)));
  LINGQU_TRY(statement, connection->prepare(table->map.select() + conditions.where + order + " LIMIT " + limit + " OFFSET " + offset));
  LINGQU_CHECK(conditions.bind(*statement));
  for (;;) {
    LINGQU_TRY(more, statement->step());
    if (!more) break;
    table->map.read_row(*statement, reply.records.emplace_back());
  }
  statement->reset();
  Presenter present(context_, *connection, *table, actor, true);
  for (Record& record : reply.records) {
    LINGQU_CHECK(table->map.load_children(*connection, record, !present.needs_children()));
    LINGQU_CHECK(present(record));
  }
  LINGQU_CHECK(add_labels(*connection, table->schema(), reply.records, actor, [&](const std::string& name, int64_t id, std::string label, std::string) {
    reply.labels.push_back({name, id, std::move(label)});
  }));
  return reply;
}

base::Status Reader::scan(const ListQuery& query, const lifecycle::Actor* actor, const std::function<bool(const Record&)>& row) {
  LINGQU_TRY(table, context_.table(query.register_name));
  LINGQU_TRY(conditions, conditions_of(context_, *table, query, actor, false));
  LINGQU_TRY(order, order_of(*table, query));
  LINGQU_TRY(connection, context_.database->reader());
  // Ids first, so that no statement stays open while the receiver takes its time; all under one snapshot.
  LINGQU_TRY(snapshot, store::Transaction::read(*connection));
  LINGQU_TRY(statement, connection->prepare(fmt::format("SELECT id FROM {}{}{}", table->map.table(), conditions.where, order)));
  LINGQU_CHECK(conditions.bind(*statement));
  std::vector<int64_t> ids;
  for (;;) {
    LINGQU_TRY(more, statement->step());
    if (!more) break;
    ids.push_back(statement->integer(0));
  }
  statement->reset();
  Presenter present(context_, *connection, *table, actor, false);
  for (int64_t id : ids) {
    LINGQU_TRY(record, table->map.load(*connection, id));
    if (!record) continue;
    LINGQU_CHECK(present(*record));
    if (!row(*record)) break;
  }
  return {};
}

base::Result<std::map<int64_t, std::pair<std::string, std::string>>> Reader::labels(store::Connection& connection, const RegisterTable& table,
                                                                                    const std::set<int64_t>& ids, const lifecycle::Actor* actor) {
  std::map<int64_t, std::pair<std::string, std::string>> found;
  for (int64_t id : ids) {
    LINGQU_TRY(statement, connection.prepare(table.map.select() + " WHERE id = $1"));
    statement->bind(1, id);
    LINGQU_TRY(row, statement->step());
    if (row) {
      Record record;
      table.map.read_row(*statement, record);
      if (sees_record(table.schema(), record, actor)) {
        hide_fields(table.schema(), record, actor);
        found.emplace(id, std::pair(context_.label(table.schema(), record), context_.number(table.schema(), record)));
      }
    }
    statement->reset();
  }
  return found;
}

base::Status Reader::add_labels(store::Connection& connection, const registers::Register& schema, const std::vector<Record>& records,
                                const lifecycle::Actor* actor,
                                const std::function<void(const std::string&, int64_t, std::string, std::string)>& add) {
  std::map<std::string, std::set<int64_t>> wanted;
  auto want = [&](const registers::Field& field, const registers::Value& value) {
    if (const auto* ref = value.get<registers::Ref>()) wanted[field.target].insert(ref->id);
    if (const auto* refs = value.get<registers::Refs>())
      for (const auto& one : *refs) wanted[field.target].insert(one.id);
  };
  for (const Record& record : records) {
    if (record.owner) wanted[context_.pack->organisation_register].insert(record.owner);
    for (size_t i = 0; i < schema.fields.size(); ++i) {
      want(schema.fields[i], record.values[i]);
      if (const auto* rows = record.values[i].get<registers::Rows>())
        for (const auto& row : *rows)
          for (size_t c = 0; c < row.size(); ++c) want(schema.fields[i].rows[c], row[c]);
    }
  }
  for (const auto& [name, ids] : wanted) {
    const RegisterTable* target = context_.find(name);
    if (!target) continue;
    LINGQU_TRY(found, labels(connection, *target, ids, actor));
    for (auto& [id, label] : found) add(name, id, std::move(label.first), std::move(label.second));
  }
  return {};
}

base::Result<std::vector<Choice>> Reader::choices(const std::string& register_name, const std::string& text, size_t limit,
                                                  const lifecycle::Actor* actor) {
  ListQuery query;
  query.register_name = register_name;
  query.text = text;
  query.limit = std::min<size_t>(limit, 100);
  query.total = false;
  LINGQU_TRY(table, context_.table(register_name));
  LINGQU_TRY(reply, list(query, actor));
  std::vector<Choice> choices;
  for (const Record& record : reply.records)
    choices.push_back({record.id, context_.label(table->schema(), record), context_.number(table->schema(), record), record.state});
  return choices;
}

base::Result<std::vector<RegisterCount>> Reader::overview(const lifecycle::Actor* actor) {
  LINGQU_TRY(connection, context_.database->reader());
  std::vector<RegisterCount> counts;
  for (RegisterTable& table : context_.tables) {
    ListQuery query;
    query.register_name = table.schema().name;
    LINGQU_TRY(by_state, state_counts(*connection, table, query, actor));
    RegisterCount count{table.schema().name, 0, *by_state};
    for (const auto& [state, number] : *by_state) count.total += number;
    counts.push_back(std::move(count));
  }
  return counts;
}

}  // namespace lingqu::engine
