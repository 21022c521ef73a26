#include "wire/detail/xlsx_number.hpp"

#include <doctest/doctest.h>

namespace lingqu::wire::detail {
namespace {

std::string plain(std::string_view raw) {
  return number_text(raw, NumberKind::kPlain, false).value_or("(none)");
}

std::string percent(std::string_view raw) {
  return number_text(raw, NumberKind::kPercent, false).value_or("(none)");
}

std::string moment(std::string_view raw, NumberKind kind, bool date_1904 = false) {
  return number_text(raw, kind, date_1904).value_or("(none)");
}

TEST_CASE("numbers show the 15 digits that Excel shows") {
  CHECK(plain("0.30000000000000004") == "0.3");
  CHECK(plain("1234567.8899999999") == "1234567.89");
  CHECK(plain("9999999999999.99") == "9999999999999.99");
  CHECK(plain("1.1000000000000001") == "1.1");
  CHECK(plain("4.3499999999999996") == "4.35");
  CHECK(plain("-19.989999999999998") == "-19.99");
  CHECK(plain("0.1") == "0.1");
  CHECK(plain("100") == "100");
  CHECK(plain("1.50") == "1.5");
  CHECK(plain("123456789.12") == "123456789.12");
  CHECK(plain("0.99999999999999999") == "1");
}

TEST_CASE("plain integers keep all digits") {
  CHECK(plain("450102199001011234") == "450102199001011234");
  CHECK(plain("9007199254740993") == "9007199254740993");
  CHECK(plain("007") == "7");
  CHECK(plain("-0") == "0");
  CHECK(plain("0.0") == "0");
  CHECK(plain("+5") == "5");
}

TEST_CASE("exponents become plain notation as far as it reads well") {
  CHECK(plain("1E3") == "1000");
  CHECK(plain("1.5E-5") == "0.000015");
  CHECK(plain("4.5010219900101123E+17") == "450102199001011000");
  CHECK(plain("1.25e+2") == "125");
  CHECK(plain("1E-7") == "0.0000001");
  CHECK(plain("1.5E+300") == "1.5e300");
  CHECK(plain("-2E-300") == "-2e-300");
}

TEST_CASE("what is no number is refused") {
  for (const char* raw :
       {"", "abc", "1,5", "1 2", "0x10", "nan", "inf", "-inf", "1e999", "1e", "--1", "１"}) {
    INFO("raw: ", raw);
    CHECK_FALSE(number_text(raw, NumberKind::kPlain, false));
    CHECK_FALSE(number_text(raw, NumberKind::kDate, false));
  }
}

TEST_CASE("percent is exact") {
  CHECK(percent("0.125") == "12.5%");
  CHECK(percent("0.7") == "70%");
  CHECK(percent("0.33333333") == "33.333333%");
  CHECK(percent("0.070000000000000007") == "7%");
  CHECK(percent("1") == "100%");
  CHECK(percent("-0.005") == "-0.5%");
  CHECK(percent("0") == "0%");
}

TEST_CASE("dates of the 1900 system, with the leap day that never was") {
  CHECK(moment("46348", NumberKind::kDate) == "2026-11-22");
  CHECK(moment("46348.9", NumberKind::kDate) == "2026-11-22");
  CHECK(moment("1", NumberKind::kDate) == "1900-01-01");
  CHECK(moment("59", NumberKind::kDate) == "1900-02-28");
  CHECK(moment("60", NumberKind::kDate) == "1900-02-29");
  CHECK(moment("61", NumberKind::kDate) == "1900-03-01");
  CHECK(moment("2958465", NumberKind::kDate) == "9999-12-31");
  CHECK(moment("2958466", NumberKind::kDate) == "2958466");
  CHECK(moment("-1", NumberKind::kDate) == "-1");
}

TEST_CASE("dates of the 1904 system") {
  CHECK(moment("0", NumberKind::kDate, true) == "1904-01-01");
  CHECK(moment("44886", NumberKind::kDate, true) == "2026-11-22");
  CHECK(moment("2957003", NumberKind::kDate, true) == "9999-12-31");
  CHECK(moment("2957004", NumberKind::kDate, true) == "2957004");
}

TEST_CASE("times are rounded to the second and carry over") {
  CHECK(moment("46348.3541666667", NumberKind::kDateTime) == "2026-11-22T08:30:00");
  CHECK(moment("46348", NumberKind::kDateTime) == "2026-11-22T00:00:00");
  CHECK(moment("46348.999999", NumberKind::kDateTime) == "2026-11-23T00:00:00");
  CHECK(moment("0.354166666666667", NumberKind::kTime) == "08:30:00");
  CHECK(moment("46348.5", NumberKind::kTime) == "2026-11-22T12:00:00");
  CHECK(moment("1.5", NumberKind::kElapsed) == "36:00:00");
  CHECK(moment("2958465.99999999", NumberKind::kDateTime) == "2958465.99999999");
}

TEST_CASE("built-in formats") {
  for (const int id : {14, 15, 16, 17, 27, 31, 36, 50, 57, 58}) {
    CHECK(kind_of_built_in(id) == NumberKind::kDate);
  }
  for (const int id : {18, 19, 20, 21, 32, 35, 45, 47, 55, 56}) {
    CHECK(kind_of_built_in(id) == NumberKind::kTime);
  }
  CHECK(kind_of_built_in(22) == NumberKind::kDateTime);
  CHECK(kind_of_built_in(46) == NumberKind::kElapsed);
  CHECK(kind_of_built_in(9) == NumberKind::kPercent);
  CHECK(kind_of_built_in(10) == NumberKind::kPercent);
  for (const int id : {-1, 0, 1, 2, 3, 4, 11, 12, 13, 37, 44, 48, 49, 163, 100000}) {
    CHECK(kind_of_built_in(id) == NumberKind::kPlain);
  }
}

TEST_CASE("format codes") {
  for (const char* code :
       {"yyyy-mm-dd", "yyyy\\-mm\\-dd", "yyyy\"年\"m\"月\"d\"日\"", "yyyy年m月d日", "m/d/yy",
        "[$-804]yyyy/m/d;@", "d-mmm", "mmm-yy", "mmmm", "YYYY/MM/DD", "[$-F800]dddd, mmmm dd, yyyy",
        "[$-404]e/m/d", "yyyy/m/d\\ ;@"}) {
    INFO("code: ", code);
    CHECK(kind_of_code(code) == NumberKind::kDate);
  }
  for (const char* code : {"yyyy-mm-dd hh:mm", "yyyy\\-mm\\-dd\\ hh:mm:ss", "m/d/yy h:mm AM/PM",
                           "yyyy/m/d h:mm:ss.000"}) {
    INFO("code: ", code);
    CHECK(kind_of_code(code) == NumberKind::kDateTime);
  }
  for (const char* code : {"h:mm", "hh:mm:ss", "h:mm AM/PM", "mm:ss.0", "上午/下午h\"时\"mm\"分\"",
                           "[$-409]h:mm A/P"}) {
    INFO("code: ", code);
    CHECK(kind_of_code(code) == NumberKind::kTime);
  }
  CHECK(kind_of_code("[h]:mm:ss") == NumberKind::kElapsed);
  CHECK(kind_of_code("[mm]:ss") == NumberKind::kElapsed);
  for (const char* code : {"0%", "0.00%", "#,##0.00%;[Red]-0.00%", "0.00 %"}) {
    INFO("code: ", code);
    CHECK(kind_of_code(code) == NumberKind::kPercent);
  }
  for (const char* code : {"General",
                           "GENERAL",
                           "@",
                           "0.00",
                           "#,##0.00",
                           "[Red]0.00",
                           "0.00\"m\"",
                           "0\\d",
                           "¥#,##0.00",
                           "0.00E+00",
                           "#\" days\"",
                           "\"TRUE\";\"TRUE\";\"FALSE\"",
                           "0.0\"%\"",
                           "",
                           "\"unclosed",
                           "[unclosed",
                           "\\",
                           "_",
                           "# ?/?",
                           "General;[Red]yyyy",
                           "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ "}) {
    INFO("code: ", code);
    CHECK(kind_of_code(code) == NumberKind::kPlain);
  }
}

}  // namespace
}  // namespace lingqu::wire::detail
