#include "wire/xml.hpp"

#include <algorithm>
#include <pugixml.hpp>

namespace lingqu::wire {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;

struct Source {
  std::string_view text;
  const std::string& name;
  std::vector<size_t> lines;  // offsets at which lines begin

  Source(std::string_view bytes, const std::string& file) : text(bytes), name(file), lines{0} {
    for (size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos;)
      lines.push_back(++at);
  }
  size_t line_of(size_t offset) const {
    return static_cast<size_t>(std::upper_bound(lines.begin(), lines.end(), offset) -
                               lines.begin());
  }
  Error problem(size_t offset, const char* zh, const char* en) const {
    const size_t line = line_of(offset);
    return Error(ErrorCode::kPackFile)
        .with("file", name)
        .with("line", std::to_string(line))
        .with("column", std::to_string(offset - lines[line - 1] + 1))
        .with("problem", base::Text{zh, en})
        .with("remedy", base::Text{"请更正该 XML 文件", "Correct the XML file"});
  }
};

bool is_entity(std::string_view text) {
  const size_t end = text.substr(0, 12).find(';');
  if (end == std::string_view::npos) return false;
  const std::string_view body = text.substr(0, end);
  if (body == "amp" || body == "lt" || body == "gt" || body == "quot" || body == "apos")
    return true;
  if (body.size() < 2 || body[0] != '#') return false;
  const bool hexadecimal = body[1] == 'x';
  const std::string_view digits = body.substr(hexadecimal ? 2 : 1);
  return !digits.empty() &&
         digits.find_first_not_of(hexadecimal ? "0123456789abcdefABCDEF" : "0123456789") ==
             std::string_view::npos;
}

// What pugixml lets pass: depth, entities, document types, NUL.
Status check_raw(const Source& source, const XmlLimits& limits) {
  const std::string_view text = source.text;
  size_t depth = 0, elements = 0;
  const auto skip_past = [&](size_t from, std::string_view end) {
    const size_t found = text.find(end, from);
    return found == std::string_view::npos ? text.size() : found + end.size();
  };
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '\0') return source.problem(at, "含有空字符", "a NUL character");
    if (c == '&' && !is_entity(text.substr(at + 1)))
      return source.problem(at, "未定义的实体", "an undefined entity");
    if (c != '<') {
      ++at;
    } else if (text.substr(at, 4) == "<!--") {
      at = skip_past(at + 4, "-->");
    } else if (text.substr(at, 9) == "<![CDATA[") {
      at = skip_past(at + 9, "]]>");
    } else if (text.substr(at, 2) == "<?") {
      at = skip_past(at + 2, "?>");
    } else if (text.substr(at, 2) == "<!") {
      return source.problem(at, "不允许文档类型声明（DOCTYPE）",
                            "a document type (DOCTYPE) is not allowed");
    } else {
      const bool closing = text.substr(at, 2) == "</";
      char quote = '\0';
      size_t end = at + 1;
      while (end < text.size() && (quote != '\0' || text[end] != '>')) {
        if (quote != '\0') {
          if (text[end] == quote) quote = '\0';
          if (text[end] == '&' && !is_entity(text.substr(end + 1)))
            return source.problem(end, "未定义的实体", "an undefined entity");
        } else if (text[end] == '"' || text[end] == '\'') {
          quote = text[end];
        }
        ++end;
      }
      if (closing) {
        if (depth > 0) --depth;
      } else {
        if (++elements > limits.elements)
          return Error(ErrorCode::kTooLarge).with("limit", std::to_string(limits.elements));
        if (end == text.size() || text[end - 1] != '/') ++depth;
        if (depth > limits.depth) return source.problem(at, "嵌套过深", "nested too deeply");
      }
      at = end + 1;
    }
  }
  return {};
}

struct Binding {
  std::string prefix;
  std::string space;
};

// Splits a qualified name and finds its namespace; false if the prefix is not bound.
bool resolve(const std::vector<Binding>& bindings, std::string_view qualified, bool is_attribute,
             std::string& local, std::string& space) {
  const size_t colon = qualified.find(':');
  const std::string_view prefix =
      colon == std::string_view::npos ? std::string_view() : qualified.substr(0, colon);
  local = colon == std::string_view::npos ? qualified : qualified.substr(colon + 1);
  space.clear();
  if (prefix.empty() && is_attribute) return !local.empty();
  if (prefix == "xml") {
    space = "http://www.w3.org/XML/1998/namespace";
    return true;
  }
  for (auto binding = bindings.rbegin(); binding != bindings.rend(); ++binding) {
    if (binding->prefix == prefix) {
      space = binding->space;
      return true;
    }
  }
  return prefix.empty();
}

