// FEEL values (DMN 1.5, 10.3.2): 24 bytes, immutable, cheap to copy. Strings, lists, contexts,
// ranges and functions live in shared objects with an atomic reference count, so that values may be
// read and copied by several threads.
#pragma once

#include <atomic>
#include <bit>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "feel/temporal.hpp"

namespace lingqu::feel {

using base::Decimal;

enum class Kind : uint8_t {
  kNull,
  kBoolean,
  kNumber,
  kString,
  kDate,
  kTime,
  kDateTime,
  kDayDuration,
  kMonthDuration,
  kList,
  kContext,
  kRange,
  kFunction
};
// "number", "days and time duration", …
std::string_view kind_name(Kind kind);

// What shared values have in common.
class Object {
 public:
  virtual ~Object() = default;
  Object() = default;
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

 protected:
  uint32_t depth_ = 0;  // levels of nesting below

 private:
  friend class Value;
  mutable std::atomic<uint32_t> references_{1};
};

class Context;
class Function;
struct Range;

class Value {
 public:
  // What would be nested deeper than this becomes null, so that no walk over a value can exhaust
  // the stack.
  static constexpr uint32_t kMaxDepth = 500;

  Value() = default;  // null
  explicit Value(bool value) : kind_(Kind::kBoolean), words_{value ? 1u : 0u, 0} {}
  explicit Value(Decimal value) : kind_(Kind::kNumber) { put(value); }
  explicit Value(int64_t value) : Value(Decimal(value)) {}
  explicit Value(Date value) : kind_(Kind::kDate) { put(value); }
  explicit Value(Time value) : kind_(Kind::kTime) { put(value); }
  explicit Value(DateTime value) : kind_(Kind::kDateTime) { put(value); }
  explicit Value(DayDuration value) : kind_(Kind::kDayDuration) { put(value); }
  explicit Value(MonthDuration value) : kind_(Kind::kMonthDuration) { put(value); }
  explicit Value(std::string text);
  explicit Value(std::string_view text) : Value(std::string(text)) {}
  explicit Value(const char* text) : Value(std::string(text)) {}
  explicit Value(std::vector<Value> items);
  explicit Value(Context context);
  explicit Value(Range range);
  // Takes over a new function object.
  explicit Value(const Function* function);

  Value(const Value& other) : kind_(other.kind_), words_{other.words_[0], other.words_[1]} {
    if (is_shared()) object()->references_.fetch_add(1, std::memory_order_relaxed);
  }
  Value(Value&& other) noexcept : kind_(other.kind_), words_{other.words_[0], other.words_[1]} {
    other.kind_ = Kind::kNull;
  }
  Value& operator=(const Value& other) {
    if (!is_shared() && !other.is_shared()) {
      kind_ = other.kind_;
      words_[0] = other.words_[0];
      words_[1] = other.words_[1];
      return *this;
    }
    Value copy(other);
    swap(copy);
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Value() {
    if (is_shared()) release();
  }
  void swap(Value& other) noexcept {
    std::swap(kind_, other.kind_);
    std::swap(words_[0], other.words_[0]);
    std::swap(words_[1], other.words_[1]);
  }

  Kind kind() const { return kind_; }
  bool is(Kind kind) const { return kind_ == kind; }
  bool is_null() const { return kind_ == Kind::kNull; }
  bool is_true() const { return kind_ == Kind::kBoolean && words_[0] != 0; }
  bool is_false() const { return kind_ == Kind::kBoolean && words_[0] == 0; }

  // Precondition of each: the value is of that kind.
  bool boolean() const { return words_[0] != 0; }
  Decimal number() const { return get<Decimal>(); }
  Date date() const { return get<Date>(); }
  Time time() const { return get<Time>(); }
  DateTime date_time() const { return get<DateTime>(); }
  DayDuration day_duration() const { return get<DayDuration>(); }
  MonthDuration month_duration() const { return get<MonthDuration>(); }
  const std::string& text() const;
  const std::vector<Value>& list() const;
  const Context& context() const;
  const Range& range() const;
  const Function& function() const;

  // The list for appending in place if this is its only owner, else null pointer. Precondition: a
  // list.
  std::vector<Value>* sole_list();
  // Levels of lists, contexts and captured values; 0 for simple values.
  uint32_t depth() const { return is_shared() ? object()->depth_ : 0; }
  // The same object in memory (strings, lists, contexts, ranges, functions).
  bool same_object(const Value& other) const {
    return kind_ == other.kind_ && is_shared() && words_[0] == other.words_[0];
  }

 private:
  bool is_shared() const { return kind_ == Kind::kString || kind_ >= Kind::kList; }
  const Object* object() const { return reinterpret_cast<const Object*>(words_[0]); }
  void set_object(const Object* object) { words_[0] = reinterpret_cast<uint64_t>(object); }
  void release();
  template <class T>
  void put(const T& value) {
    static_assert(sizeof(T) <= sizeof words_);
    __builtin_memcpy(words_, &value, sizeof(T));
  }
  template <class T>
  T get() const {
    T value;
    __builtin_memcpy(static_cast<void*>(&value), words_, sizeof(T));
    return value;
  }

  Kind kind_ = Kind::kNull;
  uint64_t words_[2] = {0, 0};
};

// An ordered set of entries with unique names.
class Context {
 public:
  struct Entry {
    Value key;  // a string
    Value value;
  };
  const std::vector<Entry>& entries() const { return entries_; }
  size_t size() const { return entries_.size(); }
  const Value* find(std::string_view key) const;
  // Appends or replaces.
  void set(Value key, Value value);
  void set(std::string_view key, Value value) { set(Value(key), std::move(value)); }
  // Appends without looking for the same key. Precondition: it is not there.
  void append(Value key, Value value);
  void reserve(size_t size) { entries_.reserve(size); }

 private:
  static constexpr size_t kIndexed = 16;  // from this size on keys are found by a hash index
  size_t position(std::string_view key) const;
  void index(size_t position);
  std::vector<Entry> entries_;
  std::vector<uint32_t> slots_;  // open addressing; 0 is empty, else position + 1
};

// An interval, or the test of a value against one end (DMN 1.5, 10.3.2.7).
struct Range {
  enum class Form : uint8_t { kInterval, kEqual, kNotEqual };  // the latter two: (=10), (!=10)
  Form form = Form::kInterval;
  bool start_included = false;
  bool end_included = false;
  Value start;  // null: unbounded, as in (<10)
  Value end;
};

// Deep structural facts used for budgets: the number of values in it, itself included, counted up
// to `limit`.
size_t count_values(const Value& value, size_t limit);

// FEEL text of a value as its literal ("[1, 2]", "{a: \"x\"}"), for traces, messages and string().
std::string to_literal(const Value& value);
// What the function string() yields: strings as they are, everything else as its literal; null has
// no string.
std::string to_text(const Value& value);
uint64_t hash_value(const Value& value);

}  // namespace lingqu::feel
