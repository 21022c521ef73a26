#include "engine/queries/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/queries/feel_filter.hpp"
#include "engine/rights.hpp"
#include "engine/rows/value_columns.hpp"

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;
using registers::Field;
using registers::FieldType;
using Operator = Filter::Operator;

namespace {

using Parameter = std::variant<int64_t, std::string>;

Error bad_filter(const Filter& filter, base::Text reason) {
  return Error(ErrorCode::kBadFilter).at(filter.field).with("filter", filter.field).with("reason", std::move(reason));
}

// The column form of a value, as bind_value stores it.
Parameter column_form(const Field& field, const registers::Value& value) {
  if (const auto* text = value.get<std::string>()) return *text;
  if (const auto* date = value.get<base::Date>()) return base::to_string(*date);
  if (const auto* number = value.get<int64_t>()) return *number;
  if (const auto* flag = value.get<bool>()) return int64_t{*flag ? 1 : 0};
  if (const auto* money = value.get<base::Money>()) return money->fen;
  if (const auto* share = value.get<base::Share>()) return share->units;
  if (const auto* time = value.get<base::Timestamp>()) return time->micros;
  if (const auto* ref = value.get<registers::Ref>()) return ref->id;
  if (const auto* decimal = value.get<base::Decimal>()) return decimal->scaled(field.scale).value_or(0);
  return plain_text(field, value);
}

// System columns as fields, so that filters on them parse like any other.
const Field* system_field(std::string_view name) {
  static const std::vector<Field> kFields = [] {
    std::vector<Field> fields;
    for (auto [field_name, type] : {std::pair<const char*, FieldType>{"id", FieldType::kInteger}, {"version", FieldType::kInteger},
                                    {"state", FieldType::kText}, {"owner", FieldType::kInteger}, {"created_at", FieldType::kTime},
                                    {"updated_at", FieldType::kTime}}) {
      Field field;
      field.name = field_name;
      field.title = base::same(field_name);
      field.type = type;
      field.max_length = 200;
      fields.push_back(field);
    }
    return fields;
  }();
  for (const Field& field : kFields)
    if (field.name == name) return &field;
  return nullptr;
}

base::Result<Parameter> parse_parameter(const Context& context, const Field& field, const Filter& filter, const std::string& text) {
  auto value = registers::parse_value(field, wire::Json(text), context.pack->parse_context(), field.name);
  if (!value.ok() && (field.type == FieldType::kInteger || field.type == FieldType::kRef)) {
    int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return Parameter(number);
  }
  if (value.ok() && value->empty()) return bad_filter(filter, {"缺少值", "a value is missing"});
  if (!value.ok()) {
    const Error& error = value.error();
    return bad_filter(filter, {error.message(base::Language::kZh), error.message(base::Language::kEn)});
  }
  return column_form(field, *value);
}

std::string_view comparison(Operator op) {
  switch (op) {
    case Operator::kNot: return "<>";
    case Operator::kLess: return "<";
    case Operator::kLessOrEqual: return "<=";
    case Operator::kGreater: return ">";
    case Operator::kGreaterOrEqual: return ">=";
    default: return "=";
  }
}

bool is_text(FieldType type) {
  return type == FieldType::kText || type == FieldType::kLongText || type == FieldType::kLocalized || type == FieldType::kCode ||
         type == FieldType::kRegion || type == FieldType::kCreditCode;
}

class Builder {
 public:
  Builder(Context& context, const RegisterTable& table) : context_(context), table_(table) {}
  Conditions conditions;

