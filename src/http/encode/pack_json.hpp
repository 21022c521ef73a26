// The pack as clients see it: GET /pack.
#pragma once

#include <string>

#include "pack/pack.hpp"

namespace lingqu::http {

std::string pack_json(const pack::Pack& pack);
std::string_view visibility_name(registers::Visibility visibility);

}  // namespace lingqu::http
