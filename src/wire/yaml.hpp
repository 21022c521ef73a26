// YAML for pack files: one document, strict (duplicate keys refused), with the place of every node.
// Scalars stay text: what a scalar means is the reader's matter, except that an empty plain scalar,
// ~ and null are kNull. Anchors, aliases and tags are refused; keys are text; at most 40 levels,
// 250,000 nodes, 16 MiB.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace lingqu::wire {

struct YamlNode {
  enum class Kind { kNull, kScalar, kSequence, kMapping };
  struct Entry;
  Kind kind = Kind::kNull;
  std::string scalar;
  bool quoted = false;          // written with quotes or as a block: always text
  int line = 0;                 // from 1
  int column = 0;               // from 1
  std::vector<YamlNode> items;  // of a sequence
  std::vector<Entry> entries;   // of a mapping, in order

  const YamlNode* find(std::string_view key) const;
};
struct YamlNode::Entry {
  YamlNode key;
  YamlNode value;
};

// kPackFile with `file` = name, line, column, problem.
base::Result<YamlNode> parse_yaml(std::string_view text, const std::string& name);

}  // namespace lingqu::wire
