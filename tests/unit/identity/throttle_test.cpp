#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "unit/identity/fixture.hpp"

using namespace lingqu::identity;
using namespace lingqu::identity::test;
using lingqu::base::FixedClock;

namespace {

constexpr int64_t kSecond = 1'000'000;

struct Guess {
  FixedClock clock{kStart};
  Throttle throttle{clock};
  void fail(int times, const std::string& login = "zhang", const std::string& address = "::1") {
    for (int i = 0; i < times; ++i) throttle.failed(login, address);
  }
  int64_t wait(const std::string& login = "zhang", const std::string& address = "::1") {
    return throttle.wait_seconds(login, address);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Guess,
                  "four failures cost nothing, the fifth a second, each further twice that") {
  CHECK(wait() == 0);
  fail(4);
  CHECK(wait() == 0);
  for (const int64_t seconds : {1, 2, 4, 8, 16}) {
    fail(1);
    CHECK(wait() == seconds);
  }
}

TEST_CASE_FIXTURE(Guess, "waiting helps, and is rounded up to whole seconds") {
  fail(7);
  CHECK(wait() == 4);
  clock.advance(kSecond);
  CHECK(wait() == 3);
  clock.advance(2 * kSecond + 1);
  CHECK(wait() == 1);
  clock.advance(kSecond);
  CHECK(wait() == 0);
  fail(1);
  CHECK(wait() == 8);
}

TEST_CASE_FIXTURE(Guess, "nobody waits longer than a quarter of an hour") {
  fail(1000);
  CHECK(wait() == 900);
}

TEST_CASE_FIXTURE(Guess, "a login is one, however it is written; others are not concerned") {
  fail(3, "zhang", "10.0.0.1");
  fail(2, " ZHANG ", "10.0.0.2");
  CHECK(wait("Zhang", "10.0.0.3") == 1);
  CHECK(wait("li", "10.0.0.1") == 0);
}

TEST_CASE_FIXTURE(Guess, "an address that tries many logins waits too") {
  for (int i = 0; i < 19; ++i) throttle.failed("user" + std::to_string(i), "10.0.0.1");
  CHECK(wait("new", "10.0.0.1") == 0);
  throttle.failed("user19", "10.0.0.1");
  CHECK(wait("new", "10.0.0.1") == 1);
  CHECK(wait("new", "10.0.0.2") == 0);
}

TEST_CASE_FIXTURE(Guess, "success clears the login, not the address") {
  fail(20);
  CHECK(wait() == 900);
  throttle.succeeded("zhang", "::1");
  CHECK(wait() == 1);
  CHECK(wait("zhang", "::2") == 0);
  throttle.succeeded("nobody", "::3");
  CHECK(wait("nobody", "::3") == 0);
}

TEST_CASE_FIXTURE(Guess, "failures are forgotten with time") {
  fail(4);
  clock.advance(12 * kMinute);
  fail(1);
  CHECK(wait() == 0);
  clock.advance(60 * kMinute);
  fail(4);
  CHECK(wait() == 0);
  fail(1);
  CHECK(wait() == 1);
}

TEST_CASE_FIXTURE(Guess, "the typing errors of a large house do not add up") {
  for (int i = 0; i < 200; ++i) {
    throttle.failed("user" + std::to_string(i), "10.0.0.1");
    clock.advance(3 * kMinute);
  }
  CHECK(wait("new", "10.0.0.1") == 0);
}

TEST_CASE_FIXTURE(Guess, "memory is bounded: the oldest failures make room") {
  fail(10, "first", "10.0.0.1");
  CHECK(wait("first", "10.0.0.1") == 32);
  for (int i = 0; i < 60'000; ++i) {
    throttle.failed("user" + std::to_string(i), "10.0." + std::to_string(i));
  }
  CHECK(wait("first", "10.0.0.1") == 0);
  fail(5, "user59999", "x");
  CHECK(wait("user59999", "y") == 2);
}

TEST_CASE_FIXTURE(Guess, "keys of any length and content") {
  const std::string huge(1'000'000, 'a');
  fail(5, huge, huge);
  CHECK(wait(huge, "x") == 1);
  fail(5, "", "");
  CHECK(wait("", "x") == 1);
}

TEST_CASE_FIXTURE(Guess, "threads may use it together, and no failure is lost") {
  std::vector<std::thread> threads;
  std::atomic<int64_t> longest{0};
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([this, &longest, i] {
      for (int n = 0; n < 2; ++n) {
        throttle.failed("zhang", "10.0.0." + std::to_string(i));
        longest = wait("zhang", "x");
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(wait("zhang", "x") == 8);
  CHECK(longest <= 8);
}
