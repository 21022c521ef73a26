// A pack as loaded: immutable, shared by pointer, with a hash over its files. Nothing in it is code. Format: docs/formats/pack.md,
// JSON Schemas in packs/schema/.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.hpp"
#include "base/result.hpp"
#include "lifecycle/lifecycle.hpp"
#include "pack/decision.hpp"
#include "pack/matching.hpp"
#include "registers/formula.hpp"
#include "registers/schema.hpp"
#include "statement/statement.hpp"

namespace lingqu::pack {

struct Role {
  std::string name;
  base::Text title;
  base::Text help;
  bool region_scope = false;  // acts on and sees every record (regulator, auditor)
  bool manages_accounts = false;
  bool audits = false;        // may fetch bundles of any record it can see, and the whole log
  bool drafts_rules = false;  // may hand in drafts of decision models
};

struct Clause {
  std::string id;  // "cn-2015-promotion-law/18"
  std::string label;  // "第十八条"
  base::Text summary;  // our words
};
struct Document {
  std::string id;
  base::Text title;
  std::string issuer;
  std::string date;        // as far as known: "2015-08-29", "2025"
  std::string number;
  bool verified = true;
  std::string note;
  std::vector<Clause> clauses;
};

struct Parameter {
  std::string key;
  std::string value;
  std::string unit;
  std::string clause;   // or source id
  std::string mark;     // V, V§, S, C, G, UNKNOWN
  base::Text title;
  bool verified() const { return mark != "G" && mark != "UNKNOWN"; }
};

struct RegisterEntry {
  registers::Register schema;
  lifecycle::Lifecycle lifecycle;
};

struct DemoAccount {
  std::string login, name, role, organisation;  // organisation: its number (credit code) in the demo data
};

class Pack {
 public:
  std::string name;
  std::string version;
  base::Text title;
  base::Text region_title;
  std::string region;  // GB/T 2260 code, "450000"
  base::ZoneOffset zone;
  std::string organisation_register, person_register;
  std::vector<RegisterEntry> registers;
  std::map<std::string, registers::Vocabulary> vocabularies;
  std::map<std::string, base::Text> regions;  // GB/T 2260 code → name
  std::vector<Role> roles;
  std::vector<Document> documents;
  std::vector<Parameter> parameters;
  std::vector<Decision> decisions;               // by name
  std::vector<std::pair<std::string, base::Text>> decision_regions;  // offered for comparing laws, in order
  base::WorkCalendar calendar;
  std::vector<DemoAccount> demo_accounts;
  std::shared_ptr<const registers::RecordTypes> record_types;  // for FEEL over records
  std::vector<statement::Statement> statements;  // in the order of the menu
  Matching matching;                             // no sides: nothing is matched
  std::string folder;
  std::string content_hash;  // "sm3:…" over the paths and bytes of all declaration files

  const RegisterEntry* find(std::string_view register_name) const;
  const Role* find_role(std::string_view role) const;
  const Clause* find_clause(std::string_view id) const;
  const Document* find_document(std::string_view id) const;
  const Decision* find_decision(std::string_view decision) const;
  const statement::Statement* find_statement(std::string_view statement) const;
  registers::ParseContext parse_context() const;  // without resolve; refers to this pack
};
using Snapshot = std::shared_ptr<const Pack>;

struct Loaded {
  Snapshot pack;                       // null when there are errors
  std::vector<base::Error> problems;   // kPackFile: file, line, column, problem, remedy
};
// Reads and checks a whole pack folder; finds every mistake it can, not just the first.
Loaded load(const std::string& folder);

}  // namespace lingqu::pack
