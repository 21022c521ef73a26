#include "evidence/detail/leaf_text.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "base/text.hpp"

namespace lingqu::evidence::detail {
namespace {

using base::Text;
using wire::Json;

base::Error bad_value(std::string_view field, std::string_view value) {
  base::Error error =
      base::Error(base::ErrorCode::kWrongType)
          .at(field)
          .with("value", base::is_utf8(value) ? base::first_code_points(value, 60) : "?")
          .with("expected",
                Text{"可写入存证的值（文本、是非、±(2^53−1) 以内的整数及其组合，不含空字符）",
                     "a value for the evidence log (text, yes/no, integers within ±(2^53−1), and "
                     "lists "
                     "and groups of them, without U+0000)"})
          .with("example", "\"1200000.00\"");
  base::Error whole = base::Error(base::ErrorCode::kInvalid).at(field).with("count", "1");
  whole.details.push_back(std::move(error));
  return whole;
}

void append_integer(std::string& out, int64_t value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

bool has_nul(std::string_view text) {
  return text.find('\0') != std::string_view::npos;
}
bool in_range(int64_t value) {
  return value >= 0 && value <= kLargestInteger;
}

// Null and NUL are valid JSON but not allowed in leaves; numbers are checked where they are
// written.
bool is_plain(const Json& value) {
  if (value.is_null()) return false;
  if (const std::string* text = value.if_string()) return !has_nul(*text);
  if (const Json::Array* items = value.if_array())
    return std::all_of(items->begin(), items->end(), is_plain);
  if (const Json::Object* members = value.if_object()) {
    return std::all_of(members->begin(), members->end(), [](const Json::Member& member) {
      return !has_nul(member.first) && is_plain(member.second);
    });
  }
  return true;
}

base::Status append_value(std::string& out, std::string_view field, const Json& value) {
  if (const std::string* text = value.if_string()) {  // by far the most common
    if (has_nul(*text) || !base::is_utf8(*text)) return bad_value(field, "?");
    wire::append_quoted(out, *text);
    return {};
  }
  if (!is_plain(value)) return bad_value(field, wire::to_text(value));
  base::Result<std::string> text = wire::to_canonical_text(value);
  if (!text.ok()) return bad_value(field, wire::to_text(value));
  out += *text;
  return {};
}

// "shares", or "shares/0/name" for a column of a row group that is sealed by itself.
bool is_path(std::string_view name) {
  return !name.empty() && name.front() != '/' && name.back() != '/' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
                  c == '/';
         });
}

base::Status check_words(const Leaf& leaf) {
  const std::pair<std::string_view, std::string_view> words[] = {{"register", leaf.register_name},
                                                                 {"act", leaf.act},
                                                                 {"from", leaf.from},
                                                                 {"to", leaf.to},
                                                                 {"role", leaf.role},
                                                                 {"pack", leaf.pack}};
  for (const auto& [name, word] : words) {
    if (has_nul(word) || !base::is_utf8(word)) return bad_value(name, word);
  }
  for (const std::string& clause : leaf.basis) {
    if (has_nul(clause) || !base::is_utf8(clause)) return bad_value("basis", clause);
  }
  for (const LeafDecision& one : leaf.decisions) {
    for (const std::string* word : {&one.decision, &one.version, &one.digest, &one.trace})
      if (has_nul(*word) || !base::is_utf8(*word)) return bad_value("decisions", one.decision);
    for (const std::string& clause : one.clauses)
      if (has_nul(clause) || !base::is_utf8(clause)) return bad_value("decisions", clause);
  }
  const std::pair<std::string_view, int64_t> numbers[] = {{"record", leaf.record},
                                                          {"version", leaf.version},
                                                          {"account", leaf.account},
                                                          {"organisation", leaf.organisation}};
  for (const auto& [name, number] : numbers) {
    if (!in_range(number)) return bad_value(name, std::to_string(number));
  }
  return {};
}

}  // namespace

