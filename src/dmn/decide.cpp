#include "dmn/decide.hpp"

#include <fmt/format.h>

#include "dmn/batch.hpp"
#include "dmn/detail/compiled.hpp"
#include "wire/json.hpp"
#include "wire/table.hpp"

namespace lingqu::dmn {

using base::Error;
using base::ErrorCode;
using base::Result;
using feel::Context;
using feel::Kind;
using feel::Type;
using feel::Value;
using wire::Json;

namespace {

Error wrong_type(const std::string& path, const std::string& value, const Type& type) {
  return Error(ErrorCode::kWrongType)
      .at(path)
      .with("value", value)
      .with("expected", to_string(type))
      .with("example", to_string(type));
}

// A text as a value of a simple type; false if it is none.
bool from_text(const std::string& text, Kind kind, Value& value) {
  const auto take = [&value](const auto& parsed) {
    if (parsed) value = Value(*parsed);
    return parsed.has_value();
  };
  switch (kind) {
    case Kind::kNumber:
      return take(feel::Decimal::parse(text));
    case Kind::kDate:
      return take(feel::parse_date(text));
    case Kind::kTime:
      return take(feel::parse_time(text));
    case Kind::kDateTime:
      return take(feel::parse_date_time(text));
    case Kind::kDayDuration:
      return take(feel::parse_day_duration(text));
    case Kind::kMonthDuration:
      return take(feel::parse_month_duration(text));
    case Kind::kBoolean:
      value = Value(text == "true");
      return text == "true" || text == "false";
    default:
      value = Value(text);
      return true;
  }
}

Result<Value> to_value(const Json& json, const Type* type, const std::string& path) {
  const Kind wanted =
      type != nullptr && type->form == Type::Form::kSimple ? type->kind : Kind::kNull;
  if (const bool* boolean = json.if_bool()) return Value(*boolean);
  if (const auto* number = json.if_number()) {
    const auto parsed = feel::Decimal::parse(number->digits);
    if (!parsed) return wrong_type(path, number->digits, *feel::simple_type(Kind::kNumber));
    return Value(*parsed);
  }
  if (const std::string* text = json.if_string()) {
    Value value(*text);
    const bool temporal = wanted >= Kind::kDate && wanted <= Kind::kMonthDuration;
    if (temporal && !from_text(*text, wanted, value)) return wrong_type(path, *text, *type);
    return value;
  }
  if (const auto* items = json.if_array()) {
    const Type* item = type != nullptr && type->form == Type::Form::kList ? type->element : nullptr;
    std::vector<Value> values;
    for (const Json& one : *items) {
      LINGQU_TRY(value, to_value(one, item, path + "/" + std::to_string(values.size())));
      values.push_back(std::move(value));
    }
    return Value(std::move(values));
  }
  if (const auto* members = json.if_object()) {
    Context context;
    for (const auto& [key, member] : *members) {
      const Type* field =
          type != nullptr && type->form == Type::Form::kContext ? type->field(key) : nullptr;
      LINGQU_TRY(value, to_value(member, field, path.empty() ? key : path + "/" + key));
      context.set(key, std::move(value));
    }
    return Value(std::move(context));
  }
  return Value();
}

Json to_json(const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      return nullptr;
    case Kind::kBoolean:
      return value.boolean();
    case Kind::kNumber:
      return Json::Number{value.number().to_string()};
    case Kind::kList: {
      Json::Array items;
      for (const Value& item : value.list()) items.push_back(to_json(item));
      return items;
    }
    case Kind::kContext: {
      Json::Object members;
      for (const auto& entry : value.context().entries())
        members.emplace_back(entry.key.text(), to_json(entry.value));
      return members;
    }
    default:
      return to_text(value);
  }
}

Json texts(const std::vector<std::string>& lines) {
  Json::Array items(lines.begin(), lines.end());
  return items;
}

Json pairs(const std::vector<std::pair<std::string_view, Value>>& values) {
  Json::Object members;
  for (const auto& [name, value] : values) members.emplace_back(name, to_json(value));
  return members;
}

Json table_to_json(const TableHit& table) {
  Json::Array rules;
  for (const TableHit::Rule& rule : table.rules) {
    Json one = Json::object({{"number", static_cast<int64_t>(rule.number)}, {"id", rule.id}});
    Json::Object annotations;
    for (const auto& [name, text] : rule.annotations) annotations.emplace_back(name, text);
    if (!annotations.empty()) one.set("annotations", std::move(annotations));
    rules.push_back(std::move(one));
  }
  return Json::object({{"table", table.table},
                       {"policy", table.policy},
                       {"inputs", pairs(table.inputs)},
                       {"rules", std::move(rules)},
                       {"result", to_json(table.result)}});
}

}  // namespace

