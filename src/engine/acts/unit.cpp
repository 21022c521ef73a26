#include "engine/acts/unit.hpp"

#include <algorithm>

#include "engine/rights.hpp"
#include "engine/traces.hpp"

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;
using registers::Field;
using registers::FieldType;
using registers::Record;
using registers::Value;

namespace {

constexpr int kMaxDepth = 8;          // acts that cause acts
constexpr int kMaxNumberTries = 1000;  // official numbers already taken by imports

const Value& by_index(const Record& record, int field) { return record.values[static_cast<size_t>(field)]; }

}  // namespace

base::Status Unit::plan(const PreparedAct& prepared) {
  const ActCommand& command = prepared.command;
  return plan_step({prepared.table, prepared.act, command.record, prepared.values, prepared.values_error ? &*prepared.values_error : nullptr,
                    command.reason, command.version, command.organisation, command.actor, std::nullopt, std::nullopt, 0});
}

base::Status Unit::plan_step(Request request) {
  if (request.depth > kMaxDepth) return Error(ErrorCode::kInternal).with("reference", "act-depth");
  LINGQU_TRY(step, request.act->creates() ? begin_creation(request) : begin(request));
  const auto& schema = request.table->schema();
  if (request.values_error) return *request.values_error;
  if (!request.actor.system) LINGQU_CHECK(lifecycle::check_settable(schema, *request.act, request.values));
  if (request.act->reason && !request.actor.system && base::trim(request.reason).empty())
    return Error(ErrorCode::kRequired).at("reason").with("field", base::Text{"办理理由", "Reason"}).by(schema.name + "." + request.act->name + ".reason");
  LINGQU_CHECK(set_values(step, request));
  LINGQU_CHECK(set_owner(step));
  LINGQU_CHECK(fill_derived(step));
  LINGQU_CHECK(check_complete(step));
  LINGQU_CHECK(check_references(step));
  LINGQU_CHECK(lifecycle::check_conditions(schema, *request.act, step.after, *this));
  step.decisions = take_decided();
  if (!request.act->to.empty()) step.after.state = request.act->to;
  StoreSurroundings::plan(step.after);
  steps_.push_back(std::move(step));
  return plan_effects(steps_.size() - 1, request.depth);
}

base::Result<Unit::Step> Unit::begin(const Request& request) {
  const auto& schema = request.table->schema();
  LINGQU_TRY(found, load(*request.table, request.record));
  const Error missing = Error(ErrorCode::kNotFound).with("what", schema.title.zh + " " + std::to_string(request.record));
  if (!found || (!request.actor.system && !sees_record(schema, *found, &request.actor)))
    return missing;
  auto standing = request.standing ? base::Result<lifecycle::Standing>(*request.standing)
                                   : lifecycle::check_rights(schema, *request.act, *found, request.actor, *this);
  if (!standing.ok()) return std::move(standing).error();
  if (request.version && *request.version != found->version)
    return Error(ErrorCode::kVersionConflict)
        .with("current", std::to_string(found->version))
        .with("expected", std::to_string(*request.version));
  LINGQU_CHECK(lifecycle::check_state(schema, request.table->lifecycle(), *request.act, *found, *this));
  auto audience = std::make_shared<const Audience>(audience_of(schema, *found));
  Step step{request.table, request.act, false, found->state, std::move(*found), std::vector<bool>(schema.fields.size(), false), false,
            request.actor, *standing, request.reason, request.cause, {}, false, 0};
  step.audience_before = std::move(audience);
  ++step.after.version;
  step.after.updated_at = now_;
  return step;
}

base::Result<Unit::Step> Unit::begin_creation(const Request& request) {
  const auto& schema = request.table->schema();
  Record blank;
  blank.register_name = schema.name;
  blank.version = 1;
  blank.created_at = blank.updated_at = now_;
  blank.values.resize(schema.fields.size());
  blank.owner = request.organisation.value_or(0);
  if (const int owner = schema.index_of(schema.owner_field); owner >= 0) {
    for (const auto& set : request.values)
      if (set.field == owner && !set.value.empty()) blank.owner = set.value.get<registers::Ref>()->id;
  }
  if (request.standing) blank.owner = blank.owner ? blank.owner : request.standing->organisation;
  auto standing = request.standing ? base::Result<lifecycle::Standing>(*request.standing)
                                   : lifecycle::check_rights(schema, *request.act, blank, request.actor, *this);
  if (!standing.ok()) return std::move(standing).error();
  if (blank.owner == 0) blank.owner = standing->organisation;
  blank.id = sequences_->next_id(schema.name);
  if (schema.owner_field == "self") blank.owner = blank.id;
  return Step{request.table, request.act, true, "", std::move(blank), std::vector<bool>(schema.fields.size(), false), true,
              request.actor, *standing, request.reason, request.cause, {}, false, 0};
}

