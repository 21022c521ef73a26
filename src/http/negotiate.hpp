// What the client prefers: language, coding, form of the reply; and the entity tags it names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/text.hpp"
#include "http/message.hpp"

namespace lingqu::http {

base::Language preferred_language(
    std::string_view accept_language);  // Chinese unless English is preferred
bool accepts_gzip(std::string_view accept_encoding);
bool prefers_minimal(std::string_view prefer);  // "return=minimal" (RFC 7240)
// If-None-Match: whether `tag` (with quotes) is among those the client has.
bool names_tag(std::string_view if_none_match, std::string_view tag);
// If-Match of a record: "3" in quotes → 3; * and absence → nothing.
base::Result<std::optional<int64_t>> expected_version(std::string_view if_match);
std::string cookie(std::string_view header, std::string_view name);
// Same length of work wherever they differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);
// The media type without parameters, in lower case.
std::string media_type(std::string_view content_type);

std::string gzip(std::string_view text, int level);

}  // namespace lingqu::http
