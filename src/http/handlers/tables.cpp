#include <map>

#include "http/body_reader.hpp"
#include "http/encode/json_writer.hpp"
#include "http/encode/record_json.hpp"
#include "http/handlers/handlers.hpp"
#include "http/problem.hpp"
#include "http/spool.hpp"
#include "wire/table.hpp"

namespace lingqu::http {

namespace {

using base::ErrorCode;
using registers::Field;
using registers::FieldType;

base::Result<std::string> table_format(const Call& call,
                                       std::initializer_list<std::string_view> allowed) {
  const std::string format = call.query().text("format");
  for (const std::string_view name : allowed)
    if (format == name || (format.empty() && name == *allowed.begin())) return std::string(name);
  return bad_request("参数 format 应为 csv、xlsx 或 jsonl",
                     "the parameter format must be csv, xlsx or jsonl");
}

base::Result<base::Language> table_language(const Call& call) {
  const std::string lang = call.query().text("lang");
  if (lang == "zh") return base::Language::kZh;
  if (lang == "en") return base::Language::kEn;
  if (lang.empty()) return call.language;
  return bad_request("参数 lang 应为 zh 或 en", "the parameter lang must be zh or en");
}

// --- import
// -------------------------------------------------------------------------------------------------------------------

// "column:field,column:field", each percent-decoded already; the field is after the last colon.
base::Result<std::vector<std::pair<std::string, std::string>>> column_map(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> map;
  if (text.empty()) return map;
  for (const std::string_view part : base::split(text, ',')) {
    const size_t colon = part.rfind(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == part.size())
      return bad_request("参数 map 应为“列:字段,列:字段”",
                         "the parameter map must be “column:field,column:field”");
    map.emplace_back(part.substr(0, colon), part.substr(colon + 1));
  }
  return map;
}

void write_text_pair(JsonWriter& writer, const base::Error& error, bool remedy) {
  const auto text = [&](base::Language language) {
    return remedy ? error.remedy(language) : error.message(language);
  };
  writer.object([&] {
    writer.member("zh", text(base::Language::kZh)).member("en", text(base::Language::kEn));
  });
}

std::string report_json(const engine::ImportReport& report) {
  std::string out;
  JsonWriter writer(out);
  writer.object([&] {
    writer.member("total", report.total).member("imported", report.imported);
    writer.member("first", report.first).member("last", report.last);
    writer.member("bad_rows", report.bad_rows).key("problems").array([&] {
      for (const engine::ImportProblem& problem : report.problems)
        writer.object([&] {
          writer.member("line", problem.line).member("column", problem.column);
          writer.member("field", problem.error.field).member("code", problem.error.code_text());
          write_text_pair(writer.key("message"), problem.error, false);
          write_text_pair(writer.key("remedy"), problem.error, true);
        });
    });
  });
  return out;
}

// --- export
// -------------------------------------------------------------------------------------------------------------------

const base::Text kRecordTitle{"记录号", "Record"}, kStateTitle{"状态", "State"},
    kUpdatedTitle{"更新时间", "Updated"};

// Texts of records for people; labels of referred records are looked up once each.
class TableText {
 public:
  TableText(Call& call, pack::Snapshot pack, const pack::RegisterEntry& entry,
            base::Language language)
      : call_(call),
        pack_(std::move(pack)),
        entry_(entry),
        language_(language),
        context_(pack_->parse_context()) {
    context_.label = [this](const std::string& target, int64_t id) { return label(target, id); };
    for (const Field& field : entry_.schema.fields) fields_.push_back(&field);
  }

  std::vector<wire::XlsxColumn> columns() const {
    std::vector<wire::XlsxColumn> out;
    for (const Field* field : fields_)
      out.push_back({field->title.in(language_), kind(field->type)});
    for (const base::Text* title : {&kRecordTitle, &kStateTitle, &kUpdatedTitle})
      out.push_back({title->in(language_)});
    return out;
  }

