// matching.yaml: read as written, and every mistake told with its place.
#include <doctest/doctest.h>

#include "unit/pack/fixture.hpp"

namespace lingqu::pack {
namespace {

using base::Language;

std::map<std::string, std::string> with_matching() {
  auto files = small_pack();
  files["registers/wish.yaml"] = R"(register: wish
title: 愿望
label: what
visible: public
fields:
  what: {type: text, required: true, title: 物品}
  tags: {type: text, title: 标签}
  level: {type: integer, title: 级}
  most: {type: money, title: 预算}
  place: {type: region, title: 地}
  who: {type: text, personal: true, title: 谁}
  inner: {type: long_text, visible: parties, title: 内部}
lifecycle:
  states:
    open: {title: 有效}
  acts:
    wish: {title: 提出, to: open, by: [clerk], needs: [what], sets: [tags, level, most, place, who, inner], basis: law/1}
)";
  files["registers/talk.yaml"] = R"(register: talk
title: 对接
label: name
visible: parties
fields:
  name: {type: text, required: true, title: 名}
  wish: {type: ref, to: wish, title: 愿望}
  loan: {type: ref, to: loan, title: 借出}
  why: {type: code, of: way, title: 原因}
  score: {type: decimal, title: 分}
lifecycle:
  states:
    yes: {title: 是}
    no: {title: 否}
  acts:
    agree: {title: 同意, to: "yes", by: [clerk], needs: [name], sets: [wish, loan, score], basis: law/1}
    refuse: {title: 谢绝, to: "no", by: [clerk], needs: [name], sets: [wish, loan, why, score], basis: law/1}
)";
  files["matching.yaml"] = R"(registers:
  wish:
    asks: true
    states: open
    with: [loan]
    title: what
    keywords: tags
    facts: {readiness: level, money: most, region: place}
  loan:
    states: [out]
    with: wish
    title: what
    text: [number]
    facts:
      field: way
      mode: {field: way, as: {gift: "give, leave"}, open: loan}
      right: {field: way, in_force: gift}
answers:
  register: talk
  pair: [wish, loan]
  accepted: "yes"
  declined: "no"
  reason: why
  score: score
  reasons: {gift: price}
)";
  return files;
}

TEST_CASE("matching is read as written") {
  const Loaded loaded = load_files(with_matching());
  for (const base::Error& problem : loaded.problems) MESSAGE(base::to_string(problem));
  REQUIRE(loaded.pack);
  const Matching& matching = loaded.pack->matching;
  REQUIRE(matching.sides.size() == 2);
  const MatchSide* wish = matching.find("wish");
  const MatchSide* loan = matching.find("loan");
  REQUIRE(wish);
  REQUIRE(loan);
  CHECK(wish->asks);
  CHECK_FALSE(loan->asks);
  CHECK(wish->with == std::vector<std::string>{"loan"});
  CHECK(wish->facts.readiness == "level");
  CHECK_FALSE(wish->facts.modes);
  REQUIRE(loan->facts.modes);
  CHECK(loan->facts.modes->as.at("gift") == std::vector<std::string>{"give", "leave"});
  CHECK(loan->facts.modes->open == std::vector<std::string>{"loan"});
  REQUIRE(loan->facts.right);
  CHECK(loan->facts.right->in_force == std::vector<std::string>{"gift"});
  REQUIRE(matching.answers);
  CHECK(matching.answers->declined == std::vector<std::string>{"no"});
  CHECK(matching.answers->reasons.at("gift") == "price");
  CHECK(load_files(small_pack()).pack->matching.sides.empty());
}

struct Mistake {
  const char* before;
  const char* after;
  const char* says;
};

TEST_CASE("mistakes in matching are told, each with a remedy") {
  const Mistake mistakes[] = {
      {"  wish:\n    asks", "  wis:\n    asks", "there is no register “wis”"},
      {"states: open", "states: opn", "there is no state of register wish “opn”"},
      {"with: [loan]", "with: [body]", "there is no register that is matched “body”"},
      {"title: what\n    keywords", "title: wat\n    keywords", "Did you mean what?"},
      {"keywords: tags", "keywords: who", "is personal, and cannot be matched"},
      {"keywords: tags", "text: inner", "seen by fewer than the record"},
      {"readiness: level", "readiness: most", "integer is needed"},
      {"open: loan", "open: lone", "there is no code of vocabulary way “lone”"},
      {"{gift: \"give", "{gif: \"give", "there is no code of vocabulary way “gif”"},
      {"in_force: gift", "in_force: gifts", "there is no code of vocabulary way “gifts”"},
      {"register: talk", "register: talks", "there is no register “talks”"},
      {"pair: [wish, loan]", "pair: [wish]", "two ref fields"},
      {"pair: [wish, loan]", "pair: [wish, wish]", "two ref fields"},
      {"declined: \"no\"", "declined: never", "there is no state of register talk “never”"},
      {"reasons: {gift: price}", "reasons: {gift: dear}", "price"},
      {"reasons: {gift: price}", "reasons: {gifted: price}", "there is no code of vocabulary way “gifted”"},
      {"score: score", "score: why", "decimal is needed"},
  };
  for (const Mistake& mistake : mistakes) {
    auto files = with_matching();
    std::string& text = files["matching.yaml"];
    const size_t at = text.find(mistake.before);
    REQUIRE(at != std::string::npos);
    text.replace(at, std::string(mistake.before).size(), mistake.after);
    const Loaded loaded = load_files(files);
    INFO("mistake: ", std::string(mistake.before), " -> ", std::string(mistake.after));
    CHECK_FALSE(loaded.pack);
    std::string all;
    for (const base::Error& problem : loaded.problems) {
      all += problem.message(Language::kEn) + " | " + problem.remedy(Language::kEn) + "\n";
      CHECK_FALSE(problem.remedy(Language::kZh).empty());
    }
    INFO("told: ", all);
    CHECK(all.find(mistake.says) != std::string::npos);
  }
}

}  // namespace
}  // namespace lingqu::pack
