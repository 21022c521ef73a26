// What a need asks for: its words without the phrases in which needs are always dressed, and the concepts of the glossary it names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "match/glossary.hpp"
#include "match/index.hpp"

namespace lingqu::match {

// One thing the need names, in one place of its text; `concepts` are the readings of that place.
struct Aspect {
  std::string surface;             // as the need says it, folded
  std::vector<ConceptId> concepts;
  bool inner = false;              // lies within another, longer one
};

struct Understanding {
  std::vector<std::string> words;   // terms of the index with the letter of their family, without repetition
  std::vector<Aspect> aspects;
};

Understanding understand(std::string_view text, const Glossary& glossary, search::Analyzer& analyzer);

// `folded` with every phrase that only says that this is a need (我厂, 征集, we are looking for …) blanked out.
std::u32string without_phrases(std::u32string_view folded);

}  // namespace lingqu::match
