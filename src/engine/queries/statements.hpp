// Balances and yearly tables, under the rights of whoever asks. Any thread.
#pragma once

#include "engine/queries/conditions.hpp"
#include "engine/queries/reader.hpp"
#include "engine/statements.hpp"

namespace lingqu::engine {

class StatementReader {
 public:
  StatementReader(Context& context, Reader& reader) : context_(context), reader_(reader) {}

  base::Result<BalanceReply> balance(const BalanceQuery& query, const lifecycle::Actor* actor);
  base::Result<ReportReply> report(const ReportQuery& query, const lifecycle::Actor* actor);

 private:
  // The organisation whose figures these are; nothing: all.
  base::Result<std::optional<int64_t>> scope(std::optional<int64_t> wanted, const lifecycle::Actor* actor) const;
  base::Result<std::string> organisation_label(store::Connection& connection, std::optional<int64_t> organisation, const lifecycle::Actor* actor);
  base::Result<ReportTable> table(store::Connection& connection, const statement::Table& declared, const ReportReply& report);
  // The conditions of one cell, table and row and column together, with the organisation's.
  Behind behind(const RegisterTable& table, const ReportReply& report, std::initializer_list<const std::vector<statement::Condition>*> parts) const;
  // Figures by code of `by` ("" of those without; one line when `by` is empty), one for each of `cells`.
  using Lines = std::vector<std::pair<std::string, std::vector<int64_t>>>;
  base::Result<Lines> count(store::Connection& connection, const RegisterTable& table, const std::string& by,
                            const std::vector<statement::Column>& columns, const std::vector<Behind>& cells);
  base::Result<Lines> count_rows(store::Connection& connection, const RegisterTable& table, const std::string& by, const std::string& sum, const Behind& cell);

  Context& context_;
  Reader& reader_;
};

}  // namespace lingqu::engine
