#include <algorithm>
#include <array>

#include "engine/filters.hpp"
#include "http/encode/json_writer.hpp"
#include "http/encode/record_json.hpp"
#include "http/handlers/handlers.hpp"

namespace lingqu::http {

namespace {

// Parameters of lists and exports that are not filters.
constexpr std::array<std::string_view, 10> kReserved{
    "q", "sort", "page", "size", "total", "format", "lang", "by", "sum", "filter"};

}  // namespace

base::Result<int64_t> Call::id(size_t index) const {
  if (const auto found = parse_id(parameters[index])) return *found;
  return base::Error(base::ErrorCode::kNotFound)
      .with("what", base::first_code_points(parameters[index], 60));
}

base::Result<engine::ListQuery> list_query(const Call& call, const std::string& register_name) {
  engine::ListQuery query;
  query.register_name = register_name;
  query.text = call.query().text("q");
  query.feel = call.query().text("filter");
  const std::string sort = call.query().text("sort");
  for (const std::string_view key : base::split(sort, ','))
    if (!key.empty()) query.sort.emplace_back(key);
  for (const auto& [name, value] : call.query().parameters) {
    if (std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end()) continue;
    LINGQU_TRY(filter, engine::parse_filter(name, value));
    query.filters.push_back(std::move(filter));
  }
  return query;
}

base::Result<Response> list_records(Call& call) {
  LINGQU_TRY(query, list_query(call, call.parameter(0)));
  LINGQU_TRY(page, call.query().integer("page", 1, 1, 1'000'000'000));
  LINGQU_TRY(size, call.query().integer("size", 50, 1, 500));
  LINGQU_TRY(total, call.query().flag("total", true));
  query.offset = static_cast<size_t>((page - 1) * size);
  query.limit = static_cast<size_t>(size);
  query.total = total;
  LINGQU_TRY(reply, call.engine().list(query, call.actor()));
  const pack::Snapshot pack = call.engine().pack();
  const pack::RegisterEntry* entry = pack->find(query.register_name);
  if (!entry) return base::Error(base::ErrorCode::kNotFound).with("what", query.register_name);
  std::string body;
  JsonWriter writer(body);
  write_list(writer, entry->schema, reply, page, size);
  return json_response(std::move(body));
}

base::Result<Response> get_record(Call& call) {
  LINGQU_TRY(id, call.id(1));
  LINGQU_TRY(view, call.engine().read(call.parameter(0), id, call.actor()));
  std::string body;
  JsonWriter writer(body);
  write_view(writer, view, call.language);
  return json_response(std::move(body))
      .with("ETag", "\"" + std::to_string(view.record.version) + "\"");
}

base::Result<Response> get_creations(Call& call) {
  const pack::Snapshot pack = call.engine().pack();  // owns what the choices point to
  LINGQU_TRY(choices, call.engine().creations(call.parameter(0), call.actor()));
  std::string body;
  JsonWriter writer(body);
  writer.object([&] { write_choices(writer, choices, call.language); });
  return json_response(std::move(body));
}

base::Result<Response> get_history(Call& call) {
  LINGQU_TRY(id, call.id(1));
  LINGQU_TRY(from, call.query().integer("from", 0, 0, INT64_MAX));
  LINGQU_TRY(limit, call.query().integer("limit", 1000, 1, 5000));
  LINGQU_TRY(entries, call.engine().history(call.parameter(0), id, call.actor(),
                                            {static_cast<uint64_t>(from), static_cast<size_t>(limit)}));
  std::string body;
  JsonWriter writer(body);
  write_history(writer, entries);
  return json_response(std::move(body));
}

base::Result<Response> get_choices(Call& call) {
  LINGQU_TRY(limit, call.query().integer("limit", 20, 1, 100));
  LINGQU_TRY(choices, call.engine().choices(call.parameter(0), call.query().text("q"),
                                            static_cast<size_t>(limit), call.actor()));
  std::string body;
  JsonWriter writer(body);
  writer.object([&] {
    writer.key("choices").array([&] {
      for (const engine::Choice& choice : choices)
        writer.object([&] {
          writer.member("id", choice.id).member("label", choice.label);
          writer.member("number", choice.number).member("state", choice.state);
        });
    });
  });
  return json_response(std::move(body));
}

}  // namespace lingqu::http
