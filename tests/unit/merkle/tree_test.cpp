#include "merkle/tree.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace lingqu;
using namespace lingqu::merkle;

namespace {

// The oracle: RFC 9162 section 2.1.1 written down as it stands, over the leaf texts.
Digest mth(HashAlgorithm algorithm, const std::vector<std::string>& leaves, size_t begin,
           size_t end) {
  const size_t n = end - begin;
  if (n == 0) return hash(algorithm, "");
  if (n == 1) return hash(algorithm, std::string(1, '\0') + leaves[begin]);
  size_t k = 1;
  while (k * 2 < n) k *= 2;
  const Digest left = mth(algorithm, leaves, begin, begin + k);
  const Digest right = mth(algorithm, leaves, begin + k, end);
  return hash(algorithm, "\x01" + std::string(bytes_of(left)) + std::string(bytes_of(right)));
}

struct Fixture {
  HashAlgorithm algorithm;
  std::vector<std::string> leaves;
  explicit Fixture(HashAlgorithm a, size_t n) : algorithm(a) {
    for (size_t i = 0; i < n; ++i) leaves.push_back("leaf " + std::to_string(i));
  }
  Digest root(size_t n) const { return mth(algorithm, leaves, 0, n); }
  Digest leaf(size_t i) const { return leaf_hash(algorithm, leaves[i]); }
  NodeSource nodes() const {
    return [this](int level, uint64_t index) -> base::Result<Digest> {
      const size_t width = size_t{1} << level;
      REQUIRE((index + 1) * width <= leaves.size());
      return mth(algorithm, leaves, index * width, (index + 1) * width);
    };
  }
};

}  // namespace

