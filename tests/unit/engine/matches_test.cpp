#include <fstream>

#include "fake_embedder.hpp"
#include "fixture.hpp"

using namespace lingqu;
using namespace lingqu::engine;
using namespace lingqu::engine::test;

namespace {

// The small pack, whose things answer wishes, with answers in a register of talks.
struct Matched {
  Matched() {
    std::filesystem::copy(small_pack(), folder.path() + "/pack", std::filesystem::copy_options::recursive);
    write("registers/wish.yaml", R"(register: wish
title: {zh: 愿望, en: Wish}
menu_order: 7
label: what
visible: public
fields:
  what: {type: text, required: true, title: {zh: 要什么, en: What}}
  budget: {type: money, title: {zh: 预算, en: Budget}}
lifecycle:
  states: {open: {title: {zh: 有效, en: Open}}}
  acts: {wish: {title: {zh: 提出, en: Wish}, to: open, by: [firm], needs: [what], sets: [budget], basis: law/18}}
)");
    write("registers/talk.yaml", R"(register: talk
title: {zh: 对接, en: Talk}
menu_order: 8
label: name
visible: parties
fields:
  name: {type: text, required: true, title: {zh: 名称, en: Name}}
  wish: {type: ref, to: wish, title: {zh: 愿望, en: Wish}}
  thing: {type: ref, to: thing, title: {zh: 成果, en: Thing}}
  why: {type: text, title: {zh: 建议, en: Advice}}
lifecycle:
  states: {agreed: {title: {zh: 合适, en: Agreed}}, refused: {title: {zh: 不合适, en: Refused}}}
  acts:
    agree: {title: {zh: 合适, en: Agree}, to: agreed, by: [firm], needs: [name, wish, thing], basis: law/18}
    refuse: {title: {zh: 不合适, en: Refuse}, to: refused, by: [firm], needs: [name, wish, thing], sets: [why], basis: law/18}
)");
    write("matching.yaml", R"(registers:
  wish: {asks: true, states: open, with: thing, title: what, facts: {money: budget}}
  thing: {states: [draft, listed], with: wish, title: title, text: body, facts: {money: price}}
answers: {register: talk, pair: [wish, thing], accepted: agreed, declined: refused, advice: why}
)");
    write("vocabularies/glossary/one.tsv", "锌\tzinc\tkẽm\tสังกะสี\n烟尘|烟灰\tflue dust\tbụi khói\tฝุ่นควัน\n");
    world = std::make_unique<World>(folder.path() + "/pack");
  }
  void write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(folder.path() + "/pack/" + path).parent_path());
    std::ofstream(folder.path() + "/pack/" + path) << text;
  }
  MatchReply ask(const MatchQuery& query, const Actor* actor) const {
    done(world->engine->wait_for_followers());
    return take(world->engine->matches(query, actor));
  }
  int64_t thing(const std::string& title, const Actor& actor, const std::string& more = "") const {
    return world->act("thing", 0, "create", R"({"title": ")" + title + "\"" + more + "}", actor).record;
  }
  // One that every account sees.
  int64_t listed(const std::string& title) const {
    const int64_t id = thing(title, world->office, R"(, "price": "1000.00", "kind": "patent", "ready": true)");
    world->act("thing", id, "list", "", world->office);
    return id;
  }
  int64_t wish(const std::string& what, const std::string& more = "") const { return world->act("wish", 0, "wish", R"({"what": ")" + what + "\"" + more + "}", world->buyer).record; }
  void say(const std::string& act, int64_t about, int64_t thing, const std::string& more = "") const {
    world->act("talk", 0, act, R"({"name": "对接", "wish": )" + std::to_string(about) + R"(, "thing": )" + std::to_string(thing) + more + "}", world->buyer);
  }

  Folder folder;
  std::unique_ptr<World> world;
};

std::vector<int64_t> ids(const MatchReply& reply) {
  std::vector<int64_t> all;
  for (const MatchedRecord& match : reply.matches) all.push_back(match.record.id);
  return all;
}

}  // namespace

TEST_CASE("a record is matched as soon as it is committed, with reasons, in both directions") {
  Matched desk;
  const int64_t zinc = desk.thing("从铅冶炼烟尘中回收锌", desk.world->office);
  desk.thing("大跨度桥梁抗震分析", desk.world->office);
  const int64_t wish = desk.wish("烟灰里的锌怎样收回");
  const MatchReply reply = desk.ask({"wish", wish, "", "", 10}, &desk.world->regulator);
  CHECK(reply.with == "thing");
  CHECK(reply.complete);
  REQUIRE(!reply.matches.empty());
  CHECK(reply.matches[0].record.id == zinc);
  CHECK(reply.matches[0].score == doctest::Approx(1));
  CHECK(reply.matches[0].owner_label == "样大学");
  REQUIRE(!reply.matches[0].reasons.empty());
  CHECK(reply.matches[0].reasons[0].need_says == "烟灰");
  CHECK(reply.matches[0].reasons[0].text.zh == "愿望中的“烟灰”与成果中的“烟尘”同义或相近");
  CHECK(ids(desk.ask({"thing", zinc, "", "", 10}, &desk.world->regulator)) == std::vector<int64_t>{wish});
  CHECK(ids(desk.ask({"", 0, "zinc in flue dust", "", 10}, &desk.world->regulator)) == std::vector<int64_t>{zinc});
}

