#include "pack/detail/read.hpp"

namespace lingqu::pack::detail {

namespace {

using namespace lifecycle;

State::Tone tone_of(const std::string& word) {
  if (word == "active") return State::Tone::kActive;
  if (word == "waiting") return State::Tone::kWaiting;
  if (word == "good") return State::Tone::kGood;
  if (word == "bad") return State::Tone::kBad;
  return State::Tone::kNeutral;
}

Act::Emphasis emphasis_of(const std::string& word) {
  if (word == "primary") return Act::Emphasis::kPrimary;
  return word == "danger" ? Act::Emphasis::kDanger : Act::Emphasis::kNormal;
}

RelatedState::Quantifier quantifier_of(const std::string& word) {
  if (word == "all") return RelatedState::Quantifier::kAll;
  return word == "none" ? RelatedState::Quantifier::kNone : RelatedState::Quantifier::kSome;
}

std::vector<std::pair<std::string, registers::FormulaPointer>> formulas_of(const YamlNode* node, std::string_view key) {
  std::vector<std::pair<std::string, registers::FormulaPointer>> out;
  const YamlNode* map = find(node, key);
  for (const YamlNode::Entry& entry : entries_of(node, key)) out.emplace_back(entry.key.scalar, read_formula(map, entry.key.scalar));
  return out;
}

DecisionCall read_call(const YamlNode* node) {
  DecisionCall call{text_of(node, "decision"), formulas_of(node, "inputs")};
  if (find(node, "on") != nullptr) call.on = read_formula(node, "on");
  return call;
}

Condition read_condition(const YamlNode* node) {
  Condition out;
  out.id = text_of(node, "id");
  out.clause = text_of(node, "clause");
  out.remedy = title_of(node, "remedy");
  out.title = title_of(node, "title");
  if (const YamlNode* c = find(node, "share_sum"))
    out.check = ShareSum{text_of(c, "rows"), text_of(c, "field")};
  else if (const YamlNode* m = find(node, "money_sum"))
    out.check = MoneySum{text_of(m, "rows"), text_of(m, "field"), text_of(m, "equals")};
  else if (find(node, "date_order") != nullptr)
    out.check = DateOrder{texts_of(node, "date_order")};
  else if (find(node, "not_before") != nullptr)
    out.check = NotBefore{text_of(node, "not_before")};
  else if (const YamlNode* r = find(node, "related"))
    out.check = RelatedState{text_of(r, "register"), text_of(r, "by"), texts_of(r, "states"),
                             quantifier_of(text_of(r, "quantifier"))};
  else if (const YamlNode* f = find(node, "reference"))
    out.check = ReferenceState{text_of(f, "field"), texts_of(f, "states")};
  else if (const YamlNode* w = find(node, "row_value"))
    out.check = RowValue{text_of(w, "rows"), text_of(w, "field"), flag_of(w, "every")};
  else if (const YamlNode* v = find(node, "value_is"))
    out.check = ValueIs{text_of(v, "field"), texts_of(v, "values"), flag_of(v, "negate"), {}};
  else if (const YamlNode* a = find(node, "same_as"))
    out.check = SameValue{text_of(a, "field"), text_of(a, "ref"), text_of(a, "source")};
  else if (const YamlNode* b = find(node, "before"))
    out.check = Before{text_of(b, "field"), text_of(b, "ref")};
  else if (const YamlNode* s = find(node, "sealed"))
    out.check = SealedBy{text_of(s, "commitment"), text_of(s, "amount"), text_of(s, "terms"),
                         text_of(s, "salt"), text_of(s, "subject")};
  else if (find(node, "feel") != nullptr)
    out.check = FeelHolds{read_formula(node, "feel")};
  else if (const YamlNode* d = find(node, "decide"))
    out.check = DecisionHolds{read_call(d), read_formula(node, "holds")};
  return out;
}

Derivation read_derivation(const YamlNode* node, const registers::Register& schema, const Pack& pack) {
  if (const YamlNode* n = find(node, "number"))
    return SetNumber{text_of(n, "field"), text_of(n, "pattern"), text_of(n, "within")};
  if (const YamlNode* p = find(node, "period_end"))
    return SetPeriodEnd{text_of(p, "field"), text_of(p, "from"), text_of(p, "days"),
                        text_of(p, "kind"), flag_of(p, "move_to_workday")};
  if (const YamlNode* a = find(node, "allocation"))
    return SetAllocation{text_of(a, "rows"), text_of(a, "share"), text_of(a, "amount"),
                         text_of(a, "total")};
  if (const YamlNode* c = find(node, "copy"))
    return SetCopy{text_of(c, "field"), text_of(c, "ref"), text_of(c, "source")};
  if (const YamlNode* o = find(node, "best_offer"))
    return SetBestOffer{text_of(o, "register"), text_of(o, "by"),     texts_of(o, "states"),
                        text_of(o, "amount"),   text_of(o, "bidder"), text_of(o, "field"),
                        text_of(o, "price"),    text_of(o, "winner"), flag_of(o, "lowest")};
  if (const YamlNode* r = find(node, "auction_result"))
    return SetAuctionResult{text_of(r, "result"), text_of(r, "winner")};
  if (find(node, "now") != nullptr) return SetNow{text_of(node, "now")};
  if (const YamlNode* f = find(node, "feel")) return SetFeel{text_of(f, "field"), read_formula(f, "is")};
  if (const YamlNode* d = find(node, "decide"))
    return SetDecision{read_call(d), formulas_of(d, "sets")};
  if (const YamlNode* s = find(node, "sum")) {
    SetSum sum{text_of(s, "field"), text_of(s, "register"), text_of(s, "by"), text_of(s, "plus"), text_of(s, "minus"), {}};
    for (const YamlNode::Entry& entry : entries_of(s, "where"))
      sum.where.emplace_back(entry.key.scalar, entry.value.scalar);
    return sum;
  }
  if (const YamlNode* s = find(node, "set")) {
    const std::string field = text_of(s, "field");
    const registers::Field* found = schema.find(field);
    auto value = found != nullptr ? registers::parse_cell(*found, value_of(find(s, "to"), pack), pack.parse_context(), field) : base::Result<registers::Value>(registers::Value());
    return SetConstant{field, value.ok() ? std::move(*value) : registers::Value()};
  }
  return SetToday{text_of(node, "today")};
}

std::vector<std::pair<std::string, std::string>> read_values(const YamlNode* node, const Pack& pack) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const YamlNode::Entry& entry : entries_of(node, "values")) {
    const bool literal = !is_scalar(&entry.value);  // {parameter: key}
    out.emplace_back(entry.key.scalar, (literal ? "=" : "") + value_of(&entry.value, pack));
  }
  return out;
}

