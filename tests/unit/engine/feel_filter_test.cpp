#include <map>
#include <random>

#include "lifecycle/formulas.hpp"
#include "unit/engine/quote_pack.hpp"

namespace lingqu::engine::test {
namespace {

using base::Language;
using registers::Record;

ListQuery query_of(const std::string& filter) {
  ListQuery query;
  query.register_name = "quote";
  query.feel = filter;
  query.sort = {"id"};
  query.limit = 500;
  return query;
}

std::vector<int64_t> ids(World& w, const std::string& filter, const Actor& actor) {
  std::vector<int64_t> out;
  for (const Record& record : take(w.engine->list(query_of(filter), &actor)).records) out.push_back(record.id);
  return out;
}

base::Error refused_filter(World& w, const std::string& filter, const Actor& actor) {
  base::Error error = refused(w.engine->list(query_of(filter), &actor));
  CHECK(error.code == ErrorCode::kBadFilter);
  CHECK(error.field == "filter");
  return error;
}

// The world as read through the interface, for evaluating formulas without the database.
class Seen final : public lifecycle::Surroundings {
 public:
  explicit Seen(World& w) : w_(w), pack_(w.engine->pack()) {
    for (const auto& entry : pack_->registers) {
      ListQuery query;
      query.register_name = entry.schema.name;
      done(w.engine->scan(query, &w.regulator, [&](const Record& record) {
        records_[entry.schema.name].emplace(record.id, record);
        return true;
      }));
    }
  }
  const std::map<int64_t, Record>& records(const std::string& name) { return records_[name]; }
  const registers::Register& schema(const std::string& name) const { return pack_->find(name)->schema; }
  pack::Snapshot pack() const { return pack_; }

  base::Result<std::vector<lifecycle::Neighbour>> related(const std::string& name, const std::string& by, int64_t id) override {
    std::vector<lifecycle::Neighbour> out;
    for (const auto& [key, record] : records_[name]) {
      const auto* ref = record.at(schema(name), by).get<registers::Ref>();
      if (ref && ref->id == id) out.push_back(neighbour(record));
    }
    return out;
  }
  base::Result<std::optional<lifecycle::Neighbour>> referenced(const std::string& name, int64_t id) override {
    const auto found = records_[name].find(id);
    if (found == records_[name].end()) return std::optional<lifecycle::Neighbour>();
    return std::optional(neighbour(found->second));
  }
  base::Result<int64_t> sum(const lifecycle::SetSum&, int64_t) override { return int64_t{0}; }
  base::Result<int64_t> next_number(const std::string&, int) override { return int64_t{1}; }
  base::Timestamp now() const override { return w_.clock.now(); }
  const registers::Register* schema_of(const std::string& name) const override { return &schema(name); }
  base::Date today() const override { return base::date_in(w_.clock.now(), pack_->zone); }
  const base::WorkCalendar& calendar() const override { return pack_->calendar; }
  const base::Text& register_title(const std::string& name) const override { return schema(name).title; }
  base::Text state_title(const std::string&, const std::string& state) const override { return base::same(state); }
  base::Text organisation_title(int64_t) override { return {}; }
  base::Text role_title(const std::string& role) const override { return base::same(role); }
  base::ZoneOffset zone() const override { return pack_->zone; }

 private:
  lifecycle::Neighbour neighbour(const Record& record) const {
    return {record.register_name, record.id, "", record.state, record.values, &schema(record.register_name)};
  }
  World& w_;
  pack::Snapshot pack_;
  std::map<std::string, std::map<int64_t, Record>> records_;
};

// The quotes for which the evaluator says true.
std::vector<int64_t> evaluated(Seen& seen, const std::string& filter) {
  std::vector<registers::FormulaMistake> mistakes;
  const auto formula = registers::compile_formula(filter, {seen.schema("quote")}, seen.pack()->record_types, mistakes);
  if (!formula) FAIL(mistakes.front().problem.en);
  std::vector<int64_t> out;
  for (const auto& [id, record] : seen.records("quote")) {
    lifecycle::Formulas formulas(seen.schema("quote"), record, seen);
    if (take(formulas.evaluate(*formula)).value.is_true()) out.push_back(id);
  }
  return out;
}

// Quotes with every field now filled, now not, from few enough values that conditions meet.
class Generator {
 public:
  Generator(Quotes& q, uint32_t seed) : q_(q), random_(seed) {}

