// What the writer and the searches agree on about the Xapian database, beside the terms of the
// analysis.
#pragma once

#include <xapian.h>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace lingqu::search::detail {

inline constexpr std::string_view kFilterPrefix = "X";
inline constexpr std::string_view kIdPrefix = "Q";
inline constexpr const char* kVersionKey = "analysis";
inline constexpr const char* kMarkKey = "mark";

inline uint64_t mark_of(const Xapian::Database& database) {
  const std::string text = database.get_metadata(kMarkKey);
  uint64_t mark = 0;
  std::from_chars(text.data(), text.data() + text.size(), mark);
  return mark;
}

}  // namespace lingqu::search::detail
