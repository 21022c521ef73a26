// Finds the rules of a decision table that may hit without trying them all. Per column the values
// are cut into segments at the ends that occur in its tests; each segment has the set of rules
// whose test holds there. A row is then one search per column and an intersection of sets. Tests
// that are no constants ("dynamic") are left to be evaluated.
#pragma once

#include <cstdint>
#include <vector>

#include "feel/program.hpp"
#include "feel/value.hpp"

namespace lingqu::dmn {

// A set of values of one kind as intervals between sorted ends.
struct Interval {
  bool has_start = false, has_end = false;
  bool start_included = false, end_included = false;
  feel::Value start, end;
};
// What a test accepts.
struct Acceptance {
  enum class Form : uint8_t { kAll, kIntervals, kDynamic };
  Form form = Form::kDynamic;
  feel::Kind kind = feel::Kind::kNull;  // of kIntervals
  std::vector<Interval> intervals;
  bool others = false;  // may accept null or values of other kinds too (not("a"), !=1, a boolean)
};
// Reads a compiled test; kDynamic where it depends on more than its input.
Acceptance acceptance_of(const feel::Program& program, feel::NodeId test);

class TableIndex {
 public:
  using Word = uint64_t;
  struct Column {
    bool indexed = false;
    feel::Kind kind = feel::Kind::kNull;
    std::vector<feel::Value>
        ends;  // ascending; segments are 2 * ends.size() + 1: below, at, between, …, above
    std::vector<Word> sets;     // one set per segment
    std::vector<Word> other;    // for values of another kind, and null: rules that may accept those
    std::vector<Word> dynamic;  // rules whose test must be evaluated
    bool has_dynamic = false;
    // The ends of numbers as integers of one scale, where they fit: comparing those is cheaper.
    std::vector<int64_t> units;
    int scale = 0;
    // Which segment a value of the column's kind lies in.
    size_t segment(const feel::Value& value) const;
    const Word* set(const feel::Value& value, size_t words) const;
  };

  // tests[rule][column]
  void build(const feel::Program& program, const std::vector<std::vector<feel::NodeId>>& tests,
             size_t columns);
  bool usable() const { return usable_; }
  size_t words() const { return words_; }
  const std::vector<Column>& columns() const { return columns_; }

 private:
  bool usable_ = false;
  size_t words_ = 0;
  std::vector<Column> columns_;
};

}  // namespace lingqu::dmn
