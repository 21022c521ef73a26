// Deadlines that act by themselves: one row per (register, record, act). They live in the database and survive restarts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/schema.hpp"
#include "base/date.hpp"

namespace lingqu::engine {

struct Timer {
  std::string register_name;
  int64_t record = 0;
  std::string act;
  base::Timestamp due;
};

store::Table timer_table();
base::Status start_timer(store::Connection& connection, const Timer& timer);
base::Status stop_timer(store::Connection& connection, const std::string& register_name, int64_t record, const std::string& act);
base::Result<std::vector<Timer>> timers_of(store::Connection& connection, const std::string& register_name, int64_t record);
// Due at or before `now`, earliest first.
base::Result<std::vector<Timer>> due_timers(store::Connection& connection, base::Timestamp now, size_t limit);
base::Result<std::optional<base::Timestamp>> next_due(store::Connection& connection);

}  // namespace lingqu::engine
