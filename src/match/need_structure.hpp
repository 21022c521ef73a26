// What a need's free text says in figures, and what it is about: prefill for the form, never more. People correct it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "match/glossary.hpp"
#include "search/analysis.hpp"

namespace lingqu::match {

enum class Comparison { kAtLeast, kAtMost, kAbout, kRange };
std::string_view name(Comparison comparison);  // at_least, at_most, about, range

// "剥离强度不低于 1.2 N/mm": name 剥离强度, kAtLeast, value 1.2, unit N/mm. Numbers are as written, without thousands separators.
struct StatedFigure {
  std::string name;
  Comparison comparison = Comparison::kAbout;
  std::string value;
  std::string upper;  // of a range
  std::string unit;
  bool operator==(const StatedFigure&) const = default;
};

// Numbers with a unit or a comparison in Chinese, English, Vietnamese or Thai, in their order, at most 30. Years, and numbers with
// neither, are passed over.
std::vector<StatedFigure> stated_figures(std::string_view text);

struct NeedStructure {
  std::vector<StatedFigure> figures;
  std::vector<std::string> keywords;  // terms of art that the text names, at most 12
  std::string domain;                 // of the glossary: that of most of them; empty: none
};
NeedStructure structure_of(std::string_view text, const Glossary& glossary, search::Analyzer& analyzer);

}  // namespace lingqu::match
