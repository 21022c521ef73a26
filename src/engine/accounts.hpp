// Accounts, sessions and tokens: who is calling, and the administration of who may. Slow password hashing happens on the caller's
// thread; what is written goes through the writer.
#pragma once

#include <chrono>
#include <mutex>
#include <unordered_map>

#include "engine/acts/writer.hpp"
#include "identity/identity.hpp"

namespace lingqu::engine {

class Accounts {
 public:
  Accounts(Context& context, Writer& writer) : context_(context), writer_(writer), throttle_(context.clock) {}

  base::Result<SignedIn> sign_in(const std::string& login, const std::string& password, const std::string& address);
  base::Status sign_out(const std::string& secret);
  base::Result<std::optional<Caller>> caller_of_session(const std::string& secret);
  base::Result<std::optional<Caller>> caller_of_token(const std::string& secret);
  base::Result<std::vector<AccountView>> list(const lifecycle::Actor& actor);
  base::Result<AccountView> create(const AccountCommand& command, const lifecycle::Actor& actor);
  base::Result<AccountView> change(int64_t id, const AccountCommand& command, const lifecycle::Actor& actor);
  base::Status change_password(const std::string& old_password, const std::string& new_password, const lifecycle::Actor& actor);
  base::Result<std::string> create_token(const std::string& name, int days, const lifecycle::Actor& actor);
  base::Result<int64_t> count();

 private:
  struct Cached {
    std::chrono::steady_clock::time_point until;
    std::optional<Caller> caller;
  };
  template <class Find>
  base::Result<std::optional<Caller>> cached(const std::string& key, Find find);
  void forget();
  Caller caller_of(const identity::Account& account) const;
  base::Status check_manager(const lifecycle::Actor& actor) const;
  base::Status check_memberships(const std::vector<lifecycle::Membership>& memberships);

  Context& context_;
  Writer& writer_;
  identity::Throttle throttle_;
  std::mutex mutex_;
  std::unordered_map<std::string, Cached> cache_;
};

}  // namespace lingqu::engine
