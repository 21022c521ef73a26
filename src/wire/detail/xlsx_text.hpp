// The text of string items (`si`, `is`) in an XLSX file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pugi {
class xml_node;
}

namespace lingqu::wire::detail {

// The character data of an element, also where CDATA sections or comments cut it.
std::string element_text(const pugi::xml_node& element);
// Plain text or rich text runs, without phonetic hints; escapes decoded. Nothing if an escape
// stands for NUL.
std::optional<std::string> item_text(const pugi::xml_node& item);
// Decodes _xHHHH_ (ECMA-376 part 1, 22.9.2.19), which carries characters that XML cannot. Nothing
// if one is NUL. Escapes that are no character (half a surrogate pair) stay as they are.
std::optional<std::string> decode_escapes(std::string_view text);

}  // namespace lingqu::wire::detail
