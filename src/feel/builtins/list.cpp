// Lists (DMN 1.5, 10.3.4.4).
#include <algorithm>
#include <unordered_map>

#include "feel/builtin.hpp"

namespace lingqu::feel {
namespace {

// Items found by equality in constant time.
class Index {
 public:
  // True if an equal item was there; else it is added.
  bool seen(const Value& item, bool add = true) {
    auto [first, last] = by_hash_.equal_range(hash_value(item));
    for (; first != last; ++first)
      if (same(first->second, item)) return true;
    if (add) by_hash_.emplace(hash_value(item), item);
    return false;
  }

 private:
  std::unordered_multimap<uint64_t, Value> by_hash_;
};

Value made(const Arguments& in, std::vector<Value> items) {
  if (!in.evaluator.spend(items.size()) || !in.evaluator.allocate(items.size() * sizeof(Value)))
    return Value();
  return Value(std::move(items));
}

// A position from 1, or from the end if negative, as an index from 0.
bool get_position(const Arguments& in, const Value& argument, size_t size, size_t& index) {
  if (!argument.is(Kind::kNumber)) {
    in.fail("the position is not a number");
    return false;
  }
  const auto position = argument.number().to_int64();
  const auto length = static_cast<int64_t>(size);
  if (!position || *position == 0 || *position > length || *position < -length) {
    in.fail("no such position");
    return false;
  }
  index = static_cast<size_t>(*position > 0 ? *position - 1 : length + *position);
  return true;
}

Value list_contains(const Arguments& in) {
  const Value list = in.list(0);
  if (!list.is(Kind::kList)) return Value();
  for (const Value& item : list.list())
    if (same(item, in[1])) return Value(true);
  return Value(false);
}

Value count_items(const Arguments& in) {
  const Value list = in.list(0);
  return list.is(Kind::kList) ? Value(static_cast<int64_t>(list.list().size())) : Value();
}

Value sublist(const Arguments& in) {
  const Value list = in.list(0);
  size_t start;
  if (!list.is(Kind::kList) || !get_position(in, in[1], list.list().size(), start)) return Value();
  size_t length = list.list().size() - start;
  if (in.count == 3) {
    const Value* wanted = in.get(2, Kind::kNumber);
    const auto whole = wanted != nullptr ? wanted->number().to_int64() : std::nullopt;
    if (!whole || *whole < 0 || static_cast<uint64_t>(*whole) > length)
      return in.fail("no such length");
    length = static_cast<size_t>(*whole);
  }
  const auto first = list.list().begin() + static_cast<std::ptrdiff_t>(start);
  return made(in, {first, first + static_cast<std::ptrdiff_t>(length)});
}

Value append_items(const Arguments& in) {
  const Value list = in.list(0);
  if (!list.is(Kind::kList)) return Value();
  std::vector<Value> items = list.list();
  items.insert(items.end(), in.values + 1, in.values + in.count);
  return made(in, std::move(items));
}

Value concatenate(const Arguments& in) {
  std::vector<Value> items;
  for (size_t i = 0; i < in.count; ++i) {
    const Value list = in.list(i);
    if (!list.is(Kind::kList)) return Value();
    items.insert(items.end(), list.list().begin(), list.list().end());
  }
  return made(in, std::move(items));
}

Value insert_before(const Arguments& in) {
  const Value list = in.list(0);
  size_t at;
  if (!list.is(Kind::kList) || !get_position(in, in[1], list.list().size(), at)) return Value();
  std::vector<Value> items = list.list();
  items.insert(items.begin() + static_cast<std::ptrdiff_t>(at), in[2]);
  return made(in, std::move(items));
}

Value remove_item(const Arguments& in) {
  const Value list = in.list(0);
  size_t at;
  if (!list.is(Kind::kList) || !get_position(in, in[1], list.list().size(), at)) return Value();
  std::vector<Value> items = list.list();
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(at));
  return made(in, std::move(items));
}

Value list_replace(const Arguments& in) {
  const Value list = in.list(0);
  if (!list.is(Kind::kList)) return Value();
  std::vector<Value> items = list.list();
  if (!in[1].is(Kind::kFunction)) {
    size_t at;
    if (!get_position(in, in[1], items.size(), at)) return Value();
    items[at] = in[2];
    return made(in, std::move(items));
  }
  const Function& match = in[1].function();
  if (match.parameters().size() != 2) return in.fail("the function must take two arguments");
  for (Value& item : items) {
    const Value arguments[] = {item, in[2]};
    const Value matched = match.call(in.evaluator, arguments, 2);
    if (!matched.is(Kind::kBoolean)) return in.fail("the function must yield a boolean");
    if (matched.boolean()) item = in[2];
  }
  return made(in, std::move(items));
}

Value reverse_list(const Arguments& in) {
  const Value list = in.list(0);
  if (!list.is(Kind::kList)) return Value();
  return made(in, {list.list().rbegin(), list.list().rend()});
}

Value index_of(const Arguments& in) {
  const Value list = in.list(0);
  if (!list.is(Kind::kList)) return Value();
  std::vector<Value> found;
  for (size_t i = 0; i < list.list().size(); ++i)
    if (same(list.list()[i], in[1])) found.emplace_back(static_cast<int64_t>(i + 1));
  return made(in, std::move(found));
}

Value distinct(const Arguments& in, const Value& list) {
  Index index;
  std::vector<Value> items;
  for (const Value& item : list.list())
    if (!index.seen(item)) items.push_back(item);
  return made(in, std::move(items));
}

Value union_of(const Arguments& in) {
  const Value all = concatenate(in);
  return all.is(Kind::kList) ? distinct(in, all) : Value();
}

Value distinct_values(const Arguments& in) {
  const Value list = in.list(0);
  return list.is(Kind::kList) ? distinct(in, list) : Value();
}

Value duplicate_values(const Arguments& in) {
  const Value list = in.list(0);
  if (!list.is(Kind::kList)) return Value();
  Index once, twice;
  std::vector<Value> items;
  for (const Value& item : list.list())
    if (once.seen(item) && !twice.seen(item)) items.push_back(item);
  return made(in, std::move(items));
}

void flatten_into(const Arguments& in, const Value& list, std::vector<Value>& out) {
  for (const Value& item : list.list()) {
    if (!in.evaluator.spend(1)) return;
    if (item.is(Kind::kList)) {
      flatten_into(in, item, out);
    } else {
      out.push_back(item);
    }
  }
}

Value flatten(const Arguments& in) {
  const Value list = in.list(0);
  if (!list.is(Kind::kList)) return Value();
  std::vector<Value> items;
  flatten_into(in, list, items);
  return made(in, std::move(items));
}

// Merge sort, so that a precedes function that is no order cannot do harm; stable.
bool sort_items(const Arguments& in, const Function* precedes, std::vector<Value>& items) {
  if (items.size() < 2) return true;
  const auto middle = items.begin() + static_cast<std::ptrdiff_t>(items.size() / 2);
  std::vector<Value> left(items.begin(), middle), right(middle, items.end());
  if (!sort_items(in, precedes, left) || !sort_items(in, precedes, right)) return false;
  size_t i = 0, j = 0;
  for (Value& slot : items) {
    bool take_right = i == left.size();
    if (!take_right && j < right.size()) {
      if (!in.evaluator.spend(1)) return false;
      if (precedes != nullptr) {
        const Value arguments[] = {right[j], left[i]};
        const Value result = precedes->call(in.evaluator, arguments, 2);
        if (!result.is(Kind::kBoolean)) {
          in.fail("the function must yield a boolean");
          return false;
        }
        take_right = result.boolean();
      } else {
        int compared;
        if (!order(right[j], left[i], compared)) {
          in.fail("items cannot be compared");
          return false;
        }
        take_right = compared < 0;
      }
    }
    slot = take_right ? right[j++] : left[i++];
  }
  return true;
}

Value sort_list(const Arguments& in) {
  const Value list = in.list(0);
  if (!list.is(Kind::kList)) return Value();
  const Function* precedes = nullptr;
  if (in.count == 2) {
    const Value* function = in.get(1, Kind::kFunction);
    if (function == nullptr) return Value();
    precedes = &function->function();
  }
  std::vector<Value> items = list.list();
  if (!sort_items(in, precedes, items)) return Value();
  return made(in, std::move(items));
}

}  // namespace

const std::vector<Builtin>& list_builtins() {
  static const std::vector<Builtin> table = {
      {"list contains", 2, 2, {"list, element"}, list_contains},
      {"count", 1, 1, {"list"}, count_items},
      {"sublist", 2, 3, {"list, start position, length"}, sublist},
      {"append", 1, kVariadic, {"list, item"}, append_items},
      {"concatenate", 1, kVariadic, {"list"}, concatenate},
      {"insert before", 3, 3, {"list, position, newItem"}, insert_before},
      {"remove", 2, 2, {"list, position"}, remove_item},
      {"list replace", 3, 3, {"list, position, newItem", "list, match, newItem"}, list_replace},
      {"reverse", 1, 1, {"list"}, reverse_list},
      {"index of", 2, 2, {"list, match"}, index_of},
      {"union", 1, kVariadic, {"list"}, union_of},
      {"distinct values", 1, 1, {"list"}, distinct_values},
      {"duplicate values", 1, 1, {"list"}, duplicate_values},
      {"flatten", 1, 1, {"list"}, flatten},
      {"sort", 1, 2, {"list, precedes"}, sort_list},
  };
  return table;
}

}  // namespace lingqu::feel
