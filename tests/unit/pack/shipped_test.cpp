// The packs of this repository: they load, and what they say to people is said in both languages.
#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "base/credit_code.hpp"
#include "pack/pack.hpp"

namespace lingqu::pack {
namespace {

std::vector<std::string> shipped() {
  std::vector<std::string> out;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(LINGQU_SOURCE_DIR) + "/packs"))
    if (std::filesystem::exists(entry.path() / "pack.yaml")) out.push_back(entry.path().string());
  return out;
}

void check_text(const base::Text& text, const std::string& where) {
  INFO("text of: ", where);
  CHECK_FALSE(text.zh.empty());
  CHECK_FALSE(text.en.empty());
}

void check_fields(const std::vector<registers::Field>& fields, const std::string& where) {
  for (const registers::Field& field : fields) {
    check_text(field.title, where + "." + field.name);
    if (!field.help.zh.empty()) check_text(field.help, where + "." + field.name + " help");
    check_fields(field.rows, where + "." + field.name);
  }
}

TEST_CASE("shipped packs load without a problem") {
  REQUIRE_FALSE(shipped().empty());
  for (const std::string& folder : shipped()) {
    const Loaded loaded = load(folder);
    for (const base::Error& problem : loaded.problems) MESSAGE(base::to_string(problem));
    REQUIRE(loaded.pack);
    for (const DemoAccount& account : loaded.pack->demo_accounts) {
      INFO("account: ", account.login);
      CHECK((account.organisation.empty() || base::parse_credit_code(account.organisation).ok()));
    }
  }
}

TEST_CASE("titles and help are in Chinese and English") {
  for (const std::string& folder : shipped()) {
    const Loaded loaded = load(folder);
    REQUIRE(loaded.pack);
    for (const Role& role : loaded.pack->roles) check_text(role.title, role.name);
    for (const auto& [name, vocabulary] : loaded.pack->vocabularies)
      for (const registers::Code& code : vocabulary.codes)
        check_text(code.title, name + "." + code.code);
    for (const Document& document : loaded.pack->documents) {
      check_text(document.title, document.id);
      for (const Clause& clause : document.clauses) check_text(clause.summary, clause.id);
    }
    for (const RegisterEntry& entry : loaded.pack->registers) {
      const std::string& name = entry.schema.name;
      check_text(entry.schema.title, name);
      check_text(entry.schema.help, name + " help");
      for (const registers::Group& group : entry.schema.groups)
        check_text(group.title, name + "." + group.name);
      check_fields(entry.schema.fields, name);
      for (const lifecycle::State& state : entry.lifecycle.states)
        check_text(state.title, name + "." + state.name);
      for (const lifecycle::Act& act : entry.lifecycle.acts) {
        check_text(act.title, name + "." + act.name);
        for (const lifecycle::Condition& condition : act.conditions)
          if (!condition.remedy.zh.empty())
            check_text(condition.remedy, name + "." + act.name + "." + condition.id);
      }
    }
  }
}

TEST_CASE("lists stay dense: two to ten columns, and something to search by") {
  for (const std::string& folder : shipped()) {
    const Loaded loaded = load(folder);
    REQUIRE(loaded.pack);
    for (const RegisterEntry& entry : loaded.pack->registers) {
      INFO("register: ", entry.schema.name);
      size_t listed = 0;
      bool searched = false;
      for (const registers::Field& field : entry.schema.fields) {
        listed += field.listed ? 1 : 0;
        searched = searched || field.search_weight > 0;
      }
      CHECK(listed >= 2);
      CHECK(listed <= 10);
      CHECK(searched);
    }
  }
}

}  // namespace
}  // namespace lingqu::pack
