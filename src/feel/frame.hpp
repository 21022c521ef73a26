// The slots of one call: a few on the stack, many on the heap.
#pragma once

#include <vector>

#include "feel/value.hpp"

namespace lingqu::feel {

class Frame {
 public:
  explicit Frame(size_t slots) {
    if (slots > std::size(few_)) many_.resize(slots);
  }
  Value* slots() { return many_.empty() ? few_ : many_.data(); }

 private:
  Value few_[8];
  std::vector<Value> many_;
};

}  // namespace lingqu::feel