void append_seal_text(std::string& out, std::string_view register_name, int64_t record,
                      std::string_view path, std::string_view salt, std::string_view value) {
  out.append("[\"").append(kSealTag).append("\",");
  wire::append_quoted(out, register_name);
  out.push_back(',');
  append_integer(out, record);
  out.push_back(',');
  wire::append_quoted(out, path);
  out.push_back(',');
  wire::append_quoted(out, salt);
  out.append(",").append(value).push_back(']');
}

void LeafWriter::key(std::string_view name) {
  text_.append(text_.size() == 1 ? "\"" : ",\"").append(name).append("\":");
}

void LeafWriter::word(std::string_view name, std::string_view value) {
  key(name);
  wire::append_quoted(text_, value);
}

void LeafWriter::number(std::string_view name, int64_t value) {
  key(name);
  append_integer(text_, value);
}

base::Status LeafWriter::write(const Leaf& leaf, uint64_t sequence) {
  LINGQU_CHECK(check_words(leaf));
  if (leaf.previous && *leaf.previous >= sequence)
    return bad_value("previous", std::to_string(*leaf.previous));
  if (leaf.cause && *leaf.cause >= sequence) return bad_value("cause", std::to_string(*leaf.cause));
  LINGQU_CHECK(sort_fields(leaf));
  text_.assign("{");
  openings_.clear();
  number("account", leaf.account);
  word("act", leaf.act);
  write_time(leaf.at);
  if (!leaf.basis.empty()) {
    key("basis");
    for (const std::string& clause : leaf.basis) {
      text_.push_back(&clause == leaf.basis.data() ? '[' : ',');
      wire::append_quoted(text_, clause);
    }
    text_.push_back(']');
  }
  if (leaf.cause) number("cause", static_cast<int64_t>(*leaf.cause));
  write_cleared();
  write_decisions(leaf);
  word("format", kLeafFormat);
  if (!leaf.from.empty()) word("from", leaf.from);
  word("hash", merkle::name(algorithm_));
  if (leaf.organisation != 0) number("organisation", leaf.organisation);
  if (!leaf.pack.empty()) word("pack", leaf.pack);
  if (leaf.previous) number("previous", static_cast<int64_t>(*leaf.previous));
  number("record", leaf.record);
  word("register", leaf.register_name);
  if (!leaf.role.empty()) word("role", leaf.role);
  LINGQU_CHECK(write_sealed(leaf));
  number("sequence", static_cast<int64_t>(sequence));
  LINGQU_CHECK(write_set());
  word("to", leaf.to);
  number("version", leaf.version);
  text_.push_back('}');
  return {};
}

// As base::to_string(Timestamp); the part up to the second is kept, since a batch shares it.
void LeafWriter::write_time(base::Timestamp at) {
  constexpr int64_t kSecond = 1'000'000;
  int64_t fraction = at.micros % kSecond;
  if (fraction < 0) fraction += kSecond;
  if (second_.empty() || at.micros - fraction != second_start_) {
    second_start_ = at.micros - fraction;
    second_ = base::to_string(base::Timestamp{second_start_});
    second_.pop_back();  // Z
  }
  key("at");
  text_.append(1, '"').append(second_);
  if (fraction != 0) {
    char digits[7] = {'.', '0', '0', '0', '0', '0', '0'};
    for (int i = 6; i > 0; --i, fraction /= 10) digits[i] = static_cast<char>('0' + fraction % 10);
    text_.append(digits, sizeof digits);
  }
  text_.append("Z\"");
}

base::Status LeafWriter::sort_fields(const Leaf& leaf) {
  fields_.clear();
  for (const LeafValue& value : leaf.set) {
    if (!is_path(value.field)) return bad_value(value.field, value.field);
    fields_.push_back(&value);
  }
  std::sort(fields_.begin(), fields_.end(),
            [](const LeafValue* a, const LeafValue* b) { return a->field < b->field; });
  for (size_t i = 1; i < fields_.size(); ++i) {
    if (fields_[i]->field == fields_[i - 1]->field)
      return bad_value(fields_[i]->field, fields_[i]->field);
  }
  return {};
}