  void things(int count) {
    for (int i = 0; i < count; ++i) {
      std::string more = R"("number": "T-)" + std::to_string(i) + "\"";
      add(more, "price", one_of({"\"0.00\"", "\"10.00\"", "\"99.99\"", "\"100.00\""}));
      add(more, "ready", one_of({"true", "false"}));
      add(more, "kind", one_of({"\"patent\"", "\"design\""}));
      things_.push_back(q_.w.thing(more));
    }
  }
  void quotes(int count) {
    for (int i = 0; i < count; ++i) {
      std::string more = "\"note\": " + one_of({"\"无\"", "\"有 %_ 号\"", "\"Abc\"", "\"abc\"", "\"研究院的报价\""});
      if (chance(25)) more = "\"name\": \"报价\"";
      std::string values;
      add(values, "price", one_of({"\"0.00\"", "\"10.00\"", "\"99.99\"", "\"100.00\"", "\"1000000.01\""}));
      add(values, "cut", one_of({"\"0%\"", "\"33.333333%\"", "\"50%\"", "\"100%\""}));
      add(values, "kind", one_of({"\"patent\"", "\"design\""}));
      add(values, "weight", one_of({"\"0.001\"", "\"-1.5\"", "\"2\""}));
      add(values, "pieces", one_of({"0", "1", "-3", "70"}));
      add(values, "ready", one_of({"true", "false"}));
      add(values, "made", one_of({"\"2026-01-31\"", "\"2026-03-02\"", "\"2026-03-01\"", "\"2025-12-31\""}));
      add(values, "moment", one_of({"\"2026-03-01T16:00:00Z\"", "\"2026-03-01T15:59:59.999999Z\"", "\"2020-01-01T00:00:00Z\""}));
      add(values, "floor", one_of({"\"5.00\"", "\"100.00\""}));
      if (!things_.empty()) add(values, "thing", std::to_string(things_[number(things_.size())]));
      if (!quotes_.empty()) add(values, "previous", std::to_string(quotes_[number(quotes_.size())]));
      add(values, "buyers", one_of({"[2]", "[1, 3]", "[1, 2, 3]"}));
      std::string positions;
      for (size_t p = number(4); p > 0; --p) {
        std::string row = R"("item": )" + one_of({"\"甲\"", "\"乙\""});
        add(row, "amount", one_of({"\"0.01\"", "\"50.00\"", "\"100.00\""}));
        add(row, "due", one_of({"\"2026-03-01\"", "\"2026-04-01\""}));
        positions += (positions.empty() ? "{" : ", {") + row + "}";
      }
      if (!positions.empty()) values += R"(, "positions": [)" + positions + "]";
      quotes_.push_back(q_.w.act("quote", 0, "offer", "{\"name\": \"报价" + std::to_string(number(4)) + "\"" + (more.starts_with("\"name\"") ? "" : ", " + more) + values + "}", q_.w.office).record);
    }
  }

  // A random condition of atoms.
  std::string condition(const std::vector<std::string>& atoms, int depth) {
    const size_t form = depth == 0 ? 3 : number(4);
    switch (form) {
      case 0: return "(" + condition(atoms, depth - 1) + " and " + condition(atoms, depth - 1) + ")";
      case 1: return "(" + condition(atoms, depth - 1) + " or " + condition(atoms, depth - 1) + ")";
      case 2: return "not(" + condition(atoms, depth - 1) + ")";
      default: return "(" + atoms[number(atoms.size())] + ")";
    }
  }

