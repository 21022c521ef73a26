#include "pack/pack.hpp"

namespace lingqu::pack {

const RegisterEntry* Pack::find(std::string_view register_name) const {
  for (const RegisterEntry& entry : registers)
    if (entry.schema.name == register_name) return &entry;
  return nullptr;
}

const Role* Pack::find_role(std::string_view role) const {
  for (const Role& candidate : roles)
    if (candidate.name == role) return &candidate;
  return nullptr;
}

const Clause* Pack::find_clause(std::string_view id) const {
  const Document* document = find_document(id.substr(0, id.find('/')));
  if (document == nullptr) return nullptr;
  for (const Clause& clause : document->clauses)
    if (clause.id == id) return &clause;
  return nullptr;
}

const Document* Pack::find_document(std::string_view id) const {
  for (const Document& document : documents)
    if (document.id == id) return &document;
  return nullptr;
}

const Decision* Pack::find_decision(std::string_view decision) const {
  for (const Decision& one : decisions)
    if (one.name == decision) return &one;
  return nullptr;
}

const statement::Statement* Pack::find_statement(std::string_view wanted) const {
  for (const statement::Statement& candidate : statements)
    if (candidate.name == wanted) return &candidate;
  return nullptr;
}

registers::ParseContext Pack::parse_context() const {
  registers::ParseContext context;
  context.vocabulary = [this](const std::string& wanted) -> const registers::Vocabulary* {
    const auto found = vocabularies.find(wanted);
    return found == vocabularies.end() ? nullptr : &found->second;
  };
  context.known_region = [this](const std::string& code) { return regions.contains(code); };
  context.region_title = [this](const std::string& code) {
    const auto found = regions.find(code);
    return found == regions.end() ? base::Text{} : found->second;
  };
  context.region_named = [this](const std::string& wanted) {
    std::string found;
    for (const auto& [code, names] : regions) {
      if (names.zh != wanted && names.en != wanted) continue;
      if (!found.empty()) return std::string();  // two regions of this name
      found = code;
    }
    return found;
  };
  context.zone = zone;
  return context;
}

}  // namespace lingqu::pack
