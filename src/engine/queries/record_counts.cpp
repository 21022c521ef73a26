#include "engine/queries/record_counts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "evidence/log.hpp"

namespace lingqu::engine {

namespace {

std::vector<int64_t> in_order(std::vector<int64_t> parties) {
  std::sort(parties.begin(), parties.end());
  parties.erase(std::unique(parties.begin(), parties.end()), parties.end());
  return parties;
}

}  // namespace

base::Result<std::optional<RecordCounts::ByState>> RecordCounts::by_state(store::Connection& connection, const RegisterTable& table,
                                                                         const lifecycle::Actor* actor) {
  std::unique_lock lock(mutex_);
  Kept& kept = registers_[table.schema().name];
  if (kept.stage == Kept::Stage::kKept) return std::optional(seen(kept, table.schema(), actor));
  if (kept.stage != Kept::Stage::kUnread) return std::optional<ByState>();
  kept.stage = Kept::Stage::kReading;
  lock.unlock();
  Kept found;
  uint64_t leaves = 0;
  const base::Status status = read(connection, table, found, leaves);
  lock.lock();
  kept.stage = !status.ok() ? Kept::Stage::kUnread : found.groups.size() > kMostGroups ? Kept::Stage::kTooMany : Kept::Stage::kKept;
  const std::vector<Change> meanwhile = std::exchange(kept.meanwhile, {});
  LINGQU_CHECK(status);
  if (kept.stage == Kept::Stage::kTooMany) return std::optional<ByState>();
  kept.groups = std::move(found.groups);
  for (const Change& change : meanwhile)
    if (change.leaf >= leaves) apply(kept, change);
  return std::optional(seen(kept, table.schema(), actor));
}

void RecordCounts::committed(const std::vector<Change>& changes) {
  const std::lock_guard lock(mutex_);
  for (const Change& change : changes) {
    const auto found = registers_.find(change.register_name);
    if (found == registers_.end()) continue;
    if (found->second.stage == Kept::Stage::kReading) found->second.meanwhile.push_back(change);
    if (found->second.stage == Kept::Stage::kKept) apply(found->second, change);
  }
}

base::Status RecordCounts::read(store::Connection& connection, const RegisterTable& table, Kept& into, uint64_t& leaves) {
  std::string columns = "state, owner";
  int parties = 1;
  for (const registers::Field& field : table.schema().fields) {
    if (!field.party || field.type != registers::FieldType::kRef) continue;
    columns += ", " + table.map.column_of(field.name);
    ++parties;
  }
  // One snapshot, so that it is known which leaves the counts hold.
  LINGQU_TRY(snapshot, store::Transaction::read(connection));
  LINGQU_TRY(size, evidence::log_size(connection));
  leaves = size;
  LINGQU_TRY(statement, connection.prepare(fmt::format("SELECT {0}, count(*) FROM {1} GROUP BY {0}", columns, table.map.table())));
  for (;;) {
    LINGQU_TRY(more, statement->step());
    if (!more || into.groups.size() > kMostGroups) break;
    std::vector<int64_t> ids;
    for (int i = 1; i <= parties; ++i)
      if (!statement->is_null(i)) ids.push_back(statement->integer(i));
    into.groups[Group(statement->text(0), in_order(std::move(ids)))] += statement->integer(parties + 1);
  }
  statement->reset();
  return {};
}

void RecordCounts::apply(Kept& kept, const Change& change) {
  if (!change.audience) return;  // what erasing a person's data changes is not counted
  if (change.audience_before)
    if (const auto left = kept.groups.find({change.from, in_order(change.audience_before->parties)}); left != kept.groups.end() && --left->second == 0)
      kept.groups.erase(left);
  ++kept.groups[{change.state, in_order(change.audience->parties)}];
}

RecordCounts::ByState RecordCounts::seen(const Kept& kept, const registers::Register& schema, const lifecycle::Actor* actor) {
  ByState counts;
  for (const auto& [group, count] : kept.groups) {
    if (!belongs(Audience{schema.visibility(group.first), group.second}, actor)) continue;
    if (counts.empty() || counts.back().first != group.first) counts.emplace_back(group.first, 0);
    counts.back().second += count;
  }
  return counts;
}

}  // namespace lingqu::engine
