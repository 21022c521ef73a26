#include "base/text.hpp"

#include <doctest/doctest.h>

using namespace lingqu::base;
using namespace std::string_literals;

TEST_CASE("well-formed UTF-8 is accepted") {
  for (const std::string& text :
       {""s, "abc"s, "灵渠"s, "a\0b"s, "\xF0\x9F\x8C\x8A"s, "\xED\x9F\xBF"s, "\xEE\x80\x80"s,
        "\xF4\x8F\xBF\xBF"s, "\xC2\x80"s, "\xE0\xA0\x80"s, "12345678灵渠12345678"s}) {
    CAPTURE(text);
    CHECK(is_utf8(text));
  }
}

TEST_CASE("ill-formed UTF-8 is located") {
  struct Case {
    const char* what;
    std::string bytes;
    size_t at;
  };
  const Case cases[] = {
      {"lone continuation", "\x80"s, 0},         {"overlong slash", "a\xC0\xAF"s, 1},
      {"overlong three", "\xE0\x9F\xBF"s, 0},    {"overlong four", "\xF0\x8F\xBF\xBF"s, 0},
      {"surrogate", "ab\xED\xA0\x80"s, 2},       {"above U+10FFFF", "\xF4\x90\x80\x80"s, 0},
      {"lead byte F5", "\xF5\x80\x80\x80"s, 0},  {"cut short", "灵\xE6\xB8"s, 3},
      {"broken third byte", "\xE6\xB8\x41"s, 0}, {"after eight plain bytes", "12345678\xFF"s, 8},
      {"GB 18030 text", "\xC1\xE9\xC7\xFE"s, 0},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    CHECK(!is_utf8(c.bytes));
    CHECK(find_invalid_utf8(c.bytes) == c.at);
  }
}

TEST_CASE("code points are counted and cut, not bytes") {
  CHECK(count_code_points("") == 0);
  CHECK(count_code_points("灵渠a") == 3);
  CHECK(first_code_points("灵渠a", 0) == "");
  CHECK(first_code_points("灵渠a", 1) == "灵");
  CHECK(first_code_points("灵渠a", 3) == "灵渠a");
  CHECK(first_code_points("灵渠a", 9) == "灵渠a");
}

TEST_CASE("trim removes ASCII and Chinese blanks at both ends only") {
  CHECK(trim(" \t\r\n\v\fa b \n") == "a b");
  CHECK(trim("\xE3\x80\x80灵　渠\xE3\x80\x80\xC2\xA0") == "灵　渠");
  CHECK(trim("\xEF\xBB\xBFid") == "id");
  CHECK(trim("　 ") == "");
  CHECK(trim("") == "");
}

TEST_CASE("ascii_lower leaves everything else as it is") {
  CHECK(ascii_lower("AbZ@[`{09ÄЖ灵") == "abz@[`{09ÄЖ灵");
}

TEST_CASE("to_half_width turns full-width ASCII around and nothing else") {
  CHECK(to_half_width("９１４５ＡＢｃ＿｀～！　％") == "9145ABc_`~! %");
  CHECK(to_half_width("灵渠｟￠，。") == "灵渠｟￠,。");
  CHECK(to_half_width("\xEF\xBC") == "\xEF\xBC");
  CHECK(to_half_width("") == "");
}

TEST_CASE("split keeps empty parts") {
  CHECK(split("a,b", ',') == std::vector<std::string_view>{"a", "b"});
  CHECK(split(",a,", ',') == std::vector<std::string_view>{"", "a", ""});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
}

TEST_CASE("hexadecimal there and back") {
  std::string bytes;
  CHECK(to_hex("\x00\xff\x10"s) == "00ff10");
  CHECK(from_hex("00FF10", bytes));
  CHECK(bytes == "\x00\xff\x10"s);
  CHECK(from_hex("", bytes));
  CHECK(bytes.empty());
}

TEST_CASE("bad hexadecimal gives false and an empty string") {
  for (const char* hex : {"0", "0g", "g0", "0x12", "00 1", "１２"}) {
    CAPTURE(hex);
    std::string bytes = "old";
    CHECK(!from_hex(hex, bytes));
    CHECK(bytes.empty());
  }
}

TEST_CASE("base64: the vectors of RFC 4648 section 10") {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"},
                                                         {"\xFB\xFF\xFE", "+//+"}};
  for (const auto& [plain, encoded] : vectors) {
    CAPTURE(plain);
    CHECK(to_base64(plain) == encoded);
    std::string bytes;
    CHECK(from_base64(encoded, bytes));
    CHECK(bytes == plain);
  }
}

TEST_CASE("bad base64 gives false and an empty string") {
  for (const char* text : {"Zg", "Zg=", "Z===", "====", "Zh==", "Zm9=", "Zg==Zg==", "Zm 9", "Zm9_",
                           "Zm9v\n", "=Zg="}) {
    CAPTURE(text);
    std::string bytes = "old";
    CHECK(!from_base64(text, bytes));
    CHECK(bytes.empty());
  }
}
