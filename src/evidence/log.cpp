#include "evidence/log.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/file.hpp"
#include "evidence/detail/head_text.hpp"
#include "evidence/detail/key_file.hpp"
#include "evidence/detail/leaf_text.hpp"
#include "evidence/detail/tables.hpp"
#include "merkle/tiles.hpp"

namespace lingqu::evidence {
namespace {

using base::Text;
using detail::broken;
using detail::LogMeta;

constexpr int64_t kSignEveryMicros = 1'000'000;

// Leaves that were appended and not yet flushed, with their texts in one buffer.
class Pending {
 public:
  struct Row {
    uint64_t sequence = 0;
    int64_t record = 0;
    int64_t at = 0;
    int64_t account = 0;
    size_t register_name = 0;  // where each text begins
    size_t act = 0;
    size_t text = 0;
    size_t openings = 0;
    size_t end = 0;
  };
  void add(uint64_t sequence, const Leaf& leaf, const std::string& text,
           const std::string& openings) {
    Row row{sequence, leaf.record, leaf.at.micros, leaf.account, bytes_.size(), 0, 0, 0, 0};
    row.act = bytes_.append(leaf.register_name).size();
    row.text = bytes_.append(leaf.act).size();
    row.openings = bytes_.append(text).size();
    row.end = bytes_.append(openings).size();
    rows_.push_back(row);
  }
  void clear() {
    rows_.clear();
    bytes_.clear();
  }
  const std::vector<Row>& rows() const { return rows_; }
  std::string_view text(size_t begin, size_t end) const {
    return std::string_view(bytes_).substr(begin, end - begin);
  }

 private:
  std::vector<Row> rows_;
  std::string bytes_;
};

// What an append changes in memory; copied at each commit and brought back by a rollback.
struct State {
  merkle::TileTree tree;
  Head head;            // the last signed one; without a signature if there is none
  int64_t last_at = 0;  // latest time of a leaf
};

class StoredLog final : public Log {
 public:
  StoredLog(store::Connection& writer, LogMeta meta, merkle::PrivateKey key, State state,
            const base::Clock& clock, base::Random& random)
      : writer_(&writer),
        meta_(std::move(meta)),
        key_(std::move(key)),
        clock_(&clock),
        leaf_writer_(meta_.hash, random),
        key_id_(detail::key_id(meta_.hash, meta_.public_key)),
        state_(std::move(state)),
        committed_(state_) {}

  base::Result<uint64_t> append(const Leaf& leaf) override;
  base::Status flush() override;
  base::Result<Head> sign_head() override;
  void committed() override;
  void rolled_back() override;
  uint64_t size() const override { return state_.tree.size(); }
  const std::string& origin() const override { return meta_.origin; }
  std::string public_key() const override { return meta_.public_key; }

 private:
  base::Status store_pending();
  base::Status store_leaves();
  base::Status store_openings();
  base::Status store_tiles();
  bool head_is_due() const;
  base::Status store_head(const Head& head);

