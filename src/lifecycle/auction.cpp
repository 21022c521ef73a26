#include "lifecycle/auction.hpp"

namespace lingqu::lifecycle {

namespace {

using registers::FieldType;
using registers::Register;
using registers::Value;

struct Reading {
  const Register& schema;
  const std::vector<Value>& values;

  template <class T>
  const T* at(std::string_view field) const {
    const int index = schema.index_of(field);
    return index < 0 || static_cast<size_t>(index) >= values.size() ? nullptr : values[static_cast<size_t>(index)].get<T>();
  }
  template <class T>
  T or_default(std::string_view field) const {
    const T* found = at<T>(field);
    return found ? *found : T{};
  }
};

}  // namespace

const std::array<AuctionField, 15>& auction_fields() {
  static const std::array<AuctionField, 15> kFields{{
      {"start_price", FieldType::kMoney, false},
      {"increment", FieldType::kMoney, false},
      {"reserve", FieldType::kMoney, false},
      {"whole_steps", FieldType::kBoolean, false},
      {"opens_at", FieldType::kTime, false},
      {"closes_at", FieldType::kTime, false},
      {"window_minutes", FieldType::kInteger, false},
      {"extension_minutes", FieldType::kInteger, false},
      {"price", FieldType::kMoney, true},
      {"leader", FieldType::kText, true},
      {"leading_bidder", FieldType::kRef, true},
      {"bids", FieldType::kInteger, true},
      {"last_bid_at", FieldType::kTime, true},
      {"ends_at", FieldType::kTime, true},
      {"extensions", FieldType::kInteger, true},
  }};
  return kFields;
}

market::Terms auction_terms(const Register& auction, const std::vector<Value>& values) {
  const Reading read{auction, values};
  market::Terms terms;
  terms.start = read.or_default<base::Money>("start_price");
  terms.increment = read.or_default<base::Money>("increment");
  if (const auto* reserve = read.at<base::Money>("reserve")) terms.reserve = *reserve;
  terms.whole_steps = read.or_default<bool>("whole_steps");
  terms.opens_at = read.or_default<base::Timestamp>("opens_at");
  terms.closes_at = read.or_default<base::Timestamp>("closes_at");
  terms.window_minutes = read.or_default<int64_t>("window_minutes");
  terms.extension_minutes = read.or_default<int64_t>("extension_minutes");
  return terms;
}

market::Standing auction_standing(const Register& auction, const std::vector<Value>& values) {
  const Reading read{auction, values};
  market::Standing standing = market::begin(auction_terms(auction, values));
  if (const auto* price = read.at<base::Money>("price")) standing.price = *price;
  standing.leader = read.or_default<std::string>("leader");
  standing.bids = read.or_default<int64_t>("bids");
  standing.last_at = read.or_default<base::Timestamp>("last_bid_at");
  standing.extensions = read.or_default<int64_t>("extensions");
  if (const auto* ends_at = read.at<base::Timestamp>("ends_at")) standing.closes_at = *ends_at;
  return standing;
}

std::vector<registers::SetValue> standing_values(const Register& auction, const market::Standing& standing, int64_t leading_bidder) {
  std::vector<registers::SetValue> out;
  const auto set = [&](std::string_view field, Value value) { out.push_back({auction.index_of(field), std::move(value)}); };
  set("price", Value(*standing.price));
  set("leader", Value(standing.leader));
  set("leading_bidder", leading_bidder ? Value(registers::Ref{leading_bidder}) : Value());
  set("bids", Value(standing.bids));
  set("last_bid_at", Value(standing.last_at));
  set("ends_at", Value(standing.closes_at));
  set("extensions", Value(standing.extensions));
  return out;
}

base::Result<std::optional<BidInHand>> bid_in_hand(const Register& schema, const AuctionBid& declared, const registers::Record& bid, Surroundings& around) {
  const auto* ref = bid.at(schema, declared.auction).get<registers::Ref>();
  const auto* bidder = bid.at(schema, declared.bidder).get<std::string>();
  const auto* amount = bid.at(schema, declared.amount).get<base::Money>();
  const registers::Field* field = schema.find(declared.auction);
  const Register* auction = field ? around.schema_of(field->target) : nullptr;
  if (!ref || !bidder || !amount || !auction) return std::optional<BidInHand>();
  LINGQU_TRY(found, around.referenced(field->target, ref->id));
  if (!found) return std::optional<BidInHand>();
  BidInHand hand{auction, ref->id, auction_terms(*auction, found->values), auction_standing(*auction, found->values), {*bidder, *amount, {}}, 0};
  const int leading = auction->index_of("leading_bidder");
  if (leading >= 0)
    if (const auto* organisation = found->values[static_cast<size_t>(leading)].get<registers::Ref>()) hand.leading_bidder = organisation->id;
  // The time the bid was given when it was taken stays its time.
  const auto* placed = bid.at(schema, declared.placed_at).get<base::Timestamp>();
  hand.bid.at = placed ? *placed : market::placed_at(hand.standing, around.now());
  return std::optional<BidInHand>(std::move(hand));
}

}  // namespace lingqu::lifecycle
