#include "pack/detail/check_shape.hpp"

#include <algorithm>

#include "base/date.hpp"

namespace lingqu::pack::detail {

namespace {

using Kind = YamlNode::Kind;

bool is_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= 18 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_date(std::string_view text) {
  return base::parse_date(text).ok();
}

bool is_period(std::string_view text) {
  const size_t dots = text.find("..");
  if (dots == std::string_view::npos) return is_date(text);
  const auto first = base::parse_date(text.substr(0, dots));
  const auto last = base::parse_date(text.substr(dots + 2));
  return first.ok() && last.ok() && *first <= *last;
}

std::vector<std::string> names_of(const std::vector<std::string_view>& words) {
  return {words.begin(), words.end()};
}

struct Checker {
  const std::string& file;
  Problems& problems;

  void wrong(const YamlNode& at, std::string_view key, base::Text expected,
             base::Text remedy) const {
    const std::string name(key);
    problems.add(file, at,
                 {"“" + name + "”应为" + expected.zh, "“" + name + "” must be " + expected.en},
                 std::move(remedy));
  }

  void scalar(const YamlNode& node, const Key& key) const {
    if (node.kind != Kind::kScalar || node.scalar.empty()) {
      wrong(node, key.name, {"一个非空的文字", "a text that is not empty"},
            {"请填写；含冒号或以特殊符号开头的文字加引号",
             "Fill it in; quote texts with colons or special signs"});
      return;
    }
    const std::string& text = node.scalar;
    switch (key.form) {
      case Form::kName:
        if (!is_name(text))
          wrong(node, key.name, {"英文小写名称", "a lower-case name"},
                {"以字母开头，只用 a-z、0-9 和下划线",
                 "Begin with a letter; use a-z, 0-9 and underscores"});
        break;
      case Form::kInteger:
        if (!is_integer(text))
          wrong(node, key.name, {"整数", "a whole number"}, {"例如 15", "For example 15"});
        break;
      case Form::kBoolean:
        if (text != "true" && text != "false")
          wrong(node, key.name, {"true 或 false", "true or false"},
                {"写 true 或 false", "Write true or false"});
        break;
      case Form::kDate:
        if (!is_date(text))
          wrong(node, key.name, {"日期", "a date"}, {"例如 2026-10-10", "For example 2026-10-10"});
        break;
      case Form::kPeriod:
        if (!is_period(text))
          wrong(node, key.name, {"日期或起止日期", "a date or the first and last day"},
                {"例如 2026-10-01..2026-10-07", "For example 2026-10-01..2026-10-07"});
        break;
      case Form::kWord:
        if (std::find(key.words.begin(), key.words.end(), text) == key.words.end())
          problems.unknown(file, node,
                           {std::string(key.name) + " 的取值", "value of " + std::string(key.name)},
                           text, names_of(key.words));
        break;
      default:
        break;
    }
  }

  void title(const YamlNode& node, const Key& key) const {
    if (node.kind != Kind::kMapping) {
      scalar(node, key);
      return;
    }
    static const std::vector<std::string> kLanguages{"zh", "en"};
    for (const YamlNode::Entry& entry : node.entries) {
      if (entry.key.scalar != "zh" && entry.key.scalar != "en")
        problems.unknown(file, entry.key, {"语言", "language"}, entry.key.scalar, kLanguages);
      else
        scalar(entry.value, key);
    }
    if (node.find("zh") == nullptr)
      problems.add(file, node,
                   {"“" + std::string(key.name) + "”缺少中文（zh）",
                    "“" + std::string(key.name) + "” has no Chinese text (zh)"},
                   {"写成 {zh: 中文, en: English}", "Write {zh: 中文, en: English}"});
  }

  void value(const YamlNode& node, const Key& key) const {
    if (node.kind != Kind::kMapping) {
      scalar(node, key);
    } else if (node.entries.size() != 1 || !is_scalar(node.find("parameter"))) {
      wrong(node, key.name, {"一个值或 {parameter: 参数名}", "a value or {parameter: key}"},
            {"例如 {parameter: price.notice.min_days}",
             "For example {parameter: price.notice.min_days}"});
    }
  }

  void one(const YamlNode& node, const Key& key) const {
    switch (key.form) {
      case Form::kTitle:
        title(node, key);
        break;
      case Form::kValue:
        value(node, key);
        break;
      case Form::kObject:
        object(node, shape(key.shape), key.name);
        break;
      default:
        scalar(node, key);
    }
  }

  void list(const YamlNode& node, const Key& key) const {
    if (node.kind == Kind::kSequence) {
      for (const YamlNode& item : node.items) one(item, key);
    } else {
      one(node, key);  // one item may stand for a list of one
    }
  }

  void map(const YamlNode& node, const Key& key) const {
    if (node.kind != Kind::kMapping) {
      wrong(node, key.name, {"“名称: 内容”的列表", "a mapping from names to contents"},
            {"每项写一行“名称: …”", "Write one “name: …” per line"});
      return;
    }
    for (const YamlNode::Entry& entry : node.entries) one(entry.value, key);
  }

  void object(const YamlNode& node, const Shape& of, std::string_view where) const {
    if (node.kind == Kind::kScalar && !of.shorthand.empty()) {
      scalar(node, *of.find(of.shorthand));
      return;
    }
    if (node.kind != Kind::kMapping) {
      wrong(node, where, {"若干“键: 值”", "a mapping"},
            {"参见 docs/formats/pack.md", "See docs/formats/pack.md"});
      return;
    }
    for (const YamlNode::Entry& entry : node.entries) {
      const Key* key = of.find(entry.key.scalar);
      if (key == nullptr) {
        unknown_key(entry.key, of);
      } else if (key->count == Count::kList) {
        list(entry.value, *key);
      } else if (key->count == Count::kMap) {
        map(entry.value, *key);
      } else {
        one(entry.value, *key);
      }
    }
    missing_keys(node, of, where);
  }

  void unknown_key(const YamlNode& at, const Shape& of) const {
    std::vector<std::string> known;
    for (const Key& key : of.keys) known.emplace_back(key.name);
    problems.unknown(file, at, {"键", "key"}, at.scalar, known);
  }

  void missing_keys(const YamlNode& node, const Shape& of, std::string_view where) const {
    for (const Key& key : of.keys) {
      if (!key.required || node.find(key.name) != nullptr) continue;
      const std::string name(key.name);
      problems.add(file, node,
                   {"“" + std::string(where) + "”缺少“" + name + "”",
                    "“" + std::string(where) + "” lacks “" + name + "”"},
                   {"请补充 " + name + ": …", "Add " + name + ": …"});
    }
    if (of.one_of.empty()) return;
    std::string names;
    size_t there = 0;
    for (const std::string_view key : of.one_of) {
      names += (names.empty() ? "" : ", ") + std::string(key);
      if (node.find(key) != nullptr) ++there;
    }
    if (there == 1) return;
    problems.add(file, node,
                 {"“" + std::string(where) + "”须恰有其中一个：" + names,
                  "“" + std::string(where) + "” must have exactly one of: " + names},
                 {there == 0 ? "请补充一个" : "请只保留一个", there == 0 ? "Add one" : "Keep one"});
  }
};

}  // namespace

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > 60 || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

void check_shape(const std::string& file, const YamlNode& node, const Shape& shape,
                 Problems& problems) {
  Checker{file, problems}.object(node, shape, file);
}

}  // namespace lingqu::pack::detail
