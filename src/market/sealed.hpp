// Sealed offers: what is handed in before the deadline is only a hash; the offer itself follows afterwards and must fit the hash.
// Format: docs/formats/commitment.md. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/money.hpp"

namespace lingqu::market {

struct Sealed {
  std::string subject;    // what it is offered on: "listing/12"
  int64_t bidder = 0;     // organisation record; so that nobody can hand in another's hash as an own offer
  base::Money amount;
  std::string terms;      // what else is offered; may be empty
  std::string salt;       // 32 to 128 lower-case hexadecimal digits
};

// "sm3:<64 hexadecimal digits>"
std::string commitment(const Sealed& offer);
bool is_commitment(std::string_view text);
bool is_salt(std::string_view text);
// kSealBroken unless the salt is one and the commitment is that of the offer.
std::optional<base::Error> check_opening(std::string_view commitment, const Sealed& offer);

// Opened offers in their order: the highest amount first (`lowest_first`: the lowest); of equal ones that which was handed in earlier.
struct Opened {
  int64_t offer = 0;
  base::Money amount;
  int64_t order = 0;  // in which they were handed in
};
void rank(std::vector<Opened>& offers, bool lowest_first = false);

}  // namespace lingqu::market