  std::vector<std::string> cells(const registers::Record& record) const {
    std::vector<std::string> out;
    for (size_t i = 0; i < fields_.size(); ++i)
      out.push_back(i < record.values.size() && !record.values[i].empty()
                        ? registers::to_cell(*fields_[i], record.values[i], context_, language_)
                        : std::string());
    const lifecycle::State* state = entry_.lifecycle.find_state(record.state);
    out.push_back(std::to_string(record.id));
    out.push_back(state ? state->title.in(language_) : record.state);
    out.push_back(base::to_string(record.updated_at));
    return out;
  }

 private:
  static wire::XlsxColumn::Kind kind(FieldType type) {
    using Kind = wire::XlsxColumn::Kind;
    switch (type) {
      case FieldType::kInteger:
      case FieldType::kDecimal:
        return Kind::kNumber;
      case FieldType::kMoney:
        return Kind::kMoney;
      case FieldType::kShare:
        return Kind::kPercent;
      case FieldType::kDate:
        return Kind::kDate;
      default:
        return Kind::kText;
    }
  }

  std::string label(const std::string& target, int64_t id) {
    const auto [found, fresh] = labels_.try_emplace({target, id});
    if (fresh)
      if (const auto view = call_.engine().read(target, id, call_.actor()); view.ok())
        found->second = label_of(*view);
    return found->second;
  }

