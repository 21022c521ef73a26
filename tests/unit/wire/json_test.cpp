#include "wire/json.hpp"

#include <doctest/doctest.h>

namespace lingqu::wire {
namespace {

using base::ErrorCode;

Json read(std::string_view text) {
  base::Result<Json> json = parse_json(text);
  INFO("text: ", std::string(text));
  REQUIRE(json.ok());
  return std::move(json).value();
}

std::string arg(const base::Error& error, std::string_view name) {
  for (const auto& [key, value] : error.args) {
    if (key == name) return value.zh;
  }
  return "(none)";
}

// "line:column reason" of the refusal.
std::string refusal(std::string_view text, const JsonLimits& limits = {}) {
  const base::Result<Json> json = parse_json(text, limits);
  INFO("text: ", std::string(text.substr(0, 100)));
  REQUIRE_FALSE(json.ok());
  REQUIRE(json.error().code == ErrorCode::kBadJson);
  return arg(json.error(), "line") + ":" + arg(json.error(), "column") + " " +
         arg(json.error(), "reason");
}

TEST_CASE("values keep their kind, order and digits") {
  const Json json = read(R"( {"b": [1, -0, 12345678901234567890.1234567890, 1E+2], "a": null,
    "t": true, "f": false, "s": "中\u6587\n\ud83d\ude00", "o": {}} )");
  CHECK(to_text(json) ==
        "{\"b\":[1,-0,12345678901234567890.1234567890,1E+2],\"a\":null,\"t\":true,"
        "\"f\":false,\"s\":\"中文\\n😀\",\"o\":{}}");
  REQUIRE(json.find("b") != nullptr);
  CHECK(json.find("b")->if_array()->at(2).if_number()->digits == "12345678901234567890.1234567890");
  CHECK(json.find("a")->is_null());
  CHECK(json.find("missing") == nullptr);
  CHECK(json.string_at("s") == "中文\n😀");
  CHECK(json.string_at("b").empty());
  CHECK(read("\"x\"").if_string() != nullptr);
  CHECK(read("[]").if_array()->empty());
}

TEST_CASE("integers are read where they fit") {
  CHECK(read("9223372036854775807").if_int64() == INT64_MAX);
  CHECK(read("-9223372036854775808").if_int64() == INT64_MIN);
  CHECK(read("18446744073709551615").if_number()->digits == "18446744073709551615");
  CHECK_FALSE(read("9223372036854775808").if_int64());
  CHECK_FALSE(read("1.0").if_int64());
  CHECK_FALSE(read("1e2").if_int64());
  CHECK_FALSE(read("\"1\"").if_int64());
  CHECK(read(R"({"n": 7})").int_at("n") == 7);
  CHECK_FALSE(read(R"({"n": "7"})").int_at("n"));
}

TEST_CASE("very long numbers and strings survive") {
  const std::string digits = "1" + std::string(20000, '3') + "." + std::string(20000, '7');
  CHECK(read(digits).if_number()->digits == digits);
  const std::string text(1 << 20, 'x');
  CHECK(*read("\"" + text + "\"").if_string() == text);
  CHECK(read("\"" + text + "\\n" + text + "\"").if_string()->size() == 2 * text.size() + 1);
}

TEST_CASE("building and changing") {
  Json json;
  json.set("a", 1);
  json.set("b", "x");
  json.set("a", true);
  CHECK(to_text(json) == R"({"a":true,"b":"x"})");
  Json list;
  list.push(Json());
  list.push(Json(std::string_view("y")));
  CHECK(to_text(list) == R"([null,"y"])");
  CHECK(
      to_text(Json::object({{"k", Json::array({1, 2})}, {"u", uint64_t{18446744073709551615u}}})) ==
      R"({"k":[1,2],"u":18446744073709551615})");
  CHECK(read(R"({"a":[1,{"b":"c"}]})") == read(R"( {"a" : [1, {"b" : "c"}] } )"));
  CHECK_FALSE(read("1") == read("\"1\""));
}

TEST_CASE("broken texts are refused with their place") {
  CHECK(refusal("") == "1:1 内容不完整");
  CHECK(refusal("  ") == "1:3 内容不完整");
  CHECK(refusal("{\"a\":1") == "1:7 内容不完整");
  CHECK(refusal("\"abc") == "1:5 内容不完整");
  CHECK(refusal("{\n  \"中文\": tru\n}") == "2:9 语法错误");
  CHECK(refusal("[1,]") == "1:4 语法错误");
  CHECK(refusal("[1 2]") == "1:4 语法错误");
  CHECK(refusal("{\"a\":1,}") == "1:8 语法错误");
  CHECK(refusal("{} x") == "1:4 结尾之后还有内容");
  CHECK(refusal("{}{}") == "1:3 结尾之后还有内容");
  for (const char* text :
       {"'a'", "{a:1}", "01", "+1", ".5", "1.", "1e", "-", "NaN", "Infinity", "// c\n1", "/* c */1",
        "\"\\x\"", "\"\t\"", "\"a\nb\"", "True", "\x01"}) {
    INFO("text: ", text);
    CHECK_FALSE(parse_json(text).ok());
  }
}

TEST_CASE("duplicate keys are refused, also written with escapes and in large objects") {
  CHECK(refusal(R"({"a":1,"a":2})").ends_with("同一对象中“a”出现两次"));
  CHECK(refusal(R"({"a":1,"\u0061":2})").ends_with("“a”出现两次"));
  CHECK(refusal(R"([{"x":{"":1,"":2}}])").ends_with("“”出现两次"));
  std::string large = "{";
  for (int i = 0; i < 1000; ++i) large += "\"k" + std::to_string(i) + "\":0,";
  CHECK(parse_json(large + "\"k1000\":0}").ok());
  CHECK(refusal(large + "\"k0\":0}").ends_with("“k0”出现两次"));
  CHECK(refusal(large + "\"k999\":0}").ends_with("“k999”出现两次"));
  CHECK(read(R"([{"a":1},{"a":2}])").if_array()->size() == 2);
}

TEST_CASE("text that is not UTF-8 is refused") {
  CHECK(refusal("\"\xD6\xD0\xCE\xC4\"").ends_with("不是有效的 UTF-8 编码"));  // GBK 中文
  CHECK(refusal("[\n\"ok\", \"\xFF\"]").starts_with("2:"));
  for (const char* text : {"\"\xC0\xAF\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"",
                           "\"\xE4\xB8\"", "{\"\xFF\":1}", "\"\xF0\x80\x80\xAF\"", "\"\x80\""}) {
    CHECK(refusal(text).ends_with("不是有效的 UTF-8 编码"));
  }
  CHECK(refusal("\xEF\xBB\xBF{}").ends_with("（BOM）"));
  CHECK_FALSE(parse_json(R"("\ud800")").ok());
  CHECK(refusal(R"("\ud800\u0041")").ends_with("\\u 转义有误"));
  CHECK_FALSE(parse_json(R"("\udc00")").ok());
  CHECK_FALSE(parse_json(R"("\u12g4")").ok());
}

TEST_CASE("NUL is refused raw and escaped, in strings and keys") {
  CHECK(refusal(R"("a\u0000b")").ends_with("空字符（U+0000）"));
  CHECK(refusal(R"({"\u0000":1})").ends_with("空字符（U+0000）"));
  CHECK_FALSE(parse_json(std::string_view("\"a\0b\"", 5)).ok());
  CHECK_FALSE(parse_json(std::string_view("1\0", 2)).ok());
}

TEST_CASE("depth and size are bounded") {
  CHECK(parse_json(std::string(64, '[') + std::string(64, ']')).ok());
  CHECK(refusal(std::string(65, '[') + std::string(65, ']')).ends_with("嵌套超过 64 层"));
  CHECK(refusal(std::string(1'000'000, '[')).ends_with("嵌套超过 64 层"));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  CHECK(refusal(objects).ends_with("嵌套超过 64 层"));
  CHECK(refusal("[[1]]", {.depth = 1}).ends_with("嵌套超过 1 层"));
  const base::Result<Json> large = parse_json("[1,2,3]", {.bytes = 6});
  REQUIRE_FALSE(large.ok());
  CHECK(large.error().code == ErrorCode::kTooLarge);
  CHECK(parse_json("[1,2,3]", {.bytes = 7}).ok());
}

TEST_CASE("an exponent out of all reason does not pass as a number") {
  CHECK(read("1e308").if_number()->digits == "1e308");
  CHECK_FALSE(parse_json("1e99999999999999999999").ok());
}

TEST_CASE("quoting escapes what must be escaped and nothing else") {
  const auto quoted = [](std::string_view text) {
    std::string out = ">";
    append_quoted(out, text);
    return out;
  };
  CHECK(quoted("") == ">\"\"");
  CHECK(quoted("plain 中文/\x7F") == ">\"plain 中文/\x7F\"");
  CHECK(quoted("\"\\\b\f\n\r\t") == R"(>"\"\\\b\f\n\r\t")");
  CHECK(quoted(std::string_view("\0\x1F", 2)) == R"(>"\u0000\u001f")");
  CHECK(quoted("a\"b") == R"(>"a\"b")");
}

TEST_CASE("pretty text is indented by two and reads back") {
  const Json json = read(R"({"a":[1,{"b":[]}],"c":{},"d":"x"})");
  CHECK(to_pretty_text(json) == R"({
  "a": [
    1,
    {
      "b": []
    }
  ],
  "c": {},
  "d": "x"
}
)");
  CHECK(read(to_pretty_text(json)) == json);
  CHECK(to_pretty_text(Json(1)) == "1\n");
}

