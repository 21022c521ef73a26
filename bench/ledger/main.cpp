// The balance of a ledger on any day, beside plain SQL on the same rows:
//   fill PACK DIR ASSETS MOVEMENTS   a store with that many achievements and movements of ten years, 60 organisations
//   measure PACK DIR                 milliseconds; fails where the two do not agree to the fen
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>

#include "engine/engine.hpp"
#include "store/database.hpp"

using namespace lingqu;

namespace {

using Clock = std::chrono::steady_clock;

template <class T>
T take(base::Result<T> result) {
  if (result.ok()) return std::move(result).value();
  std::cerr << base::to_string(result.error(), base::Language::kEn) << "\n";
  std::exit(1);
}
void must(base::Status status) {
  if (status.ok()) return;
  std::cerr << base::to_string(status.error(), base::Language::kEn) << "\n";
  std::exit(1);
}
double milliseconds_since(Clock::time_point begun) { return std::chrono::duration<double, std::milli>(Clock::now() - begun).count(); }

base::SystemClock system_clock;
base::SystemRandom system_random;
constexpr int kOrganisations = 60, kFirstYear = 2016, kYears = 10;

std::unique_ptr<engine::Engine> open(const std::string& pack, const std::string& folder) {
  engine::Settings settings;
  settings.data_folder = folder;
  settings.database = "sqlite:" + folder + "/lingqu.db";
  settings.pack_folder = pack;
  settings.run_timers = false;
  return take(engine::Engine::open(settings, system_clock, system_random));
}

const std::vector<std::string> kClasses{"authorised", "unauthorised"}, kStages{"research", "development"},
    kRecognitions{"expensed", "capitalised", "nominal"},
    kLater{"addition", "amortisation", "amortisation", "amortisation", "impairment", "licence"};

struct Asset {
  size_t position = 0;  // of class, stage and recognition
  int64_t owner = 0;
  base::Date since;
  int64_t value = 0;  // fen
};

void fill(const std::string& pack, const std::string& folder, int64_t assets, int64_t movements) {
  open(pack, folder);  // makes the tables
  auto database = take(store::open_database("sqlite:" + folder + "/lingqu.db"));
  auto connection = take(database->connect(true));
  must(connection->begin_write());
  auto* organisation = take(connection->prepare(
      "INSERT INTO r_organisation (id, version, state, owner, created_at, updated_at, last_leaf, name) VALUES ($1, 1, 'active', $1, 0, 0, 0, $2)"));
  for (int64_t id = 1; id <= kOrganisations; ++id) {
    organisation->bind(1, id);
    organisation->bind_text(2, fmt::format("示例单位 {}（虚构）", id));
    must(organisation->run());
  }
  std::mt19937_64 random(20251122);
  const auto below = [&random](uint64_t n) { return static_cast<int64_t>(random() % n); };
  auto* achievement = take(connection->prepare(
      "INSERT INTO r_achievement (id, version, state, owner, created_at, updated_at, last_leaf, title, ledger_no, holder, result_kind, result_class, "
      "stage, recognition, book_value, registered_on) VALUES ($1, 1, 'registered', $2, 0, 0, 0, $3, $4, $2, $5, $6, $7, $8, $9, $10)"));
  auto* movement = take(connection->prepare(
      "INSERT INTO r_asset_movement (id, version, state, owner, created_at, updated_at, last_leaf, summary, posted_on, book, kind, achievement, holder, "
      "increase, decrease, items_in, items_out, result_class, stage, recognition) "
      "VALUES ($1, 1, 'posted', $2, 0, 0, 0, '变动', $3, 'results', $4, $5, $2, $6, $7, $8, 0, $9, $10, $11)"));
  const char* kinds[] = {"invention", "utility_model", "software", "know_how", "plant_variety", "process"};
  std::vector<Asset> all(static_cast<size_t>(assets));
  // As in a ledger that grew: day by day, so that later movements follow earlier ones.
  std::vector<std::pair<base::Date, int64_t>> days;
  const base::Date first = base::make_date(kFirstYear, 1, 1);
  for (auto& asset : all) {
    asset = {static_cast<size_t>(below(12)), 1 + below(kOrganisations), first + static_cast<int>(below(365 * kYears - 30)), 0};
    asset.value = asset.position % 3 == 1 ? 1'000'000 + below(500'000'000) : asset.position % 3 == 2 ? 100 : 0;
    days.emplace_back(asset.since, &asset - all.data());
  }
  while (static_cast<int64_t>(days.size()) < movements) {
    const int64_t which = below(static_cast<uint64_t>(assets));
    const base::Date since = all[static_cast<size_t>(which)].since, end = first + 365 * kYears;
    days.emplace_back(since + 1 + static_cast<int>(below(static_cast<uint64_t>(end.days - since.days))), which);
  }
  std::sort(days.begin(), days.end());
  for (size_t i = 0; i < all.size(); ++i) {
    const Asset& asset = all[i];
    const auto id = static_cast<int64_t>(i) + 1;
    achievement->bind(1, id);
    achievement->bind(2, asset.owner);
    achievement->bind_text(3, fmt::format("一种用于检测与分选的方法 {}", id));
    achievement->bind_text(4, fmt::format("B-{}", id));
    achievement->bind_text(5, kinds[i % std::size(kinds)]);
    achievement->bind_text(6, kClasses[asset.position / 6]);
    achievement->bind_text(7, kStages[asset.position / 3 % 2]);
    achievement->bind_text(8, kRecognitions[asset.position % 3]);
    achievement->bind(9, asset.value);
    achievement->bind_text(10, base::to_string(asset.since));
    must(achievement->run());
  }
  std::vector<bool> begun(all.size(), false);
  int64_t id = 0;
  for (const auto& [day, which] : days) {
    const auto at = static_cast<size_t>(which);
    const Asset& asset = all[at];
    const bool opening = !begun[at];
    begun[at] = true;
    const std::string kind = opening ? "recognition" : kLater[static_cast<size_t>(below(kLater.size()))];
    const int64_t amount = opening ? asset.value : kind == "licence" ? 0 : below(static_cast<uint64_t>(asset.value / 20 + 1));
    const bool in = opening || kind == "addition";
    movement->bind(1, ++id);
    movement->bind(2, asset.owner);
    movement->bind_text(3, base::to_string(day));
    movement->bind_text(4, kind);
    movement->bind(5, which + 1);
    movement->bind(6, in ? amount : 0);
    movement->bind(7, in ? 0 : amount);
    movement->bind(8, int64_t{opening ? 1 : 0});
    movement->bind_text(9, kClasses[asset.position / 6]);
    movement->bind_text(10, kStages[asset.position / 3 % 2]);
    movement->bind_text(11, kRecognitions[asset.position % 3]);
    must(movement->run());
  }
  must(connection->commit());
}

using Balances = std::map<std::vector<std::string>, std::array<int64_t, 4>>;

Balances plain_sql(store::Connection& connection, base::Date from, base::Date to) {
  auto* statement = take(connection.prepare(
      "SELECT coalesce(book, ''), coalesce(result_class, ''), coalesce(stage, ''), coalesce(recognition, ''),"
      " sum(CASE WHEN posted_on < $1 THEN coalesce(increase, 0) - coalesce(decrease, 0) ELSE 0 END),"
      " sum(CASE WHEN posted_on >= $1 THEN coalesce(increase, 0) ELSE 0 END), sum(CASE WHEN posted_on >= $1 THEN coalesce(decrease, 0) ELSE 0 END),"
      " sum(coalesce(items_in, 0) - coalesce(items_out, 0))"
      " FROM r_asset_movement WHERE posted_on <= $2 GROUP BY 1, 2, 3, 4"));
  statement->bind_text(1, base::to_string(from));
  statement->bind_text(2, base::to_string(to));
  Balances out;
  while (take(statement->step())) {
    std::vector<std::string> key;
    for (int i = 0; i < 4; ++i) key.emplace_back(statement->text(i));
    out[key] = {statement->integer(4), statement->integer(5), statement->integer(6), statement->integer(7)};
  }
  statement->reset();
  return out;
}

struct Times {
  std::vector<double> all;
  std::string text() {
    std::sort(all.begin(), all.end());
    return fmt::format("\"median_ms\":{:.1f},\"worst_ms\":{:.1f}", all[all.size() / 2], all.back());
  }
};

int measure(const std::string& pack, const std::string& folder) {
  auto begun = Clock::now();
  auto engine = open(pack, folder);
  const double counted = milliseconds_since(begun);
  engine.reset();
  begun = Clock::now();
  engine = open(pack, folder);
  fmt::print("{{\"open_and_count_ms\":{:.0f},\"open_ms\":{:.0f}}}\n", counted, milliseconds_since(begun));
  std::string balance, report;
  for (const auto& declared : engine->pack()->statements) (declared.balance ? balance : report) = declared.name;
  lifecycle::Actor system;
  system.system = true;
  auto database = take(store::open_database("sqlite:" + folder + "/lingqu.db"));
  auto connection = take(database->connect(false));
  Times ours, one, sql, covering, tables;
  std::mt19937 random(7);
  std::vector<std::pair<base::Date, base::Date>> periods;
  for (int i = 0; i < 12; ++i) {
    const base::Date to = base::make_date(kFirstYear + 1, 1, 1) + static_cast<int>(random() % (365 * (kYears - 1)));
    periods.emplace_back(base::make_date(base::year_of(to), 1, 1), to);
  }
  std::vector<Balances> expected;
  for (const auto& [from, to] : periods) {
    begun = Clock::now();
    expected.push_back(plain_sql(*connection, from, to));
    sql.all.push_back(milliseconds_since(begun));
  }
  for (size_t i = 0; i < periods.size(); ++i) {
    engine::BalanceQuery query{balance, periods[i].first, periods[i].second, std::nullopt, {"book", "result_class", "stage", "recognition"}, false};
    begun = Clock::now();
    const auto reply = take(engine->balance(query, &system));
    ours.all.push_back(milliseconds_since(begun));
    Balances found;
    for (const auto& line : reply.lines)
      found[line.codes] = {line.figures.opening, line.figures.increase, line.figures.decrease, line.figures.items_closing()};
    if (found != expected[i]) {
      std::cerr << "the balance of " << base::to_string(query.to) << " is not that of plain SQL\n";
      return 1;
    }
    query.organisation = 7;
    begun = Clock::now();
    take(engine->balance(query, &system));
    one.all.push_back(milliseconds_since(begun));
    begun = Clock::now();
    take(engine->report({report, base::year_of(query.to), std::nullopt}, &system));
    tables.all.push_back(milliseconds_since(begun));
  }
  {
    auto writer = take(database->connect(true));
    must(writer->execute("CREATE INDEX bench_covering ON r_asset_movement (book, result_class, stage, recognition, posted_on, increase, decrease, items_in, items_out)"));
    auto reader = take(database->connect(false));
    for (const auto& [from, to] : periods) {
      begun = Clock::now();
      plain_sql(*reader, from, to);
      covering.all.push_back(milliseconds_since(begun));
    }
    must(writer->execute("DROP INDEX bench_covering"));
  }
  fmt::print("{{\"balance\":{{{}}},\"of_one_organisation\":{{{}}},\"plain_sql\":{{{}}},\"plain_sql_with_a_covering_index\":{{{}}},\"yearly_report\":{{{}}},\"equal_to_the_fen\":true}}\n",
             ours.text(), one.text(), sql.text(), covering.text(), tables.text());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "fill" && argc == 6) return fill(argv[2], argv[3], std::atoll(argv[4]), std::atoll(argv[5])), 0;
  if (what == "measure" && argc == 4) return measure(argv[2], argv[3]);
  std::cerr << "usage: bench_ledger fill PACK DIR ASSETS MOVEMENTS | measure PACK DIR\n";
  return 2;
}
