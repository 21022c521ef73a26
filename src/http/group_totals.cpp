#include "http/group_totals.hpp"

#include <algorithm>

namespace lingqu::http {

namespace {

using registers::Field;
using registers::FieldType;
using registers::Value;

base::Error no_group(const std::string& name) {
  return base::Error(base::ErrorCode::kBadFilter)
      .with("filter", name)
      .with("reason", base::Text{"不能按它分组或合计", "it can be neither grouped nor summed by"});
}

// A record counts in every combination of its values; more keys would multiply without end.
constexpr size_t kMostKeys = 3;
constexpr size_t kMostSums = 10;

base::Error too_many(const char* name, size_t most) {
  const std::string limit = std::to_string(most);
  return base::Error(base::ErrorCode::kBadFilter).with("filter", name).with("reason", base::Text{"最多 " + limit + " 项", "at most " + limit});
}

bool holds_one_value(FieldType type) {
  return type != FieldType::kRows && type != FieldType::kRefs && type != FieldType::kFile && type != FieldType::kLocalized &&
         type != FieldType::kLongText;
}

std::string json_text(const Field& field, const Value& value) {
  if (value.empty()) return "null";
  std::string text;
  wire::append_text(text, registers::to_json(field, value));
  return text;
}

base::Decimal number_of(const Value& value) {
  if (const auto* decimal = value.get<base::Decimal>()) return *decimal;
  if (const auto* integer = value.get<int64_t>()) return base::Decimal(*integer);
  return base::Decimal(0);
}

}  // namespace

base::Result<GroupTotals::Key> GroupTotals::make_key(const registers::Register& schema, const std::string& name) {
  Key key;
  key.name = name;
  if (name == "state" || name == "owner") return key;
  const size_t slash = name.find('/');
  const size_t dot = name.find('.');
  key.field = schema.index_of(name.substr(0, std::min(slash, dot)));
  if (key.field < 0) return no_group(name);
  const Field& field = schema.fields[static_cast<size_t>(key.field)];
  if (slash != std::string::npos) {
    if (field.type != FieldType::kRows) return no_group(name);
    const auto& columns = field.rows;
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const Field& f) { return f.name == name.substr(slash + 1); });
    if (found == columns.end() || !holds_one_value(found->type)) return no_group(name);
    key.column = static_cast<int>(found - columns.begin());
    return key;
  }
  if (!holds_one_value(field.type)) return no_group(name);
  if (dot == std::string::npos) return key;
  const std::string part = name.substr(dot + 1);
  if (field.type != FieldType::kDate || (part != "year" && part != "month")) return no_group(name);
  key.part = part == "year" ? Part::kYear : Part::kMonth;
  return key;
}

base::Result<GroupTotals> GroupTotals::make(const registers::Register& schema, const std::vector<std::string>& by,
                                            const std::vector<std::string>& sums) {
  GroupTotals totals;
  totals.schema_ = &schema;
  if (by.size() > kMostKeys) return too_many("by", kMostKeys);
  if (sums.size() > kMostSums) return too_many("sum", kMostSums);
  for (const std::string& name : by) {
    LINGQU_TRY(key, make_key(schema, name));
    const bool rows = std::any_of(totals.by_.begin(), totals.by_.end(), [](const Key& earlier) { return earlier.column >= 0; });
    if (rows && key.column >= 0) return no_group(name);  // columns of several rows would multiply
    totals.by_.push_back(std::move(key));
  }
  for (const std::string& name : sums) {
    const int index = schema.index_of(name);
    if (index < 0) return no_group(name);
    const FieldType type = schema.fields[static_cast<size_t>(index)].type;
    if (type != FieldType::kMoney && type != FieldType::kInteger && type != FieldType::kDecimal) return no_group(name);
    totals.sums_.push_back({name, index, type == FieldType::kMoney});
  }
  return totals;
}

std::vector<std::string> GroupTotals::values_of(const Key& key, const registers::Record& record) const {
  if (key.field < 0) {
    std::string text;
    if (key.name == "state")
      wire::append_quoted(text, record.state);
    else
      text = std::to_string(record.owner);
    return {text};
  }
  const auto index = static_cast<size_t>(key.field);
  const Field& field = schema_->fields[index];
  const Value& value = record.values[index];
  if (key.column >= 0) {
    const auto column = static_cast<size_t>(key.column);
    std::vector<std::string> values;
    if (const auto* rows = value.get<registers::Rows>())
      for (const registers::Row& row : *rows)
        if (column < row.size() && !row[column].empty()) values.push_back(json_text(field.rows[column], row[column]));
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    if (values.empty()) values.emplace_back("null");
    return values;
  }
  const std::string text = json_text(field, value);
  if (key.part == Part::kWhole || value.empty()) return {text};
  return {text.substr(0, key.part == Part::kYear ? 5 : 8) + "\""};  // "2026 or "2026-03 of "2026-03-01"
}

void GroupTotals::add(const registers::Record& record) {
  ++total_;
  std::vector<std::vector<std::string>> combinations{{}};
  for (const Key& key : by_) {
    std::vector<std::vector<std::string>> longer;
    for (const std::string& value : values_of(key, record)) {
      for (std::vector<std::string> prefix : combinations) {
        prefix.push_back(value);
        longer.push_back(std::move(prefix));
      }
    }
    combinations = std::move(longer);
  }
  for (const std::vector<std::string>& keys : combinations) count_in(keys, record);
}

void GroupTotals::count_in(const std::vector<std::string>& keys, const registers::Record& record) {
  Group& group = groups_[keys];
  if (group.count == 0) {
    group.keys = keys;
    group.sums.resize(sums_.size());
  }
  ++group.count;
  for (size_t i = 0; i < sums_.size(); ++i) {
    const Value& value = record.values[static_cast<size_t>(sums_[i].field)];
    if (value.empty()) continue;
    Amount& amount = group.sums[i];
    ++amount.filled;
    if (const auto* money = value.get<base::Money>())
      amount.whole = amount.whole && base::add(amount.money, *money);
    else
      amount.number = amount.number + number_of(value);
  }
}

void GroupTotals::write(JsonWriter& writer) const {
  std::vector<const Group*> sorted;
  for (const auto& [keys, group] : groups_) sorted.push_back(&group);
  std::stable_sort(sorted.begin(), sorted.end(), [](const Group* a, const Group* b) { return a->count > b->count; });
  writer.object([&] {
    writer.key("groups").array([&] {
      for (const Group* group : sorted)
        writer.object([&] {
          writer.key("by").object([&] {
            for (size_t i = 0; i < by_.size(); ++i) writer.key(by_[i].name).raw(group->keys[i]);
          });
          writer.member("count", group->count).key("sums").object([&] {
            for (size_t i = 0; i < sums_.size(); ++i)
              writer.key(sums_[i].name).object([&] {
                const Amount& amount = group->sums[i];
                writer.key("sum");
                if (!amount.whole)
                  writer.null();
                else
                  writer.value(sums_[i].money ? base::to_string(amount.money) : amount.number.to_string());
                writer.member("filled", amount.filled);
              });
          });
        });
    });
    writer.member("total", total_);
  });
}

}  // namespace lingqu::http
