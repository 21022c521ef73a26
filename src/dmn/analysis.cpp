#include "dmn/analysis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>

#include "dmn/detail/compiled.hpp"
#include "dmn/detail/table.hpp"
#include "feel/operation.hpp"

namespace lingqu::dmn {

using feel::Kind;
using feel::Value;

namespace {

using Word = TableIndex::Word;
using Set = std::vector<Word>;
constexpr size_t kMaxVisits = 100'000;
constexpr size_t kMaxFindings = 50;  // of a kind and table

int compare(const Value& a, const Value& b) {
  int order = 0;
  if (a.is(Kind::kBoolean) && b.is(Kind::kBoolean))
    return static_cast<int>(a.boolean()) - static_cast<int>(b.boolean());
  feel::order(a, b, order);
  return order;
}

// Does an interval of allowed values reach into segment `s`: the point ends[s / 2] if odd, else
// what is between?
bool reaches(const Interval& interval, const std::vector<Value>& ends, size_t s) {
  if (s % 2 == 1) {
    const Value& point = ends[s / 2];
    const int low = interval.has_start ? compare(interval.start, point) : -1;
    const int high = interval.has_end ? compare(point, interval.end) : -1;
    return (low < 0 || (low == 0 && interval.start_included)) &&
           (high < 0 || (high == 0 && interval.end_included));
  }
  const bool below_end =
      s / 2 >= ends.size() || !interval.has_start || compare(interval.start, ends[s / 2]) < 0;
  const bool above_start =
      s == 0 || !interval.has_end || compare(ends[s / 2 - 1], interval.end) < 0;
  return below_end && above_start;
}

class Analyser {
 public:
  Analyser(const DecisionTable& table, const feel::Program& program, const std::string& element,
           std::vector<Finding>& findings)
      : table_(table), program_(program), element_(element), findings_(findings) {}

  void run() {
    const auto& columns = table_.index().columns();
    bool analysable = table_.index().usable();
    for (const auto& column : columns) analysable = analysable && !column.has_dynamic;
    if (!analysable) {
      add(Finding::Kind::kNotAnalysed, {}, "a test that is not constant");
      return;
    }
    for (size_t c = 0; c < columns.size(); ++c) possible_.push_back(possible_segments(c));
    useful_.assign(table_.rules.size(), false);
    Set all(table_.index().words(), ~Word{0});
    if (!all.empty() && table_.rules.size() % 64 != 0)
      all.back() = (Word{1} << (table_.rules.size() % 64)) - 1;
    std::vector<std::string> where;
    visit(0, all, where);
    if (visits_ > kMaxVisits) {
      add(Finding::Kind::kNotAnalysed, {}, "too many combinations");
      return;
    }
    for (uint32_t r = 0; r < useful_.size(); ++r)
      if (!useful_[r]) add(Finding::Kind::kUnreachable, {r}, "");
  }

 private:
  void add(Finding::Kind kind, const std::vector<uint32_t>& rules, std::string where) {
    const auto same = std::count_if(findings_.begin(), findings_.end(), [&](const Finding& f) {
      return f.kind == kind && f.table == table_.name && f.element == element_;
    });
    if (static_cast<size_t>(same) >= kMaxFindings) return;
    Finding finding{kind, element_, table_.name, {}, {}, std::move(where)};
    for (const uint32_t rule : rules) {
      finding.rules.push_back(rule + 1);
      finding.lines.push_back(table_.rules[rule].line);
    }
    findings_.push_back(std::move(finding));
  }

  std::vector<bool> possible_segments(size_t c) const {
    const auto& column = table_.index().columns()[c];
    std::vector<bool> possible(2 * column.ends.size() + 1, true);
    // Between true and false there is nothing; but the one that no test names lies beside the other.
    if (column.kind == Kind::kBoolean && !column.ends.empty()) {
      for (size_t s = 0; s < possible.size(); s += 2) possible[s] = false;
      if (column.ends.size() == 1) possible[column.ends[0].boolean() ? 0 : 2] = true;
    }
    Acceptance allowed;
    if (table_.inputs[c].allowed != feel::kNoNode) {
      allowed = acceptance_of(program_, table_.inputs[c].allowed);
    } else if (table_.inputs[c].type != nullptr && table_.inputs[c].type->allowed != nullptr) {
      allowed =
          acceptance_of(*table_.inputs[c].type->allowed, table_.inputs[c].type->allowed->root());
    }
    if (allowed.form != Acceptance::Form::kIntervals || allowed.kind != column.kind)
      return possible;
    for (size_t s = 0; s < possible.size(); ++s) {
      possible[s] =
          possible[s] && std::any_of(allowed.intervals.begin(), allowed.intervals.end(),
                                     [&](const Interval& i) { return reaches(i, column.ends, s); });
    }
    return possible;
  }

  // "Age in [18..20)" for the run of segments from `first` to `last`.
  std::string describe(size_t c, size_t first, size_t last) const {
    const auto& ends = table_.index().columns()[c].ends;
    const std::string& name = table_.inputs[c].text;
    const bool from_start = first == 0, to_end = last + 1 == 2 * ends.size() + 1;
    if (from_start && to_end) return "";
    if (first == last && first % 2 == 1) return name + " = " + to_literal(ends[first / 2]);
    if (first == last && table_.index().columns()[c].kind == Kind::kBoolean)
      return name + (first == 0 ? " = false" : " = true");
    if (to_end)
      return name + (first % 2 == 1 ? " >= " : " > ") +
             to_literal(ends[first % 2 == 1 ? first / 2 : first / 2 - 1]);
    if (from_start) return name + (last % 2 == 1 ? " <= " : " < ") + to_literal(ends[last / 2]);
    return fmt::format("{} in {}{}..{}{}", name, first % 2 == 1 ? '[' : '(',
                       to_literal(ends[first % 2 == 1 ? first / 2 : first / 2 - 1]),
                       to_literal(ends[last / 2]), last % 2 == 1 ? ']' : ')');
  }

