#include "wire/yaml.hpp"

#include <doctest/doctest.h>

namespace lingqu::wire {
namespace {

using Kind = YamlNode::Kind;

YamlNode read(std::string_view text) {
  base::Result<YamlNode> node = parse_yaml(text, "t.yaml");
  INFO("text: ", std::string(text));
  INFO("error: ", node.ok() ? "" : node.error().message(base::Language::kEn));
  REQUIRE(node.ok());
  return std::move(node).value();
}

std::string at(const YamlNode* node) {
  if (node == nullptr) return "(none)";
  return std::to_string(node->line) + ":" + std::to_string(node->column);
}

// "line:column problem".
std::string refusal(std::string_view text) {
  const base::Result<YamlNode> node = parse_yaml(text, "t.yaml");
  INFO("text: ", std::string(text.substr(0, 100)));
  REQUIRE_FALSE(node.ok());
  REQUIRE(node.error().code == base::ErrorCode::kPackFile);
  std::string line, column, problem, remedy;
  for (const auto& [key, value] : node.error().args) {
    if (key == "line") line = value.zh;
    if (key == "column") column = value.zh;
    if (key == "problem") problem = value.zh;
    if (key == "remedy") remedy = value.zh;
    if (key == "file") CHECK(value.zh == "t.yaml");
  }
  CHECK_FALSE(remedy.empty());
  return line + ":" + column + " " + problem;
}

TEST_CASE("a file of a pack, with the place of every node") {
  const YamlNode root = read(R"(# 注释
register: achievement
title: {zh: 科技成果, en: "Achievement"}
fields:
  - name: price
    type: money
  - 名称: 'x: y'
    empty:
    tilde: ~
    text: |
      第一行
      second
)");
  REQUIRE(root.kind == Kind::kMapping);
  CHECK(at(&root) == "2:1");
  REQUIRE(root.entries.size() == 3);
  CHECK(root.entries[0].key.scalar == "register");
  CHECK(at(&root.entries[0].key) == "2:1");
  CHECK(at(&root.entries[0].value) == "2:11");
  CHECK_FALSE(root.entries[0].value.quoted);
  const YamlNode* title = root.find("title");
  REQUIRE(title != nullptr);
  CHECK(at(title) == "3:8");
  CHECK(title->find("zh")->scalar == "科技成果");
  CHECK(at(title->find("zh")) == "3:13");
  CHECK(at(title->find("en")) == "3:23");
  CHECK(title->find("en")->quoted);
  const YamlNode* fields = root.find("fields");
  REQUIRE(fields != nullptr);
  CHECK(fields->kind == Kind::kSequence);
  CHECK(at(fields) == "5:3");
  REQUIRE(fields->items.size() == 2);
  CHECK(at(&fields->items[0]) == "5:5");
  const YamlNode& second = fields->items[1];
  CHECK(second.find("名称")->scalar == "x: y");
  CHECK(at(second.find("名称")) == "7:9");
  CHECK(second.find("empty")->kind == Kind::kNull);
  CHECK(second.find("tilde")->kind == Kind::kNull);
  CHECK(second.find("text")->scalar == "第一行\nsecond\n");
  CHECK(second.find("text")->quoted);
  CHECK(second.find("no such key") == nullptr);
}

TEST_CASE("scalars stay text") {
  const YamlNode root =
      read("[no, 0755, 1.50, 2026-11-22, 12:30, true, '', \"~\", null, 0x10, 1e3]");
  std::vector<std::string> texts;
  for (const YamlNode& item : root.items) texts.push_back(item.scalar);
  CHECK(texts == std::vector<std::string>{"no", "0755", "1.50", "2026-11-22", "12:30", "true", "",
                                          "~", "null", "0x10", "1e3"});
  CHECK(root.items[6].kind == Kind::kScalar);
  CHECK(root.items[7].kind == Kind::kScalar);
  CHECK(root.items[8].kind == Kind::kNull);
}

TEST_CASE("folded, multi-line and escaped scalars") {
  CHECK(read("a: >\n  one\n  two\n\n  three\n").find("a")->scalar == "one two\nthree\n");
  CHECK(read("a: one\n  two\n").find("a")->scalar == "one two");
  CHECK(read("a: \"\\u4e2d\\n\\x41\"\n").find("a")->scalar == "中\nA");
  CHECK(read("a: 'it''s'\n").find("a")->scalar == "it's");
  CHECK(read("a: |-\n  x\n").find("a")->scalar == "x");
}

TEST_CASE("empty files are null; a byte order mark is skipped; line ends may be CRLF") {
  CHECK(read("").kind == Kind::kNull);
  CHECK(read("# nothing\n").kind == Kind::kNull);
  CHECK(read("---\n...\n").kind == Kind::kNull);
  CHECK(at(read("\xEF\xBB\xBF"
                "a: b\n")
               .find("a")) == "1:4");
  const YamlNode root = read("a: b\r\nc:\r\n  - d\r\n");
  CHECK(root.find("a")->scalar == "b");
  CHECK(at(&root.find("c")->items.at(0)) == "3:5");
}

TEST_CASE("duplicate keys are refused where the second stands") {
  CHECK(refusal("a: 1\nb: 2\na: 3\n") == "3:1 键“a”重复");
  CHECK(refusal("x:\n  - {a: 1, \"a\": 2}\n") == "2:12 键“a”重复");
  CHECK(read("x: {a: 1}\ny: {a: 1}\n").entries.size() == 2);
}

TEST_CASE("anchors, aliases, tags and further documents are refused") {
  CHECK(refusal("a: &x 1\nb: 2\n").ends_with("不能使用锚点（&）"));
  CHECK(refusal("a: [&x 1, *x]\n").starts_with("1:"));
  CHECK(refusal("a: 1\nb: *nowhere\n") == "2:4 不能使用别名（*）");
  CHECK(refusal("a: &x {b: 1}\n").ends_with("不能使用锚点（&）"));
  CHECK(refusal("a: !!str 1\n").ends_with("不能使用类型标签（!）"));
  CHECK(refusal("a: !python/object 1\n").ends_with("不能使用类型标签（!）"));
  CHECK(refusal("a: 1\n---\nb: 2\n").ends_with("只能有一个文档"));
  CHECK(refusal("? [a, b]\n: 1\n").ends_with("键必须是文本"));
  CHECK(refusal("{~: 1}\n").ends_with("键必须是文本"));
}

TEST_CASE("broken files are refused with their place") {
  CHECK(refusal("a: 1\n b: 2\n").starts_with("1:4 "));
  CHECK(refusal("a: [1, 2\n").find("语法错误") != std::string::npos);
  CHECK(refusal("a: \"x\n").find("语法错误") != std::string::npos);
  CHECK(refusal("a: 1\n\tb: 2\n").starts_with("1:4 "));
  CHECK(refusal("a: b: c\n").starts_with("1:"));
  CHECK(refusal("a: }\n").starts_with("1:"));
  CHECK(refusal("- a\nb: 1\n").starts_with("2:"));
}

TEST_CASE("other encodings, NUL and control characters are refused") {
  CHECK(refusal("a: 1\nb: 中\xD6\xD0\n") == "2:5 不是有效的 UTF-8 编码");
  CHECK(refusal(std::string_view("\xFF\xFE"
                                 "a\0",
                                 4))
            .ends_with("不是有效的 UTF-8 编码"));
  CHECK(refusal(std::string_view("a: 1\nb: \0\n", 10)) == "2:4 含有控制字符");
  CHECK_FALSE(parse_yaml("a: \x01\n", "t.yaml").ok());
}

TEST_CASE("deep and huge files are refused and not followed") {
  CHECK(refusal(std::string(100'000, '[')).ends_with("嵌套超过 40 层"));
  CHECK(refusal(std::string(100'000, '{')).find("1:") == 0);
  std::string indented;
  for (int i = 0; i < 200; ++i) indented += std::string(static_cast<size_t>(i), ' ') + "a:\n";
  CHECK(refusal(indented).ends_with("嵌套超过 40 层"));
  CHECK(read(std::string(40, '[') + std::string(40, ']')).kind == Kind::kSequence);
  CHECK(refusal("[" + std::string(100'000, ',') + "]").find(':') != std::string::npos);
  std::string many = "[";
  for (int i = 0; i < 250'001; ++i) many += "1,";
  CHECK(refusal(many + "]").ends_with("超过 250000 个节点"));
  CHECK(refusal(std::string((16u << 20) + 1, ' ')).ends_with("文件超过 16 MiB"));
}

}  // namespace
}  // namespace lingqu::wire
