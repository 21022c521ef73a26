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
base::Result<std::string> hash_password(const std::string& password, base::Random& random);  // kWeakPassword; salted, encoded form
bool check_password(const std::string& encoded, const std::string& password);
// Takes as long as check_password does: for logins that do not exist.
void waste_password_time(const std::string& password);

// --- writes (writer connection, inside a transaction) -------------------------------------------------------------------------
base::Result<Account> create_account(store::Connection&, const NewAccount&, const std::string& password_hash, base::Timestamp now);
base::Status set_password(store::Connection&, int64_t account, const std::string& password_hash);
base::Status set_active(store::Connection&, int64_t account, bool active);  // also ends its sessions
base::Status set_memberships(store::Connection&, int64_t account, const std::vector<Membership>&);
struct NewSecret {
  std::string secret;  // shown once
  std::string csrf;
};
// 12 hours, renewed at most once a minute by use.
base::Result<NewSecret> open_session(store::Connection&, int64_t account, base::Timestamp now, base::Random&);
base::Status close_session(store::Connection&, const std::string& secret);
base::Result<NewSecret> create_token(store::Connection&, int64_t account, const std::string& name, base::Timestamp expires, base::Timestamp now,
                                     base::Random&);
base::Status revoke_token(store::Connection&, int64_t account, int64_t token);

// --- reads ---------------------------------------------------------------------------------------------------------------------
base::Result<std::optional<Account>> find_account(store::Connection&, const std::string& login);
base::Result<std::optional<Account>> account_by_id(store::Connection&, int64_t id);
base::Result<std::string> password_hash_of(store::Connection&, int64_t account);  // "" if none
base::Result<std::vector<Account>> list_accounts(store::Connection&);
base::Result<int64_t> count_accounts(store::Connection&);
// Nothing when unknown, expired, or the account is inactive.
base::Result<std::optional<Session>> find_session(store::Connection&, const std::string& secret, base::Timestamp now);
base::Result<std::optional<int64_t>> find_token(store::Connection&, const std::string& secret, base::Timestamp now);  // account id

// Slows down guessing: after 5 failures for a login or 20 for an address, each further try waits twice as long (up to 15 minutes).
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
