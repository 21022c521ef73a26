#include "feel/regex.hpp"

#include <unicode/regex.h>

#include <array>

namespace lingqu::feel {
namespace {

constexpr int32_t kWorkLimit = 300;       // ICU counts steps in units of about 10,000
constexpr int32_t kStackLimit = 8 << 20;  // bytes of backtracking
constexpr size_t kMaxPattern = 10'000;
constexpr std::string_view kNameStart =
    ":A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF"
    "\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD";
constexpr std::string_view kNameMore = "\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040";

// Rewrites a pattern of XML Schema and XPath as one of ICU; false if it is not valid.
class Translator {
 public:
  Translator(std::string_view pattern, bool dot_all, bool multiline)
      : pattern_(pattern), dot_all_(dot_all), multiline_(multiline) {}

  bool run(std::string& out) {
    while (at_ < pattern_.size()) {
      const char c = pattern_[at_++];
      bool repeatable = true;
      switch (c) {
        case '\\':
          if (!escape(out_, false)) return false;
          break;
        case '[':
          if (!character_class(0)) return false;
          break;
        case '.':
          out_.append(dot_all_ ? "." : "[^\\n\\r]");
          break;
        case '$':
          out_.append(multiline_ ? "$" : "\\z");
          break;
        case '(':
          out_.push_back('(');
          repeatable = false;
          if (peek() == '?') {
            if (pattern_.substr(at_, 2) != "?:") return false;
            out_.append("?:");
            at_ += 2;
          }
          break;
        case '*':
        case '+':
        case '?':
          if (!may_repeat_ && !(c == '?' && may_be_lazy_)) return false;
          out_.push_back(c);
          may_be_lazy_ = may_repeat_;
          may_repeat_ = false;
          continue;
        case '{':
          if (!may_repeat_ || !count()) return false;
          may_be_lazy_ = true;
          may_repeat_ = false;
          continue;
        case '}':
        case ']':
          return false;
        case '|':
        case '^':
          out_.push_back(c);
          repeatable = false;
          break;
        case '#':
          out_.append("\\#");
          break;
        default:
          out_.push_back(c);
      }
      may_repeat_ = repeatable;
      may_be_lazy_ = false;
    }
    out = std::move(out_);
    return true;
  }

 private:
  char peek() const { return at_ < pattern_.size() ? pattern_[at_] : '\0'; }

  bool count() {
    const size_t end = pattern_.find('}', at_);
    if (end == std::string_view::npos || end == at_) return false;
    const std::string_view body = pattern_.substr(at_, end - at_);
    if (body.find_first_not_of("0123456789,") != std::string_view::npos || body[0] == ',')
      return false;
    out_.append("{").append(body).append("}");
    at_ = end + 1;
    return true;
  }

  bool escape(std::string& out, bool in_class) {
    const char c = peek();
    ++at_;
    switch (c) {
      case 'n':
      case 'r':
      case 't':
      case 's':
      case 'S':
      case 'd':
      case 'D':
      case 'w':
      case 'W':
        out.append("\\").push_back(c);
        return true;
      case '\\':
      case '|':
      case '.':
      case '?':
      case '*':
      case '+':
      case '(':
      case ')':
      case '{':
      case '}':
      case '-':
      case '[':
      case ']':
      case '^':
      case '$':
        out.append("\\").push_back(c);
        return true;
      case 'i':
        out.append(in_class ? "" : "[").append(kNameStart).append(in_class ? "" : "]");
        return true;
      case 'c':
        out.append(in_class ? "" : "[")
            .append(kNameStart)
            .append(kNameMore)
            .append(in_class ? "" : "]");
        return true;
      case 'I':
      case 'C':
        out.append("[^").append(kNameStart).append(c == 'C' ? kNameMore : "").append("]");
        return true;
      case 'p':
      case 'P': {
        const size_t end = pattern_.find('}', at_);
        if (peek() != '{' || end == std::string_view::npos) return false;
        std::string name(pattern_.substr(at_ + 1, end - at_ - 1));
        if (name.empty() || name.find_first_of(" \t\n\r=") != std::string::npos) return false;
        if (name.starts_with("Is")) name = "blk=" + name.substr(2);
        out.append("\\").append(1, c).append("{").append(name).append("}");
        at_ = end + 1;
        return true;
      }
      default:
        if (in_class || c < '1' || c > '9') return false;
        out.append("\\").push_back(c);
        // \10 refers to group 1 followed by 0 unless there are ten groups; ICU decides by the
        // number of groups too.
        return true;
    }
  }

  bool character_class(int depth) {
    if (depth > 20) return false;
    out_.push_back('[');
    if (peek() == '^') {
      out_.push_back('^');
      ++at_;
    }
    bool any = false;
    while (at_ < pattern_.size()) {
      const char c = pattern_[at_++];
      switch (c) {
        case ']':
          if (!any) return false;
          out_.push_back(']');
          return true;
        case '\\':
          if (!escape(out_, true)) return false;
          break;
        case '[':
          return false;
        case '-':
          if (peek() == '[' && any) {  // subtraction
            ++at_;
            out_.append("--");
            if (!character_class(depth + 1) || peek() != ']') return false;
            break;
          }
          if (any && peek() != ']' && !after_range_) {
            out_.push_back('-');
            after_range_ = true;
            continue;
          }
          out_.append("\\-");
          break;
        case '&':
        case '#':
        case ' ':
        case '{':
        case '}':
        case '$':
        case '|':
          out_.append("\\").push_back(c);
          break;
        default:
          out_.push_back(c);
      }
      // After the end of a range (a-z) a further hyphen is itself.
      after_range_ = after_range_ && out_.size() >= 2 && out_[out_.size() - 2] == '-';
      any = true;
    }
    return false;
  }

