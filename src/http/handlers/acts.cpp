#include <algorithm>
#include <limits>

#include "http/body_reader.hpp"
#include "http/encode/record_json.hpp"
#include "http/handlers/handlers.hpp"
#include "http/negotiate.hpp"
#include "http/router.hpp"

namespace lingqu::http {

namespace {

constexpr int64_t kAnyId = std::numeric_limits<int64_t>::max();
constexpr size_t kLongestKey = 200;

base::Result<engine::ActCommand> read_act_command(Call& call, bool creating) {
  LINGQU_TRY(body, BodyReader::parse(call.request.body, call.services.settings.limits.json_body));
  engine::ActCommand command;
  command.register_name = call.parameter(0);
  if (creating) command.act = body.text("act");
  command.values = body.object("values");
  command.reason = body.text("reason");
  command.organisation = body.integer("organisation", 0, kAnyId);
  command.check_only = body.flag("check_only").value_or(false);
  LINGQU_CHECK(body.finish());
  const std::string_view key = call.request.header("idempotency-key");
  const bool printable =
      std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (key.size() > kLongestKey || !printable)
    return bad_request("Idempotency-Key 应为不超过 200 个可见 ASCII 字符",
                       "Idempotency-Key must be at most 200 visible ASCII characters");
  command.idempotency_key = key;
  if (call.caller) command.actor = call.caller->actor;
  call.minimal = prefers_minimal(call.request.header("prefer"));
  return command;
}

}  // namespace

base::Result<engine::ActCommand> make_creation(Call& call) {
  LINGQU_TRY(command, read_act_command(call, true));
  if (!command.act.empty()) return command;
  const pack::Snapshot pack = call.engine().pack();
  const pack::RegisterEntry* entry = pack->find(command.register_name);
  if (!entry) return base::Error(base::ErrorCode::kNotFound).with("what", command.register_name);
  std::vector<std::string_view> creations;
  for (const lifecycle::Act& act : entry->lifecycle.acts)
    if (act.creates() && !act.by.empty()) creations.push_back(act.name);
  if (creations.size() != 1) return base::Error(base::ErrorCode::kRequired).at("act");
  command.act = creations.front();
  return command;
}

base::Result<engine::ActCommand> make_act(Call& call) {
  LINGQU_TRY(id, call.id(1));
  LINGQU_TRY(command, read_act_command(call, false));
  LINGQU_TRY(version, expected_version(call.request.header("if-match")));
  command.record = id;
  command.act = call.parameter(2);
  command.version = version;
  return command;
}

Response act_response(Call& call, const engine::ActReply& reply, const engine::RecordView* view) {
  const bool created = call.route->status == 201 && !reply.checked_only;
  Response response =
      json_response(act_reply_json(reply, view, call.language), created ? 201 : 200);
  if (!reply.checked_only)
    response.headers.emplace_back("ETag", "\"" + std::to_string(reply.version) + "\"");
  if (created)
    response.headers.emplace_back("Location", "/api/v1/records/" +
                                                  percent_encode(call.parameter(0)) + "/" +
                                                  std::to_string(reply.record));
  return response;
}

base::Result<Response> erase(Call& call) {
  engine::EraseCommand command;
  LINGQU_TRY(id, call.id(1));
  LINGQU_TRY(body, BodyReader::parse(call.request.body, call.services.settings.limits.json_body));
  command.register_name = call.parameter(0);
  command.record = id;
  command.fields = body.texts("fields");
  command.reason = body.text("reason");
  LINGQU_CHECK(body.finish());
  command.actor = *call.actor();
  LINGQU_TRY(reply, call.engine().erase(command));
  const auto view = call.engine().read(command.register_name, id, call.actor());
  return act_response(call, reply, view.ok() ? &*view : nullptr);
}

}  // namespace lingqu::http
