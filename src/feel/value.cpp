#include "feel/value.hpp"

#include <algorithm>

#include "feel/function.hpp"

namespace lingqu::feel {
namespace {

template <class T>
struct Box : Object {
  explicit Box(T content, uint32_t depth = 0) : value(std::move(content)) { depth_ = depth; }
  T value;
};

template <class T>
const T& unbox(const Object* object) {
  return static_cast<const Box<T>*>(object)->value;
}

uint64_t hash_text(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash ^ hash >> 32;
}

}  // namespace

std::string_view kind_name(Kind kind) {
  static constexpr std::string_view kNames[] = {"null",
                                                "boolean",
                                                "number",
                                                "string",
                                                "date",
                                                "time",
                                                "date and time",
                                                "days and time duration",
                                                "years and months duration",
                                                "list",
                                                "context",
                                                "range",
                                                "function"};
  return kNames[static_cast<size_t>(kind)];
}

Value::Value(std::string text) : kind_(Kind::kString) {
  set_object(new Box(std::move(text)));
}
Value::Value(std::vector<Value> items) {
  uint32_t depth = 0;
  for (const Value& item : items) depth = std::max(depth, item.depth());
  if (depth >= kMaxDepth) return;
  kind_ = Kind::kList;
  set_object(new Box(std::move(items), depth + 1));
}
Value::Value(Context context) {
  uint32_t depth = 0;
  for (const auto& entry : context.entries()) depth = std::max(depth, entry.value.depth());
  if (depth >= kMaxDepth) return;
  kind_ = Kind::kContext;
  set_object(new Box(std::move(context), depth + 1));
}
Value::Value(Range range) : kind_(Kind::kRange) {
  set_object(new Box(std::move(range)));
}
Value::Value(const Function* function) : kind_(Kind::kFunction) {
  set_object(function);
  if (object()->depth_ <= kMaxDepth) return;
  delete function;
  kind_ = Kind::kNull;
}

const std::string& Value::text() const {
  return unbox<std::string>(object());
}
const std::vector<Value>& Value::list() const {
  return unbox<std::vector<Value>>(object());
}
const Context& Value::context() const {
  return unbox<Context>(object());
}
const Range& Value::range() const {
  return unbox<Range>(object());
}
const Function& Value::function() const {
  return *static_cast<const Function*>(object());
}

std::vector<Value>* Value::sole_list() {
  if (object()->references_.load(std::memory_order_acquire) != 1) return nullptr;
  return const_cast<std::vector<Value>*>(&list());
}

void Value::release() {
  if (object()->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete object();
}

const Value* Context::find(std::string_view key) const {
  const size_t found = position(key);
  return found < entries_.size() ? &entries_[found].value : nullptr;
}

size_t Context::position(std::string_view key) const {
  if (slots_.empty()) {
    for (size_t i = 0; i < entries_.size(); ++i)
      if (entries_[i].key.text() == key) return i;
    return entries_.size();
  }
  for (size_t slot = hash_text(key);; ++slot) {
    const uint32_t at = slots_[slot & (slots_.size() - 1)];
    if (at == 0) return entries_.size();
    if (entries_[at - 1].key.text() == key) return at - 1;
  }
}

void Context::index(size_t at) {
  size_t slot = hash_text(entries_[at].key.text());
  while (slots_[slot & (slots_.size() - 1)] != 0) ++slot;
  slots_[slot & (slots_.size() - 1)] = static_cast<uint32_t>(at + 1);
}

void Context::set(Value key, Value value) {
  const size_t found = position(key.text());
  if (found < entries_.size()) {
    entries_[found].value = std::move(value);
  } else {
    append(std::move(key), std::move(value));
  }
}

void Context::append(Value key, Value value) {
  entries_.push_back({std::move(key), std::move(value)});
  if (entries_.size() >= kIndexed && entries_.size() * 2 > slots_.size()) {
    slots_.assign(std::bit_ceil(entries_.size() * 4), 0);
    for (size_t i = 0; i < entries_.size(); ++i) index(i);
  } else if (!slots_.empty()) {
    index(entries_.size() - 1);
  }
}

size_t count_values(const Value& value, size_t limit) {
  size_t count = 1;
  if (value.is(Kind::kList)) {
    for (const Value& item : value.list()) {
      if (count >= limit) break;
      count += count_values(item, limit - count);
    }
  } else if (value.is(Kind::kContext)) {
    for (const auto& entry : value.context().entries()) {
      if (count >= limit) break;
      count += count_values(entry.value, limit - count);
    }
  }
  return count;
}

uint64_t hash_value(const Value& value) {
  const uint64_t seed = static_cast<uint64_t>(value.kind()) * 0x9e3779b97f4a7c15u;
  switch (value.kind()) {
    case Kind::kNull:
    case Kind::kFunction:
      return seed;
    case Kind::kBoolean:
      return seed + (value.boolean() ? 1 : 0);
    case Kind::kNumber:
      return seed ^ value.number().hash();
    case Kind::kString:
      return seed ^ hash_text(value.text());
    case Kind::kDate:
      return seed ^ static_cast<uint64_t>(value.date().days) * 0xff51afd7ed558ccdu;
    case Kind::kTime:
      return seed ^ static_cast<uint64_t>(value.time().value()) * 0xff51afd7ed558ccdu;
    case Kind::kDateTime:
      return seed ^ static_cast<uint64_t>(value.date_time().utc()) * 0xff51afd7ed558ccdu;
    case Kind::kDayDuration:
      return seed ^ static_cast<uint64_t>(value.day_duration().seconds) * 0xff51afd7ed558ccdu;
    case Kind::kMonthDuration:
      return seed ^ static_cast<uint64_t>(value.month_duration().months) * 0xff51afd7ed558ccdu;
    case Kind::kList: {
      uint64_t hash = seed;
      for (const Value& item : value.list()) hash = hash * 31 + hash_value(item);
      return hash;
    }
    case Kind::kContext: {
      uint64_t hash = seed;  // entries in any order
      for (const auto& entry : value.context().entries())
        hash += hash_text(entry.key.text()) * 31 ^ hash_value(entry.value);
      return hash;
    }
    case Kind::kRange:
      return seed ^ hash_value(value.range().start) * 31 ^ hash_value(value.range().end);
  }
  return seed;
}

}  // namespace lingqu::feel
