#include "engine/exports.hpp"
#include "http/body_reader.hpp"
#include "http/encode/json_writer.hpp"
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

// --- import ---

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
  const engine::ExportRequest request{std::move(query), format, language};
  Spool spool;
  LINGQU_CHECK(engine::export_records(call.engine(), request, call.actor(),
                                      [&](std::string_view bytes) { return spool.append(bytes); }));
  Response response = download("", std::string(table_type(format)),
                               entry->schema.title.in(language) + "." + format);
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
