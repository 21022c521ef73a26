#include "match/glossary.hpp"

#include <doctest/doctest.h>

#include "search/folding.hpp"

using namespace lingqu;
using match::Glossary;

namespace {

Glossary small() {
  Glossary glossary;
  REQUIRE(glossary.add("small.tsv", "# words\n#domain: metals\n锌|锌锭\tzinc\tkẽm\tสังกะสี\n氧化锌\tzinc oxide|zinc white\tkẽm oxit\tซิงค์ออกไซด์\n").ok());
  return glossary;
}

std::vector<std::string> named_in(const Glossary& glossary, std::string_view text) {
  std::vector<std::string> names;
  const std::u32string folded = search::fold(text);
  for (const auto& mention : glossary.in_characters(folded)) names.push_back(glossary.at(mention.id).english);
  for (const auto& mention : glossary.in_words(match::normal_words(folded))) names.push_back(glossary.at(mention.id).english);
  return names;
}

}  // namespace

TEST_CASE("a concept is found by each of its names, in each language") {
  const Glossary glossary = small();
  CHECK(glossary.size() == 2);
  CHECK(named_in(glossary, "锌锭的回收") == std::vector<std::string>{"zinc", "zinc"});
  CHECK(named_in(glossary, "Zinc  recovery") == std::vector<std::string>{"zinc"});
  CHECK(named_in(glossary, "thu hồi KẼM") == std::vector<std::string>{"zinc"});
  CHECK(named_in(glossary, "กู้คืนสังกะสีจากฝุ่น") == std::vector<std::string>{"zinc"});
  CHECK(named_in(glossary, "copper").empty());
}

TEST_CASE("inflected English words meet, and phrases are found with the words in them") {
  const Glossary glossary = small();
  CHECK(named_in(glossary, "zinc oxides") == std::vector<std::string>{"zinc", "zinc oxide"});
  CHECK(named_in(glossary, "氧化锌") == std::vector<std::string>{"zinc oxide", "zinc"});
}

TEST_CASE("British and American spelling meet") {
  CHECK(match::normal_words(U"fibre colour levelling stabilised sterilisation") == match::normal_words(U"fiber color leveling stabilized sterilization"));
}

TEST_CASE("entries know the domain they stand under") {
  const Glossary glossary = small();
  CHECK(glossary.domains().at(glossary.at(0).domain) == "metals");
}

TEST_CASE("a line without columns is refused with its number") {
  Glossary glossary;
  const base::Status status = glossary.add("bad.tsv", "锌\tzinc\n\n铜\n");
  REQUIRE(!status.ok());
  CHECK(status.error().code == base::ErrorCode::kBadFile);
  CHECK(status.error().message(base::Language::kEn).find("line 3") != std::string::npos);
}
