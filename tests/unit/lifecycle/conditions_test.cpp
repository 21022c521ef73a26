#include <doctest/doctest.h>

#include "unit/lifecycle/fixture.hpp"

namespace lingqu::lifecycle {
namespace {

using base::ErrorCode;
using base::Language;
using base::make_date;
using base::Money;
using base::Share;
using registers::Ref;
using registers::Rows;
using registers::Value;
using Quantifier = RelatedState::Quantifier;

struct World {
  registers::Record record = deal();
  FakeSurroundings around;
  Act act;

  World() {
    act.name = "decide";
    act.title = {"决定", "Decide"};
  }
  base::Status check(std::vector<Condition> conditions) {
    act.conditions = std::move(conditions);
    return check_conditions(deals(), act, record, around);
  }
  template <class T>
  base::Status check(T one) {
    return check(std::vector<Condition>{{"c", one, "law/1", {}}});
  }
  void neighbour(const std::string& state, const std::string& label = "公示甲") {
    around.neighbours.push_back({"notice", 1, label, state, {}});
  }
};

TEST_CASE("shares add up to the whole or say what is missing") {
  World w;
  const ShareSum sum{"shares", "share"};
  CHECK(w.check(sum).error().code == ErrorCode::kShareSum);
  put(w.record, "shares", Value(Rows{share_row("甲", 60'000'000), share_row("乙", 39'990'000)}));
  const base::Status wrong = w.check(sum);
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().message(Language::kZh) == "“字段shares 字段share”合计为 99.99%，应恰为 100%");
  CHECK(wrong.error().remedy(Language::kZh) == "请调整各行比例，还差 0.01%");
  CHECK(wrong.error().rule == "deal.decide.c");
  CHECK(wrong.error().clause == "law/1");
  CHECK(wrong.error().field == "shares");
  put(w.record, "shares", Value(Rows{share_row("甲", Share::kWhole), share_row("乙", 1)}));
  CHECK_FALSE(w.check(sum).ok());
  put(w.record, "shares", Value(Rows{share_row("甲", Share::kWhole)}));
  CHECK(w.check(sum).ok());
}

TEST_CASE("amounts add up to the total, also when they overflow") {
  World w;
  const MoneySum sum{"shares", "amount", "total"};
  CHECK(w.check(sum).error().code == ErrorCode::kRequired);
  put(w.record, "total", Value(Money{500}));
  CHECK(w.check(sum).error().code == ErrorCode::kMoneySum);
  registers::Row row = share_row("甲", 1);
  row[2] = Value(Money{499});
  put(w.record, "shares", Value(Rows{row}));
  CHECK(w.check(sum).error().remedy(Language::kZh) == "请调整各行金额，还差 0.01 元");
  row[2] = Value(Money{500});
  put(w.record, "shares", Value(Rows{row}));
  CHECK(w.check(sum).ok());
  row[2] = Value(Money{INT64_MAX});
  put(w.record, "shares", Value(Rows{row, row}));
  CHECK(w.check(sum).error().code == ErrorCode::kMoneySum);
}

TEST_CASE("dates in order, empty ones passed over") {
  World w;
  const DateOrder order{{"start", "end"}};
  CHECK(w.check(order).ok());
  put(w.record, "end", Value(make_date(2026, 1, 1)));
  CHECK(w.check(order).ok());
  put(w.record, "start", Value(make_date(2026, 1, 1)));
  CHECK(w.check(order).ok());
  put(w.record, "start", Value(make_date(2026, 1, 2)));
  const base::Status wrong = w.check(order);
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().field == "end");
  CHECK(wrong.error().message(Language::kZh) ==
        "“字段end”（2026-01-01）不能早于“字段start”（2026-01-02）");
}

TEST_CASE("not before the day is over") {
  World w;
  const NotBefore due{"end"};
  CHECK(w.check(due).error().code == ErrorCode::kRequired);
  put(w.record, "end", Value(make_date(2026, 11, 22)));
  CHECK(w.check(due).error().code == ErrorCode::kNotDue);
  put(w.record, "end", Value(make_date(2026, 11, 21)));
  CHECK(w.check(due).ok());
}

TEST_CASE("some record that points here is in one of the states") {
  World w;
  const RelatedState some{"notice", "deal", {"ended"}, Quantifier::kSome};
  const base::Status none = w.check(some);
  REQUIRE_FALSE(none.ok());
  CHECK(none.error().code == ErrorCode::kRelatedMissing);
  CHECK(none.error().remedy(Language::kZh) == "须先有“状态ended”的公示");
  w.neighbour("withdrawn", "公示甲");
  w.neighbour("published", "公示乙");
  const base::Status waiting = w.check(some);
  REQUIRE_FALSE(waiting.ok());
  CHECK(waiting.error().message(Language::kZh) ==
        "关联的公示“公示乙”当前为“状态published”，尚不能办理“决定”");
  w.neighbour("ended");
  CHECK(w.check(some).ok());
  w.around.broken = true;
  CHECK(w.check(some).error().code == ErrorCode::kStorage);
}

