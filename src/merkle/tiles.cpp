#include "merkle/tiles.hpp"

#include <algorithm>
#include <map>
#include <memory>

namespace lingqu::merkle {
namespace {

constexpr int kTileHeight = 8;  // 2^8 = kTileWidth

base::Error broken_tile(int level, uint64_t position, base::Text problem) {
  const std::string where = "log_tile " + std::to_string(level) + "/" + std::to_string(position);
  return base::Error(base::ErrorCode::kProofBroken)
      .with("where", where)
      .with("problem", std::move(problem));
}

Digest entry(std::string_view hashes, size_t index) {
  return *digest_from(hashes.substr(index * 32, 32));
}

// Root of `count` (a power of two) entries from `first` on.
Digest perfect(HashAlgorithm algorithm, std::string_view hashes, size_t first, size_t count) {
  if (count == 1) return entry(hashes, first);
  return node_hash(algorithm, perfect(algorithm, hashes, first, count / 2),
                   perfect(algorithm, hashes, first + count / 2, count / 2));
}

}  // namespace

base::Result<TileTree> TileTree::load(HashAlgorithm algorithm, uint64_t size,
                                      const TileSource& tiles) {
  TileTree tree(algorithm);
  tree.size_ = size;
  uint64_t entries = size;  // of this level
  for (int level = 0; entries > 0; ++level, entries /= kTileWidth) {
    Level& here =
        tree.levels_.emplace_back(Level{entries / kTileWidth, {}, Frontier(algorithm), false});
    const size_t width = entries % kTileWidth;
    if (width == 0) continue;
    LINGQU_TRY(hashes, tiles(level, here.position));
    if (hashes.size() < width * 32) {
      return broken_tile(level, here.position, {"节点数据不足", "hashes are missing"});
    }
    hashes.resize(width * 32);
    for (size_t i = 0; i < width; ++i) here.inside.append(entry(hashes, i));
    here.hashes = std::move(hashes);
  }
  return tree;
}

void TileTree::append(const Digest& leaf) {
  append_at(0, leaf);
  ++size_;
}

void TileTree::append_at(size_t level, const Digest& digest) {
  if (level == levels_.size()) levels_.push_back(Level{0, {}, Frontier(algorithm_), false});
  Level& here = levels_[level];
  here.hashes.append(bytes_of(digest));
  here.inside.append(digest);
  here.changed = true;
  if (here.inside.size() < kTileWidth) return;
  const Digest root = here.inside.root();
  full_.push_back(Tile{static_cast<int>(level), here.position, std::move(here.hashes)});
  here = Level{here.position + 1, {}, Frontier(algorithm_), false};
  append_at(level + 1, root);
}

Frontier TileTree::frontier() const {
  std::vector<Digest> roots;
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    roots.insert(roots.end(), level->inside.roots().begin(), level->inside.roots().end());
  }
  return Frontier(algorithm_, size_, std::move(roots));
}

std::vector<Tile> TileTree::take_changed() {
  std::vector<Tile> changed = std::move(full_);
  full_.clear();
  for (size_t i = 0; i < levels_.size(); ++i) {
    if (!levels_[i].changed) continue;
    changed.push_back(Tile{static_cast<int>(i), levels_[i].position, levels_[i].hashes});
    levels_[i].changed = false;
  }
  std::stable_sort(changed.begin(), changed.end(),
                   [](const Tile& a, const Tile& b) { return a.level < b.level; });
  return changed;
}

NodeSource node_source(HashAlgorithm algorithm, TileSource tiles) {
  using Cache = std::map<std::pair<int, uint64_t>, std::string>;
  return [algorithm, tiles = std::move(tiles), cache = std::make_shared<Cache>()](
             int level, uint64_t index) -> base::Result<Digest> {
    const int tile_level = level / kTileHeight;
    const int above = level % kTileHeight;  // levels above the entries of the tile
    const uint64_t position = index >> (kTileHeight - above);
    const size_t count = size_t{1} << above;
    const size_t first = (index << above) % kTileWidth;
    auto found = cache->find({tile_level, position});
    if (found == cache->end()) {
      LINGQU_TRY(hashes, tiles(tile_level, position));
      found = cache->emplace(std::pair{tile_level, position}, std::move(hashes)).first;
    }
    if (found->second.size() < (first + count) * 32) {
      return broken_tile(tile_level, position, {"节点数据不足", "hashes are missing"});
    }
    return perfect(algorithm, found->second, first, count);
  };
}

}  // namespace lingqu::merkle
