#include "merkle/hash.hpp"

#include <openssl/evp.h>

#include <cstdlib>
#include <cstring>

#include "base/text.hpp"

namespace lingqu::merkle {
namespace {

// Fetching an algorithm costs more than hashing a leaf, so it is done once; a missing one (a
// crippled OpenSSL) is fatal, for nothing could be proven.
const EVP_MD* fetched(HashAlgorithm algorithm) {
  static const EVP_MD* const sm3 = EVP_MD_fetch(nullptr, "SM3", nullptr);
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  const EVP_MD* digest = algorithm == HashAlgorithm::kSm3 ? sm3 : sha256;
  if (digest == nullptr) std::abort();
  return digest;
}

struct ThreadContext {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  HashAlgorithm algorithm{};
  bool ready = false;
  ThreadContext() = default;
  ThreadContext(const ThreadContext&) = delete;
  ThreadContext& operator=(const ThreadContext&) = delete;
  ~ThreadContext() { EVP_MD_CTX_free(context); }

  // A context that already has its algorithm restarts much faster without naming it again.
  void start(HashAlgorithm wanted) {
    const EVP_MD* digest = ready && algorithm == wanted ? nullptr : fetched(wanted);
    if (context == nullptr || EVP_DigestInit_ex2(context, digest, nullptr) != 1) std::abort();
    algorithm = wanted;
    ready = true;
  }
};

}  // namespace

std::string_view name(HashAlgorithm algorithm) {
  return algorithm == HashAlgorithm::kSm3 ? "sm3" : "sha256";
}

base::Result<HashAlgorithm> parse_hash_algorithm(std::string_view name) {
  if (name == "sm3") return HashAlgorithm::kSm3;
  if (name == "sha256") return HashAlgorithm::kSha256;
  return base::Error(base::ErrorCode::kBadRequest)
      .with("reason", base::Text{"未知的杂凑算法：" + std::string(name),
                                 "unknown hash algorithm: " + std::string(name)});
}

Digest hash(HashAlgorithm algorithm, std::string_view bytes) {
  return hash(algorithm, bytes, {});
}

Digest hash(HashAlgorithm algorithm, std::string_view first, std::string_view second) {
  thread_local ThreadContext thread;
  thread.start(algorithm);
  Digest digest;
  if (EVP_DigestUpdate(thread.context, first.data(), first.size()) != 1 ||
      (!second.empty() && EVP_DigestUpdate(thread.context, second.data(), second.size()) != 1) ||
      EVP_DigestFinal_ex(thread.context, digest.data(), nullptr) != 1) {
    std::abort();
  }
  return digest;
}

std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

base::Result<Digest> digest_from(std::string_view bytes32) {
  Digest digest;
  if (bytes32.size() != digest.size()) {
    return base::Error(base::ErrorCode::kBadRequest)
        .with("reason", base::Text{"杂凑值应为 32 字节", "a digest has 32 bytes"});
  }
  std::memcpy(digest.data(), bytes32.data(), digest.size());
  return digest;
}

std::string to_string(HashAlgorithm algorithm, const Digest& digest) {
  std::string text;
  text.reserve(72);
  append_text(text, algorithm, digest);
  return text;
}

void append_text(std::string& out, HashAlgorithm algorithm, const Digest& digest) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::array<char, 64> hex;
  for (size_t i = 0; i < digest.size(); ++i) {
    hex[2 * i] = kDigits[digest[i] >> 4];
    hex[2 * i + 1] = kDigits[digest[i] & 15];
  }
  out.append(name(algorithm)).append(1, ':').append(hex.data(), hex.size());
}

base::Result<Digest> digest_from_text(HashAlgorithm algorithm, std::string_view text) {
  const std::string_view prefix = name(algorithm);
  base::Error wrong(base::ErrorCode::kBadRequest);
  wrong = std::move(wrong).with("reason", base::Text{"杂凑值格式不正确", "malformed digest"});
  if (text.size() != prefix.size() + 65 || !text.starts_with(prefix) || text[prefix.size()] != ':')
    return wrong;
  return digest_from_hex(text.substr(prefix.size() + 1));
}

base::Result<Digest> digest_from_hex(std::string_view hex) {
  Digest digest;
  auto nibble = [](char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  bool good = hex.size() == 64;
  for (size_t i = 0; good && i < digest.size(); ++i) {
    const int high = nibble(hex[2 * i]);
    const int low = nibble(hex[2 * i + 1]);
    good = high >= 0 && low >= 0;
    digest[i] = static_cast<uint8_t>(high * 16 + low);
  }
  if (good) return digest;
  return base::Error(base::ErrorCode::kBadRequest)
      .with("reason", base::Text{"杂凑值应为 64 位小写十六进制数",
                                 "a digest is written as 64 lower-case hexadecimal digits"});
}

std::string to_hex(const Digest& digest) {
  return base::to_hex(bytes_of(digest));
}

}  // namespace lingqu::merkle
