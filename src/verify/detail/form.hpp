// A bundle or checkpoint read into types, or the first place where its form is not that of
// docs/formats.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "merkle/hash.hpp"
#include "merkle/signature.hpp"
#include "verify/verify.hpp"
#include "wire/json.hpp"

namespace lingqu::verify::detail {

struct CheckpointForm {
  std::string head_text;  // canonical: what is signed
  std::string at_text, origin, key_id;
  base::Timestamp at;
  merkle::HashAlgorithm hash{};
  merkle::SignatureAlgorithm algorithm{};
  merkle::Digest root{};
  uint64_t size = 0;
  std::string key;        // DER
  std::string signature;  // bytes
};

struct DecisionForm {
  std::string decision, version, digest;
  std::vector<std::string> clauses;
  bool verified = true;
};

struct LeafForm {
  std::string text;  // canonical: what is hashed
  int64_t account = 0, organisation = 0, record = 0, version = 0;
  uint64_t sequence = 0;
  std::optional<uint64_t> previous;
  std::string act, at_text, from, to, register_name, role, pack;
  base::Timestamp at;
  std::vector<std::string> basis, cleared;
  std::vector<DecisionForm> decisions;
  const wire::Json::Object* sealed = nullptr;  // null when there are none
  const wire::Json::Object* set = nullptr;
};

struct EntryForm {
  LeafForm leaf;
  const wire::Json::Object* openings = nullptr;
  std::vector<merkle::Digest> proof;
};

struct SubjectForm {
  std::string register_name;
  int64_t record = 0;
  std::vector<EntryForm> entries;
};

struct AttachmentForm {
  std::string digest, content;
};

struct ConsistencyForm {
  uint64_t size = 0;
  std::vector<merkle::Digest> proof;
};

// Points into the JSON it was read from.
struct BundleForm {
  merkle::HashAlgorithm hash{};
  CheckpointForm checkpoint;
  std::vector<SubjectForm> subjects;
  std::vector<AttachmentForm> attachments;
  std::vector<ConsistencyForm> consistency;
  const wire::Json* json = nullptr;
};

// Nothing wrong: empty, and `json` is the document. Otherwise the byte at which the text stops
// being canonical JSON.
std::optional<Failure> read_text(std::string_view text, wire::Json& json);
std::optional<Failure> read_bundle(const wire::Json& json, BundleForm& bundle);
std::optional<Failure> read_checkpoint(const wire::Json& json, CheckpointForm& checkpoint);

}  // namespace lingqu::verify::detail
