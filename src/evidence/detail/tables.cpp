#include "evidence/detail/tables.hpp"

#include "base/text.hpp"
#include "store/schema.hpp"

namespace lingqu::evidence::detail {
namespace {

using store::ColumnType;

store::Column column(std::string name, ColumnType type) {
  return {std::move(name), type, true};
}

std::vector<store::Table> tables() {
  const ColumnType integer = ColumnType::kInteger;
  const ColumnType text = ColumnType::kText;
  const ColumnType blob = ColumnType::kBlob;
  return {
      {"log_meta", {column("name", text), column("value", text)}, {"name"}, {}},
      {"log_leaf",
       {column("sequence", integer), column("register", text), column("record", integer),
        column("act", text), column("at", integer), column("account", integer),
        column("text", text)},
       {"sequence"},
       {{"log_leaf_record", {"register", "record"}, false, {}}}},
      {"log_opening", {column("sequence", integer), column("text", text)}, {"sequence"}, {}},
      {"log_tile",
       {column("level", integer), column("position", integer), column("hashes", blob)},
       {"level", "position"},
       {}},
      {"log_head",
       {column("size", integer), column("root", blob), column("at", integer),
        column("signature", blob), column("key_id", text)},
       {"size"},
       {}},
  };
}

base::Error broken_meta(std::string_view name) {
  return broken("log_meta/" + std::string(name),
                {"存证日志的登记信息缺失或无效", "missing or not valid"});
}

}  // namespace

base::Error broken(std::string_view where, base::Text problem) {
  return base::Error(base::ErrorCode::kProofBroken)
      .with("where", where)
      .with("problem", std::move(problem));
}

base::Status make_tables(store::Connection& writer) {
  return store::migrate(writer, tables(), "log_");
}

base::Result<std::optional<LogMeta>> find_meta(store::Connection& reader) {
  LINGQU_TRY(query, reader.prepare("SELECT name, value FROM log_meta"));
  std::vector<std::pair<std::string, std::string>> rows;
  while (true) {
    LINGQU_TRY(more, query->step());
    if (!more) break;
    rows.emplace_back(query->text(0), query->text(1));
  }
  query->reset();
  if (rows.empty()) return std::optional<LogMeta>();
  auto value = [&rows](std::string_view name) -> std::string {
    for (const auto& row : rows) {
      if (row.first == name) return row.second;
    }
    return {};
  };
  if (value("format") != kLogFormat) return broken_meta("format");
  LogMeta meta;
  meta.origin = value("origin");
  if (meta.origin.empty()) return broken_meta("origin");
  const auto hash = merkle::parse_hash_algorithm(value("hash"));
  if (!hash.ok()) return broken_meta("hash");
  meta.hash = *hash;
  const auto signature = merkle::parse_signature_algorithm(value("signature"));
  if (!signature.ok()) return broken_meta("signature");
  meta.signature = *signature;
  if (!base::from_base64(value("key"), meta.public_key) || meta.public_key.empty())
    return broken_meta("key");
  return std::optional<LogMeta>(std::move(meta));
}

base::Result<LogMeta> read_meta(store::Connection& reader) {
  LINGQU_TRY(meta, find_meta(reader));
  if (!meta)
    return base::Error(base::ErrorCode::kNotFound)
        .with("what", base::Text{"存证日志", "evidence log"});
  return *std::move(meta);
}

base::Status write_meta(store::Connection& writer, const LogMeta& meta) {
  const std::pair<std::string_view, std::string> rows[] = {
      {"format", std::string(kLogFormat)},
      {"origin", meta.origin},
      {"hash", std::string(merkle::name(meta.hash))},
      {"signature", std::string(merkle::name(meta.signature))},
      {"key", base::to_base64(meta.public_key)}};
  LINGQU_TRY(insert, writer.prepare("INSERT INTO log_meta (name, value) VALUES ($1, $2)"));
  for (const auto& [name, value] : rows) {
    insert->bind_text(1, name);
    insert->bind_text(2, value);
    LINGQU_CHECK(insert->run());
  }
  return {};
}

base::Result<uint64_t> leaf_count(store::Connection& reader) {
  LINGQU_TRY(query, reader.prepare("SELECT sequence FROM log_leaf ORDER BY sequence DESC LIMIT 1"));
  LINGQU_TRY(any, query->step());
  const uint64_t count = any ? static_cast<uint64_t>(query->integer(0)) + 1 : 0;
  query->reset();
  return count;
}

base::Result<Head> head_of_row(const store::Statement& row) {
  Head head;
  head.size = static_cast<uint64_t>(row.integer(0));
  const auto root = merkle::digest_from(row.text(1));
  if (!root.ok())
    return broken("log_head " + std::to_string(head.size),
                  {"根杂凑值长度不对", "the root hash has a wrong length"});
  head.root = *root;
  head.at = base::Timestamp{row.integer(2)};
  head.signature = std::string(row.text(3));
  head.key_id = std::string(row.text(4));
  return head;
}

base::Result<std::optional<Head>> last_head(store::Connection& reader) {
  LINGQU_TRY(
      query,
      reader.prepare(
          "SELECT size, root, at, signature, key_id FROM log_head ORDER BY size DESC LIMIT 1"));
  LINGQU_TRY(any, query->step());
  if (!any) {
    query->reset();
    return std::optional<Head>();
  }
  auto head = head_of_row(*query);
  query->reset();
  if (!head.ok()) return std::move(head).error();
  return std::optional<Head>(*std::move(head));
}

merkle::TileSource tile_source(store::Connection& reader) {
  return [&reader](int level, uint64_t position) -> base::Result<std::string> {
    LINGQU_TRY(query,
               reader.prepare("SELECT hashes FROM log_tile WHERE level = $1 AND position = $2"));
    query->bind(1, int64_t{level});
    query->bind(2, static_cast<int64_t>(position));
    LINGQU_TRY(any, query->step());
    std::string hashes(any ? query->text(0) : std::string_view());
    query->reset();
    if (!any) {
      return broken("log_tile " + std::to_string(level) + "/" + std::to_string(position),
                    {"该树块缺失", "the tile is missing"});
    }
    return hashes;
  };
}

}  // namespace lingqu::evidence::detail
