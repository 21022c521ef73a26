#include "engine/queries/statements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/filters.hpp"
#include "engine/rights.hpp"

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;
using registers::Field;
using registers::FieldType;
using statement::Condition;

namespace {

constexpr const char* kLeastMoney = "0.01";

// "$3" → "$5", where two placeholders stand before.
std::string shifted(const std::string& sql, size_t by) {
  std::string out;
  for (size_t i = 0; i < sql.size(); ++i) {
    out += sql[i];
    if (sql[i] != '$') continue;
    size_t number = 0;
    while (i + 1 < sql.size() && sql[i + 1] >= '0' && sql[i + 1] <= '9') number = number * 10 + static_cast<size_t>(sql[++i] - '0');
    out += std::to_string(number + by);
  }
  return out;
}

const std::string& owner_name(const registers::Register& schema) {
  static const std::string kOwner = "owner", kId = "id";
  if (schema.owner_field == "self") return kId;
  return schema.owner_field.empty() ? kOwner : schema.owner_field;
}

// "rows/column" → its field, or the field itself.
const Field* field_at(const registers::Register& schema, const std::string& path) {
  const size_t slash = path.find('/');
  const Field* field = schema.find(path.substr(0, slash));
  if (!field || slash == std::string::npos) return field;
  for (const Field& column : field->rows)
    if (column.name == path.substr(slash + 1)) return &column;
  return nullptr;
}

const std::vector<registers::Code>& codes_of(const pack::Pack& pack, const Field* field) {
  static const std::vector<registers::Code> kNone;
  const auto found = field ? pack.vocabularies.find(field->vocabulary) : pack.vocabularies.end();
  return found == pack.vocabularies.end() ? kNone : found->second.codes;
}

size_t place_of(const std::vector<registers::Code>& codes, const std::string& code) {
  for (size_t i = 0; i < codes.size(); ++i)
    if (codes[i].code == code) return i;
  return codes.size();
}

Error unknown(const std::string& statement) { return Error(ErrorCode::kNotFound).with("what", statement); }

}  // namespace

Behind BalanceReply::behind(const BalanceLine& line, Part part) const {
  const statement::Balance& balance = *statement->balance;
  Behind out{balance.register_name, line.where};
  if (part == Part::kOpening) {
    out.where.emplace_back(balance.date + ".le", base::to_string(from + -1));
    return out;
  }
  if (part != Part::kClosing) out.where.emplace_back(balance.date + ".ge", base::to_string(from));
  out.where.emplace_back(balance.date + ".le", base::to_string(to));
  if (part == Part::kIncrease) out.where.emplace_back(balance.increase + ".ge", kLeastMoney);
  if (part == Part::kDecrease) out.where.emplace_back(balance.decrease + ".ge", kLeastMoney);
  if (part == Part::kItemsIn) out.where.emplace_back(balance.items_in + ".ge", "1");
  if (part == Part::kItemsOut) out.where.emplace_back(balance.items_out + ".ge", "1");
  return out;
}

base::Result<std::optional<int64_t>> StatementReader::scope(std::optional<int64_t> wanted, const lifecycle::Actor* actor) const {
  if (!actor) return Error(ErrorCode::kUnauthenticated);
  if (sees_everything(actor)) return wanted;
  int64_t own = 0;
  for (const auto& membership : actor->memberships)
    if (membership.organisation && (!own || membership.organisation == wanted)) own = membership.organisation;
  if (own && (!wanted || wanted == own)) return std::optional<int64_t>(own);
  base::Text roles;
  for (const auto& role : context_.pack->roles) {
    if (!role.region_scope) continue;
    roles.zh += (roles.zh.empty() ? "" : "、") + role.title.zh;
    roles.en += (roles.en.empty() ? "" : ", ") + role.title.in(base::Language::kEn);
  }
  return Error(ErrorCode::kForbidden).at("organisation").with("act", base::Text{"查看其他单位的报表", "see statements of other organisations"}).with("roles", roles);
}

base::Result<std::string> StatementReader::organisation_label(store::Connection& connection, std::optional<int64_t> organisation,
                                                              const lifecycle::Actor* actor) {
  if (!organisation) return std::string();
  LINGQU_TRY(organisations, context_.table(context_.pack->organisation_register));
  LINGQU_TRY(labels, reader_.labels(connection, *organisations, {*organisation}, actor));
  const auto found = labels.find(*organisation);
  if (found == labels.end()) return Error(ErrorCode::kNotFound).with("what", organisations->schema().title).at("organisation");
  return found->second.first;
}

