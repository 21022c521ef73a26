// The glossaries that stand in packs/ load, are broad, and find the same thing in every language they have.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "match/glossary.hpp"
#include "search/folding.hpp"

using namespace lingqu;
using match::Glossary;

namespace {

std::set<std::string> chinese_of(const Glossary& glossary, std::string_view text) {
  std::set<std::string> names;
  const std::u32string folded = search::fold(text);
  const auto add = [&](const std::vector<match::Mention>& mentions) {
    for (const auto& mention : mentions)
      for (const std::string& name : glossary.at(mention.id).chinese) names.insert(name);
  };
  add(glossary.in_characters(folded));
  add(glossary.in_words(match::normal_words(folded)));
  return names;
}

}  // namespace

TEST_CASE("a pack's glossary joins nine languages") {
  size_t packs = 0;
  for (const auto& pack : std::filesystem::directory_iterator(std::string(LINGQU_SOURCE_DIR) + "/packs")) {
    const std::filesystem::path folder = pack.path() / "vocabularies" / "glossary";
    if (!std::filesystem::exists(folder)) continue;
    ++packs;
    const auto glossary = Glossary::load(folder.string());
    REQUIRE(glossary.ok());
    CHECK(glossary->size() > 1000);
    for (const char* text : {"rice paddies", "lúa gạo", "ปลูกข้าว", "ປູກເຂົ້າ", "ដាំស្រូវ", "စပါးစိုက်", "tanaman padi"}) {
      CAPTURE(text);
      CHECK(chinese_of(*glossary, text).contains("水稻"));
    }
  }
  CHECK(packs > 0);
}
