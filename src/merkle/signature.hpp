// Signatures over checkpoints: SM2 with SM3 (GB/T 32918, default user id "1234567812345678"), Ed25519 (RFC 8032). Thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace lingqu::merkle {

enum class SignatureAlgorithm : uint8_t { kSm2Sm3, kEd25519 };
std::string_view name(SignatureAlgorithm algorithm);  // "sm2-sm3", "ed25519"
base::Result<SignatureAlgorithm> parse_signature_algorithm(std::string_view name);

class PrivateKey {
 public:
  static base::Result<PrivateKey> generate(SignatureAlgorithm algorithm);
  static base::Result<PrivateKey> from_pem(std::string_view pkcs8_pem);
  std::string to_pem() const;         // PKCS#8
  std::string public_key() const;     // SubjectPublicKeyInfo, DER
  SignatureAlgorithm algorithm() const;
  base::Result<std::string> sign(std::string_view message) const;  // DER for SM2, 64 bytes for Ed25519

  PrivateKey(PrivateKey&&) noexcept;
  PrivateKey& operator=(PrivateKey&&) noexcept;
  ~PrivateKey();

 private:
  struct Impl;
  explicit PrivateKey(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// False for a wrong signature; an error when the key itself cannot be read.
base::Result<bool> verify_signature(SignatureAlgorithm algorithm, std::string_view public_key_der, std::string_view message, std::string_view signature);

}  // namespace lingqu::merkle
