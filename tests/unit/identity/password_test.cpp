#include <doctest/doctest.h>

#include "unit/identity/fixture.hpp"

using namespace lingqu::identity;
using namespace lingqu::identity::test;
using lingqu::base::ErrorCode;
using lingqu::base::SeededRandom;

TEST_CASE("a password is recognised, anything near it is not") {
  SeededRandom random(1);
  const std::string encoded = take(hash_password("灵渠 joins two rivers", random));
  CHECK(encoded.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
  CHECK(check_password(encoded, "灵渠 joins two rivers"));
  for (const char* wrong :
       {"", "灵渠 joins two river", "灵渠 joins two rivers ", "灵渠 Joins two rivers"}) {
    CAPTURE(wrong);
    CHECK(!check_password(encoded, wrong));
  }
}

TEST_CASE("the same password is salted anew each time") {
  SeededRandom random(1);
  const std::string one = take(hash_password("correct horse", random));
  const std::string two = take(hash_password("correct horse", random));
  CHECK(one != two);
  CHECK(check_password(two, "correct horse"));
}

TEST_CASE("what is no encoded password opens nothing") {
  for (const std::string& encoded :
       {std::string(), std::string("correct horse"), std::string("$argon2id$"),
        std::string("$argon2id$v=19$m=65536,t=3,p=1$AAAA"), std::string("$2y$10$abcdefgh")}) {
    CAPTURE(encoded);
    CHECK(!check_password(encoded, "correct horse"));
    CHECK(!check_password(encoded, ""));
  }
  CHECK(!check_password("", std::string(5'000'000, 'x')));
}

TEST_CASE("weak passwords are refused with the reason") {
  const std::pair<std::string, const char*> cases[] = {
      {"", "only 0 characters"},
      {"123456789", "only 9 characters"},
      {"灵渠灵渠灵渠灵渠灵", "only 9 characters"},
      {"aaaaaaaaaaaaaaaa", "too few"},
      {"abababababab", "too few"},
      {"1234567890", "plain sequence"},
      {"0987654321", "plain sequence"},
      {"qwertyuiop", "plain sequence"},
      {"QWERTYUIOP", "plain sequence"},
      {"abcdefghijkl", "plain sequence"},
      {"1qaz2wsx3edc", "plain sequence"},
      {std::string(1025, 'x'), "more than 1024"},
      {"\xC1\xE9\xC7\xFE\xC1\xE9\xC7\xFE\xC1\xE9", "not valid UTF-8"}};
  SeededRandom random(1);
  for (const auto& [password, reason] : cases) {
    CAPTURE(password);
    const auto result = hash_password(password, random);
    CHECK(refused(result) == ErrorCode::kWeakPassword);
    CHECK(result.error().message(lingqu::base::Language::kEn).find(reason) != std::string::npos);
  }
}

TEST_CASE("ten characters that differ are enough, in any script") {
  SeededRandom random(1);
  CHECK(hash_password("灵渠连接湘江与漓江两水", random).ok());
  CHECK(hash_password("k3-fj!s9 x", random).ok());
}

TEST_CASE("time is wasted on any password") {
  waste_password_time("");
  waste_password_time(std::string("a\0b", 3));
  waste_password_time(std::string(2'000'000, 'x'));
  CHECK(!check_password("", "anything"));
}
