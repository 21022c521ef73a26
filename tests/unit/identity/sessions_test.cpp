#include <doctest/doctest.h>

#include "unit/identity/fixture.hpp"

using namespace lingqu::identity;
using namespace lingqu::identity::test;
using lingqu::base::ErrorCode;
using lingqu::base::Timestamp;

namespace {

struct OneAccount : Fixture {
  int64_t account = add("zhang");
  NewSecret open(Timestamp now = kStart) {
    return take(open_session(db(), account, now, random()));
  }
  bool alive(const std::string& secret, Timestamp now) {
    return take(find_session(db(), secret, now)).has_value();
  }
  NewSecret token(const std::string& name, Timestamp expires) {
    return take(create_token(db(), account, name, expires, kStart, random()));
  }
};

}  // namespace

TEST_CASE_FIXTURE(OneAccount, "a session is found by its secret") {
  const NewSecret fresh = open();
  CHECK(fresh.secret.size() == 64);
  CHECK(fresh.csrf.size() == 32);
  CHECK(fresh.secret.find(fresh.csrf) == std::string::npos);
  const auto session = take(find_session(db(), fresh.secret, kStart));
  REQUIRE(session.has_value());
  CHECK(session->account == account);
  CHECK(session->csrf == fresh.csrf);
  CHECK(session->expires == after(12 * kHour));
}

TEST_CASE_FIXTURE(OneAccount, "secrets differ, and so do their CSRF tokens") {
  const NewSecret one = open();
  const NewSecret two = open();
  CHECK(one.secret != two.secret);
  CHECK(one.csrf != two.csrf);
}

