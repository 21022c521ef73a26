#include "decisions/compare.hpp"

#include <algorithm>

#include "dmn/decide.hpp"

namespace lingqu::decisions {

namespace {

using Part = CellChange::Part;

const dmn::OutlineTable kNoTable;

struct Cell {
  Part part;
  std::string column;
  std::string text;
  bool operator==(const Cell&) const = default;
};

// "-" and nothing say the same of an input.
std::string test_text(const std::string& text) {
  return text == "-" ? "" : text;
}

std::vector<Cell> cells_of(const dmn::OutlineTable& table, const dmn::OutlineRule& rule) {
  std::vector<Cell> out;
  for (size_t i = 0; i < table.inputs.size(); ++i) out.push_back({Part::kInput, table.inputs[i].text, test_text(rule.tests[i])});
  for (size_t i = 0; i < table.outputs.size(); ++i) out.push_back({Part::kOutput, table.outputs[i].text, rule.outputs[i]});
  for (size_t i = 0; i < table.annotations.size(); ++i) out.push_back({Part::kAnnotation, table.annotations[i], rule.annotations[i]});
  std::erase_if(out, [](const Cell& cell) { return cell.text.empty(); });
  return out;
}

std::vector<Cell> tests_of(std::vector<Cell> cells) {
  std::erase_if(cells, [](const Cell& cell) { return cell.part != Part::kInput; });
  return cells;
}

std::vector<CellChange> changes(const std::vector<Cell>& before, const std::vector<Cell>& after) {
  std::vector<CellChange> out;
  const auto find = [](const std::vector<Cell>& cells, const Cell& like) {
    return std::find_if(cells.begin(), cells.end(), [&](const Cell& one) { return one.part == like.part && one.column == like.column; });
  };
  for (const Cell& cell : before) {
    const auto other = find(after, cell);
    if (other == after.end())
      out.push_back({cell.part, cell.column, cell.text, ""});
    else if (other->text != cell.text)
      out.push_back({cell.part, cell.column, cell.text, other->text});
  }
  for (const Cell& cell : after)
    if (find(before, cell) == before.end()) out.push_back({cell.part, cell.column, "", cell.text});
  return out;
}

// Two tables of one element, rule by rule: the same rule is one with the same cells, else with the same id, else with the same tests.
class TableComparison {
 public:
  TableComparison(const std::string& element, const dmn::OutlineTable& before, const dmn::OutlineTable& after)
      : element_(element), before_(before), after_(after) {
    for (const dmn::OutlineRule& rule : before.rules) old_.push_back(cells_of(before, rule));
    for (const dmn::OutlineRule& rule : after.rules) new_.push_back(cells_of(after, rule));
    match_.assign(old_.size(), kNone);
    taken_.assign(new_.size(), false);
  }

  void run(std::vector<RuleChange>& out) {
    pair([&](size_t b, size_t a) { return old_[b] == new_[a]; });
    pair([&](size_t b, size_t a) { return !before_.rules[b].id.empty() && before_.rules[b].id == after_.rules[a].id; });
    pair([&](size_t b, size_t a) { return tests_of(old_[b]) == tests_of(new_[a]); });
    for (size_t b = 0; b < old_.size(); ++b) {
      const size_t a = match_[b];
      const std::vector<Cell>& now = a == kNone ? none_ : new_[a];
      if (old_[b] == now) continue;
      out.push_back({a == kNone ? RuleChange::Kind::kRemoved : RuleChange::Kind::kChanged, element_, before_.rules[b].number,
                     a == kNone ? 0 : after_.rules[a].number, changes(old_[b], now)});
    }
    for (size_t a = 0; a < new_.size(); ++a)
      if (!taken_[a]) out.push_back({RuleChange::Kind::kAdded, element_, 0, after_.rules[a].number, changes(none_, new_[a])});
  }

 private:
  static constexpr size_t kNone = SIZE_MAX;

  template <class Same>
  void pair(const Same& same) {
    for (size_t b = 0; b < old_.size(); ++b)
      for (size_t a = 0; match_[b] == kNone && a < new_.size(); ++a)
        if (!taken_[a] && same(b, a)) {
          match_[b] = a;
          taken_[a] = true;
        }
  }

  const std::string& element_;
  const dmn::OutlineTable& before_;
  const dmn::OutlineTable& after_;
  const std::vector<Cell> none_;
  std::vector<std::vector<Cell>> old_, new_;
  std::vector<size_t> match_;
  std::vector<bool> taken_;
};

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "\n") + text;
  return out;
}

void compare_elements(const dmn::OutlineElement& before, const dmn::OutlineElement& after, Comparison& out) {
  for (size_t t = 0; t < std::max(before.tables.size(), after.tables.size()); ++t)
    TableComparison(after.name, t < before.tables.size() ? before.tables[t] : kNoTable, t < after.tables.size() ? after.tables[t] : kNoTable)
        .run(out.rules);
  if (before.texts != after.texts) out.texts.push_back({after.name, joined(before.texts), joined(after.texts)});
}

std::string what(const dmn::OutlineElement& element) {
  return element.kind == dmn::OutlineElement::Kind::kInput ? element.type + " " + element.allowed : joined(element.texts);
}

}  // namespace

Comparison compare(const pack::DecisionVersion& before, const pack::DecisionVersion& after) {
  Comparison out;
  const auto old = before.model->outline.needed(before.element);
  const auto now = after.model->outline.needed(after.element);
  const auto same_name = [](const std::string& name) { return [&name](const dmn::OutlineElement* one) { return one->name == name; }; };
  for (const dmn::OutlineElement* element : now) {
    const auto other = std::find_if(old.begin(), old.end(), same_name(element->name));
    if (other != old.end()) {
      compare_elements(**other, *element, out);
      continue;
    }
    out.texts.push_back({element->name, "", what(*element)});
    for (const dmn::OutlineTable& table : element->tables) TableComparison(element->name, kNoTable, table).run(out.rules);
  }
  for (const dmn::OutlineElement* element : old)
    if (std::find_if(now.begin(), now.end(), same_name(element->name)) == now.end()) {
      out.texts.push_back({element->name, what(*element), ""});
      for (const dmn::OutlineTable& table : element->tables) TableComparison(element->name, table, kNoTable).run(out.rules);
    }
  return out;
}

std::vector<CaseDifference> differing(const pack::Decision& decision, const pack::DecisionVersion& before,
                                      const pack::DecisionVersion& after, const std::vector<Case>& cases) {
  // A draft is anybody's model: what one case may cost leaves room for hundreds of them.
  constexpr feel::Budget kCaseBudget{100'000, 8u << 20, 1'000};
  std::vector<CaseDifference> out;
  for (const Case& one : cases) {
    Answer old = decide(decision, before, one.on, one.inputs, false, kCaseBudget);
    Answer now = decide(decision, after, one.on, one.inputs, false, kCaseBudget);
    if (dmn::value_to_json(old.value) == dmn::value_to_json(now.value)) continue;
    out.push_back({one.id, one.on, one.inputs, std::move(old), std::move(now)});
  }
  return out;
}

}  // namespace lingqu::decisions