void LeafWriter::write_cleared() {
  bool open = false;
  for (const LeafValue* value : fields_) {
    if (!value->value.is_null()) continue;
    if (!open) key("cleared");
    text_.push_back(open ? ',' : '[');
    wire::append_quoted(text_, value->field);
    open = true;
  }
  if (open) text_.push_back(']');
}

void LeafWriter::write_decisions(const Leaf& leaf) {
  if (leaf.decisions.empty()) return;
  key("decisions");
  const auto quoted = [this](std::string_view name, std::string_view value) {
    text_.append(",\"").append(name).append("\":");
    wire::append_quoted(text_, value);
  };
  for (const LeafDecision& one : leaf.decisions) {
    text_.append(&one == leaf.decisions.data() ? "[{\"clauses\":[" : ",{\"clauses\":[");
    for (const std::string& clause : one.clauses) {
      if (&clause != one.clauses.data()) text_.push_back(',');
      wire::append_quoted(text_, clause);
    }
    text_.push_back(']');
    quoted("decision", one.decision);
    quoted("digest", one.digest);
    text_.append(one.verified ? ",\"verified\":true" : ",\"verified\":false");
    quoted("version", one.version);
    text_.push_back('}');
  }
  text_.push_back(']');
}

base::Status LeafWriter::write_set() {
  bool open = false;
  for (const LeafValue* value : fields_) {
    if (value->personal || value->value.is_null()) continue;
    if (!open) key("set");
    text_.push_back(open ? ',' : '{');
    wire::append_quoted(text_, value->field);
    text_.push_back(':');
    LINGQU_CHECK(append_value(text_, value->field, value->value));
    open = true;
  }
  if (open) text_.push_back('}');
  return {};
}

base::Status LeafWriter::write_sealed(const Leaf& leaf) {
  const auto seal_text = [&](std::string_view path, const std::string& text) -> base::Status {
    if (text.empty()) return {};
    if (has_nul(text) || !base::is_utf8(text)) return bad_value(path, "?");
    value_.clear();
    wire::append_quoted(value_, text);
    seal(leaf, path, value_);
    return {};
  };
  LINGQU_CHECK(seal_text(kActorPath, leaf.actor_name));
  if (!leaf.decisions.empty()) {
    value_.clear();
    for (const LeafDecision& one : leaf.decisions) {
      value_.push_back(value_.empty() ? '[' : ',');
      wire::append_quoted(value_, one.trace);
    }
    value_.push_back(']');
    seal(leaf, kDecisionsPath, value_);
  }
  LINGQU_CHECK(seal_text(kReasonPath, leaf.reason));
  for (const LeafValue* value : fields_) {
    if (!value->personal || value->value.is_null()) continue;
    value_.clear();
    LINGQU_CHECK(append_value(value_, value->field, value->value));
    seal(leaf, value->field, value_);
  }
  if (openings_.empty()) return {};
  text_.push_back('}');
  openings_.push_back('}');
  return {};
}

void LeafWriter::seal(const Leaf& leaf, std::string_view path, std::string_view value) {
  const std::string salt = next_salt();
  seal_text_.clear();
  append_seal_text(seal_text_, leaf.register_name, leaf.record, path, salt, value);
  const char separator = openings_.empty() ? '{' : ',';
  if (openings_.empty()) key("sealed");
  text_.push_back(separator);
  wire::append_quoted(text_, path);
  text_.append(":\"");
  merkle::append_text(text_, algorithm_, merkle::hash(algorithm_, seal_text_));
  text_.push_back('"');
  openings_.push_back(separator);
  wire::append_quoted(openings_, path);
  openings_.append(":{\"salt\":\"")
      .append(salt)
      .append("\",\"value\":")
      .append(value)
      .push_back('}');
}

std::string LeafWriter::next_salt() {
  if (salts_.empty()) salts_ = random_->bytes(kSaltBytes * 128);  // one system call for many salts
  std::string salt = base::to_base64(std::string_view(salts_).substr(salts_.size() - kSaltBytes));
  salts_.resize(salts_.size() - kSaltBytes);
  return salt;
}

}  // namespace lingqu::evidence::detail
