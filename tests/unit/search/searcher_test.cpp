#include "search/searcher.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "unit/search/search_fixture.hpp"

namespace lingqu::search {
namespace {

using Ids = std::vector<std::string>;

// An index over texts whose ids are their places: "0", "1", …
struct Shelf {
  explicit Shelf(const std::vector<std::string>& texts)
      : index(open(folder)), searcher(folder.index()) {
    for (size_t i = 0; i < texts.size(); ++i) put(index, std::to_string(i), texts[i]);
    commit(index, texts.size());
  }
  // Sorted, so that a test of what is found does not depend on scores.
  Ids find(const std::string& text, Match match = Match::kAny) const {
    Ids found = ids(ask(searcher, {.text = text, .match = match}));
    std::sort(found.begin(), found.end());
    return found;
  }
  Ids containing(const std::string& text) const { return find(text, Match::kSubstring); }
  Ids with_all(const std::string& text) const { return find(text, Match::kAll); }
  std::string best(const std::string& text) const {
    const Page page = ask(searcher, {.text = text});
    return page.hits.empty() ? "(none)" : page.hits.front().id;
  }

  Folder folder;
  Index index;
  Searcher searcher;
};

TEST_CASE("Chinese: needs find what shares most of their words") {
  const Shelf shelf({"一种低温固化粉末涂料及其制备方法", "甘蔗渣制备生物质炭的连续炭化装置",
                     "锰渣无害化处理与资源化利用技术"});
  CHECK(shelf.best("我厂需要低温固化的涂料") == "0");
  CHECK(shelf.best("糖厂的甘蔗渣怎样利用") == "1");
  CHECK(shelf.best("锰渣处理") == "2");
  CHECK(shelf.find("半导体").empty());
}

TEST_CASE("Chinese: any part of a text is found as it is") {
  const Shelf shelf({"一种低温固化粉末涂料及其制备方法", "低温下固化的涂料", "粉末冶金"});
  CHECK(shelf.containing("温固化粉") == Ids{"0"});
  CHECK(shelf.containing("固化") == Ids{"0", "1"});
  CHECK(shelf.containing("低温固化") == Ids{"0"});
  CHECK(shelf.containing("粉末") == Ids{"0", "2"});
  CHECK(shelf.containing("一种低温固化粉末涂料及其制备方法") == Ids{"0"});
  CHECK(shelf.containing("制备方法一种").empty());
  CHECK(shelf.containing("末涂料及其制备方法。") == Ids{"0"});
}

TEST_CASE("Chinese: one character") {
  const Shelf shelf({"离心泵", "泵", "风机", "水泵房A", "A 泵"});
  CHECK(shelf.find("泵") == Ids{"0", "1", "3", "4"});
  CHECK(shelf.containing("泵") == Ids{"0", "1", "3", "4"});
  CHECK(shelf.with_all("A泵") == Ids{"3", "4"});
  CHECK(shelf.find("机") == Ids{"2"});
  CHECK(shelf.find("鱼").empty());
}

TEST_CASE("traditional and full-width forms find their everyday ones") {
  const Shelf shelf({"转化为生产力 ABC123", "轉化為生產力 ＡＢＣ１２３"});
  CHECK(shelf.containing("轉化為生產力") == Ids{"0", "1"});
  CHECK(shelf.containing("生产力 abc123") == Ids{"0", "1"});
  CHECK(shelf.find("ａｂｃ１２３") == Ids{"0", "1"});
}

TEST_CASE("English: forms of a word are one") {
  const Shelf shelf({"A pump for corrosive liquids", "Methods of pumping water", "Wind turbines"});
  CHECK(shelf.find("pumps") == Ids{"0", "1"});
  CHECK(shelf.find("PUMPED") == Ids{"0", "1"});
  CHECK(shelf.with_all("liquid pumping") == Ids{"0"});
  CHECK(shelf.containing("corrosive liquid") == Ids{"0"});
  CHECK(shelf.containing("liquids corrosive").empty());
  CHECK(shelf.find("turbine") == Ids{"2"});
  CHECK(Shelf({"Café au lait"}).containing("CAFÉ AU") == Ids{"0"});
}

TEST_CASE("Vietnamese: with marks exactly, without marks as well") {
  const Shelf shelf(
      {"Máy bơm nước công nghiệp", "Mây mưa và nước", "May quần áo công nghiệp bằng máy"});
  CHECK(shelf.best("máy bơm") == "0");
  CHECK(shelf.best("may bom nuoc") == "0");
  CHECK(shelf.containing("bơm nước") == Ids{"0"});
  CHECK(shelf.containing("bom nuoc") == Ids{"0"});
  CHECK(shelf.containing("mây mưa") == Ids{"1"});
  CHECK(shelf.best("mây") == "1");
  CHECK(shelf.containing("mây") == Ids{"1"});
  CHECK(shelf.containing("máy bom") == Ids{"0"});
  CHECK(shelf.containing("nước bơm").empty());
  CHECK(shelf.with_all("công nghiệp máy") == Ids{"0", "2"});
}

TEST_CASE("Thai: words, parts of words, one and two characters") {
  const Shelf shelf({"เครื่องสูบน้ำอุตสาหกรรม", "การบำบัดน้ำเสีย", "ภาษาไทย"});
  CHECK(shelf.best("ปั๊มหรือเครื่องสูบน้ำ") == "0");
  CHECK(shelf.containing("บำบัด") == Ids{"1"});
  CHECK(shelf.containing("สูบน้ำ") == Ids{"0"});
  CHECK(shelf.containing("ไทย") == Ids{"2"});
  CHECK(shelf.containing("าไ") == Ids{"2"});
  CHECK(shelf.containing("ทย") == Ids{"2"});
  CHECK(shelf.containing("ท") == Ids{"2"});
  CHECK(shelf.containing("ฮ").empty());
}

TEST_CASE("Lao, Khmer, Burmese, Japanese and Korean") {
  const Shelf shelf(
      {"ສາທາລະນະລັດປະຊາທິປະໄຕ", "ព្រះរាជាណាចក្រកម្ពុជា", "မြန်မာနိုင်ငံသည်", "ポンプの設計", "산업용 펌프를"});
  CHECK(shelf.containing("ປະຊາ") == Ids{"0"});
  CHECK(shelf.find("កម្ពុជា") == Ids{"1"});
  CHECK(shelf.containing("နိုင်ငံ") == Ids{"2"});
  CHECK(shelf.find("ポンプ") == Ids{"3"});
  CHECK(shelf.containing("펌프") == Ids{"4"});
}

TEST_CASE("mixed text") {
  const Shelf shelf({"基于3D打印机的IoT平台 GB/T 32905-2016", "3D 扫描与打印", "IoT và máy bơm"});
  CHECK(shelf.containing("3D打印") == Ids{"0"});
  CHECK(shelf.containing("IoT平台") == Ids{"0"});
  CHECK(shelf.containing("gb/t 32905") == Ids{"0"});
  CHECK(shelf.with_all("3d 打印") == Ids{"0", "1"});
  CHECK(shelf.find("iot") == Ids{"0", "2"});
  CHECK(shelf.best("平台 máy bơm") == "2");
}

TEST_CASE("all words are required, any number of times") {
  const Shelf shelf({"低温固化粉末涂料", "高温固化粉末", "涂料"});
  CHECK(shelf.with_all("粉末 固化") == Ids{"0", "1"});
  CHECK(shelf.with_all("粉末 涂料 粉末") == Ids{"0"});
  CHECK(shelf.with_all("粉末 木材").empty());
}

TEST_CASE("nothing in a query is an operator") {
  const Shelf shelf({"pump and valve", "pump or not valve near title", "水泵*阀门 AND \"引号\""});
  CHECK(shelf.find("pump AND NOT valve") == Ids{"0", "1", "2"});
  CHECK(shelf.with_all("pump NOT valve") == Ids{"1"});
  CHECK(shelf.containing("\"引号\"") == Ids{"2"});
  CHECK(shelf.find("pum*").empty());
  CHECK(shelf.find("-pump") == Ids{"0", "1"});
  for (const char* text : {"(((((", "\"", "title:", "a:b:c", "*", "+-+-", "AND OR XOR NEAR/3 ADJ",
                           "pump)(", "%00", "'; DROP TABLE", "\\", "Xregister:a", "Q0",
                           "{\"$gt\":1}", "\x01\x02", "\u202Epmup", "👨‍👩‍👧"}) {
    for (const Match match : {Match::kAny, Match::kAll, Match::kSubstring}) {
      INFO("text: ", text);
      CHECK(shelf.searcher.search({.text = text, .match = match}).ok());
    }
  }
  CHECK(shelf.find("Q0").empty());
}

TEST_CASE("long queries are cut, not refused") {
  const Shelf shelf({"低温固化粉末涂料", "风机"});
  std::string text = "涂料";
  for (int i = 0; i < 100'000; ++i) text += "风";
  CHECK(shelf.find(text) == Ids{"0"});
  CHECK(shelf.searcher.search({.text = text, .match = Match::kAll}).ok());
  CHECK(shelf.searcher.search({.text = text, .match = Match::kSubstring}).ok());
  CHECK(shelf.find("涂料" + std::string(1'000'000, 'x')) == Ids{"0"});
  std::string words;
  for (int i = 0; i < 2'000; ++i) words += "w" + std::to_string(i) + " ";
  CHECK(shelf.find(words).empty());
}

TEST_CASE("text that is not UTF-8 is refused") {
  const Shelf shelf({"水泵"});
  const base::Result<Page> page = shelf.searcher.search({.text = "\xB1\xC3"});
  REQUIRE_FALSE(page.ok());
  CHECK(page.error().code == base::ErrorCode::kBadEncoding);
}

TEST_CASE("filters: each group by at least one of its terms") {
  const Folder folder;
  Index index = open(folder);
  put(index, "a/1", "水泵", {"register:achievement", "state:draft", "sees:party-1"});
  put(index, "a/2", "水泵", {"register:achievement", "state:closed", "sees:public"});
  put(index, "d/1", "水泵", {"register:demand", "state:draft", "sees:public", "sees:party-1"});
  put(index, "d/2", "风机", {"register:demand", "state:draft", "sees:public"});
  commit(index);
  const Searcher searcher(folder.index());
  const auto find = [&](const std::string& text, std::vector<std::vector<std::string>> filters) {
    Ids found = ids(ask(searcher, {.text = text, .filters = std::move(filters)}));
    std::sort(found.begin(), found.end());
    return found;
  };
  CHECK(find("水泵", {}) == Ids{"a/1", "a/2", "d/1"});
  CHECK(find("水泵", {{"register:achievement"}}) == Ids{"a/1", "a/2"});
  CHECK(find("水泵", {{"sees:public"}}) == Ids{"a/2", "d/1"});
  CHECK(find("水泵", {{"sees:public", "sees:party-1"}, {"state:draft"}}) == Ids{"a/1", "d/1"});
  CHECK(find("水泵", {{"register:achievement"}, {"register:demand"}}).empty());
  CHECK(find("水泵", {{}}).empty());
  CHECK(find("水泵", {{"sees:public"}, {}}).empty());
  CHECK(find("水泵", {{"SEES:PUBLIC"}}).empty());
  CHECK(find("水泵", {{"sees:pub"}}).empty());
  CHECK(find("", {{"register:demand"}}) == Ids{"d/1", "d/2"});
  CHECK(find(" \u3000\n", {{"register:demand"}}) == Ids{"d/1", "d/2"});
  CHECK(find("", {}).size() == 4);
  CHECK(find("，。", {{"register:demand"}}).empty());
  CHECK(find("register:demand", {}).empty());
}

TEST_CASE("a document moves between filters when it is put again") {
  const Folder folder;
  Index index = open(folder);
  const Searcher searcher(folder.index());
  put(index, "a/1", "水泵", {"sees:public"});
  commit(index);
  CHECK(ask(searcher, {.text = "水泵", .filters = {{"sees:public"}}}).total == 1);
  put(index, "a/1", "水泵", {"sees:party-1"});
  commit(index);
  CHECK(ask(searcher, {.text = "水泵", .filters = {{"sees:public"}}}).total == 0);
  CHECK(ask(searcher, {.text = "水泵", .filters = {{"sees:party-1"}}}).total == 1);
}

TEST_CASE("heavier fields come first") {
  const Folder folder;
  Index index = open(folder);
  REQUIRE(index.put({"a/1", {{"风机", 3}, {"水泵", 1}}, {}}).ok());
  REQUIRE(index.put({"a/2", {{"水泵", 3}, {"风机", 1}}, {}}).ok());
  commit(index);
  const Searcher searcher(folder.index());
  CHECK(ids(ask(searcher, {.text = "水泵"})) == Ids{"a/2", "a/1"});
  CHECK(ids(ask(searcher, {.text = "风机"})) == Ids{"a/1", "a/2"});
  const Page page = ask(searcher, {.text = "风机"});
  CHECK(page.hits[0].score > page.hits[1].score);
  CHECK(page.hits[1].score > 0);
}

TEST_CASE("a phrase does not run from one field into the next") {
  const Folder folder;
  Index index = open(folder);
  REQUIRE(index.put({"a/1", {{"corrosive", 1}, {"liquid", 1}}, {}}).ok());
  commit(index);
  const Searcher searcher(folder.index());
  CHECK(ask(searcher, {.text = "corrosive liquid", .match = Match::kSubstring}).total == 0);
  CHECK(ask(searcher, {.text = "corrosive liquid", .match = Match::kAll}).total == 1);
}

TEST_CASE("pages do not overlap and have one total") {
  std::vector<std::string> texts;
  for (int i = 0; i < 95; ++i) texts.push_back("水泵 型号 " + std::to_string(i));
  const Shelf shelf(texts);
  Ids all;
  for (size_t offset = 0; offset < 120; offset += 20) {
    const Page page = ask(shelf.searcher, {.text = "水泵", .offset = offset, .limit = 20});
    CHECK(page.total == 95);
    for (const Hit& hit : page.hits) all.push_back(hit.id);
  }
  CHECK(all.size() == 95);
  std::sort(all.begin(), all.end());
  CHECK(std::unique(all.begin(), all.end()) == all.end());
  CHECK(ask(shelf.searcher, {.text = "水泵", .limit = 0}).hits.empty());
  CHECK(ask(shelf.searcher, {.text = "水泵", .limit = 0}).total == 95);
  CHECK(ask(shelf.searcher, {.text = "水泵", .limit = SIZE_MAX}).hits.size() == 95);
  CHECK(ask(shelf.searcher, {.text = "水泵", .offset = SIZE_MAX, .limit = SIZE_MAX}).hits.empty());
}

TEST_CASE("an index that is not there is an error, and no longer once it comes") {
  const Folder folder;
  const Searcher searcher(folder.index());
  const base::Result<Page> missing = searcher.search({.text = "水泵"});
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().code == base::ErrorCode::kStorage);
  CHECK(missing.error().rule == "search.missing");
  Index index = open(folder);
  CHECK(ask(searcher, {.text = "水泵"}).total == 0);
  put(index, "a/1", "水泵");
  CHECK(ask(searcher, {.text = "水泵"}).total == 0);
  commit(index);
  CHECK(ask(searcher, {.text = "水泵"}).total == 1);
}

TEST_CASE("many threads search while one writes") {
  const Folder folder;
  Index index = open(folder);
  for (int i = 0; i < 50; ++i) put(index, "a/" + std::to_string(i), "水泵与风机");
  commit(index, 0);
  const Searcher searcher(folder.index());
  std::atomic<bool> stop{false};
  std::atomic<int> failures{0};
  std::atomic<int> answers{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      uint64_t seen = 0;
      while (!stop) {
        const base::Result<Page> page = searcher.search({.text = "水泵 máy bơm น้ำ", .limit = 100});
        const base::Result<Page> everything = searcher.search({.limit = 1});
        const bool good = page.ok() && page->total == 50 && page->high_water_mark >= seen &&
                          everything.ok() && everything->total == 50;
        if (good) seen = page->high_water_mark;
        ++(good ? answers : failures);
      }
    });
  }
  for (uint64_t round = 1; round <= 30; ++round) {
    for (int i = 0; i < 50; ++i)
      put(index, "a/" + std::to_string(i), "水泵与风机 " + std::to_string(round));
    commit(index, round);
  }
  while (answers < 8) std::this_thread::yield();
  stop = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(failures == 0);
  CHECK(answers >= 8);
  CHECK(ask(searcher, {.text = "水泵"}).high_water_mark == 30);
}

}  // namespace
}  // namespace lingqu::search
