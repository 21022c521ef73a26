#include "wire/detail/xlsx_elements.hpp"

#include <algorithm>

#include "wire/detail/table_error.hpp"

namespace lingqu::wire::detail {
namespace {

constexpr size_t kLargestElement = 16u << 20;
constexpr size_t kKeptBehind = 256u << 10;  // what has been read is let go in pieces of this size
constexpr std::string_view kBlanks = " \t\r\n";

}  // namespace

// The tag that begins at `at_` and ends before `end`.
struct ElementReader::Tag {
  std::string_view name;  // qualified; into the buffer, so gone when it grows
  bool closing = false;   // </name>
  bool empty = false;     // <name/>
  size_t end = 0;
};

std::string_view local_name(std::string_view name) {
  const size_t colon = name.find(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

ElementReader::ElementReader(PartReader part, std::string_view parent, std::string_view child)
    : part_(std::move(part)), parent_(parent), child_(child) {}

base::Result<bool> ElementReader::next(std::string& element) {
  for (;;) {
    Tag tag;
    LINGQU_TRY(found, next_tag(tag));
    if (!found) return broken();
    const std::string_view name = local_name(tag.name);
    if (name == parent_) {
      if (tag.closing || tag.empty) return false;
      inside_ = true;
    } else if (inside_ && !tag.closing && name == child_) {
      if (!tag.empty) {
        LINGQU_CHECK(read_body(std::string(tag.name), element));
        return true;
      }
      element.assign(buffer_, at_, tag.end - at_);
      at_ = tag.end;
      return true;
    }
    at_ = tag.end;
  }
}

// Finds the next tag and leaves `at_` on its <; comments and instructions are passed over. False at
// the end of the part.
base::Result<bool> ElementReader::next_tag(Tag& tag) {
  for (;;) {
    if (at_ > kKeptBehind) {
      buffer_.erase(0, at_);
      at_ = 0;
    }
    LINGQU_TRY(open, find("<", at_));
    if (open == std::string::npos) return false;
    at_ = open;
    LINGQU_TRY(close, find(">", at_));
    if (close == std::string::npos) return broken();
    const std::string_view rest = std::string_view(buffer_).substr(at_);
    if (rest.starts_with("<!--")) {
      at_ += 4;
      LINGQU_CHECK(skip_past("-->"));
    } else if (rest.starts_with("<![CDATA[")) {
      LINGQU_CHECK(skip_past("]]>"));
    } else if (rest.starts_with("<?")) {
      LINGQU_CHECK(skip_past("?>"));
    } else if (rest.starts_with("<!")) {
      return bad_file("XLSX", {"含有 DOCTYPE", "it contains a DOCTYPE"});
    } else {
      break;
    }
  }
  LINGQU_TRY(end, find_tag_end());
  tag.end = end;
  tag.closing = buffer_[at_ + 1] == '/';
  tag.empty = buffer_[end - 2] == '/';
  std::string_view name = std::string_view(buffer_).substr(at_, end - at_ - 1);
  name.remove_prefix(tag.closing ? 2 : 1);
  tag.name = name.substr(0, name.find_first_of(" \t\r\n/"));
  return true;
}

base::Status ElementReader::skip_past(std::string_view end) {
  LINGQU_TRY(found, find(end, at_));
  if (found == std::string::npos) return broken();
  at_ = found + end.size();
  return {};
}

// Behind the > that closes the tag at `at_`; one in an attribute's value does not.
base::Result<size_t> ElementReader::find_tag_end() {
  char quote = '\0';
  for (size_t i = at_ + 1;; ++i) {
    if (i == buffer_.size()) {
      LINGQU_TRY(more, fill());
      if (!more) return broken();
    }
    const char c = buffer_[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return i + 1;
    }
  }
}

base::Status ElementReader::read_body(std::string_view qualified_name, std::string& element) {
  const std::string close = "</" + std::string(qualified_name);
  size_t from = at_;
  for (;;) {
    LINGQU_TRY(found, find(close, from));
    if (found == std::string::npos) return broken();
    LINGQU_TRY(end, find(">", found));
    if (end == std::string::npos) return broken();
    const size_t name_end = found + close.size();
    if (std::string_view(buffer_).substr(name_end, end - name_end).find_first_not_of(kBlanks) ==
        std::string_view::npos) {
      element.assign(buffer_, at_, end + 1 - at_);
      at_ = end + 1;
      return {};
    }
    from = name_end;
  }
}

// Where `what` is, reading on as needed; npos at the end of the part. Keeps everything from `at_`
// on.
base::Result<size_t> ElementReader::find(std::string_view what, size_t from) {
  for (;;) {
    const size_t found = buffer_.find(what, from);
    if (found != std::string::npos) return found;
    const size_t seen = buffer_.size() < what.size() ? 0 : buffer_.size() - what.size() + 1;
    from = std::max(from, seen);
    LINGQU_TRY(more, fill());
    if (!more) return std::string::npos;
  }
}

base::Result<bool> ElementReader::fill() {
  if (buffer_.size() - at_ > kLargestElement) {
    return too_large({"每行 16 MiB", "16 MiB a row"});
  }
  return part_.read_more(buffer_);
}

base::Error ElementReader::broken() const {
  return bad_file("XLSX", {"工作表的内容不完整", "its content breaks off"});
}

}  // namespace lingqu::wire::detail
