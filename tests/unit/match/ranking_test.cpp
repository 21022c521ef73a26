#include "match/ranking.hpp"

#include <doctest/doctest.h>

using namespace lingqu;
using namespace lingqu::match;

namespace {

std::shared_ptr<const Glossary> glossary() {
  Glossary g;
  REQUIRE(g.add("g.tsv",
                "锌\tzinc\tkẽm\tสังกะสี\n烟尘|烟灰|粉尘\tdust|flue dust\tbụi\tฝุ่น\n回收\trecover|recovery\tthu hồi\tนำกลับคืน\n"
                "桥梁|桥\tbridge\tcầu\tสะพาน\n抗震\tseismic|earthquake resistance\tkháng chấn\tต้านแผ่นดินไหว\n水稻|稻\trice\tlúa\tข้าว\n"
                "螟虫|钻蛀害虫\tstem borer\tsâu đục thân\tหนอนเจาะลำต้น\n")
              .ok());
  return std::make_shared<const Glossary>(std::move(g));
}

Index three() {
  auto index = Index::create(glossary());
  REQUIRE(index.ok());
  index->put({"zinc", "从铅冶炼烟尘中回收锌的工艺", "采用焙烧与浸出处理含锌烟尘，锌回收率高。", {"烟尘", "锌"}, "冶金工程"});
  index->put({"bridge", "大跨度桥梁抗震分析", "建立桥梁有限元模型，分析地震作用下的响应。", {"桥梁", "抗震"}, "土木工程"});
  index->put({"rice", "水稻螟虫防治药剂筛选", "比较多种杀虫剂对水稻螟虫的防效。", {"水稻", "螟虫"}, "植物保护"});
  return std::move(*index);
}

std::string first(const Index& index, std::string_view need) {
  auto matcher = Matcher::create(index);
  REQUIRE(matcher.ok());
  const auto matches = matcher->match(need);
  return matches.empty() ? "" : matches[0].id;
}

}  // namespace

TEST_CASE("a need finds its achievement by other words and in other languages") {
  const Index index = three();
  CHECK(first(index, "我厂希望从烟灰里把锌收回来") == "zinc");
  CHECK(first(index, "稻田里钻蛀害虫用什么药") == "rice");
  CHECK(first(index, "We want to recover zinc from dusts") == "zinc");
  CHECK(first(index, "Cần công nghệ kháng chấn cho cầu") == "bridge");
  CHECK(first(index, "ต้องการกำจัดหนอนเจาะลำต้นในนาข้าว") == "rice");
  CHECK(first(index, "Cooking").empty());
}

TEST_CASE("a document that is replaced or removed is found as it is now") {
  Index index = three();
  index.put({"zinc", "桥梁拉索防腐", "拉索镀层的耐久性。", {}, "土木工程"});
  CHECK(index.size() == 3);
  CHECK(first(index, "烟尘") != "zinc");
  CHECK(first(index, "拉索") == "zinc");
  index.remove("zinc");
  CHECK(index.size() == 2);
  CHECK(first(index, "拉索").empty());
}

TEST_CASE("phrases of needs are left out") {
  CHECK(without_phrases(U"我厂征集脱硫工艺") == U"  脱硫工艺");
  CHECK(without_phrases(U"锌") == U"锌");
}

TEST_CASE("a budget of postings takes the rarest terms first") {
  const Index index = three();
  Accumulators scratch;
  const TermId zinc = index.find("U锌"), word = index.find("G烟尘"), common = index.find("G分析");
  REQUIRE(zinc != kNoTerm);
  REQUIRE(word != kNoTerm);
  REQUIRE(common != kNoTerm);
  const auto found = index.candidates({{word, 1}, {common, 1}}, 10, 1, scratch);
  REQUIRE(found.size() == 1);
  CHECK(index.candidates({{word, 1}, {common, 1}}, 10, 100, scratch).size() == 2);
}

TEST_CASE("an index made compact answers as one that never held anything else") {
  Index index = three();
  for (int i = 0; i < 20; ++i) index.put({"zinc", "桥梁拉索防腐" + std::to_string(i), "拉索镀层的耐久性。", {}, "土木工程"});
  Structure facts;
  facts.readiness = 6;
  index.put({"zinc", "从铅冶炼烟尘中回收锌的工艺", "采用焙烧与浸出处理含锌烟尘，锌回收率高。", {"烟尘", "锌"}, "冶金工程", facts});
  index.remove("bridge");
  CHECK(index.left_behind() == 22);
  auto compacted = index.compacted();
  REQUIRE(compacted.ok());
  CHECK(compacted->left_behind() == 0);
  CHECK(compacted->size() == 2);
  CHECK(compacted->memory() < index.memory());
  auto fresh = Index::create(glossary());
  REQUIRE(fresh.ok());
  fresh->put({"rice", "水稻螟虫防治药剂筛选", "比较多种杀虫剂对水稻螟虫的防效。", {"水稻", "螟虫"}, "植物保护"});
  fresh->put({"zinc", "从铅冶炼烟尘中回收锌的工艺", "采用焙烧与浸出处理含锌烟尘，锌回收率高。", {"烟尘", "锌"}, "冶金工程"});
  for (const char* need : {"烟灰里的锌", "recover zinc from dust", "稻田害虫", "拉索"}) {
    auto one = Matcher::create(*compacted), other = Matcher::create(*fresh);
    const auto a = one->match(need), b = other->match(need);
    REQUIRE(a.size() == b.size());
    for (size_t i = 0; i < a.size(); ++i) {
      CHECK(a[i].id == b[i].id);
      CHECK(a[i].score == doctest::Approx(b[i].score));
    }
  }
  const auto found = Matcher::create(*compacted)->match("锌烟尘");
  REQUIRE(!found.empty());
  CHECK(compacted->structure_of(found[0].document).readiness == 6);
}
