// Appends JSON to a string, keeping track of commas.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "wire/json.hpp"

namespace lingqu::http {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  template <std::invocable F>
  JsonWriter& object(F&& members) {
    return nest('{', '}', members);
  }
  template <std::invocable F>
  JsonWriter& array(F&& items) {
    return nest('[', ']', items);
  }
  JsonWriter& key(std::string_view name) {
    comma();
    wire::append_quoted(out_, name);
    out_.push_back(':');
    fresh_ = true;
    return *this;
  }
  JsonWriter& value(std::string_view text) {
    comma();
    wire::append_quoted(out_, text);
    return *this;
  }
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  template <std::integral N>
  JsonWriter& value(N number) {
    return raw(std::to_string(number));
  }
  JsonWriter& value(bool yes) { return raw(yes ? "true" : "false"); }
  JsonWriter& value(const base::Text& text) {
    return object([&] { member("zh", text.zh).member("en", text.en); });
  }
  JsonWriter& value(const wire::Json& json) {
    comma();
    wire::append_text(out_, json);
    return *this;
  }
  JsonWriter& null() { return raw("null"); }
  // Text that is JSON already.
  JsonWriter& raw(std::string_view json) {
    comma();
    out_.append(json);
    return *this;
  }
  template <class T>
  JsonWriter& member(std::string_view name, const T& item) {
    return key(name).value(item);
  }
  // A list of what value() takes.
  template <class Items>
  JsonWriter& list(std::string_view name, const Items& items) {
    return key(name).array([&] {
      for (const auto& item : items) value(item);
    });
  }
  std::string& out() { return out_; }

 private:
  template <class F>
  JsonWriter& nest(char open, char close, F& fill) {
    comma();
    out_.push_back(open);
    fresh_ = true;
    fill();
    out_.push_back(close);
    fresh_ = false;
    return *this;
  }
  void comma() {
    if (!fresh_) out_.push_back(',');
    fresh_ = false;
  }

  std::string& out_;
  bool fresh_ = true;
};

}  // namespace lingqu::http
