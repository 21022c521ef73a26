// A FEEL expression over a record, compiled once when the pack is loaded: conditions, computed values, defaults, computed fields, list
// filters. Names in it: the register's fields, id, state, owner, created_at, updated_at, today, related lists (`with`), and what the
// place gives besides (outcome). A reference is the record it names, one hop; beyond that only {id}.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "feel/type.hpp"
#include "registers/schema.hpp"

namespace lingqu::registers {

// The FEEL types of a pack's records. Immutable; must outlive what is compiled with it.
class RecordTypes {
 public:
  // `organisations`: the register of owners.
  RecordTypes(const std::vector<const Register*>& registers, std::string organisations);
  // A record seen from another one; null pointer if there is no such register.
  const feel::Type* neighbour(const std::string& register_name) const;
  const feel::Type* neighbours(const std::string& register_name) const;  // a list of them
  // Of the fields of the register itself, by index.
  const std::vector<const feel::Type*>& fields(const std::string& register_name) const;
  const std::string& organisations() const { return organisations_; }

 private:
  struct Entry {
    const feel::Type* neighbour = nullptr;
    const feel::Type* neighbours = nullptr;
    std::vector<const feel::Type*> fields;
  };
  const feel::Type* columns(const std::vector<Field>& fields, bool record);
  const feel::Type* of(const Field& field, bool one_hop);
  feel::TypeArena arena_;
  const feel::Type* reference_;
  std::map<std::string, Entry> registers_;
  std::string organisations_;
};

struct Formula {
  struct Input {  // a name that the expression mentions
    enum class Kind { kField, kId, kState, kOwner, kCreated, kUpdated, kToday, kRelated, kGiven };
    Kind kind = Kind::kField;
    std::string name;
    int field = -1;        // kField: its index in the register
    RelatedList related;   // kRelated
    uint32_t slot = 0;
    bool whole = false;    // of references: more is looked at than the id, so that the record must be loaded
    bool all_members = false;              // of references and lists: it cannot be told which of their fields are looked at
    std::vector<std::string> members;      // the fields looked at
  };
  std::string text;
  std::shared_ptr<const feel::Program> program;  // null: not compiled (yet)
  std::shared_ptr<const RecordTypes> types;
  std::vector<Input> inputs;
  const feel::Type* type = nullptr;  // of the result, as far as known

  // The register's own fields it looks at.
  std::vector<std::string> fields() const;
};

struct FormulaScope {
  const Register& schema;
  std::vector<RelatedList> with = {};     // beside the register's own
  std::vector<std::string> given = {};    // names of further values
};
struct FormulaMistake {
  uint32_t position = 0;  // byte offset in the text
  base::Text problem, remedy;
};
// Null when there are mistakes: syntax, unknown names and members, comparison of whole records, a field called as a function, now().
FormulaPointer compile_formula(std::string_view text, const FormulaScope& scope, const std::shared_ptr<const RecordTypes>& types,
                               std::vector<FormulaMistake>& mistakes);

struct FormulaResult {
  feel::Value value;
  std::vector<std::string> reasons;  // why something in it is null, or what stopped it (then the value is null)
};
// `values` by Formula::inputs. Precondition: compiled.
FormulaResult evaluate(const Formula& formula, const std::vector<feel::Value>& values, base::Date today, base::ZoneOffset zone);

}  // namespace lingqu::registers