  store::Connection* writer_;
  LogMeta meta_;
  merkle::PrivateKey key_;
  const base::Clock* clock_;
  detail::LeafWriter leaf_writer_;
  std::string key_id_;
  Pending pending_;
  std::optional<int64_t> signed_clock_;  // the clock, as it stood, when a head was last signed
  State state_;
  State committed_;
};

base::Result<uint64_t> StoredLog::append(const Leaf& leaf) {
  const uint64_t sequence = state_.tree.size();
  LINGQU_CHECK(leaf_writer_.write(leaf, sequence));
  state_.tree.append(merkle::leaf_hash(meta_.hash, leaf_writer_.text()));
  state_.last_at = std::max(state_.last_at, leaf.at.micros);
  pending_.add(sequence, leaf, leaf_writer_.text(), leaf_writer_.openings());
  return sequence;
}

base::Status StoredLog::store_leaves() {
  LINGQU_TRY(
      insert,
      writer_->prepare("INSERT INTO log_leaf (sequence, register, record, act, at, account, text) "
                       "VALUES ($1, $2, $3, $4, $5, $6, $7)"));
  for (const Pending::Row& row : pending_.rows()) {
    insert->bind(1, static_cast<int64_t>(row.sequence));
    insert->bind_text(2, pending_.text(row.register_name, row.act));
    insert->bind(3, row.record);
    insert->bind_text(4, pending_.text(row.act, row.text));
    insert->bind(5, row.at);
    insert->bind(6, row.account);
    insert->bind_text(7, pending_.text(row.text, row.openings));
    LINGQU_CHECK(insert->run());
  }
  return {};
}

base::Status StoredLog::store_openings() {
  LINGQU_TRY(insert, writer_->prepare("INSERT INTO log_opening (sequence, text) VALUES ($1, $2)"));
  for (const Pending::Row& row : pending_.rows()) {
    if (row.openings == row.end) continue;
    insert->bind(1, static_cast<int64_t>(row.sequence));
    insert->bind_text(2, pending_.text(row.openings, row.end));
    LINGQU_CHECK(insert->run());
  }
  return {};
}

base::Status StoredLog::store_tiles() {
  LINGQU_TRY(upsert, writer_->prepare(
                         "INSERT INTO log_tile (level, position, hashes) VALUES ($1, $2, $3) "
                         "ON CONFLICT (level, position) DO UPDATE SET hashes = excluded.hashes"));
  for (const merkle::Tile& tile : state_.tree.take_changed()) {
    upsert->bind(1, int64_t{tile.level});
    upsert->bind(2, static_cast<int64_t>(tile.position));
    upsert->bind_blob(3, tile.hashes);
    LINGQU_CHECK(upsert->run());
  }
  return {};
}

base::Status StoredLog::store_pending() {
  if (pending_.rows().empty()) return {};
  LINGQU_CHECK(store_leaves());
  LINGQU_CHECK(store_openings());
  LINGQU_CHECK(store_tiles());
  pending_.clear();
  return {};
}

// The clock is compared with itself as it was, forwards and backwards, so that a clock set back
// does not stop the signing.
bool StoredLog::head_is_due() const {
  if (!state_.head.signature.empty() && state_.head.size == state_.tree.size()) return false;
  if (!signed_clock_) return true;
  const int64_t passed = clock_->now().micros - *signed_clock_;
  return passed >= kSignEveryMicros || passed < 0;
}

base::Status StoredLog::flush() {
  LINGQU_CHECK(store_pending());
  if (!head_is_due()) return {};
  LINGQU_TRY(head, sign_head());
  return {};
}

base::Result<Head> StoredLog::sign_head() {
  LINGQU_CHECK(store_pending());
  if (!state_.head.signature.empty() && state_.head.size == state_.tree.size()) return state_.head;
  const int64_t now = clock_->now().micros;
  Head head;
  head.size = state_.tree.size();
  head.root = state_.tree.root();
  head.at = base::Timestamp{std::max({now, state_.last_at, state_.head.at.micros})};
  head.key_id = key_id_;
  LINGQU_TRY(signature, key_.sign(detail::head_text(meta_, head)));
  head.signature = std::move(signature);
  LINGQU_CHECK(store_head(head));
  state_.head = head;
  signed_clock_ = now;
  return head;
}

base::Status StoredLog::store_head(const Head& head) {
  LINGQU_TRY(
      insert,
      writer_->prepare(
          "INSERT INTO log_head (size, root, at, signature, key_id) VALUES ($1, $2, $3, $4, $5)"));
  insert->bind(1, static_cast<int64_t>(head.size));
  insert->bind_blob(2, merkle::bytes_of(head.root));
  insert->bind(3, head.at.micros);
  insert->bind_blob(4, head.signature);
  insert->bind_text(5, head.key_id);
  return insert->run();
}

void StoredLog::committed() {
  // A leaf that was not flushed would be an act without evidence: a mistake in the program, and
  // nothing may go on.
  if (!pending_.rows().empty()) throw std::logic_error("evidence: committed without flush");
  committed_ = state_;
}

void StoredLog::rolled_back() {
  pending_.clear();
  state_ = committed_;
  signed_clock_.reset();  // the head of the failed transaction is gone; the next flush signs
}

base::Error does_not_fit(std::string_view what, Text problem) {
  return broken("log_meta/" + std::string(what), std::move(problem));
}

// The key of an existing log, checked against it.
base::Result<merkle::PrivateKey> key_for(const LogMeta& meta, const LogOptions& options) {
  if (meta.hash != options.hash)
    return does_not_fit("hash",
                        {"日志的杂凑算法与配置不同", "the log uses another hash algorithm"});
  if (meta.signature != options.signature) {
    return does_not_fit("signature",
                        {"日志的签名算法与配置不同", "the log uses another signature algorithm"});
  }
  if (!base::file_exists(options.key_file)) {
    return does_not_fit("key", {"签名密钥文件缺失：" + options.key_file,
                                "the key file is missing: " + options.key_file});
  }
  LINGQU_TRY(key, detail::read_key_file(options.key_file));
  if (key.public_key() != meta.public_key) {
    return does_not_fit("key", {"密钥文件不是本日志的密钥：" + options.key_file,
                                "the key file is not this log's: " + options.key_file});
  }
  return key;
}

base::Result<merkle::PrivateKey> key_for_new_log(const LogOptions& options) {
  if (!base::file_exists(options.key_file))
    return detail::make_key_file(options.key_file, options.signature);
  LINGQU_TRY(key, detail::read_key_file(options.key_file));
  if (key.algorithm() != options.signature) {
    return does_not_fit("key", {"密钥文件的算法与配置不同：" + options.key_file,
                                "the key file is of another algorithm: " + options.key_file});
  }
  return key;
}

base::Result<State> load_state(store::Connection& writer, const LogMeta& meta) {
  LINGQU_TRY(size, detail::leaf_count(writer));
  LINGQU_TRY(tree, merkle::TileTree::load(meta.hash, size, detail::tile_source(writer)));
  LINGQU_TRY(head, detail::last_head(writer));
  State state{std::move(tree), head.value_or(Head{}), 0};
  if (state.head.size > size) {
    return broken("log_head " + std::to_string(state.head.size),
                  {"日志条目少于已签名的数目", "there are fewer leaves than were signed"});
  }
  if (head && state.head.size == size && state.head.root != state.tree.root()) {
    return broken("log_head " + std::to_string(size),
                  {"根杂凑值与日志不符", "the root does not fit the log"});
  }
  // Leaves after the last signed head: those of about a second.
  LINGQU_TRY(query, writer.prepare("SELECT MAX(at) FROM log_leaf WHERE sequence >= $1"));
  query->bind(1, static_cast<int64_t>(state.head.size));
  LINGQU_TRY(any, query->step());
  if (any && !query->is_null(0)) state.last_at = query->integer(0);
  query->reset();
  return state;
}

}  // namespace

base::Result<std::unique_ptr<Log>> Log::open(store::Connection& writer, const LogOptions& options,
                                             const base::Clock& clock, base::Random& random) {
  LINGQU_CHECK(detail::make_tables(writer));
  LINGQU_TRY(transaction, store::Transaction::write(writer));
  LINGQU_TRY(found, detail::find_meta(writer));
  if (found) {
    LINGQU_TRY(key, key_for(*found, options));
    LINGQU_TRY(state, load_state(writer, *found));
    LINGQU_CHECK(transaction.commit());
    return std::unique_ptr<Log>(std::make_unique<StoredLog>(
        writer, *std::move(found), std::move(key), std::move(state), clock, random));
  }
  LINGQU_TRY(key, key_for_new_log(options));
  const std::string name = options.origin.empty() ? "lingqu" : options.origin;
  LogMeta meta{name.find('/') == std::string::npos ? name + "/" + base::random_id(random) : name,
               options.hash, options.signature, key.public_key()};
  LINGQU_CHECK(detail::write_meta(writer, meta));
  LINGQU_TRY(state, load_state(writer, meta));
  LINGQU_CHECK(transaction.commit());
  return std::unique_ptr<Log>(std::make_unique<StoredLog>(writer, std::move(meta), std::move(key),
                                                          std::move(state), clock, random));
}

}  // namespace lingqu::evidence
