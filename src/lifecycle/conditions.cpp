#include <algorithm>

#include "lifecycle/auction.hpp"
#include "lifecycle/formulas.hpp"
#include "market/sealed.hpp"

namespace lingqu::lifecycle {

namespace {

using base::Error;
using base::ErrorCode;
using base::Text;
using registers::Field;
using registers::Register;
using registers::Row;
using registers::Rows;
using registers::Value;

Text joined(const std::vector<Text>& items) {
  Text out;
  for (const Text& item : items) {
    if (!out.zh.empty()) out.zh += "、", out.en += ", ";
    out.zh += item.zh;
    out.en += item.in(base::Language::kEn);
  }
  return out;
}

struct Checking {
  const Register& schema;
  const Act& act;
  const registers::Record& record;
  Surroundings& around;
  const Condition& condition;
  Formulas& formulas;
  std::vector<Error>& failures;

  const Value& at(std::string_view field) const { return record.at(schema, field); }
  Text title(std::string_view field) const {
    const Field* found = schema.find(field);
    return found != nullptr ? found->title : base::same(field);
  }
  static const Field* column(const Field* group, std::string_view name) {
    if (group == nullptr) return nullptr;
    for (const Field& field : group->rows)
      if (field.name == name) return &field;
    return nullptr;
  }
  Text column_title(const std::string& rows, const std::string& name) const {
    const Field* found = column(schema.find(rows), name);
    const Text group = title(rows);
    const Text own = found != nullptr ? found->title : base::same(name);
    return {group.zh + " " + own.zh,
            group.in(base::Language::kEn) + " " + own.in(base::Language::kEn)};
  }
  // The values of one column; the empty value where a row has none.
  std::vector<Value> column_values(const std::string& rows, const std::string& name) const {
    std::vector<Value> out;
    const Field* group = schema.find(rows);
    const Field* found = column(group, name);
    const Rows* all = at(rows).get<Rows>();
    if (found == nullptr || all == nullptr) return out;
    const auto index = static_cast<size_t>(found - group->rows.data());
    for (const Row& row : *all) out.push_back(index < row.size() ? row[index] : Value());
    return out;
  }

  void fail(Error error) const {
    error.rule = schema.name + "." + act.name + "." + condition.id;
    error.clause = condition.clause;
    failures.push_back(std::move(error));
  }
  Text remedy_or(Text usual) const {
    return condition.remedy.zh.empty() ? std::move(usual) : condition.remedy;
  }
  Text state_titles(const std::string& name, const std::vector<std::string>& states) const {
    std::vector<Text> titles;
    for (const std::string& state : states) titles.push_back(around.state_title(name, state));
    return joined(titles);
  }

  base::Status operator()(const ShareSum& c) const {
    int64_t sum = 0;
    for (const Value& value : column_values(c.rows, c.field))
      if (const base::Share* share = value.get<base::Share>()) sum += share->units;
    if (sum == base::Share::kWhole) return {};
    fail(Error(ErrorCode::kShareSum)
             .at(c.rows)
             .with("field", column_title(c.rows, c.field))
             .with("sum", base::to_string(base::Share{sum}))
             .with("expected", base::to_string(base::Share{base::Share::kWhole}))
             .with("difference", base::to_string(base::Share{base::Share::kWhole - sum})));
    return {};
  }

  base::Status operator()(const MoneySum& c) const {
    const base::Money* expected = at(c.equals).get<base::Money>();
    if (expected == nullptr) {
      fail(Error(ErrorCode::kRequired).at(c.equals).with("field", title(c.equals)));
      return {};
    }
    base::Money sum;
    bool fits = true;
    for (const Value& value : column_values(c.rows, c.field))
      if (const base::Money* money = value.get<base::Money>()) fits = fits && add(sum, *money);
    base::Money difference = *expected;
    fits = fits && base::add(difference, base::Money{-sum.fen});
    if (fits && difference.fen == 0) return {};
    fail(Error(ErrorCode::kMoneySum)
             .at(c.rows)
             .with("field", column_title(c.rows, c.field))
             .with("sum", fits ? base::to_string(sum) : "…")
             .with("expected", base::to_string(*expected))
             .with("difference", fits ? base::to_string(difference) : "…"));
    return {};
  }

  // A date or a time as what is compared and what is shown; a date counts from its beginning.
  struct Moment {
    base::Timestamp at;
    std::string shown;
  };
  std::optional<Moment> moment(const Value& value) const {
    if (const auto* date = value.get<base::Date>())
      return Moment{base::start_of(*date, around.zone()), base::to_string(*date)};
    if (const auto* time = value.get<base::Timestamp>())
      return Moment{*time, base::to_string(*time)};
    return std::nullopt;
  }

