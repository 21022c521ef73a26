#include "http/negotiate.hpp"

#include <doctest/doctest.h>

#include "http/url.hpp"

using namespace lingqu::http;
using lingqu::base::Language;

TEST_CASE("language") {
  CHECK(preferred_language("") == Language::kZh);
  CHECK(preferred_language("en-GB,en;q=0.9") == Language::kEn);
  CHECK(preferred_language("zh-CN,zh;q=0.9,en;q=0.8") == Language::kZh);
  CHECK(preferred_language("en;q=0.3, zh-Hant;q=0.2") == Language::kEn);
  CHECK(preferred_language("de, fr") == Language::kZh);
  CHECK(preferred_language(";;,,q=;en;q=x") == Language::kZh);
}

TEST_CASE("entity tags and versions") {
  CHECK(names_tag("*", "\"a\""));
  CHECK(names_tag("\"b\", W/\"a\"", "\"a\""));
  CHECK(!names_tag("\"b\"", "\"a\""));
  CHECK(!names_tag("", "\"a\""));
  CHECK(*expected_version("\"12\"") == 12);
  CHECK(!expected_version("*")->has_value());
  CHECK(!expected_version("\"012\"").ok());
}

TEST_CASE("cookies") {
  CHECK(cookie("a=b; lingqu=x=y; c=d", "lingqu") == "x=y");
  CHECK(cookie("xlingqu=1; lingqu2=2", "lingqu").empty());
  CHECK(cookie("", "lingqu").empty());
}

TEST_CASE("secrets are compared whole") {
  CHECK(equal_in_constant_time("abc", "abc"));
  CHECK(!equal_in_constant_time("abc", "abd"));
  CHECK(!equal_in_constant_time("", ""));
  CHECK(!equal_in_constant_time("a", "ab"));
}

TEST_CASE("percent-encoding") {
  CHECK(*percent_decode("%E7%94%B2+b", true) == "甲 b");
  CHECK(*percent_decode("a+b") == "a+b");
  for (const char* bad : {"%", "%1", "%g1", "%00", "%ff", "%ed%a0%80", "\xff"})
    CHECK(!percent_decode(bad));
  CHECK(percent_encode("甲 a.b") == "%E7%94%B2%20a.b");
  const auto target = parse_target("/a/b%2Fc/?x=1&x=2&&y&=z");
  REQUIRE(target.ok());
  CHECK(target->segments == std::vector<std::string>{"a", "b/c", ""});
  CHECK(target->query.parameters.size() == 4);
  CHECK(!parse_target("/a?" + std::string(500, '&') +
                      [] {
                        std::string many;
                        for (int i = 0; i < 201; ++i) many += "a=b&";
                        return many;
                      }())
             .ok());
}

TEST_CASE("ids are plain positive numbers") {
  CHECK(*parse_id("7") == 7);
  CHECK(*parse_id("9223372036854775807") == INT64_MAX);
  for (const char* bad : {"", "0", "-1", "+1", "07", "1a", " 1", "9223372036854775808"})
    CHECK(!parse_id(bad));
}
