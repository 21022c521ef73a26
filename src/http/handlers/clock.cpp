#include "http/body_reader.hpp"
#include "http/encode/json_writer.hpp"
#include "http/handlers/handlers.hpp"

namespace lingqu::http {

base::Result<Response> advance_clock(Call& call) {
  const ServerSettings& settings = call.services.settings;
  if (!settings.test_clock && !settings.advance_clock)
    return base::Error(base::ErrorCode::kNotFound).with("what", "/test/clock");
  LINGQU_TRY(body, BodyReader::parse(call.request.body, settings.limits.json_body));
  const auto days = body.integer("advance_days", 0, 3660, true);
  LINGQU_CHECK(body.finish());
  const int64_t micros = *days * 86'400'000'000;
  if (settings.advance_clock)
    settings.advance_clock(micros);
  else
    settings.test_clock->advance(micros);
  LINGQU_CHECK(call.engine().run_due_timers());
  std::string out;
  JsonWriter writer(out);
  writer.object([&] { writer.member("now", base::to_string(call.engine().clock().now())); });
  return json_response(std::move(out));
}

}  // namespace lingqu::http
