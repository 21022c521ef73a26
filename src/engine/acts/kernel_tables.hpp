// The engine's own tables beside those of the registers and the log.
#pragma once

#include "engine/acts/sequences.hpp"
#include "engine/acts/timers.hpp"
#include "engine/drafts.hpp"
#include "identity/identity.hpp"

namespace lingqu::engine {

inline std::vector<store::Table> kernel_tables() {
  using store::ColumnType;
  std::vector<store::Table> tables = identity::tables();
  tables.push_back(timer_table());
  tables.push_back(Sequences::table());
  tables.push_back({"idempotency",
                    {{"account", ColumnType::kInteger, true}, {"key", ColumnType::kText, true}, {"request", ColumnType::kBlob, true},
                     {"record", ColumnType::kInteger, true}, {"version", ColumnType::kInteger, true}, {"leaf", ColumnType::kInteger, true},
                     {"at", ColumnType::kInteger, true}},
                    {"account", "key"},
                    {{"idempotency_at", {"at"}, false, ""}}});
  tables.push_back({"file",
                    {{"digest", ColumnType::kText, true}, {"size", ColumnType::kInteger, true}, {"media_type", ColumnType::kText, true},
                     {"account", ColumnType::kInteger, true}, {"at", ColumnType::kInteger, true}},
                    {"digest"},
                    {}});
  tables.push_back(draft_table());
  return tables;
}

}  // namespace lingqu::engine
