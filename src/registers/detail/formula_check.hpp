// What compiling alone does not tell of a formula: names and members nobody declared, whole records compared, fields called like
// functions, the clock; and which inputs it looks at, and how far.
#pragma once

#include <utility>
#include <vector>

#include "feel/compiler.hpp"
#include "registers/formula.hpp"

namespace lingqu::registers::detail {

class FormulaCheck {
 public:
  using Names = std::vector<std::pair<Formula::Input, const feel::Type*>>;  // by slot

  FormulaCheck(const feel::Program& program, const Names& names, std::vector<FormulaMistake>& mistakes);
  // Walks the whole program; the type of the result, as far as known.
  const feel::Type* run();
  std::vector<Formula::Input> mentioned() const;

 private:
  struct Seen {
    bool used = false, whole = false, all_members = false;
    std::vector<std::string> members;
  };
  const feel::Type* walk(feel::NodeId id);
  const feel::Type* visit(const feel::Node& node);
  const feel::Type* slot(const feel::Node& node);
  const feel::Type* path(const feel::Node& node);
  const feel::Type* item_name(const feel::Node& node);
  const feel::Type* filter(const feel::Node& node);
  const feel::Type* iterate(const feel::Node& node, bool quantified);
  const feel::Type* call(const feel::Node& node);
  const feel::Type* compare(const feel::Node& node);
  const feel::Type* arithmetic(const feel::Node& node);
  void lambda(const feel::Node& node);
  void children(const feel::Node& node, uint32_t count);
  void look_at(uint32_t slot, const std::string& member);
  void mistake(const feel::Node& node, base::Text problem, base::Text remedy);
  void unknown_name(const feel::Node& node, const std::string& name, const std::vector<std::string>& known, base::Text of);
  std::vector<std::string> known_names() const;
  bool is_input(uint32_t slot) const { return level_ == 0 && slot < names_.size(); }

  const feel::Program& program_;
  const Names& names_;
  std::vector<FormulaMistake>& mistakes_;
  std::vector<Seen> seen_;
  std::vector<const feel::Type*> slot_types_;  // of the outermost frame
  std::vector<uint32_t> slot_sources_;         // the input whose items the slot holds, or kNoNode
  feel::TypeArena arena_;
  int level_ = 0;
  uint32_t source_ = feel::kNoNode;  // of the value walked last: the reference or list input it came from
};

}  // namespace lingqu::registers::detail
