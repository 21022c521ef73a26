#include "http/encode/json_writer.hpp"
#include "http/events.hpp"
#include "http/handlers/handlers.hpp"

namespace lingqu::http {

namespace {

void write_todos(JsonWriter& writer, std::string_view name,
                 const std::vector<engine::Todo>& todos) {
  writer.key(name).array([&] {
    for (const engine::Todo& todo : todos)
      writer.object([&] {
        writer.member("register", todo.register_name).member("id", todo.record);
        writer.member("label", todo.label).member("state", todo.state).member("act", todo.act);
        writer.member("since", base::to_string(todo.since)).key("due");
        if (todo.due)
          writer.value(base::to_string(*todo.due));
        else
          writer.null();
      });
  });
}

}  // namespace

base::Result<Response> get_todos(Call& call) {
  LINGQU_TRY(todos, call.engine().todos(*call.actor()));
  std::string body;
  JsonWriter writer(body);
  writer.object([&] {
    write_todos(writer, "waiting", todos.waiting);
    writer.member("waiting_total", todos.waiting_total);
    write_todos(writer, "due", todos.due);
  });
  return json_response(std::move(body));
}

base::Result<Response> get_overview(Call& call) {
  LINGQU_TRY(counts, call.engine().overview(call.actor()));
  std::string body;
  JsonWriter writer(body);
  writer.object([&] {
    writer.key("registers").array([&] {
      for (const engine::RegisterCount& count : counts)
        writer.object([&] {
          writer.member("register", count.register_name).member("total", count.total);
          writer.key("by_state").object([&] {
            for (const auto& [state, number] : count.by_state) writer.member(state, number);
          });
        });
    });
  });
  return json_response(std::move(body));
}

base::Result<Response> get_events(Call& call) {
  Response response;
  response.type = "text/event-stream";
  response.compressible = false;
  response.headers.emplace_back("X-Accel-Buffering", "no");
  response.events = call.services.events.open(call);
  return response;
}

}  // namespace lingqu::http
