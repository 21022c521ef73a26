// Lists: filters, words, sorting, paging, counts; and what a stranger may put into them.
#include "unit/engine/fixture.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;
using Op = Filter::Operator;

namespace {

struct Listed : World {
  Listed() {
    first = thing(R"("title": "锂电池回收", "count": 1, "price": "10.00", "ratio": "0.5", "part": "10%", "day": "2026-01-01", "ready": true, "kind": "patent", "tag": "a", "place": "450100")");
    second = thing(R"("title": "甘蔗收割机 Alpha", "count": 2, "price": "20.00", "ratio": "1.5", "part": "20%", "day": "2026-02-01", "ready": false, "kind": "design", "tag": "b")");
    third = thing(R"("title": "海上风电 100%_好", "count": 3, "price": "30.00", "day": "2026-03-01", "kind": "knowhow", "body": "alpha beta")");
  }
  // Titles given twice in an object are refused: the fixture's own goes.
  int64_t thing(const std::string& values) { return act("thing", 0, "create", "{" + values + "}", office).record; }

  static ListQuery query(std::vector<Filter> filters = {}) {
    ListQuery query;
    query.register_name = "thing";
    query.filters = std::move(filters);
    query.sort = {"id"};
    return query;
  }
  std::string ids(const ListQuery& asked, const Actor& actor) {
    std::string out;
    for (const auto& record : take(engine->list(asked, &actor)).records) out += (out.empty() ? "" : " ") + std::to_string(record.id);
    return out;
  }
  std::string ids(Filter filter) { return ids(query({std::move(filter)}), office); }
  base::Error bad(Filter filter) { return refused(engine->list(query({std::move(filter)}), &office)); }

  int64_t first = 0, second = 0, third = 0;
};

struct Case {
  const char* field;
  Op op;
  std::vector<std::string> values;
  const char* found;
};

}  // namespace

TEST_CASE_FIXTURE(Listed, "every operator on fields of every kind") {
  const std::vector<Case> cases = {
      {"count", Op::kEquals, {"2"}, "2"}, {"count", Op::kNot, {"2"}, "1 3"}, {"count", Op::kLess, {"2"}, "1"},
      {"count", Op::kLessOrEqual, {"2"}, "1 2"}, {"count", Op::kGreater, {"2"}, "3"}, {"count", Op::kGreaterOrEqual, {"2"}, "2 3"},
      {"count", Op::kIn, {"1", "3"}, "1 3"}, {"count", Op::kFilled, {}, "1 2 3"}, {"ratio", Op::kEmpty, {}, "3"},
      {"ratio", Op::kFilled, {}, "1 2"}, {"ratio", Op::kGreater, {"0.5"}, "2"}, {"ratio", Op::kNot, {"0.5"}, "2 3"},
      {"price", Op::kEquals, {"20"}, "2"}, {"price", Op::kGreaterOrEqual, {"20.00"}, "2 3"}, {"part", Op::kLess, {"15%"}, "1"},
      {"day", Op::kGreater, {"2026-01-31"}, "2 3"}, {"ready", Op::kEquals, {"true"}, "1"}, {"ready", Op::kNot, {"true"}, "2 3"},
      {"kind", Op::kIn, {"patent", "design"}, "1 2"}, {"title", Op::kContains, {"电"}, "1 3"}, {"title", Op::kContains, {"ALPHA"}, "2"},
      {"title", Op::kContains, {"%_"}, "3"}, {"title", Op::kEquals, {"锂电池回收"}, "1"}, {"place", Op::kEquals, {"450100"}, "1"},
      {"holder", Op::kEquals, {"1"}, "1 2 3"}, {"holder", Op::kEquals, {"2"}, ""}, {"authors", Op::kEmpty, {}, "1 2 3"},
      {"authors", Op::kEquals, {"5"}, ""}, {"state", Op::kEquals, {"draft"}, "1 2 3"}, {"state", Op::kNot, {"draft"}, ""},
      {"id", Op::kGreater, {"1"}, "2 3"}, {"owner", Op::kEquals, {"1"}, "1 2 3"}, {"created_at", Op::kLess, {"2026-01-01T00:00:00Z"}, ""},
      {"updated_at", Op::kGreater, {"2026-01-01T00:00:00Z"}, "1 2 3"}, {"version", Op::kEquals, {"1"}, "1 2 3"}};
  for (const Case& one : cases) {
    INFO(one.field << " " << static_cast<int>(one.op));
    CHECK(ids({one.field, one.op, one.values}) == one.found);
  }
}

TEST_CASE_FIXTURE(Listed, "what is no filter is refused, whatever it holds") {
  const std::vector<Case> cases = {
      {"nothing", Op::kEquals, {"1"}, ""}, {"shares", Op::kEquals, {"1"}, ""}, {"count", Op::kEquals, {}, ""},
      {"count", Op::kEquals, {"two"}, ""}, {"count", Op::kLess, {""}, ""}, {"count", Op::kIn, {"1", "x"}, ""},
      {"count", Op::kEquals, {"99999999999999999999"}, ""}, {"count", Op::kContains, {"1"}, ""}, {"day", Op::kLess, {"soon"}, ""},
      {"kind", Op::kEquals, {"boat"}, ""}, {"ready", Op::kEquals, {"maybe"}, ""}, {"price", Op::kGreater, {"1.005"}, ""},
      {"title", Op::kContains, {std::string("a\0b", 3)}, ""}, {"title", Op::kContains, {"\xff"}, ""},
      {"title; DROP TABLE r_thing", Op::kEquals, {"x"}, ""}, {"id = 1 OR 1", Op::kEmpty, {}, ""}};
  for (const Case& one : cases) {
    INFO(one.field);
    const auto error = bad({one.field, one.op, one.values});
    CHECK(error.code == ErrorCode::kBadFilter);
    CHECK(!error.message(base::Language::kZh).empty());
  }
  ListQuery sorted = query();
  for (const char* sort : {"nothing", "shares", "secret", "id; DROP TABLE r_thing", "-", ""}) {
    INFO(sort);
    sorted.sort = {sort};
    CHECK(refused(engine->list(sorted, &regulator)).code == ErrorCode::kBadFilter);
  }
  CHECK(ids({"title", Op::kEquals, {"' OR 1 = 1 --"}}).empty());
  CHECK(ids({"title", Op::kContains, {"';"}}).empty());
}

