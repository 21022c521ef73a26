// What one file alone does not show: that everything a register names exists and is of the right
// kind.
#pragma once

#include "pack/detail/problems.hpp"
#include "pack/pack.hpp"

namespace lingqu::pack::detail {

// One register with the file it came from, among all that were read.
struct Scope {
  const Source& source;
  const RegisterEntry& entry;
  const Pack& pack;
  Problems& problems;

  const registers::Register& schema() const { return entry.schema; }
  void problem(const YamlNode& at, base::Text what, base::Text remedy) const {
    problems.add(source.file, at, std::move(what), std::move(remedy));
  }
  void unknown(const YamlNode& at, base::Text what, std::string_view name,
               const std::vector<std::string>& known) const {
    problems.unknown(source.file, at, std::move(what), name, known);
  }
  // The field that `node` names, of one of `types` (any if empty). Tells what is wrong and returns
  // null otherwise.
  const registers::Field* field(const YamlNode* node, const registers::Register& of,
                                std::initializer_list<registers::FieldType> types) const;
  const registers::Field* column(const YamlNode* node, const registers::Field* group,
                                 std::initializer_list<registers::FieldType> types) const;
  const RegisterEntry* register_named(const YamlNode* node) const;
  void states(const YamlNode* node, std::string_view key, const RegisterEntry& of) const;
  void clause(const YamlNode* node) const;
};

void check_register(const Scope& scope);
void check_field(const Scope& scope, const YamlNode::Entry& entry, const registers::Field& field,
                 bool is_column);
void check_lifecycle(const Scope& scope);
void check_condition(const Scope& scope, const YamlNode& node);
void check_derivation(const Scope& scope, const YamlNode& node);
void check_bid(const Scope& scope, const lifecycle::Act& act, const YamlNode& node);
// The lists that FEEL knows by name: their registers, and the fields that refer here.
void check_with(const Scope& scope, const YamlNode* node);
void check_effect(const Scope& scope, const lifecycle::Act& act, const YamlNode& node);

// Compiles every expression of the register (after all registers were read), telling what is wrong with it.
void compile_formulas(const Source& source, RegisterEntry& entry, const Pack& pack, Problems& problems);
void check_statement(const Source& source, const statement::Statement& read, const Pack& pack, Problems& problems);
void check_matching(const Source& source, const Pack& pack, Problems& problems);

std::vector<std::string> field_names(const std::vector<registers::Field>& fields);
std::vector<std::string> state_names(const RegisterEntry& entry);
std::vector<std::string> act_names(const RegisterEntry& entry);
std::vector<std::string> register_names(const Pack& pack);

}  // namespace lingqu::pack::detail
