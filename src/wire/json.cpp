#include "wire/json.hpp"

#include <charconv>

namespace lingqu::wire {

std::optional<int64_t> Json::if_int64() const {
  const Number* number = if_number();
  if (number == nullptr) return std::nullopt;
  const char* begin = number->digits.data();
  const char* end = begin + number->digits.size();
  int64_t value = 0;
  const auto [rest, error] = std::from_chars(begin, end, value);
  if (error != std::errc() || rest != end) return std::nullopt;
  return value;
}

const Json* Json::find(std::string_view name) const {
  const Object* members = if_object();
  if (members == nullptr) return nullptr;
  for (const Member& member : *members) {
    if (member.first == name) return &member.second;
  }
  return nullptr;
}

std::string_view Json::string_at(std::string_view name) const {
  const Json* member = find(name);
  const std::string* text = member == nullptr ? nullptr : member->if_string();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

std::optional<int64_t> Json::int_at(std::string_view name) const {
  const Json* member = find(name);
  return member == nullptr ? std::nullopt : member->if_int64();
}

void Json::set(std::string_view name, Json value) {
  if (is_null()) value_.emplace<Object>();
  Object& members = std::get<Object>(value_);
  for (Member& member : members) {
    if (member.first == name) {
      member.second = std::move(value);
      return;
    }
  }
  members.emplace_back(std::string(name), std::move(value));
}

void Json::push(Json value) {
  if (is_null()) value_.emplace<Array>();
  std::get<Array>(value_).push_back(std::move(value));
}

}  // namespace lingqu::wire
