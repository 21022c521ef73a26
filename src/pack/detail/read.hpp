// YAML trees that have passed check_shape → the pack's structures. Tolerant: a tree with mistakes
// gives what can be read of it, so that the checks that follow can tell their mistakes as well.
#pragma once

#include "pack/detail/problems.hpp"
#include "pack/pack.hpp"

namespace lingqu::pack::detail {

void read_pack_file(const Source& source, Pack& pack, std::string& calendar, Problems& problems);
void read_roles(const Source& source, Pack& pack);
void read_regions(const Source& source, Pack& pack, Problems& problems);
void read_parameters(const Source& source, Pack& pack);
void read_vocabularies(const Source& source, Pack& pack, Problems& problems);
void read_documents(const Source& source, Pack& pack, Problems& problems);
// Returns false if the file is another calendar than `wanted`.
bool read_calendar(const Source& source, const std::string& wanted, Pack& pack, Problems& problems);
// After parameters.
RegisterEntry read_register(const Source& source, const Pack& pack);
std::vector<registers::RelatedList> read_with(const YamlNode* node);
// An expression as text; null if the key is not there. compile_formulas compiles it later.
registers::FormulaPointer read_formula(const YamlNode* node, std::string_view key);
lifecycle::Lifecycle read_lifecycle(const YamlNode* node, const registers::Register& schema, const Pack& pack);
statement::Statement read_statement(const Source& source);
Matching read_matching(const Source& source);
// A scalar, or the value of the parameter it names; nothing if there is no such parameter.
std::string value_of(const YamlNode* node, const Pack& pack);

}  // namespace lingqu::pack::detail
