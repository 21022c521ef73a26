// Next record ids and next official numbers, in the writer's memory. Ids count up per register; numbers per register and year.
// Writer thread only. What a failed act had taken is given back, so that numbers have no gaps.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "engine/context.hpp"

namespace lingqu::engine {

class Sequences {
 public:
  static store::Table table();
  // Forgets everything and reads ids anew (at opening and after a rolled-back batch).
  base::Status reload(Context& context, store::Connection& connection);

  int64_t next_id(const std::string& register_name);
  base::Result<int64_t> next_number(store::Connection& connection, const std::string& register_name, int year);

  // Everything taken since mark() is given back by undo(); save() stores the numbers taken since then.
  void mark() { taken_.clear(); }
  void undo();
  base::Status save(store::Connection& connection);

 private:
  struct Taken {
    std::string register_name;
    int year;  // 0: an id
  };
  std::map<std::string, int64_t, std::less<>> ids_;
  std::map<std::pair<std::string, int>, int64_t> numbers_;  // last number given
  std::vector<Taken> taken_;
};

}  // namespace lingqu::engine
