#include "market/auction.hpp"

#include <algorithm>

namespace lingqu::market {

namespace {

using base::Error;
using base::ErrorCode;

constexpr int64_t kMinute = 60'000'000;

base::Timestamp after(base::Timestamp time, int64_t minutes) { return {time.micros + minutes * kMinute}; }

bool on_a_step(const Terms& terms, base::Money amount) {
  return terms.increment.fen <= 0 || (amount.fen - terms.start.fen) % terms.increment.fen == 0;
}

}  // namespace

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kNoBids: return "no_bids";
    case Outcome::kBelowReserve: return "below_reserve";
    case Outcome::kSold: break;
  }
  return "sold";
}

Standing begin(const Terms& terms) {
  Standing standing;
  standing.closes_at = terms.closes_at;
  return standing;
}

std::optional<base::Money> next_minimum(const Terms& terms, const Standing& standing) {
  if (!standing.price) return terms.start;
  base::Money next = *standing.price;
  if (!base::add(next, terms.increment)) return std::nullopt;
  return next;
}

base::Timestamp placed_at(const Standing& standing, base::Timestamp now) { return std::max(now, standing.last_at); }

std::optional<Error> judge(const Terms& terms, const Standing& standing, const Bid& bid) {
  const base::Timestamp at = placed_at(standing, bid.at);
  if (at < terms.opens_at) return Error(ErrorCode::kBidEarly).with("opens_at", base::to_string(terms.opens_at));
  if (at >= standing.closes_at) return Error(ErrorCode::kBidLate).with("closed_at", base::to_string(standing.closes_at));
  if (!standing.leader.empty() && standing.leader == bid.bidder)
    return Error(ErrorCode::kBidLeading).with("price", base::to_string(*standing.price));
  const auto minimum = next_minimum(terms, standing);
  if (!minimum || bid.amount < *minimum)
    return Error(ErrorCode::kBidLow)
        .with("amount", base::to_string(bid.amount))
        .with("minimum", minimum ? base::to_string(*minimum) : "–")
        .with("price", standing.price ? base::to_string(*standing.price) : "–");
  if (terms.whole_steps && !on_a_step(terms, bid.amount))
    return Error(ErrorCode::kBidOffStep)
        .with("amount", base::to_string(bid.amount))
        .with("start", base::to_string(terms.start))
        .with("increment", base::to_string(terms.increment))
        .with("minimum", base::to_string(*minimum));
  return std::nullopt;
}

Standing accept(const Terms& terms, const Standing& standing, const Bid& bid) {
  Standing next = standing;
  next.last_at = placed_at(standing, bid.at);
  ++next.bids;
  next.price = bid.amount;
  next.leader = bid.bidder;
  const bool in_window = next.last_at >= after(standing.closes_at, -terms.window_minutes);
  const base::Timestamp extended = after(next.last_at, terms.extension_minutes);
  if (in_window && extended > standing.closes_at) {
    next.closes_at = extended;
    ++next.extensions;
  }
  return next;
}

Outcome outcome(const Terms& terms, const Standing& standing) {
  if (!standing.price) return Outcome::kNoBids;
  return terms.reserve && *standing.price < *terms.reserve ? Outcome::kBelowReserve : Outcome::kSold;
}

Replay replay(const Terms& terms, const std::vector<Bid>& bids) {
  Replay out;
  out.standing = begin(terms);
  for (const Bid& bid : bids) {
    out.broken = judge(terms, out.standing, bid);
    if (out.broken) break;
    out.standing = accept(terms, out.standing, bid);
    out.line.push_back({out.standing.bids, bid, out.standing.closes_at});
  }
  return out;
}

}  // namespace lingqu::market
