// Expressions in registers: compiled once, their mistakes told at their place in the file.
#include <algorithm>

#include "pack/detail/check.hpp"
#include "registers/formula.hpp"

namespace lingqu::pack::detail {

namespace {

using registers::Field;
using registers::Formula;
using registers::FormulaMistake;
using registers::FormulaPointer;

const feel::Type* boolean_type() {
  return feel::simple_type(feel::Kind::kBoolean);
}

// The place of a byte of a scalar: exact where the text stands in the file as it is, else where the scalar begins.
YamlNode place_in(const YamlNode& scalar, uint32_t position) {
  YamlNode at = scalar;
  const std::string_view before = std::string_view(scalar.scalar).substr(0, position);
  if (before.find_first_of("\n\\\"'") == std::string_view::npos)
    at.column += static_cast<int>(base::count_code_points(before)) + (scalar.quoted ? 1 : 0);
  return at;
}

class FormulaCompiler {
 public:
  FormulaCompiler(const Source& source, RegisterEntry& entry, const Pack& pack, Problems& problems)
      : source_(source), entry_(entry), pack_(pack), problems_(problems) {}

  void run() {
    const YamlNode* root = &source_.root;
    size_t at = 0;
    for (const YamlNode::Entry& node : entries_of(root, "fields")) compile_field(node.value, entry_.schema.fields[at++]);
    check_cycles();
    at = 0;
    for (const YamlNode::Entry& node : entries_of(root->find("lifecycle"), "acts"))
      compile_act(node.value, entry_.lifecycle.acts[at++]);
    at = 0;
    for (const YamlNode* node : items_of(root, "duties")) {
      lifecycle::Duty& duty = entry_.lifecycle.duties[at++];
      compile(duty.applies, node->find("applies"), {}, false, boolean_type());
      compile(duty.done, node->find("done"), {}, false, boolean_type());
    }
  }

 private:
  // Replaces the uncompiled expression. `wanted`: the type of its value, where known.
  void compile(FormulaPointer& formula, const YamlNode* node, const std::vector<registers::RelatedList>& with, bool outcome,
               const feel::Type* wanted) {
    if (formula == nullptr || !is_scalar(node)) return;
    std::vector<FormulaMistake> mistakes;
    registers::FormulaScope scope{entry_.schema, with, {}};
    if (outcome) scope.given.emplace_back("outcome");
    FormulaPointer compiled = registers::compile_formula(formula->text, scope, pack_.record_types, mistakes);
    for (const FormulaMistake& mistake : mistakes)
      problems_.add(source_.file, place_in(*node, mistake.position), mistake.problem, mistake.remedy);
    if (compiled == nullptr) return;
    check_type(*node, compiled->type, wanted);
    formula = std::move(compiled);
  }

  void check_type(const YamlNode& node, const feel::Type* type, const feel::Type* wanted) {
    using Form = feel::Type::Form;
    if (type == nullptr || wanted == nullptr || type == wanted) return;
    const bool both_simple = type->form == Form::kSimple && wanted->form == Form::kSimple;
    const bool different = type->form != wanted->form && (type->form == Form::kSimple || wanted->form == Form::kSimple) &&
                           type->form != Form::kAny && type->form != Form::kNull;
    if (!(both_simple && type->kind != wanted->kind) && !different) return;
    const std::string is = feel::to_string(*type), should = feel::to_string(*wanted);
    problems_.add(source_.file, node,
                  {"表达式的值是 " + is + "，这里需要 " + should, "the expression gives " + is + "; " + should + " is needed here"},
                  {"请更正表达式", "Correct the expression"});
  }

  const feel::Type* type_of(const std::string& field) const {
    const int index = entry_.schema.index_of(field);
    const auto& types = pack_.record_types->fields(entry_.schema.name);
    if (index < 0 || static_cast<size_t>(index) >= types.size()) return nullptr;
    // References may be given by number, localized texts in one language.
    const feel::Type* type = types[static_cast<size_t>(index)];
    return type != nullptr && type->form == feel::Type::Form::kSimple ? type : nullptr;
  }

  void compile_field(const YamlNode& node, Field& field) {
    compile(field.is, node.find("is"), {}, false, type_of(field.name));
    compile(field.initial, node.find("default"), {}, false, type_of(field.name));
  }

  void compile_act(const YamlNode& node, lifecycle::Act& act) {
    size_t at = 0;
    for (const YamlNode* condition : items_of(&node, "conditions")) compile_condition(*condition, act.conditions[at++], act.with);
    at = 0;
    for (const YamlNode* derivation : items_of(&node, "derives")) compile_derivation(*derivation, act.derives[at++], act.with);
  }

  void compile_call(const YamlNode* node, lifecycle::DecisionCall& call, const std::vector<registers::RelatedList>& with) {
    const YamlNode* inputs = find(node, "inputs");
    for (auto& [name, formula] : call.inputs) compile(formula, find(inputs, name), with, false, nullptr);
    if (call.on != nullptr) compile(call.on, find(node, "on"), with, false, feel::simple_type(feel::Kind::kDate));
  }

  void compile_condition(const YamlNode& node, lifecycle::Condition& condition, const std::vector<registers::RelatedList>& with) {
    if (auto* feel = std::get_if<lifecycle::FeelHolds>(&condition.check))
      compile(feel->formula, node.find("feel"), with, false, boolean_type());
    if (auto* decision = std::get_if<lifecycle::DecisionHolds>(&condition.check)) {
      compile_call(node.find("decide"), decision->call, with);
      compile(decision->holds, node.find("holds"), with, true, boolean_type());
    }
  }

  void compile_derivation(const YamlNode& node, lifecycle::Derivation& derivation, const std::vector<registers::RelatedList>& with) {
    if (auto* set = std::get_if<lifecycle::SetFeel>(&derivation)) compile(set->is, find(node.find("feel"), "is"), with, false, type_of(set->field));
    if (auto* decision = std::get_if<lifecycle::SetDecision>(&derivation)) {
      compile_call(node.find("decide"), decision->call, with);
      const YamlNode* sets = find(node.find("decide"), "sets");
      for (auto& [field, formula] : decision->sets) compile(formula, find(sets, field), with, true, type_of(field));
    }
  }

  // A computed field that looks at itself, through others or not.
  void check_cycles() {
    for (const Field& field : entry_.schema.fields) {
      std::vector<std::string> path;
      if (!field.computed() || !looks_at(field, field.name, path)) continue;
      problems_.add(source_.file, *find(find(source_.root.find("fields"), field.name), "is"),
                    {"计算字段“" + field.name + "”依赖于自身", "the computed field “" + field.name + "” looks at itself"},
                    {"请更正公式", "Correct the formula"});
    }
  }

  bool looks_at(const Field& field, const std::string& target, std::vector<std::string>& path) const {
    for (const std::string& name : field.is->fields()) {
      if (name == target) return true;
      const Field* next = entry_.schema.find(name);
      if (next == nullptr || !next->computed() || std::find(path.begin(), path.end(), name) != path.end()) continue;
      path.push_back(name);
      if (looks_at(*next, target, path)) return true;
    }
    return false;
  }

  const Source& source_;
  RegisterEntry& entry_;
  const Pack& pack_;
  Problems& problems_;
};

}  // namespace

void compile_formulas(const Source& source, RegisterEntry& entry, const Pack& pack, Problems& problems) {
  FormulaCompiler(source, entry, pack, problems).run();
}

}  // namespace lingqu::pack::detail
