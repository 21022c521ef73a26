#include "engine/imports.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "wire/table.hpp"

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;
using base::Status;
using registers::Field;
using registers::FieldType;
using registers::SetValue;

namespace {

constexpr size_t kProblemsKept = 10'000;
constexpr size_t kProgressStep = 500;

}  // namespace

struct Importer::Job {
  const ImportCommand& command;
  RegisterTable* table;
  const lifecycle::Act* act;
  registers::ParseContext parsing;
  std::vector<int> columns;          // field of each column of the file; -1: ignored
  std::vector<std::string> headers;  // as in the file
  std::vector<Row> rows;
  ImportReport report;
  std::unordered_set<size_t> bad_lines;
};

base::Result<const lifecycle::Act*> Importer::creation_act(const ImportCommand& command) {
  LINGQU_TRY(choices, reader_.creations(command.register_name, &command.actor));
  std::optional<Error> refused;
  for (const ActChoice& choice : choices) {
    if (!command.act.empty() && choice.act->name != command.act) continue;
    if (choice.allowed) return choice.act;
    refused = choice.reason;
  }
  if (refused) return std::move(*refused);
  return Error(ErrorCode::kBadRequest).at("act").with("reason", base::Text{"没有可用于导入的新建办理", "no creation act can be used for this import"});
}

base::Result<ImportReport> Importer::run(const ImportCommand& command, const Progress& progress) {
  LINGQU_TRY(table, context_.table(command.register_name));
  LINGQU_TRY(act, creation_act(command));
  Job job{command, table, act, context_.pack->parse_context(), {}, {}, {}, {}, {}};
  job.parsing.from_people = command.format != "jsonl";
  std::unordered_map<std::string, std::optional<int64_t>> resolved;
  job.parsing.resolve = [&](const std::string& target, const std::string& text) -> std::optional<int64_t> {
    auto [slot, fresh] = resolved.try_emplace(target + "\n" + text);
    if (!fresh) return slot->second;
    RegisterTable* to = context_.find(target);
    if (!to) return std::nullopt;
    for (const std::string& key : {to->schema().number_field, to->schema().label_field}) {
      if (key.empty()) continue;
      ListQuery query;
      query.register_name = target;
      query.filters = {{key, Filter::Operator::kEquals, {text}}};
      query.limit = 2;
      query.total = false;
      auto found = reader_.list(query, &command.actor);
      if (found.ok() && found->records.size() == 1) return slot->second = found->records[0].id;
    }
    return std::nullopt;
  };
  LINGQU_CHECK(command.format == "jsonl" ? read_lines(job) : read_table(job));
  find_duplicates(job);
  if (job.report.total == 0)
    return Error(ErrorCode::kBadFile).with("file", command.format).with("reason", base::Text{"文件中没有数据行", "there are no rows"});
  // Rows that read well are tried even when others did not, so that one report names everything; then nothing is kept.
  LINGQU_CHECK(store(job, progress));
  std::stable_sort(job.report.problems.begin(), job.report.problems.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
  return std::move(job.report);
}

Status Importer::read_table(Job& job) {
  wire::TableLimits limits;
  limits.cell_bytes = 64u << 20;  // too long a cell is the field’s refusal, which names row and column
  auto handle = [&](size_t line, const std::vector<std::string>& cells) -> Status {
    const bool blank = std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return base::trim(cell).empty(); });
    if (blank) return {};
    if (job.headers.empty()) return map_header(job, cells);
    read_row(job, line, cells);
    return {};
  };
  if (job.command.format == "xlsx") return wire::read_xlsx(job.command.content, limits, handle);
  if (job.command.format == "csv") return wire::read_csv(job.command.content, limits, handle);
  return Error(ErrorCode::kBadRequest).at("format").with("reason", base::Text{"格式应为 csv、xlsx 或 jsonl", "the format must be csv, xlsx or jsonl"});
}

int Importer::field_of(const Job& job, const std::string& column) const {
  const auto& schema = job.table->schema();
  const std::string name(base::trim(column));
  for (const auto& [from, to] : job.command.map)
    if (from == name) return schema.index_of(to);
  if (const int index = schema.index_of(name); index >= 0) return index;
  for (size_t i = 0; i < schema.fields.size(); ++i)
    if (schema.fields[i].title.zh == name || (!name.empty() && schema.fields[i].title.en == name)) return static_cast<int>(i);
  return -1;
}

