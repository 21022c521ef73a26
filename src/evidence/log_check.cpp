// Recomputes the whole log and names the first place that does not fit (docs/formats/log.md,
// "Check").
#include <algorithm>
#include <map>
#include <unordered_map>

#include "evidence/detail/head_text.hpp"
#include "evidence/detail/leaf_text.hpp"
#include "evidence/detail/tables.hpp"
#include "evidence/log.hpp"

namespace lingqu::evidence {
namespace {

using detail::broken;
using wire::Json;

constexpr uint64_t kChunk = 4096;  // leaves per query: far below any statement time limit

struct Row {
  uint64_t sequence = 0;
  std::string register_name;
  int64_t record = 0;
  std::string act;
  int64_t at = 0;
  int64_t account = 0;
  std::string text;
  std::string openings;
};

std::string leaf_place(uint64_t sequence, std::string_view part = {}) {
  return "log_leaf " + std::to_string(sequence) + (part.empty() ? "" : "/" + std::string(part));
}

base::Result<std::vector<Row>> read_chunk(store::Connection& reader, uint64_t from, uint64_t to) {
  LINGQU_TRY(query,
             reader.prepare(
                 "SELECT l.sequence, l.register, l.record, l.act, l.at, l.account, l.text, o.text "
                 "FROM log_leaf l LEFT JOIN log_opening o ON o.sequence = l.sequence "
                 "WHERE l.sequence >= $1 AND l.sequence < $2 ORDER BY l.sequence"));
  query->bind(1, static_cast<int64_t>(from));
  query->bind(2, static_cast<int64_t>(to));
  std::vector<Row> rows;
  while (true) {
    LINGQU_TRY(more, query->step());
    if (!more) break;
    rows.push_back({static_cast<uint64_t>(query->integer(0)), std::string(query->text(1)),
                    query->integer(2), std::string(query->text(3)), query->integer(4),
                    query->integer(5), std::string(query->text(6)),
                    query->is_null(7) ? std::string() : std::string(query->text(7))});
  }
  query->reset();
  return rows;
}

base::Result<std::vector<Head>> read_heads(store::Connection& reader, uint64_t above,
                                           uint64_t up_to, bool with_empty) {
  LINGQU_TRY(query, reader.prepare("SELECT size, root, at, signature, key_id FROM log_head "
                                   "WHERE size > $1 AND size <= $2 ORDER BY size"));
  query->bind(1, with_empty ? int64_t{-1} : static_cast<int64_t>(above));
  query->bind(2, static_cast<int64_t>(up_to));
  std::vector<Head> heads;
  while (true) {
    LINGQU_TRY(more, query->step());
    if (!more) break;
    auto head = detail::head_of_row(*query);
    if (!head.ok()) {
      query->reset();
      return std::move(head).error();
    }
    heads.push_back(*std::move(head));
  }
  query->reset();
  return heads;
}

// Openings that are still there fit the seals of the leaf.
base::Status check_openings(const Row& row, const Json& leaf, merkle::HashAlgorithm algorithm) {
  if (row.openings.empty()) return {};
  const std::string place = "log_opening " + std::to_string(row.sequence);
  const auto openings = wire::parse_json(row.openings);
  if (!openings.ok() || openings->if_object() == nullptr)
    return broken(place, {"内容无法读取", "it cannot be read"});
  const Json* sealed = leaf.find("sealed");
  for (const auto& [path, opening] : *openings->if_object()) {
    const Json* value = opening.find("value");
    const auto text = value != nullptr ? wire::to_canonical_text(*value)
                                       : base::Result<std::string>(std::string());
    std::string seal_text;
    if (text.ok()) {
      detail::append_seal_text(seal_text, row.register_name, row.record, path,
                               opening.string_at("salt"), *text);
    }
    const std::string_view seal = sealed != nullptr ? sealed->string_at(path) : std::string_view();
    if (seal != merkle::to_string(algorithm, merkle::hash(algorithm, seal_text))) {
      return broken(std::string(place).append("/").append(path),
                    {"与存证中的封存值不符", "it does not fit the seal in the leaf"});
    }
  }
  return {};
}

// The text is canonical, complete, and repeated by the columns.
base::Result<Json> check_text(const Row& row, merkle::HashAlgorithm algorithm) {
  auto leaf = wire::parse_json(row.text);
  if (!leaf.ok())
    return broken(leaf_place(row.sequence, "text"), {"不是有效的 JSON", "it is not valid JSON"});
  const auto canonical = wire::to_canonical_text(*leaf);
  if (!canonical.ok() || *canonical != row.text) {
    return broken(leaf_place(row.sequence, "text"),
                  {"不是规范形式（RFC 8785）", "it is not canonical (RFC 8785)"});
  }
  const std::pair<std::string_view, std::string> words[] = {
      {"format", std::string(detail::kLeafFormat)},
      {"hash", std::string(merkle::name(algorithm))},
      {"register", row.register_name},
      {"act", row.act},
      {"at", base::to_string(base::Timestamp{row.at})}};
  for (const auto& [name, word] : words) {
    const Json* value = leaf->find(name);
    if (value == nullptr || value->if_string() == nullptr || *value->if_string() != word) {
      return broken(leaf_place(row.sequence, name),
                    {"与存证文本不符", "the column and the text differ"});
    }
  }
  const std::pair<std::string_view, int64_t> numbers[] = {
      {"sequence", static_cast<int64_t>(row.sequence)},
      {"record", row.record},
      {"account", row.account}};
  for (const auto& [name, number] : numbers) {
    if (leaf->int_at(name) != number) {
      return broken(leaf_place(row.sequence, name),
                    {"与存证文本不符", "the column and the text differ"});
    }
  }
  return leaf;
}

// The last leaf of each record. Names are numbered to keep millions of records small.
class Chains {
 public:
  base::Status extend(const Row& row, const Json& leaf) {
    const std::optional<int64_t> previous = leaf.int_at("previous");
    const int64_t version = leaf.int_at("version").value_or(-1);
    const uint32_t to = number(leaf.string_at("to"));
    const auto [place, first] = ends_.try_emplace(Key{number(row.register_name), row.record});
    End& end = place->second;
    if (first != !previous.has_value() ||
        (previous && static_cast<uint64_t>(*previous) != end.sequence)) {
      return broken(leaf_place(row.sequence, "previous"),
                    {"不是该记录的上一条存证", "it is not the record's previous leaf"});
    }
    if (!first && number(leaf.string_at("from")) != end.state) {
      return broken(leaf_place(row.sequence, "from"),
                    {"与上一条存证的状态不符", "it differs from the state the previous leaf left"});
    }
    if (version < end.version) {
      return broken(leaf_place(row.sequence, "version"), {"版本号倒退", "the version went back"});
    }
    end = End{row.sequence, version, to};
    return {};
  }

