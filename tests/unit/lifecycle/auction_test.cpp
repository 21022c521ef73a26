#include "lifecycle/auction.hpp"

#include <doctest/doctest.h>

#include "unit/lifecycle/fixture.hpp"

using namespace lingqu;
using namespace lingqu::lifecycle;
using registers::FieldType;
using registers::Ref;
using registers::Register;
using registers::Value;

namespace {

constexpr int64_t kMinute = 60'000'000;

struct Fixture {
  FakeSurroundings around;
  Register bids;
  Act place;
  registers::Record bid;
  std::vector<Value> auction;

  Fixture() {
    around.auctions.name = "auction";
    for (const AuctionField& one : auction_fields()) around.auctions.fields.push_back(field(std::string(one.name), one.type));
    auction.resize(around.auctions.fields.size());
    put("start_price", base::Money{100'00});
    put("increment", base::Money{10'00});
    put("opens_at", base::Timestamp{around.moment.micros - kMinute});
    put("closes_at", base::Timestamp{around.moment.micros + kMinute});
    put("window_minutes", int64_t{5});
    put("extension_minutes", int64_t{5});
    bids.name = "bid";
    bids.fields = {field("auction", FieldType::kRef), field("number", FieldType::kText), field("amount", FieldType::kMoney),
                   field("position", FieldType::kInteger), field("placed_at", FieldType::kTime)};
    bids.fields[0].target = "auction";
    place.name = "place";
    place.bid = AuctionBid{"auction", "number", "amount", "position", "placed_at", "take", "law/1"};
    bid.owner = 9;
    bid.values = {Ref{1}, std::string("001"), base::Money{100'00}, {}, {}};
    refresh();
  }
  void put(std::string_view name, Value value) { auction[static_cast<size_t>(around.auctions.index_of(name))] = std::move(value); }
  void refresh() { around.records[1] = {"auction", 1, "甲", "open", auction}; }

  std::string refusal() {
    std::vector<int> changed;
    REQUIRE(derive(bids, place, bid, changed, around).ok());
    const auto checked = check_conditions(bids, place, bid, around);
    return checked.ok() ? "" : std::string(checked.error().code_text());
  }
};

}  // namespace

TEST_CASE("a bid that is taken knows its position and its time") {
  Fixture f;
  CHECK(f.refusal().empty());
  CHECK(*f.bid.values[3].get<int64_t>() == 1);
  CHECK(*f.bid.values[4].get<base::Timestamp>() == f.around.moment);
}

TEST_CASE("a refused bid names rule and clause") {
  Fixture f;
  f.bid.values[2] = base::Money{99'00};
  std::vector<int> changed;
  REQUIRE(derive(f.bids, f.place, f.bid, changed, f.around).ok());
  const auto checked = check_conditions(f.bids, f.place, f.bid, f.around);
  REQUIRE_FALSE(checked.ok());
  CHECK(checked.error().rule == "bid.place.bid");
  CHECK(checked.error().clause == "law/1");
  CHECK(checked.error().field == "amount");
}

TEST_CASE("the moved end counts, not the one called") {
  Fixture f;
  f.put("ends_at", base::Timestamp{f.around.moment.micros});
  f.refresh();
  CHECK(f.refusal() == "bid-late");
}

TEST_CASE("an organisation with two numbers does not outbid itself") {
  Fixture f;
  f.put("price", base::Money{100'00});
  f.put("leader", std::string("002"));
  f.put("leading_bidder", Ref{9});
  f.put("bids", int64_t{1});
  f.refresh();
  f.bid.values[2] = base::Money{200'00};
  CHECK(f.refusal() == "bid-leading");
  f.put("leading_bidder", Ref{8});
  f.refresh();
  CHECK(f.refusal().empty());
}

TEST_CASE("where an auction stands goes into its fields and comes back") {
  Fixture f;
  const auto terms = auction_terms(f.around.auctions, f.auction);
  const auto standing = market::accept(terms, auction_standing(f.around.auctions, f.auction), {"001", {100'00}, f.around.moment});
  for (auto& set : standing_values(f.around.auctions, standing, 9)) f.auction[static_cast<size_t>(set.field)] = std::move(set.value);
  CHECK(auction_standing(f.around.auctions, f.auction) == standing);
  CHECK(standing.closes_at == base::Timestamp{f.around.moment.micros + 5 * kMinute});
}

TEST_CASE("without an auction there is nothing to judge") {
  Fixture f;
  f.bid.values[0] = {};
  CHECK(f.refusal().empty());
  CHECK(f.bid.values[3].empty());
}

TEST_CASE("storage that fails is not taken for a missing auction") {
  Fixture f;
  f.around.broken = true;
  std::vector<int> changed;
  CHECK_FALSE(derive(f.bids, f.place, f.bid, changed, f.around).ok());
}
