#include "cli/demo.hpp"

#include <map>

#include "base/file.hpp"
#include "cli/session.hpp"

namespace lingqu::cli {

using base::Error;
using base::ErrorCode;
using base::Status;
using wire::Json;

namespace {

constexpr int64_t kDay = 86'400'000'000;

class Story {
 public:
  Story(engine::Engine& engine, base::ShiftedClock& clock) : engine_(engine), clock_(clock) {}

  Status step(const Json& step) {
    if (auto days = step.int_at("start_days_ago")) return start(*days);
    if (auto days = step.int_at("days")) return pass(*days);
    if (step.find("accounts")) return make_accounts();
    return act(step);
  }

  // Whatever is left of the way from the story's beginning to now.
  Status finish() { return pass(days_behind_); }

 private:
  Status start(int64_t days) {
    days_behind_ = days;
    clock_.advance(-days * kDay);
    return {};
  }

  // Day by day, so that deadlines act on their day.
  Status pass(int64_t days) {
    for (int64_t i = 0; i < days && days_behind_ > 0; ++i) {
      clock_.advance(kDay);
      --days_behind_;
      LINGQU_CHECK(engine_.run_due_timers());
    }
    return {};
  }

  Status make_accounts() {
    const auto pack = engine_.pack();
    for (const auto& demo : pack->demo_accounts) {
      engine::AccountCommand command;
      command.login = demo.login;
      command.name = demo.name;
      command.password = kDemoPassword;
      int64_t organisation = 0;
      if (!demo.organisation.empty()) {
        LINGQU_TRY(found, find_organisation(engine_, demo.organisation));
        organisation = found;
      }
      command.memberships = {{organisation, demo.role}};
      LINGQU_TRY(account, engine_.create_account(command, system_actor()));
      LINGQU_TRY(actor, acting_account(engine_, account.login, ""));
      actors_[demo.login] = std::move(actor);
    }
    return {};
  }

  Status act(const Json& step) {
    engine::ActCommand command;
    command.act = step.string_at("act");
    command.reason = step.string_at("reason");
    const std::string as(step.string_at("as"));
    if (as.empty())
      command.actor = system_actor();
    else if (auto actor = actors_.find(as); actor != actors_.end())
      command.actor = actor->second;
    else
      return Error(ErrorCode::kNotFound).with("what", "account " + as);
    if (const std::string record(step.string_at("record")); !record.empty()) {
      LINGQU_TRY(known, find(record));
      command.register_name = known.first;
      command.record = known.second;
    } else {
      command.register_name = step.string_at("register");
    }
    if (const Json* values = step.find("values")) {
      LINGQU_TRY(replaced, replace(*values));
      command.values = std::move(replaced);
    }
    if (const std::string organisation(step.string_at("organisation")); !organisation.empty()) {
      LINGQU_TRY(known, find(organisation));
      command.organisation = known.second;
    }
    const std::string register_name = command.register_name;
    LINGQU_TRY(reply, engine_.act(std::move(command)));
    if (const std::string key(step.string_at("key")); !key.empty()) records_["@" + key] = {register_name, reply.record};
    // "find": {"key": "n1", "register": "notice", "by": "conversion"}: names the newest record that points at this one.
    if (const Json* wanted = step.find("find")) return remember(*wanted, reply.record);
    return {};
  }

  Status remember(const Json& wanted, int64_t record) {
    engine::ListQuery query;
    query.register_name = wanted.string_at("register");
    query.filters = {{std::string(wanted.string_at("by")), engine::Filter::Operator::kEquals, {std::to_string(record)}}};
    query.limit = 1;
    query.total = false;
    const auto system = system_actor();
    LINGQU_TRY(found, engine_.list(query, &system));
    if (found.records.empty()) return Error(ErrorCode::kNotFound).with("what", query.register_name);
    records_["@" + std::string(wanted.string_at("key"))] = {query.register_name, found.records[0].id};
    return {};
  }

  base::Result<std::pair<std::string, int64_t>> find(const std::string& key) const {
    auto found = records_.find(key);
    if (found == records_.end()) return Error(ErrorCode::kNotFound).with("what", key);
    return found->second;
  }

  // {"day": -3} → the date that many days from the story’s today; {"day": -3, "at": "17:00"} → that hour of it, in the pack’s zone.
  base::Result<Json> moment(int64_t day, std::string_view hour) const {
    const base::ZoneOffset zone = engine_.pack()->zone;
    const base::Date date = base::date_in(clock_.now(), zone) + static_cast<int>(day);
    if (hour.empty()) return Json(base::to_string(date));
    LINGQU_TRY(in_utc, base::parse_timestamp(base::to_string(date) + "T" + std::string(hour) + ":00Z"));
    return Json(base::to_string(base::Timestamp{in_utc.micros - int64_t{zone.minutes} * 60'000'000}));
  }

  // "@key" → {"id": n}; {"day": …} → a date or a time.
  base::Result<Json> replace(const Json& json) const {
    if (const auto* text = json.if_string(); text && text->starts_with('@')) {
      LINGQU_TRY(known, find(*text));
      return Json::object({{"id", known.second}});
    }
    if (const auto* items = json.if_array()) {
      Json replaced{Json::Array{}};
      for (const Json& item : *items) {
        LINGQU_TRY(one, replace(item));
        replaced.push(std::move(one));
      }
      return replaced;
    }
    if (auto day = json.int_at("day")) return moment(*day, json.string_at("at"));
    if (const auto* members = json.if_object()) {
      Json replaced{Json::Object{}};
      for (const auto& [name, value] : *members) {
        LINGQU_TRY(one, replace(value));
        replaced.set(name, std::move(one));
      }
      return replaced;
    }
    return json;
  }

  engine::Engine& engine_;
  base::ShiftedClock& clock_;
  int64_t days_behind_ = 0;
  std::map<std::string, lifecycle::Actor> actors_;
  std::map<std::string, std::pair<std::string, int64_t>> records_;
};

}  // namespace

Status play_demo(engine::Engine& engine, base::ShiftedClock& clock, const std::function<void(uint64_t, uint64_t)>& progress) {
  LINGQU_TRY(accounts, engine.count_accounts());
  if (accounts > 0) return {};
  const std::string path = engine.pack()->folder + "/demo/story.jsonl";
  LINGQU_TRY(text, base::read_file(path));
  const auto lines = base::split(text, '\n');
  Story story(engine, clock);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (base::trim(lines[i]).empty()) continue;
    auto done = [&]() -> Status {
      LINGQU_TRY(step, wire::parse_json(lines[i]));
      return story.step(step);
    }();
    if (!done.ok()) {
      Error error = Error(ErrorCode::kBadFile).with("file", path).with("reason", "line " + std::to_string(i + 1));
      error.details.push_back(std::move(done).error());
      return error;
    }
    if (progress) progress(i + 1, lines.size());
  }
  return story.finish();
}

}  // namespace lingqu::cli
