// What every part of the engine works with. Built once when the engine opens; immutable but for the change counters; thread-safe.
#pragma once

#include <atomic>
#include <deque>
#include <string>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "engine/engine.hpp"
#include "engine/rows/running_totals.hpp"
#include "engine/rows/table_map.hpp"
#include "pack/pack.hpp"

namespace lingqu::engine {

struct RegisterTable {
  explicit RegisterTable(const pack::RegisterEntry& declared) : entry(&declared), map(declared.schema) {}
  const pack::RegisterEntry* entry;
  TableMap map;
  std::vector<const RunningTotals*> totals;  // that its records are movements of
  std::atomic<uint64_t> changes{0};  // counts commits that touched the register; cached totals are good while it stands still

  const registers::Register& schema() const { return entry->schema; }
  const lifecycle::Lifecycle& lifecycle() const { return entry->lifecycle; }
};

struct Context {
  Context(Settings engine_settings, pack::Snapshot snapshot, base::Clock& engine_clock, base::Random& engine_random);

  Settings settings;
  pack::Snapshot pack;
  base::Clock& clock;
  base::Random& random;
  std::unique_ptr<store::Database> database;
  std::deque<RegisterTable> tables;  // in the pack's order
  std::deque<RunningTotals> totals;  // of the pack's balances

  // kNotFound if the pack has no such register.
  base::Result<RegisterTable*> table(std::string_view register_name);
  RegisterTable* find(std::string_view register_name);
  base::Date today() const { return base::date_in(clock.now(), pack->zone); }
  // What a record is called: its label field, else its number, else "#id".
  std::string label(const registers::Register& schema, const registers::Record& record) const;
  std::string number(const registers::Register& schema, const registers::Record& record) const;
};

// One text of a value for labels, filters in messages and the like; "" for empty values and row groups.
std::string plain_text(const registers::Field& field, const registers::Value& value);

}  // namespace lingqu::engine
