// Reads a large XML part element by element: the children of one parent (`row` of `sheetData`, `si`
// of `sst`), each as the text of one small document, so that memory does not grow with the part.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "wire/detail/xlsx_package.hpp"

namespace lingqu::wire::detail {

class ElementReader {
 public:
  // Names without namespace prefix; both must live as long as the reader.
  ElementReader(PartReader part, std::string_view parent, std::string_view child);

  // Puts the next child into `element` (its text from < to >, nothing parsed); false behind the
  // last. Elements over 16 MiB are kTooLarge, a DOCTYPE and a part that breaks off are kBadFile.
  base::Result<bool> next(std::string& element);

 private:
  struct Tag;
  base::Result<bool> next_tag(Tag& tag);
  base::Status skip_past(std::string_view end);
  base::Result<size_t> find(std::string_view what, size_t from);
  base::Result<size_t> find_tag_end();
  base::Status read_body(std::string_view qualified_name, std::string& element);
  base::Result<bool> fill();
  base::Error broken() const;

  PartReader part_;
  std::string_view parent_;
  std::string_view child_;
  bool inside_ = false;  // the parent has begun
  std::string buffer_;
  size_t at_ = 0;
};

// The part of a qualified XML name behind its prefix.
std::string_view local_name(std::string_view qualified_name);

}  // namespace lingqu::wire::detail
