// The fixtures are bundles that the evidence module wrote (tests/unit/evidence/bundle_test.cpp
// keeps them true).
#include "verify/verify.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "base/file.hpp"
#include "merkle/hash.hpp"
#include "wire/json.hpp"

using namespace lingqu;
using namespace lingqu::verify;
using wire::Json;

namespace {

const std::string kFolder = LINGQU_SOURCE_DIR "/tests/unit/verify/fixtures/";

std::string fixture(const std::string& name) {
  auto text = base::read_file(kFolder + name);
  REQUIRE(text.ok());
  return *text;
}

const Check& check_of(const Report& report, std::string_view id) {
  return *std::find_if(report.checks.begin(), report.checks.end(),
                       [id](const Check& check) { return check.id == id; });
}

// Where the given check fails first; empty if it does not fail.
std::string place(const Report& report, std::string_view id) {
  const Check& check = check_of(report, id);
  return check.failures.empty() ? std::string() : check.failures.front().where;
}

Json* member(Json& json, std::string_view name) {
  for (Json::Member& one : *json.if_object()) {
    if (one.first == name) return &one.second;
  }
  return nullptr;
}

// The value at "subjects/0/leaves/1".
Json& at(Json& json, std::string_view path) {
  Json* here = &json;
  for (const std::string_view step : base::split(path, '/')) {
    Json::Array* items = here->if_array();
    here = items != nullptr ? &(*items)[static_cast<size_t>(std::atoi(std::string(step).c_str()))]
                            : member(*here, step);
    REQUIRE(here != nullptr);
  }
  return *here;
}

std::string canonical(const Json& json) {
  auto text = wire::to_canonical_text(json);
  REQUIRE(text.ok());
  return *text;
}

// A forger's change: the digests are made anew, so only signature and tree can tell.
std::string forged(const std::string& text, const std::function<void(Json&)>& change) {
  Json json = *wire::parse_json(text);
  change(json);
  const auto algorithm = *merkle::parse_hash_algorithm(json.string_at("hash"));
  auto digest = [algorithm](const std::string& name, const Json& value) {
    return Json(merkle::to_string(
        algorithm, merkle::hash(algorithm, "lingqu-section/1\n" + name + "\n", canonical(value))));
  };
  Json digests;
  for (const char* name : {"attachments", "checkpoint", "clauses", "consistency", "labels"}) {
    digests.set(name, digest(name, *json.find(name)));
  }
  Json subjects{Json::Array()};
  for (size_t i = 0; i < json.find("subjects")->if_array()->size(); ++i) {
    subjects.push(digest("subjects/" + std::to_string(i), (*json.find("subjects")->if_array())[i]));
  }
  digests.set("subjects", subjects);
  const Json whole = Json::object(
      {{"digests", digests}, {"format", *json.find("format")}, {"hash", *json.find("hash")}});
  digests.set("whole", digest("whole", whole));
  json.set("digests", digests);
  return canonical(json);
}

}  // namespace

TEST_CASE("verify: good bundles of both suites are proven, and the report is the committed one") {
  for (const std::string name : {"sm2", "ed25519"}) {
    CAPTURE(name);
    const Report report = verify_bundle(fixture(name + ".json"));
    MESSAGE(report.sentence.en);
    CHECK(report.proven);
    if (std::getenv("LINGQU_WRITE_FIXTURES") != nullptr) {
      REQUIRE(base::write_file(kFolder + name + ".report.json", to_json(report)).ok());
    }
    CHECK(to_json(report) == fixture(name + ".report.json"));
    REQUIRE(report.subjects.size() == 2);
    CHECK(report.subjects[0].acts.size() == 3);
    CHECK(report.subjects[0].title.zh == "成果转化事项");
    CHECK(report.sentence.zh.find("conversion/17 的 3 次办理") != std::string::npos);
    CHECK(report.sentence.en.find("does not prove") != std::string::npos);
  }
}

