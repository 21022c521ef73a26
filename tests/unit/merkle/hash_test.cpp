#include "merkle/hash.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace lingqu::merkle;

TEST_CASE("hash: vectors of the standards") {
  CHECK(to_hex(hash(HashAlgorithm::kSm3, "abc")) ==
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  std::string second;  // GB/T 32905-2016, example 2
  for (int i = 0; i < 16; ++i) second += "abcd";
  CHECK(to_hex(hash(HashAlgorithm::kSm3, second)) ==
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
  CHECK(to_hex(hash(HashAlgorithm::kSha256, "abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(hash(HashAlgorithm::kSha256, "")) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE(
    "hash: two parts hash like their concatenation, also when algorithms alternate and threads "
    "compete") {
  auto work = [] {
    for (int i = 0; i < 200; ++i) {
      CHECK(hash(HashAlgorithm::kSm3, "ab", "c") == hash(HashAlgorithm::kSm3, "abc"));
      CHECK(hash(HashAlgorithm::kSha256, "a", "bc") == hash(HashAlgorithm::kSha256, "abc"));
    }
  };
  std::thread other(work);
  work();
  other.join();
}

TEST_CASE("hash: names and texts") {
  for (HashAlgorithm algorithm : {HashAlgorithm::kSm3, HashAlgorithm::kSha256}) {
    CHECK(*parse_hash_algorithm(name(algorithm)) == algorithm);
    const Digest digest = hash(algorithm, "x");
    CHECK(*digest_from(bytes_of(digest)) == digest);
    CHECK(*digest_from_text(algorithm, to_string(algorithm, digest)) == digest);
    CHECK(*digest_from_hex(to_hex(digest)) == digest);
  }
  CHECK(!parse_hash_algorithm("SM3").ok());
  CHECK(!parse_hash_algorithm("md5").ok());
  CHECK(!digest_from(std::string(31, 'x')).ok());
  const std::string good = to_string(HashAlgorithm::kSm3, hash(HashAlgorithm::kSm3, "x"));
  CHECK(!digest_from_text(HashAlgorithm::kSha256, good).ok());
  CHECK(!digest_from_text(HashAlgorithm::kSm3, good + "0").ok());
  CHECK(!digest_from_hex("A" + std::string(63, '0')).ok());
  CHECK(!digest_from_hex("g" + std::string(63, '0')).ok());
}
