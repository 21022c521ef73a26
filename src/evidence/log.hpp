// The evidence log: an append-only Merkle log (RFC 9162) with one leaf per act, kept in the same database and the same transaction as
// the records. Leaf format: docs/formats/leaf.md; storage and heads: docs/formats/log.md.
//
// Threads: Log belongs to the writer thread. The free functions read through any reader connection.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "merkle/hash.hpp"
#include "merkle/signature.hpp"
#include "store/database.hpp"
#include "wire/json.hpp"

namespace lingqu::evidence {

// One value set by an act. Personal values go into the leaf as a salted hash; salt and value are kept apart as an opening that can
// be erased while every proof stays valid.
struct LeafValue {
  std::string field;  // register field name; of a sealed column of a row group "field/row/column"
  wire::Json value;   // strings, booleans, integers, arrays and objects of these; null = cleared
  bool personal = false;
};

// A decision that an act rested on. What it was asked and answered may be personal: the trace is sealed, path "*decisions".
struct LeafDecision {
  std::string decision;
  std::string version;  // the day from which that version of the model is in force
  std::string digest;   // of the model file
  std::vector<std::string> clauses;  // of the rules that hit
  bool verified = true;
  std::string trace;    // JSON text: inputs, rules that hit, results
};

struct Leaf {
  base::Timestamp at;
  std::string register_name;
  int64_t record = 0;
  int64_t version = 0;  // of the record after the act
  std::string act;
  std::string from;  // state before; empty for a creation
  std::string to;
  int64_t account = 0;       // 0 = the system itself (timers)
  int64_t organisation = 0;  // on whose behalf; 0 = none
  std::string role;
  std::string actor_name;    // personal: always sealed, path "*actor"
  std::string reason;        // free text given by the actor, may be empty: always sealed, path "*reason"
  std::vector<LeafValue> set;
  std::vector<std::string> basis;        // clauses
  std::vector<LeafDecision> decisions = {};
  std::string pack;                      // content hash of the pack in force
  std::optional<uint64_t> previous;      // sequence number of the record's previous leaf
  std::optional<uint64_t> cause;         // sequence number of the act that made the system do this one
};

struct Head {
  uint64_t size = 0;
  merkle::Digest root{};
  base::Timestamp at;
  std::string signature;  // empty while unsigned
  std::string key_id;     // "sm3:…" of the public key
};

struct LogOptions {
  merkle::HashAlgorithm hash = merkle::HashAlgorithm::kSm3;
  merkle::SignatureAlgorithm signature = merkle::SignatureAlgorithm::kSm2Sm3;
  std::string key_file;  // PKCS#8 PEM, created with mode 0600 when absent
  // Name of this log, e.g. "lingqu-example"; "/<random id>" is added if it has no "/". Used on first open, then read back.
  std::string origin;
};

class Log {
 public:
  // Call outside any transaction. Creates the tables on first use, loads the frontier in time independent of the number of
  // leaves, checks that the stored
  // algorithms and key fit the options (kProofBroken if not).
  static base::Result<std::unique_ptr<Log>> open(store::Connection& writer, const LogOptions& options, const base::Clock& clock,
                                                 base::Random& random);
  virtual ~Log() = default;

  // All of these inside the writer's open transaction. append returns the leaf's sequence number, from 0.
  virtual base::Result<uint64_t> append(const Leaf& leaf) = 0;
  // Call once before commit: stores what append collected. Signs a head when the last signed one is older than a second.
  virtual base::Status flush() = 0;
  // Signs a head over everything appended so far, now (bundles, `lingqu log head`, shutdown).
  virtual base::Result<Head> sign_head() = 0;
  // Call after the transaction ended: whether it was committed or rolled back (memory returns to the last commit).
  virtual void committed() = 0;
  virtual void rolled_back() = 0;

  virtual uint64_t size() const = 0;  // including appended, uncommitted leaves
  virtual const std::string& origin() const = 0;
  virtual std::string public_key() const = 0;  // DER
};

struct StoredLeaf {
  uint64_t sequence = 0;
  std::string text;      // the canonical JSON that was hashed
  wire::Json openings;   // {"path": {"salt": base64, "value": …}}; erased ones are missing; null if none
};
// The record's leaves from sequence number `from` on, oldest first.
base::Result<std::vector<StoredLeaf>> record_leaves(store::Connection& reader, const std::string& register_name, int64_t record,
                                                    size_t limit = 1000, uint64_t from = 0);
base::Result<StoredLeaf> leaf_at(store::Connection& reader, uint64_t sequence);
// Leaves [from, to) in order, for followers.
base::Result<std::vector<StoredLeaf>> leaves(store::Connection& reader, uint64_t from, uint64_t to);
// How many leaves are committed, as the connection's snapshot has it.
base::Result<uint64_t> log_size(store::Connection& reader);
// The newest signed head; kNotFound if none was signed yet.
base::Result<Head> signed_head(store::Connection& reader);
// The same as a checkpoint file to give away (docs/formats/checkpoint.md).
base::Result<std::string> checkpoint(store::Connection& reader);
struct LeafProof {
  uint64_t size = 0;
  std::vector<merkle::Digest> path;
};
base::Result<LeafProof> prove_inclusion(store::Connection& reader, uint64_t sequence, uint64_t size);
base::Result<std::vector<merkle::Digest>> prove_consistency(store::Connection& reader, uint64_t old_size, uint64_t new_size);

// Recomputes everything from the stored leaves: hashes, tiles, heads and their signatures, the previous-chain of each record.
// `progress(done, total)` may be empty. kProofBroken names the first place that does not fit.
struct LogCheck {
  uint64_t leaves = 0;
  uint64_t heads = 0;
};
base::Result<LogCheck> check_log(store::Connection& reader, const std::function<void(uint64_t, uint64_t)>& progress);

// Deletes the openings of the given fields in every leaf of the record (inside the writer's transaction; the caller logs an act of
// its own for the erasure). Returns how many were deleted. Fields "*actor" and "*reason" are the actor's name and the reason given in
// those leaves. With kAccountLeaves as the register, `record` is an account and the leaves are all those it acted in (reads the whole
// log_opening table).
inline constexpr std::string_view kAccountLeaves = "*account";
base::Result<int64_t> erase_openings(store::Connection& writer, const std::string& register_name, int64_t record,
                                     const std::vector<std::string>& fields);

}  // namespace lingqu::evidence
