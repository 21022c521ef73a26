#include <doctest/doctest.h>

#include "unit/identity/fixture.hpp"

using namespace lingqu::identity;
using namespace lingqu::identity::test;
using lingqu::base::ErrorCode;

TEST_CASE_FIXTURE(Fixture, "an account comes back as it was made") {
  NewAccount fresh;
  fresh.login = " Zhang.San ";
  fresh.name = "张三";
  fresh.person = 42;
  fresh.memberships = {{7, "transfer_office"}, {0, "auditor"}, {7, "transfer_office"}};
  fresh.must_change_password = true;
  const Account created = take(create(fresh, "$argon2id$x"));
  CHECK(created.login == "zhang.san");
  CHECK(created.name == "张三");
  CHECK(created.person == 42);
  CHECK(created.active);
  CHECK(created.must_change_password);
  CHECK(created.memberships == std::vector<Membership>{{0, "auditor"}, {7, "transfer_office"}});
  const auto found = take(find_account(db(), "ZHANG.SAN"));
  REQUIRE(found.has_value());
  CHECK(found->id == created.id);
  CHECK(found->memberships == created.memberships);
  CHECK(take(password_hash_of(db(), created.id)) == "$argon2id$x");
}

TEST_CASE_FIXTURE(Fixture, "an account without password, person or name") {
  NewAccount fresh;
  fresh.login = "importer";
  const Account created = take(create(fresh, ""));
  CHECK(created.name == "importer");
  CHECK(!created.person.has_value());
  CHECK(!created.must_change_password);
  CHECK(take(password_hash_of(db(), created.id)) == "");
}

TEST_CASE_FIXTURE(Fixture, "a login is used once, whatever its case") {
  add("zhang");
  NewAccount again;
  again.login = "ZHANG";
  const auto refusal = create(again);
  CHECK(refused(refusal) == ErrorCode::kNotUnique);
  CHECK(refusal.error().field == "login");
  CHECK(take(count_accounts(db())) == 1);
}

TEST_CASE_FIXTURE(Fixture, "what cannot be a login is refused") {
  const std::pair<std::string, ErrorCode> cases[] = {
      {"", ErrorCode::kRequired},
      {" 　", ErrorCode::kRequired},
      {"zhang san", ErrorCode::kWrongType},
      {"zhang\tsan", ErrorCode::kWrongType},
      {std::string("zhang\0san", 9), ErrorCode::kWrongType},
      {"zhang\x7F", ErrorCode::kWrongType},
      {"\xC1\xE9", ErrorCode::kWrongType},
      {std::string(65, 'a'), ErrorCode::kTooLong}};
  for (const auto& [login, code] : cases) {
    CAPTURE(login);
    NewAccount fresh;
    fresh.login = login;
    CHECK(refused(create(fresh)) == code);
    CHECK(!take(find_account(db(), login)).has_value());
  }
  CHECK(take(count_accounts(db())) == 0);
  NewAccount longest;
  longest.login = std::string(64, 'a');
  CHECK(create(longest).ok());
  NewAccount chinese;
  chinese.login = "张三";
  CHECK(create(chinese).ok());
}

TEST_CASE_FIXTURE(Fixture, "unknown accounts") {
  CHECK(!take(find_account(db(), "nobody")).has_value());
  CHECK(!take(account_by_id(db(), 1)).has_value());
  CHECK(take(password_hash_of(db(), 1)) == "");
  CHECK(take(count_accounts(db())) == 0);
  CHECK(take(list_accounts(db())).empty());
  CHECK(refused(set_password(db(), 1, "x")) == ErrorCode::kNotFound);
  CHECK(refused(set_active(db(), 1, false)) == ErrorCode::kNotFound);
  CHECK(refused(set_memberships(db(), 1, {{1, "a"}})) == ErrorCode::kNotFound);
  CHECK(number("SELECT count(*) FROM membership") == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "accounts are listed with their memberships, in the order they were made") {
  const int64_t b = add("b");
  const int64_t a = add("a");
  const int64_t c = add("c");
  done(set_memberships(db(), b, {{2, "x"}, {1, "y"}}));
  done(set_memberships(db(), c, {{3, "z"}}));
  const std::vector<Account> all = take(list_accounts(db()));
  REQUIRE(all.size() == 3);
  CHECK(all[0].id == b);
  CHECK(all[0].memberships == std::vector<Membership>{{1, "y"}, {2, "x"}});
  CHECK(all[1].id == a);
  CHECK(all[1].memberships.empty());
  CHECK(all[2].memberships == std::vector<Membership>{{3, "z"}});
}

TEST_CASE_FIXTURE(Fixture, "memberships are replaced as a whole") {
  const int64_t id = add("zhang");
  done(set_memberships(db(), id, {{1, "a"}, {2, "b"}}));
  done(set_memberships(db(), id, {{2, "c"}}));
  CHECK(take(account_by_id(db(), id))->memberships == std::vector<Membership>{{2, "c"}});
  done(set_memberships(db(), id, {}));
  CHECK(take(account_by_id(db(), id))->memberships.empty());
}

TEST_CASE_FIXTURE(Fixture, "a new password ends the sessions, but the one that changed it") {
  const int64_t id = add("zhang");
  const int64_t other = add("li");
  const std::string kept = take(open_session(db(), id, kStart, random())).secret;
  const std::string ended = take(open_session(db(), id, kStart, random())).secret;
  const std::string others = take(open_session(db(), other, kStart, random())).secret;
  done(set_password(db(), id, "new", false, kept));
  CHECK(take(password_hash_of(db(), id)) == "new");
  CHECK(take(find_session(db(), kept, kStart)).has_value());
  CHECK(!take(find_session(db(), ended, kStart)).has_value());
  CHECK(take(find_session(db(), others, kStart)).has_value());
  done(set_password(db(), id, "newer", true));
  CHECK(!take(find_session(db(), kept, kStart)).has_value());
  CHECK(take(account_by_id(db(), id))->must_change_password);
  done(set_password(db(), id, "newest"));
  CHECK(!take(account_by_id(db(), id))->must_change_password);
}

TEST_CASE_FIXTURE(Fixture, "an inactive account has no sessions and gets none") {
  const int64_t id = add("zhang");
  const std::string secret = take(open_session(db(), id, kStart, random())).secret;
  done(set_active(db(), id, false));
  CHECK(!take(account_by_id(db(), id))->active);
  CHECK(!take(find_session(db(), secret, kStart)).has_value());
  CHECK(refused(open_session(db(), id, kStart, random())) == ErrorCode::kBadCredentials);
  done(set_active(db(), id, true));
  CHECK(!take(find_session(db(), secret, kStart)).has_value());
  CHECK(open_session(db(), id, kStart, random()).ok());
}

TEST_CASE_FIXTURE(Fixture, "what is not committed did not happen") {
  {
    const auto transaction = take(lingqu::store::Transaction::write(db()));
    NewAccount fresh;
    fresh.login = "zhang";
    CHECK(create_account(db(), fresh, "", kStart).ok());
  }
  CHECK(take(count_accounts(db())) == 0);
}
