// Figures with units in a text, so that "不低于 500 MPa" meets "0.6 GPa".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lingqu::match {

enum class Bound { kNone, kAtLeast, kAtMost };

struct Figure {
  std::string written;    // number and unit, as the text has them
  std::string dimension;  // of the unit: figures of one dimension can be compared
  double value = 0;       // in the dimension's base unit
  Bound bound = Bound::kNone;
};

// In the order of the text. Numbers without a unit that is known are left out.
std::vector<Figure> figures_in(std::string_view text);

// Whether `offered` is what `wanted` asks: within its bound, or near where it has none (half to double).
bool fits(const Figure& wanted, const Figure& offered);

}  // namespace lingqu::match
