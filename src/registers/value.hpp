// Typed values of fields. What each type accepts as text and how it is written: docs/formats/values.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/money.hpp"

namespace lingqu::registers {

enum class FieldType {
  kText,        // one line
  kLongText,    // paragraphs
  kLocalized,   // a text per language (zh, en, vi, th, id, ms, km, lo, my)
  kInteger,
  kDecimal,     // fixed scale, stored as a scaled integer
  kMoney,       // CNY, to the fen
  kShare,       // exact share of a whole
  kDate,
  kTime,        // an instant
  kBoolean,     // yes/no
  kCode,        // of a vocabulary
  kRef,         // one record of another register
  kRefs,        // several
  kRows,        // a row group: a table inside the record
  kFile,        // an attachment, by content digest
  kRegion,      // GB/T 2260, six digits
  kCreditCode,  // GB 32100, 18 characters
};
std::string_view name(FieldType type);  // as written in packs: text, long_text, localized, integer, …, rows, file, region, credit_code
std::optional<FieldType> parse_field_type(std::string_view name);
// The languages a kLocalized field may hold, in their order.
const std::vector<std::string>& languages();

struct Ref {
  int64_t id = 0;
  auto operator<=>(const Ref&) const = default;
};
using Refs = std::vector<Ref>;
using Localized = std::vector<std::pair<std::string, std::string>>;  // language → text, in a fixed order of languages
struct FileValue {
  std::string digest;  // "sm3:<hex>"
  std::string name;
  std::string media_type;
  int64_t size = 0;
  bool operator==(const FileValue&) const = default;
};

struct Value;
using Row = std::vector<Value>;  // by index of the row group's fields
using Rows = std::vector<Row>;

// text, long text, code, region and credit code are std::string; empty = monostate.
struct Value : std::variant<std::monostate, bool, int64_t, std::string, base::Decimal, base::Money, base::Share, base::Date,
                            base::Timestamp, Localized, Ref, Refs, FileValue, Rows> {
  using variant::variant;
  bool empty() const { return index() == 0; }
  template <class T>
  const T* get() const {
    return std::get_if<T>(static_cast<const variant*>(this));
  }
};
bool equal(const Value& a, const Value& b);

}  // namespace lingqu::registers