base::Result<BalanceReply> StatementReader::balance(const BalanceQuery& query, const lifecycle::Actor* actor) {
  const statement::Statement* declared = context_.pack->find_statement(query.statement);
  if (!declared || !declared->balance) return unknown(query.statement);
  if (query.to < query.from)
    return Error(ErrorCode::kBadRequest).at("from").with("reason", base::Text{"起始日期晚于截止日期", "the first day is later than the last"});
  const auto totals = std::find_if(context_.totals.begin(), context_.totals.end(), [&](const RunningTotals& t) { return &t.declared() == declared; });
  const statement::Balance& balance = *declared->balance;
  BalanceReply reply;
  reply.statement = declared;
  reply.from = query.from;
  reply.to = query.to;
  reply.by_organisation = query.by_organisation;
  std::vector<size_t> by;
  for (const auto& name : query.by) {
    const auto found = std::find(balance.by.begin(), balance.by.end(), name);
    if (found == balance.by.end())
      return Error(ErrorCode::kBadFilter).at("by").with("filter", "by=" + name).with("reason", base::Text{"余额不按此字段分列", "the balance has no lines by this field"});
    by.push_back(static_cast<size_t>(found - balance.by.begin()));
  }
  reply.by = query.by;
  LINGQU_TRY(organisation, scope(query.organisation, actor));
  reply.organisation = organisation;
  LINGQU_TRY(connection, context_.database->reader());
  LINGQU_TRY(snapshot, store::Transaction::read(*connection));
  LINGQU_TRY(label, organisation_label(*connection, organisation, actor));
  reply.organisation_label = std::move(label);
  LINGQU_TRY(opening, totals->before(*connection, query.from, organisation, by, query.by_organisation));
  LINGQU_TRY(closing, totals->before(*connection, query.to + 1, organisation, by, query.by_organisation));
  using Key = std::pair<int64_t, std::vector<std::string>>;
  std::map<Key, std::pair<statement::Sums, statement::Sums>> both;
  for (auto& line : opening) both[{line.organisation, line.codes}].first = line.sums;
  for (auto& line : closing) both[{line.organisation, line.codes}].second = line.sums;
  const registers::Register& schema = totals->movements().schema();
  std::set<int64_t> organisations;
  std::vector<Condition> common;
  if (organisation) common.emplace_back(owner_name(schema), std::to_string(*organisation));
  for (auto& [key, sums] : both) {
    BalanceLine line{key.first, key.second, statement::figures(sums.first, sums.second), common};
    if (line.figures.blank()) continue;
    reply.total.figures.add(line.figures);
    if (query.by_organisation) organisations.insert(key.first);
    if (query.by_organisation && !organisation) line.where.emplace_back(owner_name(schema), std::to_string(key.first));
    for (size_t i = 0; i < by.size(); ++i)
      line.where.emplace_back(key.second[i].empty() ? query.by[i] + ".empty" : query.by[i], key.second[i].empty() ? "true" : key.second[i]);
    reply.lines.push_back(std::move(line));
  }
  reply.total.where = common;
  // In the order of the vocabularies, as officials write them.
  std::stable_sort(reply.lines.begin(), reply.lines.end(), [&](const BalanceLine& a, const BalanceLine& b) {
    if (a.organisation != b.organisation) return a.organisation < b.organisation;
    for (size_t i = 0; i < by.size(); ++i) {
      const auto& codes = codes_of(*context_.pack, schema.find(query.by[i]));
      const size_t left = place_of(codes, a.codes[i]), right = place_of(codes, b.codes[i]);
      if (left != right) return left < right;
    }
    return false;
  });
  LINGQU_TRY(table, context_.table(context_.pack->organisation_register));
  LINGQU_TRY(labels, reader_.labels(*connection, *table, organisations, actor));
  for (const auto& [id, found] : labels) reply.labels.push_back({table->schema().name, id, found.first});
  return reply;
}

Behind StatementReader::behind(const RegisterTable& table, const ReportReply& report,
                               std::initializer_list<const std::vector<Condition>*> parts) const {
  Behind out{table.schema().name, {}};
  if (report.organisation) out.where.emplace_back(owner_name(table.schema()), std::to_string(*report.organisation));
  for (const auto* part : parts)
    for (const auto& [name, value] : *part) out.where.emplace_back(name, statement::filled(value, report.period));
  return out;
}

