// What is matched: the words of an achievement and of a need, and the facts about them that can be compared.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace lingqu::match {

// Facts beside the words; what is not known stays empty and speaks neither for nor against.
struct Structure {
  std::string field;                    // code of a field of technology
  std::optional<int> readiness;         // level: of an achievement what it has, of a need what it asks at least
  std::optional<int64_t> money;         // yuan: what an achievement asks, what a need can spend
  std::vector<std::string> modes;       // codes of cooperation: licence, transfer, joint development …
  std::string region;                   // six digits
  std::optional<bool> protected_right;  // a right in force (achievement); wanted (need)
};

struct Achievement {
  std::string id;
  std::string title;
  std::string abstract;
  std::vector<std::string> keywords = {};
  std::string discipline = {};
  Structure structure = {};
};

struct Need {
  std::string id;
  std::string text;
  Structure structure = {};
};

}  // namespace lingqu::match
