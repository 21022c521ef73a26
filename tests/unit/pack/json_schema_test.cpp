#include "pack/json_schema.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.hpp"
#include "pack/detail/shape.hpp"
#include "wire/json.hpp"

namespace lingqu::pack {
namespace {

const std::string kFolder = std::string(LINGQU_SOURCE_DIR) + "/packs/schema/";

// LINGQU_REGENERATE=1 writes the files instead of comparing them.
TEST_CASE("the JSON Schemas in packs/schema are those of the loader's table") {
  const bool regenerate = std::getenv("LINGQU_REGENERATE") != nullptr;
  size_t files = 0;
  for (const auto& [name, content] : json_schemas()) {
    INFO("file: ", name, " (regenerate with LINGQU_REGENERATE=1)");
    if (regenerate) CHECK(base::write_file(kFolder + name, content).ok());
    const base::Result<std::string> stored = base::read_file(kFolder + name);
    REQUIRE(stored.ok());
    CHECK(*stored == content);
    CHECK(wire::parse_json(content).ok());
    ++files;
  }
  CHECK(base::list_files(kFolder)->size() == files);
}

TEST_CASE("every shape that a key names exists, and one-of keys are keys") {
  for (const detail::Shape& shape : detail::shapes()) {
    INFO("shape: ", std::string(shape.name));
    for (const detail::Key& key : shape.keys) {
      INFO("key: ", std::string(key.name));
      CHECK_FALSE(key.meaning.empty());
      if (key.form == detail::Form::kObject) CHECK(detail::shape(key.shape).name == key.shape);
      if (key.form == detail::Form::kWord) CHECK_FALSE(key.words.empty());
    }
    for (const std::string_view key : shape.one_of) CHECK(shape.find(key) != nullptr);
    if (!shape.shorthand.empty()) CHECK(shape.find(shape.shorthand) != nullptr);
  }
}

}  // namespace
}  // namespace lingqu::pack
