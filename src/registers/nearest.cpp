#include "registers/nearest.hpp"

#include <algorithm>
#include <numeric>

namespace lingqu::registers {

namespace {

// Edits by insertion, deletion, replacement and exchange of neighbours.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> table(a.size() + 1, std::vector<size_t>(b.size() + 1));
  std::iota(table[0].begin(), table[0].end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    table[i][0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
    }
  }
  return table[a.size()][b.size()];
}

}  // namespace

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
  constexpr size_t kLongest = 64;
  if (name.size() > kLongest) return "";
  const std::string wanted = base::ascii_lower(name);
  std::string best;
  size_t best_distance = std::max<size_t>(1, name.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongest) continue;
    const size_t edits = distance(wanted, base::ascii_lower(candidate));
    if (edits >= best_distance) continue;
    best = candidate;
    best_distance = edits;
  }
  return best;
}

base::Text nearest_hint(std::string_view name, const std::vector<std::string>& candidates) {
  const std::string found = nearest(name, candidates);
  if (found.empty()) return {};
  return {"（是否应为 " + found + "？）", " (did you mean " + found + "?)"};
}

}  // namespace lingqu::registers
