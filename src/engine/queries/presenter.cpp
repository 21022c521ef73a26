#include "engine/queries/presenter.hpp"

#include <algorithm>

#include "engine/rights.hpp"
#include "engine/rows/value_columns.hpp"
#include "lifecycle/formulas.hpp"
#include "registers/feel_values.hpp"

namespace lingqu::engine {

using lifecycle::Neighbour;
using registers::Formula;
using registers::Record;

Presenter::Presenter(Context& context, store::Connection& connection, const RegisterTable& table, const lifecycle::Actor* actor,
                     bool listed_only)
    : table_(table), actor_(actor), around_(context, connection, actor) {
  const auto& fields = table.schema().fields;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (!fields[i].computed() || (listed_only && !fields[i].listed)) continue;
    Computed computed;
    computed.field = static_cast<int>(i);
    collect(*fields[i].is, computed);
    for (int own : computed.own) needs_children_ = needs_children_ || in_child_table(fields[static_cast<size_t>(own)].type);
    computed_.push_back(std::move(computed));
  }
}

void Presenter::collect(const Formula& formula, Computed& computed) {
  const auto& fields = table_.schema().fields;
  for (const Formula::Input& input : formula.inputs) {
    std::string target = input.related.register_name;  // of a related list, or of the owner
    if (input.kind == Formula::Input::Kind::kField) {
      const registers::Field& field = fields[static_cast<size_t>(input.field)];
      if (field.computed()) {
        collect(*field.is, computed);
        continue;
      }
      computed.own.insert(input.field);
      target = input.whole ? field.target : std::string();
    }
    if (target.empty()) continue;
    std::set<std::string>& watched = computed.watched[target];
    watched.insert(input.members.begin(), input.members.end());
    if (input.all_members) watched.insert("*");
  }
}

base::Status Presenter::operator()(Record& record, std::vector<bool>* hidden) {
  if (computed_.empty()) {
    std::vector<bool> withheld = hide_fields(table_.schema(), record, actor_);
    if (hidden) *hidden = std::move(withheld);
    return {};
  }
  const Record whole = record;
  std::vector<bool> withheld = hide_fields(table_.schema(), record, actor_);
  for (const Computed& computed : computed_) {
    const auto index = static_cast<size_t>(computed.field);
    if (withheld[index]) continue;
    withheld[index] = std::any_of(computed.own.begin(), computed.own.end(), [&](int own) { return withheld[static_cast<size_t>(own)]; });
    if (withheld[index]) continue;
    around_.watched = &computed.watched;
    around_.withheld = false;
    const registers::Field& field = table_.schema().fields[index];
    lifecycle::Formulas formulas(table_.schema(), whole, around_);
    LINGQU_TRY(result, formulas.evaluate(*field.is));
    withheld[index] = around_.withheld;
    if (withheld[index]) continue;
    // A value that does not fit the field is none: reading does not fail for it.
    auto value = registers::from_feel(field, result.value, around_.parse_context(), field.name);
    if (value.ok()) record.values[index] = std::move(*value);
  }
  if (hidden) *hidden = std::move(withheld);
  return {};
}

base::Status Presenter::Around::watch(const std::string& register_name, int64_t id) {
  if (withheld || sees_everything(actor_)) return {};
  LINGQU_TRY(table, context_.table(register_name));
  LINGQU_TRY(record, load(*table, id));
  if (!record) return {};
  const auto names = watched->find(register_name);
  withheld = !sees_record(table->schema(), *record, actor_);
  for (const registers::Field& field : table->schema().fields) {
    const bool looked_at = names != watched->end() && (names->second.contains("*") || names->second.contains(field.name));
    withheld = withheld || (looked_at && !sees_field(table->schema(), field, *record, actor_));
  }
  return {};
}

base::Result<std::vector<Neighbour>> Presenter::Around::related(const std::string& register_name, const std::string& by, int64_t id) {
  LINGQU_TRY(neighbours, StoreSurroundings::related(register_name, by, id));
  for (const Neighbour& neighbour : neighbours) LINGQU_CHECK(watch(register_name, neighbour.id));
  return neighbours;
}

base::Result<std::optional<Neighbour>> Presenter::Around::referenced(const std::string& register_name, int64_t id) {
  LINGQU_CHECK(watch(register_name, id));
  return StoreSurroundings::referenced(register_name, id);
}

}  // namespace lingqu::engine