  Call& call_;
  pack::Snapshot pack_;
  const pack::RegisterEntry& entry_;
  base::Language language_;
  registers::ParseContext context_;
  std::vector<const Field*> fields_;
  std::map<std::pair<std::string, int64_t>, std::string> labels_;
};

base::Status export_csv(Call& call, const engine::ListQuery& query, TableText& text, Spool& spool) {
  wire::CsvWriter csv;
  std::vector<std::string> titles;
  for (const wire::XlsxColumn& column : text.columns()) titles.push_back(column.title);
  csv.row(titles);
  base::Status written;
  LINGQU_CHECK(call.engine().scan(query, call.actor(), [&](const registers::Record& record) {
    csv.row(text.cells(record));
    written = spool.append(csv.take());
    return written.ok();
  }));
  LINGQU_CHECK(std::move(written));
  return spool.append(csv.take());
}

base::Status export_jsonl(Call& call, const engine::ListQuery& query,
                          const registers::Register& schema, Spool& spool) {
  base::Status written;
  LINGQU_CHECK(call.engine().scan(query, call.actor(), [&](const registers::Record& record) {
    std::string line;
    JsonWriter writer(line);
    writer.object([&] {
      writer.member("id", record.id)
          .member("version", record.version)
          .member("state", record.state);
      writer.member("owner", record.owner).member("created_at", base::to_string(record.created_at));
      writer.member("updated_at", base::to_string(record.updated_at)).key("values");
      write_values(writer, schema, record);
    });
    line.push_back('\n');
    written = spool.append(line);
    return written.ok();
  }));
  return written;
}

constexpr size_t kSheetRows = 1'048'575;

// The workbook is written from rows that are pulled, the engine pushes them: they wait in between,
// packed.
base::Status export_xlsx(Call& call, const engine::ListQuery& query, TableText& text,
                         const std::string& title, Spool& spool) {
  std::vector<std::string> rows;
  LINGQU_CHECK(call.engine().scan(query, call.actor(), [&](const registers::Record& record) {
    std::string packed;
    for (const std::string& cell : text.cells(record)) packed.append(cell).push_back('\0');
    rows.push_back(std::move(packed));
    return rows.size() <= kSheetRows;
  }));
  if (rows.size() > kSheetRows)
    return base::Error(ErrorCode::kTooLarge).with("limit", std::to_string(kSheetRows) + " (XLSX)");
  size_t next = 0;
  LINGQU_TRY(bytes, wire::write_xlsx(title, text.columns(), [&](std::vector<std::string>& cells) {
               if (next == rows.size()) return false;
               cells.clear();
               std::string_view packed = rows[next];
               for (size_t end; (end = packed.find('\0')) != std::string_view::npos;
                    packed.remove_prefix(end + 1))
                 cells.emplace_back(packed.substr(0, end));
               rows[next++] = {};
               return true;
             }));
  return spool.append(bytes);
}

std::string_view table_type(std::string_view format) {
  if (format == "xlsx") return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return format == "csv" ? "text/csv; charset=utf-8" : "application/jsonl";
}

}  // namespace

base::Result<Response> import_table(Call& call) {
  engine::ImportCommand command;
  command.register_name = call.parameter(0);
  LINGQU_TRY(format, table_format(call, {"csv", "xlsx", "jsonl"}));
  LINGQU_TRY(map, column_map(call.query().text("map")));
  LINGQU_TRY(check_only, call.query().flag("check", false));
  LINGQU_TRY(ignore_unknown, call.query().flag("ignore_unknown", false));
  LINGQU_TRY(organisation, call.query().integer("organisation", -1, 0, INT64_MAX));
  command.format = std::move(format);
  command.act = call.query().text("act");
  command.map = std::move(map);
  command.check_only = check_only;
  command.ignore_unknown_columns = ignore_unknown;
  if (organisation >= 0) command.organisation = organisation;
  command.content = std::move(call.request.body);
  command.actor = *call.actor();
  LINGQU_TRY(report, call.engine().import_records(command, {}));
  if (report.problems.empty() && report.bad_rows == 0) return json_response(report_json(report));
  const base::Error rejected = base::Error(ErrorCode::kImportRejected)
                                   .with("bad", std::to_string(report.bad_rows))
                                   .with("total", std::to_string(report.total));
  Response response = problem_response(rejected, call.language);
  response.body.pop_back();  // the closing brace: the report is one more member
  response.body.append(",\"report\":").append(report_json(report)).append("}");
  return response;
}

base::Result<Response> export_table(Call& call) {
  LINGQU_TRY(format, table_format(call, {"csv", "xlsx", "jsonl"}));
  LINGQU_TRY(language, table_language(call));
  LINGQU_TRY(query, list_query(call, call.parameter(0)));
  const pack::Snapshot pack = call.engine().pack();
  const pack::RegisterEntry* entry = pack->find(query.register_name);
  if (!entry) return base::Error(ErrorCode::kNotFound).with("what", query.register_name);
  TableText text(call, pack, *entry, language);
  const std::string title = entry->schema.title.in(language);
  Spool spool;
  if (format == "csv") LINGQU_CHECK(export_csv(call, query, text, spool));
  if (format == "jsonl") LINGQU_CHECK(export_jsonl(call, query, entry->schema, spool));
  if (format == "xlsx") LINGQU_CHECK(export_xlsx(call, query, text, title, spool));
  Response response = download("", std::string(table_type(format)), title + "." + format);
  LINGQU_CHECK(spool.finish(response));
  response.compressible = format != "xlsx";
  return response;
}

base::Result<Response> get_template(Call& call) {
  LINGQU_TRY(format, table_format(call, {"xlsx", "csv"}));
  LINGQU_TRY(language, table_language(call));
  const pack::Snapshot pack = call.engine().pack();
  const pack::RegisterEntry* entry = pack->find(call.parameter(0));
  if (!entry) return base::Error(ErrorCode::kNotFound).with("what", call.parameter(0));
  const lifecycle::Act* creation = nullptr;
  for (const lifecycle::Act& act : entry->lifecycle.acts)
    if (!creation && act.creates() && !act.by.empty()) creation = &act;
  std::vector<wire::XlsxColumn> columns;
  std::vector<std::string> titles;
  for (const Field& field : entry->schema.fields) {
    if (field.retired || field.type == FieldType::kFile) continue;
    if (creation && !creation->may_set(field.name)) continue;
    columns.push_back({field.title.in(language)});
    titles.push_back(field.title.in(language));
  }
  const std::string name = entry->schema.title.in(language) + "." + format;
  if (format == "csv") {
    wire::CsvWriter csv;
    csv.row(titles);
    return download(csv.take(), std::string(table_type(format)), name);
  }
  LINGQU_TRY(bytes, wire::write_xlsx(entry->schema.title.in(language), columns,
                                     [](std::vector<std::string>&) { return false; }));
  return download(std::move(bytes), std::string(table_type(format)), name);
}

}  // namespace lingqu::http
