// One act and everything that follows from it. plan() works it out on records in memory: rights, state, types, needed fields, derived
// values, uniqueness, references, conditions, and the acts it causes on other records. Only when all of that holds does write() touch
// the database and the log. So a refusal leaves nothing behind, and needs no rollback.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/acts/surroundings.hpp"
#include "engine/acts/timers.hpp"
#include "evidence/log.hpp"

namespace lingqu::engine {

// A command decoded as far as that can be done without the database; made outside the writer thread.
struct PreparedAct {
  ActCommand command;
  RegisterTable* table = nullptr;
  const lifecycle::Act* act = nullptr;
  std::vector<registers::SetValue> values;
  std::optional<base::Error> values_error;  // reported after rights and state
  std::string request_digest;               // with an idempotency key: what was asked
};
base::Result<PreparedAct> prepare(Context& context, ActCommand command);

class Unit : public StoreSurroundings {
 public:
  Unit(Context& context, store::Connection& connection, Sequences& sequences, base::Timestamp now)
      : StoreSurroundings(context, connection, &sequences, now) {}

  base::Status plan(const PreparedAct& prepared);
  // Rows, timers and leaves of everything planned. An error here is the storage's.
  base::Status write(evidence::Log& log);

  // Of the act asked for, after write() (after plan(): leaf is 0).
  ActReply reply() const;
  std::vector<Change> changes() const;

 private:
  struct Step {
    RegisterTable* table;
    const lifecycle::Act* act;
    bool creates;
    std::string from;
    registers::Record after;
    std::vector<bool> changed;
    bool owner_changed;
    lifecycle::Actor actor;
    lifecycle::Standing standing;
    std::string reason;
    std::optional<size_t> cause;
    std::vector<Timer> timers;
    bool stop_timers = false;
    uint64_t leaf = 0;
    std::vector<lifecycle::DecisionAnswer> decisions = {};
    std::shared_ptr<const Audience> audience_before = nullptr;  // of a record that was there
  };
  struct Request {
    RegisterTable* table;
    const lifecycle::Act* act;
    int64_t record;  // 0: a creation
    std::vector<registers::SetValue> values;
    const base::Error* values_error;
    std::string reason;
    std::optional<int64_t> version;
    std::optional<int64_t> organisation;
    lifecycle::Actor actor;
    std::optional<lifecycle::Standing> standing;  // of the act that caused this one
    std::optional<size_t> cause;
    int depth;
  };

  base::Status plan_step(Request request);
  base::Result<Step> begin(const Request& request);
  base::Result<Step> begin_creation(const Request& request);
  base::Status set_values(Step& step, const Request& request);
  base::Status set_owner(Step& step);
  base::Status fill_derived(Step& step);
  base::Status check_references(const Step& step);
  base::Status check_reference(const Step& step, const registers::Field& field, const registers::Value& value, const std::string& path);
  base::Status check_complete(const Step& step) const;
  base::Status check_unique(const Step& step, int* failed_field);
  base::Status plan_effects(size_t step, int depth);
  base::Status plan_effect(size_t step, const lifecycle::Effect& effect, int depth);
  base::Status take_bid(size_t step, const lifecycle::AuctionBid& bid, int depth);
  Request caused(size_t step, RegisterTable* table, const lifecycle::Act* act, int64_t record, int depth) const;
  base::Result<Request> creation_request(size_t step, const lifecycle::CreateRecord& effect, int depth);
  base::Result<std::vector<registers::SetValue>> given_values(size_t step, const RegisterTable& target,
                                                              const std::vector<std::pair<std::string, std::string>>& sources) const;
  base::Status write_step(Step& step, evidence::Log& log);
  base::Status write_timers(const Step& step);
  evidence::Leaf leaf_of(const Step& step) const;

  std::vector<Step> steps_;
};

}  // namespace lingqu::engine
