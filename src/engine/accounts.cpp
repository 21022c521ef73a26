#include "engine/accounts.hpp"

#include <algorithm>

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;
using base::Status;
using lifecycle::Actor;

namespace {

constexpr auto kCacheTime = std::chrono::seconds(1);
constexpr size_t kCallersKept = 10'000;
constexpr int64_t kMicrosPerDay = 86'400'000'000;

AccountView view_of(const identity::Account& account) {
  AccountView view{account.id, account.login, account.name, account.person, account.active, {}};
  for (const auto& membership : account.memberships) view.memberships.push_back({membership.organisation, membership.role});
  return view;
}

std::vector<identity::Membership> memberships_of(const std::vector<lifecycle::Membership>& given) {
  std::vector<identity::Membership> memberships;
  for (const auto& membership : given) memberships.push_back({membership.organisation, membership.role});
  return memberships;
}

}  // namespace

Caller Accounts::caller_of(const identity::Account& account) const {
  Caller caller;
  caller.login = account.login;
  caller.must_change_password = account.must_change_password;
  caller.actor.account = account.id;
  caller.actor.name = account.name;
  caller.actor.person = account.person;
  for (const auto& membership : account.memberships) {
    const pack::Role* role = context_.pack->find_role(membership.role);
    if (!role) continue;  // a role that a newer pack no longer has gives no rights
    caller.actor.memberships.push_back({membership.organisation, membership.role});
    if (role->region_scope) caller.actor.region_roles.push_back(membership.role);
    caller.manages_accounts = caller.manages_accounts || role->manages_accounts;
    caller.audits = caller.audits || role->audits;
  }
  return caller;
}

base::Result<SignedIn> Accounts::sign_in(const std::string& login, const std::string& password, const std::string& address) {
  if (const int64_t wait = throttle_.wait_seconds(login, address); wait > 0)
    return Error(ErrorCode::kThrottled).with("seconds", std::to_string(wait));
  std::optional<identity::Account> account;
  std::string encoded;
  {
    LINGQU_TRY(connection, context_.database->reader());
    LINGQU_TRY(found, identity::find_account(*connection, login));
    if (found && found->active) {
      LINGQU_TRY(stored, identity::password_hash_of(*connection, found->id));
      encoded = stored;
      account = std::move(found);
    }
  }
  // The same time passes for an account that does not exist, so that logins cannot be guessed one by one.
  if (encoded.empty()) identity::waste_password_time(password);
  if (encoded.empty() || !identity::check_password(encoded, password)) {
    throttle_.failed(login, address);
    return Error(ErrorCode::kBadCredentials);
  }
  throttle_.succeeded(login, address);
  SignedIn signed_in;
  LINGQU_CHECK(writer_.run([&](store::Connection& connection, evidence::Log&, Sequences&, std::vector<Change>&) -> Status {
    LINGQU_TRY(secret, identity::open_session(connection, account->id, context_.clock.now(), context_.random));
    signed_in.secret = secret.secret;
    signed_in.caller = caller_of(*account);
    signed_in.caller.csrf = secret.csrf;
    return {};
  }));
  return signed_in;
}

Status Accounts::sign_out(const std::string& secret) {
  Status status = writer_.run([&](store::Connection& connection, evidence::Log&, Sequences&, std::vector<Change>&) {
    return identity::close_session(connection, secret);
  });
  forget();
  return status;
}

template <class Find>
base::Result<std::optional<Caller>> Accounts::cached(const std::string& key, Find find) {
  const auto now = std::chrono::steady_clock::now();
  {
    std::lock_guard lock(mutex_);
    auto found = cache_.find(key);
    if (found != cache_.end() && found->second.until > now) return found->second.caller;
  }
  LINGQU_TRY(connection, context_.database->reader());
  auto caller = find(*connection);
  if (!caller.ok()) return caller;
  std::lock_guard lock(mutex_);
  if (cache_.size() >= kCallersKept) cache_.clear();
  cache_[key] = {now + kCacheTime, *caller};
  return caller;
}

void Accounts::forget() {
  std::lock_guard lock(mutex_);
  cache_.clear();
}