TEST_CASE(
    "verify: one flipped bit in any byte is refused and located, in every place of the file") {
  for (const std::string name : {"sm2", "ed25519"}) {
    const std::string good = fixture(name + ".json");
    size_t accepted = 0;
    size_t nowhere = 0;
    for (size_t byte = 0; byte < good.size(); ++byte) {
      std::string bad = good;
      bad[byte] = static_cast<char>(bad[byte] ^ (1 << (byte % 7)));
      const Report report = verify_bundle(bad);
      accepted += report.proven ? 1 : 0;
      const bool located =
          std::any_of(report.checks.begin(), report.checks.end(), [](const Check& check) {
            return check.state == Check::State::kFailed && !check.failures.empty() &&
                   !check.failures.front().where.empty();
          });
      nowhere += located ? 0 : 1;
    }
    CHECK(accepted == 0);
    CHECK(nowhere == 0);
  }
}

TEST_CASE("verify: bytes taken out, put in, or cut off are refused") {
  const std::string good = fixture("sm2.json");
  for (size_t byte = 0; byte < good.size(); byte += 7) {
    CHECK(!verify_bundle(good.substr(0, byte)).proven);
    CHECK(!verify_bundle(good.substr(0, byte) + good.substr(byte + 1)).proven);
    CHECK(!verify_bundle(good.substr(0, byte) + "0" + good.substr(byte)).proven);
  }
  CHECK(!verify_bundle(good + "\n").proven);
  CHECK(!verify_bundle(" " + good).proven);
}

TEST_CASE("verify: damage is located") {
  const std::string good = fixture("sm2.json");
  auto damaged = [&good](std::string_view from, std::string_view to) {
    std::string bad = good;
    const size_t found = bad.find(from);
    REQUIRE(found != std::string::npos);
    bad.replace(found, from.size(), to);
    return verify_bundle(bad);
  };
  auto leading = [](const Report& report) {
    const std::string& sentence = report.sentence.en;
    const std::string start = "This file is not evidence: ";
    REQUIRE(sentence.starts_with(start));
    return sentence.substr(start.size(), sentence.find(": ", start.size()) - start.size());
  };
  CHECK(leading(damaged("成果转化事项", "成果转让事项")) == "labels");
  CHECK(leading(damaged("第十八条", "第十九条")) == "clauses");
  CHECK(leading(damaged("\"price\":\"1200000.00\"", "\"price\":\"1200000.01\"")) ==
        "subjects/0/leaves/0");
  CHECK(leading(damaged("\"act\":\"end_notice\"", "\"act\":\"end_nitice\"")) ==
        "subjects/0/leaves/2");
  CHECK(leading(damaged("张三", "李四")) == "subjects/0/leaves/0/openings/inventor");
  CHECK(leading(damaged("\"content\":\"5", "\"content\":\"6")) == "attachments/0");
  CHECK(leading(damaged("\"size\":8", "\"size\":7")) == "checkpoint");
  CHECK(leading(damaged("\"whole\":\"sm3:", "\"whole\":\"sm4:")) == "digests/whole");
  CHECK(leading(damaged("\"format\":\"lingqu-bundle/1\"", "\"format\":\"lingqu-bundle/2\"")) ==
        "format");
  CHECK(leading(damaged("{\"attachments\"", "{ \"attachments\"")) == "byte 1");
  CHECK(leading(damaged("{\"attachments\"", "{\"zttachments\""))
            .starts_with("byte "));  // no longer sorted
  CHECK(leading(damaged("\"attachments\":", "\"attachments\";")).starts_with("byte 14"));
}

