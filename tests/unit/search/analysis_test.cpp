#include "search/analysis.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace lingqu::search {
namespace {

std::vector<Token> analyze(std::string_view text, Purpose purpose = Purpose::kDocument) {
  base::Result<Analyzer> analyzer = Analyzer::create();
  REQUIRE(analyzer.ok());
  return analyzer->analyze(text, purpose);
}

// The terms of some families in their order, "term@position".
std::vector<std::string> terms(std::string_view text, std::string_view families,
                               Purpose purpose = Purpose::kDocument) {
  std::vector<std::string> found;
  for (const Token& token : analyze(text, purpose)) {
    if (families.find(static_cast<char>(token.family)) == families.npos) continue;
    found.push_back(token.term + "@" + std::to_string(token.position));
  }
  return found;
}

using Terms = std::vector<std::string>;

TEST_CASE("Chinese gives words, bigrams and characters") {
  CHECK(terms("科技成果", "G") == Terms{"G科技@0", "G技成@1", "G成果@2"});
  CHECK(terms("科技成果", "U") == Terms{"U科@0", "U技@1", "U成@2", "U果@3"});
  const Terms words = terms("采购申请审批单", "W");
  CHECK(std::find(words.begin(), words.end(), "W采购@0") != words.end());
  CHECK(words.size() >= 3);
}

TEST_CASE("a query gives characters only where they stand alone") {
  CHECK(terms("科技", "UG", Purpose::kQuery) == Terms{"G科技@0"});
  CHECK(terms("泵", "UG", Purpose::kQuery) == Terms{"U泵@0"});
  CHECK(terms("A股", "EU", Purpose::kQuery) == Terms{"Ea@0", "U股@1"});
}

TEST_CASE("signs part stretches; blanks too") {
  CHECK(terms("甲乙，丙丁", "G") == Terms{"G甲乙@0", "G丙丁@2"});
  CHECK(terms("甲乙 丙丁", "G") == Terms{"G甲乙@0", "G丙丁@2"});
  CHECK(terms("，。！？\n\t ", "WGUELPF").empty());
  CHECK(terms("", "WGUELPF").empty());
}

TEST_CASE("English is stemmed and keeps its order") {
  CHECK(terms("Converting achievements, converted!", "E") ==
        Terms{"Econvert@0", "Eachiev@1", "Econvert@2"});
  CHECK(terms("GB/T 32905-2016", "E") == Terms{"Egb@0", "Et@1", "E32905@2", "E2016@3"});
  CHECK(terms("pumps", "F").empty());
  CHECK(terms("mây", "LF", Purpose::kQuery) == Terms{"Lmây@0", "Fmay@0"});
  CHECK(terms("may bom", "LF", Purpose::kQuery) == Terms{"Fmay@0", "Fbom@1"});
}

TEST_CASE("Vietnamese gives syllables, pairs and syllables without marks") {
  CHECK(terms("máy bơm nước", "L") == Terms{"Lmáy@0", "Lbơm@1", "Lnước@2"});
  CHECK(terms("máy bơm nước", "P") == Terms{"Pmáy bơm@0", "Pbơm nước@1"});
  CHECK(terms("máy bơm nước", "F") == Terms{"Fmay@0", "Fbom@1", "Fnuoc@2"});
  CHECK(terms("bơm IoT", "E") == Terms{"Eiot@1"});
  CHECK(terms("bơm 水泵 máy", "P").empty());
}

TEST_CASE("Thai gives words and trigrams; the end of a stretch also its last two characters") {
  CHECK(terms("ตัดคำ", "G") == Terms{"Gตัด@0", "Gัดค@1", "Gดคำ@2", "Gคำ@3"});
  CHECK(terms("ตัดคำ", "G", Purpose::kQuery) == Terms{"Gตัด@0", "Gัดค@1", "Gดคำ@2"});
  CHECK(terms("ภาษาไทยตัดคำ", "W") == Terms{"Wภาษา@0", "Wไทย@4", "Wตัด@7", "Wคำ@10"});
  CHECK(terms("ตัดคำ", "U").empty());
}

TEST_CASE("Lao, Khmer, Burmese, Japanese and Korean are cut into bigrams") {
  CHECK(terms("ລາວ", "G") == Terms{"Gລາ@0", "Gາວ@1"});
  CHECK(terms("កម្ពុជា", "G").size() == 6);
  CHECK(terms("မြန်မာ", "G").size() == 5);
  CHECK(terms("カタカナ", "G") == Terms{"Gカタ@0", "Gタカ@1", "Gカナ@2"});
  CHECK(terms("한국어", "G") == Terms{"G한국@0", "G국어@1"});
}

TEST_CASE("mixed text counts its places on through the scripts") {
  CHECK(terms("3D打印机", "EG") == Terms{"E3d@0", "G打印@1", "G印机@2"});
  CHECK(terms("打印3D机", "EG") == Terms{"G打印@0", "E3d@2", "G机@3"});
  CHECK(terms("ＡＩ賦能", "EG") == Terms{"Eai@0", "G赋能@1"});
  CHECK(terms("5세대 통신", "EG") == Terms{"E5@0", "G세대@1", "G통신@3"});
}

TEST_CASE("terms are bounded and still told apart") {
  const std::string long_word(1000, 'a');
  const std::vector<Token> first = analyze(long_word + "x");
  const std::vector<Token> second = analyze(long_word + "y");
  REQUIRE(first.size() == 1);
  REQUIRE(second.size() == 1);
  CHECK(first[0].term.size() <= kMostTermBytes);
  CHECK(first[0].term != second[0].term);
  CHECK(bounded_term("X", "state:draft") == "Xstate:draft");
  const std::string cut = bounded_term("X", std::string(79, 'a') + std::string(100, '\0') + "字");
  CHECK(cut.size() <= kMostTermBytes);
  CHECK(cut.find('\0') == std::string::npos);
  std::string han;
  for (int i = 0; i < 100; ++i) han += "字";
  CHECK(base::is_utf8(bounded_term("X", han)));
  CHECK(bounded_term("X", han).size() <= kMostTermBytes);
  CHECK(bounded_term("X", std::string(239, 'b')) == "X" + std::string(239, 'b'));
}

TEST_CASE("hostile text is analysed like any other") {
  std::string marks = "a";
  for (int i = 0; i < 10'000; ++i) marks += "\u0301";
  CHECK(analyze(marks).size() <= 4);
  for (const char* text : {"\xFF\xFE", "\xED\xA0\x80", "\u202E\u2066",
                           "😀👨‍👩‍👧‍👦", "\x01\x02", "ﷺﷺﷺ"}) {
    INFO("text: ", text);
    for (const Token& token : analyze(text)) CHECK(token.term.size() <= kMostTermBytes);
  }
  std::string emoji_and_words;
  for (int i = 0; i < 1000; ++i) emoji_and_words += "😀泵x";
  CHECK(terms(emoji_and_words, "G").size() == 1000);
}

}  // namespace
}  // namespace lingqu::search
