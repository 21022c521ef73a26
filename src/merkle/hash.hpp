// Hash functions of the evidence log, by name: SM3 (GB/T 32905-2016) and SHA-256 (FIPS 180-4).
// Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace lingqu::merkle {

enum class HashAlgorithm : uint8_t { kSm3, kSha256 };
std::string_view name(HashAlgorithm algorithm);  // "sm3", "sha256"
base::Result<HashAlgorithm> parse_hash_algorithm(std::string_view name);

using Digest = std::array<uint8_t, 32>;
Digest hash(HashAlgorithm algorithm, std::string_view bytes);
// Hash of the concatenation.
Digest hash(HashAlgorithm algorithm, std::string_view first, std::string_view second);
std::string_view bytes_of(const Digest& digest);
base::Result<Digest> digest_from(std::string_view bytes32);
// "sm3:<64 hexadecimal digits>"
std::string to_string(HashAlgorithm algorithm, const Digest& digest);
void append_text(std::string& out, HashAlgorithm algorithm, const Digest& digest);
// Back from it; kBadRequest for another algorithm, other length or upper-case digits.
base::Result<Digest> digest_from_text(HashAlgorithm algorithm, std::string_view text);
// 64 lower-case hexadecimal digits without the name, and back.
std::string to_hex(const Digest& digest);
base::Result<Digest> digest_from_hex(std::string_view hex);

}  // namespace lingqu::merkle
