// A scenario as read from its file: tests/scenarios/README.md.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "wire/json.hpp"

namespace lingqu::scenarios {

struct Step {
  std::string id, about;
  int line = 0;
  std::string as = "public";
  std::optional<int64_t> advance_days;  // instead of a request
  std::string method, path, body_text;
  std::vector<std::pair<std::string, std::string>> headers;
  wire::Json body;
  int status = 0;
  wire::Json expected, expected_headers;
  wire::Json::Array leaves;  // exactly these and no others
  std::vector<std::pair<std::string, std::string>> save;
};

struct Account {
  std::string login, role, organisation;
};

struct Scenario {
  std::string file, about, pack;
  base::Timestamp now;
  std::vector<std::pair<std::string, wire::Json>>
      organisations;  // key → values of the creation act
  std::vector<Account> accounts;
  std::vector<Step> steps;
};

base::Result<Scenario> load(const std::string& file);

}  // namespace lingqu::scenarios
