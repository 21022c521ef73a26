#include "merkle/signature.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"

using namespace lingqu;
using namespace lingqu::merkle;

TEST_CASE("signature: made, verified, refused after any change") {
  for (SignatureAlgorithm algorithm : {SignatureAlgorithm::kSm2Sm3, SignatureAlgorithm::kEd25519}) {
    CAPTURE(name(algorithm));
    CHECK(*parse_signature_algorithm(name(algorithm)) == algorithm);
    auto key = PrivateKey::generate(algorithm);
    REQUIRE(key.ok());
    auto signature = key->sign("head");
    REQUIRE(signature.ok());
    if (algorithm == SignatureAlgorithm::kEd25519) CHECK(signature->size() == 64);
    CHECK(*verify_signature(algorithm, key->public_key(), "head", *signature));
    CHECK(!*verify_signature(algorithm, key->public_key(), "heae", *signature));
    CHECK(!*verify_signature(algorithm, key->public_key(), "head", ""));
    for (size_t bit = 0; bit < signature->size() * 8; ++bit) {
      std::string changed = *signature;
      changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
      auto verified = verify_signature(algorithm, key->public_key(), "head", changed);
      CHECK(!(verified.ok() && *verified));
    }
    auto other = PrivateKey::generate(algorithm);
    REQUIRE(other.ok());
    CHECK(!*verify_signature(algorithm, other->public_key(), "head", *signature));
  }
}

TEST_CASE("signature: a key goes through PEM and stays the same key") {
  for (SignatureAlgorithm algorithm : {SignatureAlgorithm::kSm2Sm3, SignatureAlgorithm::kEd25519}) {
    auto key = PrivateKey::generate(algorithm);
    REQUIRE(key.ok());
    const std::string pem = key->to_pem();
    CHECK(pem.starts_with("-----BEGIN PRIVATE KEY-----"));
    auto again = PrivateKey::from_pem(pem);
    REQUIRE(again.ok());
    CHECK(again->algorithm() == algorithm);
    CHECK(again->public_key() == key->public_key());
    auto signature = again->sign("m");
    REQUIRE(signature.ok());
    CHECK(*verify_signature(algorithm, key->public_key(), "m", *signature));
  }
}

TEST_CASE("signature: vector of RFC 8032 section 7.1, test 2") {
  std::string der;
  std::string signature;
  REQUIRE(base::from_hex(
      "302a300506032b65700321003d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      der));
  REQUIRE(
      base::from_hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e159"
                     "96e458f3613d0f11d8c387b"
                     "2eaeb4302aeeb00d291612bb0c00",
                     signature));
  CHECK(*verify_signature(SignatureAlgorithm::kEd25519, der, "\x72", signature));
  CHECK(!*verify_signature(SignatureAlgorithm::kEd25519, der, "\x73", signature));
}

TEST_CASE("signature: keys that cannot be used are errors, not false") {
  auto sm2 = PrivateKey::generate(SignatureAlgorithm::kSm2Sm3);
  auto ed = PrivateKey::generate(SignatureAlgorithm::kEd25519);
  REQUIRE(sm2.ok());
  REQUIRE(ed.ok());
  CHECK(!verify_signature(SignatureAlgorithm::kSm2Sm3, ed->public_key(), "m", "s").ok());
  CHECK(!verify_signature(SignatureAlgorithm::kEd25519, sm2->public_key(), "m", "s").ok());
  CHECK(!verify_signature(SignatureAlgorithm::kSm2Sm3, "", "m", "s").ok());
  CHECK(!verify_signature(SignatureAlgorithm::kSm2Sm3, sm2->public_key() + "x", "m", "s").ok());
  CHECK(!PrivateKey::from_pem("").ok());
  CHECK(
      !PrivateKey::from_pem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").ok());
  CHECK(!parse_signature_algorithm("rsa").ok());
}