Effect read_effect(const YamlNode* node, const Pack& pack) {
  if (const YamlNode* t = find(node, "timer"))
    return StartTimer{text_of(t, "until"), text_of(t, "then")};
  if (const YamlNode* c = find(node, "cascade"))
    return CascadeReference{text_of(c, "field"), text_of(c, "act"), flag_of(c, "lenient"), read_values(c, pack)};
  if (const YamlNode* r = find(node, "cascade_related"))
    return CascadeRelated{text_of(r, "register"), text_of(r, "by"), text_of(r, "act")};
  if (const YamlNode* n = find(node, "create"))
    return CreateRecord{text_of(n, "register"), text_of(n, "act"), read_values(n, pack), text_of(n, "when")};
  return StopTimers{};
}

Act read_act(const YamlNode::Entry& entry, const registers::Register& schema, const Pack& pack) {
  const YamlNode* node = &entry.value;
  Act act;
  act.name = entry.key.scalar;
  act.title = title_of(node, "title");
  act.help = title_of(node, "help");
  act.from = texts_of(node, "from");
  act.to = text_of(node, "to");
  for (const YamlNode* permit : items_of(node, "by"))
    act.by.push_back(is_scalar(permit) ? Permit{permit->scalar, ""}
                                       : Permit{text_of(permit, "role"), text_of(permit, "field")});
  act.needs = texts_of(node, "needs");
  act.sets = texts_of(node, "sets");
  act.appends = texts_of(node, "appends");
  act.reason = flag_of(node, "reason");
  act.with = read_with(find(node, "with"));
  for (const YamlNode* c : items_of(node, "conditions"))
    act.conditions.push_back(read_condition(c));
  for (const YamlNode* d : items_of(node, "derives")) act.derives.push_back(read_derivation(d, schema, pack));
  for (const YamlNode* e : items_of(node, "effects")) act.effects.push_back(read_effect(e, pack));
  if (const YamlNode* b = find(node, "bid"))
    act.bid = AuctionBid{text_of(b, "auction"),  text_of(b, "bidder"),    text_of(b, "amount"),
                         text_of(b, "position"), text_of(b, "placed_at"), text_of(b, "act"),
                         text_of(b, "clause")};
  act.basis = texts_of(node, "basis");
  act.emphasis = emphasis_of(text_of(node, "emphasis"));
  return act;
}

}  // namespace

Lifecycle read_lifecycle(const YamlNode* node, const registers::Register& schema, const Pack& pack) {
  Lifecycle out;
  for (const YamlNode::Entry& entry : entries_of(node, "states"))
    out.states.push_back({entry.key.scalar, title_of(&entry.value, "title"),
                          tone_of(text_of(&entry.value, "tone")), flag_of(&entry.value, "ends")});
  for (const YamlNode::Entry& entry : entries_of(node, "acts"))
    out.acts.push_back(read_act(entry, schema, pack));
  return out;
}

}  // namespace lingqu::pack::detail
