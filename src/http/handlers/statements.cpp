#include "base/calendar.hpp"
#include "http/encode/json_writer.hpp"
#include "http/handlers/handlers.hpp"
#include "wire/table.hpp"

namespace lingqu::http {

namespace {

using engine::BalanceLine;
using engine::BalanceReply;
using engine::Behind;
using engine::ReportReply;
using Part = engine::BalanceReply::Part;

// The list behind a figure, as an address below /api/v1.
std::string address(const Behind& behind) {
  std::string out = "/records/" + behind.register_name;
  char sign = '?';
  for (const auto& [name, value] : behind.where) {
    out += sign + percent_encode(name) + "=" + percent_encode(value);
    sign = '&';
  }
  return out;
}

std::string yuan(int64_t fen) { return base::to_string(base::Money{fen}); }

base::Result<base::Date> day_parameter(const Call& call, std::string_view name, base::Date otherwise) {
  const std::string text = call.query().text(name);
  if (text.empty()) return otherwise;
  auto day = base::parse_date(text);
  if (!day.ok()) return bad_request("参数 " + std::string(name) + " 应为 2026-11-22 这样的日期", "the parameter " + std::string(name) + " must be a date such as 2026-11-22");
  return *day;
}

base::Result<std::optional<int64_t>> organisation_parameter(const Call& call) {
  LINGQU_TRY(id, call.query().integer("organisation", 0, 1, INT64_MAX));
  return id ? std::optional<int64_t>(id) : std::nullopt;
}

base::Result<BalanceReply> balance_of(Call& call, const pack::Pack& pack, const statement::Statement& declared) {
  engine::BalanceQuery query;
  query.statement = declared.name;
  LINGQU_TRY(to, day_parameter(call, "on", base::date_in(call.engine().clock().now(), pack.zone)));
  query.to = to;
  LINGQU_TRY(from, day_parameter(call, "from", base::make_date(base::year_of(to), 1, 1)));
  query.from = from;
  LINGQU_TRY(organisation, organisation_parameter(call));
  query.organisation = organisation;
  query.by = declared.balance->shown;
  if (const std::string* by = call.query().find("by")) {
    query.by.clear();
    for (std::string_view name : base::split(*by, ',')) {
      if (name == "organisation")
        query.by_organisation = true;
      else if (!name.empty())
        query.by.emplace_back(name);
    }
  }
  return call.engine().balance(query, call.actor());
}

base::Result<ReportReply> report_of(Call& call, const pack::Pack& pack, const statement::Statement& declared) {
  const int this_year = base::year_of(base::date_in(call.engine().clock().now(), pack.zone));
  LINGQU_TRY(year, call.query().integer("year", this_year, 1949, 9999));
  LINGQU_TRY(organisation, organisation_parameter(call));
  return call.engine().report({declared.name, static_cast<int>(year), organisation}, call.actor());
}

void write_organisation(JsonWriter& writer, const std::optional<int64_t>& organisation, const std::string& label) {
  writer.key("organisation");
  if (organisation)
    writer.object([&] { writer.member("id", *organisation).member("label", label); });
  else
    writer.null();
}

void write_line(JsonWriter& writer, const BalanceReply& reply, const BalanceLine& line) {
  const auto figure = [&](std::string_view name, const std::string& value, bool nothing, Part part) {
    writer.key(name).object([&] {
      writer.member("value", value);
      if (!nothing) writer.member("open", address(reply.behind(line, part)));
    });
  };
  const auto items = [&](std::string_view name, int64_t value, Part part) {
    writer.key(name).object([&] {
      writer.member("value", value);
      if (value) writer.member("open", address(reply.behind(line, part)));
    });
  };
  const statement::Figures& f = line.figures;
  if (line.organisation) writer.member("organisation", line.organisation);
  writer.key("codes").object([&] {
    for (size_t i = 0; i < line.codes.size(); ++i) writer.member(reply.by[i], line.codes[i]);
  });
  figure("opening", yuan(f.opening), f.opening == 0, Part::kOpening);
  figure("increase", yuan(f.increase), f.increase == 0, Part::kIncrease);
  figure("decrease", yuan(f.decrease), f.decrease == 0, Part::kDecrease);
  figure("closing", yuan(f.closing()), f.closing() == 0, Part::kClosing);
  items("items_opening", f.items_opening, Part::kOpening);
  items("items_in", f.items_in, Part::kItemsIn);
  items("items_out", f.items_out, Part::kItemsOut);
  items("items_closing", f.items_closing(), Part::kClosing);
}

std::string balance_json(const BalanceReply& reply) {
  std::string body;
  JsonWriter writer(body);
  writer.object([&] {
    writer.member("statement", reply.statement->name).member("from", base::to_string(reply.from)).member("to", base::to_string(reply.to));
    write_organisation(writer, reply.organisation, reply.organisation_label);
    writer.key("by").array([&] {
      for (const auto& name : reply.by) writer.value(name);
    });
    writer.member("by_organisation", reply.by_organisation);
    writer.key("lines").array([&] {
      for (const auto& line : reply.lines) writer.object([&] { write_line(writer, reply, line); });
    });
    writer.key("total").object([&] { write_line(writer, reply, reply.total); });
    writer.key("labels").object([&] {
      if (reply.labels.empty()) return;
      writer.key(reply.labels.front().register_name).object([&] {
        for (const auto& label : reply.labels) writer.member(std::to_string(label.id), label.label);
      });
    });
  });
  return body;
}

std::string report_json(const ReportReply& reply) {
  std::string body;
  JsonWriter writer(body);
  writer.object([&] {
    writer.member("statement", reply.statement->name).member("year", base::year_of(reply.period.to));
    writer.member("from", base::to_string(reply.period.from)).member("to", base::to_string(reply.period.to));
    write_organisation(writer, reply.organisation, reply.organisation_label);
    writer.key("tables").array([&] {
      for (const auto& table : reply.tables)
        writer.object([&] {
          writer.member("name", table.table->name).member("title", table.table->title).member("help", table.table->help);
          writer.key("columns").array([&] {
            for (const auto& column : table.table->columns)
              writer.object([&] { writer.member("name", column.name).member("title", column.title); });
          });
          writer.key("rows").array([&] {
            for (const auto& row : table.rows)
              writer.object([&] {
                writer.member("name", row.name).member("title", row.title).member("total", row.total);
                writer.key("cells").array([&] {
                  for (const auto& cell : row.cells)
                    writer.object([&] {
                      if (cell.money)
                        writer.member("value", yuan(cell.value));
                      else
                        writer.member("value", cell.value);
                      if (cell.value) writer.member("open", address(cell.behind));
                    });
                });
              });
          });
        });
    });
  });
  return body;
}

// --- as a workbook: one sheet, the tables one below the other ---

struct Sheet {
  std::vector<std::vector<std::string>> rows;
  size_t width = 1;
  void add(std::vector<std::string> row) {
    width = std::max(width, row.size());
    rows.push_back(std::move(row));
  }
};

Sheet balance_sheet(const BalanceReply& reply, const pack::Pack& pack, base::Language language) {
  const auto say = [language](const char* zh, const char* en) { return std::string(language == base::Language::kZh ? zh : en); };
  const registers::Register& schema = pack.find(reply.statement->balance->register_name)->schema;
  Sheet sheet;
  std::vector<std::string> head;
  if (reply.by_organisation) head.push_back(say("单位", "Organisation"));
  for (const auto& name : reply.by) head.push_back(schema.find(name)->title.in(language));
  if (head.empty()) head.emplace_back();
  for (auto* title : {"期初件数", "期初余额（元）", "增加件数", "增加（元）", "减少件数", "减少（元）", "期末件数", "期末余额（元）"})
    if (language == base::Language::kZh) head.emplace_back(title);
  for (auto* title : {"Items, opening", "Opening balance", "Items in", "Increase", "Items out", "Decrease", "Items, closing", "Closing balance"})
    if (language == base::Language::kEn) head.emplace_back(title);
  sheet.add(std::move(head));
  const auto add = [&](const BalanceLine& line, const std::string& name) {
    std::vector<std::string> row;
    if (reply.by_organisation) {
      std::string label = name;
      for (const auto& one : reply.labels)
        if (one.id == line.organisation) label = one.label;
      row.push_back(label);
    }
    for (size_t i = 0; i < reply.by.size(); ++i) {
      const std::string code = i < line.codes.size() ? line.codes[i] : "";
      const auto vocabulary = pack.vocabularies.find(schema.find(reply.by[i])->vocabulary);
      const registers::Code* found = vocabulary == pack.vocabularies.end() ? nullptr : vocabulary->second.find(code);
      row.push_back(found ? found->title.in(language) : code);
    }
    if (row.empty() || !name.empty()) {
      if (row.empty()) row.emplace_back();
      row.front() = name.empty() ? row.front() : name;
    }
    const statement::Figures& f = line.figures;
    for (const auto& [items, fen] : {std::pair{f.items_opening, f.opening}, {f.items_in, f.increase}, {f.items_out, f.decrease}, {f.items_closing(), f.closing()}}) {
      row.push_back(std::to_string(items));
      row.push_back(yuan(fen));
    }
    sheet.add(std::move(row));
  };
  for (const auto& line : reply.lines) add(line, "");
  add(reply.total, say("合计", "Total"));
  return sheet;
}

Sheet report_sheet(const ReportReply& reply, base::Language language) {
  Sheet sheet;
  for (const auto& table : reply.tables) {
    if (!sheet.rows.empty()) sheet.add({" "});
    std::vector<std::string> head{table.table->title.in(language)};
    for (const auto& column : table.table->columns) head.push_back(column.title.in(language));
    sheet.add(std::move(head));
    for (const auto& row : table.rows) {
      std::vector<std::string> cells{row.title.in(language)};
      for (const auto& cell : row.cells) cells.push_back(cell.money ? yuan(cell.value) : std::to_string(cell.value));
      sheet.add(std::move(cells));
    }
  }
  return sheet;
}

base::Result<Response> workbook(const Sheet& sheet, const std::string& title, const std::string& subtitle) {
  std::vector<wire::XlsxColumn> columns;
  for (size_t i = 0; i < std::max<size_t>(sheet.width, 2); ++i)
    columns.push_back({i == 0 ? title : i == 1 ? subtitle : std::string(), wire::XlsxColumn::Kind::kFigure, i == 0 ? 28.0 : 18.0});
  size_t next = 0;
  LINGQU_TRY(bytes, wire::write_xlsx(title, columns, [&](std::vector<std::string>& cells) {
               if (next == sheet.rows.size()) return false;
               cells = sheet.rows[next++];
               return true;
             }));
  return download(std::move(bytes), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", title + " " + subtitle + ".xlsx");
}

}  // namespace

base::Result<Response> list_statements(Call& call) {
  const pack::Snapshot pack = call.engine().pack();
  std::string body;
  JsonWriter writer(body);
  writer.object([&] {
    writer.key("statements").array([&] {
      for (const auto& declared : pack->statements)
        writer.object([&] {
          writer.member("name", declared.name).member("kind", declared.balance ? "balance" : "report");
          writer.member("title", declared.title).member("help", declared.help).member("icon", declared.icon);
          writer.key("basis").array([&] {
            for (const auto& clause : declared.basis) writer.value(clause);
          });
          writer.member("due", declared.due).member("note", declared.note).member("note_clause", declared.note_clause);
          if (!declared.balance) return;
          writer.member("register", declared.balance->register_name);
          for (const auto& [name, fields] : {std::pair{"by", &declared.balance->by}, {"shown", &declared.balance->shown}})
            writer.key(name).array([&, list = fields] {
              for (const auto& field : *list) writer.value(field);
            });
        });
    });
  });
  return json_response(std::move(body));
}

base::Result<Response> get_statement(Call& call) {
  const pack::Snapshot pack = call.engine().pack();
  const statement::Statement* declared = pack->find_statement(call.parameter(0));
  if (!declared) return base::Error(base::ErrorCode::kNotFound).with("what", base::first_code_points(call.parameter(0), 60));
  if (declared->balance) {
    LINGQU_TRY(reply, balance_of(call, *pack, *declared));
    return json_response(balance_json(reply));
  }
  LINGQU_TRY(reply, report_of(call, *pack, *declared));
  return json_response(report_json(reply));
}

base::Result<Response> export_statement(Call& call) {
  const pack::Snapshot pack = call.engine().pack();
  const statement::Statement* declared = pack->find_statement(call.parameter(0));
  if (!declared) return base::Error(base::ErrorCode::kNotFound).with("what", base::first_code_points(call.parameter(0), 60));
  const std::string format = call.query().text("format");
  if (!format.empty() && format != "xlsx") return bad_request("参数 format 应为 xlsx", "the parameter format must be xlsx");
  const std::string lang = call.query().text("lang");
  const base::Language language = lang == "en" ? base::Language::kEn : lang == "zh" ? base::Language::kZh : call.language;
  if (declared->balance) {
    LINGQU_TRY(reply, balance_of(call, *pack, *declared));
    const std::string period = base::to_string(reply.from) + " – " + base::to_string(reply.to);
    return workbook(balance_sheet(reply, *pack, language), declared->title.in(language), (reply.organisation_label.empty() ? "" : reply.organisation_label + " ") + period);
  }
  LINGQU_TRY(reply, report_of(call, *pack, *declared));
  return workbook(report_sheet(reply, language), declared->title.in(language),
                  (reply.organisation_label.empty() ? "" : reply.organisation_label + " ") + std::to_string(base::year_of(reply.period.to)));
}

}  // namespace lingqu::http
