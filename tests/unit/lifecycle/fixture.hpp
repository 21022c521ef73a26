// A fake of what lies around a record, and a small register of deals with a row group.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lifecycle/lifecycle.hpp"

namespace lingqu::lifecycle {

class FakeSurroundings final : public Surroundings {
 public:
  std::vector<Neighbour> neighbours;     // answer to every related()
  std::map<int64_t, Neighbour> records;  // answer to referenced()
  base::Date day = base::make_date(2026, 11, 22);
  base::Timestamp moment = {1'795'320'000'000'000};  // 2026-11-22T12:00+08:00 for what goes by the clock
  registers::Register auctions;                      // answer to schema_of() its name
  base::WorkCalendar days;
  int64_t number = 0;
  bool broken = false;  // storage fails

  base::Result<std::vector<Neighbour>> related(const std::string&, const std::string&,
                                               int64_t) override {
    if (broken) return base::Error(base::ErrorCode::kStorage);
    return neighbours;
  }
  base::Result<std::optional<Neighbour>> referenced(const std::string&, int64_t id) override {
    if (broken) return base::Error(base::ErrorCode::kStorage);
    const auto found = records.find(id);
    if (found == records.end()) return std::optional<Neighbour>();
    return std::optional<Neighbour>(found->second);
  }
  int64_t total = 0;  // answer to sum()
  base::Result<int64_t> sum(const SetSum&, int64_t) override {
    if (broken) return base::Error(base::ErrorCode::kStorage);
    return total;
  }
  base::Result<int64_t> next_number(const std::string&, int) override {
    if (broken) return base::Error(base::ErrorCode::kStorage);
    return ++number;
  }
  base::Date today() const override { return day; }
  base::Timestamp now() const override { return moment; }
  base::ZoneOffset zone() const override { return {}; }
  const registers::Register* schema_of(const std::string& name) const override { return name == auctions.name ? &auctions : nullptr; }
  const base::WorkCalendar& calendar() const override { return days; }
  const base::Text& register_title(const std::string&) const override { return title_; }
  base::Text state_title(const std::string&, const std::string& state) const override {
    return {"状态" + state, "state " + state};
  }
  base::Text organisation_title(int64_t id) override {
    return base::same("单位" + std::to_string(id));
  }
  base::Text role_title(const std::string& role) const override {
    return base::same("角色" + role);
  }

 private:
  base::Text title_{"公示", "Notice"};
};

inline registers::Field field(const std::string& name, registers::FieldType type) {
  registers::Field out;
  out.name = name;
  out.title = {"字段" + name, "Field " + name};
  out.type = type;
  return out;
}

inline registers::Register deals() {
  using registers::FieldType;
  registers::Register r;
  r.name = "deal";
  r.title = {"交易", "Deal"};
  registers::Field shares = field("shares", FieldType::kRows);
  shares.rows = {field("who", FieldType::kText), field("share", FieldType::kShare),
                 field("amount", FieldType::kMoney), field("on", FieldType::kDate)};
  registers::Field buyer = field("buyer", FieldType::kRef);
  buyer.target = "organisation";
  registers::Field helpers = field("helpers", FieldType::kRefs);
  helpers.target = "organisation";
  r.fields = {field("number", FieldType::kText),
              field("total", FieldType::kMoney),
              field("start", FieldType::kDate),
              field("days", FieldType::kInteger),
              field("kind", FieldType::kCode),
              field("end", FieldType::kDate),
              buyer,
              helpers,
              shares,
              field("open", FieldType::kBoolean)};
  return r;
}

inline registers::Record deal(const std::string& state = "draft") {
  registers::Record record;
  record.register_name = "deal";
  record.id = 5;
  record.owner = 10;
  record.state = state;
  record.values.resize(deals().fields.size());
  return record;
}

inline void put(registers::Record& record, const std::string& name, registers::Value value) {
  record.values[static_cast<size_t>(deals().index_of(name))] = std::move(value);
}

inline registers::Row share_row(const std::string& who, int64_t units) {
  return {registers::Value(who), registers::Value(base::Share{units}), registers::Value(),
          registers::Value()};
}

}  // namespace lingqu::lifecycle
