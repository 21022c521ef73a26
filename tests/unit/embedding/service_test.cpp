#include "embedding/service.hpp"

#include <doctest/doctest.h>

#include "local_server.hpp"

using namespace lingqu;
using namespace lingqu::embedding;
using namespace lingqu::embedding::test;

namespace {

std::shared_ptr<match::Embedder> service(const LocalServer& server, const std::string& key = "", size_t batch = 32, size_t largest = 1u << 20) {
  auto opened = open_service({server.base() + "/", "model-1", key, batch, largest});
  REQUIRE(opened.ok());
  return *opened;
}

std::string failure(match::Embedder& embedder, const match::Patience& patience = {}) {
  const auto vectors = embedder.embed({"锌"}, patience);
  if (vectors.ok()) return "answered";
  CHECK(vectors.error().code == base::ErrorCode::kEmbeddings);
  return vectors.error().args.at(0).second.en;
}

}  // namespace

TEST_CASE("texts are sent in batches with model and key, and their vectors come back in order") {
  const LocalServer server(vectors_for);
  const auto embedder = service(server, "secret", 2);
  const auto vectors = embedder->embed({"a", "bb", "ccc"}, {});
  REQUIRE(vectors.ok());
  REQUIRE(vectors->size() == 3);
  for (size_t i = 0; i < 3; ++i) CHECK((*vectors)[i][0] / (*vectors)[i][1] == doctest::Approx(static_cast<double>(i + 1)));
  const auto asked = server.asked();
  REQUIRE(asked.size() == 2);
  CHECK(asked[0].head.starts_with("POST /v1/embeddings HTTP/1.1"));
  CHECK(asked[0].head.find("Authorization: Bearer secret") != std::string::npos);
  CHECK(asked[0].head.find("Content-Type: application/json") != std::string::npos);
  CHECK(asked[0].body == R"({"model":"model-1","input":["a","bb"]})");
  CHECK(asked[1].body == R"({"model":"model-1","input":["ccc"]})");
  CHECK(embedder->name() == "model-1");
}

TEST_CASE("without a key none is sent, and without texts nothing is asked") {
  const LocalServer server(vectors_for);
  const auto embedder = service(server);
  CHECK(embedder->embed({}, {}).value().empty());
  CHECK(server.asked().empty());
  CHECK(failure(*embedder) == "answered");
  CHECK(server.asked().at(0).head.find("Authorization") == std::string::npos);
}

TEST_CASE("a wrong count of vectors, an error and garbage are told apart") {
  const LocalServer few([](const Asked&) { return http("200 OK", R"({"data":[]})"); });
  CHECK(failure(*service(few)) == "1 texts were sent and 0 vectors came back");
  const LocalServer broken([](const Asked&) { return http("500 Internal Server Error", R"({"error":{"message":"out of cards"}})"); });
  CHECK(failure(*service(broken)) == "HTTP 500: out of cards");
  const LocalServer garbage([](const Asked&) { return http("200 OK", "\x01\x02 not json"); });
  CHECK(failure(*service(garbage)) == "the reply is not JSON");
  const LocalServer other([](const Asked&) { return std::string("SSH-2.0\r\n"); });
  CHECK(failure(*service(other)) != "answered");
}

TEST_CASE("a refusal for the text's sake is marked, others are not") {
  const LocalServer refusing([](const Asked&) { return http("413 Payload Too Large", R"({"message":"too many tokens"})"); });
  CHECK(service(refusing)->embed({"锌"}, {}).error().rule == match::kTextRefused);
  const LocalServer locked([](const Asked&) { return http("401 Unauthorized", "{}"); });
  const auto refused = service(locked)->embed({"锌"}, {});
  CHECK(refused.error().rule.empty());
  CHECK(refused.error().args.at(0).second.en == "HTTP 401");
}

TEST_CASE("a key that the service says back does not reach our words") {
  const LocalServer telling([](const Asked&) { return http("401 Unauthorized", R"({"error":"wrong key: secret"})"); });
  CHECK(failure(*service(telling, "secret")) == "HTTP 401");
  CHECK(failure(*service(telling, "other")) == "HTTP 401: wrong key: secret");
}

TEST_CASE("a redirect is not followed: the key goes nowhere else") {
  const LocalServer target(vectors_for);
  const LocalServer sending([&](const Asked&) { return "HTTP/1.1 307 Temporary Redirect\r\nLocation: " + target.base() + "/embeddings\r\nContent-Length: 0\r\n\r\n"; });
  CHECK(failure(*service(sending, "secret")) == "HTTP 307");
  CHECK(target.asked().empty());
}

TEST_CASE("a service that does not answer is waited for no longer than said") {
  const LocalServer silent([](const Asked&) { return std::string(); });
  CHECK(failure(*service(silent), {.milliseconds = 100}) == "no answer within 100 ms");
  const std::atomic<bool> given_up = true;
  CHECK(failure(*service(silent), {.milliseconds = 20'000, .given_up = &given_up}) == "nobody waits any more");
}

TEST_CASE("a reply over the limit is not read to its end") {
  const LocalServer large([](const Asked&) { return http("200 OK", std::string(100'000, ' ')); });
  CHECK(failure(*service(large, "", 32, 10'000)) == "the reply exceeds 10000 bytes");
  const LocalServer endless([](const Asked&) { return "HTTP/1.1 200 OK\r\n\r\n" + std::string(100'000, ' '); });
  CHECK(failure(*service(endless, "", 32, 10'000)) == "the reply exceeds 10000 bytes");
}

TEST_CASE("a failed request does not spoil the next") {
  int count = 0;
  const LocalServer server([&](const Asked& asked) { return ++count == 1 ? http("503 Service Unavailable", "") : vectors_for(asked); });
  const auto embedder = service(server);
  CHECK(failure(*embedder) == "HTTP 503");
  CHECK(failure(*embedder) == "answered");
}

TEST_CASE("nobody listening is an error, not a wait") {
  std::string base;
  {
    const LocalServer gone(vectors_for);
    base = gone.base();
  }
  const auto opened = open_service({base, "m", ""});
  REQUIRE(opened.ok());
  CHECK(failure(**opened) != "answered");
}

TEST_CASE("addresses, models and keys that cannot be used are refused at once") {
  for (const std::string base : {"", "localhost:80", "ftp://host/v1", "file:///etc/passwd", "http://", "http://user:word@host/v1", "https://host/v1?key=1", "https://host/v 1", "https://host/#a"}) {
    CAPTURE(base);
    const auto opened = open_service({base, "m", ""});
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().code == base::ErrorCode::kEmbeddings);
    CHECK(opened.error().field == "embeddings");
  }
  CHECK(open_service({"https://host/v1", "", ""}).error().field == "embeddings-model");
  CHECK(open_service({"https://host/v1", "m", "two words"}).error().field == "embeddings-key-file");
  CHECK(open_service({"https://host/v1", "m", "key\r\nX: 1"}).error().field == "embeddings-key-file");
  CHECK(open_service({"https://host/v1", "m", "key"}).ok());
}
