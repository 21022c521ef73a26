// Sums of a ledger's movements by year and by month (statement::Balance), so that the balance of any day is read from a few thousand rows
// however many movements there are. Derived: kept in the transaction that adds a movement, counted anew where they do not fit what is
// there (another declaration, rows that came another way). Immutable after construction; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "engine/rows/table_map.hpp"
#include "statement/statement.hpp"

namespace lingqu::engine {

class RunningTotals {
 public:
  // Both must outlive it. The pack's loader has checked that the register has the fields.
  RunningTotals(const statement::Statement& declared, const TableMap& movements);

  const statement::Statement& declared() const { return *declared_; }
  const TableMap& movements() const { return *movements_; }
  // Of the table of movements: for the days of the month asked for.
  store::Index index() const;
  // Makes the table, or makes it anew. In no transaction.
  base::Status open(store::Connection& connection) const;
  // A movement that has just been added.
  base::Status add(store::Connection& connection, const registers::Record& movement) const;

  struct Line {
    int64_t organisation = 0;        // 0 unless asked for
    std::vector<std::string> codes;  // of `by`; "" where a movement has none
    statement::Sums sums;
  };
  // All movements before a day. `by`: indexes into Balance::by.
  base::Result<std::vector<Line>> before(store::Connection& connection, base::Date day, std::optional<int64_t> organisation,
                                         const std::vector<size_t>& by, bool by_organisation) const;

 private:
  std::string signature() const;
  base::Status count(store::Connection& connection) const;
  int64_t units(const registers::Record& movement, const std::string& field) const;

  const statement::Statement* declared_;
  const statement::Balance* balance_;
  const TableMap* movements_;
  std::string table_, add_;
};

}  // namespace lingqu::engine
