// Reads libfyaml's events rather than its document, so that places, duplicate keys, depth and size
// are seen as they come.
#include "wire/yaml.hpp"

#include <libfyaml.h>

#include <algorithm>
#include <memory>
#include <set>

namespace lingqu::wire {
namespace {

using base::Error;
using base::ErrorCode;
using base::Text;

constexpr size_t kMostBytes = 16u << 20;
constexpr size_t kMostNodes = 250'000;
constexpr size_t kDeepest = 40;

struct Place {
  int line = 1;
  int column = 1;
};

Error refuse(const std::string& name, Place place, Text problem, Text remedy) {
  return Error(ErrorCode::kPackFile)
      .with("file", name)
      .with("line", std::to_string(place.line))
      .with("column", std::to_string(place.column))
      .with("problem", std::move(problem))
      .with("remedy", std::move(remedy));
}

// The place of a byte offset in text that may be anything.
Place place_of(std::string_view text, size_t offset) {
  Place place;
  for (const char c : text.substr(0, offset)) {
    if (c == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++place.column;
    }
  }
  return place;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == 0x7F || (byte < 0x20 && c != '\t' && c != '\n' && c != '\r');
}

struct Free {
  void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
  void operator()(fy_diag* diag) const { fy_diag_destroy(diag); }
};

class Reader {
 public:
  Reader(std::string_view text, const std::string& name) : name_(name) {
    fy_diag_cfg diag_config;
    fy_diag_cfg_default(&diag_config);
    diag_config.colorize = false;
    diag_.reset(fy_diag_create(&diag_config));
    fy_diag_set_collect_errors(diag_.get(), true);
    fy_parse_cfg config{};
    config.flags =
        static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE);
    config.diag = diag_.get();
    parser_.reset(fy_parser_create(&config));
    ready_ = parser_ && fy_parser_set_string(parser_.get(), text.data(), text.size()) == 0;
  }

  base::Result<YamlNode> read() {
    while (ready_) {
      fy_event* event = fy_parser_parse(parser_.get());
      if (event == nullptr) break;
      place_ = start_of(event);
      const bool end = event->type == FYET_STREAM_END;
      base::Status taken = take(*event);
      fy_parser_event_free(parser_.get(), event);
      LINGQU_CHECK(std::move(taken));
      if (end) return std::move(root_);
    }
    return syntax_error();
  }

 private:
  // A mapping or sequence that has begun and not ended.
  struct Open {
    YamlNode node;
    bool has_key = false;  // of a mapping: the last entry waits for its value
    std::set<std::string> keys;
  };

  // libfyaml's mark of a quoted scalar or an alias stands behind the first sign of it.
  Place start_of(fy_event* event) const {
    const fy_mark* mark = fy_event_start_mark(event);
    if (mark == nullptr) return place_;
    Place place{mark->line + 1, mark->column + 1};
    if (event->type == FYET_ALIAS) --place.column;
    if (event->type == FYET_SCALAR && event->scalar.value != nullptr) {
      const fy_scalar_style style = fy_token_scalar_style(event->scalar.value);
      if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) --place.column;
    }
    return place;
  }

  base::Status take(const fy_event& event) {
    switch (event.type) {
      case FYET_DOCUMENT_START:
        if (++documents_ > 1)
          return refuse_here({"只能有一个文档", "only one document is allowed"},
                             {"删除多余的“---”", "Remove the further “---”"});
        return {};
      case FYET_SCALAR:
        LINGQU_CHECK(plain(event.scalar.anchor, event.scalar.tag));
        return add(scalar(event));
      case FYET_SEQUENCE_START:
        LINGQU_CHECK(plain(event.sequence_start.anchor, event.sequence_start.tag));
        return open(YamlNode::Kind::kSequence);
      case FYET_MAPPING_START:
        LINGQU_CHECK(plain(event.mapping_start.anchor, event.mapping_start.tag));
        return open(YamlNode::Kind::kMapping);
      case FYET_SEQUENCE_END:
      case FYET_MAPPING_END: {
        YamlNode done = std::move(open_.back().node);
        open_.pop_back();
        place_ = {done.line, done.column};
        return add(std::move(done));
      }
      case FYET_ALIAS:
        return refuse_here(
            {"不能使用别名（*）", "aliases (*) are not allowed"},
            {"直接写出内容；普通文本请加引号", "Write the content out; quote it if it is text"});
      default:
        return {};
    }
  }

  base::Status plain(const fy_token* anchor, const fy_token* tag) const {
    if (anchor != nullptr) {
      return refuse_here(
          {"不能使用锚点（&）", "anchors (&) are not allowed"},
          {"删除锚点；普通文本请加引号", "Remove the anchor; quote it if it is text"});
    }
    if (tag != nullptr) {
      return refuse_here({"不能使用类型标签（!）", "tags (!) are not allowed"},
                         {"删除标签；普通文本请加引号", "Remove the tag; quote it if it is text"});
    }
    return {};
  }

