// What an auction's record says to module market, and back. The fields of a register of auctions have fixed names, so that a bid needs to
// name only the register: docs/formats/pack.md, "Auctions".
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "lifecycle/lifecycle.hpp"
#include "market/auction.hpp"

namespace lingqu::lifecycle {

struct AuctionField {
  std::string_view name;
  registers::FieldType type;
  bool standing;  // where it stands now, kept by the bids; otherwise its terms
};
// leading_bidder is a reference to the organisations. Checked by the pack loader.
const std::array<AuctionField, 15>& auction_fields();

market::Terms auction_terms(const registers::Register& auction, const std::vector<registers::Value>& values);
market::Standing auction_standing(const registers::Register& auction, const std::vector<registers::Value>& values);
// The standing as values to set, with the organisation that leads.
std::vector<registers::SetValue> standing_values(const registers::Register& auction, const market::Standing& standing, int64_t leading_bidder);

struct BidInHand {
  const registers::Register* auction = nullptr;
  int64_t auction_id = 0;
  market::Terms terms;
  market::Standing standing;
  market::Bid bid;
  int64_t leading_bidder = 0;  // organisation record; 0: nobody yet
};
// The auction that a record of bids names, as it stands, and the bid on it; nothing when the reference, bidder or amount is missing.
base::Result<std::optional<BidInHand>> bid_in_hand(const registers::Register&, const AuctionBid&, const registers::Record& bid, Surroundings&);

}  // namespace lingqu::lifecycle
