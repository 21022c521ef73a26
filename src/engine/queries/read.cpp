#include <fmt/format.h>

#include <algorithm>

#include "engine/acts/surroundings.hpp"
#include "engine/acts/timers.hpp"
#include "engine/queries/presenter.hpp"
#include "engine/queries/reader.hpp"
#include "engine/rights.hpp"

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;
using lifecycle::Act;
using registers::Record;

namespace {

// True if the actor holds one of the roles the act asks for, wherever.
bool concerns(const Act& act, const lifecycle::Actor& actor) {
  return std::any_of(act.by.begin(), act.by.end(), [&](const lifecycle::Permit& permit) {
    if (permit.role == "anyone") return true;
    return std::any_of(actor.memberships.begin(), actor.memberships.end(), [&](const auto& m) { return m.role == permit.role; });
  });
}

// The act neither sets nor derives what the formula looks at.
bool foreseeable(const Act& act, const registers::Formula& formula) {
  const std::vector<std::string> fields = formula.fields();
  return std::none_of(fields.begin(), fields.end(), [&](const std::string& field) {
    if (act.may_set(field)) return true;
    return std::any_of(act.derives.begin(), act.derives.end(), [&](const lifecycle::Derivation& derivation) {
      const std::vector<std::string> filled = lifecycle::filled_by(derivation);
      return std::any_of(filled.begin(), filled.end(), [&](std::string_view one) { return one.substr(0, one.find('/')) == field; });
    });
  });
}

}  // namespace

Act foreseeable_part(const Act& act) {
  Act part = act;
  std::erase_if(part.conditions, [&](const lifecycle::Condition& condition) {
    if (const auto* date = std::get_if<lifecycle::NotBefore>(&condition.check)) return act.may_set(date->field);
    if (const auto* value = std::get_if<lifecycle::ValueIs>(&condition.check)) return act.may_set(value->field);
    if (const auto* reference = std::get_if<lifecycle::ReferenceState>(&condition.check)) return act.may_set(reference->field);
    if (const auto* feel = std::get_if<lifecycle::FeelHolds>(&condition.check)) return !foreseeable(act, *feel->formula);
    if (const auto* decision = std::get_if<lifecycle::DecisionHolds>(&condition.check)) {
      const auto asked = decision->call.formulas();
      return !foreseeable(act, *decision->holds) ||
             std::any_of(asked.begin(), asked.end(), [&](const registers::Formula* formula) { return !foreseeable(act, *formula); });
    }
    return !std::holds_alternative<lifecycle::RelatedState>(condition.check);
  });
  return part;
}

base::Result<Record> Reader::visible_record(store::Connection& connection, const RegisterTable& table, int64_t id, const lifecycle::Actor* actor) {
  LINGQU_TRY(record, table.map.load(connection, id));
  if (!record || !sees_record(table.schema(), *record, actor))
    return Error(ErrorCode::kNotFound)
        .with("what", base::Text{fmt::format("{} {}", table.schema().title.zh, id), fmt::format("{} {}", table.schema().title.in(base::Language::kEn), id)});
  return std::move(*record);
}

