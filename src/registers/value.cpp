#include "registers/value.hpp"

#include <algorithm>
#include <array>

namespace lingqu::registers {

namespace {

struct TypeName {
  FieldType type;
  std::string_view name;
};
constexpr std::array<TypeName, 17> kTypeNames{{
    {FieldType::kText, "text"},
    {FieldType::kLongText, "long_text"},
    {FieldType::kLocalized, "localized"},
    {FieldType::kInteger, "integer"},
    {FieldType::kDecimal, "decimal"},
    {FieldType::kMoney, "money"},
    {FieldType::kShare, "share"},
    {FieldType::kDate, "date"},
    {FieldType::kTime, "time"},
    {FieldType::kBoolean, "boolean"},
    {FieldType::kCode, "code"},
    {FieldType::kRef, "ref"},
    {FieldType::kRefs, "refs"},
    {FieldType::kRows, "rows"},
    {FieldType::kFile, "file"},
    {FieldType::kRegion, "region"},
    {FieldType::kCreditCode, "credit_code"},
}};

bool equal_rows(const Rows& a, const Rows& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Row& x, const Row& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), equal);
  });
}

}  // namespace

std::string_view name(FieldType type) {
  for (const TypeName& entry : kTypeNames)
    if (entry.type == type) return entry.name;
  return "";
}

std::optional<FieldType> parse_field_type(std::string_view name) {
  for (const TypeName& entry : kTypeNames)
    if (entry.name == name) return entry.type;
  return std::nullopt;
}

const std::vector<std::string>& languages() {
  static const std::vector<std::string> kLanguages{"zh", "en", "vi", "th", "id",
                                                   "ms", "km", "lo", "my"};
  return kLanguages;
}

bool equal(const Value& a, const Value& b) {
  if (a.index() != b.index()) return false;
  return std::visit(
      [&b](const auto& left) {
        using T = std::decay_t<decltype(left)>;
        const T& right = *b.get<T>();
        if constexpr (std::is_same_v<T, Rows>) {
          return equal_rows(left, right);
        } else {
          return left == right;
        }
      },
      static_cast<const Value::variant&>(a));
}

}  // namespace lingqu::registers
