#include "cli/session.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "wire/json.hpp"

namespace lingqu::cli {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorCode;

namespace {

constexpr int kBarWidth = 32;
constexpr int64_t kSecond = 1'000'000;

std::string only_folder(const fs::path& parent) {
  std::error_code error;
  std::string only;
  for (const auto& entry : fs::directory_iterator(parent, error)) {
    if (!entry.is_directory() || !fs::exists(entry.path() / "pack.yaml")) continue;
    if (!only.empty()) return {};
    only = entry.path().string();
  }
  return only;
}

wire::Json error_json(const Error& error) {
  wire::Json json = wire::Json::object({{"code", error.code_text()},
                                        {"field", error.field},
                                        {"message", wire::Json::object({{"zh", error.message(base::Language::kZh)}, {"en", error.message(base::Language::kEn)}})},
                                        {"remedy", wire::Json::object({{"zh", error.remedy(base::Language::kZh)}, {"en", error.remedy(base::Language::kEn)}})},
                                        {"rule", error.rule},
                                        {"clause", error.clause}});
  wire::Json details{wire::Json::Array{}};
  for (const Error& detail : error.details) details.push(error_json(detail));
  json.set("details", std::move(details));
  return json;
}

}  // namespace

std::string program_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? "." : program.parent_path().string();
}

std::string default_pack_folder() {
  if (const char* named = std::getenv("LINGQU_PACK")) return named;
  const fs::path own = program_folder();
  for (const fs::path& parent : {fs::path("packs"), own / "packs", own / "../../packs", own / "../share/lingqu/packs"})
    if (std::string found = only_folder(parent); !found.empty()) return found;
  return "packs";
}

engine::Settings settings_of(const Place& place) {
  engine::Settings settings;
  settings.data_folder = place.data;
  settings.pack_folder = place.pack;
  settings.database = place.database.empty() ? "sqlite:" + place.data + "/lingqu.db" : place.database;
  return settings;
}

std::unique_ptr<Opened> open_engine(const Place& place, bool read_only) {
  auto opened = std::make_unique<Opened>();
  engine::Settings settings = settings_of(place);
  settings.run_timers = false;
  settings.follow = false;
  settings.read_only = read_only;
  auto engine = engine::Engine::open(settings, opened->clock, opened->random);
  if (!engine.ok()) {
    fail(engine.error(), place.json);
    return nullptr;
  }
  opened->engine = std::move(*engine);
  return opened;
}

lifecycle::Actor system_actor() {
  lifecycle::Actor actor;
  actor.system = true;
  actor.name = "lingqu";
  return actor;
}

namespace {

base::Result<lifecycle::Actor> actor_of(engine::Engine& engine, const engine::AccountView& account) {
  lifecycle::Actor actor;
  actor.account = account.id;
  actor.name = account.name;
  actor.person = account.person;
  actor.memberships = account.memberships;
  const auto pack = engine.pack();
  for (const auto& membership : account.memberships) {
    const auto* role = pack->find_role(membership.role);
    if (role && role->region_scope) actor.region_roles.push_back(membership.role);
  }
  return actor;
}

}  // namespace

base::Result<lifecycle::Actor> acting_account(engine::Engine& engine, const std::string& login, const std::string& register_name) {
  LINGQU_TRY(accounts, engine.accounts(system_actor()));
  std::string candidates;
  std::optional<lifecycle::Actor> only;
  int count = 0;
  for (const auto& account : accounts) {
    if (!account.active) continue;
    LINGQU_TRY(actor, actor_of(engine, account));
    if (account.login == login) return actor;
    if (!login.empty()) continue;
    LINGQU_TRY(choices, engine.creations(register_name, &actor));
    const bool may = std::any_of(choices.begin(), choices.end(), [](const auto& choice) { return choice.allowed; });
    if (!may) continue;
    ++count;
    candidates += fmt::format("{}{}（{}）", candidates.empty() ? "" : "、", account.login, account.name);
    only = std::move(actor);
  }
  if (!login.empty()) return Error(ErrorCode::kNotFound).at("as").with("what", base::Text{"账号 " + login, "account " + login});
  if (count == 1) return std::move(*only);
  if (count == 0)
    return Error(ErrorCode::kConditionFailed)
        .at("as")
        .with("condition", base::Text{"没有可以办理此事的账号", "no account may do this"})
        .with("remedy", base::Text{"请先用 lingqu user add 建立账号，或以 --demo 启动一次", "create one with `lingqu user add`, or serve once with --demo"});
  return Error(ErrorCode::kConditionFailed)
      .at("as")
      .with("condition", base::Text{"有多个账号可以办理，需指明以谁的名义", "several accounts may do this; say which"})
      .with("remedy", base::Text{"请加 --as，可选：" + candidates, "add --as, one of: " + candidates});
}

base::Result<int64_t> find_organisation(engine::Engine& engine, const std::string& text) {
  const auto pack = engine.pack();
  const auto* entry = pack->find(pack->organisation_register);
  const lifecycle::Actor system = system_actor();
  engine::ListQuery query;
  query.register_name = pack->organisation_register;
  query.limit = 2;
  query.total = false;
  for (const std::string& key : {entry->schema.number_field, entry->schema.label_field, std::string("id")}) {
    if (key.empty()) continue;
    query.filters = {{key, engine::Filter::Operator::kEquals, {text}}};
    auto found = engine.list(query, &system);
    if (found.ok() && found->records.size() == 1) return found->records[0].id;
  }
  return Error(ErrorCode::kNotFound).at("organisation").with("what", base::Text{"单位 " + text, "organisation " + text});
}

base::Language terminal_language() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(name); value && *value)
      return std::string_view(value).starts_with("zh") ? base::Language::kZh : base::Language::kEn;
  return base::Language::kEn;
}

int fail(const Error& error, bool json) {
  if (json)
    fmt::print(stderr, "{}\n", wire::to_pretty_text(error_json(error)));
  else
    fmt::print(stderr, "lingqu: {}\n", base::to_string(error, terminal_language()));
  switch (error.code) {
    case ErrorCode::kIo:
    case ErrorCode::kStorage:
    case ErrorCode::kReadOnly:
    case ErrorCode::kInUse:
    case ErrorCode::kInternal:
      return kEnvironment;
    default:
      return kRefused;
  }
}

Progress::Progress(std::string title)
    : title_(std::move(title)), started_micros_(base::SystemClock().now().micros), terminal_(isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
  if (shown_micros_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::show(uint64_t done, uint64_t total) {
  const int64_t now = base::SystemClock().now().micros;
  if (!terminal_ || now - started_micros_ < kSecond || now - shown_micros_ < kSecond / 10 || total == 0) return;
  shown_micros_ = now;
  const int filled = static_cast<int>(done * kBarWidth / total);
  std::string bar;
  for (int i = 0; i < kBarWidth; ++i) bar += i < filled ? "█" : "░";
  fmt::print(stderr, "\r{} {} {}/{}\x1b[K", title_, bar, done, total);
  std::fflush(stderr);
}

std::function<void(uint64_t, uint64_t)> Progress::callback() {
  return [this](uint64_t done, uint64_t total) { show(done, total); };
}

}  // namespace lingqu::cli
