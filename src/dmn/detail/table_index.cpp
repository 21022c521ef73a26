#include "dmn/detail/table_index.hpp"

#include <algorithm>

#include "feel/operation.hpp"

namespace lingqu::dmn {

using feel::Comparison;
using feel::Kind;
using feel::Node;
using feel::NodeId;
using feel::Op;
using feel::Program;
using feel::Range;
using feel::Value;

namespace {

constexpr size_t kMaxIndexBytes = 64u << 20;

// Order for indexing: as in FEEL, and false before true.
int compare(const Value& a, const Value& b) {
  if (a.is(Kind::kBoolean) && b.is(Kind::kBoolean))
    return static_cast<int>(a.boolean()) - static_cast<int>(b.boolean());
  int result = 0;
  feel::order(a, b, result);
  return result;
}

// Kinds whose order is total and whose equality is that of the order (times with and without zones
// have neither).
bool is_indexable(Kind kind) {
  return kind == Kind::kBoolean || kind == Kind::kNumber || kind == Kind::kString ||
         kind == Kind::kDate || kind == Kind::kDayDuration || kind == Kind::kMonthDuration;
}

Acceptance intervals(Kind kind, Interval interval) {
  Acceptance result;
  if (!is_indexable(kind)) return result;
  result.form = Acceptance::Form::kIntervals;
  result.kind = kind;
  result.intervals.push_back(std::move(interval));
  return result;
}

Acceptance point(const Value& value) {
  Acceptance result = intervals(value.kind(), {true, true, true, true, value, value});
  result.others = value.is(Kind::kBoolean);
  return result;
}

Acceptance compared(Comparison comparison, const Value& end) {
  switch (comparison) {
    case Comparison::kEqual:
      return point(end);
    case Comparison::kNotEqual: {
      Acceptance result = intervals(end.kind(), {false, true, false, false, {}, end});
      if (result.form == Acceptance::Form::kIntervals)
        result.intervals.push_back({true, false, false, false, end, {}});
      result.others = true;
      return result;
    }
    default:
      break;
  }
  if (end.is(Kind::kBoolean)) return {};
  switch (comparison) {
    case Comparison::kLess:
      return intervals(end.kind(), {false, true, false, false, {}, end});
    case Comparison::kLessEqual:
      return intervals(end.kind(), {false, true, false, true, {}, end});
    case Comparison::kGreater:
      return intervals(end.kind(), {true, false, false, false, end, {}});
    default:
      return intervals(end.kind(), {true, false, true, false, end, {}});
  }
}

Acceptance united(Acceptance a, const Acceptance& b) {
  if (a.form == Acceptance::Form::kAll || b.form == Acceptance::Form::kAll) {
    Acceptance all;
    all.form = Acceptance::Form::kAll;
    return all;
  }
  if (a.form != b.form || a.form == Acceptance::Form::kDynamic || a.kind != b.kind) return {};
  a.intervals.insert(a.intervals.end(), b.intervals.begin(), b.intervals.end());
  a.others = a.others || b.others;
  return a;
}

Acceptance matched(const Value& value) {
  if (value.is(Kind::kRange)) {
    const Range& range = value.range();
    if (range.form == Range::Form::kEqual) return point(range.start);
    if (range.form == Range::Form::kNotEqual) return compared(Comparison::kNotEqual, range.end);
    const Value& end = range.start.is_null() ? range.end : range.start;
    return intervals(end.kind(),
                     {!range.start.is_null(), !range.end.is_null(), range.start_included,
                      range.end_included, range.start, range.end});
  }
  if (value.is(Kind::kList)) {
    if (value.list().empty()) return {};
    Acceptance result = matched(value.list()[0]);
    for (size_t i = 1; i < value.list().size(); ++i)
      result = united(std::move(result), matched(value.list()[i]));
    return result;
  }
  return point(value);
}

// What is left of the values of a kind. The intervals may overlap.
Acceptance complement(Acceptance of) {
  if (of.form != Acceptance::Form::kIntervals) return {};
  auto& parts = of.intervals;
  std::sort(parts.begin(), parts.end(), [](const Interval& a, const Interval& b) {
    if (a.has_start != b.has_start) return !a.has_start;
    if (!a.has_start) return false;
    const int order = compare(a.start, b.start);
    return order != 0 ? order < 0 : a.start_included && !b.start_included;
  });
  std::vector<Interval> rest;
  Interval gap;  // what is open so far: from the greatest end on
  bool open = true;
  for (const Interval& part : parts) {
    if (!open) break;
    if (part.has_start) {
      const int order = gap.has_start ? compare(gap.start, part.start) : -1;
      if (order < 0 || (order == 0 && gap.start_included && !part.start_included)) {
        Interval between = gap;
        between.has_end = true;
        between.end = part.start;
        between.end_included = !part.start_included;
        rest.push_back(between);
      }
    }
    if (!part.has_end) {
      open = false;
      break;
    }
    const int order = gap.has_start ? compare(gap.start, part.end) : -1;
    if (order < 0 || (order == 0 && gap.start_included && part.end_included)) {
      gap.has_start = true;
      gap.start = part.end;
      gap.start_included = !part.end_included;
    }
  }
  if (open) rest.push_back(gap);
  of.intervals = std::move(rest);
  of.others = true;
  return of;
}

}  // namespace

Acceptance acceptance_of(const Program& program, NodeId test) {
  const Node& node = program.node(test);
  switch (node.op) {
    case Op::kConstant: {
      Acceptance result;
      if (program.constant(node.a).is_true()) result.form = Acceptance::Form::kAll;
      return result;
    }
    case Op::kTestCompare:
      if (const Value* end = program.if_constant(node.b))
        return compared(static_cast<Comparison>(node.flag), *end);
      return {};
    case Op::kTestMatch:
      if (const Value* value = program.if_constant(node.b)) {
        return value->is_null() ? Acceptance() : matched(*value);
      }
      return {};
    case Op::kTestAny: {
      const uint32_t* children = program.children(node);
      Acceptance result = acceptance_of(program, children[0]);
      for (uint32_t i = 1; i < node.count; ++i)
        result = united(std::move(result), acceptance_of(program, children[i]));
      return result;
    }
    case Op::kTestNot:
      return complement(acceptance_of(program, node.a));
    default:
      return {};
  }
}

size_t TableIndex::Column::segment(const Value& value) const {
  int64_t wanted = 0;
  if (!units.empty() && value.number().scaled_fast(scale, wanted)) {
    size_t below = 0;
    if (units.size() <= 8) {
      while (below < units.size() && units[below] < wanted) ++below;
    } else {
      below =
          static_cast<size_t>(std::lower_bound(units.begin(), units.end(), wanted) - units.begin());
    }
    return 2 * below + (below < units.size() && units[below] == wanted ? 1 : 0);
  }
  size_t low = 0, high = ends.size();
  while (low < high) {
    const size_t middle = (low + high) / 2;
    const int order = compare(ends[middle], value);
    if (order == 0) return 2 * middle + 1;
    if (order < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return 2 * low;
}

const TableIndex::Word* TableIndex::Column::set(const Value& value, size_t words) const {
  return value.is(kind) ? sets.data() + segment(value) * words : other.data();
}

void TableIndex::build(const Program& program, const std::vector<std::vector<NodeId>>& tests,
                       size_t columns) {
  const size_t rules = tests.size();
  words_ = (rules + 63) / 64;
  columns_.assign(columns, {});
  size_t bytes = 0;
  for (size_t c = 0; c < columns; ++c) {
    Column& column = columns_[c];
    std::vector<Acceptance> accepted;
    for (size_t r = 0; r < rules; ++r) accepted.push_back(acceptance_of(program, tests[r][c]));
    for (const Acceptance& one : accepted)
      if (one.form == Acceptance::Form::kIntervals && column.kind == Kind::kNull)
        column.kind = one.kind;
    column.other.assign(words_, 0);
    column.dynamic.assign(words_, 0);
    for (size_t r = 0; r < rules; ++r) {
      Acceptance& one = accepted[r];
      if (one.form == Acceptance::Form::kIntervals && one.kind != column.kind) one = {};
      const Word bit = Word{1} << (r % 64);
      if (one.form == Acceptance::Form::kDynamic) {
        column.dynamic[r / 64] |= bit;
        column.has_dynamic = true;
      }
      if (one.form != Acceptance::Form::kIntervals || one.others) column.other[r / 64] |= bit;
      for (const Interval& interval : one.intervals) {
        if (interval.has_start) column.ends.push_back(interval.start);
        if (interval.has_end) column.ends.push_back(interval.end);
      }
    }
    std::sort(column.ends.begin(), column.ends.end(),
              [](const Value& a, const Value& b) { return compare(a, b) < 0; });
    column.ends.erase(
        std::unique(column.ends.begin(), column.ends.end(),
                    [](const Value& a, const Value& b) { return compare(a, b) == 0; }),
        column.ends.end());
    if (column.kind == Kind::kNumber) {
      for (const Value& end : column.ends)
        column.scale = std::max(column.scale, end.number().normalized().scale());
      // Some digits more than the ends have, as long as all ends fit: values are often finer than
      // the bands.
      for (int finer = 6; finer > 0; --finer) {
        const int scale = column.scale + finer;
        if (std::all_of(column.ends.begin(), column.ends.end(), [scale](const Value& end) {
              return end.number().scaled(scale).has_value();
            })) {
          column.scale = scale;
          break;
        }
      }
      for (const Value& end : column.ends)
        if (const auto units = end.number().scaled(column.scale)) column.units.push_back(*units);
      if (column.units.size() != column.ends.size()) column.units.clear();
    }
    const size_t segments = 2 * column.ends.size() + 1;
    bytes += segments * words_ * sizeof(Word);
    if (bytes > kMaxIndexBytes) return;
    column.sets.assign(segments * words_, 0);
    for (size_t r = 0; r < rules; ++r) {
      const Word bit = Word{1} << (r % 64);
      const auto add = [&](size_t from, size_t to) {
        for (size_t segment = from; segment < to; ++segment)
          column.sets[segment * words_ + r / 64] |= bit;
      };
      if (accepted[r].form != Acceptance::Form::kIntervals) add(0, segments);
      for (const Interval& interval : accepted[r].intervals) {
        const size_t from = interval.has_start
                                ? column.segment(interval.start) + (interval.start_included ? 0 : 1)
                                : 0;
        const size_t to = interval.has_end
                              ? column.segment(interval.end) + (interval.end_included ? 1 : 0)
                              : segments;
        add(from, to);
      }
    }
    column.indexed = true;
  }
  usable_ = true;
}

}  // namespace lingqu::dmn