base::Result<std::optional<Caller>> Accounts::caller_of_session(const std::string& secret) {
  return cached("s" + secret, [&](store::Connection& connection) -> base::Result<std::optional<Caller>> {
    LINGQU_TRY(session, identity::find_session(connection, secret, context_.clock.now()));
    if (!session) return std::optional<Caller>();
    LINGQU_TRY(account, identity::account_by_id(connection, session->account));
    if (!account) return std::optional<Caller>();
    if (identity::needs_renewal(*session, context_.clock.now()) && !context_.settings.read_only) {
      LINGQU_CHECK(writer_.run([&](store::Connection& writing, evidence::Log&, Sequences&, std::vector<Change>&) {
        return identity::renew_session(writing, secret, context_.clock.now());
      }));
    }
    Caller caller = caller_of(*account);
    caller.csrf = session->csrf;
    return std::optional<Caller>(std::move(caller));
  });
}

base::Result<std::optional<Caller>> Accounts::caller_of_token(const std::string& secret) {
  return cached("t" + secret, [&](store::Connection& connection) -> base::Result<std::optional<Caller>> {
    LINGQU_TRY(id, identity::find_token(connection, secret, context_.clock.now()));
    if (!id) return std::optional<Caller>();
    LINGQU_TRY(account, identity::account_by_id(connection, *id));
    return account ? std::optional<Caller>(caller_of(*account)) : std::nullopt;
  });
}

Status Accounts::check_manager(const Actor& actor) const {
  base::Text needed;
  for (const auto& role : context_.pack->roles) {
    if (!role.manages_accounts) continue;
    const bool held = std::any_of(actor.memberships.begin(), actor.memberships.end(), [&](const auto& m) { return m.role == role.name; });
    if (held || actor.system) return {};
    needed.zh += (needed.zh.empty() ? "" : "、") + role.title.zh;
    needed.en += (needed.en.empty() ? "" : ", ") + role.title.in(base::Language::kEn);
  }
  if (actor.system) return {};
  return Error(ErrorCode::kForbidden).with("act", base::Text{"账号管理", "Manage accounts"}).with("roles", needed);
}

Status Accounts::check_memberships(const std::vector<lifecycle::Membership>& memberships) {
  const RegisterTable* organisations = context_.find(context_.pack->organisation_register);
  LINGQU_TRY(connection, context_.database->reader());
  for (size_t i = 0; i < memberships.size(); ++i) {
    const auto& membership = memberships[i];
    const std::string path = "memberships/" + std::to_string(i);
    const pack::Role* role = context_.pack->find_role(membership.role);
    std::string known;
    for (const auto& one : context_.pack->roles) known += (known.empty() ? "" : ", ") + one.name;
    if (!role)
      return Error(ErrorCode::kUnknownCode).at(path + "/role").with("field", base::Text{"角色", "Role"}).with("value", membership.role)
          .with("vocabulary", base::Text{"角色", "roles"}).with("allowed", known);
    if (role->region_scope && membership.organisation == 0) continue;
    bool exists = false;
    if (organisations) {
      LINGQU_TRY(record, organisations->map.load(*connection, membership.organisation));
      exists = record.has_value();
    }
    if (!exists)
      return Error(ErrorCode::kBadReference).at(path + "/organisation").with("field", base::Text{"单位", "Organisation"})
          .with("value", "#" + std::to_string(membership.organisation)).with("target", organisations ? organisations->schema().title : base::Text{});
  }
  return {};
}

base::Result<std::vector<AccountView>> Accounts::list(const Actor& actor) {
  LINGQU_CHECK(check_manager(actor));
  LINGQU_TRY(connection, context_.database->reader());
  LINGQU_TRY(accounts, identity::list_accounts(*connection));
  std::vector<AccountView> views;
  for (const auto& account : accounts) views.push_back(view_of(account));
  return views;
}

