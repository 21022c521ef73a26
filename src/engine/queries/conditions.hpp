// A list query as SQL: filters, words and rights as one WHERE with parameters; the order as ORDER BY.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/context.hpp"
#include "engine/queries.hpp"

namespace lingqu::engine {

struct Conditions {
  std::string where;  // "" or " WHERE …"
  std::vector<std::variant<int64_t, std::string>> parameters;

  void add(const std::string& condition);
  // Binds a parameter and returns its placeholder.
  std::string parameter(std::variant<int64_t, std::string> value);
  base::Status bind(store::Statement& statement) const;
  std::string key() const;  // for caches: the text and every parameter
};

// kBadFilter names the filter and what is wrong. `without_state`: leaves out filters on the state (for counts by state).
base::Result<Conditions> conditions_of(Context& context, const RegisterTable& table, const ListQuery& query, const lifecycle::Actor* actor,
                                       bool without_state);
base::Result<std::string> order_of(const RegisterTable& table, const ListQuery& query);

}  // namespace lingqu::engine