  void visit(size_t c, const Set& set, std::vector<std::string>& where) {
    // The same rules at the same column lead to the same findings but for where they are.
    std::string key(reinterpret_cast<const char*>(set.data()), set.size() * sizeof(Word));
    key.push_back(static_cast<char>(c));
    if (++visits_ > kMaxVisits || !seen_.insert(std::move(key)).second) return;
    if (std::all_of(set.begin(), set.end(), [](Word word) { return word == 0; })) {
      const bool covered =
          std::any_of(table_.outputs.begin(), table_.outputs.end(),
                      [](const auto& output) { return output.fallback != feel::kNoNode; });
      if (!covered && table_.policy != HitPolicy::kCollect)
        add(Finding::Kind::kGap, {}, fmt::format("{}", fmt::join(where, ", ")));
      return;
    }
    if (c == table_.inputs.size()) {
      conclude(set, where);
      return;
    }
    const auto& column = table_.index().columns()[c];
    const size_t words = table_.index().words(), segments = possible_[c].size();
    Set run;
    size_t first = 0;
    const auto flush = [&](size_t last) {
      if (run.empty()) return;
      std::string text = describe(c, first, last);
      if (!text.empty()) where.push_back(text);
      visit(c + 1, run, where);
      if (!text.empty()) where.pop_back();
    };
    size_t previous = 0;
    for (size_t s = 0; s < segments; ++s) {
      if (!possible_[c][s]) continue;
      Set next(words);
      for (size_t w = 0; w < words; ++w) next[w] = set[w] & column.sets[s * words + w];
      if (!run.empty() && next == run) {
        previous = s;
        continue;
      }
      flush(previous);
      run = std::move(next);
      first = previous = s;
    }
    flush(previous);
  }

  void conclude(const Set& set, const std::vector<std::string>& where) {
    std::vector<uint32_t> rules;
    for (uint32_t r = 0; r < table_.rules.size(); ++r)
      if ((set[r / 64] >> (r % 64) & 1) != 0) rules.push_back(r);
    if (table_.policy == HitPolicy::kFirst) {
      useful_[rules[0]] = true;
      return;
    }
    for (const uint32_t rule : rules) useful_[rule] = true;
    if (rules.size() < 2) return;
    const bool differ = std::any_of(rules.begin() + 1, rules.end(),
                                    [&](uint32_t rule) { return !same_outputs(rules[0], rule); });
    if (table_.policy != HitPolicy::kUnique && !(table_.policy == HitPolicy::kAny && differ))
      return;
    if (reported_.insert(rules).second)
      add(Finding::Kind::kOverlap, rules, fmt::format("{}", fmt::join(where, ", ")));
  }

  bool same_outputs(uint32_t a, uint32_t b) const {
    for (size_t o = 0; o < table_.outputs.size(); ++o) {
      const Value* x = program_.if_constant(table_.rules[a].outputs[o]);
      const Value* y = program_.if_constant(table_.rules[b].outputs[o]);
      if (x == nullptr || y == nullptr || !feel::same(*x, *y)) return false;
    }
    return true;
  }

  const DecisionTable& table_;
  const feel::Program& program_;
  const std::string& element_;
  std::vector<Finding>& findings_;
  std::vector<std::vector<bool>> possible_;
  std::vector<bool> useful_;
  std::unordered_set<std::string> seen_;
  std::set<std::vector<uint32_t>> reported_;
  size_t visits_ = 0;
};

}  // namespace

std::vector<Finding> analyse(const Model& model) {
  std::vector<Finding> findings;
  for (const Element& element : model.compiled().elements) {
    if (element.program == nullptr) continue;
    for (uint32_t i = 0; i < element.program->extensions(); ++i) {
      if (const auto* table = dynamic_cast<const DecisionTable*>(&element.program->extension(i)))
        Analyser(*table, *element.program, element.full_name, findings).run();
    }
  }
  return findings;
}

std::string to_string(const Finding& finding, base::Language language) {
  const bool zh = language == base::Language::kZh;
  const std::string rules = fmt::format("{}", fmt::join(finding.rules, zh ? "、" : ", "));
  const std::string where = finding.where.empty() ? (zh ? "任意输入" : "any input") : finding.where;
  const std::string head = zh ? fmt::format("“{}”的决策表 {}：", finding.element, finding.table)
                              : fmt::format("“{}”, table {}: ", finding.element, finding.table);
  switch (finding.kind) {
    case Finding::Kind::kGap:
      return head + (zh ? "没有规则覆盖 " : "no rule covers ") + where;
    case Finding::Kind::kOverlap:
      return head + (zh ? fmt::format("规则 {} 同时命中：{}", rules, where)
                        : fmt::format("rules {} hit together where {}", rules, where));
    case Finding::Kind::kUnreachable:
      return head + (zh ? fmt::format("规则 {} 永远不起作用", rules)
                        : fmt::format("rule {} can never decide", rules));
    case Finding::Kind::kNotAnalysed:
      break;
  }
  return head + (zh ? "未作完整性分析：" : "not analysed: ") + finding.where;
}

}  // namespace lingqu::dmn
