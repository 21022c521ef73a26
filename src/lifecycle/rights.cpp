#include <algorithm>

#include "lifecycle/lifecycle.hpp"

namespace lingqu::lifecycle {

namespace {

using base::Error;
using base::ErrorCode;

constexpr std::string_view kAnyone = "anyone";

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool has_role(const Actor& actor, std::string_view role) {
  return role == kAnyone || contains(actor.region_roles, role) ||
         std::any_of(actor.memberships.begin(), actor.memberships.end(),
                     [role](const Membership& m) { return m.role == role; });
}

// The organisations whose members the permit means; empty = any (`known` false).
struct Organisations {
  bool known = true;
  std::vector<int64_t> ids;
  bool holds(int64_t id) const {
    return !known || std::find(ids.begin(), ids.end(), id) != ids.end();
  }
};

Organisations organisations_of(const registers::Register& schema, const Act& act,
                               const Permit& permit, const registers::Record& record) {
  if (permit.field.empty()) {
    // The owner 0 is the region itself, except before creation, when it is not known yet.
    if (record.owner == 0 && act.creates()) return {false, {}};
    return {true, {record.owner}};
  }
  Organisations out;
  const registers::Value& value = record.at(schema, permit.field);
  if (const registers::Ref* ref = value.get<registers::Ref>()) out.ids.push_back(ref->id);
  if (const registers::Refs* refs = value.get<registers::Refs>())
    for (const registers::Ref ref : *refs) out.ids.push_back(ref.id);
  return out;
}

std::optional<Standing> standing_by(const registers::Register& schema, const Act& act,
                                    const Permit& permit, const registers::Record& record,
                                    const Actor& actor) {
  const bool anyone = permit.role == kAnyone;
  const auto plays = [&](const Membership& m) { return anyone || m.role == permit.role; };
  if (contains(actor.region_roles, permit.role)) {
    const auto m = std::find_if(actor.memberships.begin(), actor.memberships.end(), plays);
    return Standing{m == actor.memberships.end() ? 0 : m->organisation, permit.role};
  }
  if (anyone && permit.field.empty())
    return Standing{actor.memberships.empty() ? 0 : actor.memberships.front().organisation,
                    permit.role};
  const Organisations wanted = organisations_of(schema, act, permit, record);
  for (const Membership& m : actor.memberships)
    if (plays(m) && wanted.holds(m.organisation)) return Standing{m.organisation, m.role};
  return std::nullopt;
}

std::string rule_of(const registers::Register& schema, const Act& act) {
  return schema.name + "." + act.name + ".by";
}

base::Text role_names(const Act& act, Surroundings& around) {
  std::vector<std::string> seen;
  base::Text out;
  for (const Permit& permit : act.by) {
    if (contains(seen, permit.role)) continue;
    seen.push_back(permit.role);
    const base::Text title = around.role_title(permit.role);
    out.zh += (out.zh.empty() ? "" : "、") + title.zh;
    out.en += (out.en.empty() ? "" : ", ") + title.in(base::Language::kEn);
  }
  if (act.by.empty()) return {"系统（自动办理）", "the system (by itself)"};
  return out;
}

}  // namespace

base::Result<Standing> check_rights(const registers::Register& schema, const Act& act,
                                    const registers::Record& record, const Actor& actor,
                                    Surroundings& around) {
  if (actor.system) return Standing{record.owner, "system"};
  if (actor.account == 0) return Error(ErrorCode::kUnauthenticated).by(rule_of(schema, act));
  bool holds_a_role = false;
  for (const Permit& permit : act.by) {
    if (std::optional<Standing> standing = standing_by(schema, act, permit, record, actor))
      return *standing;
    holds_a_role = holds_a_role || has_role(actor, permit.role);
  }
  if (!holds_a_role)
    return Error(ErrorCode::kForbidden)
        .with("act", act.title)
        .with("roles", role_names(act, around))
        .by(rule_of(schema, act));
  return Error(ErrorCode::kNotOwner)
      .with("act", act.title)
      .with("owner", around.organisation_title(record.owner))
      .by(rule_of(schema, act));
}

base::Status check_state(const registers::Register& schema, const Lifecycle& lifecycle,
                         const Act& act, const registers::Record& record, Surroundings& around) {
  if (act.creates() ? record.state.empty() : contains(act.from, record.state)) return {};
  base::Text allowed;
  for (const std::string& name : act.from) {
    const State* state = lifecycle.find_state(name);
    const base::Text title = state != nullptr ? state->title : base::same(name);
    allowed.zh += (allowed.zh.empty() ? "" : "、") + title.zh;
    allowed.en += (allowed.en.empty() ? "" : ", ") + title.in(base::Language::kEn);
  }
  if (act.creates()) allowed = {"仅在新建时", "only for a new record"};
  const base::Text now = record.state.empty() ? base::Text{"尚未建立", "not created yet"}
                                              : around.state_title(schema.name, record.state);
  return Error(ErrorCode::kWrongState)
      .with("state", now)
      .with("act", act.title)
      .with("allowed", allowed)
      .by(schema.name + "." + act.name + ".from");
}

base::Status check_settable(const registers::Register& schema, const Act& act,
                            const std::vector<registers::SetValue>& values) {
  std::vector<Error> errors;
  for (const registers::SetValue& item : values) {
    const registers::Field& field = schema.fields[static_cast<size_t>(item.field)];
    const std::string rule = schema.name + "." + act.name + ".sets";
    if (!act.may_set(field.name) || field.computed()) {
      errors.push_back(
          Error(ErrorCode::kReadOnlyField).at(field.name).with("field", field.title).by(rule));
      continue;
    }
    // Of a row group to which the act only appends, exactly the new row is given.
    if (!contains(act.appends, field.name)) continue;
    const registers::Rows* rows = item.value.get<registers::Rows>();
    const size_t count = rows == nullptr ? 0 : rows->size();
    if (count == 1) continue;
    errors.push_back(Error(ErrorCode::kWrongType)
                         .at(field.name)
                         .with("field", field.title)
                         .with("value", base::Text{std::to_string(count) + " 行",
                                                   std::to_string(count) + " rows"})
                         .with("expected", base::Text{"恰好一行（本次办理只追加一行）",
                                                      "exactly one row (the act adds one)"})
                         .with("example", base::Text{"只提交新增的一行", "send the new row only"})
                         .by(rule));
  }
  for (const std::string& name : act.appends) {
    const int index = schema.index_of(name);
    const bool given = std::any_of(values.begin(), values.end(),
                                   [index](const auto& item) { return item.field == index; });
    if (index >= 0 && !given)
      errors.push_back(Error(ErrorCode::kRequired)
                           .at(name)
                           .with("field", schema.fields[static_cast<size_t>(index)].title)
                           .by(schema.name + "." + act.name + ".appends"));
  }
  if (errors.empty()) return {};
  Error all = Error(ErrorCode::kInvalid).with("count", std::to_string(errors.size()));
  all.details = std::move(errors);
  return all;
}

}  // namespace lingqu::lifecycle
