// How points and ranges lie to each other (DMN 1.5, 10.3.4.9, table 78). A point is a range from it
// to it.
#include "feel/builtin.hpp"

namespace lingqu::feel {
namespace {

struct Span {
  Value start, end;
  bool start_included = true, end_included = true;
  bool is_point = false;
};

bool get_span(const Arguments& in, size_t i, Span& span) {
  const Value& value = in[i];
  if (value.is(Kind::kRange)) {
    const Range& range = value.range();
    if (range.form == Range::Form::kNotEqual || range.start.is_null() || range.end.is_null()) {
      in.fail("a range with two ends is expected");
      return false;
    }
    span = {range.start, range.end, range.start_included, range.end_included, false};
    return true;
  }
  span = {value, value, true, true, true};
  return !value.is_null();
}

struct Pair {
  Span a, b;
  bool comparable = true;
  int compare(const Value& x, const Value& y) {
    int result = 0;
    comparable = order(x, y, result) && comparable;
    return result;
  }
  // The end of a against the start of b, and so on.
  int start_start() { return compare(a.start, b.start); }
  int end_end() { return compare(a.end, b.end); }
  int end_start() { return compare(a.end, b.start); }
  int start_end() { return compare(a.start, b.end); }

  bool before() {
    const int c = end_start();
    return c < 0 || (c == 0 && (!a.end_included || !b.start_included));
  }
  bool meets() { return end_start() == 0 && a.end_included && b.start_included; }
  bool starts_same() { return start_start() == 0 && a.start_included == b.start_included; }
  bool ends_same() { return end_end() == 0 && a.end_included == b.end_included; }
  // b lies within a.
  bool includes() {
    const int s = start_start(), e = end_end();
    return (s < 0 || (s == 0 && (a.start_included || !b.start_included))) &&
           (e > 0 || (e == 0 && (a.end_included || !b.end_included)));
  }
  bool starts() {  // a starts b
    const int e = end_end();
    return starts_same() && (e < 0 || (e == 0 && (!a.end_included || b.end_included)));
  }
  bool finishes() {  // a finishes b
    const int s = start_start();
    return ends_same() && (s > 0 || (s == 0 && (!a.start_included || b.start_included)));
  }
  bool coincides() { return starts_same() && ends_same(); }
  bool touches() {  // they have a point in common
    const int es = end_start(), se = start_end();
    return (es > 0 || (es == 0 && a.end_included && b.start_included)) &&
           (se < 0 || (se == 0 && a.start_included && b.end_included));
  }
  bool overlaps_before() {
    const int s = start_start(), e = end_end();
    return (s < 0 || (s == 0 && a.start_included && !b.start_included)) && touches() &&
           (e < 0 || (e == 0 && (!a.end_included || b.end_included)));
  }
};

using Relation = bool (*)(Pair&);

Value relate(const Arguments& in, bool points_allowed, bool swapped, Relation relation) {
  Pair pair;
  if (!get_span(in, swapped ? 1 : 0, pair.a) || !get_span(in, swapped ? 0 : 1, pair.b))
    return Value();
  if (!points_allowed && (pair.a.is_point || pair.b.is_point))
    return in.fail("two ranges are expected");
  const bool result = relation(pair);
  return pair.comparable ? Value(result) : in.fail("points and ranges of different kinds");
}

}  // namespace

const std::vector<Builtin>& range_builtins() {
  static constexpr auto kBefore = [](Pair& p) { return p.before(); };
  static constexpr auto kMeets = [](Pair& p) { return p.meets(); };
  static constexpr auto kOverlaps = [](Pair& p) { return p.touches(); };
  static constexpr auto kOverlapsBefore = [](Pair& p) { return p.overlaps_before(); };
  static constexpr auto kIncludes = [](Pair& p) { return !p.a.is_point && p.includes(); };
  static constexpr auto kStarts = [](Pair& p) { return !p.b.is_point && p.starts(); };
  static constexpr auto kFinishes = [](Pair& p) { return !p.b.is_point && p.finishes(); };
  static constexpr auto kCoincides = [](Pair& p) { return p.coincides(); };
  static const std::vector<Builtin> table = {
      {"before",
       2,
       2,
       {"point1, point2", "point, range", "range, point", "range1, range2"},
       [](const Arguments& in) { return relate(in, true, false, kBefore); }},
      {"after",
       2,
       2,
       {"point1, point2", "point, range", "range, point", "range1, range2"},
       [](const Arguments& in) { return relate(in, true, true, kBefore); }},
      {"meets",
       2,
       2,
       {"range1, range2"},
       [](const Arguments& in) { return relate(in, false, false, kMeets); }},
      {"met by",
       2,
       2,
       {"range1, range2"},
       [](const Arguments& in) { return relate(in, false, true, kMeets); }},
      {"overlaps",
       2,
       2,
       {"range1, range2"},
       [](const Arguments& in) { return relate(in, false, false, kOverlaps); }},
      {"overlaps before",
       2,
       2,
       {"range1, range2"},
       [](const Arguments& in) { return relate(in, false, false, kOverlapsBefore); }},
      {"overlaps after",
       2,
       2,
       {"range1, range2"},
       [](const Arguments& in) { return relate(in, false, true, kOverlapsBefore); }},
      {"includes",
       2,
       2,
       {"range, point", "range1, range2"},
       [](const Arguments& in) { return relate(in, true, false, kIncludes); }},
      {"during",
       2,
       2,
       {"point, range", "range1, range2"},
       [](const Arguments& in) { return relate(in, true, true, kIncludes); }},
      {"starts",
       2,
       2,
       {"point, range", "range1, range2"},
       [](const Arguments& in) { return relate(in, true, false, kStarts); }},
      {"started by",
       2,
       2,
       {"range, point", "range1, range2"},
       [](const Arguments& in) { return relate(in, true, true, kStarts); }},
      {"finishes",
       2,
       2,
       {"point, range", "range1, range2"},
       [](const Arguments& in) { return relate(in, true, false, kFinishes); }},
      {"finished by",
       2,
       2,
       {"range, point", "range1, range2"},
       [](const Arguments& in) { return relate(in, true, true, kFinishes); }},
      {"coincides",
       2,
       2,
       {"point1, point2", "range1, range2"},
       [](const Arguments& in) { return relate(in, true, false, kCoincides); }},
  };
  return table;
}

}  // namespace lingqu::feel
