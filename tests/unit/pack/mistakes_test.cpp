#include <doctest/doctest.h>

#include "unit/pack/fixture.hpp"

namespace lingqu::pack {
namespace {

using base::Language;

std::string described(const base::Error& error) {
  return error.message(Language::kEn) + " | " + error.remedy(Language::kEn);
}

struct Mistake {
  const char* file;
  const char* before;  // in the small pack
  const char* after;
  const char* says;  // part of "file:line:column: problem | remedy" in English
};

std::string replaced(std::string text, const std::string& before, const std::string& after) {
  const size_t at = text.find(before);
  REQUIRE(at != std::string::npos);
  return text.replace(at, before.size(), after);
}

void check_all(const std::vector<Mistake>& mistakes) {
  for (const Mistake& mistake : mistakes) {
    auto files = small_pack();
    files[mistake.file] = replaced(files[mistake.file], mistake.before, mistake.after);
    const Loaded loaded = load_files(files);
    INFO("mistake: ", std::string(mistake.before), " -> ", std::string(mistake.after));
    CHECK_FALSE(loaded.pack);
    bool told = false;
    std::string all;
    for (const base::Error& problem : loaded.problems) {
      CHECK(problem.code == base::ErrorCode::kPackFile);
      CHECK_FALSE(problem.remedy(Language::kZh).empty());
      all += described(problem) + "\n";
      told = told || described(problem).find(mistake.says) != std::string::npos;
    }
    INFO("told: ", all);
    CHECK(told);
  }
}

constexpr const char* kLoan = "registers/loan.yaml";

TEST_CASE("keys: unknown with the nearest name, missing, of the wrong form") {
  check_all({
      {"pack.yaml",
       "version:", "verison:", "pack.yaml:2:1: there is no key “verison” | Did you mean version?"},
      {"pack.yaml", "version: \"1\"\n", "", "“pack.yaml” lacks “version” | Add version: …"},
      {"pack.yaml", "region: \"110000\"", "region: \"990000\"", "there is no region “990000”"},
      {"pack.yaml", "person: body", "person: bodi",
       "there is no register “bodi” | Did you mean body?"},
      {"pack.yaml", "calendar: here", "calendar: there", "there is no calendar “there”"},
      {"pack.yaml", "calendar: here", "calendar: here\nzone: Beijing", "the zone is not an offset"},
      {"pack.yaml", "title: {zh: 小包, en: Small}", "title: {en: Small}",
       "“title” has no Chinese text (zh)"},
      {"pack.yaml", "title: {zh: 小包, en: Small}", "title: {zh: 小包, fr: Petit}",
       "there is no language “fr”"},
      {"pack.yaml", "title: {zh: 小包, en: Small}", "title: [小包]", "“title” must be a text"},
      {kLoan, "unique: true", "unique: yes", "“unique” must be true or false"},
      {kLoan, "maximum: 90", "scale: two", "“scale” must be a whole number"},
      {kLoan, "type: money, title: 价值", "type: cash, title: 价值",
       "there is no value of type “cash”"},
      {kLoan, "tone: waiting", "tone: wating", "Did you mean waiting?"},
      {kLoan, "columns:\n", "columns: []\n      x:\n", "registers/loan.yaml"},
      {kLoan, "title: 分摊", "title: ", "“title” must be a text that is not empty"},
      {kLoan, "lifecycle:\n", "lifecycle: none\nx:\n", "“lifecycle” must be a mapping"},
      {"registers/body.yaml", "visible: public", "visible: everyone",
       "there is no value of visible “everyone”"},
  });
}

TEST_CASE("files: not YAML, in the wrong place, declared twice") {
  check_all({
      {"roles.yaml", "roles:", "roles: [", "roles.yaml:"},
      {"roles.yaml", "roles:", "roles: {}\nroles:", "roles.yaml:2:1"},
      {"notes.txt", "", "x", "notes.txt:1:1: this file does not belong to a pack"},
      {"registers/deep/x.yaml", "", "x: 1", "this file does not belong to a pack"},
  });
  auto files = small_pack();
  files["registers/loan2.yaml"] = files[kLoan];
  files["vocabularies/more.yaml"] = files["vocabularies/all.yaml"];
  files["documents/more.yaml"] = files["documents/all.yaml"];
  const Loaded loaded = load_files(files);
  CHECK_FALSE(loaded.pack);
  CHECK(loaded.problems.size() == 3);
}

TEST_CASE("fields: names, types, targets, bounds") {
  check_all({
      {kLoan, "  what: {type: text", "  id: {type: text, title: x}\n  what: {type: text",
       "“id” is reserved"},
      {kLoan, "  what: {type: text", "  a__b: {type: text, title: x}\n  what: {type: text",
       "“a__b” is reserved"},
      {kLoan, "  what: {type: text", "  Big: {type: text, title: x}\n  what: {type: text",
       "“Big” is not a proper name"},
      {kLoan, "of: way", "of: wai", "there is no vocabulary “wai” | Did you mean way?"},
      {kLoan, "{type: code, of: way,", "{type: code,", "a field of type code lacks “of”"},
      {kLoan, "to: body", "to: bodies", "there is no register “bodies”"},
      {kLoan, "{type: money, title: 价值}", "{type: money, scale: 2, title: 价值}",
       "a field of type money has no “scale”"},
      {kLoan, "to: loan, title", "to: loan, party: true, title",
       "only a reference to the organisation register can be a party"},
      {kLoan, "parameter: loan.days", "parameter: loan.day",
       "there is no parameter “loan.day” | Did you mean loan.days?"},
      {kLoan, "maximum: 90", "maximum: ninety", "maximum is not a value of type integer"},
      {kLoan, "group: main", "group: mian", "there is no group “mian” | Did you mean main?"},
      {kLoan, "number: number", "number: what", "the number field “what” must be unique"},
      {kLoan, "label: what", "label: value",
       "“value” is a field of type money; text / long_text / localized is needed"},
      {kLoan, "owner: lender", "owner: before", "owner must refer to the organisation register"},
      {kLoan, "title: 物品,", "title: 物品, search: 11,", "search is out of range"},
      {kLoan, "share: {type: share, title: 比例}", "share: {type: refs, to: body, title: 比例}",
       "a column cannot be of type rows or refs"},
      {kLoan, "share: {type: share, title: 比例}",
       "share: {type: share, listed: true, title: 比例}", "a column has no “listed”"},
      {kLoan, "{out: public}", "{outside: public}", "there is no state “outside”"},
  });
}

TEST_CASE("acts: states, roles, fields, clauses") {
  check_all({
      {kLoan, "from: asked", "from: asket",
       "there is no state of register loan “asket” | Did you mean asked?"},
      {kLoan, "      to: out\n", "      to: outt\n", "there is no state of register loan “outt”"},
      {kLoan, "by: [clerk]\n      needs: [days", "by: [clark]\n      needs: [days",
       "there is no role “clark” | Did you mean clerk?"},
      {kLoan, "field: lender}]", "field: before}]",
       "the field must refer to the organisation register"},
      {kLoan, "needs: [what]", "needs: [waht]",
       "there is no field of register loan “waht” | Did you mean what?"},
      {kLoan, "appends: [shares]", "appends: [what]",
       "“what” is a field of type text; rows is needed"},
      {kLoan, "basis: [law/1]", "basis: [law/2]",
       "there is no clause “law/2” | Did you mean law/1?"},
      {kLoan, "basis: [law/1]", "basis: []", "the act “ask” has no basis"},
      {kLoan, "      to: asked\n", "", "the creation “ask” lacks “to”"},
      {kLoan, "needs: [what]", "needs: []", "the required field “what” cannot be filled in “ask”"},
      {kLoan, "    back: {", "    lost: {title: 遗失}\n    back: {",
       "no act leads to the state “lost”"},
      {"registers/body.yaml", "      to: active\n", "      from: active\n      to: active\n",
       "no act creates records"},

      {kLoan, "      by: [anyone]\n", "",
       "nobody may do “object”, and no timer or cascade does it"},
      {"roles.yaml", "  clerk: {title", "  anyone: {title: 谁}\n  clerk: {title",
       "“anyone” cannot be a role’s name"},
      {"roles.yaml", "role: clerk}", "role: clerc}", "there is no role “clerc”"},
      {"parameters.yaml", "clause: law/1", "clause: law/9", "there is no clause “law/9”"},
      {"parameters.yaml", "    clause: law/1\n", "",
       "“parameters” must have exactly one of: clause, source"},
      {"vocabularies/all.yaml", "    source: 示例\n", "", "“vocabularies” lacks “source”"},
      {"calendars/here.yaml", "2026-10-10", "2026-10-12", "a day worked in lieu is a weekend day"},
      {"calendars/here.yaml", "2026-10-01..2026-10-07", "2026-10-07..2026-10-01",
       "“off” must be a date or the first and last day"},
      {"regions.yaml",
       "\"110000\":", "\"11\": x\n  \"110000\":", "“11” is not a region code of six digits"},
  });
}

TEST_CASE("conditions and what acts fill in: fields of the wrong kind") {
  check_all({
      {kLoan, "share_sum: {rows: shares, field: share}", "share_sum: {rows: shares, field: amount}",
       "“amount” is a field of type money; share is needed"},
      {kLoan, "share_sum: {rows: shares, field: share}", "share_sum: {rows: what, field: share}",
       "“what” is a field of type text; rows is needed"},
      {kLoan, "share_sum: {rows: shares, field: share}", "share_sum: {rows: shares}",
       "“share_sum” lacks “field”"},
      {kLoan, "equals: value", "equals: what", "“what” is a field of type text; money is needed"},
      {kLoan, "date_order: [from, until]", "date_order: [from, what]",
       "“what” is a field of type text; date / time is needed"},
      {kLoan, "date_order: [from, until]", "date_oder: [from, until]",
       "must have exactly one of: share_sum"},
      {kLoan, "values: [loan]", "values: [lown]",
       "there is no value of way “lown” | Did you mean loan?"},
      {kLoan, "states: [asked], quantifier", "states: [askd], quantifier",
       "there is no state of register loan “askd”"},
      {kLoan, "related: {register: loan,", "related: {register: lone,",
       "there is no register “lone” | Known: body, loan"},
      {kLoan, "by: before, states", "by: lender, states",
       "“lender” does not refer to the register loan"},
      {kLoan, "quantifier: none", "quantifier: any", "there is no value of quantifier “any”"},
      {kLoan, "id: exact", "id: whole", "two conditions are called “whole”"},
      {kLoan, "same_as: {field: value, ref: before, source: value}",
       "same_as: {field: value, ref: before, source: what}",
       "“what” is a field of type text; money is needed"},
      {kLoan, "today: from", "today: what", "“what” is a field of type text; date is needed"},
      {kLoan, "today: shares/on", "today: shares/off",
       "there is no column of shares “off” | Known: who, share, amount, on"},
      {kLoan, "J-{year}-{number:4}", "J-{year}", "the pattern lacks {number}"},
      {kLoan, "days: days, kind: calendar", "days: what, kind: calendar",
       "“what” is a field of type text; integer is needed"},
      {kLoan, "days: days, kind: calendar", "days: days, kind: lunar",
       "there is no field of register loan “lunar”"},
      {kLoan, "total: value}", "total: valeu}",
       "there is no field of register loan “valeu” | Did you mean value?"},
      {kLoan, "copy: {field: value, ref: before, source: value}",
       "copy: {field: lender, ref: before, source: before}",
       "refer to different registers or vocabularies"},
  });
}

TEST_CASE("the market: deadlines, seals, offers and auctions name fields that fit") {
  const auto instead = [](const char* derivation, const char* says) { return Mistake{kLoan, "today: from", derivation, says}; };
  const auto condition = [](const char* check, const char* says) { return Mistake{kLoan, "date_order: [from, until]", check, says}; };
  check_all({
      instead("now: from", "“from” is a field of type date; time is needed"),
      instead("number: {field: number, pattern: \"{number}\", within: what}", "“what” is a field of type text; ref is needed"),
      instead("auction_result: {result: way, winner: lender}", "the register loan lacks the field “start_price” (money) of auctions"),
      instead("auction_result: {result: way, winner: before}", "the winner is an organisation"),
      instead("auction_result: {result: way, winner: lender}", "the vocabulary way lacks the code no_bids"),
      instead("best_offer: {register: loan, by: lender, states: [asked], amount: value, bidder: lender, field: before, price: value, winner: lender}",
              "“lender” does not refer to the register loan"),
      instead("best_offer: {register: loan, by: before, states: [asked], amount: value, bidder: lender, field: lender, price: value, winner: lender}",
              "the field must refer to loan"),
      condition("before: {field: value}", "“value” is a field of type money; date / time is needed"),
      condition("before: {field: until, ref: what}", "“what” is a field of type text; ref is needed"),
      condition("sealed: {commitment: what, amount: what, salt: number, subject: before}", "“what” is a field of type text; money is needed"),
      condition("sealed: {commitment: what, amount: value, salt: number}", "“sealed” lacks “subject”"),
  });
}

TEST_CASE("effects: acts that cannot be done there, values that do not fit") {
  check_all({
      {kLoan, "timer: {until: until,", "timer: {until: what,",
       "“what” is a field of type text; date / time is needed"},
      {kLoan, "then: expire", "then: expires",
       "there is no act of register loan “expires” | Did you mean expire?"},
      {kLoan, "then: expire", "then: lend",
       "“lend” is not possible from the state in which the timer starts"},
      {kLoan, "then: expire", "then: reclaim",
       "“reclaim” is done by a timer; it cannot need fields or a reason"},
      {kLoan, "act: reclaim", "act: ask", "“ask” creates records; it cannot be done on one"},
      {kLoan, "act: reclaim", "act: reclame", "there is no act of register loan “reclame”"},
      {kLoan, "field: before, act", "field: what, act",
       "“what” is a field of type text; ref is needed"},
      {kLoan, "act: ask\n", "act: lend\n", "“lend” does not create records"},
      {kLoan, "values: {what: what,", "values: {wat: what,",
       "there is no field of register loan “wat”"},
      {kLoan, "values: {what: what, ", "values: {", "the new loan lacks the required field “what”"},
      {kLoan, "values: {what: what,", "values: {what: value,",
       "“value” is a field of type money; text is needed"},
      {kLoan, "before: self", "value: self",
       "“self” fits only a field that refers to this register"},
      {kLoan, "way: \"=loan\"", "way: \"=lown\"", "is not in the vocabulary"},
      {kLoan, "values: {what: what,", "values: {what: what, until: until,",
       "“ask” cannot set “until”"},
  });
}

TEST_CASE("every mistake is told, in the order of the files") {
  auto files = small_pack();
  files["pack.yaml"] = replaced(files["pack.yaml"], "version:", "verison:");
  files[kLoan] = replaced(files[kLoan], "of: way", "of: weigh");
  files[kLoan] = replaced(files[kLoan], "needs: [what]", "needs: [waht]");
  files[kLoan] = replaced(files[kLoan], "basis: [law/1]", "basis: [law/2]");
  const Loaded loaded = load_files(files);
  // An unknown and a missing key; the vocabulary, and the literal that cannot be read without it;
  // the field that does not exist, and the two that cannot be filled because of it; the clause.
  REQUIRE(loaded.problems.size() == 8);
  CHECK(loaded.problems[0].message(Language::kZh).starts_with("pack.yaml:1:1"));
  CHECK(loaded.problems[1].message(Language::kZh).starts_with("pack.yaml:2:1"));
  CHECK(loaded.problems[2].message(Language::kZh).starts_with("registers/loan.yaml:14:25："));
}

}  // namespace
}  // namespace lingqu::pack
