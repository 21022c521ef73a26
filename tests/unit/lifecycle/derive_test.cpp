#include <doctest/doctest.h>

#include "unit/lifecycle/fixture.hpp"

namespace lingqu::lifecycle {
namespace {

using base::Date;
using base::make_date;
using base::Money;
using base::Share;
using registers::Ref;
using registers::Rows;
using registers::Value;

struct Derived {
  registers::Record record = deal();
  std::vector<int> changed;
  FakeSurroundings around;
  Act act;

  bool run(std::vector<Derivation> derives) {
    act.derives = std::move(derives);
    return derive(deals(), act, record, changed, around).ok();
  }
  const Value& at(const char* name) const { return record.at(deals(), name); }
  bool did_change(const char* name) const {
    return std::find(changed.begin(), changed.end(), deals().index_of(name)) != changed.end();
  }
};

TEST_CASE("today, unless the sender may give the day and did") {
  Derived d;
  CHECK(d.run({SetToday{"start"}}));
  CHECK(equal(d.at("start"), Value(make_date(2026, 11, 22))));
  CHECK(d.did_change("start"));
  put(d.record, "start", Value(make_date(2020, 1, 1)));
  CHECK(d.run({SetToday{"start"}}));
  CHECK(equal(d.at("start"), Value(make_date(2026, 11, 22))));
  d.act.sets = {"start"};
  put(d.record, "start", Value(make_date(2020, 1, 1)));
  CHECK(d.run({SetToday{"start"}}));
  CHECK(equal(d.at("start"), Value(make_date(2020, 1, 1))));
}

TEST_CASE("today in the last row, where it is empty") {
  Derived d;
  CHECK(d.run({SetToday{"shares/on"}}));  // no row, nothing to fill
  CHECK(d.changed.empty());
  registers::Row old = share_row("甲", 1);
  old[3] = Value(make_date(2020, 1, 1));
  put(d.record, "shares", Value(Rows{old, share_row("乙", 1)}));
  CHECK(d.run({SetToday{"shares/on"}}));
  const Rows& rows = *d.at("shares").get<Rows>();
  CHECK(equal(rows[0][3], Value(make_date(2020, 1, 1))));
  CHECK(equal(rows[1][3], Value(make_date(2026, 11, 22))));
  CHECK(d.did_change("shares"));
  d.changed.clear();
  d.around.day = make_date(2026, 12, 1);
  CHECK(d.run({SetToday{"shares/on"}}));
  CHECK(d.changed.empty());
}

TEST_CASE("numbers count on, and leave a given number alone") {
  Derived d;
  CHECK(d.run({SetNumber{"number", "GX-{year}-{number:6}"}}));
  CHECK(*d.at("number").get<std::string>() == "GX-2026-000001");
  CHECK(d.run({SetNumber{"number", "X{number}"}}));
  CHECK(*d.at("number").get<std::string>() == "GX-2026-000001");
  CHECK(d.around.number == 1);
  put(d.record, "number", Value());
  d.around.number = 1'234'566;
  CHECK(d.run({SetNumber{"number", "{number:6}/{year}"}}));
  CHECK(*d.at("number").get<std::string>() == "1234567/2026");
  put(d.record, "number", Value());
  d.around.broken = true;
  CHECK_FALSE(d.run({SetNumber{"number", "{number}"}}));
}

TEST_CASE("periods of calendar and working days") {
  Derived d;
  put(d.record, "start", Value(make_date(2026, 9, 18)));  // a Friday
  put(d.record, "days", Value(int64_t{15}));
  d.around.days.off = {make_date(2026, 9, 25), make_date(2026, 10, 1), make_date(2026, 10, 2)};
  d.around.days.work = {make_date(2026, 9, 20)};
  CHECK(d.run({SetPeriodEnd{"end", "start", "days", "calendar"}}));
  CHECK(equal(d.at("end"), Value(make_date(2026, 10, 3))));  // a Saturday
  CHECK(d.run({SetPeriodEnd{"end", "start", "days", "calendar", true}}));
  CHECK(equal(d.at("end"), Value(make_date(2026, 10, 5))));
  CHECK(d.run({SetPeriodEnd{"end", "start", "days", "working"}}));
  CHECK(equal(d.at("end"), Value(make_date(2026, 10, 13))));
  put(d.record, "kind", Value(std::string("calendar")));
  CHECK(d.run({SetPeriodEnd{"end", "start", "days", "kind"}}));
  CHECK(equal(d.at("end"), Value(make_date(2026, 10, 3))));
}

TEST_CASE("a period without its start or days, or with absurd ones, is left alone") {
  Derived d;
  CHECK(d.run({SetPeriodEnd{"end", "start", "days", "calendar"}}));
  put(d.record, "start", Value(make_date(2026, 9, 18)));
  CHECK(d.run({SetPeriodEnd{"end", "start", "days", "calendar"}}));
  for (const int64_t days : {int64_t{-1}, INT64_MAX}) {
    put(d.record, "days", Value(days));
    CHECK(d.run({SetPeriodEnd{"end", "start", "days", "working"}}));
  }
  CHECK(d.at("end").empty());
  CHECK(d.changed.empty());
}

TEST_CASE("an amount is split exactly; shares that do not add up are left to the condition") {
  Derived d;
  const SetAllocation split{"shares", "share", "amount", "total"};
  put(d.record, "shares",
      Value(Rows{share_row("甲", 33'333'333), share_row("乙", 33'333'333),
                 share_row("丙", 33'333'334)}));
  CHECK(d.run({split}));
  CHECK(d.changed.empty());  // no total yet
  put(d.record, "total", Value(Money{100}));
  CHECK(d.run({split}));
  const Rows& rows = *d.at("shares").get<Rows>();
  int64_t sum = 0;
  for (const registers::Row& row : rows) sum += row[2].get<Money>()->fen;
  CHECK(sum == 100);
  CHECK(d.did_change("shares"));

  d.changed.clear();
  put(d.record, "shares", Value(Rows{share_row("甲", 99'990'000)}));
  CHECK(d.run({split}));
  put(d.record, "shares", Value(Rows{share_row("甲", Share::kWhole), {Value(), Value(), Value()}}));
  CHECK(d.run({split}));
  put(d.record, "shares", Value());
  CHECK(d.run({split}));
  CHECK(d.changed.empty());
}

TEST_CASE("a copy from the record referred to, when the field is empty") {
  Derived d;
  Neighbour source;
  source.values = {Value(std::string("other")), Value(Money{700})};
  d.around.records[20] = source;
  CHECK(d.run({SetCopy{"total", "buyer", "price", 1}}));  // no reference
  put(d.record, "buyer", Value(Ref{21}));
  CHECK(d.run({SetCopy{"total", "buyer", "price", 1}}));  // of a record that is not there
  put(d.record, "buyer", Value(Ref{20}));
  CHECK(d.run({SetCopy{"total", "buyer", "price", 9}}));
  CHECK(d.run({SetCopy{"total", "buyer", "price"}}));
  CHECK(d.changed.empty());
  CHECK(d.run({SetCopy{"total", "buyer", "price", 1}}));
  CHECK(equal(d.at("total"), Value(Money{700})));
  put(d.record, "total", Value(Money{1}));
  CHECK(d.run({SetCopy{"total", "buyer", "price", 1}}));
  CHECK(equal(d.at("total"), Value(Money{1})));
  put(d.record, "total", Value());
  d.around.broken = true;
  CHECK_FALSE(d.run({SetCopy{"total", "buyer", "price", 1}}));
}

TEST_CASE("what the act says of the record stands whatever was there") {
  Derived d;
  put(d.record, "kind", Value(std::string("calendar")));
  CHECK(d.run({SetConstant{"kind", Value(std::string("working"))}}));
  CHECK(equal(d.at("kind"), Value(std::string("working"))));
  CHECK(d.did_change("kind"));
}

TEST_CASE("a sum of other records fills a money or integer field") {
  Derived d;
  d.around.total = 123450;
  CHECK(d.run({SetSum{"total", "movement", "deal", "increase", "decrease"}}));
  CHECK(equal(d.at("total"), Value(Money{123450})));
  CHECK(d.did_change("total"));
  d.around.total = 3;
  CHECK(d.run({SetSum{"days", "movement", "deal", "items_in", ""}}));
  CHECK(equal(d.at("days"), Value(int64_t{3})));
}

TEST_CASE("a sum outside the bounds of its field refuses the act and says by how much") {
  registers::Register schema = deals();
  schema.fields[static_cast<size_t>(schema.index_of("total"))].minimum = Value(Money{0});
  schema.fields[static_cast<size_t>(schema.index_of("days"))].maximum = Value(int64_t{1});
  registers::Record record = deal();
  std::vector<int> changed;
  FakeSurroundings around;
  Act act;
  act.name = "book";
  act.derives = {SetSum{"total", "movement", "deal", "increase", "decrease"}};
  around.total = -1;
  const base::Status below = derive(schema, act, record, changed, around);
  REQUIRE_FALSE(below.ok());
  CHECK(below.error().code == base::ErrorCode::kSumOutOfRange);
  CHECK(below.error().field == "total");
  CHECK(below.error().rule == "deal.book.total");
  CHECK(below.error().message(base::Language::kZh).find("-0.01") != std::string::npos);
  CHECK(record.at(schema, "total").empty());
  act.derives = {SetSum{"days", "movement", "deal", "items_in", "items_out"}};
  around.total = 2;
  CHECK_FALSE(derive(schema, act, record, changed, around).ok());
  around.total = 1;
  CHECK(derive(schema, act, record, changed, around).ok());
  around.broken = true;
  CHECK_FALSE(derive(schema, act, record, changed, around).ok());
}

}  // namespace
}  // namespace lingqu::lifecycle
