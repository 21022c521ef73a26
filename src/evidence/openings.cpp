// Erasing openings (PIPL article 47): the salts and values of sealed fields go, the leaves and
// every proof stay.
#include <algorithm>

#include "evidence/detail/leaf_text.hpp"
#include "evidence/detail/tables.hpp"
#include "evidence/log.hpp"

namespace lingqu::evidence {
namespace {

struct OpeningRow {
  int64_t sequence = 0;
  std::string text;
};

base::Result<std::vector<OpeningRow>> opening_rows(store::Statement& query) {
  std::vector<OpeningRow> rows;
  while (true) {
    LINGQU_TRY(more, query.step());
    if (!more) break;
    rows.push_back({query.integer(0), std::string(query.text(1))});
  }
  query.reset();
  return rows;
}

base::Result<std::vector<OpeningRow>> rows_of(store::Connection& writer,
                                              const std::string& register_name, int64_t record) {
  if (register_name == kAccountLeaves) {
    LINGQU_TRY(query, writer.prepare("SELECT o.sequence, o.text FROM log_opening o JOIN log_leaf l "
                                     "ON l.sequence = o.sequence "
                                     "WHERE l.account = $1 ORDER BY o.sequence"));
    query->bind(1, record);
    return opening_rows(*query);
  }
  LINGQU_TRY(
      query,
      writer.prepare(
          "SELECT o.sequence, o.text FROM log_leaf l JOIN log_opening o ON o.sequence = l.sequence "
          "WHERE l.register = $1 AND l.record = $2 ORDER BY o.sequence"));
  query->bind_text(1, register_name);
  query->bind(2, record);
  return opening_rows(*query);
}

base::Status store(store::Connection& writer, int64_t sequence, const wire::Json::Object& left) {
  if (left.empty()) {
    LINGQU_TRY(erase, writer.prepare("DELETE FROM log_opening WHERE sequence = $1"));
    erase->bind(1, sequence);
    return erase->run();
  }
  LINGQU_TRY(text, wire::to_canonical_text(wire::Json(left)));
  LINGQU_TRY(update, writer.prepare("UPDATE log_opening SET text = $2 WHERE sequence = $1"));
  update->bind(1, sequence);
  update->bind_text(2, text);
  return update->run();
}

}  // namespace

base::Result<int64_t> erase_openings(store::Connection& writer, const std::string& register_name,
                                     int64_t record, const std::vector<std::string>& fields) {
  LINGQU_TRY(rows, rows_of(writer, register_name, record));
  int64_t erased = 0;
  for (const OpeningRow& row : rows) {
    auto openings = wire::parse_json(row.text);
    if (!openings.ok() || openings->if_object() == nullptr) {
      return detail::broken("log_opening " + std::to_string(row.sequence),
                            {"内容无法读取", "it cannot be read"});
    }
    wire::Json::Object& members = *openings->if_object();
    const auto gone = std::erase_if(members, [&fields](const wire::Json::Member& member) {
      return std::find(fields.begin(), fields.end(), member.first) != fields.end();
    });
    if (gone == 0) continue;
    LINGQU_CHECK(store(writer, row.sequence, members));
    erased += static_cast<int64_t>(gone);
  }
  return erased;
}

}  // namespace lingqu::evidence