TEST_CASE("what the asker may not see is not found, and a record is not asked about by those who may not see it") {
  Matched desk;
  const int64_t mine = desk.thing("从铅冶炼烟尘中回收锌", desk.world->office), theirs = desk.thing("烟尘除锌装置", desk.world->rival);
  const int64_t wish = desk.wish("烟灰里的锌");
  CHECK(ids(desk.ask({"wish", wish, "", "", 10}, &desk.world->office)) == std::vector<int64_t>{mine});
  CHECK(ids(desk.ask({"wish", wish, "", "", 10}, &desk.world->rival)) == std::vector<int64_t>{theirs});
  CHECK(desk.ask({"wish", wish, "", "", 10}, nullptr).matches.empty());
  CHECK(refused(desk.world->engine->matches({"thing", mine, "", "", 10}, &desk.world->rival)).code == ErrorCode::kNotFound);
  CHECK(refused(desk.world->engine->matches({"deal", 1, "", "", 10}, &desk.world->office)).code == ErrorCode::kNotFound);
  CHECK(refused(desk.world->engine->matches({"wish", wish, "", "deal", 10}, &desk.world->office)).code == ErrorCode::kNotFound);
}

TEST_CASE("a changed text and a state that is not matched any more are followed, also after a restart") {
  Matched desk;
  const int64_t id = desk.thing("从铅冶炼烟尘中回收锌", desk.world->office);
  const int64_t wish = desk.wish("烟灰里的锌");
  CHECK(ids(desk.ask({"wish", wish, "", "", 10}, &desk.world->office)) == std::vector<int64_t>{id});
  desk.world->reopen();
  CHECK(ids(desk.ask({"wish", wish, "", "", 10}, &desk.world->office)) == std::vector<int64_t>{id});
  desk.world->act("thing", id, "edit", R"({"title": "大跨度桥梁"})", desk.world->office);
  CHECK(desk.ask({"wish", wish, "", "", 10}, &desk.world->office).matches.empty());
}

TEST_CASE("a no puts the pair down with its advice, a yes puts it first, and a restart knows both") {
  Matched desk;
  const int64_t best = desk.listed("烟尘中锌的回收"), other = desk.listed("含锌废水处理");
  const int64_t wish = desk.wish("烟灰里的锌");
  CHECK(ids(desk.ask({"wish", wish, "", "", 10}, &desk.world->regulator)) == std::vector<int64_t>{best, other});
  desk.say("refuse", wish, best, R"(, "why": "写明规模")");
  const MatchReply after = desk.ask({"wish", wish, "", "", 10}, &desk.world->regulator);
  CHECK(ids(after) == std::vector<int64_t>{other, best});
  REQUIRE(after.matches[1].answer);
  CHECK(after.matches[1].answer->declined);
  CHECK(after.matches[1].answer->advice == "写明规模");
  CHECK_FALSE(after.matches[0].answer);
  desk.world->reopen();
  CHECK(ids(desk.ask({"wish", wish, "", "", 10}, &desk.world->regulator)) == std::vector<int64_t>{other, best});
  // Who is no party of the answer learns nothing of it.
  CHECK(ids(desk.ask({"wish", wish, "", "", 10}, &desk.world->office)) == std::vector<int64_t>{best, other});
  desk.say("agree", wish, best);
  CHECK(desk.ask({"wish", wish, "", "", 10}, &desk.world->regulator).matches[0].answer->accepted);
}

TEST_CASE("facts that both state count: the price within the budget comes first") {
  Matched desk;
  const int64_t dear = desk.thing("烟尘中锌的回收", desk.world->office, R"(, "price": "900000.00")");
  const int64_t cheap = desk.thing("烟尘中锌的回收", desk.world->office, R"(, "price": "90000.00")");
  const int64_t wish = desk.wish("烟灰里的锌", R"(, "budget": "100000.00")");
  const MatchReply reply = desk.ask({"wish", wish, "", "", 10}, &desk.world->regulator);
  CHECK(ids(reply) == std::vector<int64_t>{cheap, dear});
  CHECK_FALSE(reply.matches[1].reasons.back().speaks_for);
}

namespace {

std::shared_ptr<FakeEmbedder> metals() { return std::make_shared<FakeEmbedder>(std::vector<std::vector<std::string>>{{"锌", "nonferrous"}, {"桥梁", "viaduct"}}); }

// A match as a text, with everything that could differ.
std::string shown(const MatchReply& reply) {
  std::string all = reply.embeddings ? "with vectors" : "without";
  for (const MatchedRecord& match : reply.matches) {
    all += "\n" + std::to_string(match.record.id) + " " + std::to_string(match.score);
    for (const match::Reason& reason : match.reasons) all += " " + reason.text.zh;
  }
  return all;
}

}  // namespace

