#include "market/sealed.hpp"

#include <algorithm>

#include "merkle/hash.hpp"

namespace lingqu::market {

namespace {

using merkle::HashAlgorithm;

constexpr size_t kShortestSalt = 32, kLongestSalt = 128;

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string commitment(const Sealed& offer) {
  const std::string terms = merkle::to_hex(merkle::hash(HashAlgorithm::kSm3, offer.terms));
  const std::string text = "lingqu-commitment/1\n" + offer.subject + "\n" + std::to_string(offer.bidder) + "\n" + base::to_string(offer.amount) +
                           "\n" + terms + "\n" + offer.salt + "\n";
  return merkle::to_string(HashAlgorithm::kSm3, merkle::hash(HashAlgorithm::kSm3, text));
}

bool is_commitment(std::string_view text) { return merkle::digest_from_text(HashAlgorithm::kSm3, text).ok(); }

bool is_salt(std::string_view text) { return text.size() >= kShortestSalt && text.size() <= kLongestSalt && is_hex(text); }

std::optional<base::Error> check_opening(std::string_view handed_in, const Sealed& offer) {
  if (is_salt(offer.salt) && commitment(offer) == handed_in) return std::nullopt;
  return base::Error(base::ErrorCode::kSealBroken)
      .with("commitment", std::string(handed_in))
      .with("amount", base::to_string(offer.amount));
}

void rank(std::vector<Opened>& offers, bool lowest_first) {
  std::stable_sort(offers.begin(), offers.end(), [lowest_first](const Opened& a, const Opened& b) {
    if (a.amount != b.amount) return lowest_first ? a.amount < b.amount : a.amount > b.amount;
    return a.order < b.order;
  });
}

}  // namespace lingqu::market
