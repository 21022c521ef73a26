#include "http/group_totals.hpp"
#include "http/handlers/handlers.hpp"

namespace lingqu::http {

namespace {

std::vector<std::string> names(const std::string& text) {
  std::vector<std::string> out;
  for (const std::string_view part : base::split(text, ','))
    if (!part.empty()) out.emplace_back(part);
  return out;
}

}  // namespace

base::Result<Response> get_totals(Call& call) {
  LINGQU_TRY(query, list_query(call, call.parameter(0)));
  const pack::Snapshot pack = call.engine().pack();
  const pack::RegisterEntry* entry = pack->find(query.register_name);
  if (!entry) return base::Error(base::ErrorCode::kNotFound).with("what", query.register_name);
  LINGQU_TRY(totals, GroupTotals::make(entry->schema, names(call.query().text("by")), names(call.query().text("sum"))));
  LINGQU_CHECK(call.engine().scan(query, call.actor(), [&](const registers::Record& record) {
    totals.add(record);
    return true;
  }));
  std::string body;
  JsonWriter writer(body);
  totals.write(writer);
  return json_response(std::move(body));
}

}  // namespace lingqu::http
