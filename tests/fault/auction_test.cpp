// An auction under load with two kill -9 in between: no acknowledged bid is lost, the order of the bids is that of the log, and the price line
// computed from the log alone is the one the auction shows.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <map>
#include <mutex>
#include <thread>

#include "engine/engine.hpp"
#include "fault/client.hpp"
#include "fault/server.hpp"
#include "market/auction.hpp"
#include "wire/json.hpp"

using namespace lingqu;
using namespace lingqu::fault;
using wire::Json;

namespace {

constexpr int64_t kStart = 100'000'00, kIncrement = 1'000'00;  // fen
constexpr int kAtOnce = 24;  // bidders that send at the same moment

int wanted_bids() {
  const char* given = std::getenv("LINGQU_AUCTION_BIDS");
  return given ? std::clamp(std::atoi(given), 10, 1'000'000) : 600;
}
int bidder_count() { return wanted_bids() >= 20'000 ? 200 : 20; }

template <class T>
T take(base::Result<T> result) {
  if (!result.ok()) FAIL(base::to_string(result.error(), base::Language::kEn));
  return std::move(result).value();
}

Json ref(int64_t id) { return Json::object({{"id", Json(id)}}); }
std::string yuan(int64_t fen) { return base::to_string(base::Money{fen}); }

struct Bidder {
  int64_t organisation = 0, entry = 0;
  std::string token;
};

// A university, its conversion on the market, an open auction, and bidders with admitted entries.
struct Site {
  int64_t auction = 0;
  std::vector<Bidder> bidders;

  void prepare(engine::Engine& engine) {
    const int64_t university = act(engine, "organisation", "register", 0, Json::object({{"name", "甲大学（虚构）"}}));
    const int64_t achievement = act(engine, "achievement", "import_registered", university, Json::object({{"title", "一种甲"}, {"abstract", "解决乙"}}));
    const int64_t conversion = act(engine, "conversion", "create", university, Json::object({{"achievement", ref(achievement)}, {"method", "assign"}}));
    act(engine, "conversion", "go_to_market", 0,
        Json::object({{"pricing", "auction"}, {"base_price", yuan(kStart)}, {"exchange_name", "甲市场"}, {"pricing_basis", "询价"}}), conversion);
    const base::Timestamp now = engine.clock().now();
    constexpr int64_t kHour = 3'600'000'000;
    auction = act(engine, "auction", "create", university,
                  Json::object({{"conversion", ref(conversion)}, {"start_price", yuan(kStart)}, {"increment", yuan(kIncrement)}, {"lot", "全部权利"},
                                {"whole_steps", Json(true)}, {"opens_at", base::to_string(base::Timestamp{now.micros - kHour})},
                                {"closes_at", base::to_string(base::Timestamp{now.micros + 5 * kHour})}, {"window_minutes", Json(int64_t{5})},
                                {"extension_minutes", Json(int64_t{5})}}));
    act(engine, "auction", "announce", 0, Json::object({}), auction);
    REQUIRE(engine.run_due_timers().ok());
    for (int i = 0; i < bidder_count(); ++i) add_bidder(engine, i);
  }

 private:
  static int64_t act(engine::Engine& engine, const std::string& name, const std::string& act, int64_t organisation, Json values, int64_t record = 0) {
    engine::ActCommand command;
    command.register_name = name;
    command.record = record;
    command.act = act;
    if (organisation) command.organisation = organisation;
    command.values = std::move(values);
    command.actor.system = true;
    return take(engine.act(std::move(command))).record;
  }

  void add_bidder(engine::Engine& engine, int i) {
    lifecycle::Actor system;
    system.system = true;
    Bidder bidder;
    const std::string name = "bidder" + std::to_string(i);
    bidder.organisation = act(engine, "organisation", "register", 0, Json::object({{"name", "竞买人" + std::to_string(i) + "（虚构）"}}));
    engine::AccountCommand command;
    command.login = command.name = name;
    command.password = "gute-Nacht-7-Lieder";
    command.memberships = {{{bidder.organisation, "enterprise"}}};
    lifecycle::Actor actor;
    actor.account = take(engine.create_account(command, system)).id;
    bidder.token = take(engine.create_token("fault", 30, actor));
    bidder.entry = act(engine, "auction_entry", "apply", bidder.organisation,
                       Json::object({{"auction", ref(auction)}, {"related_party", Json(false)}, {"accepts_terms", Json(true)}}));
    act(engine, "auction_entry", "admit", 0, Json::object({{"deposit_paid", "10000.00"}, {"deposit_paid_on", "2026-01-05"}}), bidder.entry);
    bidders.push_back(std::move(bidder));
  }
};

struct Acknowledged {
  int64_t bid = 0, leaf = 0;
  std::string amount;
};

// Bidders that bid until the server is gone or as many bids as wanted are taken. Each bid is an amount nobody has offered yet, so that which
// of those under way are too low depends on the order in which they arrive.
class Bidders {
 public:
  Bidders(const Site& site, uint16_t port, int wanted, std::atomic<int64_t>& highest) : site_(site), port_(port), wanted_(wanted), highest_(highest) {
    for (int i = 0; i < kAtOnce; ++i) threads_.emplace_back([this, i] {
        bid(i);
        --at_work_;
      });
  }
  ~Bidders() { join(); }
  void join() {
    for (auto& thread : threads_)
      if (thread.joinable()) thread.join();
  }
  bool at_work() const { return at_work_ > 0; }
  int taken() const { return taken_; }
  int refused() const { return refused_; }
  int strange() const { return strange_; }
  std::vector<Acknowledged> acknowledged() {
    std::lock_guard lock(mutex_);
    return acknowledged_;
  }

 private:
  void bid(int first) {
    Client client(port_);
    for (size_t turn = static_cast<size_t>(first); taken_ < wanted_; turn += kAtOnce) {
      const Bidder& bidder = site_.bidders[turn % site_.bidders.size()];
      const std::string amount = yuan(highest_ += kIncrement);
      const auto reply = client.send("POST", "/api/v1/records/bid", bidder.token,
                                     R"({"act":"place","values":{"entry":)" + std::to_string(bidder.entry) + R"(,"amount":")" + amount + R"("}})");
      if (!reply) return;
      if (reply->status == 409) {
        ++refused_;
        continue;
      }
      const auto json = wire::parse_json(reply->body);
      if (reply->status != 201 || !json.ok()) {
        ++strange_;
        return;
      }
      std::lock_guard lock(mutex_);
      acknowledged_.push_back({json->int_at("id").value_or(0), json->int_at("leaf").value_or(-1), amount});
      ++taken_;
    }
  }

  const Site& site_;
  uint16_t port_;
  int wanted_;
  std::atomic<int64_t>& highest_;
  std::atomic<int> taken_{0}, refused_{0}, strange_{0}, at_work_{kAtOnce};
  std::mutex mutex_;
  std::vector<Acknowledged> acknowledged_;
  std::vector<std::thread> threads_;
};

// What the log alone says of the auction: its bids in the order of their leaves.
struct FromLog {
  std::vector<market::Bid> bids;
  std::vector<int64_t> bid_leaves;
};

FromLog read_log(Server& server, int64_t auction) {
  FromLog log;
  for (const auto& row : server.rows("SELECT sequence, text FROM log_leaf WHERE register = 'bid' ORDER BY sequence")) {
    const auto leaf = take(wire::parse_json(row[1]));
    const Json* set = leaf.find("set");
    REQUIRE(set != nullptr);
    log.bid_leaves.push_back(std::atoll(row[0].c_str()));
    log.bids.push_back({std::string(set->string_at("number")), take(base::parse_money(set->string_at("amount"))),
                        take(base::parse_timestamp(set->string_at("placed_at")))});
    CHECK(set->int_at("position") == static_cast<int64_t>(log.bids.size()));
  }
  // Each was taken by the auction in the next leaf, which names it as its cause and the same price.
  const auto taken = server.rows("SELECT sequence, text FROM log_leaf WHERE register = 'auction' AND record = " + std::to_string(auction) +
                                 " AND text LIKE '%\"act\":\"take_bid\"%' ORDER BY sequence");
  REQUIRE(taken.size() == log.bids.size());
  bool follows = true;
  for (size_t i = 0; i < taken.size(); ++i) {
    const auto leaf = take(wire::parse_json(taken[i][1]));
    follows = follows && std::atoll(taken[i][0].c_str()) == log.bid_leaves[i] + 1 && leaf.int_at("cause") == log.bid_leaves[i] &&
              leaf.find("set")->string_at("price") == base::to_string(log.bids[i].amount) && leaf.int_at("account").value_or(0) == 0;
  }
  CHECK(follows);
  return log;
}

}  // namespace

TEST_CASE("an auction survives two kill -9: no accepted bid lost, order provable, price line equal to the log") {
  Site site;
  Server server("packs/guangxi-2025", [&](engine::Engine& engine) { site.prepare(engine); });
  const int wanted = wanted_bids();
  std::atomic<int64_t> highest{kStart};
  std::vector<Acknowledged> all;
  int refused = 0;
  double seconds = 0;
  server.start();
  for (int round = 0; round < 3; ++round) {
    CAPTURE(round);
    const int so_far = static_cast<int>(all.size());
    const int moment = round < 2 ? wanted * (round + 1) / 3 - so_far : 0;
    const auto begun = std::chrono::steady_clock::now();
    Bidders bidders(site, server.port(), wanted - so_far, highest);
    // The moment of the kill is a number of accepted bids, amid work; the third round runs to its end.
    while (bidders.at_work() && (round == 2 || bidders.taken() < moment)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    if (round < 2) server.kill();
    bidders.join();
    CHECK(bidders.strange() == 0);
    refused += bidders.refused();
    for (const auto& bid : bidders.acknowledged()) all.push_back(bid);
    if (round < 2) server.start();
  }
  REQUIRE(static_cast<int>(all.size()) >= wanted);

  // Every acknowledged bid is there, with the leaf it was told.
  const std::vector<std::vector<std::string>> stored = server.rows("SELECT id, last_leaf, position, amount FROM r_bid ORDER BY position");
  std::map<int64_t, const std::vector<std::string>*> by_id;
  for (const auto& row : stored) by_id[std::atoll(row[0].c_str())] = &row;
  int lost = 0;
  for (const Acknowledged& bid : all) {
    const auto found = by_id.find(bid.bid);
    const bool there = found != by_id.end() && (*found->second)[1] == std::to_string(bid.leaf) && yuan(std::atoll((*found->second)[3].c_str())) == bid.amount;
    if (!there) ++lost;
  }
  CHECK(lost == 0);
  // Not one position is missing or given twice; the order of positions is that of the leaves.
  for (size_t i = 0; i < stored.size(); ++i)
    if (stored[i][2] != std::to_string(i + 1) || (i > 0 && std::atoll(stored[i][1].c_str()) <= std::atoll(stored[i - 1][1].c_str())))
      FAIL("bid " << i + 1 << " is out of order");

  // The price line from the log alone, by the rules, is where the auction says it stands.
  const FromLog log = read_log(server, site.auction);
  CHECK(log.bids.size() == stored.size());
  market::Terms terms;
  terms.start = {kStart};
  terms.increment = {kIncrement};
  terms.whole_steps = true;
  terms.opens_at = {0};
  terms.closes_at = {INT64_MAX};
  const market::Replay replay = market::replay(terms, log.bids);
  CHECK_FALSE(replay.broken.has_value());
  const auto standing = server.rows("SELECT price, leader, bids FROM r_auction WHERE id = " + std::to_string(site.auction));
  REQUIRE(standing.size() == 1);
  CHECK(standing[0][0] == std::to_string(replay.standing.price->fen));
  CHECK(standing[0][1] == replay.standing.leader);
  CHECK(standing[0][2] == std::to_string(replay.standing.bids));
  CHECK(server.log_checks());
  MESSAGE(site.bidders.size() << " bidders, " << kAtOnce << " at once: " << all.size() << " acknowledged and " << stored.size() << " stored bids, " << refused
                              << " refused, 2 kills, none lost; " << static_cast<int>(static_cast<double>(all.size()) / seconds) << " accepted bids/s");
}
