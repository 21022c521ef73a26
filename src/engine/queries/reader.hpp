// Everything that reads: lists, records, history, to-dos. Each call takes a reader connection from the pool; any thread.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <unordered_map>

#include "engine/context.hpp"
#include "engine/engine.hpp"
#include "engine/queries/record_counts.hpp"

namespace lingqu::engine {

// The act with only those conditions that can be judged before its own values are known: about other records, about dates that the act
// does not set, and expressions and decisions over what it neither sets nor derives.
lifecycle::Act foreseeable_part(const lifecycle::Act& act);

class Reader {
 public:
  explicit Reader(Context& context) : context_(context) {}

  base::Result<ListReply> list(const ListQuery& query, const lifecycle::Actor* actor);
  base::Status scan(const ListQuery& query, const lifecycle::Actor* actor, const std::function<bool(const registers::Record&)>& row);
  base::Result<RecordView> read(const std::string& register_name, int64_t id, const lifecycle::Actor* actor);
  base::Result<std::vector<ActChoice>> creations(const std::string& register_name, const lifecycle::Actor* actor);
  base::Result<std::vector<HistoryEntry>> history(const std::string& register_name, int64_t id, const lifecycle::Actor* actor, const HistoryQuery& query = {});
  base::Result<std::vector<Choice>> choices(const std::string& register_name, const std::string& text, size_t limit, const lifecycle::Actor* actor);
  // To be called after each commit, before anybody is told of it.
  void committed(const std::vector<Change>& changes) { counts_.committed(changes); }
  base::Result<Todos> todos(const lifecycle::Actor& actor);
  base::Result<std::vector<RegisterCount>> overview(const lifecycle::Actor* actor);

  // The record if the actor may see it (kNotFound otherwise), all fields.
  base::Result<registers::Record> visible_record(store::Connection& connection, const RegisterTable& table, int64_t id,
                                                 const lifecycle::Actor* actor);
  // id → label of records the actor may see.
  base::Result<std::map<int64_t, std::pair<std::string, std::string>>> labels(store::Connection& connection, const RegisterTable& table,
                                                                              const std::set<int64_t>& ids, const lifecycle::Actor* actor);

 private:
  using StateCounts = RecordCounts::ByState;
  struct Cached {
    uint64_t changes;
    std::shared_ptr<const StateCounts> counts;
  };
  // Counts by state under the query's conditions without its state filter; kept until the register changes.
  base::Result<std::shared_ptr<const StateCounts>> state_counts(store::Connection& connection, RegisterTable& table, const ListQuery& query,
                                                                const lifecycle::Actor* actor);
  base::Result<int64_t> total_of(store::Connection& connection, RegisterTable& table, const ListQuery& query, const lifecycle::Actor* actor,
                                 const StateCounts& by_state);
  base::Status add_labels(store::Connection& connection, const registers::Register& schema, const std::vector<registers::Record>& records,
                          const lifecycle::Actor* actor, const std::function<void(const std::string&, int64_t, std::string, std::string)>& add);
  base::Status add_related(store::Connection& connection, RecordView& view, const lifecycle::Actor* actor);

  Context& context_;
  RecordCounts counts_;
  std::mutex cache_mutex_;
  std::unordered_map<std::string, Cached> cache_;
};

}  // namespace lingqu::engine
