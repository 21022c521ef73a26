// What else an act brings about, planned in the same unit: timers, acts on neighbouring records, new records.
#include <algorithm>

#include "engine/acts/unit.hpp"
#include "lifecycle/auction.hpp"

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;
using registers::FieldType;
using registers::Value;

namespace {

// Filled, and neither zero nor no.
bool fulfilled(const Value& value) {
  if (value.empty()) return false;
  if (const auto* flag = value.get<bool>()) return *flag;
  if (const auto* number = value.get<int64_t>()) return *number != 0;
  if (const auto* money = value.get<base::Money>()) return money->fen != 0;
  return true;
}

bool admits(const lifecycle::Act& act, const std::string& state) {
  return std::find(act.from.begin(), act.from.end(), state) != act.from.end();
}

Error pack_broken(const std::string& where) { return Error(ErrorCode::kInternal).with("reference", "pack:" + where); }

}  // namespace

base::Status Unit::plan_effects(size_t step, int depth) {
  if (const auto& bid = steps_[step].act->bid) LINGQU_CHECK(take_bid(step, *bid, depth));
  for (const auto& effect : steps_[step].act->effects) LINGQU_CHECK(plan_effect(step, effect, depth));
  return {};
}

// An act done by the system on behalf of whoever did the act that caused it.
Unit::Request Unit::caused(size_t step, RegisterTable* table, const lifecycle::Act* act, int64_t record, int depth) const {
  const Step& cause = steps_[step];
  lifecycle::Actor actor = cause.actor;
  actor.system = true;
  return {table, act, record, {}, nullptr, "", std::nullopt, std::nullopt, std::move(actor), cause.standing, step, depth + 1};
}

// The auction takes the bid in an act of the system alone: its leaf, which everybody may see, names the bidder's number and not the bidder.
base::Status Unit::take_bid(size_t step, const lifecycle::AuctionBid& bid, int depth) {
  const registers::Record record = steps_[step].after;
  LINGQU_TRY(hand, lifecycle::bid_in_hand(steps_[step].table->schema(), bid, record, *this));
  if (!hand) return {};
  RegisterTable* table = context_.find(hand->auction->name);
  const lifecycle::Act* act = table ? table->lifecycle().find_act(bid.act) : nullptr;
  if (!act) return pack_broken(hand->auction->name + "." + bid.act);
  const market::Standing after = market::accept(hand->terms, hand->standing, hand->bid);
  lifecycle::Actor system;
  system.system = true;
  return plan_step({table, act, hand->auction_id, lifecycle::standing_values(*hand->auction, after, record.owner), nullptr, "", std::nullopt, std::nullopt,
                    std::move(system), std::nullopt, step, depth + 1});
}

base::Status Unit::plan_effect(size_t step, const lifecycle::Effect& effect, int depth) {
  // Planning may grow steps_: take what is needed from this step before going on.
  const registers::Record record = steps_[step].after;
  const auto& schema = steps_[step].table->schema();
  if (const auto* timer = std::get_if<lifecycle::StartTimer>(&effect)) {
    const auto* date = record.at(schema, timer->at).get<base::Date>();
    const auto* time = record.at(schema, timer->at).get<base::Timestamp>();
    if (date) steps_[step].timers.push_back({schema.name, record.id, timer->act, base::start_of(*date + 1, context_.pack->zone)});
    if (time) steps_[step].timers.push_back({schema.name, record.id, timer->act, *time});
    return {};
  }
  if (std::holds_alternative<lifecycle::StopTimers>(effect)) {
    steps_[step].stop_timers = true;
    return {};
  }
  if (const auto* cascade = std::get_if<lifecycle::CascadeReference>(&effect)) {
    const auto* ref = record.at(schema, cascade->field).get<registers::Ref>();
    const registers::Field* field = schema.find(cascade->field);
    RegisterTable* target = field ? context_.find(field->target) : nullptr;
    const lifecycle::Act* act = target ? target->lifecycle().find_act(cascade->act) : nullptr;
    if (!act) return pack_broken(schema.name + "." + cascade->field);
    if (!ref) return {};
    LINGQU_TRY(neighbour, load(*target, ref->id));
    if (cascade->lenient) {
      const bool possible = neighbour && admits(*act, neighbour->state) &&
                            lifecycle::check_conditions(target->schema(), *act, *neighbour, *this).ok();
      if (!possible) return {};
    }
    Request request = caused(step, target, act, ref->id, depth);
    LINGQU_TRY(values, given_values(step, *target, cascade->values));
    request.values = std::move(values);
    return plan_step(std::move(request));
  }
  if (const auto* cascade = std::get_if<lifecycle::CascadeRelated>(&effect)) {
    RegisterTable* target = context_.find(cascade->register_name);
    const lifecycle::Act* act = target ? target->lifecycle().find_act(cascade->act) : nullptr;
    if (!act) return pack_broken(schema.name + "." + cascade->register_name);
    LINGQU_TRY(neighbours, related(cascade->register_name, cascade->by, record.id));
    for (const auto& neighbour : neighbours)
      if (admits(*act, neighbour.state)) LINGQU_CHECK(plan_step(caused(step, target, act, neighbour.id, depth)));
    return {};
  }
  const auto& create = std::get<lifecycle::CreateRecord>(effect);
  if (!create.when.empty() && !fulfilled(record.at(schema, create.when))) return {};
  LINGQU_TRY(request, creation_request(step, create, depth));
  return plan_step(std::move(request));
}

base::Result<Unit::Request> Unit::creation_request(size_t step, const lifecycle::CreateRecord& effect, int depth) {
  RegisterTable* target = context_.find(effect.register_name);
  const lifecycle::Act* act = target ? target->lifecycle().find_act(effect.act) : nullptr;
  if (!act) return pack_broken(steps_[step].table->schema().name + "." + effect.register_name);
  Request request = caused(step, target, act, 0, depth);
  request.standing->organisation = steps_[step].after.owner;
  LINGQU_TRY(values, given_values(step, *target, effect.values));
  request.values = std::move(values);
  return request;
}

// What an effect hands from the record of a step to the record of another register.
base::Result<std::vector<registers::SetValue>> Unit::given_values(size_t step, const RegisterTable& target,
                                                                  const std::vector<std::pair<std::string, std::string>>& sources) const {
  const registers::Record& record = steps_[step].after;
  const auto& schema = steps_[step].table->schema();
  std::vector<registers::SetValue> values;
  for (const auto& [name, source] : sources) {
    const int index = target.schema().index_of(name);
    if (index < 0) return pack_broken(target.schema().name + "." + name);
    const auto& field = target.schema().fields[static_cast<size_t>(index)];
    if (source == "self") {
      values.push_back({index, registers::Ref{record.id}});
    } else if (source.starts_with('=')) {
      LINGQU_TRY(value, registers::parse_cell(field, source.substr(1), context_.pack->parse_context(), name));
      values.push_back({index, std::move(value)});
    } else {
      const registers::Field* from = schema.find(source);
      if (!from) return pack_broken(schema.name + "." + source);
      Value value = record.at(schema, source);
      const bool to_text = field.type == FieldType::kText || field.type == FieldType::kLongText;
      if (to_text && !value.empty() && !value.get<std::string>()) value = plain_text(*from, value);
      if (!value.empty()) values.push_back({index, std::move(value)});
    }
  }
  return values;
}

}  // namespace lingqu::engine