Result<Context> read_inputs(const Model& model, std::string_view json) {
  LINGQU_TRY(parsed, wire::parse_json(json));
  Context inputs;
  const auto* members = parsed.if_object();
  if (members == nullptr)
    return Error(ErrorCode::kWrongType)
        .with("value", "JSON")
        .with("expected", "object")
        .with("example", "{}");
  for (const auto& [key, member] : *members) {
    const auto* known = model.compiled().settable(key);
    const Type* type = known != nullptr ? model.compiled().elements[known->front()].type : nullptr;
    LINGQU_TRY(value, to_value(member, type, key));
    inputs.set(key, std::move(value));
  }
  return inputs;
}

std::string value_to_json(const Value& value) {
  return wire::to_text(to_json(value));
}

std::string outcome_to_json(const Outcome& outcome, bool pretty) {
  Json::Object results, reasons;
  for (const auto& result : outcome.results) {
    results.emplace_back(result.name, to_json(result.value));
    if (!result.reasons.empty()) reasons.emplace_back(result.name, texts(result.reasons));
  }
  Json json = Json::object({{"results", std::move(results)}});
  if (!reasons.empty()) json.set("reasons", std::move(reasons));
  if (!outcome.trace.empty()) {
    Json::Array steps;
    for (const Step& step : outcome.trace) {
      Json one = Json::object({{"element", step.element}, {"value", to_json(step.value)}});
      if (!step.required.empty()) one.set("required", pairs(step.required));
      Json::Array tables;
      for (const TableHit& table : step.tables) tables.push_back(table_to_json(table));
      if (!tables.empty()) one.set("tables", std::move(tables));
      if (!step.reasons.empty()) one.set("reasons", texts(step.reasons));
      steps.push_back(std::move(one));
    }
    json.set("trace", std::move(steps));
  }
  if (!outcome.input_reasons.empty()) json.set("inputs", texts(outcome.input_reasons));
  if (!outcome.unknown.empty()) json.set("unknown", texts(outcome.unknown));
  if (outcome.stop != feel::Stop::kNone) json.set("stopped", feel::stop_text(outcome.stop));
  return pretty ? wire::to_pretty_text(json) : wire::to_text(json);
}

std::string outcome_to_text(const Outcome& outcome) {
  std::string out;
  for (const auto& result : outcome.results) {
    out += fmt::format("{} = {}\n", result.name, to_literal(result.value));
    if (outcome.trace.empty() && result.value.is_null())
      for (const std::string& reason : result.reasons) out += "    " + reason + "\n";
  }
  for (const Step& step : outcome.trace) {
    out += fmt::format("\n{} = {}\n", step.element, to_literal(step.value));
    for (const auto& [name, value] : step.required)
      out += fmt::format("    {} = {}\n", name, to_literal(value));
    for (const TableHit& table : step.tables) {
      for (const TableHit::Rule& rule : table.rules) {
        out += fmt::format("    {} {}", table.policy, rule.number);
        for (const auto& [name, text] : rule.annotations)
          out += fmt::format("  {}{}{}", name, name.empty() ? "" : ": ", text);
        out += "\n";
      }
    }
    for (const std::string& reason : step.reasons) out += "    " + reason + "\n";
  }
  for (const std::string& reason : outcome.input_reasons) out += "! " + reason + "\n";
  for (const std::string& name : outcome.unknown) out += "? " + name + "\n";
  if (outcome.stop != feel::Stop::kNone)
    out += fmt::format("! {}\n", feel::stop_text(outcome.stop));
  return out;
}

