// Reading the log: leaves, heads and proofs, through any reader connection.
#include <algorithm>
#include <limits>

#include "evidence/detail/head_text.hpp"
#include "evidence/detail/tables.hpp"
#include "evidence/log.hpp"

namespace lingqu::evidence {
namespace {

// Rows of (sequence, text, opening text or NULL).
base::Result<std::vector<StoredLeaf>> read_rows(store::Statement& query) {
  std::vector<StoredLeaf> leaves;
  while (true) {
    LINGQU_TRY(more, query.step());
    if (!more) break;
    StoredLeaf leaf;
    leaf.sequence = static_cast<uint64_t>(query.integer(0));
    leaf.text = std::string(query.text(1));
    if (!query.is_null(2)) {
      auto openings = wire::parse_json(query.text(2));
      if (!openings.ok()) {
        query.reset();
        return detail::broken("log_opening " + std::to_string(leaf.sequence),
                              {"内容无法读取", "it cannot be read"});
      }
      leaf.openings = *std::move(openings);
    }
    leaves.push_back(std::move(leaf));
  }
  query.reset();
  return leaves;
}

int64_t clamped(uint64_t value) {
  return static_cast<int64_t>(std::min<uint64_t>(value, std::numeric_limits<int64_t>::max()));
}

}  // namespace

base::Result<uint64_t> log_size(store::Connection& reader) {
  return detail::leaf_count(reader);
}

base::Result<std::vector<StoredLeaf>> record_leaves(store::Connection& reader,
                                                    const std::string& register_name,
                                                    int64_t record, size_t limit, uint64_t from) {
  LINGQU_TRY(query, reader.prepare(
                        "SELECT l.sequence, l.text, o.text FROM log_leaf l "
                        "LEFT JOIN log_opening o ON o.sequence = l.sequence "
                        "WHERE l.register = $1 AND l.record = $2 AND l.sequence >= $4 "
                        "ORDER BY l.sequence LIMIT $3"));
  query->bind_text(1, register_name);
  query->bind(2, record);
  query->bind(3, clamped(limit));
  query->bind(4, clamped(from));
  return read_rows(*query);
}

base::Result<StoredLeaf> leaf_at(store::Connection& reader, uint64_t sequence) {
  LINGQU_TRY(found, leaves(reader, sequence, sequence + 1));
  if (!found.empty()) return std::move(found.front());
  const std::string number = std::to_string(sequence);
  return base::Error(base::ErrorCode::kNotFound)
      .with("what", base::Text{"存证第 " + number + " 号", "evidence log leaf " + number});
}

base::Result<std::vector<StoredLeaf>> leaves(store::Connection& reader, uint64_t from,
                                             uint64_t to) {
  LINGQU_TRY(query,
             reader.prepare("SELECT l.sequence, l.text, o.text FROM log_leaf l "
                            "LEFT JOIN log_opening o ON o.sequence = l.sequence "
                            "WHERE l.sequence >= $1 AND l.sequence < $2 ORDER BY l.sequence"));
  query->bind(1, clamped(from));
  query->bind(2, clamped(to));
  return read_rows(*query);
}

base::Result<Head> signed_head(store::Connection& reader) {
  LINGQU_TRY(head, detail::last_head(reader));
  if (head) return *std::move(head);
  return base::Error(base::ErrorCode::kNotFound)
      .with("what", base::Text{"已签名的检查点", "signed checkpoint"});
}

base::Result<std::string> checkpoint(store::Connection& reader) {
  LINGQU_TRY(meta, detail::read_meta(reader));
  LINGQU_TRY(head, signed_head(reader));
  return detail::checkpoint_text(meta, head);
}

base::Result<LeafProof> prove_inclusion(store::Connection& reader, uint64_t sequence,
                                        uint64_t size) {
  LINGQU_TRY(meta, detail::read_meta(reader));
  const merkle::NodeSource nodes = merkle::node_source(meta.hash, detail::tile_source(reader));
  LINGQU_TRY(path, merkle::inclusion_proof(meta.hash, sequence, size, nodes));
  return LeafProof{size, std::move(path)};
}

base::Result<std::vector<merkle::Digest>> prove_consistency(store::Connection& reader,
                                                            uint64_t old_size, uint64_t new_size) {
  LINGQU_TRY(meta, detail::read_meta(reader));
  return merkle::consistency_proof(meta.hash, old_size, new_size,
                                   merkle::node_source(meta.hash, detail::tile_source(reader)));
}

}  // namespace lingqu::evidence
