// Search never fails to find what is plainly there: every word of two characters or more of a thousand titles finds its record.
#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "search/analysis.hpp"
#include "search/folding.hpp"
#include "unit/search/search_fixture.hpp"

namespace lingqu::search {
namespace {

// The real titles where they lie beside the repository, else generated ones.
std::vector<std::string> thousand_titles() {
  std::vector<std::string> titles;
  std::ifstream file(std::string(LINGQU_SOURCE_DIR) + "/../shared/matching/achievements-dev.jsonl");
  const std::string key = "\"title\": \"";
  for (std::string line; std::getline(file, line);) {
    const size_t begin = line.find(key);
    if (begin == std::string::npos) continue;
    const size_t end = line.find('"', begin + key.size());
    titles.push_back(line.substr(begin + key.size(), end - begin - key.size()));
  }
  const char* objects[] = {"甘蔗渣", "赤泥", "锰渣", "水稻", "桥梁", "轴承", "污水", "锂电池", "Fe3O4纳米颗粒", "X射线图像"};
  const char* methods[] = {"催化降解", "有限元分析", "遗传算法优化", "低温固化", "浮选回收", "PID控制", "光谱检测", "发酵", "热处理", "数值模拟"};
  const char* ends[] = {"研究", "工艺", "装置设计", "方法与应用", "机理探讨", "影响因素", "系统开发", "试验", "综述", "技术进展"};
  if (titles.empty())
    for (const char* object : objects)
      for (const char* method : methods)
        for (const char* end : ends) titles.push_back(std::string(object) + method + end);
  return titles;
}

TEST_CASE("every word of two characters or more of a thousand titles finds its record") {
  const std::vector<std::string> titles = thousand_titles();
  REQUIRE(titles.size() >= 1000);
  Folder folder;
  Index index = open(folder);
  for (size_t i = 0; i < titles.size(); ++i) put(index, std::to_string(i), titles[i]);
  commit(index, titles.size());
  const Searcher searcher(folder.index());

  auto analyzer = Analyzer::create();
  REQUIRE(analyzer.ok());
  std::map<std::string, std::set<std::string>> records_of;  // by word
  for (size_t i = 0; i < titles.size(); ++i)
    for (const Token& token : analyzer->analyze(titles[i], Purpose::kDocument))
      if (token.family == Family::kWord && fold(token.term.substr(1)).size() >= 2) records_of[token.term.substr(1)].insert(std::to_string(i));
  CHECK(records_of.size() > 30);

  size_t lost = 0;
  for (const auto& [word, records] : records_of) {
    const std::vector<std::string> found = ids(ask(searcher, {.text = word, .limit = 1000}));
    const std::set<std::string> all(found.begin(), found.end());
    for (const std::string& record : records)
      if (!all.contains(record)) {
        ++lost;
        MESSAGE("not found by “", word, "”: ", titles[std::stoul(record)]);
      }
  }
  CHECK(lost == 0);
}

}  // namespace
}  // namespace lingqu::search
