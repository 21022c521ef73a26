// What can be asked of the statements of a pack, and what comes back. Figures carry the query that lists the records behind them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/queries.hpp"
#include "statement/statement.hpp"

namespace lingqu::engine {

// Whose figures: of one organisation, or (for roles with the region as scope) of all. Members of organisations see their own only.
struct BalanceQuery {
  std::string statement;
  base::Date from, to;                     // the period: both days belong to it
  std::optional<int64_t> organisation;
  std::vector<std::string> by;             // of Balance::by
  bool by_organisation = false;
};

// Records behind a figure: conditions as in addresses of lists.
struct Behind {
  std::string register_name;
  std::vector<statement::Condition> where;
};

struct BalanceLine {
  int64_t organisation = 0;                // 0 unless by_organisation
  std::vector<std::string> codes;          // in the order of BalanceReply::by; "" where a movement has none
  statement::Figures figures;
  std::vector<statement::Condition> where; // of its movements, whatever the day
};
struct BalanceReply {
  const statement::Statement* statement = nullptr;  // of the pack's snapshot
  base::Date from, to;
  std::optional<int64_t> organisation;
  std::string organisation_label;
  std::vector<std::string> by;
  bool by_organisation = false;
  std::vector<BalanceLine> lines;
  BalanceLine total;
  std::vector<ListReply::Label> labels;    // of organisations
  // The movements behind a figure of a line.
  enum class Part { kOpening, kIncrease, kDecrease, kClosing, kItemsIn, kItemsOut };
  Behind behind(const BalanceLine& line, Part part) const;
};

struct ReportQuery {
  std::string statement;
  int year = 0;
  std::optional<int64_t> organisation;
};
struct ReportCell {
  int64_t value = 0;   // number of records, fen, or units of an integer field
  bool money = false;
  Behind behind;
};
struct ReportRow {
  std::string name;    // of the row, or the code; "" for records without one
  base::Text title;
  bool total = false;
  std::vector<ReportCell> cells;
};
struct ReportTable {
  const statement::Table* table = nullptr;
  std::vector<ReportRow> rows;
};
struct ReportReply {
  const statement::Statement* statement = nullptr;
  statement::Period period;
  std::optional<int64_t> organisation;
  std::string organisation_label;
  std::vector<ReportTable> tables;
};

}  // namespace lingqu::engine
