// Counts and sums of records by the values of some of their fields: what statistics are made of. Records come as their reader may
// see them; what is hidden from him counts as empty.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "http/encode/json_writer.hpp"
#include "registers/record.hpp"

namespace lingqu::http {

class GroupTotals {
 public:
  // `by`: fields that hold one value, "state", "owner", "date_field.year" or ".month", "rows/column" (a record counts once per
  // distinct value of the column). `sums`: integer, decimal and money fields. kBadFilter names what is none of these.
  static base::Result<GroupTotals> make(const registers::Register& schema, const std::vector<std::string>& by,
                                        const std::vector<std::string>& sums);

  void add(const registers::Record& record);
  // {"groups":[{"by":{field: value|null},"count":n,"sums":{field:{"sum":"…"|null,"filled":n}}}],"total":n}, largest groups first.
  void write(JsonWriter& writer) const;

 private:
  enum class Part { kWhole, kYear, kMonth };
  struct Key {
    std::string name;  // as asked for
    int field = -1;    // -1: state or owner
    int column = -1;   // of a row group
    Part part = Part::kWhole;
  };
  struct Sum {
    std::string name;
    int field = 0;
    bool money = false;
  };
  struct Amount {
    base::Money money;
    base::Decimal number{0};
    bool whole = true;  // false: more money than can be said
    int64_t filled = 0;  // of how many records
  };
  struct Group {
    std::vector<std::string> keys;  // JSON texts
    int64_t count = 0;
    std::vector<Amount> sums;
  };

  static base::Result<Key> make_key(const registers::Register& schema, const std::string& name);
  std::vector<std::string> values_of(const Key& key, const registers::Record& record) const;
  void count_in(const std::vector<std::string>& keys, const registers::Record& record);

  const registers::Register* schema_ = nullptr;
  std::vector<Key> by_;
  std::vector<Sum> sums_;
  std::map<std::vector<std::string>, Group> groups_;
  int64_t total_ = 0;
};

}  // namespace lingqu::http
