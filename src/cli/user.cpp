#include <fmt/format.h>

#include <iostream>

#include "cli/session.hpp"

namespace lingqu::cli {

using base::Error;
using base::ErrorCode;

namespace {

// The password given, read from standard input for "-", or a made one (then `made` is set and it is printed).
std::string password_of(const UserOptions& options, base::Random& random, bool& made) {
  made = options.password.empty();
  if (made) return base::random_id(random).substr(0, 16);
  if (options.password != "-") return options.password;
  std::string line;
  std::getline(std::cin, line);
  return line;
}

base::Result<engine::AccountView> add(engine::Engine& engine, const UserOptions& options, const std::string& password) {
  const auto pack = engine.pack();
  engine::AccountCommand command;
  command.login = options.login;
  command.name = options.name.empty() ? options.login : options.name;
  command.password = password;
  int64_t organisation = 0;
  if (!options.organisation.empty()) {
    LINGQU_TRY(found, find_organisation(engine, options.organisation));
    organisation = found;
  }
  command.memberships = {{organisation, options.role}};
  return engine.create_account(command, system_actor());
}

}  // namespace

int user_add(const UserOptions& options) {
  auto opened = open_engine(options.place, false);
  if (!opened) return kEnvironment;
  bool made = false;
  const std::string password = password_of(options, opened->random, made);
  auto account = add(*opened->engine, options, password);
  if (!account.ok()) return fail(account.error(), options.place.json);
  fmt::print("account {} ({}) created / 账号已建立\n", account->login, options.role);
  if (made) fmt::print("password / 初始密码: {}\n", password);
  return kDone;
}

int user_password(const UserOptions& options) {
  auto opened = open_engine(options.place, false);
  if (!opened) return kEnvironment;
  auto accounts = opened->engine->accounts(system_actor());
  if (!accounts.ok()) return fail(accounts.error(), options.place.json);
  for (const auto& account : *accounts) {
    if (account.login != options.login) continue;
    bool made = false;
    engine::AccountCommand command;
    command.password = password_of(options, opened->random, made);
    auto changed = opened->engine->change_account(account.id, command, system_actor());
    if (!changed.ok()) return fail(changed.error(), options.place.json);
    fmt::print("password of {} changed / 密码已重置\n", options.login);
    if (made) fmt::print("password / 新密码: {}\n", command.password);
    return kDone;
  }
  return fail(Error(ErrorCode::kNotFound).with("what", base::Text{"账号 " + options.login, "account " + options.login}), options.place.json);
}

int user_list(const Place& place) {
  auto opened = open_engine(place, true);
  if (!opened) return kEnvironment;
  auto accounts = opened->engine->accounts(system_actor());
  if (!accounts.ok()) return fail(accounts.error(), place.json);
  for (const auto& account : *accounts) {
    std::string roles;
    for (const auto& membership : account.memberships) roles += fmt::format(" {}@{}", membership.role, membership.organisation);
    fmt::print("{}\t{}\t{}{}\n", account.login, account.name, account.active ? "" : "(disabled / 已停用)", roles);
  }
  return kDone;
}

}  // namespace lingqu::cli