namespace {

// Rights were settled with the organisation: what is counted is counted by the system.
base::Result<Conditions> conditions_behind(Context& context, const RegisterTable& table, const Behind& behind) {
  ListQuery query;
  query.register_name = behind.register_name;
  for (const auto& [name, value] : behind.where) {
    LINGQU_TRY(filter, parse_filter(name, value));
    query.filters.push_back(std::move(filter));
  }
  lifecycle::Actor system;
  system.system = true;
  return conditions_of(context, table, query, &system, false);
}

}  // namespace

base::Result<StatementReader::Lines> StatementReader::count(store::Connection& connection, const RegisterTable& table, const std::string& by,
                                                            const std::vector<statement::Column>& columns, const std::vector<Behind>& cells) {
  Conditions all;
  std::string sql = fmt::format("SELECT {}", by.empty() ? "''" : fmt::format("coalesce({}, '')", table.map.column_of(by)));
  for (size_t i = 0; i < columns.size(); ++i) {
    LINGQU_TRY(conditions, conditions_behind(context_, table, cells[i]));
    const std::string what = columns[i].sum.empty() ? "1" : fmt::format("coalesce({}, 0)", table.map.column_of(columns[i].sum));
    const std::string when = conditions.where.empty() ? "1 = 1" : conditions.where.substr(sizeof(" WHERE ") - 1);
    sql += fmt::format(", coalesce(sum(CASE WHEN {} THEN {} ELSE 0 END), 0)", shifted(when, all.parameters.size()), what);
    all.parameters.insert(all.parameters.end(), conditions.parameters.begin(), conditions.parameters.end());
  }
  sql += fmt::format(" FROM {}{}", table.map.table(), by.empty() ? "" : " GROUP BY 1");
  LINGQU_TRY(statement, connection.prepare(sql));
  LINGQU_CHECK(all.bind(*statement));
  Lines lines;
  for (;;) {
    LINGQU_TRY(more, statement->step());
    if (!more) break;
    auto& line = lines.emplace_back(std::string(statement->text(0)), std::vector<int64_t>());
    for (size_t i = 0; i < columns.size(); ++i) line.second.push_back(statement->integer(static_cast<int>(i) + 1));
  }
  statement->reset();
  return lines;
}

base::Result<StatementReader::Lines> StatementReader::count_rows(store::Connection& connection, const RegisterTable& table, const std::string& by,
                                                                 const std::string& sum, const Behind& cell) {
  const std::string& path = by.empty() ? sum : by;
  const Field* group = table.schema().find(path.substr(0, path.find('/')));
  LINGQU_TRY(conditions, conditions_behind(context_, table, cell));
  const auto column = [](const std::string& of) { return store::quoted(of.substr(of.find('/') + 1)); };
  const std::string what = sum.empty() ? "count(DISTINCT record)" : fmt::format("coalesce(sum({}), 0)", column(sum));
  std::string sql = fmt::format("SELECT {}, {} FROM {} WHERE record IN (SELECT id FROM {}{})", by.empty() ? "''" : fmt::format("coalesce({}, '')", column(by)),
                                what, table.map.child_table(*group), table.map.table(), conditions.where);
  if (!by.empty()) sql += " GROUP BY 1";
  LINGQU_TRY(statement, connection.prepare(sql));
  LINGQU_CHECK(conditions.bind(*statement));
  Lines lines;
  for (;;) {
    LINGQU_TRY(more, statement->step());
    if (!more) break;
    lines.emplace_back(std::string(statement->text(0)), std::vector<int64_t>{statement->integer(1)});
  }
  statement->reset();
  return lines;
}