  base::Status operator()(const DateOrder& c) const {
    const std::string* before = nullptr;
    for (const std::string& field : c.fields) {
      const auto here = moment(at(field));
      if (!here) continue;
      const auto earlier = before != nullptr ? moment(at(*before)) : std::nullopt;
      if (earlier && here->at < earlier->at)
        fail(Error(ErrorCode::kDateOrder)
                 .at(field)
                 .with("field", title(field))
                 .with("value", here->shown)
                 .with("other", title(*before))
                 .with("other_value", earlier->shown));
      before = &field;
    }
    return {};
  }

  // A day is over at its end, a time at its moment. An empty one holds nobody up.
  base::Status operator()(const Before& c) const {
    Value limit = c.ref.empty() ? at(c.field) : Value();
    if (!c.ref.empty()) {
      const registers::Ref* ref = at(c.ref).get<registers::Ref>();
      const Field* field = schema.find(c.ref);
      if (ref == nullptr || field == nullptr || c.source_index < 0) return {};
      LINGQU_TRY(neighbour, around.referenced(field->target, ref->id));
      if (neighbour) limit = neighbour->values[static_cast<size_t>(c.source_index)];
    }
    const base::Date* date = limit.get<base::Date>();
    const auto end = moment(date != nullptr ? Value(*date + 1) : limit);
    if (!end || around.now() < end->at) return {};
    fail(Error(ErrorCode::kTooLate)
             .at(c.ref.empty() ? c.field : c.ref)
             .with("field", c.title.zh.empty() ? title(c.field) : c.title)
             .with("until", moment(limit)->shown)
             .with("act", act.title)
             .with("remedy", remedy_or({"期限已过，不再受理", "The time limit is over"})));
    return {};
  }

  base::Status operator()(const SealedBy& c) const {
    const Field* field = schema.find(c.subject);
    const registers::Ref* subject = at(c.subject).get<registers::Ref>();
    const base::Money* amount = at(c.amount).get<base::Money>();
    const std::string* salt = at(c.salt).get<std::string>();
    const std::string* sealed = at(c.commitment).get<std::string>();
    for (const std::string* name : {&c.subject, &c.amount, &c.salt, &c.commitment}) {
      if (!at(*name).empty()) continue;
      fail(Error(ErrorCode::kRequired).at(*name).with("field", title(*name)));
      return {};
    }
    if (field == nullptr || subject == nullptr || amount == nullptr || salt == nullptr || sealed == nullptr) return {};
    const std::string* terms = c.terms.empty() ? nullptr : at(c.terms).get<std::string>();
    auto broken = market::check_opening(
        *sealed, {field->target + "/" + std::to_string(subject->id), record.owner, *amount, terms != nullptr ? *terms : "", *salt});
    if (broken) fail(std::move(*broken).at(c.salt));
    return {};
  }

  base::Status operator()(const NotBefore& c) const {
    const base::Date* date = at(c.field).get<base::Date>();
    if (date == nullptr) {
      fail(Error(ErrorCode::kRequired).at(c.field).with("field", title(c.field)));
    } else if (around.today() <= *date) {
      fail(Error(ErrorCode::kNotDue)
               .at(c.field)
               .with("field", title(c.field))
               .with("until", base::to_string(*date))
               .with("act", act.title));
    }
    return {};
  }

  Error related_state(const Neighbour& neighbour, const Text& wanted) const {
    const Text related = around.register_title(neighbour.register_name);
    return Error(ErrorCode::kRelatedState)
        .with("related", related)
        .with("label", neighbour.label)
        .with("state", around.state_title(neighbour.register_name, neighbour.state))
        .with("act", act.title)
        .with("remedy", remedy_or({"“" + related.zh + "”须为：" + wanted.zh,
                                   related.in(base::Language::kEn) + " must be: " + wanted.en}));
  }

  base::Status operator()(const RelatedState& c) const {
    LINGQU_TRY(related, around.related(c.register_name, c.by, record.id));
    const auto admitted = [&c](const Neighbour& n) {
      return std::find(c.states.begin(), c.states.end(), n.state) != c.states.end();
    };
    const Text names = state_titles(c.register_name, c.states);
    if (c.quantifier == RelatedState::Quantifier::kNone) {
      for (const Neighbour& n : related)
        if (admitted(n))
          fail(related_state(n, {"不再是“" + names.zh + "”", "no longer " + names.en}));
      return {};
    }
    const auto good = std::count_if(related.begin(), related.end(), admitted);
    const bool all = c.quantifier == RelatedState::Quantifier::kAll;
    if (all ? good > 0 && static_cast<size_t>(good) == related.size() : good > 0) return {};
    // The newest of the others says most about what is still to be done.
    const auto offender = std::find_if_not(related.rbegin(), related.rend(), admitted);
    if (offender != related.rend()) {
      fail(related_state(*offender, names));
      return {};
    }
    const Text title_of = around.register_title(c.register_name);
    fail(Error(ErrorCode::kRelatedMissing)
             .with("related", title_of)
             .with("act", act.title)
             .with("remedy", remedy_or({"须先有“" + names.zh + "”的" + title_of.zh,
                                        "There must first be: " + title_of.in(base::Language::kEn) +
                                            " " + names.en})));
    return {};
  }