TEST_CASE(
    "verify: a forger who makes the digests anew is found by signature, tree, seals or chain") {
  const std::string good = fixture("sm2.json");
  REQUIRE(verify_bundle(forged(good, [](Json&) {})).proven);
  auto report = [&good](const std::function<void(Json&)>& change) {
    const Report made = verify_bundle(forged(good, change));
    CHECK(!made.proven);
    CHECK(place(made, "digests").empty());
    return made;
  };
  auto set = [](std::string path, Json value) {
    return
        [path = std::move(path), value = std::move(value)](Json& json) { at(json, path) = value; };
  };
  CHECK(place(report(set("subjects/0/leaves/1/leaf/set/price", "1.00")), "inclusion") ==
        "subjects/0/leaves/1");
  CHECK(place(report(set("subjects/1/leaves/0/leaf/at", "2020-01-01T00:00:00Z")), "inclusion") ==
        "subjects/1/leaves/0");
  CHECK(place(report(set("subjects/0/leaves/0/openings/inventor/value", "李四")), "seals") ==
        "subjects/0/leaves/0/openings/inventor");
  CHECK(place(report([](Json& json) {
                at(json, "subjects/0/leaves/0/openings")
                    .set("other", Json::object({{"salt", "AAAA"}, {"value", "x"}}));
              }),
              "seals") == "subjects/0/leaves/0/openings/other");
  CHECK(place(report(set("checkpoint/head/at", "2030-01-01T00:00:00Z")), "signature") ==
        "checkpoint");
  CHECK(place(report(set("checkpoint/head/origin", "other/log")), "signature") == "checkpoint");
  CHECK(place(report(set("checkpoint/key", "AAAA")), "key") == "checkpoint/head/key");
  CHECK(place(report([](Json& json) {  // a leaf of the record left out
                Json::Array& leaves = *at(json, "subjects/0/leaves").if_array();
                leaves.erase(leaves.begin() + 1);
              }),
              "chain") == "subjects/0/leaves/1/leaf/previous");
  CHECK(place(report([](Json& json) {  // two leaves exchanged
                Json::Array& leaves = *at(json, "subjects/0/leaves").if_array();
                std::swap(leaves[0], leaves[1]);
              }),
              "chain") == "subjects/0/leaves/1/leaf/previous");
  CHECK(place(report(set("subjects/0/record", 18)), "chain") == "subjects/0/leaves/0/leaf/record");
  CHECK(place(report(set("attachments/0/content", "AAAA")), "attachments") == "attachments/0");
  CHECK(place(report([](Json& json) {  // the whole attachment is another one, which no leaf names
                at(json, "attachments/0") = Json::object(
                    {{"content", ""},
                     {"digest", merkle::to_string(merkle::HashAlgorithm::kSm3,
                                                  merkle::hash(merkle::HashAlgorithm::kSm3, ""))}});
              }),
              "attachments") == "attachments/0");
  CHECK(place(report(set("subjects/0/leaves/0/leaf/hash", "sha256")), "form") ==
        "subjects/0/leaves/0/leaf/hash");
  CHECK(place(report(set("subjects/0/leaves/0/leaf/set/price", nullptr)), "form") ==
        "subjects/0/leaves/0/leaf/set/price");
  CHECK(place(report(set("subjects/0/leaves/0/leaf/at", "2026-02-30T00:00:00Z")), "form") ==
        "subjects/0/leaves/0/leaf/at");
  CHECK(place(report([](Json& json) { at(json, "subjects/0/leaves/0").set("extra", 1); }),
              "form") == "subjects/0/leaves/0/extra");
  CHECK(place(report(set("subjects/0/leaves", Json(Json::Array()))), "form") ==
        "subjects/0/leaves");
}

TEST_CASE("verify: the decisions of a leaf have their form, are proven with it, and are reported") {
  const std::string good = fixture("sm2.json");
  const auto with = [&good](const Json& decisions) {
    return verify_bundle(forged(good, [&](Json& json) { at(json, "subjects/0/leaves/0/leaf").set("decisions", decisions); }));
  };
  const Json one = Json::object({{"clauses", Json::array({"law/18"})},
                                 {"decision", "notice"},
                                 {"digest", "sm3:00"},
                                 {"verified", false},
                                 {"version", "2015-10-01"}});
  const Report added = with(Json::array({one}));
  CHECK(place(added, "form").empty());
  CHECK(place(added, "inclusion") == "subjects/0/leaves/0");  // the leaf that was signed had none
  REQUIRE(added.subjects[0].acts[0].decisions.size() == 1);
  CHECK(added.subjects[0].acts[0].decisions[0].clauses[0].id == "law/18");
  CHECK(to_json(added).find(R"("decisions":[{"clauses":[{"id":"law/18")") != std::string::npos);
  CHECK(to_text(added, base::Language::kEn).find("decision notice  2015-10-01  sm3:00  unverified  law/18") != std::string::npos);
  const std::string leaf = "subjects/0/leaves/0/leaf/decisions";
  CHECK(place(with("notice"), "form") == leaf);
  CHECK(place(with(Json::array({Json::object({{"decision", "notice"}})})), "form").starts_with(leaf + "/0"));
  for (const auto& [key, wrong] : {std::pair<std::string, Json>{"verified", "no"}, {"clauses", "law/18"}, {"version", 1}}) {
    Json bad = one;
    bad.set(key, wrong);
    CHECK(place(with(Json::array({bad})), "form").starts_with(leaf + "/0/" + key));
  }
}

