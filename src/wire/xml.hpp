// XML as a tree of elements, read safely: no document type (so no entities of its own), bounded
// size, depth and number of elements, namespaces resolved, duplicate attributes and undefined
// entities refused. Comments and processing instructions are dropped. Text of an element: all its
// character data joined.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace lingqu::wire {

struct XmlAttribute {
  std::string name;   // local
  std::string space;  // namespace, empty without prefix
  std::string value;
};

struct XmlElement {
  std::string name;   // local
  std::string space;  // namespace
  std::vector<XmlAttribute> attributes;
  std::string text;
  std::vector<XmlElement> children;
  int line = 0;  // from 1

  // The first child element of that local name, or null pointer.
  const XmlElement* child(std::string_view local) const;
  // The attribute of that local name without namespace, or "".
  std::string_view attribute(std::string_view local) const;
  const std::string* find_attribute(std::string_view local,
                                    std::string_view attribute_space = {}) const;
};

struct XmlLimits {
  size_t bytes = 16u << 20;
  size_t depth = 100;
  size_t elements = 500'000;
};

// The root element. Errors: kTooLarge; kBadEncoding; kPackFile with file = name, line, column,
// problem.
base::Result<XmlElement> parse_xml(std::string_view text, const std::string& name,
                                   const XmlLimits& limits = {});
// Appends text with & < > " escaped as character data and attribute values need it.
void append_xml_escaped(std::string& out, std::string_view text);

}  // namespace lingqu::wire
