#include "engine/exports.hpp"

#include <map>

#include "wire/table.hpp"

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;
using base::Status;
using lifecycle::Actor;
using registers::FieldType;
using registers::Record;
using Sink = std::function<Status(std::string_view)>;

namespace {

constexpr size_t kSheetRows = 1'048'575;
const base::Text kRecordTitle{"记录号", "Record"}, kStateTitle{"状态", "State"}, kUpdatedTitle{"更新时间", "Updated"};

// Records as texts for people; the labels of records referred to are looked up once each.
class TableText {
 public:
  TableText(Engine& engine, const Actor* actor, const pack::RegisterEntry& entry, base::Language language)
      : engine_(engine), actor_(actor), pack_(engine.pack()), entry_(entry), language_(language), context_(pack_->parse_context()) {
    context_.label = [this](const std::string& target, int64_t id) { return label(target, id); };
  }

  std::vector<wire::XlsxColumn> columns() const {
    std::vector<wire::XlsxColumn> columns;
    for (const auto& field : entry_.schema.fields) columns.push_back({field.title.in(language_), kind(field.type)});
    for (const base::Text* title : {&kRecordTitle, &kStateTitle, &kUpdatedTitle}) columns.push_back({title->in(language_)});
    return columns;
  }

  std::vector<std::string> cells(const Record& record) const {
    std::vector<std::string> cells;
    for (size_t i = 0; i < record.values.size(); ++i)
      cells.push_back(record.values[i].empty() ? std::string() : registers::to_cell(entry_.schema.fields[i], record.values[i], context_, language_));
    const lifecycle::State* state = entry_.lifecycle.find_state(record.state);
    cells.push_back(std::to_string(record.id));
    cells.push_back(state ? state->title.in(language_) : record.state);
    cells.push_back(base::to_string(record.updated_at));
    return cells;
  }

 private:
  static wire::XlsxColumn::Kind kind(FieldType type) {
    using Kind = wire::XlsxColumn::Kind;
    switch (type) {
      case FieldType::kInteger:
      case FieldType::kDecimal: return Kind::kNumber;
      case FieldType::kMoney: return Kind::kMoney;
      case FieldType::kShare: return Kind::kPercent;
      case FieldType::kDate: return Kind::kDate;
      default: return Kind::kText;
    }
  }

  std::string label(const std::string& target, int64_t id) {
    const auto [found, fresh] = labels_.try_emplace({target, id}, "#" + std::to_string(id));
    if (!fresh) return found->second;
    ListQuery query;
    query.register_name = target;
    query.filters = {{"id", Filter::Operator::kEquals, {std::to_string(id)}}};
    query.total = false;
    const pack::RegisterEntry* entry = pack_->find(target);
    const auto reply = engine_.list(query, actor_);
    if (entry && reply.ok() && reply->records.size() == 1) {
      const auto* text = reply->records[0].at(entry->schema, entry->schema.label_field).get<std::string>();
      if (text) found->second = *text;
    }
    return found->second;
  }

  Engine& engine_;
  const Actor* actor_;
  pack::Snapshot pack_;
  const pack::RegisterEntry& entry_;
  base::Language language_;
  registers::ParseContext context_;
  std::map<std::pair<std::string, int64_t>, std::string> labels_;
};

Status export_csv(Engine& engine, const ListQuery& query, const Actor* actor, const TableText& text, const Sink& sink) {
  wire::CsvWriter csv;
  std::vector<std::string> titles;
  for (const wire::XlsxColumn& column : text.columns()) titles.push_back(column.title);
  csv.row(titles);
  Status written = sink(csv.take());
  LINGQU_CHECK(engine.scan(query, actor, [&](const Record& record) {
    csv.row(text.cells(record));
    if (written.ok()) written = sink(csv.take());
    return written.ok();
  }));
  return written;
}

Status export_jsonl(Engine& engine, const ListQuery& query, const Actor* actor, const registers::Register& schema, const Sink& sink) {
  Status written;
  LINGQU_CHECK(engine.scan(query, actor, [&](const Record& record) {
    wire::Json values{wire::Json::Object{}};
    for (size_t i = 0; i < schema.fields.size(); ++i)
      if (!record.values[i].empty()) values.set(schema.fields[i].name, registers::to_json(schema.fields[i], record.values[i]));
    std::string line = wire::to_text(wire::Json::object({{"id", record.id}, {"version", record.version}, {"state", record.state}, {"owner", record.owner},
                                                         {"created_at", base::to_string(record.created_at)},
                                                         {"updated_at", base::to_string(record.updated_at)}, {"values", std::move(values)}}));
    written = sink(line + "\n");
    return written.ok();
  }));
  return written;
}

// The workbook is written from rows that are pulled, the engine pushes them: they wait in between, packed.
Status export_xlsx(Engine& engine, const ListQuery& query, const Actor* actor, const TableText& text, const std::string& title, const Sink& sink) {
  std::vector<std::string> rows;
  LINGQU_CHECK(engine.scan(query, actor, [&](const Record& record) {
    std::string packed;
    for (const std::string& cell : text.cells(record)) packed.append(cell).push_back('\0');
    rows.push_back(std::move(packed));
    return rows.size() <= kSheetRows;
  }));
  if (rows.size() > kSheetRows) return Error(ErrorCode::kTooLarge).with("limit", std::to_string(kSheetRows) + " (XLSX)");
  size_t next = 0;
  LINGQU_TRY(bytes, wire::write_xlsx(title, text.columns(), [&](std::vector<std::string>& cells) {
               if (next == rows.size()) return false;
               cells.clear();
               std::string_view packed = rows[next];
               for (size_t end; (end = packed.find('\0')) != std::string_view::npos; packed.remove_prefix(end + 1)) cells.emplace_back(packed.substr(0, end));
               rows[next++] = {};
               return true;
             }));
  return sink(bytes);
}

}  // namespace

Status export_records(Engine& engine, const ExportRequest& request, const Actor* actor, const Sink& sink) {
  const pack::Snapshot pack = engine.pack();
  const pack::RegisterEntry* entry = pack->find(request.query.register_name);
  if (!entry) return Error(ErrorCode::kNotFound).with("what", request.query.register_name);
  if (request.format == "jsonl") return export_jsonl(engine, request.query, actor, entry->schema, sink);
  const TableText text(engine, actor, *entry, request.language);
  if (request.format == "csv") return export_csv(engine, request.query, actor, text, sink);
  if (request.format == "xlsx") return export_xlsx(engine, request.query, actor, text, entry->schema.title.in(request.language), sink);
  return Error(ErrorCode::kBadRequest).at("format").with("reason", base::Text{"格式应为 csv、xlsx 或 jsonl", "the format must be csv, xlsx or jsonl"});
}

}  // namespace lingqu::engine
