#include "merkle/signature.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdlib>

namespace lingqu::merkle {
namespace {

constexpr std::string_view kSm2UserId =
    "1234567812345678";  // GB/T 32918.2, default distinguishing identifier

struct Free {
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(EVP_PKEY_CTX* p) const { EVP_PKEY_CTX_free(p); }
  void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
  void operator()(BIO* p) const { BIO_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

const unsigned char* data_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

base::Error bad_key(std::string_view zh, std::string_view en) {
  return base::Error(base::ErrorCode::kBadRequest)
      .with("reason", base::Text{std::string(zh), std::string(en)});
}

// The algorithm a key belongs to. An "EC" key on the SM2 curve counts as SM2 (some tools label it
// so).
base::Result<SignatureAlgorithm> algorithm_of(EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "ED25519") == 1) return SignatureAlgorithm::kEd25519;
  if (EVP_PKEY_is_a(key, "SM2") == 1) return SignatureAlgorithm::kSm2Sm3;
  return bad_key("密钥不是 SM2 或 Ed25519 密钥", "the key is neither an SM2 nor an Ed25519 key");
}

// A digest context readied for one-shot signing or verifying. The key context, if made here, is
// owned by the caller.
struct Operation {
  Owned<EVP_PKEY_CTX> parameters;
  Owned<EVP_MD_CTX> context{EVP_MD_CTX_new()};

  bool start(EVP_PKEY* key, SignatureAlgorithm algorithm, bool signing) {
    if (!context) return false;
    const bool sm2 = algorithm == SignatureAlgorithm::kSm2Sm3;
    if (sm2) {
      parameters.reset(EVP_PKEY_CTX_new(key, nullptr));
      if (!parameters || EVP_PKEY_CTX_set1_id(parameters.get(), kSm2UserId.data(),
                                              static_cast<int>(kSm2UserId.size())) <= 0) {
        return false;
      }
      EVP_MD_CTX_set_pkey_ctx(context.get(), parameters.get());
    }
    const EVP_MD* digest = sm2 ? EVP_sm3() : nullptr;
    return (signing ? EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key)
                    : EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key)) == 1;
  }
};

}  // namespace

std::string_view name(SignatureAlgorithm algorithm) {
  return algorithm == SignatureAlgorithm::kSm2Sm3 ? "sm2-sm3" : "ed25519";
}

base::Result<SignatureAlgorithm> parse_signature_algorithm(std::string_view name) {
  if (name == "sm2-sm3") return SignatureAlgorithm::kSm2Sm3;
  if (name == "ed25519") return SignatureAlgorithm::kEd25519;
  return bad_key("未知的签名算法：" + std::string(name),
                 "unknown signature algorithm: " + std::string(name));
}

struct PrivateKey::Impl {
  Owned<EVP_PKEY> key;
  SignatureAlgorithm algorithm;
};

PrivateKey::PrivateKey(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

base::Result<PrivateKey> PrivateKey::generate(SignatureAlgorithm algorithm) {
  const char* type = algorithm == SignatureAlgorithm::kSm2Sm3 ? "SM2" : "ED25519";
  Owned<EVP_PKEY> key(EVP_PKEY_Q_keygen(nullptr, nullptr, type));
  if (!key) return bad_key("无法生成密钥", "no key could be made");
  return PrivateKey(std::make_unique<Impl>(Impl{std::move(key), algorithm}));
}

base::Result<PrivateKey> PrivateKey::from_pem(std::string_view pkcs8_pem) {
  Owned<BIO> memory(BIO_new_mem_buf(pkcs8_pem.data(), static_cast<int>(pkcs8_pem.size())));
  if (!memory) std::abort();
  // The empty password callback keeps OpenSSL from asking on the terminal for an encrypted key.
  auto no_password = [](char*, int, int, void*) { return -1; };
  Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(memory.get(), nullptr, no_password, nullptr));
  if (!key)
    return bad_key("无法读取私钥（应为未加密的 PKCS#8 PEM）",
                   "the private key cannot be read (unencrypted PKCS#8 PEM is expected)");
  LINGQU_TRY(algorithm, algorithm_of(key.get()));
  return PrivateKey(std::make_unique<Impl>(Impl{std::move(key), algorithm}));
}

std::string PrivateKey::to_pem() const {
  Owned<BIO> memory(BIO_new(BIO_s_secmem()));
  if (!memory || PEM_write_bio_PKCS8PrivateKey(memory.get(), impl_->key.get(), nullptr, nullptr, 0,
                                               nullptr, nullptr) != 1) {
    std::abort();
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<size_t>(size)};
}

std::string PrivateKey::public_key() const {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(impl_->key.get(), &der);
  if (size <= 0) std::abort();
  std::string text(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return text;
}

SignatureAlgorithm PrivateKey::algorithm() const {
  return impl_->algorithm;
}

base::Result<std::string> PrivateKey::sign(std::string_view message) const {
  Operation operation;
  size_t size = 0;
  if (operation.start(impl_->key.get(), impl_->algorithm, true) &&
      EVP_DigestSign(operation.context.get(), nullptr, &size, data_of(message), message.size()) ==
          1) {
    std::string signature(size, '\0');
    if (EVP_DigestSign(operation.context.get(), reinterpret_cast<unsigned char*>(signature.data()),
                       &size, data_of(message), message.size()) == 1) {
      signature.resize(size);
      return signature;
    }
  }
  return bad_key("签名失败", "signing failed");
}

base::Result<bool> verify_signature(SignatureAlgorithm algorithm, std::string_view public_key_der,
                                    std::string_view message, std::string_view signature) {
  const unsigned char* cursor = data_of(public_key_der);
  Owned<EVP_PKEY> key(d2i_PUBKEY(nullptr, &cursor, static_cast<long>(public_key_der.size())));
  if (!key || cursor != data_of(public_key_der) + public_key_der.size()) {
    return bad_key("无法读取公钥", "the public key cannot be read");
  }
  LINGQU_TRY(of_key, algorithm_of(key.get()));
  if (of_key != algorithm)
    return bad_key("公钥与签名算法不符", "the public key is of another algorithm");
  Operation operation;
  if (!operation.start(key.get(), algorithm, false))
    return bad_key("公钥无法使用", "the public key cannot be used");
  return EVP_DigestVerify(operation.context.get(), data_of(signature), signature.size(),
                          data_of(message), message.size()) == 1;
}

}  // namespace lingqu::merkle