TEST_CASE("verify: a bundle that begins in the middle of a record says so, without being wrong") {
  const Report report = verify_bundle(forged(fixture("sm2.json"), [](Json& json) {
    Json::Array& leaves = *at(json, "subjects/0/leaves").if_array();
    leaves.erase(leaves.begin());
  }));
  CHECK(report.proven);
  CHECK(!report.subjects[0].complete);
  CHECK(report.sentence.zh.find("不含更早的办理") != std::string::npos);
}

TEST_CASE("verify: openings left out are withheld and everything stays proven") {
  const Report report = verify_bundle(forged(fixture("sm2.json"), [](Json& json) {
    at(json, "subjects/0/leaves/0/openings") = Json(Json::Object());
  }));
  CHECK(report.proven);
  const auto& values = report.subjects[0].acts[0].values;
  CHECK(std::count_if(values.begin(), values.end(), [](const Value& value) {
          return value.state == Value::State::kWithheld;
        }) == 2);
}

TEST_CASE("verify: the fingerprint of the key you trust is compared") {
  const std::string good = fixture("sm2.json");
  const std::string key = verify_bundle(good).key;
  const Report trusted = verify_bundle(good, key);
  CHECK(trusted.proven);
  CHECK(trusted.key_trusted);
  CHECK(trusted.sentence.en.find("the fingerprint you gave") != std::string::npos);
  const Report other = verify_bundle(good, "sm3:" + std::string(64, '0'));
  CHECK(!other.proven);
  CHECK(place(other, "key") == "checkpoint/head/key");
}

TEST_CASE("verify: consistency with an earlier checkpoint") {
  for (const std::string name : {"sm2", "ed25519"}) {
    const std::string good = fixture(name + ".json");
    const std::string earlier = fixture(name + ".earlier.json");
    const Report report = verify_bundle(good, Options{{}, earlier});
    CHECK(report.proven);
    CHECK(check_of(report, "earlier").state == Check::State::kPassed);
    CHECK(check_of(verify_bundle(good), "earlier").state == Check::State::kSkipped);
    for (size_t byte = 0; byte < earlier.size(); ++byte) {
      std::string bad = earlier;
      bad[byte] = static_cast<char>(bad[byte] ^ 1);
      CHECK(!verify_bundle(good, Options{{}, bad}).proven);
    }
    const std::string without =
        forged(good, [](Json& json) { at(json, "consistency") = Json(Json::Array()); });
    CHECK(place(verify_bundle(without, Options{{}, earlier}), "earlier") == "consistency");
    const std::string wrong =
        forged(good, [](Json& json) { at(json, "consistency/0/proof/0") = std::string(64, '0'); });
    CHECK(place(verify_bundle(wrong, Options{{}, earlier}), "earlier") == "consistency");
  }
  CHECK(!verify_bundle(fixture("sm2.json"), Options{{}, fixture("ed25519.earlier.json")}).proven);
  const std::string own = canonical(*wire::parse_json(fixture("sm2.json"))->find("checkpoint"));
  CHECK(verify_bundle(fixture("sm2.json"), Options{{}, own}).proven);
}

TEST_CASE("verify: any bytes at all give a report") {
  for (const std::string& text :
       {std::string(), std::string("null"), std::string("{}"), std::string("[]"),
        std::string("\"x\""), std::string(100000, '['), std::string("\0", 1),
        std::string("\xff\xfe"), std::string("{\"a\":1,\"a\":2}")}) {
    const Report report = verify_bundle(text);
    CHECK(!report.proven);
    CHECK(!report.sentence.zh.empty());
    CHECK(wire::parse_json(to_json(report)).ok());
    CHECK(!to_text(report, base::Language::kZh).empty());
  }
}

TEST_CASE("verify: text from the file cannot steer a terminal") {
  const Report report = verify_bundle(forged(fixture("sm2.json"), [](Json& json) {
    at(json, "labels/registers/conversion/title/zh") = "\x1b[2J\xc2\x9b清屏\x7f";
  }));
  const std::string text = to_text(report, base::Language::kZh);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\xc2\x9b") == std::string::npos);
  CHECK(text.find('\x7f') == std::string::npos);
  CHECK(text.find("清屏") != std::string::npos);
}
