// The value being read: its field, where it stands and under what circumstances; makes the errors
// that name it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "registers/record.hpp"

namespace lingqu::registers::detail {

struct Place {
  const Field& field;
  const ParseContext& context;
  std::string path;
  base::Text title;  // of the field; for a column with the group and the row in front
};

// At most 40 characters of what somebody sent, on one line; bytes that are not UTF-8 are left out.
std::string shorten(std::string_view text);

base::Error wrong_type(const Place& place, std::string_view value, base::Text expected,
                       std::string_view example);
base::Error out_of_range(const Place& place, std::string_view value);
// Adds path and title to an error that a function of module base made.
base::Error located(base::Error error, const Place& place, std::string_view value);
// kInvalid over the errors, with nested kInvalid flattened.
base::Error under_invalid(std::vector<base::Error> errors);
// The same, but a single error stands for itself.
base::Error combined(std::vector<base::Error> errors);

}  // namespace lingqu::registers::detail
