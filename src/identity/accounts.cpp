#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "identity/identity.hpp"
#include "identity/rows.hpp"

namespace lingqu::identity {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::Status;
using base::Text;
using store::ColumnType;

constexpr size_t kLongestLogin = 64;
constexpr const char* kAccountColumns = "id, login, name, person, active, must_change_password";

Account read_account(const store::Statement& row) {
  Account account;
  account.id = row.integer(0);
  account.login = row.text(1);
  account.name = row.text(2);
  if (!row.is_null(3)) account.person = row.integer(3);
  account.active = row.integer(4) != 0;
  account.must_change_password = row.integer(5) != 0;
  return account;
}

Status read_memberships(store::Connection& connection, Account& account) {
  LINGQU_TRY(rows,
             connection.prepare("SELECT organisation, role FROM membership WHERE account = $1 "
                                "ORDER BY organisation, role"));
  rows->bind(1, account.id);
  while (true) {
    LINGQU_TRY(more, rows->step());
    if (!more) return {};
    account.memberships.push_back({rows->integer(0), std::string(rows->text(1))});
  }
}

// The account in the row that `query` may give.
Result<std::optional<Account>> read_one(store::Connection& connection, store::Statement& query) {
  LINGQU_TRY(found, query.step());
  if (!found) return std::optional<Account>();
  Account account = read_account(query);
  query.reset();
  LINGQU_CHECK(read_memberships(connection, account));
  return std::optional<Account>(std::move(account));
}

Status insert_memberships(store::Connection& connection, int64_t account,
                          std::vector<Membership> memberships) {
  const auto order = [](const Membership& a, const Membership& b) {
    return std::tie(a.organisation, a.role) < std::tie(b.organisation, b.role);
  };
  std::sort(memberships.begin(), memberships.end(), order);
  memberships.erase(std::unique(memberships.begin(), memberships.end()), memberships.end());
  for (const Membership& membership : memberships) {
    LINGQU_TRY(insert, connection.prepare("INSERT INTO membership (account, organisation, role) "
                                          "VALUES ($1, $2, $3)"));
    insert->bind(1, account);
    insert->bind(2, membership.organisation);
    insert->bind_text(3, membership.role);
    LINGQU_CHECK(insert->run());
  }
  return {};
}

Status check_login(const std::string& login) {
  const Text title{"账号", "Account"};
  if (login.empty()) return Error(ErrorCode::kRequired).at("login").with("field", title);
  const bool plain = base::is_utf8(login) && std::none_of(login.begin(), login.end(), [](char c) {
                       return (c >= '\0' && c <= ' ') || c == '\x7F';
                     });
  if (!plain)
    return Error(ErrorCode::kWrongType)
        .at("login")
        .with("field", title)
        .with("value", base::is_utf8(login) ? login : std::string("?"))
        .with("expected", Text{"不含空格的账号", "an account name without blanks"})
        .with("example", "zhang.san");
  const size_t length = base::count_code_points(login);
  if (length > kLongestLogin)
    return Error(ErrorCode::kTooLong)
        .at("login")
        .with("field", title)
        .with("length", std::to_string(length))
        .with("limit", std::to_string(kLongestLogin));
  return {};
}

// The update touched its account, or there is none with this id.
Status update_account(store::Statement& update, int64_t account) {
  LINGQU_CHECK(update.run());
  if (update.changes() == 0) return no_account(account);
  return {};
}

}  // namespace

std::vector<store::Table> tables() {
  const store::Table account{"account",
                             {{"id", ColumnType::kInteger, true},
                              {"login", ColumnType::kText, true},
                              {"name", ColumnType::kText, true},
                              {"person", ColumnType::kInteger, false},
                              {"active", ColumnType::kInteger, true},
                              {"must_change_password", ColumnType::kInteger, true},
                              {"password_hash", ColumnType::kText, true},
                              {"created", ColumnType::kInteger, true}},
                             {"id"},
                             {{"account_login", {"login"}, true, ""}}};
  const store::Table membership{"membership",
                                {{"account", ColumnType::kInteger, true},
                                 {"organisation", ColumnType::kInteger, true},
                                 {"role", ColumnType::kText, true}},
                                {"account", "organisation", "role"},
                                {{"membership_organisation", {"organisation"}, false, ""}}};
  const store::Table session{
      "session",
      {{"secret_hash", ColumnType::kBlob, true},
       {"account", ColumnType::kInteger, true},
       {"expires", ColumnType::kInteger, true}},
      {"secret_hash"},
      {{"session_account", {"account"}, false, ""}, {"session_expires", {"expires"}, false, ""}}};
  const store::Table token{"token",
                           {{"id", ColumnType::kInteger, true},
                            {"account", ColumnType::kInteger, true},
                            {"name", ColumnType::kText, true},
                            {"secret_hash", ColumnType::kBlob, true},
                            {"created", ColumnType::kInteger, true},
                            {"expires", ColumnType::kInteger, true}},
                           {"id"},
                           {{"token_secret_hash", {"secret_hash"}, true, ""},
                            {"token_account", {"account"}, false, ""}}};
  return {account, membership, session, token};
}

Error no_account(int64_t account) {
  const std::string number = std::to_string(account);
  return Error(ErrorCode::kNotFound).with("what", Text{"账号 " + number, "account " + number});
}

