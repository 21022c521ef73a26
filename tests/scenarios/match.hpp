// Whether a reply is as a scenario expects it: tests/scenarios/README.md, "Expectations".
#pragma once

#include <string>
#include <vector>

#include "wire/json.hpp"

namespace lingqu::scenarios {

// Appends one line per difference; `path` says where.
void match(const wire::Json& expected, const wire::Json* actual, const std::string& path,
           std::vector<std::string>& differences);

// Values saved by earlier steps, and their use in later ones: "$name" is the value itself,
// "${name}" stands inside a text.
class Saved {
 public:
  void set(std::string name, wire::Json value);
  wire::Json fill(const wire::Json& json) const;
  std::string fill(std::string_view text) const;

 private:
  const wire::Json* find(std::string_view name) const;
  std::vector<std::pair<std::string, wire::Json>> values_;
};

// "record/acts/0/reason" in a reply; null if it is not there.
const wire::Json* at(const wire::Json& json, std::string_view path);

}  // namespace lingqu::scenarios
