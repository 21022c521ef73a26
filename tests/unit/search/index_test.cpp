#include "search/index.hpp"

#include <fstream>

#include "unit/search/search_fixture.hpp"

namespace lingqu::search {
namespace {

namespace fs = std::filesystem;
using Ids = std::vector<std::string>;

TEST_CASE("a new index is empty and says that it is new") {
  const Folder folder;
  Index index = open(folder);
  CHECK(index.was_rebuilt() == "missing");
  CHECK(index.high_water_mark() == 0);
  CHECK(index.document_count() == 0);
}

TEST_CASE("what was committed is there again, what was not is gone") {
  const Folder folder;
  {
    Index index = open(folder);
    put(index, "achievement/1", "水泵");
    commit(index, 41);
    put(index, "achievement/2", "风机");
  }
  Index index = open(folder);
  CHECK(index.was_rebuilt().empty());
  CHECK(index.high_water_mark() == 41);
  const Searcher searcher(folder.index());
  CHECK(ids(ask(searcher, {.text = "水泵"})) == Ids{"achievement/1"});
  CHECK(ask(searcher, {.text = "水泵"}).high_water_mark == 41);
  // Closing an index flushes what it holds; the mark tells what is certain, and putting again
  // changes nothing.
  put(index, "achievement/2", "风机");
  commit(index, 42);
  CHECK(index.document_count() == 2);
  CHECK(ask(searcher, {.text = "风机"}).high_water_mark == 42);
}

TEST_CASE("the mark holds every sequence number") {
  const Folder folder;
  Index index = open(folder);
  commit(index, UINT64_MAX);
  CHECK(index.high_water_mark() == UINT64_MAX);
}

TEST_CASE("putting again replaces, removing removes, twice as well") {
  const Folder folder;
  Index index = open(folder);
  const Searcher searcher(folder.index());
  put(index, "a/1", "旧的标题");
  commit(index);
  put(index, "a/1", "新的名称");
  commit(index);
  CHECK(ids(ask(searcher, {.text = "标题"})).empty());
  CHECK(ids(ask(searcher, {.text = "名称"})) == Ids{"a/1"});
  CHECK(index.document_count() == 1);
  CHECK(index.remove("a/1").ok());
  CHECK(index.remove("a/1").ok());
  CHECK(index.remove("no/such").ok());
  commit(index);
  CHECK(ids(ask(searcher, {.text = "名称"})).empty());
  CHECK(index.document_count() == 0);
}

TEST_CASE("ids of any length and kind stay apart") {
  const Folder folder;
  Index index = open(folder);
  const Searcher searcher(folder.index());
  const std::string stem(300, 'x');
  for (const std::string& id :
       {stem + "1", stem + "2", std::string("登记/一"), std::string("a b"), std::string()}) {
    put(index, id, "同文");
  }
  commit(index);
  CHECK(index.document_count() == 5);
  CHECK(ask(searcher, {.text = "同文"}).total == 5);
  CHECK(index.remove(stem + "1").ok());
  commit(index);
  const Ids left = ids(ask(searcher, {.text = "同文"}));
  CHECK(left == Ids{stem + "2", "登记/一", "a b", ""});
}

TEST_CASE("an empty document and one without fields are documents") {
  const Folder folder;
  Index index = open(folder);
  REQUIRE(index.put({"a/1", {}, {"state:draft"}}).ok());
  REQUIRE(index.put({"a/2", {{"", 5}, {"，。", 1}}, {"state:draft"}}).ok());
  commit(index);
  const Searcher searcher(folder.index());
  CHECK(ask(searcher, {.filters = {{"state:draft"}}}).total == 2);
}

TEST_CASE("a second writer is refused and does no harm") {
  const Folder folder;
  Index index = open(folder);
  put(index, "a/1", "水泵");
  commit(index, 7);
  const base::Result<Index> second = Index::open(folder.index());
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().code == base::ErrorCode::kStorage);
  CHECK(second.error().rule == "search.locked");
  CHECK(index.high_water_mark() == 7);
  CHECK(index.document_count() == 1);
}

TEST_CASE("clearing makes it empty, and searches see it fill again") {
  const Folder folder;
  Index index = open(folder);
  const Searcher searcher(folder.index());
  for (int i = 0; i < 200; ++i) put(index, "a/" + std::to_string(i), "水泵 " + std::to_string(i));
  commit(index, 200);
  CHECK(ask(searcher, {.text = "水泵"}).total == 200);
  REQUIRE(index.clear().ok());
  CHECK(index.high_water_mark() == 0);
  CHECK(ask(searcher, {.text = "水泵"}).total == 0);
  put(index, "a/1", "水泵");
  commit(index, 1);
  CHECK(ids(ask(searcher, {.text = "水泵"})) == Ids{"a/1"});
  CHECK(ask(searcher, {.text = "水泵"}).high_water_mark == 1);
}

// Overwrites every file of the index.
void spoil(const Folder& folder, const std::string& with) {
  for (const auto& entry : fs::directory_iterator(folder.index())) {
    const auto size = fs::file_size(entry.path());
    std::ofstream out(entry.path(), std::ios::binary | std::ios::trunc);
    for (uint64_t i = 0; i < size; i += with.size()) out << with;
  }
}

TEST_CASE("a damaged index is made anew and says so; searches before that report it") {
  for (const std::string& with :
       {std::string("no database"), std::string("\0", 1), std::string("\xFF")}) {
    const Folder folder;
    {
      Index index = open(folder);
      for (int i = 0; i < 50; ++i) put(index, "a/" + std::to_string(i), "水泵与风机");
      commit(index, 50);
    }
    spoil(folder, with);
    const Searcher searcher(folder.index());
    const base::Result<Page> broken = searcher.search({.text = "水泵"});
    REQUIRE_FALSE(broken.ok());
    CHECK(broken.error().code == base::ErrorCode::kStorage);
    CHECK(broken.error().rule.starts_with("search."));
    Index index = open(folder);
    CHECK_FALSE(index.was_rebuilt().empty());
    CHECK(index.high_water_mark() == 0);
    CHECK(index.document_count() == 0);
    put(index, "a/1", "水泵");
    commit(index, 50);
    CHECK(ids(ask(searcher, {.text = "水泵"})) == Ids{"a/1"});
  }
}

TEST_CASE("cut-off files are never read as if they were whole") {
  const Folder folder;
  {
    Index index = open(folder);
    for (int i = 0; i < 300; ++i)
      put(index, "a/" + std::to_string(i), "水泵与风机 " + std::to_string(i));
    commit(index, 300);
  }
  fs::resize_file(folder.index() + "/postlist.glass", 8192);
  const Searcher searcher(folder.index());
  const base::Result<Page> page = searcher.search({.text = "水泵", .limit = 1'000});
  if (page.ok()) CHECK(page->total <= 300);
  base::Result<Index> index = Index::open(folder.index());
  REQUIRE(index.ok());
  CHECK((index->was_rebuilt().empty() || index->high_water_mark() == 0));
  CHECK(index->clear().ok());
  put(*index, "a/1", "水泵");
  commit(*index, 1);
  CHECK(ids(ask(searcher, {.text = "水泵"})) == Ids{"a/1"});
}

TEST_CASE("a folder that cannot be made is an error") {
  const Folder folder;
  std::ofstream(folder.index()) << "a file";
  const base::Result<Index> index = Index::open(folder.index() + "/below");
  REQUIRE_FALSE(index.ok());
  CHECK(index.error().code == base::ErrorCode::kStorage);
}

}  // namespace
}  // namespace lingqu::search
