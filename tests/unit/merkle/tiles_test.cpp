#include "merkle/tiles.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace lingqu;
using namespace lingqu::merkle;

namespace {

constexpr HashAlgorithm kHash = HashAlgorithm::kSha256;

struct Shelf {
  std::map<std::pair<int, uint64_t>, std::string> tiles;
  int reads = 0;
  void put(std::vector<Tile> changed) {
    for (Tile& tile : changed) tiles[{tile.level, tile.position}] = std::move(tile.hashes);
  }
  TileSource source() {
    return [this](int level, uint64_t position) -> base::Result<std::string> {
      ++reads;
      auto found = tiles.find({level, position});
      if (found == tiles.end()) return base::Error(base::ErrorCode::kProofBroken);
      return found->second;
    };
  }
};

Digest leaf(uint64_t i) {
  return leaf_hash(kHash, std::to_string(i));
}

}  // namespace

TEST_CASE("tiles: roots equal the frontier's and reopening continues, around every tile border") {
  Shelf shelf;
  TileTree tree(kHash);
  Frontier frontier(kHash);
  CHECK(tree.root() == frontier.root());
  for (uint64_t i = 0; i < 66000; ++i) {
    tree.append(leaf(i));
    frontier.append(leaf(i));
    const uint64_t size = i + 1;
    const uint64_t rest = size % 256;
    if (rest > 2 && rest < 254 && size % 97 != 0) continue;
    shelf.put(tree.take_changed());
    REQUIRE(tree.root() == frontier.root());
    auto again = TileTree::load(kHash, size, shelf.source());
    REQUIRE(again.ok());
    REQUIRE(again->root() == frontier.root());
    CHECK(again->take_changed().empty());
  }
  shelf.put(tree.take_changed());
  // 66000 leaves: 257 full tiles and one short of leaves, one full and one short above, one on top.
  CHECK(shelf.tiles.size() == 258 + 2 + 1);
  shelf.reads = 0;
  REQUIRE(TileTree::load(kHash, 66000, shelf.source()).ok());
  CHECK(shelf.reads == 3);

  const Digest root = frontier.root();
  for (uint64_t index : {0ULL, 1ULL, 255ULL, 256ULL, 32767ULL, 65535ULL, 65536ULL, 65999ULL}) {
    const auto proof = inclusion_proof(kHash, index, 66000, node_source(kHash, shelf.source()));
    REQUIRE(proof.ok());
    CHECK(verify_inclusion(kHash, index, 66000, leaf(index), *proof, root));
  }
  Frontier earlier(kHash);
  for (uint64_t i = 0; i < 1000; ++i) earlier.append(leaf(i));
  const auto proof = consistency_proof(kHash, 1000, 66000, node_source(kHash, shelf.source()));
  REQUIRE(proof.ok());
  CHECK(verify_consistency(kHash, 1000, 66000, earlier.root(), root, *proof));
}

TEST_CASE("tiles: a tile that is missing or too short is an error that names it") {
  Shelf shelf;
  TileTree tree(kHash);
  for (uint64_t i = 0; i < 300; ++i) tree.append(leaf(i));
  shelf.put(tree.take_changed());
  shelf.tiles[{0, 1}].resize(43 * 32);
  auto loaded = TileTree::load(kHash, 300, shelf.source());
  REQUIRE(!loaded.ok());
  CHECK(loaded.error().message(base::Language::kEn).find("log_tile 0/1") != std::string::npos);
  CHECK(!inclusion_proof(kHash, 298, 300, node_source(kHash, shelf.source())).ok());
  shelf.tiles.erase({0, 1});
  CHECK(!TileTree::load(kHash, 300, shelf.source()).ok());
}