 private:
  struct Key {
    uint32_t register_number;
    int64_t record;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    size_t operator()(const Key& key) const {
      return std::hash<int64_t>()(key.record) * 31 + key.register_number;
    }
  };
  struct End {
    uint64_t sequence = 0;
    int64_t version = 0;
    uint32_t state = 0;
  };
  uint32_t number(std::string_view word) {
    return numbers_.try_emplace(std::string(word), static_cast<uint32_t>(numbers_.size()))
        .first->second;
  }
  std::map<std::string, uint32_t, std::less<>> numbers_;
  std::unordered_map<Key, End, KeyHash> ends_;
};

class Checker {
 public:
  Checker(store::Connection& reader, detail::LogMeta meta)
      : reader_(&reader),
        meta_(std::move(meta)),
        key_id_(detail::key_id(meta_.hash, meta_.public_key)),
        tree_(meta_.hash) {}

  base::Result<LogCheck> run(const std::function<void(uint64_t, uint64_t)>& progress);

 private:
  base::Status check_chunk(const std::vector<Row>& rows, uint64_t from, uint64_t to);
  base::Status check_leaf(const Row& row);
  base::Status check_head(const Head& head);
  base::Status check_signature(const Head& head);
  base::Status compare_tiles(bool all);
  base::Status compare_tile(const merkle::Tile& tile);
  // What to report when something at `sequence` failed: an earlier doubt comes first.
  base::Error first_of(uint64_t sequence, base::Error error);