base::Status Unit::set_values(Step& step, const Request& request) {
  const auto& schema = request.table->schema();
  for (const auto& set : request.values) {
    const auto index = static_cast<size_t>(set.field);
    Value value = set.value;
    const auto& appends = step.act->appends;
    if (std::find(appends.begin(), appends.end(), schema.fields[index].name) != appends.end()) {
      const auto* old_rows = step.after.values[index].get<registers::Rows>();
      const auto* new_rows = set.value.get<registers::Rows>();
      registers::Rows rows = old_rows ? *old_rows : registers::Rows{};
      if (new_rows) rows.insert(rows.end(), new_rows->begin(), new_rows->end());
      value = rows.empty() ? Value() : Value(std::move(rows));
    }
    if (registers::equal(step.after.values[index], value)) continue;
    step.after.values[index] = std::move(value);
    step.changed[index] = true;
  }
  return {};
}

// The owner follows the owner field; an empty owner field is filled with the acting organisation.
base::Status Unit::set_owner(Step& step) {
  const auto& schema = step.table->schema();
  const int owner = schema.index_of(schema.owner_field);
  if (owner < 0) return {};
  const auto index = static_cast<size_t>(owner);
  if (const auto* ref = step.after.values[index].get<registers::Ref>()) {
    step.owner_changed = step.owner_changed || step.after.owner != ref->id;
    step.after.owner = ref->id;
  } else if (step.after.owner != 0) {
    step.after.values[index] = registers::Ref{step.after.owner};
    step.changed[index] = true;
  }
  return {};
}

base::Status Unit::fill_derived(Step& step) {
  const auto& schema = step.table->schema();
  const std::vector<Value> before = step.after.values;
  for (int tries = 0;; ++tries) {
    std::vector<int> derived;
    take_decided();  // of a try before
    LINGQU_CHECK(lifecycle::derive(schema, *step.act, step.after, derived, *this));
    std::vector<bool> changed = step.changed;
    for (int field : derived) changed[static_cast<size_t>(field)] = true;
    std::swap(step.changed, changed);
    int failed = -1;
    auto unique = check_unique(step, &failed);
    if (unique.ok()) return {};
    const bool our_number = std::find(derived.begin(), derived.end(), failed) != derived.end();
    if (!our_number || tries == kMaxNumberTries) return unique;
    step.after.values = before;  // the number was taken by an import: try the next
    std::swap(step.changed, changed);
  }
}

