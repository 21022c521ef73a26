#include <fmt/format.h>

#include "cli/session.hpp"

namespace lingqu::cli {

namespace {

wire::Json head_json(const engine::LogHead& head) {
  return wire::Json::object({{"size", static_cast<int64_t>(head.size)}, {"root", head.root}, {"at", base::to_string(head.at)},
                             {"signature", head.signature}, {"key_id", head.key_id}, {"algorithm", head.algorithm},
                             {"unsigned_leaves", static_cast<int64_t>(head.unsigned_leaves)}});
}

}  // namespace

int log_head(const Place& place, bool sign) {
  auto opened = open_engine(place, !sign);
  if (!opened) return kEnvironment;
  auto head = opened->engine->log_head(sign);
  if (!head.ok()) return fail(head.error(), place.json);
  fmt::print("{}\n", place.json ? wire::to_text(head_json(*head)) : wire::to_pretty_text(head_json(*head)));
  return kDone;
}

int log_proof(const Place& place, uint64_t sequence) {
  auto opened = open_engine(place, true);
  if (!opened) return kEnvironment;
  auto proof = opened->engine->log_proof(sequence);
  if (!proof.ok()) return fail(proof.error(), place.json);
  wire::Json path{wire::Json::Array{}};
  for (const auto& digest : proof->path) path.push(digest);
  const wire::Json json = wire::Json::object({{"sequence", static_cast<int64_t>(proof->sequence)}, {"leaf", proof->leaf}, {"head", head_json(proof->head)}, {"path", path}});
  fmt::print("{}\n", place.json ? wire::to_text(json) : wire::to_pretty_text(json));
  return kDone;
}

int log_check(const Place& place) {
  auto opened = open_engine(place, true);
  if (!opened) return kEnvironment;
  Progress progress("log check");
  auto checked = opened->engine->check_log(progress.callback());
  if (!checked.ok()) return fail(checked.error(), place.json);
  if (place.json)
    fmt::print("{}\n", wire::to_text(wire::Json::object({{"ok", true}, {"leaves", static_cast<int64_t>(checked->leaves)}, {"heads", static_cast<int64_t>(checked->heads)}})));
  else
    fmt::print("{} leaves, {} signed heads: all in order / 存证完整一致\n", checked->leaves, checked->heads);
  return kDone;
}

}  // namespace lingqu::cli