  base::Status operator()(const ReferenceState& c) const {
    const registers::Ref* ref = at(c.field).get<registers::Ref>();
    const Field* field = schema.find(c.field);
    if (ref == nullptr || field == nullptr) {
      fail(Error(ErrorCode::kRequired).at(c.field).with("field", title(c.field)));
      return {};
    }
    LINGQU_TRY(neighbour, around.referenced(field->target, ref->id));
    if (!neighbour) {
      fail(Error(ErrorCode::kBadReference)
               .at(c.field)
               .with("field", field->title)
               .with("value", "#" + std::to_string(ref->id))
               .with("target", around.register_title(field->target)));
    } else if (std::find(c.states.begin(), c.states.end(), neighbour->state) == c.states.end()) {
      fail(related_state(*neighbour, state_titles(field->target, c.states)).at(c.field));
    }
    return {};
  }

  base::Status operator()(const RowValue& c) const {
    const std::vector<Value> values = column_values(c.rows, c.field);
    if (values.empty() && !c.every) {
      fail(Error(ErrorCode::kRequired).at(c.rows).with("field", title(c.rows)));
      return {};
    }
    for (size_t i = c.every ? 0 : values.size() - 1; i < values.size(); ++i) {
      if (!values[i].empty()) continue;
      fail(Error(ErrorCode::kRequired)
               .at(c.rows + "/" + std::to_string(i) + "/" + c.field)
               .with("field", column_title(c.rows, c.field)));
    }
    return {};
  }

  base::Status operator()(const ValueIs& c) const {
    const Value& value = at(c.field);
    const std::string* code = value.get<std::string>();
    const bool* yes = value.get<bool>();
    const std::string now = code != nullptr ? *code : yes == nullptr ? "" : *yes ? "true" : "false";
    const bool holds = std::find(c.values.begin(), c.values.end(), now) != c.values.end();
    if (holds != c.negate) return {};
    const Text field = title(c.field);
    const Text wanted = c.titles.zh.empty() ? base::same(joined_words(c.values)) : c.titles;
    const Text words =
        c.negate
            ? Text{"“" + field.zh + "”不得为 " + wanted.zh,
                   field.in(base::Language::kEn) + " must not be " + wanted.in(base::Language::kEn)}
            : Text{"“" + field.zh + "”须为 " + wanted.zh,
                   field.in(base::Language::kEn) + " must be " + wanted.in(base::Language::kEn)};
    fail(Error(ErrorCode::kConditionFailed)
             .at(c.field)
             .with("condition", words)
             .with("remedy", remedy_or({"请改用适合的办理事项，或更正“" + field.zh + "”",
                                        "Use the act that fits, or correct it"})));
    return {};
  }

  base::Status operator()(const SameValue& c) const {
    const registers::Ref* ref = at(c.ref).get<registers::Ref>();
    const Field* field = schema.find(c.ref);
    if (ref == nullptr || field == nullptr || c.source_index < 0) {
      fail(Error(ErrorCode::kRequired).at(c.ref).with("field", title(c.ref)));
      return {};
    }
    LINGQU_TRY(neighbour, around.referenced(field->target, ref->id));
    const auto source = static_cast<size_t>(c.source_index);
    if (neighbour && source < neighbour->values.size() &&
        equal(neighbour->values[source], at(c.field)))
      return {};
    const Text own = title(c.field);
    const Text other = around.register_title(field->target);
    const std::string label = neighbour ? neighbour->label : "#" + std::to_string(ref->id);
    fail(Error(ErrorCode::kConditionFailed)
             .at(c.field)
             .with("condition", Text{"“" + own.zh + "”须与" + other.zh + "“" + label + "”的一致",
                                     own.in(base::Language::kEn) + " must be that of " +
                                         other.in(base::Language::kEn) + " “" + label + "”"})
             .with("remedy",
                   remedy_or({"请由该记录所属单位办理", "Let the owner of that record do it"})));
    return {};
  }

  // The field a person would look at first: an empty one, else one that the act may set, else the first.
  std::string field_at_fault(const std::vector<const registers::Formula*>& looked_at) const {
    std::string empty, settable, first;
    for (const registers::Formula* formula : looked_at) {
      for (const std::string& name : formula->fields()) {
        const Field* field = schema.find(name);
        if (field == nullptr || field->computed()) continue;
        if (first.empty()) first = name;
        if (empty.empty() && at(name).empty()) empty = name;
        if (settable.empty() && act.may_set(name)) settable = name;
      }
    }
    return !empty.empty() ? empty : !settable.empty() ? settable : first;
  }