// Columns that the sender leaves out, and computed fields, which exports show.
bool Importer::is_dropped(const Job& job, const std::string& column) const {
  const auto& map = job.command.map;
  if (std::any_of(map.begin(), map.end(), [&](const auto& pair) { return pair.first == column && pair.second.empty(); })) return true;
  const int field = field_of(job, column);
  return field >= 0 && job.table->schema().fields[static_cast<size_t>(field)].computed();
}

Status Importer::map_header(Job& job, const std::vector<std::string>& header) {
  for (const auto& [from, to] : job.command.map)
    if (!to.empty() && job.table->schema().index_of(to) < 0)
      return Error(ErrorCode::kUnknownField).at("map").with("field", to);
  for (const std::string& column : header) {
    const bool dropped = is_dropped(job, column);
    const int field = dropped ? -1 : field_of(job, column);
    const auto repeated = field < 0 ? job.columns.end() : std::find(job.columns.begin(), job.columns.end(), field);
    if (repeated != job.columns.end())
      return Error(ErrorCode::kBadFile).with("file", job.command.format)
          .with("reason", base::Text{"表头“" + column + "”重复", "the column “" + column + "” occurs twice"});
    if (field < 0 && !dropped && !job.command.ignore_unknown_columns && !base::trim(column).empty())
      add_problem(job, 1, column, Error(ErrorCode::kUnknownColumn).at(column).with("column", column));
    job.columns.push_back(field);
    job.headers.push_back(column);
  }
  return {};
}

void Importer::add_problem(Job& job, size_t line, const std::string& column, Error error) {
  if (job.bad_lines.insert(line).second) ++job.report.bad_rows;
  if (error.code == ErrorCode::kInvalid && !error.details.empty()) {
    for (Error& detail : error.details)
      if (job.report.problems.size() < kProblemsKept) job.report.problems.push_back({line, column, std::move(detail)});
    return;
  }
  if (job.report.problems.size() < kProblemsKept) job.report.problems.push_back({line, column, std::move(error)});
}

void Importer::read_row(Job& job, size_t line, const std::vector<std::string>& cells) {
  ++job.report.total;
  Row row{line, {}};
  bool good = true;
  for (size_t i = 0; i < cells.size() && i < job.columns.size(); ++i) {
    if (job.columns[i] < 0) continue;
    const Field& field = job.table->schema().fields[static_cast<size_t>(job.columns[i])];
    auto value = registers::parse_cell(field, cells[i], job.parsing, field.name);
    if (!value.ok()) {
      add_problem(job, line, job.headers[i], std::move(value).error());
      good = false;
    } else if (!value->empty()) {
      row.values.push_back({job.columns[i], std::move(*value)});
    }
  }
  if (good) job.rows.push_back(std::move(row));
}

Status Importer::read_lines(Job& job) {
  size_t line = 0;
  for (std::string_view text : base::split(job.command.content, '\n')) {
    ++line;
    if (base::trim(text).empty()) continue;
    if (const size_t bad = base::find_invalid_utf8(text); bad != std::string_view::npos) {
      ++job.report.total;
      add_problem(job, line, "", Error(ErrorCode::kBadEncoding).with("where", base::Text{"第 " + std::to_string(bad + 1) + " 字节起", "from byte " + std::to_string(bad + 1) + " on, the line"}));
      continue;
    }
    wire::JsonLimits limits;
    limits.bytes = 64u << 20;  // too long a value is the field’s refusal, which names it
    auto json = wire::parse_json(text, limits);
    ++job.report.total;
    if (!json.ok())
      add_problem(job, line, "", std::move(json).error());
    else
      read_object(job, line, *json);
  }
  return {};
}