Result<int64_t> next_id(store::Connection& connection, const std::string& table) {
  LINGQU_TRY(query, connection.prepare("SELECT coalesce(max(id), 0) + 1 FROM " + table));
  LINGQU_TRY(found, query->step());
  const int64_t id = found ? query->integer(0) : 1;
  query->reset();
  return id;
}

Result<Account> create_account(store::Connection& connection, const NewAccount& fresh,
                               const std::string& password_hash, base::Timestamp now) {
  const std::string login = base::ascii_lower(base::trim(fresh.login));
  LINGQU_CHECK(check_login(login));
  LINGQU_TRY(existing, find_account(connection, login));
  if (existing)
    return Error(ErrorCode::kNotUnique)
        .at("login")
        .with("field", Text{"账号", "Account"})
        .with("value", login);
  LINGQU_TRY(id, next_id(connection, "account"));
  LINGQU_TRY(insert, connection.prepare("INSERT INTO account (id, login, name, person, active, "
                                        "must_change_password, password_hash, created) "
                                        "VALUES ($1, $2, $3, $4, 1, $5, $6, $7)"));
  insert->bind(1, id);
  insert->bind_text(2, login);
  insert->bind_text(3, fresh.name.empty() ? login : fresh.name);
  if (fresh.person) insert->bind(4, *fresh.person);
  insert->bind(5, int64_t{fresh.must_change_password ? 1 : 0});
  insert->bind_text(6, password_hash);
  insert->bind(7, now.micros);
  LINGQU_CHECK(insert->run());
  LINGQU_CHECK(insert_memberships(connection, id, fresh.memberships));
  LINGQU_TRY(created, account_by_id(connection, id));
  if (!created) return no_account(id);
  return *std::move(created);
}

Status set_password(store::Connection& connection, int64_t account,
                    const std::string& password_hash, bool must_change_password,
                    const std::string& keep_session) {
  LINGQU_TRY(update, connection.prepare("UPDATE account SET password_hash = $2, "
                                        "must_change_password = $3 WHERE id = $1"));
  update->bind(1, account);
  update->bind_text(2, password_hash);
  update->bind(3, int64_t{must_change_password ? 1 : 0});
  LINGQU_CHECK(update_account(*update, account));
  return end_sessions(connection, account, keep_session);
}

Status set_active(store::Connection& connection, int64_t account, bool active) {
  LINGQU_TRY(update, connection.prepare("UPDATE account SET active = $2 WHERE id = $1"));
  update->bind(1, account);
  update->bind(2, int64_t{active ? 1 : 0});
  LINGQU_CHECK(update_account(*update, account));
  if (active) return {};
  return end_sessions(connection, account, "");
}

Status set_memberships(store::Connection& connection, int64_t account,
                       const std::vector<Membership>& memberships) {
  LINGQU_TRY(existing, account_by_id(connection, account));
  if (!existing) return no_account(account);
  LINGQU_TRY(clear, connection.prepare("DELETE FROM membership WHERE account = $1"));
  clear->bind(1, account);
  LINGQU_CHECK(clear->run());
  return insert_memberships(connection, account, memberships);
}

Result<std::optional<Account>> find_account(store::Connection& connection,
                                            const std::string& login) {
  const std::string wanted = base::ascii_lower(base::trim(login));
  if (!check_login(wanted).ok()) return std::optional<Account>();
  LINGQU_TRY(query, connection.prepare(std::string("SELECT ") + kAccountColumns +
                                       " FROM account WHERE login = $1"));
  query->bind_text(1, wanted);
  return read_one(connection, *query);
}

Result<std::optional<Account>> account_by_id(store::Connection& connection, int64_t id) {
  LINGQU_TRY(query, connection.prepare(std::string("SELECT ") + kAccountColumns +
                                       " FROM account WHERE id = $1"));
  query->bind(1, id);
  return read_one(connection, *query);
}

Result<std::string> password_hash_of(store::Connection& connection, int64_t account) {
  LINGQU_TRY(query, connection.prepare("SELECT password_hash FROM account WHERE id = $1"));
  query->bind(1, account);
  LINGQU_TRY(found, query->step());
  std::string hash(found ? query->text(0) : std::string_view());
  query->reset();
  return hash;
}

Result<std::vector<Account>> list_accounts(store::Connection& connection) {
  LINGQU_TRY(rows, connection.prepare(std::string("SELECT ") + kAccountColumns +
                                      " FROM account ORDER BY id"));
  std::vector<Account> accounts;
  while (true) {
    LINGQU_TRY(more, rows->step());
    if (!more) break;
    accounts.push_back(read_account(*rows));
  }
  LINGQU_TRY(memberships, connection.prepare("SELECT account, organisation, role FROM membership "
                                             "ORDER BY account, organisation, role"));
  auto account = accounts.begin();
  while (true) {
    LINGQU_TRY(more, memberships->step());
    if (!more) return accounts;
    const int64_t id = memberships->integer(0);
    while (account != accounts.end() && account->id < id) ++account;
    if (account != accounts.end() && account->id == id)
      account->memberships.push_back({memberships->integer(1), std::string(memberships->text(2))});
  }
}

Result<int64_t> count_accounts(store::Connection& connection) {
  LINGQU_TRY(query, connection.prepare("SELECT count(*) FROM account"));
  LINGQU_TRY(found, query->step());
  const int64_t count = found ? query->integer(0) : 0;
  query->reset();
  return count;
}

}  // namespace lingqu::identity