base::Result<ReportTable> StatementReader::table(store::Connection& connection, const statement::Table& declared, const ReportReply& report) {
  ReportTable out{&declared, {}};
  const auto is_money = [](const registers::Register& schema, const std::string& sum) {
    const Field* field = sum.empty() ? nullptr : field_at(schema, sum);
    return field && field->type == FieldType::kMoney;
  };
  const auto inside_rows = [](const std::string& path) { return path.find('/') != std::string::npos; };
  if (declared.by.empty()) {
    for (const statement::Row& row : declared.rows) {
      LINGQU_TRY(table, context_.table(row.register_name.empty() ? declared.register_name : row.register_name));
      ReportRow& shown = out.rows.emplace_back(ReportRow{row.name, row.title, false, {}});
      std::vector<Behind> cells;
      for (const statement::Column& column : declared.columns) cells.push_back(behind(*table, report, {&declared.where, &row.where, &column.where}));
      std::vector<statement::Column> plain = declared.columns;
      for (auto& column : plain)
        if (inside_rows(column.sum)) column.sum.clear();
      LINGQU_TRY(lines, count(connection, *table, "", plain, cells));
      for (size_t i = 0; i < cells.size(); ++i) {
        int64_t value = lines.empty() ? 0 : lines.front().second[i];
        if (inside_rows(declared.columns[i].sum)) {
          LINGQU_TRY(inner, count_rows(connection, *table, "", declared.columns[i].sum, cells[i]));
          value = inner.empty() ? 0 : inner.front().second.front();
        }
        shown.cells.push_back({value, is_money(table->schema(), declared.columns[i].sum), std::move(cells[i])});
      }
    }
  } else {
    LINGQU_TRY(table, context_.table(declared.register_name));
    std::map<std::string, std::vector<int64_t>> figures;
    std::vector<Behind> cells;
    for (const statement::Column& column : declared.columns) cells.push_back(behind(*table, report, {&declared.where, &column.where}));
    const auto take = [&](const Lines& lines, size_t first) {
      for (const auto& [code, values] : lines) {
        auto& row = figures[code];
        row.resize(cells.size());
        std::copy(values.begin(), values.end(), row.begin() + static_cast<std::ptrdiff_t>(first));
      }
    };
    if (inside_rows(declared.by)) {
      for (size_t i = 0; i < cells.size(); ++i) {
        LINGQU_TRY(lines, count_rows(connection, *table, declared.by, declared.columns[i].sum, cells[i]));
        take(lines, i);
      }
    } else {
      LINGQU_TRY(lines, count(connection, *table, declared.by, declared.columns, cells));
      take(lines, 0);
    }
    const auto add_row = [&](const std::string& code, const base::Text& title) {
      ReportRow& row = out.rows.emplace_back(ReportRow{code, title, false, {}});
      const auto& values = figures[code];
      for (size_t i = 0; i < cells.size(); ++i) {
        Behind own = cells[i];
        own.where.emplace_back(code.empty() ? declared.by + ".empty" : declared.by, code.empty() ? "true" : code);
        row.cells.push_back({values.empty() ? 0 : values[i], is_money(table->schema(), declared.columns[i].sum), std::move(own)});
      }
    };
    const auto any = [&](const std::string& code) {
      const auto found = figures.find(code);
      return found != figures.end() && std::any_of(found->second.begin(), found->second.end(), [](int64_t value) { return value != 0; });
    };
    for (const registers::Code& code : codes_of(*context_.pack, field_at(table->schema(), declared.by)))
      if (!code.retired || any(code.code)) add_row(code.code, code.title);
    if (any("")) add_row("", {"未填写", "Not stated"});
    if (declared.total) {
      ReportRow total{"", {"合计", "Total"}, true, {}};
      for (size_t i = 0; i < cells.size(); ++i) {
        ReportCell cell{0, is_money(table->schema(), declared.columns[i].sum), cells[i]};
        for (const ReportRow& row : out.rows) cell.value += row.cells[i].value;
        total.cells.push_back(std::move(cell));
      }
      out.rows.push_back(std::move(total));
    }
  }
  return out;
}

base::Result<ReportReply> StatementReader::report(const ReportQuery& query, const lifecycle::Actor* actor) {
  const statement::Statement* declared = context_.pack->find_statement(query.statement);
  if (!declared || declared->balance) return unknown(query.statement);
  ReportReply reply;
  reply.statement = declared;
  reply.period = statement::year_period(query.year);
  LINGQU_TRY(organisation, scope(query.organisation, actor));
  reply.organisation = organisation;
  LINGQU_TRY(connection, context_.database->reader());
  LINGQU_TRY(snapshot, store::Transaction::read(*connection));
  LINGQU_TRY(label, organisation_label(*connection, organisation, actor));
  reply.organisation_label = std::move(label);
  for (const auto& one : declared->tables) {
    LINGQU_TRY(counted, table(*connection, one, reply));
    reply.tables.push_back(std::move(counted));
  }
  return reply;
}

}  // namespace lingqu::engine
