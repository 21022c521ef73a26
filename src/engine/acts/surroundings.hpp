// The records around one record, for lifecycle's checks: what is stored, seen through the changes that the act at hand has planned so far.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/acts/sequences.hpp"
#include "engine/context.hpp"
#include "lifecycle/decision.hpp"

namespace lingqu::engine {

class StoreSurroundings : public lifecycle::Surroundings {
 public:
  // `sequences` null: a reader; next_number then answers 1 and takes nothing.
  StoreSurroundings(Context& context, store::Connection& connection, Sequences* sequences)
      : StoreSurroundings(context, connection, sequences, context.clock.now()) {}
  // With the moment that counts as now.
  StoreSurroundings(Context& context, store::Connection& connection, Sequences* sequences, base::Timestamp now)
      : context_(context), connection_(connection), sequences_(sequences), now_(now), today_(base::date_in(now, context.pack->zone)) {}

  base::Result<std::vector<lifecycle::Neighbour>> related(const std::string& register_name, const std::string& by, int64_t id) override;
  base::Result<std::optional<lifecycle::Neighbour>> referenced(const std::string& register_name, int64_t id) override;
  base::Result<int64_t> sum(const lifecycle::SetSum& what, int64_t id) override;
  base::Result<int64_t> next_number(const std::string& register_name, int year) override;
  base::Date today() const override { return today_; }
  base::Timestamp now() const override { return now_; }
  const registers::Register* schema_of(const std::string& register_name) const override;
  const base::WorkCalendar& calendar() const override { return context_.pack->calendar; }
  const base::Text& register_title(const std::string& register_name) const override;
  base::Text state_title(const std::string& register_name, const std::string& state) const override;
  base::Text organisation_title(int64_t organisation) override;
  base::Text role_title(const std::string& role) const override;
  base::ZoneOffset zone() const override { return context_.pack->zone; }
  registers::ParseContext parse_context() const override { return context_.pack->parse_context(); }
  // Remembers what was answered, for the evidence of the act.
  base::Result<lifecycle::DecisionAnswer> decide(const lifecycle::DecisionCall& call, const feel::Context& inputs, base::Date on) override;

  // Stored or planned.
  base::Result<std::optional<registers::Record>> load(const RegisterTable& table, int64_t id);
  // Another record of the register (not `id`, not in a state that ends) has this value in this field.
  base::Result<bool> taken(const RegisterTable& table, int field, const registers::Value& value, int64_t id);

 protected:
  using Key = std::pair<std::string, int64_t>;
  std::vector<lifecycle::DecisionAnswer> take_decided() { return std::exchange(decided_, {}); }
  void plan(const registers::Record& record) { planned_[{record.register_name, record.id}] = record; }

  Context& context_;
  store::Connection& connection_;
  Sequences* sequences_;
  base::Timestamp now_;

 private:
  lifecycle::Neighbour neighbour(const RegisterTable& table, registers::Record record) const;
  base::Date today_;
  std::vector<lifecycle::DecisionAnswer> decided_;
  std::map<Key, registers::Record> planned_;
};

}  // namespace lingqu::engine