base::Result<AccountView> Accounts::create(const AccountCommand& command, const Actor& actor) {
  LINGQU_CHECK(check_manager(actor));
  const auto memberships = command.memberships.value_or(std::vector<lifecycle::Membership>());
  LINGQU_CHECK(check_memberships(memberships));
  std::string encoded;
  if (!command.password.empty()) {
    LINGQU_TRY(hashed, identity::hash_password(command.password, context_.random));
    encoded = hashed;
  }
  // A password that somebody else chose must be changed at first use.
  identity::NewAccount fresh{command.login, command.name, command.password, command.person, memberships_of(memberships), !actor.system};
  identity::Account created;
  LINGQU_CHECK(writer_.run([&](store::Connection& connection, evidence::Log&, Sequences&, std::vector<Change>&) -> Status {
    LINGQU_TRY(account, identity::create_account(connection, fresh, encoded, context_.clock.now()));
    created = std::move(account);
    return {};
  }));
  return view_of(created);
}

base::Result<AccountView> Accounts::change(int64_t id, const AccountCommand& command, const Actor& actor) {
  LINGQU_CHECK(check_manager(actor));
  if (command.memberships) LINGQU_CHECK(check_memberships(*command.memberships));
  std::string encoded;
  if (!command.password.empty()) {
    LINGQU_TRY(hashed, identity::hash_password(command.password, context_.random));
    encoded = hashed;
  }
  if (id == actor.account && command.active && !*command.active)
    return Error(ErrorCode::kConditionFailed).at("active").with("condition", base::Text{"不能停用自己的账号", "one’s own account cannot be disabled"})
        .with("remedy", base::Text{"请由另一位管理员办理", "Ask another administrator"});
  identity::Account changed;
  LINGQU_CHECK(writer_.run([&](store::Connection& connection, evidence::Log&, Sequences&, std::vector<Change>&) -> Status {
    LINGQU_TRY(before, identity::account_by_id(connection, id));
    if (!before) return Error(ErrorCode::kNotFound).with("what", base::Text{"账号", "account"});
    if (!encoded.empty()) LINGQU_CHECK(identity::set_password(connection, id, encoded, true));
    if (command.active) LINGQU_CHECK(identity::set_active(connection, id, *command.active));
    if (command.memberships) LINGQU_CHECK(identity::set_memberships(connection, id, memberships_of(*command.memberships)));
    LINGQU_TRY(after, identity::account_by_id(connection, id));
    changed = *after;
    return {};
  }));
  forget();
  return view_of(changed);
}

Status Accounts::change_password(const std::string& old_password, const std::string& new_password, const Actor& actor) {
  {
    LINGQU_TRY(connection, context_.database->reader());
    LINGQU_TRY(encoded, identity::password_hash_of(*connection, actor.account));
    if (!identity::check_password(encoded, old_password)) return Error(ErrorCode::kBadCredentials).at("old");
  }
  auto hashed = identity::hash_password(new_password, context_.random);
  if (!hashed.ok()) return std::move(hashed).error().at("new");
  Status status = writer_.run([&](store::Connection& connection, evidence::Log&, Sequences&, std::vector<Change>&) {
    return identity::set_password(connection, actor.account, *hashed);
  });
  forget();
  return status;
}

base::Result<std::string> Accounts::create_token(const std::string& name, int days, const Actor& actor) {
  if (days < 1 || days > 366)
    return Error(ErrorCode::kOutOfRange).at("days").with("field", base::Text{"有效天数", "Days"}).with("value", std::to_string(days))
        .with("minimum", "1").with("maximum", "366");
  if (base::trim(name).empty()) return Error(ErrorCode::kRequired).at("name").with("field", base::Text{"令牌名称", "Name"});
  std::string secret;
  LINGQU_CHECK(writer_.run([&](store::Connection& connection, evidence::Log&, Sequences&, std::vector<Change>&) -> Status {
    const base::Timestamp now = context_.clock.now();
    LINGQU_TRY(made, identity::create_token(connection, actor.account, name, {now.micros + days * kMicrosPerDay}, now, context_.random));
    secret = made.secret;
    return {};
  }));
  return secret;
}

base::Result<int64_t> Accounts::count() {
  LINGQU_TRY(connection, context_.database->reader());
  return identity::count_accounts(*connection);
}

}  // namespace lingqu::engine
