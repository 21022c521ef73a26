// Writes the text of a leaf (docs/formats/leaf.md) straight into a buffer, in the key order of RFC
// 8785, and seals personal values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "evidence/log.hpp"
#include "merkle/hash.hpp"

namespace lingqu::evidence::detail {

inline constexpr std::string_view kLeafFormat = "lingqu-leaf/1";
inline constexpr std::string_view kSealTag = "lingqu-seal/1";
inline constexpr std::string_view kActorPath = "*actor";
inline constexpr std::string_view kReasonPath = "*reason";
inline constexpr std::string_view kDecisionsPath = "*decisions";
inline constexpr size_t kSaltBytes = 16;
inline constexpr int64_t kLargestInteger = (int64_t{1} << 53) - 1;  // RFC 7493 section 2.2

// What is hashed to seal a value; `value` is canonical JSON text, `salt` base64.
void append_seal_text(std::string& out, std::string_view register_name, int64_t record,
                      std::string_view path, std::string_view salt, std::string_view value);

// Keeps its buffers between leaves; one writer per log.
class LeafWriter {
 public:
  LeafWriter(merkle::HashAlgorithm algorithm, base::Random& random)
      : algorithm_(algorithm), random_(&random) {}
  // kInvalid, naming the field, when a value cannot be canonical JSON without null and NUL; the
  // buffers then hold rubbish.
  base::Status write(const Leaf& leaf, uint64_t sequence);
  const std::string& text() const { return text_; }
  const std::string& openings() const {
    return openings_;
  }  // canonical JSON; empty if nothing is sealed

 private:
  base::Status sort_fields(const Leaf& leaf);
  base::Status write_set();
  base::Status write_sealed(const Leaf& leaf);
  void write_cleared();
  void write_decisions(const Leaf& leaf);
  void write_time(base::Timestamp at);
  void seal(const Leaf& leaf, std::string_view path, std::string_view value);
  void key(std::string_view name);
  void word(std::string_view name, std::string_view value);
  void number(std::string_view name, int64_t value);
  std::string next_salt();

  merkle::HashAlgorithm algorithm_;
  base::Random* random_;
  std::string text_;
  std::string openings_;
  std::string value_;
  std::string seal_text_;
  std::string salts_;
  std::string second_;  // text of the last second written, without Z
  int64_t second_start_ = 0;
  std::vector<const LeafValue*> fields_;  // sorted by name
};

}  // namespace lingqu::evidence::detail
