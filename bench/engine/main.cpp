// What the benchmarks need of the engine itself, on the test pack:
//   prepare DIR            organisations and accounts; prints the tokens of two offices, a line each
//   fill DIR ROWS          ROWS more records, by turns of two organisations, half of them open to the public
//   rows ROWS              the same rows as CSV, for `lingqu import`
//   open DIR               milliseconds to open
//   bundle DIR             milliseconds to make and to verify the bundle of a record
//   count                  a fixed workload for callgrind: 2,000 acts and 200 lists
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "engine/engine.hpp"
#include "store/database.hpp"
#include "verify/verify.hpp"

using namespace lingqu;

namespace {

using Clock = std::chrono::steady_clock;

template <class T>
T take(base::Result<T> result) {
  if (result.ok()) return std::move(result).value();
  std::cerr << base::to_string(result.error(), base::Language::kEn) << "\n";
  std::exit(1);
}
double milliseconds_since(Clock::time_point begun) { return std::chrono::duration<double, std::milli>(Clock::now() - begun).count(); }

base::SystemClock system_clock;
base::SystemRandom system_random;

std::unique_ptr<engine::Engine> open(const std::string& folder, bool follow = true) {
  engine::Settings settings;
  settings.data_folder = folder;
  settings.database = "sqlite:" + folder + "/lingqu.db";
  settings.pack_folder = std::string(LINGQU_SOURCE_DIR) + "/tests/support/packs/small";
  settings.run_timers = false;
  settings.follow = follow;
  return take(engine::Engine::open(settings, system_clock, system_random));
}

lifecycle::Actor system_actor() {
  lifecycle::Actor actor;
  actor.system = true;
  return actor;
}

lifecycle::Actor office(int64_t account, int64_t organisation, const std::string& role) {
  lifecycle::Actor actor;
  actor.account = account;
  actor.name = "office";
  actor.memberships = {{organisation, role}};
  return actor;
}

engine::ActCommand command(const std::string& register_name, const std::string& act, const std::string& values, const lifecycle::Actor& actor) {
  engine::ActCommand command;
  command.register_name = register_name;
  command.act = act;
  command.values = take(wire::parse_json(values));
  command.actor = actor;
  return command;
}

void prepare(const std::string& folder) {
  auto engine = open(folder);
  const char* codes[] = {"91450100100000001N", "91450100100000002R", "91450100100000003W"};
  for (int i = 0; i < 3; ++i)
    take(engine->act(command("organisation", "register", fmt::format(R"({{"name": "单位{}", "code": "{}"}})", i + 1, codes[i]), system_actor())));
  for (int i = 1; i <= 2; ++i) {
    engine::AccountCommand account;
    account.login = account.name = "office" + std::to_string(i);
    account.password = "gute-Nacht-7-Lieder";
    account.memberships = {{{i, "office"}}};
    const auto made = take(engine->create_account(account, system_actor()));
    fmt::print("{}\n", take(engine->create_token("bench", 30, office(made.id, i, "office"))));
  }
}

std::string row(int64_t i) {
  return fmt::format("面向亚热带作物的成果 {0} 号,{1}.50,patent,一种用于检测与分选的方法，批次 {0}。,{2}\n", i, i % 100'000, i % 1000);
}
constexpr const char* kHeader = "title,price,kind,body,count\n";

void fill(const std::string& folder, int64_t rows) {
  auto engine = open(folder);
  constexpr int64_t kAtOnce = 25'000;
  for (int64_t at = 0, part = 0; at < rows; at += kAtOnce, ++part) {
    engine::ImportCommand import;
    import.register_name = "thing";
    import.format = "csv";
    import.actor = office(1, part % 2 ? 2 : 1, "office");
    import.content = kHeader;
    for (int64_t i = at; i < std::min(rows, at + kAtOnce); ++i) import.content += row(i);
    const auto report = take(engine->import_records(import, {}));
    if (report.imported == 0) std::exit(1);
  }
  engine.reset();
  // Acts would take as long again and change nothing in what is measured: lists under rights.
  auto database = take(store::open_database("sqlite:" + folder + "/lingqu.db"));
  auto connection = take(database->connect(true));
  if (!connection->execute("UPDATE r_thing SET state = 'open' WHERE id % 2 = 0").ok()) std::exit(1);
}

void measure_bundle(const std::string& folder) {
  auto engine = open(folder);
  const auto actor = system_actor();
  auto begun = Clock::now();
  const std::string text = take(engine->bundle("thing", 1, &actor));
  const double made = milliseconds_since(begun);
  begun = Clock::now();
  constexpr int kTimes = 20;
  bool proven = true;
  for (int i = 0; i < kTimes; ++i) proven = verify::verify_bundle(text).proven && proven;
  fmt::print("{{\"bytes\":{},\"make_ms\":{:.2f},\"verify_ms\":{:.2f},\"proven\":{}}}\n", text.size(), made, milliseconds_since(begun) / kTimes, proven);
}

void count() {
  std::string folder = (std::filesystem::temp_directory_path() / "lingqu-bench-XXXXXX").string();
  if (!::mkdtemp(folder.data())) std::exit(1);
  {
    auto engine = open(folder, false);  // searching follows when it has time: not the same amount in every run
    take(engine->act(command("organisation", "register", R"({"name": "单位", "code": "91450100100000001N"})", system_actor())));
    const auto actor = office(1, 1, "office");
    engine::ActCommand create = command("thing", "create", R"({"title": "面向亚热带作物的成果", "price": "1200.50", "kind": "patent", "body": "一种用于检测与分选的方法", "count": 7, "contact": "某人"})", actor);
    for (int i = 0; i < 2000; ++i) take(engine->act(create));
    engine::ListQuery query;
    query.register_name = "thing";
    for (int i = 0; i < 200; ++i) take(engine->list(query, &actor));
  }
  std::filesystem::remove_all(folder);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "", folder = argc > 2 ? argv[2] : "";
  if (what == "prepare" && argc == 3) return prepare(folder), 0;
  if (what == "fill" && argc == 4) return fill(folder, std::atoll(argv[3])), 0;
  if (what == "bundle" && argc == 3) return measure_bundle(folder), 0;
  if (what == "count") return count(), 0;
  if (what == "rows" && argc == 3) {
    fmt::print("{}", kHeader);
    for (int64_t i = 0; i < std::atoll(argv[2]); ++i) fmt::print("{}", row(i));
    return 0;
  }
  if (what == "open" && argc == 3) {
    const auto begun = Clock::now();
    auto engine = open(folder);
    fmt::print("{{\"open_ms\":{:.1f}}}\n", milliseconds_since(begun));
    return 0;
  }
  std::cerr << "usage: bench_engine prepare DIR | fill DIR ROWS | rows ROWS | open DIR | bundle DIR | count\n";
  return 2;
}
