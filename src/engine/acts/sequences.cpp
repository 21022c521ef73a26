#include "engine/acts/sequences.hpp"

namespace lingqu::engine {

store::Table Sequences::table() {
  return {"number_counter",
          {{"register", store::ColumnType::kText, true}, {"year", store::ColumnType::kInteger, true}, {"last", store::ColumnType::kInteger, true}},
          {"register", "year"},
          {}};
}

base::Status Sequences::reload(Context& context, store::Connection& connection) {
  ids_.clear();
  numbers_.clear();
  taken_.clear();
  for (auto& table : context.tables) {
    LINGQU_TRY(largest, table.map.largest_id(connection));
    ids_[table.schema().name] = largest;
  }
  return {};
}

int64_t Sequences::next_id(const std::string& register_name) {
  taken_.push_back({register_name, 0});
  return ++ids_[register_name];
}

base::Result<int64_t> Sequences::next_number(store::Connection& connection, const std::string& register_name, int year) {
  auto [slot, fresh] = numbers_.try_emplace({register_name, year}, 0);
  if (fresh) {
    LINGQU_TRY(statement, connection.prepare("SELECT last FROM number_counter WHERE register = $1 AND year = $2"));
    statement->bind_text(1, register_name);
    statement->bind(2, int64_t{year});
    LINGQU_TRY(found, statement->step());
    if (found) slot->second = statement->integer(0);
    statement->reset();
  }
  taken_.push_back({register_name, year});
  return ++slot->second;
}

void Sequences::undo() {
  for (const Taken& taken : taken_) {
    if (taken.year)
      --numbers_[{taken.register_name, taken.year}];
    else
      --ids_[taken.register_name];
  }
  taken_.clear();
}

base::Status Sequences::save(store::Connection& connection) {
  for (const Taken& taken : taken_) {
    if (!taken.year) continue;
    LINGQU_TRY(statement, connection.prepare("INSERT INTO number_counter (register, year, last) VALUES ($1, $2, $3) "
                                             "ON CONFLICT (register, year) DO UPDATE SET last = excluded.last"));
    statement->bind_text(1, taken.register_name);
    statement->bind(2, int64_t{taken.year});
    statement->bind(3, numbers_[{taken.register_name, taken.year}]);
    LINGQU_CHECK(statement->run());
  }
  taken_.clear();
  return {};
}

}  // namespace lingqu::engine