base::Result<RecordView> Reader::read(const std::string& register_name, int64_t id, const lifecycle::Actor* actor) {
  LINGQU_TRY(table, context_.table(register_name));
  LINGQU_TRY(connection, context_.database->reader());
  LINGQU_TRY(snapshot, store::Transaction::read(*connection));
  LINGQU_TRY(record, visible_record(*connection, *table, id, actor));
  RecordView view;
  view.keep_alive = context_.pack;
  view.schema = &table->schema();
  view.lifecycle = &table->lifecycle();
  StoreSurroundings around(context_, *connection, nullptr);
  for (const Act& act : table->lifecycle().acts) {
    if (act.creates() || act.by.empty() || !actor || !concerns(act, *actor)) continue;
    ActChoice choice{&act, true, std::nullopt};
    auto rights = lifecycle::check_rights(table->schema(), act, record, *actor, around);
    if (!rights.ok()) {
      if (rights.error().code == ErrorCode::kForbidden) continue;
      choice.reason = std::move(rights).error();
    } else if (auto state = lifecycle::check_state(table->schema(), table->lifecycle(), act, record, around); !state.ok()) {
      choice.reason = std::move(state).error();
    } else if (auto conditions = lifecycle::check_conditions(table->schema(), foreseeable_part(act), record, around); !conditions.ok()) {
      choice.reason = std::move(conditions).error();
    }
    choice.allowed = !choice.reason;
    view.acts.push_back(std::move(choice));
  }
  std::stable_sort(view.acts.begin(), view.acts.end(), [](const ActChoice& a, const ActChoice& b) { return a.allowed > b.allowed; });
  if (actor && is_party(table->schema(), record, *actor)) {
    LINGQU_TRY(duties, lifecycle::check_duties(table->schema(), table->lifecycle(), record, around));
    view.duties = std::move(duties);
  }
  LINGQU_TRY(timers, timers_of(*connection, register_name, id));
  if (!timers.empty()) {
    view.due = timers.front().due;
    view.due_act = timers.front().act;
  }
  view.record = std::move(record);
  LINGQU_CHECK(add_related(*connection, view, actor));
  Presenter present(context_, *connection, *table, actor, false);
  LINGQU_CHECK(present(view.record, &view.hidden));
  LINGQU_CHECK(add_labels(*connection, table->schema(), {view.record}, actor,
                          [&](const std::string& name, int64_t ref, std::string label, std::string number) {
                            view.labels.push_back({name, ref, std::move(label), std::move(number)});
                          }));
  return view;
}

base::Status Reader::add_related(store::Connection& connection, RecordView& view, const lifecycle::Actor* actor) {
  for (const RegisterTable& table : context_.tables) {
    for (const auto& field : table.schema().fields) {
      if (field.target != view.schema->name || field.visible) continue;
      SqlCondition rights = visible_condition(table.map, table.lifecycle().states, actor, 2);
      const std::string points = field.type == registers::FieldType::kRefs
                                     ? fmt::format("id IN (SELECT record FROM {} WHERE ref = $1)", table.map.child_table(field))
                                     : fmt::format("{} = $1", table.map.column_of(field.name));
      LINGQU_TRY(statement, connection.prepare(fmt::format("SELECT count(*) FROM {} WHERE {}{}{}", table.map.table(), points,
                                                           rights.sql.empty() ? "" : " AND ", rights.sql)));
      statement->bind(1, view.record.id);
      int index = 1;
      for (const auto& parameter : rights.parameters) {
        ++index;
        if (const auto* number = std::get_if<int64_t>(&parameter))
          statement->bind(index, *number);
        else
          statement->bind_text(index, std::get<std::string>(parameter));
      }
      LINGQU_TRY(found, statement->step());
      const int64_t count = found ? statement->integer(0) : 0;
      statement->reset();
      view.related.push_back({table.schema().name, field.name, count});
    }
  }
  return {};
}

base::Result<std::vector<ActChoice>> Reader::creations(const std::string& register_name, const lifecycle::Actor* actor) {
  LINGQU_TRY(table, context_.table(register_name));
  LINGQU_TRY(connection, context_.database->reader());
  StoreSurroundings around(context_, *connection, nullptr);
  Record blank;
  blank.register_name = register_name;
  blank.values.resize(table->schema().fields.size());
  std::vector<ActChoice> choices;
  const lifecycle::Actor nobody;
  for (const Act& act : table->lifecycle().acts) {
    if (!act.creates() || act.by.empty()) continue;
    ActChoice choice{&act, true, std::nullopt};
    auto rights = lifecycle::check_rights(table->schema(), act, blank, actor ? *actor : nobody, around);
    if (!rights.ok()) choice.reason = std::move(rights).error();
    choice.allowed = !choice.reason;
    choices.push_back(std::move(choice));
  }
  return choices;
}

}  // namespace lingqu::engine
