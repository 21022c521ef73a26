// The hashes of a growing tree kept in tiles of 256: tile (level, position) holds the roots of the
// perfect subtrees of 256^level leaves numbered 256·position and up; level 0 holds leaf hashes.
// Format: docs/formats/log.md. Pure arithmetic.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "merkle/tree.hpp"

namespace lingqu::merkle {

inline constexpr uint64_t kTileWidth = 256;

struct Tile {
  int level = 0;
  uint64_t position = 0;
  std::string hashes;  // 32 bytes each, 1 to 256 of them
};

// The bytes of the tile, or an error; called with tiles that a tree of the size at hand has.
using TileSource = std::function<base::Result<std::string>(int level, uint64_t position)>;

// The right edge of a growing tree with its last tile of each level. Copying one is cheap (8 KB a
// level).
class TileTree {
 public:
  explicit TileTree(HashAlgorithm algorithm) : algorithm_(algorithm) {}
  // Reads the last tile of each level; kProofBroken if one is too short.
  static base::Result<TileTree> load(HashAlgorithm algorithm, uint64_t size,
                                     const TileSource& tiles);

  void append(const Digest& leaf);
  uint64_t size() const { return size_; }
  HashAlgorithm algorithm() const { return algorithm_; }
  Digest root() const { return frontier().root(); }
  Frontier frontier() const;
  // Tiles changed since the last call, lowest level first; the last tile of each level may be
  // short.
  std::vector<Tile> take_changed();

 private:
  struct Level {
    uint64_t position = 0;  // of the tile being filled
    std::string hashes;     // full tiles are moved to changed_
    Frontier inside;        // of those hashes, as leaves of a small tree
    bool changed = false;
  };
  void append_at(size_t level, const Digest& digest);

  HashAlgorithm algorithm_;
  uint64_t size_ = 0;
  std::vector<Level> levels_;
  std::vector<Tile> full_;
};

// Nodes for proofs out of tiles. Keeps the tiles it has read, so use one source per request.
NodeSource node_source(HashAlgorithm algorithm, TileSource tiles);

}  // namespace lingqu::merkle
