#include "base/error.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "base/result.hpp"

using namespace lingqu::base;

namespace {

struct Row {
  ErrorCode id;
  const char* code;
  int status;
  const char* zh;
  const char* en;
  const char* zh_remedy;
  const char* en_remedy;
};
constexpr Row kRows[] = {
#define LINGQU_ERROR(id, code, status, zh, en, zh_remedy, en_remedy) \
  {ErrorCode::id, code, status, zh, en, zh_remedy, en_remedy},
#include "base/error_table.inc"
#undef LINGQU_ERROR
};

std::set<std::string> placeholders(std::string text) {
  std::set<std::string> names;
  for (size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1))
    names.insert(text.substr(open, text.find('}', open) - open));
  return names;
}

Result<int> half_of(int number) {
  if (number % 2 != 0) return Error(ErrorCode::kBadRequest).with("reason", "odd");
  return number / 2;
}

Result<int> quarter_of(int number) {
  LINGQU_TRY(half, half_of(number));
  LINGQU_TRY(quarter, half_of(half));
  return quarter;
}

Status is_even(int number) {
  LINGQU_CHECK(half_of(number).ok() ? Status() : Status(Error(ErrorCode::kInvalid)));
  return {};
}

}  // namespace

TEST_CASE("every row of the table is complete and its code unique") {
  std::set<std::string> codes;
  for (const Row& row : kRows) {
    CAPTURE(row.code);
    CHECK(codes.insert(row.code).second);
    CHECK(info(row.id).code == row.code);
    CHECK(row.status >= 400);
    CHECK(row.status < 600);
    CHECK(is_utf8(row.zh));
    CHECK(is_utf8(row.en));
    CHECK(std::string(row.zh_remedy) != "");
    CHECK(std::string(row.en_remedy) != "");
  }
}

TEST_CASE("both languages of a row use the same placeholders") {
  for (const Row& row : kRows) {
    CAPTURE(row.code);
    CHECK(placeholders(row.zh) == placeholders(row.en));
    CHECK(placeholders(row.zh_remedy) == placeholders(row.en_remedy));
  }
}

TEST_CASE("placeholders are filled in the language asked for") {
  const Error error = Error(ErrorCode::kWrongState)
                          .with("state", Text{"草稿", "draft"})
                          .with("act", Text{"公示", "publish"})
                          .with("allowed", "priced");
  CHECK(error.message(Language::kZh) == "当前状态为“草稿”，不能办理“公示”");
  CHECK(error.message(Language::kEn) == "“publish” is not possible in the state “draft”");
  CHECK(error.remedy(Language::kEn) == "Possible from: priced");
  CHECK(error.status() == 409);
}

TEST_CASE("an argument without English falls back to Chinese") {
  const Error error = Error(ErrorCode::kStorage).with("reason", Text{"磁盘已满", ""});
  CHECK(error.message(Language::kEn) == "Storage failed: 磁盘已满");
}

TEST_CASE("a placeholder without an argument leaves nothing") {
  CHECK(Error(ErrorCode::kBadRequest).message(Language::kEn) ==
        "The request cannot be understood: ");
}

TEST_CASE("the field placeholder is the title where given, else the path") {
  CHECK(Error(ErrorCode::kRequired).at("shares/2/share").message(Language::kEn) ==
        "“shares/2/share” is missing");
  CHECK(Error(ErrorCode::kRequired)
            .at("price")
            .with("field", Text{"价格", "Price"})
            .message(Language::kZh) == "“价格”未填写");
}

TEST_CASE("what an argument brings in is not expanded again") {
  const Error error = Error(ErrorCode::kBadRequest).with("reason", "{reason} {field} {");
  CHECK(error.message(Language::kEn) == "The request cannot be understood: {reason} {field} {");
}

TEST_CASE("rule and clause are kept") {
  const Error error =
      Error(ErrorCode::kNotDue).by("conversion.decide.notice_over", "cn-2015-promotion-law/18");
  CHECK(error.rule == "conversion.decide.notice_over");
  CHECK(error.clause == "cn-2015-promotion-law/18");
}

TEST_CASE("to_string writes a line for the error and one for each detail") {
  Error error = Error(ErrorCode::kInvalid).with("count", "1");
  error.details.push_back(Error(ErrorCode::kRequired).at("price"));
  CHECK(to_string(error, Language::kEn) ==
        "invalid: 1 values need correction (Correct each item below and submit again; nothing was "
        "saved)\n  required price: “price” is missing (Fill in “price”)");
  CHECK(to_string(Error(ErrorCode::kRequired).at("price")) ==
        "required price: “price”未填写（请填写“price”）");
}

TEST_CASE("a missing remedy leaves no empty parentheses") {
  CHECK(to_string(Error(ErrorCode::kConditionFailed).with("condition", "x"), Language::kEn) ==
        "condition-failed: A condition is not met: x");
}

TEST_CASE("LINGQU_TRY and LINGQU_CHECK hand the first error on") {
  CHECK(quarter_of(8).value() == 2);
  REQUIRE(!quarter_of(6).ok());
  CHECK(quarter_of(6).error().code == ErrorCode::kBadRequest);
  CHECK(is_even(2).ok());
  CHECK(is_even(3).error().code == ErrorCode::kInvalid);
}
