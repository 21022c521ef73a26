#include "search/passage.hpp"

#include <doctest/doctest.h>

using lingqu::search::find_passage;
using lingqu::search::Passage;

namespace {

// Matching pieces in brackets.
std::string shown(const Passage& passage) {
  std::string out;
  for (const auto& piece : passage.pieces) out += piece.matches ? "[" + piece.text + "]" : piece.text;
  return out;
}

}  // namespace

TEST_CASE("the words of the query are marked as they are written") {
  CHECK(shown(find_passage("一种低温固化粉末涂料", "粉末涂料", 50)) == "一种低温固化[粉末涂料]");
  CHECK(shown(find_passage("Pump and PUMPS", "pump", 50)) == "[Pump] and [PUMP]S");
  CHECK(shown(find_passage("採購ＡＢＣ", "采购 abc", 50)) == "[採購ＡＢＣ]");
}

TEST_CASE("a word that does not occur as a whole is marked by its pairs") {
  CHECK(shown(find_passage("粉末冶金与涂料", "粉末涂料", 50)) == "[粉末]冶金与[涂料]");
  CHECK(shown(find_passage("water", "waterfall", 50)) == "water");
}

TEST_CASE("the window is where most of the query stands") {
  const std::string text = std::string("abcdefghij").append(200, '.') + "粉末涂料" + std::string(200, '.');
  const Passage passage = find_passage(text, "粉末", 20);
  CHECK(passage.matched == 2);
  CHECK(passage.pieces.front().text == "…");
  CHECK(passage.pieces.back().text == "…");
}

TEST_CASE("nothing found: the beginning; any bytes") {
  CHECK(shown(find_passage("一二三四五", "六", 3)) == "一二三…");
  CHECK(find_passage("", "六", 3).pieces.empty());
  CHECK(find_passage("一二三", "", 10).matched == 0);
  CHECK(shown(find_passage("\xE4\xB8", "六", 10)) == "\xEF\xBF\xBD\xEF\xBF\xBD");
}
