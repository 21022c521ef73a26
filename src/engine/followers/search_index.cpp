#include "engine/followers/search_index.hpp"

#include <algorithm>

#include "engine/rights.hpp"
#include "search/index.hpp"

namespace lingqu::engine {

using registers::FieldType;
using registers::Visibility;

namespace {

std::string organisation_mark(int64_t organisation) { return "sees:organisation-" + std::to_string(organisation); }

// The marks of search_marks() that a record carries. Roles with the region as scope require none.
std::vector<std::string> marks_of(const registers::Register& schema, const registers::Record& record) {
  switch (schema.visibility(record.state)) {
    case Visibility::kPublic: return {"sees:public"};
    case Visibility::kRegistered: return {"sees:registered"};
    case Visibility::kRegulator: return {};
    case Visibility::kParties: break;
  }
  std::set<std::string> marks;
  if (record.owner != 0) marks.insert(organisation_mark(record.owner));
  for (size_t i = 0; i < schema.fields.size(); ++i) {
    const auto* party = schema.fields[i].party ? record.values[i].get<registers::Ref>() : nullptr;
    if (party) marks.insert(organisation_mark(party->id));
  }
  return {marks.begin(), marks.end()};
}

class SearchIndex final : public RecordSink {
 public:
  explicit SearchIndex(search::Index index) : index_(std::move(index)) {}

  uint64_t mark() const override { return index_.high_water_mark(); }
  base::Status commit(uint64_t mark) override { return index_.commit(mark); }

  base::Status put(const RegisterTable& table, const registers::Record& record) override {
    const registers::Register& schema = table.schema();
    search::Document document{schema.name + "/" + std::to_string(record.id)};
    for (size_t i = 0; i < schema.fields.size(); ++i) {
      if (!in_search_index(schema.fields[i])) continue;
      for (std::string& text : search_texts(record.values[i])) document.fields.push_back({std::move(text), schema.fields[i].search_weight});
    }
    if (document.fields.empty()) return index_.remove(document.id);
    document.filters = marks_of(schema, record);
    document.filters.push_back("register:" + schema.name);
    return index_.put(document);
  }

 private:
  search::Index index_;
};

}  // namespace

std::string search_folder(const Context& context) { return context.settings.data_folder + "/search"; }

base::Result<std::unique_ptr<RecordSink>> open_search_index(Context& context) {
  LINGQU_TRY(index, search::Index::open(search_folder(context)));
  return std::unique_ptr<RecordSink>(std::make_unique<SearchIndex>(std::move(index)));
}

bool in_search_index(const registers::Field& field) {
  const bool text = field.type == FieldType::kText || field.type == FieldType::kLongText || field.type == FieldType::kLocalized ||
                    field.type == FieldType::kCreditCode;
  return field.search_weight > 0 && text && !field.visible;
}

std::vector<std::string> search_texts(const registers::Value& value) {
  if (const auto* text = value.get<std::string>()) return {*text};
  std::vector<std::string> texts;
  if (const auto* localized = value.get<registers::Localized>())
    for (const auto& [language, text] : *localized) texts.push_back(text);
  return texts;
}

std::vector<std::string> search_marks(const lifecycle::Actor* actor) {
  if (sees_everything(actor)) return {};
  std::vector<std::string> marks{"sees:public"};
  if (!actor) return marks;
  marks.emplace_back("sees:registered");
  for (const auto& membership : actor->memberships)
    if (membership.organisation != 0) marks.push_back(organisation_mark(membership.organisation));
  return marks;
}

}  // namespace lingqu::engine
