// A folder that goes away, and short ways to fill an index and to ask it.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "search/index.hpp"
#include "search/searcher.hpp"

namespace lingqu::search {

class Folder {
 public:
  Folder() {
    std::string path = (std::filesystem::temp_directory_path() / "lingqu-search-XXXXXX").string();
    path_ = mkdtemp(path.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string index() const { return path_ + "/index"; }

 private:
  std::string path_;
};

inline Index open(const Folder& folder) {
  base::Result<Index> index = Index::open(folder.index());
  INFO("error: ", index.ok() ? "" : base::to_string(index.error()));
  REQUIRE(index.ok());
  return std::move(index).value();
}

inline void put(Index& index, const std::string& id, const std::string& text,
                std::vector<std::string> filters = {}) {
  const base::Status status = index.put({id, {{text, 1}}, std::move(filters)});
  INFO("error: ", status.ok() ? "" : base::to_string(status.error()));
  REQUIRE(status.ok());
}

inline void commit(Index& index, uint64_t mark = 1) {
  const base::Status status = index.commit(mark);
  INFO("error: ", status.ok() ? "" : base::to_string(status.error()));
  REQUIRE(status.ok());
}

inline Page ask(const Searcher& searcher, const Query& query) {
  base::Result<Page> page = searcher.search(query);
  INFO("query: ", query.text);
  INFO("error: ", page.ok() ? "" : base::to_string(page.error()));
  REQUIRE(page.ok());
  return std::move(page).value();
}

inline std::vector<std::string> ids(const Page& page) {
  std::vector<std::string> found;
  for (const Hit& hit : page.hits) found.push_back(hit.id);
  return found;
}

}  // namespace lingqu::search
