#include "verify/detail/form.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "base/text.hpp"

namespace lingqu::verify::detail {
namespace {

using base::Text;
using wire::Json;

constexpr wire::JsonLimits kLimits{64, size_t{1} << 30};

// A value and its path in the file.
struct Node {
  const Json* json = nullptr;
  std::string path;
  Node item(size_t i) const { return {&(*json->if_array())[i], path + "/" + std::to_string(i)}; }
};

// Reads values of wanted types; remembers the first that is not, and goes on with defaults.
class Reader {
 public:
  std::optional<Failure> failure;

  void fail(const Node& node, Text problem) {
    if (!failure) failure = Failure{node.path.empty() ? "file" : node.path, std::move(problem)};
  }
  bool ok() const { return !failure; }

  // An object with all of these keys, perhaps those, and no others.
  bool keys(const Node& node, std::initializer_list<std::string_view> needed,
            std::initializer_list<std::string_view> perhaps = {}) {
    const Json::Object* members = node.json->if_object();
    if (members == nullptr) return fail(node, {"应为对象", "an object is expected"}), false;
    for (const std::string_view name : needed) {
      if (node.json->find(name) == nullptr) fail(at(node, name), {"缺失", "it is missing"});
    }
    for (const Json::Member& member : *members) {
      const bool known = std::find(needed.begin(), needed.end(), member.first) != needed.end() ||
                         std::find(perhaps.begin(), perhaps.end(), member.first) != perhaps.end();
      if (!known) fail(at(node, member.first), {"不认识的键", "the key is not known"});
    }
    return ok();
  }
  static bool has(const Node& node, std::string_view name) {
    return node.json->find(name) != nullptr;
  }
  Node member(const Node& node, std::string_view name) {
    return {node.json->find(name), at(node, name).path};
  }

  std::string word(const Node& node) {
    const std::string* text = node.json->if_string();
    if (text == nullptr) fail(node, {"应为文本", "a text is expected"});
    return text != nullptr ? *text : std::string();
  }
  std::string optional_word(const Node& node, std::string_view name) {
    return has(node, name) ? word(member(node, name)) : std::string();
  }
  void constant(const Node& node, std::string_view value) {
    if (word(node) != value)
      fail(node, {"应为 " + std::string(value), "it must be " + std::string(value)});
  }
  int64_t number(const Node& node) {
    const auto value = node.json->if_int64();
    if (!value || *value < 0) fail(node, {"应为非负整数", "an integer of 0 or more is expected"});
    return value && *value >= 0 ? *value : 0;
  }
  size_t items(const Node& node) {
    const Json::Array* list = node.json->if_array();
    if (list == nullptr) fail(node, {"应为数组", "an array is expected"});
    return list != nullptr ? list->size() : 0;
  }
  const Json::Object* object(const Node& node) {
    const Json::Object* members = node.json->if_object();
    if (members == nullptr) fail(node, {"应为对象", "an object is expected"});
    return members;
  }
  std::vector<std::string> words(const Node& node) {
    std::vector<std::string> list;
    for (size_t i = 0, n = items(node); i < n; ++i) list.push_back(word(node.item(i)));
    return list;
  }
  std::string bytes(const Node& node) {
    std::string out;
    if (!base::from_base64(word(node), out)) fail(node, {"不是 base64", "it is not base64"});
    return out;
  }
  base::Timestamp time(const Node& node, std::string& text) {
    text = word(node);
    const auto time = base::parse_timestamp(text);
    if (time.ok() && base::to_string(*time) == text) return *time;
    fail(node,
         {"应为 UTC 时间（RFC 3339，以 Z 结尾）", "a time in UTC is expected (RFC 3339, with Z)"});
    return {};
  }
  merkle::HashAlgorithm hash(const Node& node) {
    const auto algorithm = merkle::parse_hash_algorithm(word(node));
    if (!algorithm.ok()) fail(node, {"未知的杂凑算法", "the hash algorithm is not known"});
    return algorithm.ok() ? *algorithm : merkle::HashAlgorithm{};
  }
  merkle::Digest digest(const Node& node, merkle::HashAlgorithm algorithm) {
    const auto digest = merkle::digest_from_text(algorithm, word(node));
    if (!digest.ok()) fail(node, {"杂凑值格式不正确", "the digest is malformed"});
    return digest.ok() ? *digest : merkle::Digest{};
  }
  std::vector<merkle::Digest> proof(const Node& node) {
    std::vector<merkle::Digest> digests;
    for (size_t i = 0, n = items(node); i < n; ++i) {
      const auto digest = merkle::digest_from_hex(word(node.item(i)));
      if (!digest.ok()) fail(node.item(i), {"杂凑值格式不正确", "the digest is malformed"});
      if (digest.ok()) digests.push_back(*digest);
    }
    return digests;
  }
  // Texts, yes/no, integers and lists and groups of them: no null.
  void plain(const Node& node) {
    if (node.json->is_null()) fail(node, {"不能为 null", "null is not allowed"});
    if (const Json::Array* list = node.json->if_array()) {
      for (size_t i = 0; i < list->size(); ++i) plain(node.item(i));
    }
    if (const Json::Object* members = node.json->if_object()) {
      for (const Json::Member& member : *members)
        plain({&member.second, at(node, member.first).path});
    }
  }