// Required values of a stored record can only be missing where they were erased: that does not end the record's life. What the act
// needs or sets must be there all the same.
base::Status Unit::check_complete(const Step& step) const {
  const auto& schema = step.table->schema();
  base::Status complete = registers::check_complete(schema, step.after.values, step.act->needs);
  if (complete.ok() || step.creates) return complete;
  const auto& needs = step.act->needs;
  const auto& appends = step.act->appends;
  auto named = [](const std::vector<std::string>& names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  auto erased = [&](const Error& error) {
    const std::string_view path = error.field;
    const std::string_view name = path.substr(0, path.find('/'));
    const int index = schema.index_of(name);
    if (error.code != ErrorCode::kRequired || index < 0) return false;
    const Field& field = schema.fields[static_cast<size_t>(index)];
    const bool changed = step.changed[static_cast<size_t>(index)];
    if (path.size() == name.size()) return field.personal && !changed && !named(needs, name);
    // A column of a row group: old rows, when the act adds one; all rows, when it leaves the group alone.
    const std::string_view column = path.substr(path.rfind('/') + 1);
    const bool personal = field.personal || std::any_of(field.rows.begin(), field.rows.end(), [&](const Field& f) { return f.personal && f.name == column; });
    const auto* rows = by_index(step.after, index).get<registers::Rows>();
    const bool last_row = rows && path.starts_with(std::string(name) + "/" + std::to_string(rows->size() - 1) + "/");
    return personal && (!changed || (named(appends, name) && !last_row));
  };
  Error missing = std::move(complete).error();
  std::erase_if(missing.details, erased);
  if (missing.details.empty()) return {};
  missing.args.clear();
  return std::move(missing).with("count", std::to_string(missing.details.size()));
}

base::Status Unit::check_unique(const Step& step, int* failed_field) {
  const auto& schema = step.table->schema();
  // A record that comes back from an end claims its values again.
  auto ends = [&](const std::string& name) {
    const lifecycle::State* state = step.table->lifecycle().find_state(name);
    return state && state->ends;
  };
  const bool revived = ends(step.from) && !step.act->to.empty() && !ends(step.act->to);
  for (int i = 0; i < static_cast<int>(schema.fields.size()); ++i) {
    const Field& field = schema.fields[static_cast<size_t>(i)];
    if (!field.unique || !(revived || step.changed[static_cast<size_t>(i)]) || by_index(step.after, i).empty()) continue;
    LINGQU_TRY(in_use, taken(*step.table, i, by_index(step.after, i), step.after.id));
    if (!in_use) continue;
    *failed_field = i;
    return Error(ErrorCode::kNotUnique)
        .at(field.name)
        .with("field", field.title)
        .with("value", plain_text(field, by_index(step.after, i)))
        .with("where", base::Text{"（" + schema.title.zh + "）", " (" + schema.title.in(base::Language::kEn) + ")"})
        .by(schema.name + "." + field.name + ".unique");
  }
  return {};
}

base::Status Unit::check_references(const Step& step) {
  const auto& schema = step.table->schema();
  for (size_t i = 0; i < schema.fields.size(); ++i) {
    if (!step.changed[i]) continue;
    const Field& field = schema.fields[i];
    LINGQU_CHECK(check_reference(step, field, step.after.values[i], field.name));
    const auto* rows = step.after.values[i].get<registers::Rows>();
    if (!rows) continue;
    for (size_t r = 0; r < rows->size(); ++r)
      for (size_t c = 0; c < field.rows.size(); ++c)
        LINGQU_CHECK(check_reference(step, field.rows[c], (*rows)[r][c], field.name + "/" + std::to_string(r) + "/" + field.rows[c].name));
  }
  return {};
}

base::Status Unit::check_reference(const Step& step, const Field& field, const Value& value, const std::string& path) {
  auto refused = [&](const std::string& what, base::Text target) {
    return Error(ErrorCode::kBadReference).at(path).with("field", field.title).with("value", what).with("target", std::move(target));
  };
  if (const auto* file = value.get<registers::FileValue>()) {
    LINGQU_TRY(statement, connection_.prepare("SELECT size FROM file WHERE digest = $1"));
    statement->bind_text(1, file->digest);
    LINGQU_TRY(found, statement->step());
    const bool fits = found && statement->integer(0) == file->size;
    statement->reset();
    return fits ? base::Status() : refused(file->name, {"附件（请先上传）", "file (upload it first)"});
  }
  registers::Refs refs;
  if (const auto* one = value.get<registers::Ref>()) refs.push_back(*one);
  if (const auto* many = value.get<registers::Refs>()) refs = *many;
  for (const auto& ref : refs) {
    LINGQU_TRY(target, context_.table(field.target));
    LINGQU_TRY(record, load(*target, ref.id));
    const bool visible = record && (step.actor.system || sees_record(target->schema(), *record, &step.actor));
    if (!visible) return refused("#" + std::to_string(ref.id), target->schema().title);
  }
  return {};
}

ActReply Unit::reply() const {
  const Step& first = steps_.front();
  ActReply reply{first.after.id, first.after.version, first.leaf, false, nullptr, false, {}};
  auto latest = std::make_shared<Record>(first.after);
  for (const Step& step : steps_)
    if (step.after.id == latest->id && step.after.register_name == latest->register_name) *latest = step.after;
  reply.version = latest->version;
  reply.after = std::move(latest);
  reply.decisions = first.decisions;
  if (!first.decisions.empty() && !sees_traces(context_, *first.table, first.after, &first.actor))
    for (auto& decision : reply.decisions) decision.trace.clear();
  return reply;
}

std::vector<Change> Unit::changes() const {
  std::vector<Change> changes;
  for (const Step& step : steps_)
    changes.push_back({step.after.register_name, step.after.id, step.after.version, step.act->name, step.after.state, step.leaf,
                       std::make_shared<const Audience>(audience_of(step.table->schema(), step.after)), step.from, step.audience_before});
  return changes;
}

}  // namespace lingqu::engine