  std::string_view pattern_;
  bool dot_all_;
  bool multiline_;
  size_t at_ = 0;
  std::string out_;
  bool may_repeat_ = false;
  bool may_be_lazy_ = false;
  bool after_range_ = false;
};

// Flag x: white space outside of character classes is not part of the pattern.
std::string without_space(std::string_view pattern) {
  std::string out;
  bool in_class = false;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size() && in_class) {
      out.append(pattern.substr(i++, 2));
      continue;
    }
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
    if (in_class || (c != ' ' && c != '\t' && c != '\n' && c != '\r')) out.push_back(c);
  }
  return out;
}

icu::UnicodeString utf16(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

}  // namespace

struct Regex::Impl {
  std::unique_ptr<icu::RegexPattern> pattern;
  std::unique_ptr<icu::RegexMatcher> matcher(const icu::UnicodeString& text) const {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::RegexMatcher> result(pattern->matcher(text, status));
    if (U_FAILURE(status)) return nullptr;
    result->setTimeLimit(kWorkLimit, status);
    result->setStackLimit(kStackLimit, status);
    return result;
  }
};

Regex::Regex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Regex::~Regex() = default;

std::shared_ptr<const Regex> Regex::compile(std::string_view pattern, std::string_view flags) {
  struct Cached {
    std::string key;
    std::shared_ptr<const Regex> regex;
  };
  thread_local std::array<Cached, 16> cache;  // patterns come back row after row
  thread_local size_t next = 0;
  std::string key = std::string(flags) + "/" + std::string(pattern);
  for (const Cached& entry : cache)
    if (entry.regex != nullptr && entry.key == key) return entry.regex;
  if (pattern.size() > kMaxPattern || flags.find_first_not_of("smix") != std::string_view::npos)
    return nullptr;
  const auto has = [flags](char flag) { return flags.find(flag) != std::string_view::npos; };
  const std::string text = has('x') ? without_space(pattern) : std::string(pattern);
  std::string translated;
  if (!Translator(text, has('s'), has('m')).run(translated)) return nullptr;
  uint32_t options = UREGEX_UNIX_LINES;
  if (has('s')) options |= UREGEX_DOTALL;
  if (has('m')) options |= UREGEX_MULTILINE;
  if (has('i')) options |= UREGEX_CASE_INSENSITIVE;
  UErrorCode status = U_ZERO_ERROR;
  UParseError where;
  auto impl = std::make_unique<Impl>();
  impl->pattern.reset(icu::RegexPattern::compile(utf16(translated), options, where, status));
  if (U_FAILURE(status)) return nullptr;
  std::shared_ptr<const Regex> regex(new Regex(std::move(impl)));
  cache[next++ % cache.size()] = {std::move(key), regex};
  return regex;
}

std::optional<bool> Regex::find(std::string_view text) const {
  const icu::UnicodeString subject = utf16(text);
  const auto matcher = impl_->matcher(subject);
  UErrorCode status = U_ZERO_ERROR;
  if (matcher == nullptr) return std::nullopt;
  const bool found = matcher->find(status);
  if (U_FAILURE(status)) return std::nullopt;
  return found;
}

std::optional<std::string> Regex::replace(std::string_view text,
                                          std::string_view replacement) const {
  if (find("").value_or(true)) return std::nullopt;
  const icu::UnicodeString subject = utf16(text), with = utf16(replacement);
  const auto matcher = impl_->matcher(subject);
  if (matcher == nullptr) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString out;
  int32_t last = 0;
  while (matcher->find(status) && U_SUCCESS(status)) {
    out.append(subject, last, matcher->start(status) - last);
    for (int32_t i = 0; i < with.length(); ++i) {
      const char16_t c = with[i];
      if (c == u'\\') {
        ++i;
        if (i == with.length() || (with[i] != u'\\' && with[i] != u'$')) return std::nullopt;
        out.append(with[i]);
      } else if (c == u'$') {
        ++i;
        if (i == with.length() || with[i] < u'0' || with[i] > u'9') return std::nullopt;
        int32_t group = with[i] - u'0';
        while (i + 1 < with.length() && with[i + 1] >= u'0' && with[i + 1] <= u'9' &&
               group * 10 + with[i + 1] - u'0' <= matcher->groupCount())
          group = group * 10 + with[++i] - u'0';
        if (group <= matcher->groupCount()) out.append(matcher->group(group, status));
      } else {
        out.append(c);
      }
    }
    last = matcher->end(status);
  }
  if (U_FAILURE(status)) return std::nullopt;
  out.append(subject, last, subject.length() - last);
  return utf8(out);
}

std::optional<std::vector<std::string>> Regex::split(std::string_view text) const {
  if (find("").value_or(true)) return std::nullopt;
  const icu::UnicodeString subject = utf16(text);
  const auto matcher = impl_->matcher(subject);
  if (matcher == nullptr) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  std::vector<std::string> parts;
  int32_t last = 0;
  while (matcher->find(status) && U_SUCCESS(status)) {
    parts.push_back(utf8(subject.tempSubStringBetween(last, matcher->start(status))));
    last = matcher->end(status);
  }
  if (U_FAILURE(status)) return std::nullopt;
  parts.push_back(utf8(subject.tempSubStringBetween(last, subject.length())));
  return parts;
}

}  // namespace lingqu::feel