TEST_CASE("all, and none") {
  World w;
  const RelatedState all{"notice", "deal", {"paid", "void"}, Quantifier::kAll};
  const RelatedState none{"notice", "deal", {"objected"}, Quantifier::kNone};
  CHECK(w.check(all).error().code == ErrorCode::kRelatedMissing);
  CHECK(w.check(none).ok());
  w.neighbour("paid");
  w.neighbour("void");
  CHECK(w.check(all).ok());
  CHECK(w.check(none).ok());
  w.neighbour("objected");
  CHECK(w.check(all).error().code == ErrorCode::kRelatedState);
  CHECK(w.check(none).error().remedy(Language::kZh) == "“公示”须为：不再是“状态objected”");
  w.neighbour("objected");
  CHECK(w.check(none).error().details.size() == 2);
}

TEST_CASE("the record referred to is in one of the states") {
  World w;
  const ReferenceState effective{"buyer", {"effective"}};
  CHECK(w.check(effective).error().code == ErrorCode::kRequired);
  put(w.record, "buyer", Value(Ref{20}));
  CHECK(w.check(effective).error().code == ErrorCode::kBadReference);
  w.around.records[20] = {"contract", 20, "合同甲", "draft", {}};
  const base::Status wrong = w.check(effective);
  CHECK(wrong.error().code == ErrorCode::kRelatedState);
  CHECK(wrong.error().field == "buyer");
  w.around.records[20].state = "effective";
  CHECK(w.check(effective).ok());
}

TEST_CASE("the last row, or every row, has its value") {
  World w;
  const RowValue last{"shares", "share"};
  const RowValue every{"shares", "share", true};
  CHECK(w.check(last).error().field == "shares");
  CHECK(w.check(every).ok());
  put(w.record, "shares", Value(Rows{{Value(std::string("甲"))}, share_row("乙", 1)}));
  CHECK(w.check(last).ok());
  CHECK(w.check(every).error().field == "shares/0/share");
  put(w.record, "shares", Value(Rows{share_row("乙", 1), {Value(std::string("甲"))}}));
  CHECK(w.check(last).error().field == "shares/1/share");
}

TEST_CASE("a code or yes/no is, or is not, one of some values") {
  World w;
  const ValueIs is{"kind", {"listing", "auction"}, false, {"挂牌或拍卖", "listing or auction"}};
  const ValueIs is_not{"kind", {"secret"}, true};
  CHECK_FALSE(w.check(is).ok());
  CHECK(w.check(is_not).ok());
  put(w.record, "kind", Value(std::string("auction")));
  CHECK(w.check(is).ok());
  put(w.record, "kind", Value(std::string("secret")));
  CHECK(w.check(is).error().message(Language::kZh) == "不满足办理条件：“字段kind”须为 挂牌或拍卖");
  CHECK(w.check(is_not).error().message(Language::kEn) ==
        "A condition is not met: Field kind must not be secret");
  put(w.record, "open", Value(false));
  CHECK(w.check(ValueIs{"open", {"false"}}).ok());
  CHECK_FALSE(w.check(ValueIs{"open", {"true"}}).ok());
}

TEST_CASE("a field is that of the record referred to") {
  World w;
  const SameValue same{"total", "buyer", "price", 1};
  CHECK(w.check(same).error().code == ErrorCode::kRequired);
  put(w.record, "buyer", Value(Ref{20}));
  CHECK(w.check(same).error().code ==
        ErrorCode::kConditionFailed);  // of a record that is not there
  w.around.records[20] = {"deal", 20, "交易甲", "draft", {Value(), Value(Money{700})}};
  const base::Status wrong = w.check(same);
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().field == "total");
  CHECK(wrong.error().message(Language::kZh) ==
        "不满足办理条件：“字段total”须与公示“交易甲”的一致");
  put(w.record, "total", Value(Money{701}));
  CHECK_FALSE(w.check(same).ok());
  put(w.record, "total", Value(Money{700}));
  CHECK(w.check(same).ok());
  CHECK_FALSE(w.check(SameValue{"total", "buyer", "price"}).ok());  // not completed by a loader
  w.around.broken = true;
  CHECK(w.check(same).error().code == ErrorCode::kStorage);
}

TEST_CASE("several failures come together; the remedy of the declaration wins") {
  World w;
  const base::Status both =
      w.check(std::vector<Condition>{{"notice_over",
                                      RelatedState{"notice", "deal", {"ended"}, Quantifier::kSome},
                                      "law/18",
                                      {"请等待公示结束", "Wait for the notice to end"}},
                                     {"shares", ShareSum{"shares", "share"}, "", {}}});
  REQUIRE_FALSE(both.ok());
  CHECK(both.error().code == ErrorCode::kInvalid);
  REQUIRE(both.error().details.size() == 2);
  CHECK(both.error().details[0].rule == "deal.decide.notice_over");
  CHECK(both.error().details[0].remedy(Language::kZh) == "请等待公示结束");
  CHECK(both.error().details[1].rule == "deal.decide.shares");
  CHECK(w.check(std::vector<Condition>{}).ok());
}

}  // namespace
}  // namespace lingqu::lifecycle
