#include "merkle/tree.hpp"

#include <bit>
#include <cassert>
#include <utility>

namespace lingqu::merkle {
namespace {

// Largest power of two smaller than n (n > 1): the split of RFC 9162 section 2.1.1.
uint64_t split(uint64_t n) {
  return std::bit_floor(n - 1);
}

base::Error out_of_range() {
  return base::Error(base::ErrorCode::kBadRequest)
      .with("reason",
            base::Text{"证明所求的位置超出日志范围", "the proof asked for lies outside the log"});
}

// MTH of leaves [begin, begin + count), put together from perfect subtrees. begin is a multiple of
// every split below it.
base::Result<Digest> subtree(HashAlgorithm algorithm, uint64_t begin, uint64_t count,
                             const NodeSource& node) {
  if (std::has_single_bit(count)) return node(std::countr_zero(count), begin / count);
  const uint64_t k = split(count);
  LINGQU_TRY(left, subtree(algorithm, begin, k, node));
  LINGQU_TRY(right, subtree(algorithm, begin + k, count - k, node));
  return node_hash(algorithm, left, right);
}

}  // namespace

Digest leaf_hash(HashAlgorithm algorithm, std::string_view leaf) {
  return hash(algorithm, std::string_view("\0", 1), leaf);
}

Digest node_hash(HashAlgorithm algorithm, const Digest& left, const Digest& right) {
  std::array<char, 65> bytes;
  bytes[0] = 1;
  bytes_of(left).copy(bytes.data() + 1, 32);
  bytes_of(right).copy(bytes.data() + 33, 32);
  return hash(algorithm, std::string_view(bytes.data(), bytes.size()));
}

Frontier::Frontier(HashAlgorithm algorithm, uint64_t size, std::vector<Digest> roots)
    : algorithm_(algorithm), size_(size), roots_(std::move(roots)) {
  assert(roots_.size() == static_cast<size_t>(std::popcount(size_)));
}

void Frontier::append(const Digest& leaf) {
  Digest merged = leaf;
  for (uint64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
    merged = node_hash(algorithm_, roots_.back(), merged);
    roots_.pop_back();
  }
  roots_.push_back(merged);
  ++size_;
}

Digest Frontier::root() const {
  if (roots_.empty()) return hash(algorithm_, {});
  Digest root = roots_.back();
  for (size_t i = roots_.size() - 1; i-- > 0;) root = node_hash(algorithm_, roots_[i], root);
  return root;
}

base::Result<std::vector<Digest>> inclusion_proof(HashAlgorithm algorithm, uint64_t index,
                                                  uint64_t size, const NodeSource& node) {
  if (index >= size) return out_of_range();
  // PATH(m, D_n), from the root downwards; the proof is listed from the leaf upwards.
  std::vector<Digest> path;
  uint64_t begin = 0;
  uint64_t count = size;
  while (count > 1) {
    const uint64_t k = split(count);
    const bool left = index - begin < k;
    LINGQU_TRY(sibling, left ? subtree(algorithm, begin + k, count - k, node)
                             : subtree(algorithm, begin, k, node));
    path.push_back(sibling);
    if (!left) begin += k;
    count = left ? k : count - k;
  }
  return std::vector<Digest>(path.rbegin(), path.rend());
}

base::Result<std::vector<Digest>> consistency_proof(HashAlgorithm algorithm, uint64_t old_size,
                                                    uint64_t new_size, const NodeSource& node) {
  if (old_size > new_size) return out_of_range();
  std::vector<Digest> path;
  if (old_size == 0 || old_size == new_size)
    return path;  // nothing to show: RFC 9162 section 2.1.4.1
  // SUBPROOF(m, D_n, b), from the root downwards.
  uint64_t begin = 0;
  uint64_t count = new_size;
  uint64_t m = old_size;
  bool whole = true;  // b: the old tree is still the left edge of what is looked at
  while (m != count) {
    const uint64_t k = split(count);
    if (m <= k) {
      LINGQU_TRY(right, subtree(algorithm, begin + k, count - k, node));
      path.push_back(right);
      count = k;
    } else {
      LINGQU_TRY(left, subtree(algorithm, begin, k, node));
      path.push_back(left);
      begin += k;
      m -= k;
      count -= k;
      whole = false;
    }
  }
  if (!whole) {
    LINGQU_TRY(common, subtree(algorithm, begin, count, node));
    path.push_back(common);
  }
  return std::vector<Digest>(path.rbegin(), path.rend());
}

bool verify_inclusion(HashAlgorithm algorithm, uint64_t index, uint64_t size, const Digest& leaf,
                      const std::vector<Digest>& proof, const Digest& root) {
  if (index >= size) return false;
  uint64_t fn = index;
  uint64_t sn = size - 1;
  Digest r = leaf;
  for (const Digest& p : proof) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      r = node_hash(algorithm, p, r);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = node_hash(algorithm, r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && r == root;
}

bool verify_consistency(HashAlgorithm algorithm, uint64_t old_size, uint64_t new_size,
                        const Digest& old_root, const Digest& new_root,
                        const std::vector<Digest>& proof) {
  if (old_size > new_size) return false;
  if (old_size == new_size) return proof.empty() && old_root == new_root;
  // Everything extends the empty tree, whose root is known.
  if (old_size == 0) return proof.empty() && old_root == hash(algorithm, {});
  auto next = proof.begin();
  uint64_t fn = old_size - 1;
  uint64_t sn = new_size - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  // An old size that is a power of two is itself the first node of the path.
  Digest fr = old_root;
  if (!std::has_single_bit(old_size)) {
    if (next == proof.end()) return false;
    fr = *next++;
  }
  Digest sr = fr;
  for (; next != proof.end(); ++next) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      fr = node_hash(algorithm, *next, fr);
      sr = node_hash(algorithm, *next, sr);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = node_hash(algorithm, sr, *next);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && fr == old_root && sr == new_root;
}

}  // namespace lingqu::merkle
