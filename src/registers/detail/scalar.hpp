// One text → one value, for the types that are written as one text. With `from_people` in the
// context also the ways in which people write numbers, dates and yes/no: docs/formats/values.md.
#pragma once

#include <string_view>

#include "registers/detail/place.hpp"

namespace lingqu::registers::detail {

base::Result<Value> read_text(const Place& place, std::string_view text);
base::Result<Value> read_integer(const Place& place, std::string_view text);
base::Result<Value> read_decimal(const Place& place, std::string_view text);
base::Result<Value> read_money(const Place& place, std::string_view text);
base::Result<Value> read_share(const Place& place, std::string_view text);
base::Result<Value> read_date(const Place& place, std::string_view text);
base::Result<Value> read_time(const Place& place, std::string_view text);
base::Result<Value> read_boolean(const Place& place, std::string_view text);
base::Result<Value> read_code(const Place& place, std::string_view text);
base::Result<Value> read_region(const Place& place, std::string_view text);
base::Result<Value> read_credit_code(const Place& place, std::string_view text);

}  // namespace lingqu::registers::detail
