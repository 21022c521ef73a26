// Accounts, memberships, roles, sessions and tokens. Tables: account, membership, session, token (docs/design/identity.md).
// Passwords: Argon2id (libsodium, 64 MiB, 3 passes). Sessions and tokens are random 256-bit secrets; the database keeps their SHA-256.
// Functions that write run in the caller's transaction on the writer connection (the act pipeline calls them).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "store/database.hpp"
#include "store/schema.hpp"

namespace lingqu::identity {

std::vector<store::Table> tables();

struct Membership {
  int64_t organisation = 0;  // record id in the pack's organisation register; 0 = the whole region
  std::string role;
  bool operator==(const Membership&) const = default;
};

struct Account {
  int64_t id = 0;
  std::string login;  // unique, compared in lower case
  std::string name;
  std::optional<int64_t> person;  // record id in the pack's person register
  bool active = true;
  bool must_change_password = false;
  std::vector<Membership> memberships;
};

struct NewAccount {
  std::string login;
  std::string name;
  std::string password;  // empty: no password login (programs)
  std::optional<int64_t> person;
  std::vector<Membership> memberships;
  bool must_change_password = false;
};

struct Session {
  int64_t account = 0;
  std::string csrf;  // to be sent back in X-CSRF-Token with every unsafe request
  base::Timestamp expires;
};

// --- password hashing is slow on purpose (about 100 ms): do it outside the writer thread -------------------------------------
base::Result<std::string> hash_password(const std::string& password, base::Random& random);  // kWeakPassword, kBusy (no memory)
// False, after the same time, when `encoded` is empty or not an encoded password.
bool check_password(const std::string& encoded, const std::string& password);
// Takes as long as check_password: for logins that do not exist, so that they cannot be told from those that do.
void waste_password_time(const std::string& password);
// Takes as long as check_password does: for logins that do not exist.
void waste_password_time(const std::string& password);

// --- writes (writer connection, inside a transaction) -------------------------------------------------------------------------
// The login is kept in lower case: 1 to 64 characters without blanks. kNotUnique, kRequired, kWrongType, kTooLong.
base::Result<Account> create_account(store::Connection&, const NewAccount&, const std::string& password_hash, base::Timestamp now);
// Ends every session of the account but the one whose secret is `keep_session`. kNotFound, as for all that name an account.
base::Status set_password(store::Connection&, int64_t account, const std::string& password_hash, bool must_change_password = false,
                          const std::string& keep_session = {});
base::Status set_active(store::Connection&, int64_t account, bool active);  // also ends its sessions
base::Status set_memberships(store::Connection&, int64_t account, const std::vector<Membership>&);
struct NewSecret {
  std::string secret;  // shown once; 64 hexadecimal digits, for tokens "lq_" before them
  std::string csrf;    // empty for tokens
};
// 12 hours, renewed at most once a minute by use. kBadCredentials if the account is inactive. Also drops sessions that ran out.
base::Result<NewSecret> open_session(store::Connection&, int64_t account, base::Timestamp now, base::Random&);
// Writes only when a minute has passed since the last renewal, see needs_renewal; an expired session stays expired.
base::Status renew_session(store::Connection&, const std::string& secret, base::Timestamp now);
bool needs_renewal(const Session& session, base::Timestamp now);
base::Status close_session(store::Connection&, const std::string& secret);
base::Result<NewSecret> create_token(store::Connection&, int64_t account, const std::string& name, base::Timestamp expires, base::Timestamp now,
                                     base::Random&);
base::Status revoke_token(store::Connection&, int64_t account, int64_t token);  // kNotFound if it is not the account's

// --- reads ---------------------------------------------------------------------------------------------------------------------
base::Result<std::optional<Account>> find_account(store::Connection&, const std::string& login);
base::Result<std::optional<Account>> account_by_id(store::Connection&, int64_t id);
base::Result<std::string> password_hash_of(store::Connection&, int64_t account);  // "" if none
base::Result<std::vector<Account>> list_accounts(store::Connection&);
base::Result<int64_t> count_accounts(store::Connection&);
// Nothing when unknown, expired, or the account is inactive.
base::Result<std::optional<Session>> find_session(store::Connection&, const std::string& secret, base::Timestamp now);
base::Result<std::optional<int64_t>> find_token(store::Connection&, const std::string& secret, base::Timestamp now);  // account id
struct Token {
  int64_t id = 0;
  std::string name;
  base::Timestamp created;
  base::Timestamp expires;
};
base::Result<std::vector<Token>> list_tokens(store::Connection&, int64_t account);  // oldest first, expired ones too

// Slows down guessing: after 5 failures for a login or 20 for an address, each further try waits twice as long (1 s up to 15 minutes).
// A success clears the login, not the address. One failure is forgotten every 12 minutes (login) or 3 minutes (address), so that the
// typing errors of a large house behind one address do not add up.
// In memory, bounded, thread-safe.
class Throttle {
 public:
  explicit Throttle(const base::Clock& clock);
  ~Throttle();
  // 0 = go on; otherwise seconds to wait.
  int64_t wait_seconds(const std::string& login, const std::string& address);
  void failed(const std::string& login, const std::string& address);
  void succeeded(const std::string& login, const std::string& address);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lingqu::identity
