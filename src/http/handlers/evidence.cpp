#include <charconv>

#include "http/encode/json_writer.hpp"
#include "http/handlers/handlers.hpp"

namespace lingqu::http {

namespace {

void write_head(JsonWriter& writer, const engine::LogHead& head) {
  writer.object([&] {
    writer.member("origin", head.origin).member("size", head.size).member("root", head.root);
    writer.member("at", base::to_string(head.at)).member("signature", head.signature);
    writer.member("key_id", head.key_id).member("public_key", head.public_key);
    writer.member("algorithm", head.algorithm).member("unsigned_leaves", head.unsigned_leaves);
  });
}

base::Result<Response> head_response(Call& call, bool sign) {
  LINGQU_TRY(head, call.engine().log_head(sign));
  std::string body;
  JsonWriter writer(body);
  write_head(writer, head);
  return json_response(std::move(body));
}

base::Result<uint64_t> sequence_number(const std::string& text) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number <= INT64_MAX)
    return number;
  return base::Error(base::ErrorCode::kNotFound).with("what", base::first_code_points(text, 60));
}

}  // namespace

base::Result<Response> get_log_head(Call& call) {
  return head_response(call, false);
}

base::Result<Response> sign_log_head(Call& call) {
  return head_response(call, true);
}

base::Result<Response> get_log_proof(Call& call) {
  LINGQU_TRY(sequence, sequence_number(call.parameter(0)));
  LINGQU_TRY(proof, call.engine().log_proof(sequence));
  std::string body;
  JsonWriter writer(body);
  writer.object([&] {
    writer.member("sequence", proof.sequence).key("leaf").raw(proof.leaf).key("head");
    write_head(writer, proof.head);
    writer.list("path", proof.path);
  });
  return json_response(std::move(body));
}

base::Result<Response> check_log(Call& call) {
  LINGQU_TRY(report, call.engine().check_log({}));
  std::string body;
  JsonWriter writer(body);
  writer.object([&] {
    writer.member("leaves", report.leaves).member("heads", report.heads).member("ok", true);
  });
  return json_response(std::move(body));
}

base::Result<Response> verify_bundle(Call& call) {
  if (!call.services.settings.verify)
    return base::Error(base::ErrorCode::kNotFound).with("what", "/verify");
  return json_response(wire::to_text(call.services.settings.verify(std::move(call.request.body))));
}

}  // namespace lingqu::http
