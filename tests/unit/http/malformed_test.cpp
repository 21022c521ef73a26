// What is no proper HTTP is refused with the right status, and never as a 500.
#include <doctest/doctest.h>

#include "unit/http/client.hpp"

using namespace lingqu;
using namespace lingqu::http;
using namespace lingqu::http::test;

namespace {

std::string repeat(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

struct Case {
  const char* name;
  std::string bytes;
  int status;  // 0: closed without a reply
};

const std::string kHost = "Host: x\r\n";
const std::string kGet = "GET /api/v1/overview HTTP/1.1\r\n" + kHost;
const std::string kPost =
    "POST /api/v1/records/deal HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token\r\nContent-Type: "
    "application/json\r\n";

const std::vector<Case>& cases() {
  static const std::vector<Case> kCases{
      {"plain request", kGet + "\r\n", 200},
      {"empty lines before the request", "\r\n\r\n" + kGet + "\r\n", 200},
      {"absolute form", "GET http://x/api/v1/overview HTTP/1.1\r\nHost: x\r\n\r\n", 200},
      {"HTTP/1.0 without host", "GET /api/v1/overview HTTP/1.0\r\n\r\n", 200},
      {"bare line feeds", "GET /api/v1/overview HTTP/1.1\nHost: x\n\n", 400},
      {"one bare line feed", "GET /api/v1/overview HTTP/1.1\r\nHost: x\nA: b\r\n\r\n", 400},
      {"bare carriage return", "GET /api/v1/overview HTTP/1.1\r\nHost: x\rA: b\r\n\r\n", 400},
      {"folded line", kGet + "A: b\r\n c\r\n\r\n", 400},
      {"folded line with a tab", kGet + "A: b\r\n\tc\r\n\r\n", 400},
      {"blank before the first header", "GET /api/v1/overview HTTP/1.1\r\n Host: x\r\n\r\n", 400},
      {"blank before the colon", kGet + "A : b\r\n\r\n", 400},
      {"no header name", kGet + ": b\r\n\r\n", 400},
      {"no colon", kGet + "Abc\r\n\r\n", 400},
      {"NUL in a header", kGet + std::string("A: b\0c\r\n\r\n", 10), 400},
      {"NUL in the target", std::string("GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n", 31), 400},
      {"control character in a name", kGet + "A\x01: b\r\n\r\n", 400},
      {"no host", "GET /api/v1/overview HTTP/1.1\r\n\r\n", 400},
      {"two hosts", kGet + "Host: y\r\n\r\n", 400},
      {"two lengths that differ", kPost + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400},
      {"two equal lengths", kPost + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400},
      {"list of lengths", kPost + "Content-Length: 2, 2\r\n\r\n{}", 400},
      {"negative length", kPost + "Content-Length: -2\r\n\r\n", 400},
      {"length with a sign", kPost + "Content-Length: +2\r\n\r\n{}", 400},
      {"length in hexadecimal", kPost + "Content-Length: 0x2\r\n\r\n{}", 400},
      {"huge length", kPost + "Content-Length: 99999999999999999999999\r\n\r\n", 400},
      {"length and coding",
       kPost + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"coding and length",
       kPost + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n", 400},
      {"unknown coding", kPost + "Transfer-Encoding: xchunked\r\n\r\n", 501},
      {"gzip coding", kPost + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
      {"chunked twice", kPost + "Transfer-Encoding: chunked, chunked\r\n\r\n", 501},
      {"two coding headers",
       kPost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {"identity coding", kPost + "Transfer-Encoding: identity\r\n\r\n", 501},
      {"coding in HTTP/1.0",
       "POST /api/v1/records/deal HTTP/1.0\r\nAuthorization: Bearer token\r\nTransfer-Encoding: "
       "chunked\r\n\r\n0\r\n\r\n",
       400},
      {"bad chunk size", kPost + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
      {"chunk size overflow", kPost + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
       400},
      {"chunk larger than the limit", kPost + "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n",
       413},
      {"chunk without its end", kPost + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx\r\n0\r\n\r\n",
       400},
      {"endless chunk extension",
       kPost + "Transfer-Encoding: chunked\r\n\r\n2;" + repeat("a", 70'000), 400},
      {"endless trailer",
       kPost + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + repeat("A: b\r\n", 12'000), 400},
      {"length in the trailer",
       kPost + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nContent-Length: 5\r\n\r\n", 400},
      {"chunked body",
       kPost + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1;a=b\r\n}\r\n0\r\nA: b\r\n\r\n", 201},
      {"too large by length", kPost + "Content-Length: 1048577\r\n\r\n", 413},
      {"target too long", "GET /" + repeat("a", 9'000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
      {"target too long, no end", "GET /" + repeat("a", 20'000), 414},
      {"head too large", kGet + "A: " + repeat("a", 17'000) + "\r\n\r\n", 431},
      {"too many headers", kGet + repeat("A: b\r\n", 200) + "\r\n", 431},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: x\r\n\r\n", 505},
      {"no version", "GET /\r\nHost: x\r\n\r\n", 400},
      {"lower-case protocol", "GET / http/1.1\r\nHost: x\r\n\r\n", 505},
      {"two blanks", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"fragment", "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"authority form", "GET x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"asterisk for GET", "GET * HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"asterisk for OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 204},
      {"unknown method", "BREW /api/v1/overview HTTP/1.1\r\nHost: x\r\n\r\n", 501},
      {"lower-case method", "get /api/v1/overview HTTP/1.1\r\nHost: x\r\n\r\n", 501},
      {"TRACE", "TRACE /api/v1/overview HTTP/1.1\r\nHost: x\r\n\r\n", 405},
      {"CONNECT", "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"bad method characters", "G@T / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"unknown expectation", kPost + "Expect: gold\r\nContent-Length: 2\r\n\r\n{}", 400},
      {"percent without digits", "GET /api/v1/records/%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"percent at the end", "GET /api/v1/records/% HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"encoded NUL", "GET /api/v1/records/deal%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"encoded bytes that are no UTF-8", "GET /api/v1/records/%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n",
       400},
      {"overlong UTF-8 in the query",
       "GET /api/v1/records/deal?q=%c0%af HTTP/1.1\r\nHost: x\r\n\r\n", 400},
      {"TLS handshake", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15),
       400},
      {"nothing", "", 0},
      {"half a head", "GET / HTT", 0},
  };
  return kCases;
}

}  // namespace

TEST_CASE("requests that are no proper HTTP") {
  Fixture fixture;
  for (const Case& one : cases()) {
    CAPTURE(one.name);
    Client client(fixture.port());
    client.send(one.bytes);
    client.finish_sending();
    const Reply reply = client.receive();
    CHECK(reply.status == one.status);
    if (one.status < 400) continue;
    CHECK(reply.header("content-type") == "application/problem+json");
    CHECK(!reply.json().is_null());
    CHECK(reply.json().int_at("status") == one.status);
  }
}

TEST_CASE("a request sent byte by byte is the same request") {
  Fixture fixture;
  Client client(fixture.port());
  const std::string text =
      kPost + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n";
  for (const char byte : text) client.send({&byte, 1});
  CHECK(client.receive().status == 201);
}

TEST_CASE("after a refused request nothing of its rest is taken for another one") {
  Fixture fixture;
  Client client(fixture.port());
  client.send(kPost + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + kGet +
              "\r\n");
  CHECK(client.receive().status == 400);
  CHECK(client.receive().status == 0);
  CHECK(client.at_end());
}
