// Accounts through the engine: who is calling, and who may say who may.
#include "unit/engine/fixture.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;

namespace {

struct People : World {
  AccountCommand account(const std::string& login, const std::string& role, int64_t organisation) const {
    AccountCommand command;
    command.login = login;
    command.name = login;
    command.password = "gute-Nacht-7-Lieder";
    command.memberships = {{{organisation, role}}};
    return command;
  }
  Actor admin = person(1000, "admin", 0);
};

}  // namespace

TEST_CASE_FIXTURE(People, "an account signs in, acts by its session and token, and signs out") {
  const auto made = take(engine->create_account(account("zhang", "office", university), admin));
  CHECK(take(engine->count_accounts()) == 1);
  CHECK(refused(engine->sign_in("zhang", "wrong", "::1")).code == ErrorCode::kBadCredentials);
  CHECK(refused(engine->sign_in("nobody", "wrong", "::2")).code == ErrorCode::kBadCredentials);
  const SignedIn session = take(engine->sign_in("zhang", "gute-Nacht-7-Lieder", "::1"));
  CHECK(session.caller.must_change_password);
  const auto caller = take(engine->caller_of_session(session.secret));
  REQUIRE(caller);
  CHECK(caller->actor.account == made.id);
  CHECK(!caller->manages_accounts);
  CHECK(!caller->csrf.empty());
  CHECK(take(engine->act(command("thing", 0, "create", R"({"title": "x"})", caller->actor))).after->owner == university);
  const std::string token = take(engine->create_token("程序", 30, caller->actor));
  CHECK(take(engine->caller_of_token(token))->actor.account == made.id);
  CHECK(!take(engine->caller_of_token(token + "x")));
  done(engine->sign_out(session.secret));
  CHECK(!take(engine->caller_of_session(session.secret)));
  clock.advance(31 * kDay);
  reopen();
  CHECK(!take(engine->caller_of_token(token)));
}

TEST_CASE_FIXTURE(People, "only who manages accounts does so, and memberships must exist") {
  CHECK(refused(engine->create_account(account("a", "office", university), office)).code == ErrorCode::kForbidden);
  CHECK(refused(engine->accounts(regulator)).code == ErrorCode::kForbidden);
  CHECK(refused(engine->create_account(account("abc", "pilot", university), admin)).code == ErrorCode::kUnknownCode);
  CHECK(refused(engine->create_account(account("abc", "office", 99), admin)).code == ErrorCode::kBadReference);
  CHECK(refused(engine->create_account(account("abc", "office", 0), admin)).code == ErrorCode::kBadReference);
  CHECK(take(engine->create_account(account("chen", "regulator", 0), admin)).memberships.size() == 1);
  CHECK(take(engine->accounts(admin)).size() == 1);
}

TEST_CASE_FIXTURE(People, "an account that is disabled, or loses its role, has no rights at once") {
  const auto made = take(engine->create_account(account("zhang", "office", university), admin));
  const SignedIn session = take(engine->sign_in("zhang", "gute-Nacht-7-Lieder", "::1"));
  AccountCommand change;
  change.memberships = std::vector<lifecycle::Membership>{};
  take(engine->change_account(made.id, change, admin));
  auto caller = take(engine->caller_of_session(session.secret));
  REQUIRE(caller);
  CHECK(caller->actor.memberships.empty());
  change = {};
  change.active = false;
  take(engine->change_account(made.id, change, admin));
  CHECK(!take(engine->caller_of_session(session.secret)));
  CHECK(refused(engine->sign_in("zhang", "gute-Nacht-7-Lieder", "::1")).code == ErrorCode::kBadCredentials);
}
