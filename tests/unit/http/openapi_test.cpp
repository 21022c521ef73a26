// The API description is complete, and every reference in it leads somewhere.
#include "http/openapi.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "http/router.hpp"
#include "unit/http/client.hpp"

using namespace lingqu::http;
using lingqu::wire::Json;

namespace {

const Json* at(const Json& root, std::string_view path) {
  const Json* found = &root;
  for (const std::string_view part : lingqu::base::split(path, '/')) {
    found = found->find(part);
    if (!found) return nullptr;
  }
  return found;
}

void each_reference(const Json& json, const std::function<void(const std::string&)>& see) {
  if (const auto* members = json.if_object())
    for (const auto& [name, value] : *members) {
      if (name == "$ref" && value.if_string()) see(*value.if_string());
      each_reference(value, see);
    }
  if (const auto* items = json.if_array())
    for (const Json& item : *items) each_reference(item, see);
}

}  // namespace

TEST_CASE("the description") {
  const auto parsed = lingqu::wire::parse_json(openapi_json(*test::make_pack()));
  REQUIRE(parsed.ok());
  const Json& api = *parsed;
  CHECK(api.string_at("openapi") == "3.1.0");

  SUBCASE("references lead somewhere") {
    int count = 0;
    each_reference(api, [&](const std::string& reference) {
      CAPTURE(reference);
      ++count;
      REQUIRE(reference.starts_with("#/"));
      CHECK(at(api, reference.substr(2)) != nullptr);
    });
    CHECK(count > 100);
  }
  SUBCASE("every route is there, with a unique name, and its path parameters") {
    std::set<std::string> ids;
    size_t operations = 0;
    for (const auto& [path, item] : *api.find("paths")->if_object())
      for (const auto& [method, operation] : *item.if_object()) {
        ++operations;
        CAPTURE(path);
        CHECK(ids.insert(std::string(operation.string_at("operationId"))).second);
        CHECK(operation.find("responses")->find("default"));
        const size_t braces = static_cast<size_t>(std::count(path.begin(), path.end(), '{'));
        size_t in_path = 0;
        if (const Json* parameters = operation.find("parameters"))
          for (const Json& parameter : *parameters->if_array())
            in_path += parameter.string_at("in") == "path";
        CHECK(in_path == braces);
      }
    CHECK(operations > routes().size());
  }
  SUBCASE("bodies and lists follow the register") {
    const Json* values = at(api, "components/schemas/DealValues/properties");
    REQUIRE(values);
    CHECK(values->find("price")->string_at("pattern") == "^-?[0-9]+(\\.[0-9]{1,2})?$");
    CHECK(values->find("holder")->string_at("$ref") == "#/components/schemas/Id");
    CHECK(api.find("components")->find("schemas")->find("DealCloseAct"));
    const Json* list = api.find("paths")->find("/records/deal")->find("get");
    REQUIRE(list);
    std::set<std::string> names;
    for (const Json& parameter : *list->find("parameters")->if_array())
      names.insert(std::string(parameter.string_at("name")));
    CHECK(names.contains("title"));
    CHECK(names.contains("q"));
    CHECK(!names.contains("paper"));
  }
}

TEST_CASE(
    "the table of routes: names are unique, each has one way to be answered, literals come first") {
  std::set<std::string_view> ids;
  for (const Route& route : routes()) {
    CAPTURE(route.id);
    CHECK(ids.insert(route.id).second);
    CHECK((route.answer != nullptr) != (route.command != nullptr));
    CHECK(!route.summary.empty());
    if (route.method != "GET" && route.pattern.find("/records/") == 0)
      CHECK(route.login == Login::kAccount);
  }
  const std::vector<std::string> segments{"records", "deal", "new"};
  CHECK(find_route("GET", segments).route->id == "creations");
}
