#include "embedding/protocol.hpp"

#include <doctest/doctest.h>

#include "wire/json.hpp"

using namespace lingqu;
using namespace lingqu::embedding;

namespace {

std::string why_not(std::string_view body, size_t count) {
  const auto read = read_reply(body, count);
  if (read.ok()) return "accepted";
  CHECK(read.error().code == base::ErrorCode::kEmbeddings);
  return read.error().args.at(0).second.en;
}

}  // namespace

TEST_CASE("a request names the model and every text, escaped") {
  const auto body = wire::parse_json(request_body("m\"1", {"锌", "a\nb"}));
  REQUIRE(body.ok());
  CHECK(body->string_at("model") == "m\"1");
  REQUIRE(body->find("input")->if_array());
  CHECK(*body->find("input")->if_array()->at(0).if_string() == "锌");
  CHECK(*body->find("input")->if_array()->at(1).if_string() == "a\nb");
}

TEST_CASE("vectors are read in the order of their index and brought to length 1") {
  const auto read = read_reply(R"({"object":"list","data":[{"index":1,"embedding":[0,-2.0]},{"index":0,"embedding":[3e0,4]}],"usage":{}})", 2);
  REQUIRE(read.ok());
  CHECK((*read)[0][0] == doctest::Approx(0.6));
  CHECK((*read)[0][1] == doctest::Approx(0.8));
  CHECK((*read)[1][1] == doctest::Approx(-1));
}

TEST_CASE("without indexes the list's own order counts") {
  const auto read = read_reply(R"({"data":[{"embedding":[1,0]},{"embedding":[0,1]}]})", 2);
  REQUIRE(read.ok());
  CHECK((*read)[1][1] == doctest::Approx(1));
}

TEST_CASE("what is no such reply is refused with the reason") {
  CHECK(why_not("<html>", 1) == "the reply is not JSON");
  CHECK(why_not("", 1) == "the reply is not JSON");
  CHECK(why_not("{}", 1) == "the reply has no data");
  CHECK(why_not(R"({"data":{}})", 1) == "the reply has no data");
  CHECK(why_not("[1]", 1) == "the reply has no data");
  CHECK(why_not(R"({"data":[{"index":0,"embedding":[1]}]})", 2) == "2 texts were sent and 1 vectors came back");
  CHECK(why_not(R"({"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]})", 2) == "an index of the reply is wrong");
  for (const std::string index : {"2", "-1", "\"0\"", "0.5", "null"})
    CHECK(why_not(R"({"data":[{"index":)" + index + R"(,"embedding":[1]}]})", 1) == "an index of the reply is wrong");
  for (const std::string vector : {"[]", "[0,0]", "\"AACAPw==\"", "[1,null]", "[\"1\"]", "[1e999]", "7"})
    CHECK(why_not(R"({"data":[{"index":0,"embedding":)" + vector + "}]}", 1) == "a vector of the reply cannot be used");
  CHECK(why_not(R"({"data":[{"index":0}]})", 1) == "a vector of the reply cannot be used");
  CHECK(why_not(R"({"data":[7]})", 1) == "a vector of the reply cannot be used");
  CHECK(why_not(R"({"data":[{"embedding":[1]},{"embedding":[1,0]}]})", 2) == "the vectors of the reply differ in dimension");
}

TEST_CASE("a service's own words about its refusal are found where services put them, and cut") {
  CHECK(reason_in(R"({"error":{"message":"no such model","type":"x"}})") == "no such model");
  CHECK(reason_in(R"({"error":"too long"})") == "too long");
  CHECK(reason_in(R"({"message":"busy"})") == "busy");
  CHECK(reason_in("<html>") == "");
  CHECK(reason_in("[]") == "");
  CHECK(reason_in(R"({"message":")" + std::string(5'000, 'a') + "\"}").size() == 200);
}