 private:
  size_t number(size_t below) { return random_() % below; }
  bool chance(size_t percent) { return number(100) < percent; }
  std::string one_of(const std::vector<std::string>& values) { return values[number(values.size())]; }
  void add(std::string& values, const std::string& name, const std::string& value) {
    if (chance(30)) return;
    values += ", \"" + name + "\": " + value;
  }
  Quotes& q_;
  std::mt19937 random_;
  std::vector<int64_t> things_, quotes_;
};

const std::vector<std::string>& atoms() {
  static const std::vector<std::string> kAtoms{
      "price > 10", "price >= 99.99", "price < 99.985", "price <= 99.995", "price = 100", "price = 99.991", "price != 10", "price != 9.999",
      "10 < price", "100 >= price", "price = null", "price != null", "null = kind", "price > null", "price < 1e30", "price > -1e30", "price = 1e30",
      "price between 10 and 100", "price between floor and 100", "floor between price and 99.99", "price in [10..100]", "price in (10..100)",
      "price in (0, 100)", "price in (<10, >=100)", "price in [<10, 99.99]", "price = floor", "price < floor", "price != floor", "net < 100",
      "cut = 0.5", "cut > 1/3", "cut >= 0.33333333", "weight > 0", "weight = -1.5", "weight >= 0.0005", "pieces > 0.5", "pieces in [0, 1]", "pieces = -3",
      "kind = \"patent\"", "kind != \"patent\"", "kind in [\"patent\", \"x\"]", "kind in (\"design\")", "list contains([\"patent\", null], kind)",
      "kind < \"q\"", "ready", "ready = true", "ready != false", "not(ready)", "ready and price > 10", "if ready then price > 10 else pieces > 0",
      "made = date(\"2026-01-31\")", "made < today", "made <= today - duration(\"P1D\")", "made > today() - duration(\"P1M\")", "today > made",
      "until < made", "made in [date(\"2026-01-01\")..date(\"2026-03-01\")]", "made between @\"2026-01-31\" and today",
      "moment >= date and time(\"2026-03-02T00:00:00+08:00\")", "moment < @\"2026-03-01T16:00:00Z\"", "moment = null",
      "contains(note, \"研究\")", "contains(note, \"%_\")", "contains(note, \"abc\")", "contains(note, \"\")", "starts with(note, \"研究院\")",
      "ends with(note, \"报价\")", "ends with(note, \"比整个文字还要长的文字\")", "starts with(name, \"报价1\")", "string length(note) > 3",
      "thing.price > 10", "thing.ready", "thing.kind = \"patent\"", "thing.state = \"draft\"", "thing = null", "thing != null", "thing.id > 2",
      "thing.price = price", "thing.holder.id = 1", "previous.price > 10", "previous.kind = kind", "seller.name = \"样大学\"", "owner.name = \"样大学\"",
      "owner.id = 1", "state = \"open\"", "id > 20", "count(positions) > 1", "count(positions[amount > 10]) >= 1", "count(positions[amount = null]) = 0",
      "some p in positions satisfies p.amount > 50", "every p in positions satisfies p.amount > 10", "not(some p in positions satisfies p.due < today)",
      "some p in positions satisfies p.amount = price", "count(positions) = 0", "count(positions[item = \"甲\" and due < today]) != 1",
      "some b in buyers satisfies b.name = \"样大学\"", "count(buyers) >= 2", "every b in buyers satisfies b.id > 1", "count(answers) > 0",
      "count(answers[price > 10]) > 0", "some a in answers satisfies a.kind = kind", "every a in answers satisfies a.price > 10",
      "answered > 0", "created_at < @\"2030-01-01T00:00:00Z\"", "price > 10 and true", "false or price > 10"};
  return kAtoms;
}

TEST_CASE("a filter in SQL selects exactly what the expression is true for") {
  Quotes q;
  Generator generator(q, 20261125);
  generator.things(8);
  generator.quotes(120);
  q.w.act("quote", ids(q.w, "price > 1000 and count(positions) = 0", q.w.office).at(0), "change", R"({"name": "报价改"})", q.w.office);
  Seen seen(q.w);
  size_t some = 0;
  for (const std::string& atom : atoms()) {
    if (atom == "net < 100" || atom == "answered > 0") continue;  // through computed fields: below
    INFO(atom);
    const std::vector<int64_t> expected = evaluated(seen, atom);
    CHECK(ids(q.w, atom, q.w.regulator) == expected);
    const std::string negated = "not(" + atom + ")";
    INFO(negated);
    CHECK(ids(q.w, negated, q.w.regulator) == evaluated(seen, negated));
    some += !expected.empty() && expected.size() < 120;
  }
  CHECK(some > 80);  // most atoms divide the quotes
  std::vector<std::string> translatable;
  for (const std::string& atom : atoms())
    if (atom != "net < 100" && atom != "answered > 0") translatable.push_back(atom);
  for (int i = 0; i < 400; ++i) {
    const std::string filter = generator.condition(translatable, 3);
    INFO(filter);
    CHECK(ids(q.w, filter, q.w.regulator) == evaluated(seen, filter));
  }
}

TEST_CASE("computed fields are filtered through their formulas, as far as these can be translated") {
  Quotes q;
  const int64_t first = q.offer(R"("price": "10.00")");
  const int64_t second = q.offer(R"("previous": )" + std::to_string(first));
  CHECK(ids(q.w, "answered > 0", q.w.office) == std::vector<int64_t>{first});
  CHECK(ids(q.w, "answered = 0", q.w.office) == std::vector<int64_t>{second});
  CHECK(refused_filter(q.w, "net < 100", q.w.office).message(Language::kEn).find("(price * (1 - cut), 2)") != std::string::npos);
}

TEST_CASE("what cannot be translated is refused with the part that cannot and what can") {
  Quotes q;
  struct Case {
    const char* filter;
    const char* part;
    const char* says;
  };
  for (const Case& one : {Case{"price * 2 > 10", "* 2 > 10", "move the arithmetic"}, {"made + duration(\"P1D\") < today", "+ duration", "move the arithmetic"},
                          {"upper case(name) = \"X\"", "upper case", "this function cannot be used"}, {"price = cut", "= cut", "cannot be compared"},
                          {"price > \"10\"", "> \"10\"", "different kinds"}, {"price", "price", "must be yes or no"},
                          {"sum(positions.amount) > 1", "(positions", "cannot"}, {"for p in positions return p", "for p", "cannot be translated"},
                          {"matches(name, \"x.*\")", "matches", "cannot be used"}, {"name = buyers", "= buyers", "cannot be compared"}}) {
    INFO(one.filter);
    const base::Error error = refused_filter(q.w, one.filter, q.w.office);
    const std::string message = error.message(Language::kEn);
    INFO(message);
    CHECK(message.find(one.says) != std::string::npos);
    CHECK(message.find("possible: ") != std::string::npos);
  }
  CHECK(refused_filter(q.w, "prise > 10", q.w.office).message(Language::kEn).find("Did you mean price?") != std::string::npos);
  CHECK(refused_filter(q.w, "price >", q.w.office).message(Language::kZh).find("表达式") != std::string::npos);
  CHECK(refused_filter(q.w, std::string(5000, 'x'), q.w.office).message(Language::kEn).find("too long") != std::string::npos);
}

TEST_CASE("what one may not see cannot be filtered by, on the record or around it") {
  Quotes q;
  const int64_t thing = q.w.thing(R"("price": "7.50")");
  const int64_t id = q.offer(R"("price": "10.00", "floor": "80.00", "thing": )" + std::to_string(thing));
  CHECK(refused_filter(q.w, "floor > 1", q.w.office).message(Language::kEn).find("you may not filter by “Floor”") != std::string::npos);
  CHECK(refused_filter(q.w, "above > 1", q.w.office).message(Language::kEn).find("cannot") != std::string::npos);
  CHECK(refused_filter(q.w, "thing.secret = \"x\"", q.w.office).message(Language::kEn).find("you may not") != std::string::npos);
  CHECK(ids(q.w, "floor > 1", q.w.regulator) == std::vector<int64_t>{id});
  // A draft thing is its organisation's own: for others it is as if it were not there.
  CHECK(ids(q.w, "thing.price = 7.5", q.w.office) == std::vector<int64_t>{id});
  CHECK(ids(q.w, "thing.price = 7.5", q.w.rival).empty());
  CHECK(ids(q.w, "thing.price = null", q.w.rival) == std::vector<int64_t>{id});
}

TEST_CASE("counts by state and totals follow the filter; it stands beside the plain ones") {
  Quotes q;
  const int64_t cheap = q.offer(R"("price": "10.00")");
  q.offer(R"("price": "20.00")");
  q.w.act("quote", cheap, "sell", "", q.w.office);
  ListQuery query = query_of("price >= 10");
  query.filters = {{"state", Filter::Operator::kEquals, {"sold"}}};
  const ListReply reply = take(q.w.engine->list(query, &q.w.office));
  CHECK(reply.total == 1);
  CHECK(reply.by_state.size() == 2);
  CHECK(reply.records.at(0).id == cheap);
}

}  // namespace
}  // namespace lingqu::engine::test
