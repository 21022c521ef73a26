#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string_view>

#include "base/text.hpp"
#include "identity/identity.hpp"

namespace lingqu::identity {

namespace {

using base::Text;

constexpr unsigned long long kPasses = 3;
constexpr size_t kMemory = size_t{64} << 20;
constexpr size_t kSaltBytes = crypto_pwhash_argon2id_SALTBYTES;
constexpr size_t kHashBytes = 32;
constexpr size_t kShortest = 10;        // characters
constexpr size_t kLongest = 1024;       // bytes
constexpr size_t kFewestDifferent = 5;  // characters

void start_sodium() {
  static const int started = sodium_init();
  if (started < 0) std::abort();
}

// False for want of memory.
bool argon2id(const std::string& password, const std::string& salt, std::string& hash) {
  start_sodium();
  hash.resize(kHashBytes);
  return crypto_pwhash_argon2id(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                                password.data(), password.size(),
                                reinterpret_cast<const unsigned char*>(salt.data()), kPasses,
                                kMemory, crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0;
}

// Base64 as the encoded form of Argon2 writes it, without padding.
std::string unpadded(const std::string& bytes) {
  std::string text = base::to_base64(bytes);
  while (text.ends_with('=')) text.pop_back();
  return text;
}

// Rows of the keyboard, digits and letters in order, in both directions.
bool is_sequence(const std::string& password) {
  const std::string text = base::ascii_lower(password);
  for (const std::string_view row :
       {"01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p"}) {
    const std::string backwards(row.rbegin(), row.rend());
    if (row.find(text) != std::string_view::npos || backwards.find(text) != std::string::npos)
      return true;
  }
  return false;
}

// What makes the password too weak; empty texts if nothing does.
Text weakness(const std::string& password) {
  if (!base::is_utf8(password)) return {"不是有效的 UTF-8 文本", "it is not valid UTF-8"};
  const size_t length = base::count_code_points(password);
  if (length < kShortest) {
    const std::string count = std::to_string(length);
    return {"只有 " + count + " 个字符", "it has only " + count + " characters"};
  }
  if (password.size() > kLongest) return {"超过 1024 字节", "it has more than 1024 bytes"};
  if (std::set<char>(password.begin(), password.end()).size() < kFewestDifferent)
    return {"不同的字符太少", "too few of its characters differ"};
  if (is_sequence(password)) return {"是连续的字符", "it is a plain sequence"};
  return {};
}

}  // namespace

base::Result<std::string> hash_password(const std::string& password, base::Random& random) {
  if (const Text reason = weakness(password); !reason.zh.empty())
    return base::Error(base::ErrorCode::kWeakPassword).at("password").with("reason", reason);
  const std::string salt = random.bytes(kSaltBytes);
  std::string hash;
  if (!argon2id(password, salt, hash)) return base::Error(base::ErrorCode::kBusy);
  return "$argon2id$v=19$m=" + std::to_string(kMemory / 1024) + ",t=" + std::to_string(kPasses) +
         ",p=1$" + unpadded(salt) + "$" + unpadded(hash);
}

bool check_password(const std::string& encoded, const std::string& password) {
  start_sodium();
  if (!encoded.starts_with("$argon2id$") || password.size() > kLongest) {
    waste_password_time(password);
    return false;
  }
  return crypto_pwhash_str_verify(encoded.c_str(), password.data(), password.size()) == 0;
}

void waste_password_time(const std::string& password) {
  std::string hash;
  static_cast<void>(argon2id(password.substr(0, kLongest), std::string(kSaltBytes, '\0'), hash));
}

}  // namespace lingqu::identity
