// What an act brings about besides: acts on neighbours and new records, in one transaction with exactly the leaves expected.
#include "unit/engine/fixture.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;

namespace {

struct Settling : World {
  // A thing whose notice is over, with two deals on it, one of them signed.
  Settling() {
    thing_id = thing_in("open");
    for (const char* note : {"甲", "乙"}) deals.push_back(deal(note));
    act("deal", deals[0], "sign", "", buyer);
    act("thing", thing_id, "notify", "", office);
    clock.advance(16 * kDay);
    done(engine->run_due_timers());
  }
  int64_t deal(const std::string& note) {
    return act("deal", 0, "start", R"({"note": ")" + note + R"(", "thing": {"id": )" + std::to_string(thing_id) + "}, \"buyer\": {\"id\": " + std::to_string(firm) + "}}", office).record;
  }
  std::string leaves(int64_t from) {
    return rows("SELECT sequence, register, record, act FROM log_leaf WHERE sequence >= " + std::to_string(from) + " ORDER BY sequence");
  }
  Json leaf(uint64_t sequence) { return json(rows("SELECT text FROM log_leaf WHERE sequence = " + std::to_string(sequence))); }

  int64_t thing_id = 0;
  std::vector<int64_t> deals;
  const std::string shares = R"({"shares": [{"name": "张三", "part": "33.333333%"}, {"name": "李四", "part": "66.666667%"}]})";
};

}  // namespace

TEST_CASE_FIXTURE(Settling, "one act, its cascades and the record it creates: four leaves in one transaction") {
  const ActReply reply = act("thing", thing_id, "settle", shares, office);
  const auto first = static_cast<int64_t>(reply.leaf);
  auto line = [&](int64_t add, const std::string& rest) { return std::to_string(first + add) + "|" + rest; };
  CHECK(leaves(first) == line(0, "thing|1|settle") + "\n" + line(1, "deal|1|close") + "\n" + line(2, "deal|2|close") + "\n" + line(3, "receipt|1|issue"));
  for (uint64_t i = 1; i <= 3; ++i) {
    CHECK(leaf(reply.leaf + i).int_at("cause") == first);
    CHECK(leaf(reply.leaf + i).int_at("account") == 11);  // whoever caused it
  }
  CHECK(!leaf(reply.leaf).find("cause"));
  CHECK(!leaf(reply.leaf + 3).find("previous"));
  const int64_t previous = leaf(reply.leaf + 1).int_at("previous").value_or(-1);
  CHECK(leaf(static_cast<uint64_t>(previous)).string_at("act") == "sign");
  CHECK(state("deal", 1) == "closed");
  CHECK(state("deal", 2) == "closed");
  CHECK(text("receipt", 1, "amount") == R"("1000.00")");
  CHECK(text("receipt", 1, "remark") == R"("自动")");
  CHECK(view("receipt", 1, regulator).record.owner == university);
  done(engine->check_log({}).ok() ? base::Status() : base::Status(engine->check_log({}).error()));
}

TEST_CASE_FIXTURE(Settling, "an amount is split to the fen") {
  act("thing", thing_id, "settle", shares, office);
  CHECK(text("thing", thing_id, "shares") ==
        R"([{"name":"张三","part":"33.333333%","amount":"333.33"},{"name":"李四","part":"66.666667%","amount":"666.67"}])");
}

TEST_CASE_FIXTURE(Settling, "shares that do not make a whole") {
  const auto error = refusal("thing", thing_id, "settle", R"({"shares": [{"name": "张三", "part": "99.99%"}]})", office);
  CHECK(error.code == ErrorCode::kShareSum);
  CHECK(error.rule == "thing.settle.whole");
  CHECK(error.clause == "law/18");
}

TEST_CASE_FIXTURE(Settling, "what is planned and then fails leaves nothing") {
  // The receipt that settling would create exists already: the last of four planned steps fails.
  act("receipt", 0, "issue_by_hand", R"({"thing": {"id": 1}, "amount": "5.00", "remark": "手工"})", regulator);
  const auto error = refusal("thing", thing_id, "settle", shares, office);
  CHECK(error.code == ErrorCode::kNotUnique);
  CHECK(error.field == "thing");
  CHECK(state("deal", 1) == "signed");
  CHECK(state("thing", thing_id) == "noticed");
  // Ids given to what was planned are given back.
  act("receipt", 0, "issue_by_hand", R"({"thing": {"id": )" + std::to_string(thing_in("listed")) + R"(}, "amount": "5.00"})", regulator);
  CHECK(number("SELECT max(id) FROM r_receipt") == 2);
}

TEST_CASE_FIXTURE(Settling, "a cascade that the neighbour's state does not admit refuses the whole") {
  const auto error = refusal("deal", deals[1], "sign", "", office);  // marks the thing, which is no longer open
  CHECK(error.code == ErrorCode::kWrongState);
  CHECK(error.rule == "thing.mark.from");
  CHECK(state("deal", deals[1]) == "started");
}

TEST_CASE_FIXTURE(Settling, "conditions on neighbours, values copied from them, permits by a field") {
  const int64_t draft = thing_in("draft");
  const std::string at_draft = R"({"note": "丙", "thing": {"id": )" + std::to_string(draft) + "}}";
  const auto error = refusal("deal", 0, "start", at_draft, office);
  CHECK(error.code == ErrorCode::kRelatedState);
  CHECK(error.field == "thing");
  CHECK(error.rule == "deal.start.seen");
  CHECK(refusal("deal", 0, "start", at_draft, buyer).code == ErrorCode::kBadReference);  // cannot see the draft
  CHECK(text("deal", deals[0], "price") == R"("1000.00")");
  CHECK(refusal("deal", deals[1], "sign", "", rival).code == ErrorCode::kNotFound);
  Actor other_buyer = person(77, "firm", institute);
  CHECK(refusal("deal", deals[1], "sign", "", other_buyer).code == ErrorCode::kNotFound);
}

TEST_CASE_FIXTURE(Settling, "listeners hear each record of a commit once") {
  std::vector<Change> heard;
  const uint64_t handle = engine->subscribe([&](const std::vector<Change>& changes) { heard.insert(heard.end(), changes.begin(), changes.end()); });
  refusal("thing", thing_id, "settle", R"({"shares": []})", office);
  CHECK(heard.empty());
  act("thing", thing_id, "settle", shares, office);
  REQUIRE(heard.size() == 4);
  CHECK(heard[0].register_name == "thing");
  CHECK(heard[0].state == "settled");
  CHECK(heard[3].act == "issue");
  engine->unsubscribe(handle);
  thing();
  CHECK(heard.size() == 4);
}