TEST_CASE_FIXTURE(Listed, "words are searched in the fields that are for searching") {
  ListQuery asked = query();
  for (auto [words, found] : {std::pair{"电", "1 3"}, {"alpha", "2 3"}, {"电 回收", "1"}, {"%", "3"}, {"' \"", ""}, {"  ", "1 2 3"}}) {
    INFO(words);
    asked.text = words;
    CHECK(ids(asked, office) == found);
  }
}

TEST_CASE_FIXTURE(Listed, "sorting and paging") {
  ListQuery asked = query();
  asked.sort = {"-price"};
  CHECK(ids(asked, office) == "3 2 1");
  asked.sort = {"ratio", "-id"};
  CHECK(ids(asked, office) == "3 1 2");
  asked.sort = {};
  CHECK(ids(asked, office) == "3 2 1");
  asked.limit = 2;
  CHECK(ids(asked, office) == "3 2");
  asked.offset = 2;
  const ListReply page = take(engine->list(asked, &office));
  REQUIRE(page.records.size() == 1);
  CHECK(page.total == 3);
  asked.offset = SIZE_MAX;
  CHECK(take(engine->list(asked, &office)).records.empty());
  asked.offset = 0;
  asked.limit = 100'000;
  CHECK(take(engine->list(asked, &office)).records.size() == 3);
}

TEST_CASE_FIXTURE(Listed, "counts by state follow every act at once") {
  auto counts = [&](const Actor& actor) {
    const ListReply reply = take(engine->list(query(), &actor));
    std::string out = std::to_string(reply.total) + ":";
    for (const auto& [state, count] : reply.by_state) out += " " + state + " " + std::to_string(count);
    return out;
  };
  CHECK(counts(office) == "3: draft 3");
  CHECK(counts(rival) == "0:");
  thing_in("listed");
  CHECK(counts(office) == "4: draft 3 listed 1");
  CHECK(counts(rival) == "1: listed 1");
  refusal("thing", first, "publish", "", office);
  CHECK(counts(office) == "4: draft 3 listed 1");
  ListQuery drafts = query({{"state", Op::kEquals, {"draft"}}});
  CHECK(take(engine->list(drafts, &office)).total == 3);
  drafts.filters[0].op = Op::kNot;
  CHECK(take(engine->list(drafts, &office)).total == 1);
  drafts.filters[0].op = Op::kContains;
  drafts.filters[0].values = {"raf"};
  CHECK(take(engine->list(drafts, &office)).total == 3);
  const auto overview = take(engine->overview(&office));
  for (const auto& one : overview)
    if (one.register_name == "thing") CHECK(one.total == 4);
}

// What is kept in memory against what the rows say: an expression that always holds makes the rows be counted.
TEST_CASE_FIXTURE(Listed, "kept counts are those of the rows, for everybody, after every act") {
  const auto agree = [&] {
    for (const Actor* actor : std::vector<const Actor*>{&office, &rival, &buyer, nullptr}) {
      ListQuery kept = query(), counted = query();
      counted.feel = "id > 0";
      const ListReply one = take(engine->list(kept, actor)), other = take(engine->list(counted, actor));
      CHECK(one.by_state == other.by_state);
      CHECK(one.total == other.total);
    }
  };
  agree();
  for (int i = 0; i < 6; ++i) {
    const int64_t mine = thing(R"("title": "甲", "price": "1.00", "kind": "patent", "ready": true, "partner": {"id": )" + std::to_string(i % 2 ? institute : firm) + "}");
    agree();
    if (i % 3 == 0) act("thing", mine, "edit", R"({"partner": {"id": )" + std::to_string(institute) + "}}", office);
    agree();
    if (i % 3 == 1) act("thing", mine, "list", "", office);
    agree();
  }
  refusal("thing", first, "publish", "", office);
  thing_in("listed");
  agree();
  reopen();
  agree();
}

TEST_CASE_FIXTURE(Listed, "a scan gives every record that its query finds, in order, until told to stop") {
  std::string seen;
  auto note = [&](const registers::Record& record) {
    seen += std::to_string(record.id) + (record.at(engine->pack()->find("thing")->schema, "title").empty() ? "!" : " ");
    return record.id != 2;
  };
  done(engine->scan(query(), &office, note));
  CHECK(seen == "1 2 ");
  seen.clear();
  done(engine->scan(query(), &rival, note));
  CHECK(seen.empty());
}

TEST_CASE_FIXTURE(Listed, "choices for a picker, labels of what a list refers to") {
  const auto choices = take(engine->choices("thing", "电池", 10, &office));
  REQUIRE(choices.size() == 1);
  CHECK(choices[0].label == "锂电池回收");
  CHECK(choices[0].number == "TH-2026-0001");
  CHECK(take(engine->choices("thing", "", 10, &rival)).empty());
  const ListReply reply = take(engine->list(query(), &office));
  REQUIRE(!reply.labels.empty());
  CHECK(reply.labels[0].label == "样大学");
}
