#include "http/group_totals.hpp"

#include <doctest/doctest.h>

namespace lingqu::http {
namespace {

using registers::Field;
using registers::FieldType;

Field field(std::string name, FieldType type) {
  Field out;
  out.name = std::move(name);
  out.type = type;
  return out;
}

// kind: code; amount: money; days: integer; signed_on: date; reasons: rows of a code.
registers::Register contracts() {
  registers::Register schema;
  schema.name = "contract";
  schema.fields = {field("kind", FieldType::kCode), field("amount", FieldType::kMoney), field("days", FieldType::kInteger),
                   field("signed_on", FieldType::kDate), field("reasons", FieldType::kRows)};
  schema.fields[4].rows = {field("reason", FieldType::kCode)};
  return schema;
}

registers::Record contract(std::string kind, int64_t fen, const char* day, std::vector<std::string> reasons = {}) {
  registers::Record record;
  record.state = "registered";
  record.owner = 7;
  record.values.resize(5);
  if (!kind.empty()) record.values[0] = std::move(kind);
  record.values[1] = base::Money{fen};
  record.values[3] = *base::parse_date(day);
  registers::Rows rows;
  for (std::string& reason : reasons) rows.push_back({registers::Value(std::move(reason))});
  if (!rows.empty()) record.values[4] = std::move(rows);
  return record;
}

std::string written(const GroupTotals& totals) {
  std::string out;
  JsonWriter writer(out);
  totals.write(writer);
  return out;
}

TEST_CASE("records are counted and summed by their values; what is empty is a group of its own") {
  const registers::Register schema = contracts();
  auto totals = GroupTotals::make(schema, {"kind"}, {"amount", "days"});
  REQUIRE(totals.ok());
  totals->add(contract("service", 10'050, "2026-03-01"));
  totals->add(contract("service", 20'000, "2026-03-02"));
  totals->add(contract("", 1, "2026-03-02"));
  CHECK(written(*totals) ==
        R"({"groups":[{"by":{"kind":"service"},"count":2,"sums":{"amount":{"sum":"300.50","filled":2},"days":{"sum":"0","filled":0}}},)"
        R"({"by":{"kind":null},"count":1,"sums":{"amount":{"sum":"0.01","filled":1},"days":{"sum":"0","filled":0}}}],"total":3})");
}

TEST_CASE("dates group by year and month, states and owners as they are") {
  const registers::Register schema = contracts();
  auto totals = GroupTotals::make(schema, {"signed_on.month", "state", "owner"}, {});
  REQUIRE(totals.ok());
  totals->add(contract("service", 1, "2026-03-01"));
  totals->add(contract("service", 1, "2026-03-31"));
  CHECK(written(*totals) ==
        R"({"groups":[{"by":{"signed_on.month":"2026-03","state":"registered","owner":7},"count":2,"sums":{}}],"total":2})");
  auto years = GroupTotals::make(schema, {"signed_on.year"}, {});
  REQUIRE(years.ok());
  years->add(contract("service", 1, "2026-03-01"));
  CHECK(written(*years) == R"({"groups":[{"by":{"signed_on.year":"2026"},"count":1,"sums":{}}],"total":1})");
}

TEST_CASE("a record counts once for each distinct value of a row column") {
  const registers::Register schema = contracts();
  auto totals = GroupTotals::make(schema, {"reasons/reason"}, {});
  REQUIRE(totals.ok());
  totals->add(contract("", 0, "2026-03-01", {"price", "price", "too_early"}));
  totals->add(contract("", 0, "2026-03-01", {"price"}));
  totals->add(contract("", 0, "2026-03-01"));
  CHECK(written(*totals) ==
        R"({"groups":[{"by":{"reasons/reason":"price"},"count":2,"sums":{}},{"by":{"reasons/reason":"too_early"},"count":1,"sums":{}},)"
        R"({"by":{"reasons/reason":null},"count":1,"sums":{}}],"total":3})");
}

TEST_CASE("more money than can be said is no figure") {
  const registers::Register schema = contracts();
  auto totals = GroupTotals::make(schema, {}, {"amount"});
  REQUIRE(totals.ok());
  totals->add(contract("", INT64_MAX, "2026-03-01"));
  totals->add(contract("", INT64_MAX, "2026-03-01"));
  CHECK(written(*totals) == R"({"groups":[{"by":{},"count":2,"sums":{"amount":{"sum":null,"filled":2}}}],"total":2})");
}

TEST_CASE("what can be neither grouped nor summed by is refused by name") {
  const registers::Register schema = contracts();
  for (const char* by : {"nothing", "reasons", "reasons/nothing", "kind/reason", "kind.year", "signed_on.week", "", "."}) {
    INFO(by);
    const auto totals = GroupTotals::make(schema, {by}, {});
    REQUIRE_FALSE(totals.ok());
    CHECK(totals.error().code == base::ErrorCode::kBadFilter);
  }
  CHECK_FALSE(GroupTotals::make(schema, {}, {"kind"}).ok());
  CHECK_FALSE(GroupTotals::make(schema, {}, {"nothing"}).ok());
}

TEST_CASE("keys that would multiply without end are refused") {
  const registers::Register schema = contracts();
  CHECK_FALSE(GroupTotals::make(schema, {"kind", "days", "state", "owner"}, {}).ok());
  CHECK_FALSE(GroupTotals::make(schema, {"reasons/reason", "reasons/reason"}, {}).ok());
  CHECK_FALSE(GroupTotals::make(schema, {}, std::vector<std::string>(11, "days")).ok());
  CHECK(GroupTotals::make(schema, {"kind", "reasons/reason", "owner"}, {"amount"}).ok());
}

}  // namespace
}  // namespace lingqu::http
