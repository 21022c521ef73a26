// What is wrong with a pack, each with its place and the way out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "pack/detail/node.hpp"

namespace lingqu::pack::detail {

class Problems {
 public:
  void add(const std::string& file, const YamlNode& at, base::Text problem, base::Text remedy);
  // Of a whole file, or of the pack when `file` is empty.
  void add(const std::string& file, base::Text problem, base::Text remedy);
  void add(base::Error error) { errors_.push_back(std::move(error)); }
  // `what` (“字段”, "field") of this name does not exist; offers the nearest of `known`, or lists a
  // few.
  void unknown(const std::string& file, const YamlNode& at, base::Text what, std::string_view name,
               const std::vector<std::string>& known);
  // By file and place.
  std::vector<base::Error> take();
  bool empty() const { return errors_.empty(); }

 private:
  std::vector<base::Error> errors_;
};

}  // namespace lingqu::pack::detail