  base::Status add(const Filter& filter) {
    if (filter.field.find('/') != std::string::npos) return add_column(filter);
    const Field* field = system_field(filter.field);
    if (!field) field = table_.schema().find(filter.field);
    if (!field) return bad_filter(filter, {"没有这个字段", "there is no such field"});
    if (field->type == FieldType::kRefs) return add_refs(*field, filter);
    const std::string column = table_.map.column_of(filter.field);
    if (column.empty()) return bad_filter(filter, {"该字段不能用于筛选", "this field cannot be filtered"});
    if (filter.op == Operator::kEmpty || filter.op == Operator::kFilled) {
      conditions.add(column + (filter.op == Operator::kEmpty ? " IS NULL" : " IS NOT NULL"));
      return {};
    }
    if (filter.values.empty()) return bad_filter(filter, {"缺少值", "a value is missing"});
    if (filter.op == Operator::kContains) {
      if (!is_text(field->type)) return bad_filter(filter, {"只有文本字段可用“包含”", "only texts can be searched with “contains”"});
      conditions.add(contains(column, filter.values[0]));
      return {};
    }
    if (filter.op == Operator::kIn) {
      std::string list;
      for (const auto& text : filter.values) {
        LINGQU_TRY(value, parse_parameter(context_, *field, filter, text));
        list += (list.empty() ? "" : ", ") + conditions.parameter(std::move(value));
      }
      conditions.add(column + " IN (" + list + ")");
      return {};
    }
    LINGQU_TRY(value, parse_parameter(context_, *field, filter, filter.values[0]));
    const std::string compared = fmt::format("{} {} {}", column, comparison(filter.op), conditions.parameter(std::move(value)));
    conditions.add(filter.op == Operator::kNot ? fmt::format("({} OR {} IS NULL)", compared, column) : compared);
    return {};
  }

  std::string contains(const std::string& column, const std::string& text) {
    return fmt::format("instr(lower({}), {}) > 0", column, conditions.parameter(base::ascii_lower(text)));
  }

  // Every word must occur in one of the searched fields.
  void add_words(const std::string& text) {
    for (std::string_view word : base::split(text, ' ')) {
      word = base::trim(word);
      if (word.empty()) continue;
      std::string any;
      const std::string value = conditions.parameter(base::ascii_lower(word));
      for (const Field& field : table_.schema().fields) {
        if (!field.search_weight || in_child_table(field.type) || field.visible) continue;
        any += fmt::format("{}instr(lower({}), {}) > 0", any.empty() ? "" : " OR ", table_.map.column_of(field.name), value);
      }
      conditions.add(any.empty() ? "1 = 0" : "(" + any + ")");
    }
  }

 private:
  // "rows/column": some row inside the record holds the value.
  base::Status add_column(const Filter& filter) {
    const size_t slash = filter.field.find('/');
    const Field* group = table_.schema().find(filter.field.substr(0, slash));
    const Field* column = nullptr;
    if (group)
      for (const Field& one : group->rows)
        if (one.name == filter.field.substr(slash + 1)) column = &one;
    if (!column) return bad_filter(filter, {"没有这个字段", "there is no such field"});
    const std::string name = store::quoted(column->name);
    std::string holds;
    if (filter.op == Operator::kEmpty || filter.op == Operator::kFilled) {
      holds = name + (filter.op == Operator::kEmpty ? " IS NULL" : " IS NOT NULL");
    } else if (filter.op == Operator::kEquals && !filter.values.empty()) {
      LINGQU_TRY(value, parse_parameter(context_, *column, filter, filter.values[0]));
      holds = name + " = " + conditions.parameter(std::move(value));
    } else {
      return bad_filter(filter, {"该字段不能这样筛选", "this field cannot be filtered like this"});
    }
    conditions.add(fmt::format("id IN (SELECT record FROM {} WHERE {})", table_.map.child_table(*group), holds));
    return {};
  }

  base::Status add_refs(const Field& field, const Filter& filter) {
    const std::string children = fmt::format("SELECT record FROM {}", table_.map.child_table(field));
    if (filter.op == Operator::kEmpty || filter.op == Operator::kFilled) {
      conditions.add(fmt::format("id {}IN ({})", filter.op == Operator::kEmpty ? "NOT " : "", children));
      return {};
    }
    std::string list;
    for (const auto& text : filter.values) {
      Field one = field;
      one.type = FieldType::kInteger;
      LINGQU_TRY(value, parse_parameter(context_, one, filter, text));
      list += (list.empty() ? "" : ", ") + conditions.parameter(std::move(value));
    }
    if (list.empty()) return bad_filter(filter, {"缺少值", "a value is missing"});
    conditions.add(fmt::format("id IN ({} WHERE ref IN ({}))", children, list));
    return {};
  }

