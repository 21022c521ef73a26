#include <fmt/format.h>

#include <charconv>

#include "cli/session.hpp"

namespace lingqu::cli {

using base::Error;
using base::ErrorCode;

namespace {

base::Result<wire::Json> values_of(const std::vector<std::string>& given) {
  if (given.size() == 1 && given[0].starts_with('{')) return wire::parse_json(given[0]);
  wire::Json values{wire::Json::Object{}};
  for (const std::string& pair : given) {
    const size_t equals = pair.find('=');
    if (equals == std::string::npos)
      return Error(ErrorCode::kBadRequest).with("reason", base::Text{"“" + pair + "”应写作 字段=值", "“" + pair + "” should read field=value"});
    // A value that is JSON (an object, an array, a number) is taken as such, anything else as text.
    const std::string text = pair.substr(equals + 1);
    auto json = wire::parse_json(text);
    values.set(pair.substr(0, equals), json.ok() && (json->if_object() || json->if_array()) ? *json : wire::Json(text));
  }
  return values;
}

base::Result<engine::ActReply> do_act(engine::Engine& engine, const ActOptions& options) {
  engine::ActCommand command;
  command.register_name = options.register_name;
  command.act = options.act;
  command.reason = options.reason;
  command.check_only = options.check_only;
  if (options.record != "new") {
    const char* end = options.record.data() + options.record.size();
    const auto parsed = std::from_chars(options.record.data(), end, command.record);
    if (parsed.ec != std::errc() || parsed.ptr != end || command.record <= 0)
      return Error(ErrorCode::kNotFound).with("what", options.record);
  }
  LINGQU_TRY(values, values_of(options.values));
  command.values = std::move(values);
  LINGQU_TRY(actor, acting_account(engine, options.as, options.register_name));
  command.actor = std::move(actor);
  return engine.act(std::move(command));
}

}  // namespace

int act(const ActOptions& options) {
  auto opened = open_engine(options.place, false);
  if (!opened) return kEnvironment;
  auto reply = do_act(*opened->engine, options);
  if (!reply.ok()) return fail(reply.error(), options.place.json);
  const std::string state = reply->after ? reply->after->state : "";
  if (options.place.json)
    fmt::print("{}\n", wire::to_text(wire::Json::object({{"record", reply->record}, {"version", reply->version}, {"state", state},
                                                         {"leaf", static_cast<int64_t>(reply->leaf)}, {"checked_only", reply->checked_only}})));
  else if (reply->checked_only)
    fmt::print("possible; nothing was changed (--check) / 可以办理，未作改动\n");
  else
    fmt::print("{} {} → {} (version {}, leaf {})\n", options.register_name, reply->record, state, reply->version, reply->leaf);
  return kDone;
}

}  // namespace lingqu::cli
