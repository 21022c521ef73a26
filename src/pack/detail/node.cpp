#include "pack/detail/node.hpp"

#include <charconv>

namespace lingqu::pack::detail {

const YamlNode* find(const YamlNode* node, std::string_view key) {
  return node == nullptr ? nullptr : node->find(key);
}

bool is_scalar(const YamlNode* node) {
  return node != nullptr && node->kind == YamlNode::Kind::kScalar;
}

std::string text_of(const YamlNode* node, std::string_view key) {
  const YamlNode* value = find(node, key);
  return is_scalar(value) ? value->scalar : std::string();
}

bool flag_of(const YamlNode* node, std::string_view key, bool otherwise) {
  const std::string text = text_of(node, key);
  return text.empty() ? otherwise : text == "true";
}

int64_t integer_of(const YamlNode* node, std::string_view key, int64_t otherwise) {
  const std::string text = text_of(node, key);
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty() ? value
                                                                                   : otherwise;
}

base::Text title_of(const YamlNode* node) {
  if (is_scalar(node)) return {node->scalar, ""};
  return {text_of(node, "zh"), text_of(node, "en")};
}

base::Text title_of(const YamlNode* node, std::string_view key) {
  const YamlNode* value = find(node, key);
  return value == nullptr ? base::Text{} : title_of(value);
}

std::vector<const YamlNode*> items_of(const YamlNode* node, std::string_view key) {
  std::vector<const YamlNode*> out;
  const YamlNode* value = find(node, key);
  if (value == nullptr || value->kind == YamlNode::Kind::kNull) return out;
  if (value->kind != YamlNode::Kind::kSequence) return {value};
  for (const YamlNode& item : value->items) out.push_back(&item);
  return out;
}

std::vector<std::string> texts_of(const YamlNode* node, std::string_view key) {
  std::vector<std::string> out;
  for (const YamlNode* item : items_of(node, key))
    if (is_scalar(item)) out.push_back(item->scalar);
  return out;
}

const std::vector<YamlNode::Entry>& entries_of(const YamlNode* node, std::string_view key) {
  static const std::vector<YamlNode::Entry> kNone;
  const YamlNode* value = find(node, key);
  return value == nullptr ? kNone : value->entries;
}

}  // namespace lingqu::pack::detail
