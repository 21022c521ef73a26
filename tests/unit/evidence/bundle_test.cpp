// What a bundle holds, and that the writer still writes what the committed fixtures of the verifier
// were made from: with Ed25519 signatures and repeatable salts the bytes must be the same.
// LINGQU_WRITE_FIXTURES=1 writes the fixtures anew.
#include "evidence/bundle.hpp"

#include <cstdlib>

#include "base/file.hpp"
#include "base/text.hpp"
#include "unit/evidence/fixture.hpp"

using namespace lingqu;
using namespace lingqu::evidence;
using wire::Json;

namespace {

const std::string kFolder = LINGQU_SOURCE_DIR "/tests/unit/verify/fixtures/";
const std::string kContent = "公示照片（虚构）";

std::string fixture_digest(merkle::HashAlgorithm hash) {
  return merkle::to_string(hash, merkle::hash(hash, kContent));
}

// The secret key of RFC 8032 section 7.1, test 1: known to everybody, so no secret.
std::string known_key() {
  std::string der;
  REQUIRE(
      base::from_hex("302e020100300506032b657004220420"
                     "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                     der));
  return "-----BEGIN PRIVATE KEY-----\n" + base::to_base64(der) + "\n-----END PRIVATE KEY-----\n";
}

// Two records, other leaves between theirs, a value erased, an attachment, an earlier checkpoint.
struct Story : Fixture {
  BundleRequest request;
  std::string earlier;

  Story(merkle::HashAlgorithm hash, merkle::SignatureAlgorithm signature, bool known)
      : Fixture(hash, signature) {
    close();
    std::filesystem::remove(folder / "test.db");
    options.origin = "test-log/fixture";
    if (known) REQUIRE(base::write_file(options.key_file, known_key()).ok());
    open();
    tell();
  }

  void tell() {
    const std::string digest = fixture_digest(options.hash);
    const uint64_t asset =
        commit({act("achievement", 3, 1, "disclose", "", "disclosed", std::nullopt)});
    const uint64_t first =
        commit({act("conversion", 17, 1, "register", "", "draft", std::nullopt)});
    clock.advance(2'000'000);
    commit({make_leaf(*this, 90, 1, std::nullopt), make_leaf(*this, 91, 1, std::nullopt)});
    sign();
    earlier = *checkpoint(*writer);
    Leaf priced = act("conversion", 17, 2, "publish_notice", "draft", "in_notice", first);
    priced.set.push_back(
        {"photo", Json::object({{"digest", digest}, {"name", "公示.jpg"}}), false});
    priced.set.push_back({"note", nullptr, false});
    priced.set.push_back(
        {"shares",
         Json::array({Json::object({{"share", "0.7"}}), Json::object({{"share", "0.3"}})}), false});
    priced.set.push_back({"shares/1/name", "李某（虚构）", true});
    priced.reason = "协议定价，公示 15 日";
    clock.advance(86'400'000'000 + 123'456);
    priced.at = clock.now();
    const uint64_t second = commit({priced});
    Leaf system = act("conversion", 17, 3, "end_notice", "in_notice", "noticed", second);
    system.account = 0;
    system.organisation = 0;
    system.role.clear();
    system.actor_name.clear();
    system.cause = second;
    system.set.clear();
    commit({make_leaf(*this, 92, 1, std::nullopt), system,
            act("achievement", 3, 2, "use", "disclosed", "in_use", asset)});
    sign();
    auto transaction = store::Transaction::write(*writer);
    REQUIRE(transaction.ok());
    REQUIRE(*erase_openings(*writer, "achievement", 3, {"inventor"}) == 2);
    REQUIRE(transaction->commit().ok());
    request.subjects = {{"conversion", 17}, {"achievement", 3}};
    request.hidden_fields = {"conversion.*actor"};
    request.files = {{digest, kContent}};
    request.clauses = {{"cn-2015-promotion-law/18", "促进科技成果转化法 第十八条"}};
    request.earlier_sizes = {4};
    request.labels = Json::object(
        {{"organisations", Json::object({{"3", "某大学（虚构）"}})},
         {"roles", Json::object({{"transfer_office", Json::object({{"zh", "转化办公室"},
                                                                   {"en", "Transfer office"}})}})},
         {"registers",
          Json::object(
              {{"conversion",
                Json::object(
                    {{"title", Json::object({{"zh", "成果转化事项"}, {"en", "Conversion"}})},
                     {"acts",
                      Json::object({{"register", "登记"},
                                    {"publish_notice",
                                     Json::object({{"zh", "公示"}, {"en", "Publish notice"}})}})},
                     {"fields",
                      Json::object(
                          {{"shares", Json::object({{"zh", "收益分配"}, {"en", "Shares"}})},
                           {"shares/name", Json::object({{"zh", "姓名"}, {"en", "Name"}})},
                           {"price", Json::object({{"zh", "价格"}, {"en", "Price"}})}})},
                     {"states", Json::object({{"draft", "草稿"}})}})}})}});
  }

  Leaf act(const std::string& name, int64_t record, int64_t version, const std::string& what,
           const std::string& from, const std::string& to, std::optional<uint64_t> previous) {
    Leaf leaf = make_leaf(*this, record, version, previous);
    leaf.register_name = name;
    leaf.act = what;
    leaf.from = from;
    leaf.to = to;
    return leaf;
  }
};

std::string made(Story& story) {
  auto bundle = make_bundle(*story.writer, story.request);
  if (!bundle.ok()) MESSAGE(base::to_string(bundle.error(), base::Language::kEn));
  REQUIRE(bundle.ok());
  return *bundle;
}

}  // namespace

TEST_CASE("bundle: the writer writes the bytes of the verifier's fixture") {
  Story story(merkle::HashAlgorithm::kSha256, merkle::SignatureAlgorithm::kEd25519, true);
  const std::string bundle = made(story);
  if (std::getenv("LINGQU_WRITE_FIXTURES") != nullptr) {
    REQUIRE(base::write_file(kFolder + "ed25519.json", bundle).ok());
    REQUIRE(base::write_file(kFolder + "ed25519.earlier.json", story.earlier).ok());
    Story sm2(merkle::HashAlgorithm::kSm3, merkle::SignatureAlgorithm::kSm2Sm3, false);
    REQUIRE(base::write_file(kFolder + "sm2.json", made(sm2)).ok());
    REQUIRE(base::write_file(kFolder + "sm2.earlier.json", sm2.earlier).ok());
  }
  CHECK(bundle == *base::read_file(kFolder + "ed25519.json"));
  CHECK(story.earlier == *base::read_file(kFolder + "ed25519.earlier.json"));
}

TEST_CASE(
    "bundle: canonical, with all leaves of the records, and only the openings that may be seen") {
  Story story(merkle::HashAlgorithm::kSm3, merkle::SignatureAlgorithm::kSm2Sm3, false);
  const std::string text = made(story);
  auto json = wire::parse_json(text);
  REQUIRE(json.ok());
  CHECK(*wire::to_canonical_text(*json) == text);
  const Json::Array& subjects = *json->find("subjects")->if_array();
  REQUIRE(subjects.size() == 2);
  const Json::Array& leaves = *subjects[0].find("leaves")->if_array();
  REQUIRE(leaves.size() == 3);
  for (const Json& entry : leaves) CHECK(entry.find("openings")->find("*actor") == nullptr);
  CHECK(leaves[0].find("openings")->find("inventor") != nullptr);
  const Json& other = (*subjects[1].find("leaves")->if_array())[0];
  CHECK(other.find("openings")->find("*actor") != nullptr);
  CHECK(other.find("openings")->find("inventor") == nullptr);  // erased
  CHECK(other.find("leaf")->find("sealed")->find("inventor") != nullptr);
}

TEST_CASE("bundle: leaves after the newest signed head are not in it") {
  Story story(merkle::HashAlgorithm::kSm3, merkle::SignatureAlgorithm::kEd25519, false);
  story.commit({story.act("conversion", 17, 4, "approve", "noticed", "approved", 6)});
  auto json = wire::parse_json(made(story));
  REQUIRE(json.ok());
  CHECK((*json->find("subjects")->if_array())[0].find("leaves")->if_array()->size() == 3);
  story.sign();
  json = wire::parse_json(made(story));
  REQUIRE(json.ok());
  CHECK((*json->find("subjects")->if_array())[0].find("leaves")->if_array()->size() == 4);
}

TEST_CASE("bundle: what cannot be proven is refused") {
  Story story(merkle::HashAlgorithm::kSm3, merkle::SignatureAlgorithm::kEd25519, false);
  auto code = [&story](auto change) {
    BundleRequest request = story.request;
    change(request);
    auto bundle = make_bundle(*story.writer, request);
    REQUIRE(!bundle.ok());
    return bundle.error().code;
  };
  using base::ErrorCode;
  CHECK(code([](BundleRequest& request) { request.subjects.clear(); }) == ErrorCode::kBadRequest);
  CHECK(code([](BundleRequest& request) {
          request.subjects.push_back({"conversion", 999});
        }) == ErrorCode::kNotFound);
  CHECK(code([](BundleRequest& request) { request.files[0].second += "x"; }) ==
        ErrorCode::kBadRequest);
  CHECK(code([](BundleRequest& request) { request.earlier_sizes = {1000}; }) ==
        ErrorCode::kBadRequest);
  CHECK(code([](BundleRequest& request) { request.labels = "text"; }) == ErrorCode::kBadRequest);
}

TEST_CASE("bundle: a file is in it once, and only if what is shown names it") {
  Story story(merkle::HashAlgorithm::kSm3, merkle::SignatureAlgorithm::kEd25519, false);
  const auto other = merkle::HashAlgorithm::kSha256;
  story.request.files.push_back(story.request.files.front());
  story.request.files.emplace_back(merkle::to_string(other, merkle::hash(other, "y")), "y");
  auto json = wire::parse_json(made(story));
  REQUIRE(json.ok());
  const Json::Array& attachments = *json->find("attachments")->if_array();
  REQUIRE(attachments.size() == 1);
  CHECK(attachments[0].string_at("digest") == story.request.files.front().first);
}

TEST_CASE("bundle: hiding a field hides its columns that are sealed by themselves") {
  Story story(merkle::HashAlgorithm::kSm3, merkle::SignatureAlgorithm::kEd25519, false);
  Leaf leaf = story.act("conversion", 17, 4, "approve", "noticed", "approved", 6);
  leaf.set = {{"shares", Json::array({Json::object({{"share", "1"}})}), false},
              {"shares/0/name", "张三（虚构）", true}};
  story.commit({leaf});
  story.sign();
  auto opened = [&story] {
    auto json = wire::parse_json(made(story));
    REQUIRE(json.ok());
    const Json& entry = (*(*json->find("subjects")->if_array())[0].find("leaves")->if_array())[3];
    CHECK(entry.find("leaf")->find("sealed")->find("shares/0/name") != nullptr);
    return entry.find("openings")->find("shares/0/name") != nullptr;
  };
  CHECK(opened());
  story.request.hidden_fields.push_back("conversion.shares");
  CHECK(!opened());
}