TEST_CASE("with vectors a record without a common word is found, and the reason says so") {
  Matched desk;
  const int64_t zinc = desk.thing("从铅冶炼烟尘中回收锌", desk.world->office);
  desk.thing("大跨度桥梁抗震分析", desk.world->office);
  const MatchQuery question{"", 0, "nonferrous", "", 10};
  const MatchReply before = desk.ask(question, &desk.world->regulator);
  CHECK(before.matches.empty());
  CHECK_FALSE(before.embeddings);

  desk.world->embeddings.service = metals();
  desk.world->reopen();
  const MatchReply after = desk.ask(question, &desk.world->regulator);
  CHECK(after.embeddings);
  REQUIRE(ids(after) == std::vector<int64_t>{zinc});
  REQUIRE(!after.matches[0].reasons.empty());
  CHECK(after.matches[0].reasons[0].kind == match::ReasonKind::kMeaning);
  CHECK(after.matches[0].reasons[0].text.zh == "语义相近（向量相似度 1.00）");
  // Who may not see it does not find it by its meaning either.
  CHECK(desk.ask(question, &desk.world->rival).matches.empty());
}

TEST_CASE("a record is asked about by its own vector, in both directions, and follows what changes") {
  Matched desk;
  const auto service = metals();
  desk.world->embeddings.service = service;
  desk.world->reopen();
  const int64_t zinc = desk.thing("从铅冶炼烟尘中回收锌", desk.world->office), bridge = desk.thing("大跨度桥梁抗震分析", desk.world->office);
  const int64_t wish = desk.wish("nonferrous");
  CHECK(ids(desk.ask({"wish", wish, "", "", 10}, &desk.world->regulator)) == std::vector<int64_t>{zinc});
  CHECK(ids(desk.ask({"thing", zinc, "", "", 10}, &desk.world->regulator)) == std::vector<int64_t>{wish});
  CHECK(service->asked() == std::map<std::string, int>{{"从铅冶炼烟尘中回收锌", 1}, {"大跨度桥梁抗震分析", 1}, {"nonferrous", 1}});
  desk.world->act("thing", bridge, "edit", R"({"title": "锌锭"})", desk.world->office);
  CHECK(ids(desk.ask({"wish", wish, "", "", 10}, &desk.world->regulator)) == std::vector<int64_t>{zinc, bridge});
}

TEST_CASE("without a service every answer is as before one was there, and while it fails, too") {
  Matched desk;
  desk.thing("从铅冶炼烟尘中回收锌", desk.world->office, R"(, "price": "900000.00")");
  desk.thing("含锌废水处理", desk.world->office);
  const int64_t wish = desk.wish("烟灰里的锌", R"(, "budget": "100000.00")");
  const MatchQuery of_record{"wish", wish, "", "", 10}, of_text{"", 0, "zinc in flue dust", "", 10};
  desk.world->reopen();  // an index made from the records: what followed them one by one may hold versions left behind, and counts them
  const std::string record_before = shown(desk.ask(of_record, &desk.world->regulator)), text_before = shown(desk.ask(of_text, &desk.world->regulator));

  const auto service = metals();
  service->fail(true);
  desk.world->embeddings.service = service;
  desk.world->embeddings.pause_ms = 600'000;
  desk.world->reopen();
  CHECK(shown(desk.ask(of_record, &desk.world->regulator)) == record_before);
  CHECK(shown(desk.ask(of_text, &desk.world->regulator)) == text_before);
  CHECK(service->calls() == 1);
  desk.wish("另一个愿望");
  CHECK(shown(desk.ask(of_record, &desk.world->regulator)) == record_before);

  service->fail(false);
  desk.world->reopen();
  CHECK(shown(desk.ask(of_record, &desk.world->regulator)) != record_before);
  // It fails again: what is known goes on taking part, a new question is answered by its words.
  service->fail(true);
  CHECK(desk.ask(of_record, &desk.world->regulator).embeddings);
  CHECK(shown(desk.ask(of_text, &desk.world->regulator)) == text_before);

  desk.world->embeddings = {};
  desk.world->reopen();
  CHECK(shown(desk.ask(of_record, &desk.world->regulator)) == record_before);
  CHECK(shown(desk.ask(of_text, &desk.world->regulator)) == text_before);
}

TEST_CASE("only the texts of matching are sent") {
  Matched desk;
  const auto service = metals();
  desk.world->embeddings.service = service;
  desk.world->reopen();
  desk.thing("锌", desk.world->office, R"(, "price": "900000.00", "body": "正文")");
  desk.wish("桥梁", R"(, "budget": "100000.00")");
  desk.ask({"", 0, "zinc", "", 10}, &desk.world->regulator);
  CHECK(service->asked() == std::map<std::string, int>{{"锌\n正文", 1}, {"桥梁", 1}, {"zinc", 1}});
}
