#include "market/sealed.hpp"

#include <doctest/doctest.h>

using namespace lingqu;
using namespace lingqu::market;

namespace {

Sealed offer() { return {"listing/12", 7, {123'450}, "分三期支付", "00112233445566778899aabbccddeeff"}; }

bool opens(const std::string& handed_in, const Sealed& opened) { return !check_opening(handed_in, opened); }

}  // namespace

TEST_CASE("a commitment opens with what was sealed and with nothing else") {
  const std::string sealed = commitment(offer());
  CHECK(is_commitment(sealed));
  CHECK(opens(sealed, offer()));
  Sealed other = offer();
  other.amount.fen += 1;
  CHECK_FALSE(opens(sealed, other));
  other = offer();
  other.terms += "。";
  CHECK_FALSE(opens(sealed, other));
  other = offer();
  other.salt.back() = '0';
  CHECK_FALSE(opens(sealed, other));
  other = offer();
  other.bidder = 8;  // another's hash handed in as an own offer
  CHECK_FALSE(opens(sealed, other));
  other = offer();
  other.subject = "listing/13";
  CHECK_FALSE(opens(sealed, other));
}

TEST_CASE("the published example of the format") {
  CHECK(commitment(offer()) == "sm3:cb58f928715142f290bd0500e968a86ff5d067178a16ce5b93a077ebdc852d0a");
}

TEST_CASE("a salt is long enough to keep the amount from being guessed") {
  CHECK(is_salt(offer().salt));
  CHECK_FALSE(is_salt("0011"));
  CHECK_FALSE(is_salt(std::string(32, 'g')));
  CHECK_FALSE(is_salt(std::string(32, 'A')));
  CHECK_FALSE(is_salt(std::string(129, 'a')));
  Sealed weak = offer();
  weak.salt = "0011";
  CHECK_FALSE(opens(commitment(weak), weak));
}

TEST_CASE("opened offers stand by amount, equal ones by the order they were handed in") {
  std::vector<Opened> offers{{1, {100}, 5}, {2, {300}, 9}, {3, {300}, 4}, {4, {200}, 1}};
  rank(offers);
  CHECK(offers[0].offer == 3);
  CHECK(offers[1].offer == 2);
  CHECK(offers[3].offer == 1);
  rank(offers, true);
  CHECK(offers[0].offer == 1);
  CHECK(offers[2].offer == 3);
}