TEST_CASE_FIXTURE(OneAccount, "anything else finds nothing") {
  const NewSecret fresh = open();
  std::string changed = fresh.secret;
  changed[63] = changed[63] == '0' ? '1' : '0';
  for (const std::string& secret :
       {std::string(), changed, fresh.secret.substr(1), fresh.secret + "0", fresh.csrf,
        std::string(64, '\0'), "lq_" + fresh.secret, std::string(100'000, 'a')})
    CHECK(!alive(secret, kStart));
}

TEST_CASE_FIXTURE(OneAccount, "the database does not hold what a thief could use") {
  const NewSecret fresh = open();
  const NewSecret program = token("import", after(kHour));
  for (const std::string& secret : {fresh.secret, fresh.csrf, program.secret})
    for (const char* sql :
         {"SELECT count(*) FROM session WHERE instr(hex(secret_hash), upper($1)) > 0",
          "SELECT count(*) FROM token WHERE instr(hex(secret_hash), upper($1)) > 0"}) {
      auto* search = take(db().prepare(sql));
      search->bind_text(1, secret);
      REQUIRE(take(search->step()));
      CHECK(search->integer(0) == 0);
    }
}

TEST_CASE_FIXTURE(OneAccount, "a session ends after twelve hours") {
  const NewSecret fresh = open();
  CHECK(alive(fresh.secret, after(12 * kHour - 1)));
  CHECK(!alive(fresh.secret, after(12 * kHour)));
}

TEST_CASE_FIXTURE(OneAccount, "use renews a session, at most once a minute") {
  const NewSecret fresh = open();
  const auto expires = [&](Timestamp now) {
    return take(find_session(db(), fresh.secret, now))->expires;
  };
  const auto needs = [&](Timestamp now) {
    return needs_renewal(*take(find_session(db(), fresh.secret, now)), now);
  };
  CHECK(!needs(after(kMinute - 1)));
  done(renew_session(db(), fresh.secret, after(kMinute - 1)));
  CHECK(expires(kStart) == after(12 * kHour));
  CHECK(needs(after(kMinute)));
  done(renew_session(db(), fresh.secret, after(kMinute)));
  CHECK(expires(kStart) == after(12 * kHour + kMinute));
  CHECK(!needs(after(kMinute)));
}

TEST_CASE_FIXTURE(OneAccount, "a session that ran out is not renewed, nor one that never was") {
  const NewSecret fresh = open();
  done(renew_session(db(), fresh.secret, after(12 * kHour)));
  CHECK(!alive(fresh.secret, after(12 * kHour)));
  done(renew_session(db(), std::string(64, 'a'), kStart));
  CHECK(number("SELECT count(*) FROM session") == 1);
}

TEST_CASE_FIXTURE(OneAccount, "signing out ends this session only, and may be repeated") {
  const NewSecret one = open();
  const NewSecret two = open();
  done(close_session(db(), one.secret));
  done(close_session(db(), one.secret));
  CHECK(!alive(one.secret, kStart));
  CHECK(alive(two.secret, kStart));
}

TEST_CASE_FIXTURE(OneAccount, "opening a session sweeps those that ran out") {
  open();
  open(after(kHour));
  open(after(12 * kHour));
  CHECK(number("SELECT count(*) FROM session") == 2);
}

TEST_CASE_FIXTURE(OneAccount, "no session for an account that does not exist") {
  CHECK(refused(open_session(db(), account + 1, kStart, random())) == ErrorCode::kNotFound);
  CHECK(number("SELECT count(*) FROM session") == 0);
}

TEST_CASE_FIXTURE(OneAccount, "a token speaks for its account until it expires") {
  const NewSecret fresh = token("import", after(kHour));
  CHECK(fresh.secret.starts_with("lq_"));
  CHECK(fresh.csrf.empty());
  CHECK(take(find_token(db(), fresh.secret, kStart)) == account);
  CHECK(take(find_token(db(), fresh.secret, after(kHour - 1))) == account);
  CHECK(!take(find_token(db(), fresh.secret, after(kHour))).has_value());
}

TEST_CASE_FIXTURE(OneAccount, "a token of an inactive account sleeps") {
  const NewSecret fresh = token("import", after(kHour));
  done(set_active(db(), account, false));
  CHECK(!take(find_token(db(), fresh.secret, kStart)).has_value());
  done(set_active(db(), account, true));
  CHECK(take(find_token(db(), fresh.secret, kStart)).has_value());
}

TEST_CASE_FIXTURE(OneAccount, "a token is no session and a session no token") {
  const NewSecret program = token("import", after(kHour));
  const NewSecret person = open();
  CHECK(!alive(program.secret, kStart));
  CHECK(!alive(program.secret.substr(3), kStart));
  CHECK(!take(find_token(db(), person.secret, kStart)).has_value());
  CHECK(!take(find_token(db(), "lq_" + person.secret, kStart)).has_value());
  CHECK(!take(find_token(db(), "", kStart)).has_value());
}

TEST_CASE_FIXTURE(OneAccount, "tokens are listed and revoked by their owner only") {
  const NewSecret one = token("one", after(kHour));
  const NewSecret two = token("two", after(2 * kHour));
  const int64_t other = add("li");
  const std::vector<Token> tokens = take(list_tokens(db(), account));
  REQUIRE(tokens.size() == 2);
  CHECK(tokens[0].name == "one");
  CHECK(tokens[0].created == kStart);
  CHECK(tokens[1].expires == after(2 * kHour));
  CHECK(take(list_tokens(db(), other)).empty());
  CHECK(refused(revoke_token(db(), other, tokens[0].id)) == ErrorCode::kNotFound);
  CHECK(take(find_token(db(), one.secret, kStart)).has_value());
  done(revoke_token(db(), account, tokens[0].id));
  CHECK(!take(find_token(db(), one.secret, kStart)).has_value());
  CHECK(take(find_token(db(), two.secret, kStart)).has_value());
  CHECK(refused(revoke_token(db(), account, tokens[0].id)) == ErrorCode::kNotFound);
  CHECK(refused(create_token(db(), 99, "x", after(1), kStart, random())) == ErrorCode::kNotFound);
}