Result<std::string> decide(const Model& model, const std::vector<std::string>& decisions,
                           std::string_view json, const Options& options, bool as_json) {
  LINGQU_TRY(inputs, read_inputs(model, json));
  const Outcome outcome = evaluate(model, decisions, inputs, options);
  return as_json ? outcome_to_json(outcome) : outcome_to_text(outcome);
}

namespace {

struct CsvColumn {
  size_t input;                   // of the columns given to the batch
  std::vector<std::string> path;  // fields below it
  const Type* type;
};

// What is written in a cell without a declared type: a number, a truth, a text; nothing is null.
Value guessed(const std::string& cell) {
  Value value;
  if (cell.empty() || from_text(cell, Kind::kNumber, value)) return value;
  if (from_text(cell, Kind::kBoolean, value)) return value;
  return Value(cell);
}

Value with_field(const Value& whole, const std::vector<std::string>& path, size_t depth,
                 const Value& value) {
  if (depth == path.size()) return value;
  Context context = whole.is(Kind::kContext) ? whole.context() : Context();
  const Value* inner = context.find(path[depth]);
  context.set(path[depth], with_field(inner != nullptr ? *inner : Value(), path, depth + 1, value));
  return Value(std::move(context));
}

}  // namespace

Result<std::string> decide_rows(const Model& model, const std::vector<std::string>& decisions,
                                std::string_view csv, const Options& options) {
  const Compiled& compiled = model.compiled();
  std::vector<CsvColumn> header;
  std::vector<std::string> titles;
  std::vector<Column> columns;
  size_t rows = 0;
  LINGQU_CHECK(wire::read_csv(
      csv, {}, [&](size_t line, const std::vector<std::string>& cells) -> base::Status {
        if (header.empty()) {
          for (const std::string& title : cells) {
            // The longest beginning of "Person.age" that is an input.
            size_t end = title.size();
            while (end != std::string::npos && compiled.settable(title.substr(0, end)) == nullptr)
              end = end == 0 ? std::string::npos : title.rfind('.', end - 1);
            if (end == std::string::npos || end == 0)
              return Error(ErrorCode::kUnknownColumn).with("column", title).with("hint", "");
            const std::string name = title.substr(0, end);
            CsvColumn column{0, {}, compiled.elements[compiled.settable(name)->front()].type};
            for (size_t from = end; from < title.size();) {
              const size_t next = std::min(title.find('.', from + 1), title.size());
              column.path.push_back(title.substr(from + 1, next - from - 1));
              column.type =
                  column.type != nullptr ? column.type->field(column.path.back()) : nullptr;
              from = next;
            }
            while (column.input < columns.size() && columns[column.input].name != name)
              ++column.input;
            if (column.input == columns.size()) columns.push_back({name, {}});
            header.push_back(std::move(column));
            titles.push_back(title);
          }
          return {};
        }
        for (Column& column : columns) column.values.emplace_back();
        ++rows;
        for (size_t i = 0; i < header.size() && i < cells.size(); ++i) {
          Value value;
          const Type* type = header[i].type;
          if (type == nullptr || type->form != Type::Form::kSimple) {
            value = guessed(cells[i]);
          } else if (!cells[i].empty() && !from_text(cells[i], type->kind, value)) {
            return wrong_type(std::to_string(line) + "/" + titles[i], cells[i], *type);
          }
          Value& whole = columns[header[i].input].values.back();
          whole = with_field(whole, header[i].path, 0, value);
        }
        return {};
      }));
  BatchOptions batch;
  batch.budget = options.budget;
  batch.moment = options.moment;
  const BatchOutcome outcome = evaluate_batch(model, decisions, columns, rows, batch);
  wire::CsvWriter writer;
  std::vector<std::string> cells;
  for (const Column& column : outcome.columns) cells.push_back(column.name);
  writer.row(cells);
  for (size_t row = 0; row < rows; ++row) {
    for (size_t c = 0; c < cells.size(); ++c) {
      const Value& value = outcome.columns[c].values[row];
      cells[c] = value.is_null() ? std::string() : to_text(value);
    }
    writer.row(cells);
  }
  return writer.take();
}

}  // namespace lingqu::dmn
