// The tables of the log (docs/formats/log.md) and what several parts read from them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evidence/log.hpp"
#include "merkle/tiles.hpp"
#include "store/database.hpp"

namespace lingqu::evidence::detail {

inline constexpr std::string_view kLogFormat = "lingqu-log/1";

// What a log is once and for all.
struct LogMeta {
  std::string origin;
  merkle::HashAlgorithm hash{};
  merkle::SignatureAlgorithm signature{};
  std::string public_key;  // DER
};

base::Status make_tables(store::Connection& writer);
// Nothing if the log was never opened.
base::Result<std::optional<LogMeta>> find_meta(store::Connection& reader);
base::Result<LogMeta> read_meta(store::Connection& reader);  // kNotFound if there is none
base::Status write_meta(store::Connection& writer, const LogMeta& meta);

base::Result<uint64_t> leaf_count(store::Connection& reader);
// The newest signed head, if there is any.
base::Result<std::optional<Head>> last_head(store::Connection& reader);
base::Result<Head> head_of_row(const store::Statement& row);  // size, root, at, signature, key_id

// Reads tiles; `reader` must outlive the source. kProofBroken for a missing tile.
merkle::TileSource tile_source(store::Connection& reader);

base::Error broken(std::string_view where, base::Text problem);

}  // namespace lingqu::evidence::detail
