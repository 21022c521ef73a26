// The full-text index: derived data that follows the log and can always be rebuilt from it. One
// process writes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace lingqu::search {

struct Field {
  std::string text;
  int weight = 1;  // 1 to 100: how much more a word counts here than in a field of weight 1
};

struct Document {
  std::string id;                  // "register/record"
  std::vector<Field> fields = {};  // each text in one language, or several; values people search
                                   // for, no numbers and dates
  // What queries may require, as "name:value", compared byte by byte: "register:achievement",
  // "state:draft", "sees:public".
  std::vector<std::string> filters = {};
};

// The writer, for one thread at a time. Its errors are kStorage; after one, reopen it: what was not
// committed is gone, and the log is followed again from the high-water mark.
class Index {
 public:
  // Opens the index in the folder `path`, or makes an empty one where there is none, where it is
  // damaged, or where another version of the analysis made it. Then `was_rebuilt` says why, the
  // mark is 0, and the caller follows the log from its beginning. kStorage with the rule
  // "search.locked" if another process writes.
  static base::Result<Index> open(const std::string& path);
  Index(Index&&) noexcept;
  Index& operator=(Index&&) noexcept;
  ~Index();

  // Empty if the index was there and usable.
  const std::string& was_rebuilt() const;
  // The sequence number in the log up to which the committed index has seen all; 0 at first.
  uint64_t high_water_mark() const;
  uint64_t document_count() const;

  // Adds the document or replaces the one with its id.
  base::Status put(const Document& document);
  // Nothing happens if there is none.
  base::Status remove(const std::string& id);
  // Makes everything since the last commit visible to searches, and durable together with the mark.
  base::Status commit(uint64_t high_water_mark);
  // Back to empty, for a rebuild. Committed at once.
  base::Status clear();

 private:
  struct State;
  explicit Index(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lingqu::search