  Context& context_;
  const RegisterTable& table_;
};

}  // namespace

void Conditions::add(const std::string& condition) { where += (where.empty() ? " WHERE " : " AND ") + condition; }

std::string Conditions::parameter(Parameter value) {
  parameters.push_back(std::move(value));
  return "$" + std::to_string(parameters.size());
}

base::Status Conditions::bind(store::Statement& statement) const {
  int index = 0;
  for (const auto& parameter : parameters) {
    ++index;
    if (const auto* number = std::get_if<int64_t>(&parameter)) {
      statement.bind(index, *number);
    } else {
      const auto& text = std::get<std::string>(parameter);
      if (text.find('\0') != std::string::npos || !base::is_utf8(text))
        return Error(ErrorCode::kBadFilter).with("filter", base::to_hex(text.substr(0, 16))).with("reason", base::Text{"不是有效文本", "not a valid text"});
      statement.bind_text(index, text);
    }
  }
  return {};
}

std::string Conditions::key() const {
  std::string key = where;
  for (const auto& parameter : parameters) {
    key += '\x1f';
    key += std::holds_alternative<int64_t>(parameter) ? "i" + std::to_string(std::get<int64_t>(parameter)) : "t" + std::get<std::string>(parameter);
  }
  return key;
}

base::Result<Conditions> conditions_of(Context& context, const RegisterTable& table, const ListQuery& query, const lifecycle::Actor* actor,
                                       bool without_state) {
  Builder builder(context, table);
  SqlCondition rights = visible_condition(table.map, table.lifecycle().states, actor, 1);
  if (!rights.sql.empty()) {
    builder.conditions.parameters = std::move(rights.parameters);
    builder.conditions.add(rights.sql);
  }
  for (const Filter& filter : query.filters) {
    const size_t slash = filter.field.find('/');
    const Field* field = table.schema().find(filter.field.substr(0, slash));
    const bool personal = slash != std::string::npos && field && std::any_of(field->rows.begin(), field->rows.end(), [&](const Field& column) {
      return column.personal && column.name == filter.field.substr(slash + 1);
    });
    // Filtering by a field one may not see would tell its content.
    if (field && (field->visible || personal) && !sees_everything(actor)) return bad_filter(filter, {"您无权按该字段筛选", "you may not filter by this field"});
    if (without_state && filter.field == "state") continue;
    LINGQU_CHECK(builder.add(filter));
  }
  builder.add_words(query.text);
  if (!query.feel.empty()) LINGQU_CHECK(add_feel_filter(context, table, query.feel, actor, builder.conditions));
  return std::move(builder.conditions);
}

base::Result<std::string> order_of(const RegisterTable& table, const ListQuery& query) {
  std::string order;
  bool by_id = false;
  for (std::string_view name : query.sort) {
    const bool descending = name.starts_with('-');
    if (descending) name.remove_prefix(1);
    const std::string column = table.map.column_of(name);
    const Field* field = table.schema().find(name);
    if (column.empty() || (field && field->visible))
      return Error(ErrorCode::kBadFilter).with("filter", "sort=" + std::string(name)).with("reason", base::Text{"不能按该字段排序", "cannot be sorted by"}).at("sort");
    order += fmt::format("{}{}{}", order.empty() ? "" : ", ", column, descending ? " DESC" : "");
    by_id = by_id || name == "id";
  }
  if (!by_id) order += order.empty() ? "id DESC" : ", id DESC";
  return " ORDER BY " + order;
}

}  // namespace lingqu::engine
