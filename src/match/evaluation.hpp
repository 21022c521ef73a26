// How good a ranking is, on needs whose answers are known.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace lingqu::match {

struct JudgedNeed {
  std::string id;
  std::string language;
  std::string text;
  std::vector<std::string> relevant;  // ids of achievements
};

struct Quality {
  size_t needs = 0;
  double mrr10 = 0;     // mean of 1 / rank of the first relevant among the first ten, else 0
  double recall10 = 0;  // mean share of the relevant ones among the first ten
};

// By language. `rank` gives the ids of the best ten for a text.
std::map<std::string, Quality> evaluate(const std::vector<JudgedNeed>& needs, const std::function<std::vector<std::string>(const std::string&)>& rank);

}  // namespace lingqu::match