Status convert(const Source& source, const pugi::xml_node& node, std::vector<Binding>& bindings,
               XmlElement& out) {
  const size_t scope = bindings.size();
  const auto offset = static_cast<size_t>(node.offset_debug() < 0 ? 0 : node.offset_debug());
  out.line = static_cast<int>(source.line_of(offset));
  for (const auto& attribute : node.attributes()) {
    const std::string_view name = attribute.name();
    if (name == "xmlns") bindings.push_back({"", attribute.value()});
    if (name.starts_with("xmlns:"))
      bindings.push_back({std::string(name.substr(6)), attribute.value()});
  }
  if (!resolve(bindings, node.name(), false, out.name, out.space))
    return source.problem(offset, "命名空间前缀未声明", "an undeclared namespace prefix");
  for (const auto& attribute : node.attributes()) {
    const std::string_view name = attribute.name();
    if (name == "xmlns" || name.starts_with("xmlns:")) continue;
    XmlAttribute made;
    if (!resolve(bindings, name, true, made.name, made.space))
      return source.problem(offset, "命名空间前缀未声明", "an undeclared namespace prefix");
    if (out.find_attribute(made.name, made.space) != nullptr)
      return source.problem(offset, "属性重复", "a duplicate attribute");
    made.value = attribute.value();
    out.attributes.push_back(std::move(made));
  }
  for (const auto& child : node.children()) {
    if (child.type() == pugi::node_element) {
      out.children.emplace_back();
      LINGQU_CHECK(convert(source, child, bindings, out.children.back()));
    } else if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
      out.text.append(child.value());
    }
  }
  bindings.resize(scope);
  return {};
}

}  // namespace

const XmlElement* XmlElement::child(std::string_view local) const {
  for (const XmlElement& element : children)
    if (element.name == local) return &element;
  return nullptr;
}

const std::string* XmlElement::find_attribute(std::string_view local,
                                              std::string_view attribute_space) const {
  for (const XmlAttribute& own : attributes)
    if (own.name == local && own.space == attribute_space) return &own.value;
  return nullptr;
}

std::string_view XmlElement::attribute(std::string_view local) const {
  const std::string* found = find_attribute(local);
  return found != nullptr ? std::string_view(*found) : std::string_view();
}

Result<XmlElement> parse_xml(std::string_view text, const std::string& name,
                             const XmlLimits& limits) {
  if (text.size() > limits.bytes)
    return Error(ErrorCode::kTooLarge).with("limit", std::to_string(limits.bytes));
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (!base::is_utf8(text)) return Error(ErrorCode::kBadEncoding).with("where", name);
  const Source source(text, name);
  LINGQU_CHECK(check_raw(source, limits));
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(text.data(), text.size(),
                           pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata_single,
                           pugi::encoding_utf8);
  if (!parsed) {
    const auto offset =
        std::min(static_cast<size_t>(parsed.offset < 0 ? 0 : parsed.offset), text.size());
    return source.problem(offset, parsed.description(), parsed.description());
  }
  XmlElement root;
  std::vector<Binding> bindings;
  size_t roots = 0;
  for (const auto& child : document.children()) {
    if (child.type() == pugi::node_doctype)
      return source.problem(0, "不允许文档类型声明（DOCTYPE）",
                            "a document type (DOCTYPE) is not allowed");
    if (child.type() == pugi::node_element && ++roots == 1)
      LINGQU_CHECK(convert(source, child, bindings, root));
  }
  if (roots != 1)
    return source.problem(0, "应恰有一个根元素", "there must be exactly one root element");
  return root;
}

void append_xml_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out.append("&amp;");
        break;
      case '<':
        out.append("&lt;");
        break;
      case '>':
        out.append("&gt;");
        break;
      case '"':
        out.append("&quot;");
        break;
      default:
        out.push_back(c);
    }
  }
}

}  // namespace lingqu::wire
