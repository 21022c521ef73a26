#include "base/credit_code.hpp"

#include <doctest/doctest.h>

using namespace lingqu::base;

namespace {

std::string reason(std::string_view text) {
  const Result<std::string> code = parse_credit_code(text);
  REQUIRE(!code.ok());
  CHECK(code.error().code == ErrorCode::kBadCreditCode);
  return code.error().message(Language::kEn);
}

bool mentions(const std::string& text, std::string_view words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("valid codes") {
  for (const char* code : {"914501000000000008", "12450000000000001B", "91450300MA0000000M",
                           "914501000000000195", "91450100MA00000071"}) {
    CAPTURE(code);
    CHECK(parse_credit_code(code).value() == code);
    CHECK(credit_code_check(std::string_view(code).substr(0, 17)) == code[17]);
  }
}

TEST_CASE("codes are brought to their canonical form") {
  CHECK(*parse_credit_code(" 91450300ma0000000m ") == "91450300MA0000000M");
  CHECK(*parse_credit_code("９１４５０３００ＭＡ０００００００ｍ") == "91450300MA0000000M");
  CHECK(*parse_credit_code("9145 0300\tMA00　0000 0M") == "91450300MA0000000M");
}

TEST_CASE("a wrong length is named") {
  CHECK(mentions(reason(""), "0 characters instead of 18"));
  CHECK(mentions(reason("91450100000000000"), "17 characters"));
  CHECK(mentions(reason("9145010000000000088"), "19 characters"));
  CHECK(mentions(reason("统一社会信用代码"), "8 characters"));
}

TEST_CASE("a character outside the alphabet is named with its place") {
  CHECK(mentions(reason("91450300MA000000OM"), "character 17, “O”"));
  CHECK(mentions(reason("I14501000000000008"), "character 1, “I”"));
  for (const char c : {'O', 'S', 'V', 'Z', 'I', '-', '!'}) {
    std::string code = "914501000000000008";
    code[9] = c;
    CHECK(mentions(reason(code), "character 10"));
  }
  CHECK(mentions(reason("9145010000000000渠8"), "character 17, “渠”"));
  CHECK(mentions(reason(std::string("9145010000000000\0"
                                    "8",
                                    18)),
                 "character 17"));
}

TEST_CASE("a wrong check character is named with the right one") {
  CHECK(mentions(reason("914501000000000009"), "should be 8, not 9"));
  CHECK(mentions(reason("91450300MA0000000N"), "should be M, not N"));
}

TEST_CASE("every single wrong character and every swap of neighbours is found") {
  const std::string code = "91450100MA00000071";
  for (size_t i = 0; i < code.size(); ++i) {
    for (const char c : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
      std::string wrong = code;
      wrong[i] = c;
      CHECK(parse_credit_code(wrong).ok() == (wrong == code));
    }
    std::string swapped = code;
    if (i + 1 < code.size()) std::swap(swapped[i], swapped[i + 1]);
    CHECK(parse_credit_code(swapped).ok() == (swapped == code));
  }
}
