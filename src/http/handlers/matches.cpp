#include <fmt/format.h>

#include "http/body_reader.hpp"
#include "http/encode/json_writer.hpp"
#include "http/encode/record_json.hpp"
#include "http/handlers/handlers.hpp"

namespace lingqu::http {

namespace {

constexpr int64_t kUsualMatches = 20;
constexpr int64_t kMostMatches = 50;
constexpr size_t kLongestText = 20'000;  // bytes, as understood at once

std::string share(double score) { return fmt::format("{:.4f}", score); }

void write_reason(JsonWriter& writer, const match::Reason& reason) {
  writer.object([&] {
    writer.member("for", reason.speaks_for).member("text", reason.text).member("need_says", reason.need_says);
    writer.member("passage", reason.passage).member("matched", reason.matched);
  });
}

void write_match(JsonWriter& writer, const registers::Register& schema, const engine::MatchedRecord& match) {
  writer.object([&] {
    writer.member("id", match.record.id).member("label", match.label).member("number", match.number).member("state", match.record.state);
    writer.key("owner").object([&] { writer.member("id", match.record.owner).member("label", match.owner_label); });
    writer.member("score", share(match.score)).key("values");
    write_values(writer, schema, match.record);
    writer.key("reasons").array([&] {
      for (const match::Reason& reason : match.reasons) write_reason(writer, reason);
    });
    writer.key("answer");
    if (!match.answer) return void(writer.null());
    writer.object([&] {
      writer.member("id", match.answer->id).member("state", match.answer->state).member("accepted", match.answer->accepted);
      writer.member("declined", match.answer->declined).member("reason", match.answer->reason).member("advice", match.answer->advice);
    });
  });
}

base::Result<Response> answer_matches(Call& call, const engine::MatchQuery& query) {
  const pack::Snapshot pack = call.engine().pack();  // owns the schema
  LINGQU_TRY(reply, call.engine().matches(query, call.actor()));
  std::string body;
  JsonWriter writer(body);
  writer.object([&] {
    writer.member("with", reply.with).member("complete", reply.complete).member("embeddings", reply.embeddings);
    writer.key("matches").array([&] {
      for (const engine::MatchedRecord& match : reply.matches) write_match(writer, *reply.schema, match);
    });
  });
  return json_response(std::move(body));
}

}  // namespace

base::Result<Response> get_matches(Call& call) {
  LINGQU_TRY(size, call.query().integer("size", kUsualMatches, 1, kMostMatches));
  LINGQU_TRY(id, call.query().integer("id", 0, 1, INT64_MAX));
  return answer_matches(call, {call.query().text("register"), id, "", call.query().text("with"), static_cast<size_t>(size)});
}

base::Result<Response> match_text(Call& call) {
  LINGQU_TRY(body, BodyReader::parse(call.request.body, call.services.settings.limits.json_body));
  const std::string text = body.text("text", true);
  if (text.size() > kLongestText) body.wrong("text", "不超过两万字节的文本", "a text of at most 20,000 bytes", "");
  const std::string as = body.text("register"), with = body.text("with");
  const auto size = body.integer("size", 1, kMostMatches);
  LINGQU_CHECK(body.finish());
  return answer_matches(call, {as, 0, text, with, static_cast<size_t>(size.value_or(kUsualMatches))});
}

}  // namespace lingqu::http
