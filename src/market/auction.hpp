// An English auction as a fold over its bids: what it was called for (Terms), where it stands (Standing), whether a bid is taken, and
// what comes out at the end. Pure: the same bids in the same order give the same price line and the same winner, today and in ten years,
// which is what lets anybody recompute an auction from its log. Times are those of the one who keeps the order (the writer's clock).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/error.hpp"
#include "base/money.hpp"

namespace lingqu::market {

struct Terms {
  base::Money start;                  // the first bid is at least this
  base::Money increment;              // each further bid is at least this much above the price; more than nothing
  std::optional<base::Money> reserve; // below it nothing is sold
  bool whole_steps = false;           // bids stand on start + n × increment
  base::Timestamp opens_at, closes_at;  // closes_at as called; Standing holds the one that counts
  int64_t window_minutes = 0;         // a bid in the last minutes before the end …
  int64_t extension_minutes = 0;      // … moves the end to this long after it, never forward
};

struct Bid {
  std::string bidder;  // number of the bidder in this auction; not empty
  base::Money amount;
  base::Timestamp at;
};

struct Standing {
  int64_t bids = 0;
  std::optional<base::Money> price;
  std::string leader;
  base::Timestamp closes_at;
  base::Timestamp last_at;
  int64_t extensions = 0;
  bool operator==(const Standing&) const = default;
};

enum class Outcome { kNoBids, kBelowReserve, kSold };
std::string_view name(Outcome outcome);  // no_bids, below_reserve, sold

Standing begin(const Terms& terms);
// What the next bid must be at least; nothing when it cannot be written any more.
std::optional<base::Money> next_minimum(const Terms& terms, const Standing& standing);
// When a bid counts as placed: never before the one before it, even if the clock was set back.
base::Timestamp placed_at(const Standing& standing, base::Timestamp now);
// Why the bid is not taken: kBid… of the error table, with the amounts and times that say what would be. Nothing: it is taken.
std::optional<base::Error> judge(const Terms& terms, const Standing& standing, const Bid& bid);
// After a bid that judge() takes.
Standing accept(const Terms& terms, const Standing& standing, const Bid& bid);
Outcome outcome(const Terms& terms, const Standing& standing);

// A whole run of bids as the log holds them: the price line. Stops at the first that the rules would not have taken.
struct Point {
  int64_t position = 0;  // from 1
  Bid bid;
  base::Timestamp closes_at;  // after it
};
struct Replay {
  std::vector<Point> line;
  Standing standing;
  std::optional<base::Error> broken;  // of bids[line.size()]
};
Replay replay(const Terms& terms, const std::vector<Bid>& bids);

}  // namespace lingqu::market
