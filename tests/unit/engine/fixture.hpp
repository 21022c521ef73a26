// A small world: an engine on the test pack in a folder of its own, three organisations and people of every kind.
#pragma once

#include <doctest/doctest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.hpp"

namespace lingqu::engine::test {

using base::ErrorCode;
using lifecycle::Actor;
using wire::Json;

inline constexpr int64_t kSecond = 1'000'000;
inline constexpr int64_t kDay = 86'400 * kSecond;

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "lingqu-engine-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline std::string small_pack() { return std::string(LINGQU_SOURCE_DIR) + "/tests/support/packs/small"; }

// The value, or a failed test that says why.
template <class T>
T take(base::Result<T> result) {
  if (!result.ok()) FAIL(base::to_string(result.error(), base::Language::kEn));
  return std::move(result).value();
}
inline void done(const base::Status& status) {
  if (!status.ok()) FAIL(base::to_string(status.error(), base::Language::kEn));
}
template <class T>
base::Error refused(const base::Result<T>& result) {
  if (result.ok()) FAIL("accepted what should be refused");
  return result.error();
}
inline Json json(const std::string& text) { return take(wire::parse_json(text)); }

// A unified social credit code that checks, from a number (GB 32100).
inline std::string credit_code(int number) {
  static constexpr std::string_view kDigits = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::string code = "91450100" + std::to_string(100'000'000 + number), serial = code;
  int sum = 0, weight = 1;
  for (char c : code) {
    sum += static_cast<int>(kDigits.find(c)) * weight;
    weight = weight * 3 % 31;
  }
  return code + kDigits[static_cast<size_t>((31 - sum % 31) % 31)];
}

struct World {
  explicit World(std::string pack_folder = small_pack(), bool run_timers = false) : pack(std::move(pack_folder)), timers(run_timers) {
    open();
    university = organisation("样大学", 1);
    institute = organisation("样研究院", 2);
    firm = organisation("样企业", 3);
    office = person(11, "office", university);
    rival = person(12, "office", institute);
    buyer = person(13, "firm", firm);
    stranger.account = 14;
    stranger.name = "路人";
    regulator = person(15, "regulator", 0);
    auditor = person(16, "auditor", 0);
  }

  void open() { engine = take(Engine::open(settings(), clock, random)); }
  void close() { engine.reset(); }
  void reopen() {
    close();
    open();
  }
  Settings settings() const {
    Settings settings;
    settings.data_folder = folder.path();
    settings.database = "sqlite:" + folder.path() + "/test.db";
    settings.pack_folder = pack;
    settings.run_timers = timers;
    settings.embeddings = embeddings;
    return settings;
  }

  Actor person(int64_t account, const std::string& role, int64_t organisation) const {
    Actor actor;
    actor.account = account;
    actor.name = "测试者" + std::to_string(account);
    actor.memberships = {{organisation, role}};
    if (organisation == 0) actor.region_roles = {role};
    return actor;
  }
  int64_t organisation(const std::string& name, int number) {
    return act("organisation", 0, "register", R"({"name": ")" + name + R"(", "code": ")" + credit_code(number) + "\"}", person(1, "admin", 0)).record;
  }

  static ActCommand command(const std::string& register_name, int64_t record, const std::string& act, const std::string& values, const Actor& actor) {
    ActCommand command;
    command.register_name = register_name;
    command.record = record;
    command.act = act;
    if (!values.empty()) command.values = json(values);
    command.actor = actor;
    return command;
  }
  ActReply act(const std::string& register_name, int64_t record, const std::string& name, const std::string& values, const Actor& actor,
               const std::string& reason = "") {
    ActCommand asked = command(register_name, record, name, values, actor);
    asked.reason = reason;
    return take(engine->act(std::move(asked)));
  }
  // The refusal of an act, which must have left everything as it was.
  base::Error refusal(ActCommand asked) {
    const std::string before = content();
    base::Error error = refused(engine->act(std::move(asked)));
    CHECK(content() == before);
    return error;
  }
  base::Error refusal(const std::string& register_name, int64_t record, const std::string& name, const std::string& values, const Actor& actor) {
    return refusal(command(register_name, record, name, values, actor));
  }

  int64_t thing(const std::string& more = "") {
    return act("thing", 0, "create", R"({"title": "成果")" + (more.empty() ? "" : ", " + more) + "}", office).record;
  }
  // A thing brought to `state`, with a price and a notice of 15 days where the state has them.
  int64_t thing_in(const std::string& state, const std::string& more = "") {
    const int64_t id = thing(R"("price": "1000.00", "kind": "patent", "ready": true, "days": 15)" + (more.empty() ? "" : ", " + more));
    if (state == "draft") return id;
    act("thing", id, "list", "", office);
    if (state == "listed") return id;
    act("thing", id, "publish", "", office);
    if (state == "open") return id;
    act("thing", id, "notify", "", office);
    if (state == "notice") return id;
    clock.advance(16 * kDay);
    done(engine->run_due_timers());
    return id;
  }
  RecordView view(const std::string& register_name, int64_t id, const Actor& actor) { return take(engine->read(register_name, id, &actor)); }
  std::string state(const std::string& register_name, int64_t id) {
    const Actor all = person(1, "regulator", 0);
    return view(register_name, id, all).record.state;
  }
  std::string text(const std::string& register_name, int64_t id, const std::string& field) {
    const RecordView seen = view(register_name, id, regulator);
    return wire::to_text(registers::to_json(*seen.schema->find(field), seen.record.at(*seen.schema, field)));
  }

  // Every row of every table but the signed heads, as text: two equal contents are two equal databases.
  std::string content() const { return rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'log_head' ORDER BY name", true); }
  int64_t number(const std::string& sql) const { return std::stoll(rows(sql, false)); }
  // The rows of a query, columns joined by '|', a line each.
  std::string rows(const std::string& sql, bool tables = false) const {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open_v2((folder.path() + "/test.db").c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK);
    std::string out = dump(database, sql, tables);
    sqlite3_close(database);
    return out;
  }

  Folder folder;
  std::string pack;
  bool timers;
  Embeddings embeddings;
  base::FixedClock clock{take(base::parse_timestamp("2026-03-02T01:00:00Z"))};
  base::SeededRandom random{7};
  std::unique_ptr<Engine> engine;
  int64_t university = 0, institute = 0, firm = 0;
  Actor office, rival, buyer, stranger, regulator, auditor;

 private:
  static std::string dump(sqlite3* database, const std::string& sql, bool tables) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) FAIL(sqlite3_errmsg(database));
    std::string out;
    while (sqlite3_step(statement) == SQLITE_ROW) {
      std::string row;
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
        row += (i ? "|" : "") + std::string(text ? text : "-");
      }
      out += (out.empty() ? "" : "\n") + row;
      if (tables) out += "\n" + dump(database, "SELECT * FROM \"" + row + "\" ORDER BY 1, 2", false);
    }
    sqlite3_finalize(statement);
    return out;
  }
};

}  // namespace lingqu::engine::test