 private:
  static Node at(const Node& node, std::string_view name) {
    return {nullptr, node.path.empty() ? std::string(name) : node.path + "/" + std::string(name)};
  }
};

// Precondition: the text was read as canonical JSON, so this cannot fail.
std::string canonical(const Json& json) {
  auto text = wire::to_canonical_text(json);
  return text.ok() ? *std::move(text) : std::string();
}

void read_head(Reader& reader, const Node& node, CheckpointForm& out) {
  if (!reader.keys(node, {"at", "format", "hash", "key", "origin", "root", "signature", "size"}))
    return;
  reader.constant(reader.member(node, "format"), "lingqu-head/1");
  out.at = reader.time(reader.member(node, "at"), out.at_text);
  out.hash = reader.hash(reader.member(node, "hash"));
  out.key_id = reader.word(reader.member(node, "key"));
  out.origin = reader.word(reader.member(node, "origin"));
  if (reader.ok()) out.root = reader.digest(reader.member(node, "root"), out.hash);
  const auto algorithm =
      merkle::parse_signature_algorithm(reader.word(reader.member(node, "signature")));
  if (!algorithm.ok())
    reader.fail(reader.member(node, "signature"),
                {"未知的签名算法", "the signature algorithm is not known"});
  if (algorithm.ok()) out.algorithm = *algorithm;
  out.size = static_cast<uint64_t>(reader.number(reader.member(node, "size")));
  out.head_text = canonical(*node.json);
}

void read_checkpoint_node(Reader& reader, const Node& node, CheckpointForm& out) {
  if (!reader.keys(node, {"format", "head", "key", "signature"})) return;
  reader.constant(reader.member(node, "format"), "lingqu-checkpoint/1");
  read_head(reader, reader.member(node, "head"), out);
  out.key = reader.bytes(reader.member(node, "key"));
  out.signature = reader.bytes(reader.member(node, "signature"));
}

void read_decisions(Reader& reader, const Node& node, LeafForm& out) {
  for (size_t i = 0, n = reader.items(node); i < n && reader.ok(); ++i) {
    const Node item = node.item(i);
    if (!reader.keys(item, {"clauses", "decision", "digest", "verified", "version"})) return;
    DecisionForm& decision = out.decisions.emplace_back();
    decision.clauses = reader.words(reader.member(item, "clauses"));
    decision.decision = reader.word(reader.member(item, "decision"));
    decision.digest = reader.word(reader.member(item, "digest"));
    decision.version = reader.word(reader.member(item, "version"));
    const Node verified = reader.member(item, "verified");
    const bool* flag = verified.json->if_bool();
    if (flag == nullptr) reader.fail(verified, {"应为 true 或 false", "it must be true or false"});
    decision.verified = flag == nullptr || *flag;
  }
}

void read_leaf(Reader& reader, const Node& node, merkle::HashAlgorithm hash, LeafForm& out) {
  if (!reader.keys(node,
                   {"account", "act", "at", "format", "hash", "record", "register", "sequence",
                    "to", "version"},
                   {"basis", "cause", "cleared", "decisions", "from", "organisation", "pack",
                    "previous", "role", "sealed", "set"})) {
    return;
  }
  reader.constant(reader.member(node, "format"), "lingqu-leaf/1");
  reader.constant(reader.member(node, "hash"), merkle::name(hash));
  out.account = reader.number(reader.member(node, "account"));
  out.act = reader.word(reader.member(node, "act"));
  out.at = reader.time(reader.member(node, "at"), out.at_text);
  out.record = reader.number(reader.member(node, "record"));
  out.register_name = reader.word(reader.member(node, "register"));
  out.sequence = static_cast<uint64_t>(reader.number(reader.member(node, "sequence")));
  out.to = reader.word(reader.member(node, "to"));
  out.version = reader.number(reader.member(node, "version"));
  if (Reader::has(node, "basis")) out.basis = reader.words(reader.member(node, "basis"));
  if (Reader::has(node, "cause")) reader.number(reader.member(node, "cause"));
  if (Reader::has(node, "cleared")) out.cleared = reader.words(reader.member(node, "cleared"));
  if (Reader::has(node, "decisions")) read_decisions(reader, reader.member(node, "decisions"), out);
  if (Reader::has(node, "organisation"))
    out.organisation = reader.number(reader.member(node, "organisation"));
  if (Reader::has(node, "previous")) {
    out.previous = static_cast<uint64_t>(reader.number(reader.member(node, "previous")));
  }
  out.from = reader.optional_word(node, "from");
  out.pack = reader.optional_word(node, "pack");
  out.role = reader.optional_word(node, "role");
  if (Reader::has(node, "sealed")) {
    const Node sealed = reader.member(node, "sealed");
    out.sealed = reader.object(sealed);
    if (out.sealed != nullptr) {
      for (const Json::Member& member : *out.sealed)
        reader.digest(reader.member(sealed, member.first), hash);
    }
  }
  if (Reader::has(node, "set")) {
    out.set = reader.object(reader.member(node, "set"));
    reader.plain(reader.member(node, "set"));
  }
  out.text = canonical(*node.json);
}

void read_entry(Reader& reader, const Node& node, merkle::HashAlgorithm hash, EntryForm& out) {
  if (!reader.keys(node, {"leaf", "openings", "proof"})) return;
  read_leaf(reader, reader.member(node, "leaf"), hash, out.leaf);
  const Node openings = reader.member(node, "openings");
  out.openings = reader.object(openings);
  if (out.openings != nullptr) {
    for (const Json::Member& member : *out.openings) {
      const Node opening = reader.member(openings, member.first);
      if (!reader.keys(opening, {"salt", "value"})) return;
      reader.bytes(reader.member(opening, "salt"));
      reader.plain(reader.member(opening, "value"));
    }
  }
  out.proof = reader.proof(reader.member(node, "proof"));
}

void read_subject(Reader& reader, const Node& node, merkle::HashAlgorithm hash, SubjectForm& out) {
  if (!reader.keys(node, {"leaves", "record", "register"})) return;
  out.record = reader.number(reader.member(node, "record"));
  out.register_name = reader.word(reader.member(node, "register"));
  const Node leaves = reader.member(node, "leaves");
  const size_t count = reader.items(leaves);
  if (count == 0) reader.fail(leaves, {"没有存证", "there are no leaves"});
  for (size_t i = 0; i < count && reader.ok(); ++i)
    read_entry(reader, leaves.item(i), hash, out.entries.emplace_back());
}

void read_attachments(Reader& reader, const Node& node, BundleForm& bundle) {
  for (size_t i = 0, n = reader.items(node); i < n && reader.ok(); ++i) {
    const Node item = node.item(i);
    if (!reader.keys(item, {"content", "digest"})) return;
    bundle.attachments.push_back(
        {reader.word(reader.member(item, "digest")), reader.bytes(reader.member(item, "content"))});
  }
}

void read_consistency(Reader& reader, const Node& node, BundleForm& bundle) {
  for (size_t i = 0, n = reader.items(node); i < n && reader.ok(); ++i) {
    const Node item = node.item(i);
    if (!reader.keys(item, {"proof", "size"})) return;
    bundle.consistency.push_back({static_cast<uint64_t>(reader.number(reader.member(item, "size"))),
                                  reader.proof(reader.member(item, "proof"))});
  }
}

void read_digests(Reader& reader, const Node& node, const BundleForm& bundle) {
  if (!reader.keys(node, {"attachments", "checkpoint", "clauses", "consistency", "labels",
                          "subjects", "whole"}))
    return;
  for (const char* name :
       {"attachments", "checkpoint", "clauses", "consistency", "labels", "whole"}) {
    reader.digest(reader.member(node, name), bundle.hash);
  }
  const Node subjects = reader.member(node, "subjects");
  const size_t count = reader.items(subjects);
  if (count != bundle.subjects.size())
    reader.fail(subjects, {"数目与记录不符", "there are not as many as subjects"});
  for (size_t i = 0; i < count && reader.ok(); ++i) reader.digest(subjects.item(i), bundle.hash);
}

std::optional<Failure> not_canonical(size_t byte, Text problem) {
  return Failure{"byte " + std::to_string(byte), std::move(problem)};
}

// The byte of a line and column as the JSON reader counts them (from 1, in code points).
size_t byte_of(std::string_view text, const base::Error& error) {
  size_t line = 1;
  size_t column = 1;
  for (const auto& [name, value] : error.args) {
    size_t* const target = name == "line" ? &line : name == "column" ? &column : nullptr;
    if (target != nullptr)
      std::from_chars(value.zh.data(), value.zh.data() + value.zh.size(), *target);
  }
  size_t byte = 0;
  for (; line > 1 && byte < text.size(); ++byte) line -= text[byte] == '\n' ? 1 : 0;
  auto is_continuation = [&text](size_t i) {
    return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
  };
  for (; column > 1 && byte < text.size(); --column) {
    do ++byte;
    while (is_continuation(byte));
  }
  return byte;
}

}  // namespace

std::optional<Failure> read_text(std::string_view text, Json& json) {
  if (const size_t bad = base::find_invalid_utf8(text); bad != std::string_view::npos) {
    return not_canonical(bad, {"不是有效的 UTF-8 编码", "it is not valid UTF-8"});
  }
  auto parsed = wire::parse_json(text, kLimits);
  if (!parsed.ok()) {
    return not_canonical(byte_of(text, parsed.error()),
                         {"不是有效的 JSON", "it is not valid JSON"});
  }
  json = *std::move(parsed);
  const auto again = wire::to_canonical_text(json);
  if (again.ok() && *again == text) return std::nullopt;
  const std::string_view expected = again.ok() ? std::string_view(*again) : std::string_view();
  const size_t byte = static_cast<size_t>(
      std::mismatch(text.begin(), text.end(), expected.begin(), expected.end()).first -
      text.begin());
  return not_canonical(again.ok() ? byte : 0,
                       {"不是规范形式（RFC 8785）", "it is not canonical JSON (RFC 8785)"});
}

std::optional<Failure> read_checkpoint(const Json& json, CheckpointForm& checkpoint) {
  Reader reader;
  read_checkpoint_node(reader, {&json, ""}, checkpoint);
  return reader.failure;
}

std::optional<Failure> read_bundle(const Json& json, BundleForm& bundle) {
  Reader reader;
  const Node node{&json, ""};
  bundle.json = &json;
  if (!reader.keys(node, {"attachments", "checkpoint", "clauses", "consistency", "digests",
                          "format", "hash", "labels", "subjects"})) {
    return reader.failure;
  }
  reader.constant(reader.member(node, "format"), "lingqu-bundle/1");
  bundle.hash = reader.hash(reader.member(node, "hash"));
  if (!reader.ok()) return reader.failure;
  read_checkpoint_node(reader, reader.member(node, "checkpoint"), bundle.checkpoint);
  if (reader.ok() && bundle.checkpoint.hash != bundle.hash) {
    reader.fail({nullptr, "checkpoint/head/hash"},
                {"与文件的杂凑算法不同", "it differs from the file's hash algorithm"});
  }
  const Node subjects = reader.member(node, "subjects");
  const size_t count = reader.items(subjects);
  if (count == 0) reader.fail(subjects, {"没有记录", "there are no subjects"});
  for (size_t i = 0; i < count && reader.ok(); ++i) {
    read_subject(reader, subjects.item(i), bundle.hash, bundle.subjects.emplace_back());
  }
  read_attachments(reader, reader.member(node, "attachments"), bundle);
  read_consistency(reader, reader.member(node, "consistency"), bundle);
  const Node clauses = reader.member(node, "clauses");
  if (const Json::Object* titles = reader.object(clauses)) {
    for (const Json::Member& title : *titles) reader.word(reader.member(clauses, title.first));
  }
  reader.object(reader.member(node, "labels"));
  read_digests(reader, reader.member(node, "digests"), bundle);
  return reader.failure;
}

}  // namespace lingqu::verify::detail
