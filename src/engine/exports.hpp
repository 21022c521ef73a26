// Records of a query as a file for people (CSV, XLSX) or programs (JSON Lines), as far as the actor may see them.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/engine.hpp"

namespace lingqu::engine {

struct ExportRequest {
  ListQuery query;      // offset, limit and total are not looked at: everything that matches is written
  std::string format;   // "csv", "xlsx", "jsonl"; another is kBadRequest
  base::Language language = base::Language::kZh;
};

// Hands the file's bytes to `sink` as they come; an error of the sink ends the export.
base::Status export_records(Engine& engine, const ExportRequest& request, const lifecycle::Actor* actor,
                            const std::function<base::Status(std::string_view)>& sink);

}  // namespace lingqu::engine