void Importer::read_object(Job& job, size_t line, const wire::Json& object) {
  const auto* members = object.if_object();
  if (!members) {
    add_problem(job, line, "", Error(ErrorCode::kBadRequest).with("reason", base::Text{"该行不是 JSON 对象", "the line is not a JSON object"}));
    return;
  }
  Row row{line, {}};
  bool good = true;
  for (const auto& [name, json] : *members) {
    const bool dropped = is_dropped(job, name);
    const int index = dropped ? -1 : field_of(job, name);
    if (index < 0) {
      if (dropped || job.command.ignore_unknown_columns) continue;
      add_problem(job, line, name, Error(ErrorCode::kUnknownColumn).at(name).with("column", name));
      good = false;
      continue;
    }
    const Field& field = job.table->schema().fields[static_cast<size_t>(index)];
    // A list of words for a text field, as data sets write keywords: joined by the Chinese enumeration comma.
    wire::Json joined;
    const auto* items = json.if_array();
    const bool is_text = field.type == FieldType::kText || field.type == FieldType::kLongText;
    const bool words = items && is_text && std::all_of(items->begin(), items->end(), [](const wire::Json& item) { return item.if_string() != nullptr; });
    if (words) {
      std::string text;
      for (const wire::Json& item : *items) text += (text.empty() ? "" : "、") + *item.if_string();
      joined = std::move(text);
    }
    const auto* text = json.if_string();
    auto value = text ? registers::parse_cell(field, *text, job.parsing, field.name)
                      : registers::parse_value(field, words ? joined : json, job.parsing, field.name);
    if (!value.ok()) {
      add_problem(job, line, name, std::move(value).error());
      good = false;
    } else if (!value->empty()) {
      row.values.push_back({index, std::move(*value)});
    }
  }
  if (good) job.rows.push_back(std::move(row));
}

void Importer::find_duplicates(Job& job) {
  const auto& schema = job.table->schema();
  for (int i = 0; i < static_cast<int>(schema.fields.size()); ++i) {
    const Field& field = schema.fields[static_cast<size_t>(i)];
    if (!field.unique) continue;
    std::unordered_map<std::string, size_t> first;
    for (const Row& row : job.rows) {
      for (const SetValue& set : row.values) {
        if (set.field != i) continue;
        const std::string text = plain_text(field, set.value);
        auto [slot, fresh] = first.try_emplace(text, row.line);
        if (!fresh)
          add_problem(job, row.line, field.title.zh,
                      Error(ErrorCode::kDuplicateInFile).at(field.name).with("field", field.title).with("value", text).with("other", std::to_string(slot->second)));
      }
    }
  }
  // The first of them is the one that counts: the others are not tried against what it leaves.
  std::erase_if(job.rows, [&](const Row& row) { return job.bad_lines.contains(row.line); });
}

Status Importer::store(Job& job, const Progress& progress) {
  const bool keep = job.report.problems.empty() && !job.command.check_only;
  const Error undone(ErrorCode::kImportRejected);
  Status status = writer_.run([&](store::Connection& connection, evidence::Log& log, Sequences& sequences, std::vector<Change>& changes) -> Status {
    const base::Timestamp now = context_.clock.now();
    size_t done = 0;
    for (Row& row : job.rows) {
      PreparedAct prepared;
      prepared.command.register_name = job.table->schema().name;
      prepared.command.actor = job.command.actor;
      prepared.command.organisation = job.command.organisation;
      prepared.table = job.table;
      prepared.act = job.act;
      prepared.values = std::move(row.values);
      Unit unit(context_, connection, sequences, now);
      sequences.mark();
      if (auto planned = unit.plan(prepared); !planned.ok()) {
        sequences.undo();
        add_problem(job, row.line, "", std::move(planned).error());
      } else {
        LINGQU_CHECK(unit.write(log));
        const int64_t id = unit.reply().record;
        if (!job.report.first) job.report.first = id;
        job.report.last = id;
        for (auto& change : unit.changes()) changes.push_back(std::move(change));
      }
      ++done;
      if (progress && done % kProgressStep == 0) progress(done, job.rows.size());
    }
    if (!keep || !job.report.problems.empty()) return undone;
    if (progress) progress(done, job.rows.size());
    job.report.imported = done;
    return {};
  });
  if (status.ok()) return {};
  job.report.first = job.report.last = 0;
  if (status.error().code == ErrorCode::kImportRejected) return {};
  return status;
}

}  // namespace lingqu::engine