  // What is not filled in, or else the first reason that the evaluation gave.
  Text why_null(const std::vector<const registers::Formula*>& looked_at, const std::vector<std::string>& reasons) const {
    Text missing;
    for (const registers::Formula* formula : looked_at) {
      const Text one = input_titles(schema, *formula, &record);
      if (one.zh.empty()) continue;
      missing.zh += (missing.zh.empty() ? "" : "、") + one.zh;
      missing.en += (missing.en.empty() ? "" : ", ") + one.en;
    }
    if (!missing.zh.empty()) return {"（尚未填写：" + missing.zh + "）", " (not filled in: " + missing.en + ")"};
    const std::string reason = reasons.empty() ? "null" : reasons.front();
    return {"（无法判断：" + reason + "）", " (it cannot be told: " + reason + ")"};
  }

  void fail_expression(const std::vector<const registers::Formula*>& looked_at, const registers::FormulaResult& result) const {
    Text condition_text = condition.title.zh.empty() ? base::same(looked_at.back()->text) : condition.title;
    if (!result.value.is_false()) {
      const Text why = result.value.is_null() ? why_null(looked_at, result.reasons)
                                              : Text{"（算得的不是是或否）", " (it is neither yes nor no)"};
      condition_text = {condition_text.zh + why.zh, condition_text.in(base::Language::kEn) + why.en};
    }
    Text inputs;
    for (const registers::Formula* formula : looked_at) {
      const Text one = input_titles(schema, *formula, nullptr);
      if (one.zh.empty()) continue;
      inputs.zh += (inputs.zh.empty() ? "" : "、") + one.zh;
      inputs.en += (inputs.en.empty() ? "" : ", ") + one.en;
    }
    const Text usual = inputs.zh.empty()
                           ? Text{"条件满足后再办理", "Do it once the condition holds"}
                           : Text{"请核对" + inputs.zh, "Check " + inputs.en};
    fail(Error(ErrorCode::kConditionFailed)
             .at(field_at_fault(looked_at))
             .with("condition", condition_text)
             .with("remedy", remedy_or(usual)));
  }

  base::Status operator()(const FeelHolds& c) const {
    LINGQU_TRY(result, formulas.evaluate(*c.formula));
    if (!result.value.is_true()) fail_expression({c.formula.get()}, result);
    return {};
  }

  base::Status operator()(const DecisionHolds& c) const {
    LINGQU_TRY(answer, formulas.decide(c.call));
    LINGQU_TRY(result, formulas.evaluate(*c.holds));
    if (result.value.is_true()) return {};
    std::vector<const registers::Formula*> looked_at = c.call.formulas();
    looked_at.push_back(c.holds.get());
    result.reasons.insert(result.reasons.begin(), answer.reasons.begin(), answer.reasons.end());
    fail_expression(looked_at, result);
    // The rules that hit say it more exactly than the condition.
    if (condition.clause.empty() && !answer.clauses.empty()) failures.back().clause = answer.clauses.front();
    return {};
  }

  static std::string joined_words(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " / ") + word;
    return out;
  }
};

base::Status judge_bid(const Register& schema, const Act& act, const registers::Record& after, Surroundings& around, std::vector<Error>& failures) {
  LINGQU_TRY(hand, bid_in_hand(schema, *act.bid, after, around));
  if (!hand) return {};  // said by the check of needed fields
  // An organisation with two numbers does not outbid itself.
  if (after.owner != 0 && after.owner == hand->leading_bidder) hand->standing.leader = hand->bid.bidder;
  auto refused = market::judge(hand->terms, hand->standing, hand->bid);
  if (!refused) return {};
  refused->rule = schema.name + "." + act.name + ".bid";
  refused->clause = act.bid->clause;
  failures.push_back(std::move(*refused).at(act.bid->amount));
  return {};
}

}  // namespace

base::Status check_conditions(const Register& schema, const Act& act,
                              const registers::Record& after, Surroundings& around) {
  std::vector<Error> failures;
  Formulas formulas(schema, after, around);
  for (const Condition& condition : act.conditions)
    LINGQU_CHECK(std::visit(Checking{schema, act, after, around, condition, formulas, failures},
                            condition.check));
  if (act.bid) LINGQU_CHECK(judge_bid(schema, act, after, around, failures));
  if (failures.empty()) return {};
  if (failures.size() == 1) return std::move(failures.front());
  Error all = Error(ErrorCode::kInvalid).with("count", std::to_string(failures.size()));
  all.details = std::move(failures);
  return all;
}

}  // namespace lingqu::lifecycle
