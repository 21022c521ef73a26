// What a planned unit writes: for each step a leaf, the record's rows, its timers.
#include <algorithm>
#include <map>

#include "engine/acts/unit.hpp"

namespace lingqu::engine {

using registers::Field;
using registers::Value;

namespace {

// A value as the leaf holds it. What not every reader of the record may see is sealed like what is personal, so that it can be kept out
// of a bundle without breaking its proof. Personal columns of a row group become values of their own ("shares/0/name"), so that each is salted
// and can be erased by itself; the group keeps the rest.
void append_leaf_values(std::vector<evidence::LeafValue>& set, const Field& field, const Value& value) {
  const auto* rows = value.get<registers::Rows>();
  const bool sealed = field.personal || field.visible;
  const bool splits = rows && !sealed && std::any_of(field.rows.begin(), field.rows.end(), [](const Field& f) { return f.personal; });
  if (!splits) {
    set.push_back({field.name, registers::to_json(field, value), sealed});
    return;
  }
  wire::Json kept{wire::Json::Array{}};
  std::vector<evidence::LeafValue> apart;
  for (size_t r = 0; r < rows->size(); ++r) {
    wire::Json row{wire::Json::Object{}};
    for (size_t c = 0; c < field.rows.size(); ++c) {
      const Value& cell = (*rows)[r][c];
      if (cell.empty()) continue;
      wire::Json json = registers::to_json(field.rows[c], cell);
      if (field.rows[c].personal)
        apart.push_back({field.name + "/" + std::to_string(r) + "/" + field.rows[c].name, std::move(json), true});
      else
        row.set(field.rows[c].name, std::move(json));
    }
    kept.push(std::move(row));
  }
  set.push_back({field.name, std::move(kept), false});
  for (auto& one : apart) set.push_back(std::move(one));
}

}  // namespace

base::Status Unit::write(evidence::Log& log) {
  for (Step& step : steps_) LINGQU_CHECK(write_step(step, log));
  return sequences_->save(connection_);
}

evidence::Leaf Unit::leaf_of(const Step& step) const {
  const auto& schema = step.table->schema();
  evidence::Leaf leaf;
  leaf.at = now_;
  leaf.register_name = schema.name;
  leaf.record = step.after.id;
  leaf.version = step.after.version;
  leaf.act = step.act->name;
  leaf.from = step.from;
  leaf.to = step.after.state;
  leaf.account = step.actor.account;
  leaf.organisation = step.standing.organisation;
  leaf.role = step.standing.role;
  leaf.actor_name = step.actor.name;
  leaf.reason = step.reason;
  leaf.basis = step.act->basis;
  for (const auto& one : step.decisions) {
    leaf.decisions.push_back({one.decision, one.version, one.digest, one.clauses, one.verified, one.trace});
    for (const std::string& clause : one.clauses)
      if (std::find(leaf.basis.begin(), leaf.basis.end(), clause) == leaf.basis.end()) leaf.basis.push_back(clause);
  }
  leaf.pack = context_.pack->content_hash;
  if (step.after.last_leaf >= 0) leaf.previous = static_cast<uint64_t>(step.after.last_leaf);
  if (step.cause) leaf.cause = steps_[*step.cause].leaf;
  if (step.owner_changed) leaf.set.push_back({"owner", wire::Json(step.after.owner), false});
  for (size_t i = 0; i < schema.fields.size(); ++i)
    if (step.changed[i]) append_leaf_values(leaf.set, schema.fields[i], step.after.values[i]);
  return leaf;
}

base::Status Unit::write_step(Step& step, evidence::Log& log) {
  // An earlier step of this unit may have acted on the same record: continue its chain.
  if (step.creates) step.after.last_leaf = -1;
  for (const Step& earlier : steps_) {
    if (&earlier == &step) break;
    if (earlier.after.id == step.after.id && earlier.table == step.table) step.after.last_leaf = static_cast<int64_t>(earlier.leaf);
  }
  LINGQU_TRY(sequence, log.append(leaf_of(step)));
  step.leaf = sequence;
  step.after.last_leaf = static_cast<int64_t>(sequence);
  LINGQU_CHECK(step.creates ? step.table->map.insert(connection_, step.after) : step.table->map.update(connection_, step.after, step.changed));
  if (step.creates)
    for (const RunningTotals* totals : step.table->totals) LINGQU_CHECK(totals->add(connection_, step.after));
  return write_timers(step);
}

// A timer whose act is not possible from the record's new state has lost its purpose and goes.
base::Status Unit::write_timers(const Step& step) {
  const auto& lifecycle = step.table->lifecycle();
  if (!step.creates) {
    for (const auto& act : lifecycle.acts) {
      const bool timed = std::any_of(lifecycle.acts.begin(), lifecycle.acts.end(), [&](const lifecycle::Act& other) {
        return std::any_of(other.effects.begin(), other.effects.end(), [&](const lifecycle::Effect& effect) {
          const auto* timer = std::get_if<lifecycle::StartTimer>(&effect);
          return timer && timer->act == act.name;
        });
      });
      const bool possible = std::find(act.from.begin(), act.from.end(), step.after.state) != act.from.end();
      if (timed && (step.stop_timers || !possible))
        LINGQU_CHECK(stop_timer(connection_, step.after.register_name, step.after.id, act.name));
    }
  }
  for (const Timer& timer : step.timers) LINGQU_CHECK(start_timer(connection_, timer));
  return {};
}

}  // namespace lingqu::engine
