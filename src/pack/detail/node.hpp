// Reading from YAML nodes that may be missing or wrong (what is wrong has been told by
// check_shape): nothing here fails.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "wire/yaml.hpp"

namespace lingqu::pack::detail {

using wire::YamlNode;

struct Source {  // one file of the pack
  std::string file;
  YamlNode root;
};

const YamlNode* find(const YamlNode* node, std::string_view key);
bool is_scalar(const YamlNode* node);
std::string text_of(const YamlNode* node, std::string_view key);
bool flag_of(const YamlNode* node, std::string_view key, bool otherwise = false);
int64_t integer_of(const YamlNode* node, std::string_view key, int64_t otherwise);
base::Text title_of(const YamlNode* node);
base::Text title_of(const YamlNode* node, std::string_view key);
// Items of a list; a scalar or mapping where a list may stand is one item.
std::vector<const YamlNode*> items_of(const YamlNode* node, std::string_view key);
std::vector<std::string> texts_of(const YamlNode* node, std::string_view key);
// Entries of a mapping, or none.
const std::vector<YamlNode::Entry>& entries_of(const YamlNode* node, std::string_view key);

}  // namespace lingqu::pack::detail
