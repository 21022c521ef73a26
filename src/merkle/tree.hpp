// The Merkle tree of RFC 9162 section 2.1: MTH with domain-separated leaves (0x00) and nodes (0x01), inclusion and consistency proofs.
// Pure arithmetic: stored hashes come from the caller.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "merkle/hash.hpp"

namespace lingqu::merkle {

Digest leaf_hash(HashAlgorithm algorithm, std::string_view leaf);
Digest node_hash(HashAlgorithm algorithm, const Digest& left, const Digest& right);

// The right edge of a growing tree: the roots of its perfect subtrees, largest first. 64 digests at most.
class Frontier {
 public:
  explicit Frontier(HashAlgorithm algorithm) : algorithm_(algorithm) {}
  Frontier(HashAlgorithm algorithm, uint64_t size, std::vector<Digest> roots);
  void append(const Digest& leaf);
  uint64_t size() const { return size_; }
  Digest root() const;  // hash of the empty string for size 0, as RFC 9162 says
  const std::vector<Digest>& roots() const { return roots_; }
  HashAlgorithm algorithm() const { return algorithm_; }

 private:
  HashAlgorithm algorithm_;
  uint64_t size_ = 0;
  std::vector<Digest> roots_;
};

// Digest of the perfect subtree at `level` (0 = leaves) number `index`: covers leaves [index·2^level, (index+1)·2^level).
using NodeSource = std::function<base::Result<Digest>(int level, uint64_t index)>;

base::Result<std::vector<Digest>> inclusion_proof(HashAlgorithm, uint64_t index, uint64_t size, const NodeSource& node);
base::Result<std::vector<Digest>> consistency_proof(HashAlgorithm, uint64_t old_size, uint64_t new_size, const NodeSource& node);
// RFC 9162 sections 2.1.3.2 and 2.1.4.2.
bool verify_inclusion(HashAlgorithm, uint64_t index, uint64_t size, const Digest& leaf, const std::vector<Digest>& proof, const Digest& root);
bool verify_consistency(HashAlgorithm, uint64_t old_size, uint64_t new_size, const Digest& old_root, const Digest& new_root, const std::vector<Digest>& proof);

}  // namespace lingqu::merkle