std::string canonical(std::string_view text) {
  const base::Result<std::string> out = to_canonical_text(read(text));
  REQUIRE(out.ok());
  return out.value();
}

TEST_CASE("canonical text sorts by UTF-16 code units (RFC 8785, section 3.2.3)") {
  CHECK(
      canonical(
          R"({"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh",
    "1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"})") ==
      "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\",\"ö\":\"Latin Small "
      "Letter O "
      "With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning "
      "Face\",\"\xEF\xAC\xB3\":\"Hebrew "
      "Letter Dalet With Dagesh\"}");
  CHECK(canonical(R"({"ab":1,"a":2,"":3,"b":{"z":[],"y":[{"d":1,"c":2}]}})") ==
        R"({"":3,"a":2,"ab":1,"b":{"y":[{"c":2,"d":1}],"z":[]}})");
  CHECK(canonical(R"([null, true, false, "\u000f\u002f\n"])") ==
        R"([null,true,false,"\u000f/\n"])");
}

TEST_CASE("canonical numbers are integers that every reader holds exactly") {
  CHECK(canonical("[0,-0,9007199254740991,-9007199254740991]") ==
        "[0,0,9007199254740991,-9007199254740991]");
  for (const char* text : {"9007199254740992", "-9007199254740992", "1.0", "1e2", "0.5",
                           "123456789012345678901234567890"}) {
    const base::Result<std::string> out = to_canonical_text(read(text));
    INFO("text: ", text);
    REQUIRE_FALSE(out.ok());
    CHECK(out.error().code == ErrorCode::kInvalid);
  }
  const auto nested = to_canonical_text(read(R"({"a":[{"价格":1},{"价格":0.5}]})"));
  REQUIRE_FALSE(nested.ok());
  CHECK(nested.error().field == "a/1/价格");
  REQUIRE(nested.error().details.size() == 1);
  CHECK(nested.error().details[0].code == ErrorCode::kWrongType);
  CHECK(nested.error().details[0].field == "a/1/价格");
}

TEST_CASE("canonical text refuses values that JSON cannot carry") {
  CHECK_FALSE(to_canonical_text(Json("\xFF")).ok());
  CHECK_FALSE(to_canonical_text(Json::object({{"\xFF", 1}})).ok());
  const auto twice = to_canonical_text(Json::object({{"a", 1}, {"b", 2}, {"a", 1}}));
  REQUIRE_FALSE(twice.ok());
  CHECK(twice.error().field == "a");
}

}  // namespace
}  // namespace lingqu::wire
