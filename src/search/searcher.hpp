// Searching: thread-safe, sees every commit of the writer at once, answers or returns an error and
// never throws.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace lingqu::search {

// How the words of the query select documents.
enum class Match {
  kAny,        // those with any of them, best first: for needs and questions
  kAll,        // those with all of them, best first
  kSubstring,  // those that contain the text as it is: from any character on in scripts without
               // blanks, else whole words
};

struct Query {
  // Any text; nothing in it is an operator. Beyond 2,000 characters it is cut. Empty or blank: all
  // documents that pass the filters.
  std::string text = {};
  Match match = Match::kAny;
  // Of each group a document must have at least one: {{"register:achievement"}, {"sees:public",
  // "sees:party-7"}}.
  std::vector<std::vector<std::string>> filters = {};
  size_t offset = 0;
  size_t limit = 20;  // at most 1,000
};

struct Hit {
  std::string id;
  double score = 0;  // BM25; comparable within one query only
};

struct Page {
  std::vector<Hit> hits = {};
  uint64_t total = 0;  // exact up to 1,000 beyond the page, an estimate above
  uint64_t high_water_mark = 0;
};

class Searcher {
 public:
  // Opens the folder at the first search, so that the index may come later.
  explicit Searcher(std::string path);
  ~Searcher();
  Searcher(const Searcher&) = delete;
  Searcher& operator=(const Searcher&) = delete;

  // kStorage with the rule "search.missing" where there is no index, "search.damaged" where it
  // cannot be read: rebuild it.
  base::Result<Page> search(const Query& query) const;

 private:
  class Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace lingqu::search
