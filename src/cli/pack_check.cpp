#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/session.hpp"
#include "pack/pack.hpp"

namespace lingqu::cli {

int pack_check(const std::string& folder, bool json) {
  const pack::Loaded loaded = pack::load(folder);
  if (!loaded.pack) {
    for (const auto& problem : loaded.problems) fail(problem, json);
    if (!json) fmt::print(stderr, "{}: {} problem(s) / 处问题\n", folder, loaded.problems.size());
    return kRefused;
  }
  size_t fields = 0, acts = 0;
  for (const auto& entry : loaded.pack->registers) {
    fields += entry.schema.fields.size();
    acts += entry.lifecycle.acts.size();
  }
  if (json)
    fmt::print("{}\n", wire::to_text(wire::Json::object({{"ok", true}, {"pack", loaded.pack->name}, {"content_hash", loaded.pack->content_hash}})));
  else
    fmt::print("{} {}: {} registers, {} fields, {} acts, {} roles, {} documents\n{}\n", loaded.pack->name, loaded.pack->version,
               loaded.pack->registers.size(), fields, acts, loaded.pack->roles.size(), loaded.pack->documents.size(), loaded.pack->content_hash);
  return kDone;
}

}  // namespace lingqu::cli
