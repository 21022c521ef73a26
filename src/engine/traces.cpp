#include "engine/traces.hpp"

#include <algorithm>

#include "engine/rights.hpp"
#include "registers/formula.hpp"

namespace lingqu::engine {

using registers::Formula;

namespace {

class TraceRights {
 public:
  TraceRights(Context& context, const RegisterTable& table, const registers::Record& record, const lifecycle::Actor* actor)
      : context_(context), table_(table), record_(record), actor_(actor) {}

  bool sees(const lifecycle::Act& act) const {
    return std::all_of(act.conditions.begin(), act.conditions.end(), [this](const lifecycle::Condition& condition) {
             const auto* decision = std::get_if<lifecycle::DecisionHolds>(&condition.check);
             return !decision || sees(decision->call);
           }) &&
           std::all_of(act.derives.begin(), act.derives.end(), [this](const lifecycle::Derivation& derivation) {
             const auto* decision = std::get_if<lifecycle::SetDecision>(&derivation);
             return !decision || (sees(decision->call) && std::all_of(decision->sets.begin(), decision->sets.end(),
                                                                      [this](const auto& set) { return sees_own(set.first); }));
           });
  }

 private:
  bool sees(const lifecycle::DecisionCall& call) const {
    const std::vector<const Formula*> all = call.formulas();
    return std::all_of(all.begin(), all.end(), [this](const Formula* formula) { return sees(*formula); });
  }

  bool sees(const Formula& formula) const {
    return std::all_of(formula.inputs.begin(), formula.inputs.end(), [this](const Formula::Input& input) { return sees(input); });
  }

  bool sees(const Formula::Input& input) const {
    std::string target = input.related.register_name;
    if (input.kind == Formula::Input::Kind::kField) {
      if (!sees_own(input.name)) return false;
      const registers::Field& field = table_.schema().fields[static_cast<size_t>(input.field)];
      if (field.computed()) return sees(*field.is);
      target = input.whole ? field.target : std::string();
    }
    const RegisterTable* other = target.empty() ? nullptr : context_.find(target);
    if (!other) return true;
    // Of other records no field that is narrower than the record itself.
    return std::none_of(other->schema().fields.begin(), other->schema().fields.end(), [&](const registers::Field& field) {
      const bool looked_at = input.all_members || std::find(input.members.begin(), input.members.end(), field.name) != input.members.end();
      return looked_at && field.visible;
    });
  }

  bool sees_own(const std::string& name) const {
    const registers::Field* field = table_.schema().find(name);
    return !field || sees_field(table_.schema(), *field, record_, actor_);
  }

  Context& context_;
  const RegisterTable& table_;
  const registers::Record& record_;
  const lifecycle::Actor* actor_;
};

}  // namespace

bool sees_traces(Context& context, const RegisterTable& table, const registers::Record& record, const lifecycle::Actor* actor) {
  if (sees_everything(actor)) return true;
  if (!actor || !is_party(table.schema(), record, *actor)) return false;
  const TraceRights rights(context, table, record, actor);
  const auto& acts = table.lifecycle().acts;
  return std::all_of(acts.begin(), acts.end(), [&rights](const lifecycle::Act& act) { return rights.sees(act); });
}

}  // namespace lingqu::engine
