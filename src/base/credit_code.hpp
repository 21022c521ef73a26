// Unified social credit code (GB 32100-2015): 18 characters, the last a check character modulo 31.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace lingqu::base {

// The code in canonical form (upper case, half-width, no blanks), or kBadCreditCode with arg `reason` naming what is wrong:
// length, a character outside the alphabet, or the check character (and which one it should be).
Result<std::string> parse_credit_code(std::string_view text);
// The check character for the first 17 characters.
char credit_code_check(std::string_view first17);

}  // namespace lingqu::base
