#include "match/evaluation.hpp"

#include <algorithm>

namespace lingqu::match {

namespace {

constexpr size_t kDepth = 10;

void add(Quality& quality, const JudgedNeed& need, const std::vector<std::string>& ranked) {
  size_t found = 0;
  const size_t depth = std::min(kDepth, ranked.size());
  for (size_t i = 0; i < depth; ++i) {
    if (std::find(need.relevant.begin(), need.relevant.end(), ranked[i]) == need.relevant.end()) continue;
    if (found++ == 0) quality.mrr10 += 1.0 / static_cast<double>(i + 1);
  }
  ++quality.needs;
  if (!need.relevant.empty()) quality.recall10 += static_cast<double>(found) / static_cast<double>(need.relevant.size());
}

}  // namespace

std::map<std::string, Quality> evaluate(const std::vector<JudgedNeed>& needs, const std::function<std::vector<std::string>(const std::string&)>& rank) {
  std::map<std::string, Quality> by_language;
  for (const JudgedNeed& need : needs) add(by_language[need.language], need, rank(need.text));
  for (auto& [language, quality] : by_language) {
    quality.mrr10 /= static_cast<double>(quality.needs);
    quality.recall10 /= static_cast<double>(quality.needs);
  }
  return by_language;
}

}  // namespace lingqu::match
