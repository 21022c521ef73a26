#include "http/encode/json_writer.hpp"
#include "http/handlers/handlers.hpp"

namespace lingqu::http {

namespace {

void write_hit(JsonWriter& writer, const engine::SearchHit& hit) {
  writer.object([&] {
    writer.member("register", hit.register_name).member("id", hit.id).member("label", hit.label);
    writer.member("number", hit.number).member("state", hit.state);
    writer.key("owner").object([&] { writer.member("id", hit.owner).member("label", hit.owner_label); });
    writer.member("field", hit.field);
    writer.key("passage").array([&] {
      for (const auto& [text, matches] : hit.passage)
        writer.object([&] { writer.member("text", text).member("matches", matches); });
    });
  });
}

}  // namespace

base::Result<Response> search_records(Call& call) {
  LINGQU_TRY(page, call.query().integer("page", 1, 1, 1'000));
  LINGQU_TRY(size, call.query().integer("size", 20, 1, 100));
  engine::SearchQuery query;
  query.text = call.query().text("q");
  query.register_name = call.query().text("register");
  query.offset = static_cast<size_t>((page - 1) * size);
  query.limit = static_cast<size_t>(size);
  LINGQU_TRY(reply, call.engine().search(query, call.actor()));
  std::string body;
  JsonWriter writer(body);
  writer.object([&] {
    writer.key("hits").array([&] {
      for (const engine::SearchHit& hit : reply.hits) write_hit(writer, hit);
    });
    writer.member("total", static_cast<int64_t>(reply.total)).member("loose", reply.loose);
    writer.key("registers").object([&] {
      for (const auto& [name, count] : reply.registers)
        writer.member(name, static_cast<int64_t>(count));
    });
    writer.member("page", page).member("size", size);
    writer.member("followed", static_cast<int64_t>(reply.followed));
  });
  return json_response(std::move(body));
}

}  // namespace lingqu::http
