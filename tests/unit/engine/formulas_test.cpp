#include "unit/engine/quote_pack.hpp"

namespace lingqu::engine::test {
namespace {

using base::Language;

const ActChoice* choice(const RecordView& view, const std::string& act) {
  for (const ActChoice& one : view.acts)
    if (one.act->name == act) return &one;
  return nullptr;
}

TEST_CASE("defaults and derived values of a new record") {
  Quotes q;
  const int64_t id = q.offer(R"("price": "100.00")");
  CHECK(q.w.text("quote", id, "cut") == "\"10%\"");
  CHECK(q.w.text("quote", id, "made") == "\"2026-03-02\"");
  CHECK(q.w.text("quote", id, "until") == "\"2026-04-01\"");
  const int64_t given = q.offer(R"("price": "100.00", "cut": "25%", "made": "2026-01-01")");
  CHECK(q.w.text("quote", given, "cut") == "\"25%\"");
  CHECK(q.w.text("quote", given, "until") == "\"2026-01-31\"");
}

TEST_CASE("conditions in FEEL refuse with field, rule, clause and remedy, and nothing else happens") {
  Quotes q;
  const int64_t id = q.offer(R"("positions": [{"item": "甲", "amount": "60.00"}, {"item": "乙", "amount": "50.00"}])");
  const base::Error low = q.w.refusal("quote", id, "sell", R"({"price": "109.99"})", q.w.office);
  CHECK(low.code == ErrorCode::kConditionFailed);
  CHECK(low.field == "price");
  CHECK(low.rule == "quote.sell.enough");
  CHECK(low.clause == "law/18");
  CHECK(low.remedy(Language::kZh) == "请提高价格");
  q.w.clock.advance(31 * kDay);
  const base::Error late = q.w.refusal("quote", id, "sell", R"({"price": "110.00"})", q.w.office);
  CHECK(late.rule == "quote.sell.in_time");
  CHECK(late.message(Language::kEn) == "A condition is not met: The quote is still valid");
  CHECK(q.w.state("quote", id) == "open");
}

TEST_CASE("what can be judged beforehand is judged when the record is opened") {
  Quotes q;
  const int64_t id = q.offer(R"("price": "1.00", "positions": [{"item": "甲", "amount": "60.00"}])");
  // Whether the price suffices is not known before the act, which sets it.
  CHECK(choice(q.w.view("quote", id, q.w.office), "sell")->allowed);
  q.w.clock.advance(31 * kDay);
  const RecordView view = q.w.view("quote", id, q.w.office);
  const ActChoice* sell = choice(view, "sell");
  REQUIRE_FALSE(sell->allowed);
  CHECK(sell->reason->rule == "quote.sell.in_time");
}

TEST_CASE("conditions look at the record a reference names, as the act's transaction sees it") {
  Quotes q;
  const int64_t raw = q.w.thing();
  const int64_t ripe = q.w.thing(R"("ready": true, "price": "5.00")");
  const int64_t first = q.offer(R"("price": "1.00", "thing": )" + std::to_string(raw));
  const base::Error unripe = q.w.refusal("quote", first, "sell", "", q.w.office);
  CHECK(unripe.rule == "quote.sell.ripe");
  CHECK(unripe.message(Language::kEn).find("thing = null or") != std::string::npos);
  const int64_t second = q.offer(R"("price": "1.00", "thing": )" + std::to_string(ripe));
  q.w.act("quote", second, "sell", "", q.w.office);
  CHECK(q.w.state("quote", second) == "sold");
}

TEST_CASE("computed fields are worked out on read, exact, and are nowhere in the database") {
  Quotes q;
  const int64_t thing = q.w.thing(R"("price": "7.50")");
  const int64_t id = q.offer(R"("price": "100.05", "cut": "50%", "thing": )" + std::to_string(thing));
  CHECK(q.w.text("quote", id, "net") == "\"50.02\"");
  CHECK(q.w.text("quote", id, "cheap") == "true");
  CHECK(q.w.text("quote", id, "thing_price") == "\"7.50\"");
  CHECK(q.w.text("quote", id, "answered") == "0");
  q.offer(R"("previous": )" + std::to_string(id));
  CHECK(q.w.text("quote", id, "answered") == "1");
  q.w.act("thing", thing, "edit", R"({"price": "8.00"})", q.w.office);
  CHECK(q.w.text("quote", id, "thing_price") == "\"8.00\"");
  CHECK(q.w.rows("SELECT group_concat(name) FROM pragma_table_info('r_quote')").find("net") == std::string::npos);
  CHECK(q.w.refusal("quote", id, "change", R"({"net": "1.00"})", q.w.office).details.at(0).code == ErrorCode::kReadOnlyField);
}

TEST_CASE("lists and exports show computed fields") {
  Quotes q;
  q.offer(R"("price": "100.00")");
  ListQuery query;
  query.register_name = "quote";
  const ListReply reply = take(q.w.engine->list(query, &q.w.office));
  const auto& schema = q.w.engine->pack()->find("quote")->schema;
  CHECK(registers::equal(reply.records.at(0).at(schema, "net"), registers::Value(base::Money{9000})));
  CHECK(reply.records.at(0).at(schema, "cheap").empty());  // not listed
  int rows = 0;
  done(q.w.engine->scan(query, &q.w.office, [&](const registers::Record& record) {
    ++rows;
    CHECK(registers::equal(record.at(schema, "cheap"), registers::Value(true)));
    return true;
  }));
  CHECK(rows == 1);
}

TEST_CASE("a computed field is withheld from whoever may not see what it looks at") {
  Quotes q;
  const int64_t thing = q.w.thing(R"("price": "7.50")");
  const int64_t id = q.offer(R"("price": "100.00", "floor": "80.00", "thing": )" + std::to_string(thing));
  CHECK(q.w.text("quote", id, "above") == "\"10.00\"");  // the regulator
  const RecordView office = q.w.view("quote", id, q.w.office);
  const auto hidden = [&](const RecordView& view, const char* field) { return view.hidden[static_cast<size_t>(view.schema->index_of(field))]; };
  CHECK(hidden(office, "above"));
  CHECK(office.record.at(*office.schema, "above").empty());
  CHECK(hidden(office, "thing_secret"));
  CHECK_FALSE(hidden(office, "thing_price"));
  // A stranger sees the quote, not the thing.
  const RecordView stranger = q.w.view("quote", id, q.w.stranger);
  CHECK(hidden(stranger, "thing_price"));
  CHECK_FALSE(hidden(stranger, "net"));
}

TEST_CASE("a computed value that cannot be told is empty, and reading goes on") {
  Quotes q;
  const int64_t id = q.offer(R"("note": "无价")");
  const RecordView view = q.w.view("quote", id, q.w.regulator);
  CHECK(view.record.at(*view.schema, "net").empty());
  CHECK(view.record.at(*view.schema, "cheap").empty());
}

TEST_CASE("what was exported with computed fields can be imported again") {
  Quotes q;
  ImportCommand import;
  import.register_name = "quote";
  import.format = "csv";
  import.content = "名称,价格,净价\n甲,100.00,1.00\n";
  import.actor = q.w.office;
  const ImportReport report = take(q.w.engine->import_records(import, {}));
  CHECK(report.imported == 1);
  CHECK(q.w.text("quote", report.first, "net") == "\"90.00\"");
}

}  // namespace
}  // namespace lingqu::engine::test