  store::Connection* reader_;
  detail::LogMeta meta_;
  std::string key_id_;
  merkle::TileTree tree_;
  Chains chains_;
  std::map<int, merkle::Tile> edge_;  // the last, short tile of each level
  int64_t latest_ = 0;                // time of any leaf or head so far
  uint64_t proven_ = 0;               // leaves below this fit a signed head
  LogCheck counts_;
  // The first leaf whose recomputed hash is not the stored one. The next signed head tells whether
  // leaf or tile was changed.
  struct Doubt {
    uint64_t leaf = 0;
    std::string tile;
  };
  std::optional<Doubt> doubt_;
};

base::Result<LogCheck> Checker::run(const std::function<void(uint64_t, uint64_t)>& progress) {
  // Heads first: a log only grows, so every head read now must be covered by the leaves counted
  // after it.
  LINGQU_TRY(newest, detail::last_head(*reader_));
  const uint64_t signed_size = newest ? newest->size : 0;
  LINGQU_TRY(size, detail::leaf_count(*reader_));
  for (uint64_t from = 0; from == 0 || from < size; from += kChunk) {
    const uint64_t to = std::min(from + kChunk, size);
    LINGQU_TRY(rows, read_chunk(*reader_, from, to));
    LINGQU_CHECK(check_chunk(rows, from, std::min(to, std::max(from, signed_size))));
    LINGQU_CHECK(compare_tiles(false));
    if (progress) progress(to, size);
  }
  if (signed_size > size) {
    return first_of(
        size, broken(leaf_place(size), {"缺失：已签名的条目多于现有条目",
                                        "it is missing: more leaves were signed than there are"}));
  }
  LINGQU_CHECK(compare_tiles(true));
  if (doubt_) return first_of(size, base::Error(base::ErrorCode::kProofBroken));
  counts_.leaves = size;
  return counts_;
}

base::Status Checker::check_chunk(const std::vector<Row>& rows, uint64_t from, uint64_t to) {
  LINGQU_TRY(heads, read_heads(*reader_, from, to, from == 0));
  auto head = heads.begin();
  while (head != heads.end() && head->size == 0) LINGQU_CHECK(check_head(*head++));
  for (const Row& row : rows) {
    if (row.sequence != tree_.size()) {
      return first_of(tree_.size(),
                      broken(leaf_place(tree_.size()), {"该条存证缺失", "the leaf is missing"}));
    }
    base::Status checked = check_leaf(row);
    if (!checked.ok()) return first_of(row.sequence, std::move(checked).error());
    while (head != heads.end() && head->size == tree_.size()) LINGQU_CHECK(check_head(*head++));
  }
  return {};
}

base::Status Checker::check_leaf(const Row& row) {
  LINGQU_TRY(leaf, check_text(row, meta_.hash));
  LINGQU_CHECK(chains_.extend(row, leaf));
  LINGQU_CHECK(check_openings(row, leaf, meta_.hash));
  tree_.append(merkle::leaf_hash(meta_.hash, row.text));
  latest_ = std::max(latest_, row.at);
  return {};
}

base::Status Checker::check_head(const Head& head) {
  const std::string place = "log_head " + std::to_string(head.size);
  if (head.root != tree_.root()) {
    return first_of(head.size, broken(place + "/root", {"与此前的存证不符",
                                                        "it does not fit the leaves before it"}));
  }
  if (doubt_)
    return broken(doubt_->tile, {"与存证文本不符，而签名与存证文本相符",
                                 "it does not fit the leaves, which fit the signed head"});
  if (head.key_id != key_id_)
    return broken(place + "/key_id", {"不是本日志的密钥", "it is not this log's key"});
  if (head.at.micros < latest_)
    return broken(place + "/at",
                  {"早于其涵盖的存证或更早的检查点", "it is before a leaf or head it covers"});
  latest_ = head.at.micros;
  LINGQU_CHECK(check_signature(head));
  ++counts_.heads;
  proven_ = head.size;
  return {};
}

base::Status Checker::check_signature(const Head& head) {
  const auto good = merkle::verify_signature(meta_.signature, meta_.public_key,
                                             detail::head_text(meta_, head), head.signature);
  if (good.ok() && *good) return {};
  return broken("log_head " + std::to_string(head.size) + "/signature",
                {"签名不正确", "the signature is wrong"});
}

// Full tiles as they appear; with `all` also the short ones at the edge.
base::Status Checker::compare_tiles(bool all) {
  for (merkle::Tile& tile : tree_.take_changed()) {
    const bool full = tile.hashes.size() == merkle::kTileWidth * 32;
    if (full) LINGQU_CHECK(compare_tile(tile));
    edge_[tile.level] = full ? merkle::Tile{tile.level, tile.position + 1, {}} : std::move(tile);
  }
  if (!all) return {};
  for (const auto& [level, tile] : edge_) {
    if (!tile.hashes.empty()) LINGQU_CHECK(compare_tile(tile));
  }
  return {};
}

base::Status Checker::compare_tile(const merkle::Tile& tile) {
  const std::string place =
      "log_tile " + std::to_string(tile.level) + "/" + std::to_string(tile.position);
  auto found = detail::tile_source(*reader_)(tile.level, tile.position);
  if (!found.ok() && found.error().code != base::ErrorCode::kProofBroken)
    return std::move(found).error();
  const std::string stored = found.ok() ? *std::move(found) : std::string();
  const std::string_view begin = std::string_view(stored).substr(0, tile.hashes.size());
  if (begin == tile.hashes) return {};
  if (doubt_) return {};
  // Missing hashes, and tiles above the leaves while all leaf hashes fit, are the tile's own fault.
  if (tile.level > 0 || begin.size() < tile.hashes.size())
    return broken(place, {"与存证不符", "it does not fit the leaves"});
  const size_t byte = static_cast<size_t>(
      std::mismatch(begin.begin(), begin.end(), tile.hashes.begin()).first - begin.begin());
  const uint64_t leaf = tile.position * merkle::kTileWidth + byte / 32;
  if (leaf < proven_)
    return broken(place, {"与存证文本不符，而签名与存证文本相符",
                          "it does not fit the leaves, which fit the signed head"});
  doubt_ = Doubt{leaf, place};
  return {};
}

base::Error Checker::first_of(uint64_t sequence, base::Error error) {
  base::Status compared = compare_tiles(true);
  if (!compared.ok() && !doubt_) return std::move(compared).error();
  if (!doubt_ || doubt_->leaf >= sequence) return error;
  return broken(leaf_place(doubt_->leaf, "text"),
                {"与其杂凑值（" + doubt_->tile + "）不符",
                 "it does not fit its stored hash (" + doubt_->tile + ")"});
}

}  // namespace

base::Result<LogCheck> check_log(store::Connection& reader,
                                 const std::function<void(uint64_t, uint64_t)>& progress) {
  LINGQU_TRY(meta, detail::read_meta(reader));
  return Checker(reader, std::move(meta)).run(progress);
}

}  // namespace lingqu::evidence
