// A value or an Error. gcc 12 has no <expected> in C++20; this is the small part of it that the house uses.
#pragma once

#include <cassert>
#include <utility>
#include <variant>

#include "base/error.hpp"

namespace lingqu::base {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { assert(ok()); return *std::get_if<0>(&state_); }
  const T& value() const& { assert(ok()); return *std::get_if<0>(&state_); }
  T&& value() && { assert(ok()); return std::move(*std::get_if<0>(&state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  Error& error() & { assert(!ok()); return *std::get_if<1>(&state_); }
  const Error& error() const& { assert(!ok()); return *std::get_if<1>(&state_); }
  Error&& error() && { assert(!ok()); return std::move(*std::get_if<1>(&state_)); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return error_.index() == 0; }
  explicit operator bool() const { return ok(); }
  Error& error() & { assert(!ok()); return *std::get_if<1>(&error_); }
  const Error& error() const& { assert(!ok()); return *std::get_if<1>(&error_); }
  Error&& error() && { assert(!ok()); return std::move(*std::get_if<1>(&error_)); }

 private:
  std::variant<std::monostate, Error> error_;
};

using Status = Result<void>;

}  // namespace lingqu::base

// `LINGQU_TRY(name, expression)` defines `name` as the value, or returns the error; `LINGQU_CHECK` for a Status.
// NOLINTBEGIN(bugprone-macro-parentheses): what is defined or returned cannot stand in parentheses.
#define LINGQU_CONCAT_(a, b) a##b
#define LINGQU_CONCAT(a, b) LINGQU_CONCAT_(a, b)
#define LINGQU_TRY(name, expression) LINGQU_TRY_(LINGQU_CONCAT(result_, __COUNTER__), name, expression)
#define LINGQU_TRY_(result, name, expression)         \
  auto result = (expression);                         \
  if (!result.ok()) return std::move(result).error(); \
  auto name = std::move(result).value()
#define LINGQU_CHECK(expression) LINGQU_CHECK_(LINGQU_CONCAT(status_, __COUNTER__), expression)
#define LINGQU_CHECK_(status, expression) \
  if (auto status = (expression); !status.ok()) return std::move(status).error()
// NOLINTEND(bugprone-macro-parentheses)
