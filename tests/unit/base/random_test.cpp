#include "base/random.hpp"

#include <doctest/doctest.h>

#include <set>
#include <thread>
#include <vector>

using namespace lingqu::base;

namespace {

class ConstantRandom final : public Random {
 public:
  explicit ConstantRandom(char byte) : byte_(byte) {}
  std::string bytes(size_t count) override { return std::string(count, byte_); }

 private:
  char byte_;
};

}  // namespace

TEST_CASE("the system gives as many bytes as asked, and different ones") {
  SystemRandom random;
  CHECK(random.bytes(0).empty());
  CHECK(random.bytes(1).size() == 1);
  CHECK(random.bytes(1000).size() == 1000);
  CHECK(random.bytes(16) != random.bytes(16));
}

TEST_CASE("a seed repeats itself") {
  SeededRandom one(7);
  SeededRandom two(7);
  SeededRandom other(8);
  const std::string first = one.bytes(13);
  CHECK(first.size() == 13);
  CHECK(first == two.bytes(13));
  CHECK(first != other.bytes(13));
  CHECK(one.bytes(13) != first);
}

TEST_CASE("ids are 26 characters of Crockford base32") {
  ConstantRandom zero('\0');
  ConstantRandom ones('\xFF');
  CHECK(random_id(zero) == "00000000000000000000000000");
  CHECK(random_id(ones) == "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  SystemRandom random;
  const std::string id = random_id(random);
  CHECK(id.size() == 26);
  CHECK(id.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ") == std::string::npos);
}

TEST_CASE("threads that share a seeded source never get the same bytes") {
  SeededRandom random(1);
  std::vector<std::vector<std::string>> got(4);
  std::vector<std::thread> threads;
  for (auto& mine : got)
    threads.emplace_back([&random, &mine] {
      for (int i = 0; i < 200; ++i) mine.push_back(random.bytes(8));
    });
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> all;
  for (const auto& mine : got) all.insert(mine.begin(), mine.end());
  CHECK(all.size() == 800);
}
