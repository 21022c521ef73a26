#include "wire/detail/xlsx_workbook.hpp"

#include <map>
#include <pugixml.hpp>

#include "wire/detail/table_error.hpp"
#include "wire/detail/xlsx_elements.hpp"
#include "wire/detail/xlsx_text.hpp"

namespace lingqu::wire::detail {
namespace {

using base::Error;
using base::Text;

constexpr size_t kMostStrings = 20'000'000;

Error bad(Text reason) {
  return bad_file("XLSX", std::move(reason));
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
  return parent.find_child([name](const auto& node) { return local_name(node.name()) == name; });
}

// The value of an attribute by its local name.
std::string_view attribute(const pugi::xml_node& node, std::string_view name) {
  const auto found =
      node.find_attribute([name](const auto& item) { return local_name(item.name()) == name; });
  return found.value();
}

bool is_true(std::string_view value) {
  return value == "1" || value == "true" || value == "on";
}

base::Status load(const Package& package, const std::string& name, pugi::xml_document& document) {
  LINGQU_TRY(content, package.read_part(name));
  const auto parsed =
      document.load_buffer(content.data(), content.size(),
                           pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
  const auto is_doctype = [](const auto& node) { return node.type() == pugi::node_doctype; };
  if (!parsed || document.find_child(is_doctype)) {
    return bad({"部件 " + name + " 不是可用的 XML", "the part " + name + " is not usable XML"});
  }
  return {};
}

// "xl/workbook.xml" and "worksheets/sheet1.xml" make "xl/worksheets/sheet1.xml".
std::string resolve(std::string_view from, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string folder(from.substr(0, from.rfind('/') + 1));
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    const size_t parent = folder.size() < 2 ? folder.npos : folder.rfind('/', folder.size() - 2);
    folder.erase(parent == folder.npos ? 0 : parent + 1);
  }
  return folder.append(target);
}

std::string relations_of(std::string_view part) {
  const size_t slash = part.rfind('/') + 1;
  return std::string(part.substr(0, slash)) + "_rels/" + std::string(part.substr(slash)) + ".rels";
}

struct Relations {
  std::map<std::string, std::string, std::less<>> by_id;
  std::map<std::string, std::string, std::less<>> by_kind;  // "styles", "sharedStrings"
};

base::Result<Relations> read_relations(const Package& package, std::string_view part) {
  pugi::xml_document document;
  const std::string name = part.empty() ? "_rels/.rels" : relations_of(part);
  LINGQU_CHECK(load(package, name, document));
  Relations relations;
  for (const pugi::xml_node& node : child(document, "Relationships").children()) {
    const std::string_view type = attribute(node, "Type");
    if (attribute(node, "TargetMode") == "External") continue;
    const std::string target = resolve(part, attribute(node, "Target"));
    relations.by_id.emplace(attribute(node, "Id"), target);
    relations.by_kind.emplace(type.substr(type.rfind('/') + 1), target);
  }
  return relations;
}

std::vector<NumberKind> kinds_of(const pugi::xml_document& styles) {
  const pugi::xml_node root = child(styles, "styleSheet");
  std::map<int, NumberKind> custom;
  for (const pugi::xml_node& node : child(root, "numFmts").children()) {
    custom[node.attribute("numFmtId").as_int()] = kind_of_code(attribute(node, "formatCode"));
  }
  std::vector<NumberKind> kinds;
  for (const pugi::xml_node& node : child(root, "cellXfs").children()) {
    if (local_name(node.name()) != "xf") continue;
    const int id = node.attribute("numFmtId").as_int();
    const auto found = custom.find(id);
    kinds.push_back(found == custom.end() ? kind_of_built_in(id) : found->second);
  }
  return kinds;
}

base::Result<std::string> find_sheet(const pugi::xml_node& sheets, const Relations& relations,
                                     std::string_view wanted) {
  std::string names;
  std::string hidden;
  for (const pugi::xml_node& node : sheets.children()) {
    const auto target = relations.by_id.find(attribute(node, "id"));
    if (target == relations.by_id.end()) continue;
    const std::string_view name = attribute(node, "name");
    const std::string_view state = attribute(node, "state");
    const bool visible = state.empty() || state == "visible";
    if (wanted.empty() ? visible : name == wanted) return target->second;
    if (hidden.empty()) hidden = target->second;
    names.append(names.empty() ? "" : ", ").append(name);
  }
  if (wanted.empty() && !hidden.empty()) return hidden;
  if (wanted.empty()) return bad({"没有工作表", "it has no sheet"});
  const std::string name(wanted);
  return bad({"没有名为“" + name + "”的工作表（有：" + names + "）",
              "there is no sheet “" + name + "” (there are: " + names + ")"});
}

}  // namespace

base::Status SharedStrings::add(std::string element, const TableLimits& limits) {
  pugi::xml_document document;
  const auto parsed = document.load_buffer_inplace(element.data(), element.size(),
                                                   pugi::parse_default | pugi::parse_ws_pcdata,
                                                   pugi::encoding_utf8);
  const std::string number = std::to_string(ends_.size() + 1);
  if (!parsed) {
    return bad({"第 " + number + " 个共享文本有误", "shared text " + number + " is wrong"});
  }
  const std::optional<std::string> text = item_text(document.first_child());
  if (!text) return bad({"含有空字符（U+0000）", "it contains U+0000"});
  if (text_.size() + text->size() > limits.inflated_bytes || ends_.size() >= kMostStrings) {
    return too_large({"共享文本过多", "too many shared texts"});
  }
  text_ += *text;
  ends_.push_back(text_.size());
  return {};
}

base::Result<SharedStrings> SharedStrings::read(PartReader part, const TableLimits& limits) {
  ElementReader items(std::move(part), "sst", "si");
  SharedStrings strings;
  std::string element;
  for (;;) {
    LINGQU_TRY(more, items.next(element));
    if (!more) return strings;
    LINGQU_CHECK(strings.add(std::move(element), limits));
  }
}

std::string_view SharedStrings::at(size_t index) const {
  const size_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(text_).substr(begin, ends_[index] - begin);
}

base::Result<Workbook> read_workbook(const Package& package, std::string_view sheet,
                                     const TableLimits& limits) {
  if (!package.has("_rels/.rels")) {
    return bad({"压缩包里没有工作簿", "the archive holds no workbook"});
  }
  LINGQU_TRY(roots, read_relations(package, ""));
  const auto main = roots.by_kind.find("officeDocument");
  if (main == roots.by_kind.end()) {
    return bad({"压缩包里没有工作簿", "the archive holds no workbook"});
  }
  pugi::xml_document document;
  LINGQU_CHECK(load(package, main->second, document));
  const pugi::xml_node root = child(document, "workbook");
  if (!root) return bad({"压缩包里没有工作簿", "the archive holds no workbook"});
  LINGQU_TRY(relations, read_relations(package, main->second));

  Workbook workbook;
  workbook.date_1904 = is_true(attribute(child(root, "workbookPr"), "date1904"));
  LINGQU_TRY(sheet_part, find_sheet(child(root, "sheets"), relations, sheet));
  workbook.sheet_part = std::move(sheet_part);
  if (const auto part = relations.by_kind.find("styles"); part != relations.by_kind.end()) {
    pugi::xml_document styles;
    LINGQU_CHECK(load(package, part->second, styles));
    workbook.kinds = kinds_of(styles);
  }
  if (const auto part = relations.by_kind.find("sharedStrings"); part != relations.by_kind.end()) {
    LINGQU_TRY(reader, package.open_part(part->second));
    LINGQU_TRY(strings, SharedStrings::read(std::move(reader), limits));
    workbook.strings = std::move(strings);
  }
  return workbook;
}

}  // namespace lingqu::wire::detail
