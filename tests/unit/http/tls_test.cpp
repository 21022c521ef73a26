// The same server over TLS.
#include <doctest/doctest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>

#include "unit/http/client.hpp"

using namespace lingqu;
using namespace lingqu::http;
using namespace lingqu::http::test;

namespace {

// A certificate for 127.0.0.1 that signs itself, in a folder of its own.
struct Certificate {
  std::string folder, certificate, key;

  Certificate() {
    char name[] = "/tmp/lingqu-tls-XXXXXX";
    folder = ::mkdtemp(name);
    certificate = folder + "/certificate.pem";
    key = folder + "/key.pem";
    EVP_PKEY* pair = EVP_EC_gen("P-256");
    X509* made = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    X509_gmtime_adj(X509_getm_notBefore(made), -60);
    X509_gmtime_adj(X509_getm_notAfter(made), 3'600);
    X509_set_pubkey(made, pair);
    X509_NAME* subject = X509_get_subject_name(made);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
    X509_set_issuer_name(made, subject);
    REQUIRE(X509_sign(made, pair, EVP_sha256()) > 0);
    std::FILE* file = std::fopen(certificate.c_str(), "w");
    PEM_write_X509(file, made);
    std::fclose(file);
    file = std::fopen(key.c_str(), "w");
    PEM_write_PrivateKey(file, pair, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
    X509_free(made);
    EVP_PKEY_free(pair);
  }
  ~Certificate() { std::filesystem::remove_all(folder); }
};

// Sends one request over TLS of at most `version`; what came until the end, "" if the handshake
// failed.
std::string exchange(uint16_t port, const std::string& request, int version) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context, version);
  SSL_CTX_set_cipher_list(context, "DEFAULT:@SECLEVEL=0");
  const int handle = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  SSL* tls = SSL_new(context);
  SSL_set_fd(tls, handle);
  std::string out;
  if (SSL_connect(tls) == 1) {
    SSL_write(tls, request.data(), static_cast<int>(request.size()));
    char bytes[16'384];
    for (int count; (count = SSL_read(tls, bytes, sizeof bytes)) > 0;)
      out.append(bytes, static_cast<size_t>(count));
  }
  SSL_free(tls);
  ::close(handle);
  SSL_CTX_free(context);
  return out;
}

}  // namespace

TEST_CASE("over TLS") {
  const Certificate certificate;
  ServerSettings settings;
  settings.tls_certificate = certificate.certificate;
  settings.tls_key = certificate.key;
  Fixture fixture(std::move(settings));
  const std::string body = R"({"login":"li","password":"right"})";
  const std::string request =
      "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: "
      "application/json\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body;
  const std::string reply = exchange(fixture.port(), request, TLS1_3_VERSION);
  CHECK(reply.find("HTTP/1.1 200 OK") == 0);
  CHECK(reply.find("Strict-Transport-Security: max-age=") != std::string::npos);
  CHECK(reply.find("SameSite=Strict; Secure") != std::string::npos);
  CHECK(exchange(fixture.port(), request, TLS1_2_VERSION).find("200 OK") != std::string::npos);
  CHECK(exchange(fixture.port(), request, TLS1_1_VERSION).empty());
  Client plain(fixture.port());
  plain.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(plain.receive().status == 0);
  CHECK(exchange(fixture.port(), request, TLS1_3_VERSION).find("200 OK") != std::string::npos);
}