  YamlNode scalar(const fy_event& event) const {
    YamlNode node = node_here(YamlNode::Kind::kScalar);
    if (event.scalar.value != nullptr) {
      size_t length = 0;
      const char* text = fy_token_get_text(event.scalar.value, &length);
      if (text != nullptr) node.scalar.assign(text, length);
      node.quoted = fy_token_scalar_style(event.scalar.value) != FYSS_PLAIN;
    }
    const bool null = node.scalar.empty() || node.scalar == "~" || node.scalar == "null";
    if (null && !node.quoted) node.kind = YamlNode::Kind::kNull;
    return node;
  }

  YamlNode node_here(YamlNode::Kind kind) const {
    YamlNode node;
    node.kind = kind;
    node.line = place_.line;
    node.column = place_.column;
    return node;
  }

  base::Status open(YamlNode::Kind kind) {
    if (open_.size() >= kDeepest) {
      const std::string limit = std::to_string(kDeepest);
      return refuse_here({"嵌套超过 " + limit + " 层", "nested deeper than " + limit + " levels"},
                         {"减少嵌套", "Nest less"});
    }
    if (!open_.empty() && wants_key(open_.back())) return bad_key();
    open_.emplace_back().node = node_here(kind);
    return {};
  }

  static bool wants_key(const Open& open) {
    return open.node.kind == YamlNode::Kind::kMapping && !open.has_key;
  }

  base::Status bad_key() const {
    return refuse_here({"键必须是文本", "a key must be text"},
                       {"用引号括起该键", "Put the key in quotes"});
  }

  base::Status add(YamlNode node) {
    if (++nodes_ > kMostNodes) {
      const std::string limit = std::to_string(kMostNodes);
      return refuse_here({"超过 " + limit + " 个节点", "more than " + limit + " nodes"},
                         {"拆分文件", "Split the file"});
    }
    if (open_.empty()) {
      root_ = std::move(node);
      return {};
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::kSequence) {
      parent.node.items.push_back(std::move(node));
    } else if (parent.has_key) {
      parent.node.entries.back().value = std::move(node);
      parent.has_key = false;
    } else {
      return add_key(parent, std::move(node));
    }
    return {};
  }

  base::Status add_key(Open& parent, YamlNode key) {
    if (key.kind != YamlNode::Kind::kScalar) return bad_key();
    if (!parent.keys.insert(key.scalar).second) {
      return refuse_here(
          {"键“" + key.scalar + "”重复", "the key “" + key.scalar + "” occurs twice"},
          {"保留其中一个", "Keep one of the two"});
    }
    parent.node.entries.push_back({std::move(key), YamlNode()});
    parent.has_key = true;
    return {};
  }

  Error refuse_here(Text problem, Text remedy) const {
    return refuse(name_, place_, std::move(problem), std::move(remedy));
  }

  Error syntax_error() const {
    Place place = place_;
    std::string reason = "not well-formed";
    void* cursor = nullptr;
    if (const fy_diag_error* first = fy_diag_errors_iterate(diag_.get(), &cursor)) {
      if (first->line > 0) place = {first->line, first->column};
      if (first->msg != nullptr) reason = first->msg;
    }
    return refuse(
        name_, place, {"YAML 语法错误（" + reason + "）", "YAML syntax error (" + reason + ")"},
        {"检查缩进、冒号后的空格与引号", "Check indentation, the blank after a colon, and quotes"});
  }

  const std::string& name_;
  std::unique_ptr<fy_diag, Free> diag_;
  std::unique_ptr<fy_parser, Free> parser_;  // uses diag_
  bool ready_ = false;
  Place place_;
  YamlNode root_;
  std::vector<Open> open_;
  size_t nodes_ = 0;
  int documents_ = 0;
};

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key.scalar == key) return &entry.value;
  }
  return nullptr;
}

base::Result<YamlNode> parse_yaml(std::string_view text, const std::string& name) {
  if (text.size() > kMostBytes) {
    return refuse(name, {}, {"文件超过 16 MiB", "the file is larger than 16 MiB"},
                  {"拆分文件", "Split the file"});
  }
  if (const size_t bad = base::find_invalid_utf8(text); bad != text.npos) {
    return refuse(name, place_of(text, bad), {"不是有效的 UTF-8 编码", "not valid UTF-8"},
                  {"请另存为 UTF-8 编码", "Save the file as UTF-8"});
  }
  const auto control = std::find_if(text.begin(), text.end(), is_control);
  if (control != text.end()) {
    return refuse(name, place_of(text, static_cast<size_t>(control - text.begin())),
                  {"含有控制字符", "it contains a control character"},
                  {"删除该字符", "Remove that character"});
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  YamlNode root;
  if (text.empty()) {
    root.line = root.column = 1;
    return root;
  }
  return Reader(text, name).read();
}

}  // namespace lingqu::wire
