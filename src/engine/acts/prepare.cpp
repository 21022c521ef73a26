#include <algorithm>

#include "engine/acts/unit.hpp"
#include "merkle/hash.hpp"

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;

namespace {

constexpr size_t kLongestKey = 200;
constexpr size_t kLongestReason = 2000;

// The creation act that is meant when none is named: the only one that people may do.
const lifecycle::Act* only_creation(const lifecycle::Lifecycle& lifecycle) {
  const lifecycle::Act* only = nullptr;
  for (const auto& act : lifecycle.acts) {
    if (!act.creates() || act.by.empty()) continue;
    if (only) return nullptr;
    only = &act;
  }
  return only;
}

std::string digest_of(const ActCommand& command) {
  std::string text = command.register_name + "\n" + std::to_string(command.record) + "\n" + command.act + "\n" +
                     std::to_string(command.organisation.value_or(0)) + "\n" + command.reason + "\n";
  wire::append_text(text, command.values);
  return std::string(merkle::bytes_of(merkle::hash(merkle::HashAlgorithm::kSha256, text)));
}

}  // namespace

base::Result<PreparedAct> prepare(Context& context, ActCommand command) {
  PreparedAct prepared;
  LINGQU_TRY(table, context.table(command.register_name));
  prepared.table = table;
  const auto& lifecycle = table->lifecycle();
  prepared.act = command.act.empty() && command.record == 0 ? only_creation(lifecycle) : lifecycle.find_act(command.act);
  if (!prepared.act || prepared.act->creates() != (command.record == 0)) {
    std::string known;
    for (const auto& act : lifecycle.acts)
      if (act.creates() == (command.record == 0) && !act.by.empty()) known += (known.empty() ? "" : ", ") + act.name;
    return Error(ErrorCode::kBadRequest)
        .with("reason", base::Text{"没有名为“" + command.act + "”的办理；可用：" + known, "there is no act “" + command.act + "”; known: " + known})
        .at("act");
  }
  const std::string& key = command.idempotency_key;
  if (key.size() > kLongestKey || std::any_of(key.begin(), key.end(), [](char c) { return c < 0x21 || c > 0x7e; }))
    return Error(ErrorCode::kBadRequest).at("Idempotency-Key").with("reason", base::Text{"幂等键应为 1 至 200 个可见 ASCII 字符", "an idempotency key has 1 to 200 visible ASCII characters"});
  if (!base::is_utf8(command.reason) || command.reason.find('\0') != std::string::npos)
    return Error(ErrorCode::kBadEncoding).at("reason").with("where", base::Text{"办理理由", "The reason"});
  if (const size_t length = base::count_code_points(command.reason); length > kLongestReason)
    return Error(ErrorCode::kTooLong).at("reason").with("field", base::Text{"办理理由", "Reason"}).with("length", std::to_string(length)).with("limit", std::to_string(kLongestReason));
  if (!key.empty()) prepared.request_digest = digest_of(command);
  if (!command.values.is_null()) {
    auto values = registers::parse_values(table->schema(), command.values, context.pack->parse_context());
    if (values.ok())
      prepared.values = std::move(values).value();
    else
      prepared.values_error = std::move(values).error();
  }
  prepared.command = std::move(command);
  prepared.command.values = {};
  return prepared;
}

}  // namespace lingqu::engine