TEST_CASE("tree: roots of the certificate-transparency test vectors") {
  // The eight leaves used by the reference implementations of RFC 6962.
  using std::string;
  const std::vector<string> leaves = {
      string(),
      string(1, '\0'),
      string(1, '\x10'),
      "\x20\x21",
      "\x30\x31",
      "\x40\x41\x42\x43",
      "\x50\x51\x52\x53\x54\x55\x56\x57",
      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
  const char* const kRoots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Frontier frontier(HashAlgorithm::kSha256);
  CHECK(to_hex(frontier.root()) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (size_t i = 0; i < leaves.size(); ++i) {
    frontier.append(leaf_hash(HashAlgorithm::kSha256, leaves[i]));
    CHECK(to_hex(frontier.root()) == kRoots[i]);
  }
}

TEST_CASE(
    "tree: the frontier agrees with the definition for every size, and continues when restored") {
  for (HashAlgorithm algorithm : {HashAlgorithm::kSm3, HashAlgorithm::kSha256}) {
    const Fixture fixture(algorithm, 70);
    Frontier frontier(algorithm);
    for (size_t n = 0; n < 70; ++n) {
      CHECK(frontier.root() == fixture.root(n));
      CHECK(frontier.size() == n);
      Frontier restored(algorithm, n, frontier.roots());
      restored.append(fixture.leaf(n));
      frontier.append(fixture.leaf(n));
      CHECK(restored.root() == frontier.root());
    }
  }
}

TEST_CASE("tree: every inclusion proof up to 70 leaves verifies and no neighbour of it does") {
  const Fixture fixture(HashAlgorithm::kSm3, 70);
  for (uint64_t size = 1; size <= 70; ++size) {
    const Digest root = fixture.root(size);
    for (uint64_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(fixture.algorithm, index, size, fixture.nodes());
      REQUIRE(proof.ok());
      REQUIRE(verify_inclusion(fixture.algorithm, index, size, fixture.leaf(index), *proof, root));
      CHECK(!verify_inclusion(fixture.algorithm, index, size, fixture.leaf((index + 1) % 70),
                              *proof, root));
      CHECK(!verify_inclusion(fixture.algorithm, size, size, fixture.leaf(index), *proof, root));
      if (size > 1)
        CHECK(!verify_inclusion(fixture.algorithm, (index + 1) % size, size, fixture.leaf(index),
                                *proof, root));
      auto longer = *proof;
      longer.push_back(root);
      CHECK(!verify_inclusion(fixture.algorithm, index, size, fixture.leaf(index), longer, root));
      if (!proof->empty()) {
        auto shorter = *proof;
        shorter.pop_back();
        CHECK(
            !verify_inclusion(fixture.algorithm, index, size, fixture.leaf(index), shorter, root));
      }
    }
    CHECK(!inclusion_proof(fixture.algorithm, size, size, fixture.nodes()).ok());
  }
}

TEST_CASE("tree: every consistency proof up to 70 leaves verifies and no neighbour of it does") {
  const Fixture fixture(HashAlgorithm::kSm3, 71);
  std::vector<Digest> roots;
  for (size_t n = 0; n <= 71; ++n) roots.push_back(fixture.root(n));
  for (uint64_t size = 0; size <= 70; ++size) {
    for (uint64_t old = 0; old <= size; ++old) {
      const auto proof = consistency_proof(fixture.algorithm, old, size, fixture.nodes());
      REQUIRE(proof.ok());
      REQUIRE(verify_consistency(fixture.algorithm, old, size, roots[old], roots[size], *proof));
      CHECK(!verify_consistency(fixture.algorithm, old, size, roots[old + 1], roots[size], *proof));
      if (old > 0)
        CHECK(
            !verify_consistency(fixture.algorithm, old, size, roots[old], roots[size + 1], *proof));
      if (old > 0 && old < size)
        CHECK(
            !verify_consistency(fixture.algorithm, old - 1, size, roots[old], roots[size], *proof));
      auto longer = *proof;
      longer.push_back(roots[size]);
      CHECK(!verify_consistency(fixture.algorithm, old, size, roots[old], roots[size], longer));
      if (!proof->empty()) {
        auto shorter = *proof;
        shorter.pop_back();
        CHECK(!verify_consistency(fixture.algorithm, old, size, roots[old], roots[size], shorter));
      }
    }
    CHECK(!consistency_proof(fixture.algorithm, size + 1, size, fixture.nodes()).ok());
  }
}

TEST_CASE("tree: every single-bit change of a proof, a leaf or a root is refused") {
  const Fixture fixture(HashAlgorithm::kSm3, 70);
  for (const auto& [old, size] : std::vector<std::pair<uint64_t, uint64_t>>{
           {1, 2}, {3, 7}, {4, 7}, {8, 13}, {37, 64}, {64, 70}, {69, 70}}) {
    const Digest root = fixture.root(size);
    const Digest old_root = fixture.root(old);
    const Digest leaf = fixture.leaf(old);
    const auto inclusion = inclusion_proof(fixture.algorithm, old, size, fixture.nodes());
    const auto consistency = consistency_proof(fixture.algorithm, old, size, fixture.nodes());
    REQUIRE(inclusion.ok());
    REQUIRE(consistency.ok());
    auto flip = [](Digest digest, size_t bit) {
      digest[bit / 8] = static_cast<uint8_t>(digest[bit / 8] ^ (1U << (bit % 8)));
      return digest;
    };
    for (size_t bit = 0; bit < 256; ++bit) {
      CHECK(!verify_inclusion(fixture.algorithm, old, size, flip(leaf, bit), *inclusion, root));
      CHECK(!verify_inclusion(fixture.algorithm, old, size, leaf, *inclusion, flip(root, bit)));
      CHECK(!verify_consistency(fixture.algorithm, old, size, flip(old_root, bit), root,
                                *consistency));
      CHECK(!verify_consistency(fixture.algorithm, old, size, old_root, flip(root, bit),
                                *consistency));
      for (size_t i = 0; i < inclusion->size(); ++i) {
        auto changed = *inclusion;
        changed[i] = flip(changed[i], bit);
        CHECK(!verify_inclusion(fixture.algorithm, old, size, leaf, changed, root));
      }
      for (size_t i = 0; i < consistency->size(); ++i) {
        auto changed = *consistency;
        changed[i] = flip(changed[i], bit);
        CHECK(!verify_consistency(fixture.algorithm, old, size, old_root, root, changed));
      }
    }
  }
}
