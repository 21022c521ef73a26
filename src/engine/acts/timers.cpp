#include "engine/acts/timers.hpp"

namespace lingqu::engine {

namespace {

base::Result<std::vector<Timer>> read_timers(store::Statement& statement) {
  std::vector<Timer> timers;
  for (;;) {
    LINGQU_TRY(more, statement.step());
    if (!more) break;
    timers.push_back({std::string(statement.text(0)), statement.integer(1), std::string(statement.text(2)), {statement.integer(3)}});
  }
  statement.reset();
  return timers;
}

}  // namespace

store::Table timer_table() {
  using store::ColumnType;
  return {"timer",
          {{"register", ColumnType::kText, true}, {"record", ColumnType::kInteger, true}, {"act", ColumnType::kText, true}, {"due_at", ColumnType::kInteger, true}},
          {"register", "record", "act"},
          {{"timer_due_at", {"due_at"}, false, ""}}};
}

base::Status start_timer(store::Connection& connection, const Timer& timer) {
  LINGQU_TRY(statement, connection.prepare("INSERT INTO timer (register, record, act, due_at) VALUES ($1, $2, $3, $4) "
                                           "ON CONFLICT (register, record, act) DO UPDATE SET due_at = excluded.due_at"));
  statement->bind_text(1, timer.register_name);
  statement->bind(2, timer.record);
  statement->bind_text(3, timer.act);
  statement->bind(4, timer.due.micros);
  return statement->run();
}

base::Status stop_timer(store::Connection& connection, const std::string& register_name, int64_t record, const std::string& act) {
  LINGQU_TRY(statement, connection.prepare("DELETE FROM timer WHERE register = $1 AND record = $2 AND act = $3"));
  statement->bind_text(1, register_name);
  statement->bind(2, record);
  statement->bind_text(3, act);
  return statement->run();
}

base::Result<std::vector<Timer>> timers_of(store::Connection& connection, const std::string& register_name, int64_t record) {
  LINGQU_TRY(statement, connection.prepare("SELECT register, record, act, due_at FROM timer WHERE register = $1 AND record = $2 ORDER BY due_at"));
  statement->bind_text(1, register_name);
  statement->bind(2, record);
  return read_timers(*statement);
}

base::Result<std::vector<Timer>> due_timers(store::Connection& connection, base::Timestamp now, size_t limit) {
  LINGQU_TRY(statement, connection.prepare("SELECT register, record, act, due_at FROM timer WHERE due_at <= $1 ORDER BY due_at, register, record LIMIT $2"));
  statement->bind(1, now.micros);
  statement->bind(2, static_cast<int64_t>(limit));
  return read_timers(*statement);
}

base::Result<std::optional<base::Timestamp>> next_due(store::Connection& connection) {
  LINGQU_TRY(statement, connection.prepare("SELECT min(due_at) FROM timer"));
  LINGQU_TRY(found, statement->step());
  std::optional<base::Timestamp> due;
  if (found && !statement->is_null(0)) due = base::Timestamp{statement->integer(0)};
  statement->reset();
  return due;
}

}  // namespace lingqu::engine
