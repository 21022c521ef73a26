#include "search/folding.hpp"

#include <doctest/doctest.h>

namespace lingqu::search {
namespace {

std::string folded(std::string_view text) {
  return to_utf8(fold(text));
}
std::string stripped(std::string_view text) {
  return to_utf8(strip_marks(fold(text)));
}

TEST_CASE("full-width forms, case and compatibility characters") {
  CHECK(folded("ＡＢＣ１２３，（Ｘ）") == "abc123,(x)");
  CHECK(folded("Straße ﬁne Ⅳ ①") == "strasse fine iv 1");
  CHECK(folded("ｶﾀｶﾅ") == "カタカナ");
  CHECK(folded("a\u00ADb\u200Bc") == "abc");  // soft hyphen and zero-width space
  CHECK(folded("") == "");
}

TEST_CASE("traditional characters become simplified ones, one for one") {
  CHECK(folded("採購申請與審批") == "采购申请与审批");
  CHECK(folded("轉化為生產力") == "转化为生产力");
  CHECK(folded("广西科技成果") == "广西科技成果");
  CHECK(folded("龘𠮷") == to_utf8(fold("龘𠮷")));
}

TEST_CASE("composed and decomposed letters are the same") {
  CHECK(folded("Việt") == folded("Vie\u0323\u0302t"));
  CHECK(folded("é") == folded("e\u0301"));
}

TEST_CASE("letters without their marks") {
  CHECK(stripped("Đường máy bơm nước") == "duong may bom nuoc");
  CHECK(stripped("café") == "cafe");
  CHECK(stripped("中文") == "中文");
}

TEST_CASE("Vietnamese is told by letters that no other language has") {
  CHECK(is_vietnamese(fold("công nghệ")));
  CHECK(is_vietnamese(fold("đo")));
  CHECK(is_vietnamese(fold("NƯỚC")));
  CHECK_FALSE(is_vietnamese(fold("cong nghe")));
  CHECK_FALSE(is_vietnamese(fold("café déjà vu naïve señor")));
  CHECK_FALSE(is_vietnamese(fold("技术 technology เทคโนโลยี")));
  CHECK_FALSE(is_vietnamese(U""));
}

TEST_CASE("Thai and Lao keep the vowel am, however it is written") {
  CHECK(folded("น้ำ") == "น้ำ");
  CHECK(folded("ค\u0E4D\u0E32") == "ค\u0E33");
  CHECK(folded("ນ້ຳ") == "ນ້ຳ");
}

TEST_CASE("bytes that are not UTF-8 are replaced, not followed") {
  CHECK(folded("a\xFF"
               "b") ==
        "a\uFFFD"
        "b");
  CHECK(folded("\xE4\xB8").find('\0') == std::string::npos);
}

}  // namespace
}  // namespace lingqu::search
