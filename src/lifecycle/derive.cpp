#include <algorithm>
#include <charconv>

#include "lifecycle/auction.hpp"
#include "lifecycle/formulas.hpp"
#include "market/sealed.hpp"
#include "registers/feel_values.hpp"

namespace lingqu::lifecycle {

namespace {

using registers::Field;
using registers::Register;
using registers::Row;
using registers::Rows;
using registers::Value;

struct Deriving {
  const Register& schema;
  const Act& act;
  registers::Record& record;
  std::vector<int>& changed;
  Surroundings& around;
  Formulas& formulas;

  const Value& at(std::string_view field) const { return record.at(schema, field); }

  void set(std::string_view field, Value value) const {
    const int index = schema.index_of(field);
    if (index < 0) return;
    const auto at = static_cast<size_t>(index);
    if (record.values.size() <= at) record.values.resize(schema.fields.size());
    if (equal(record.values[at], value)) return;
    record.values[at] = std::move(value);
    if (std::find(changed.begin(), changed.end(), index) == changed.end()) changed.push_back(index);
  }

  static int column_of(const Field& group, std::string_view column) {
    for (size_t i = 0; i < group.rows.size(); ++i)
      if (group.rows[i].name == column) return static_cast<int>(i);
    return -1;
  }

  base::Status operator()(const SetToday& d) const {
    const size_t slash = d.field.find('/');
    if (slash != std::string::npos) return today_in_last_row(d, slash);
    if (act.may_set(d.field) && !at(d.field).empty()) return {};
    set(d.field, Value(around.today()));
    return {};
  }

  base::Status today_in_last_row(const SetToday& d, size_t slash) const {
    const std::string group = d.field.substr(0, slash);
    const Field* field = schema.find(group);
    const Rows* rows = at(group).get<Rows>();
    if (field == nullptr || rows == nullptr || rows->empty()) return {};
    const int column = column_of(*field, std::string_view(d.field).substr(slash + 1));
    if (column < 0) return {};
    Rows after = *rows;
    after.back().resize(field->rows.size());
    Value& cell = after.back()[static_cast<size_t>(column)];
    if (!cell.empty()) return {};
    cell = Value(around.today());
    set(group, Value(std::move(after)));
    return {};
  }

  base::Status operator()(const SetNumber& d) const {
    if (!at(d.field).empty()) return {};
    const int year = base::year_of(around.today());
    std::string counted = schema.name;
    if (!d.within.empty()) {
      const registers::Ref* ref = at(d.within).get<registers::Ref>();
      if (ref == nullptr) return {};
      counted += "/" + std::to_string(ref->id);
    }
    LINGQU_TRY(number, around.next_number(counted, d.within.empty() ? year : 1));
    set(d.field, Value(numbered(d.pattern, year, number)));
    return {};
  }

  base::Status operator()(const SetPeriodEnd& d) const {
    const base::Date* from = at(d.from).get<base::Date>();
    const int64_t* days = at(d.days).get<int64_t>();
    constexpr int64_t kMostDays = 36'500;
    if (from == nullptr || days == nullptr || *days < 0 || *days > kMostDays) return {};
    const std::string* code = at(d.kind).get<std::string>();
    const std::string_view kind = code != nullptr ? std::string_view(*code) : d.kind;
    const base::DayKind day_kind =
        kind == "working" ? base::DayKind::kWorking : base::DayKind::kCalendar;
    set(d.field, Value(base::end_of_period(*from, static_cast<int>(*days), day_kind,
                                           around.calendar(), d.move_to_workday)));
    return {};
  }

  base::Status operator()(const SetAllocation& d) const {
    const Field* group = schema.find(d.rows);
    const Rows* rows = at(d.rows).get<Rows>();
    const base::Money* total = at(d.total).get<base::Money>();
    if (group == nullptr || rows == nullptr || total == nullptr) return {};
    const int share = column_of(*group, d.share);
    const int amount = column_of(*group, d.amount);
    if (share < 0 || amount < 0) return {};
    std::vector<base::Share> shares;
    int64_t sum = 0;
    for (const Row& row : *rows) {
      const auto at_share = static_cast<size_t>(share);
      const base::Share* part = at_share < row.size() ? row[at_share].get<base::Share>() : nullptr;
      if (part == nullptr) return {};  // said by the check of required columns
      shares.push_back(*part);
      sum += part->units;
    }
    if (sum != base::Share::kWhole) return {};  // said by the condition on the sum
    const std::vector<base::Money> parts = base::allocate(*total, shares);
    Rows after = *rows;
    for (size_t i = 0; i < after.size(); ++i) {
      after[i].resize(group->rows.size());
      after[i][static_cast<size_t>(amount)] = Value(parts[i]);
    }
    set(d.rows, Value(std::move(after)));
    return {};
  }

  base::Status operator()(const SetCopy& d) const {
    const registers::Ref* ref = at(d.ref).get<registers::Ref>();
    const Field* field = schema.find(d.ref);
    if (!at(d.field).empty() || ref == nullptr || field == nullptr || d.source_index < 0) return {};
    LINGQU_TRY(neighbour, around.referenced(field->target, ref->id));
    const auto source = static_cast<size_t>(d.source_index);
    if (neighbour && source < neighbour->values.size()) set(d.field, neighbour->values[source]);
    return {};
  }

  base::Status operator()(const SetNow& d) const {
    set(d.field, Value(around.now()));
    return {};
  }

  base::Status operator()(const SetAuctionResult& d) const {
    const market::Outcome outcome =
        market::outcome(auction_terms(schema, record.values), auction_standing(schema, record.values));
    set(d.result, Value(std::string(market::name(outcome))));
    if (outcome == market::Outcome::kSold) set(d.winner, at("leading_bidder"));
    return {};
  }

  base::Status operator()(const SetBestOffer& d) const {
    const Register* offers = around.schema_of(d.register_name);
    if (offers == nullptr) return {};
    LINGQU_TRY(related, around.related(d.register_name, d.by, record.id));
    const auto amount = static_cast<size_t>(offers->index_of(d.amount));
    const auto bidder = static_cast<size_t>(offers->index_of(d.bidder));
    std::vector<market::Opened> opened;
    for (const Neighbour& offer : related) {
      const base::Money* price = offer.values[amount].get<base::Money>();
      if (price != nullptr && std::find(d.states.begin(), d.states.end(), offer.state) != d.states.end())
        opened.push_back({offer.id, *price, offer.id});  // ids count up in the order in which offers were handed in
    }
    market::rank(opened, d.lowest);
    const auto best = std::find_if(related.begin(), related.end(), [&](const Neighbour& offer) { return !opened.empty() && offer.id == opened.front().offer; });
    if (best == related.end()) return {};
    set(d.field, Value(registers::Ref{best->id}));
    set(d.price, best->values[amount]);
    set(d.winner, best->values[bidder]);
    return {};
  }

  // Where a bid stands in its auction. Whether it may is judged with the conditions.
  base::Status place_bid(const AuctionBid& d) const {
    LINGQU_TRY(hand, bid_in_hand(schema, d, record, around));
    if (!hand) return {};
    set(d.position, Value(hand->standing.bids + 1));
    set(d.placed_at, Value(hand->bid.at));
    return {};
  }

  // Defaults of a new record: what was not given.
  base::Status initial() const {
    for (const Field& field : schema.fields) {
      if (field.initial == nullptr || !at(field.name).empty()) continue;
      LINGQU_TRY(result, formulas.evaluate(*field.initial));
      if (!result.value.is_null()) LINGQU_CHECK(put(field.name, result, *field.initial, "default"));
    }
    return {};
  }

  base::Status put(const std::string& name, const registers::FormulaResult& result, const registers::Formula& formula,
                   const std::string& rule) const {
    const Field* field = schema.find(name);
    if (field == nullptr) return {};
    const std::string rule_id = schema.name + "." + act.name + "." + rule + "." + name;
    if (result.value.is_null() && (field->required || std::find(act.needs.begin(), act.needs.end(), name) != act.needs.end()))
      return not_computed(*field, result, formula).by(rule_id);
    auto value = registers::from_feel(*field, result.value, around.parse_context(), name);
    if (!value.ok()) return std::move(value).error().by(rule_id);
    set(name, std::move(*value));
    return {};
  }

  base::Error not_computed(const Field& field, const registers::FormulaResult& result, const registers::Formula& formula) const {
    const base::Text missing = input_titles(schema, formula, &record);
    const base::Text inputs = input_titles(schema, formula, nullptr);
    const std::string reason = result.reasons.empty() ? "null" : result.reasons.front();
    return base::Error(base::ErrorCode::kNotComputed)
        .at(field.name)
        .with("field", field.title)
        .with("reason", missing.zh.empty() ? base::same(reason)
                                           : base::Text{"尚未填写" + missing.zh, "not filled in: " + missing.en})
        .with("inputs", inputs.zh.empty() ? base::same(formula.text) : inputs);
  }

  base::Status operator()(const SetFeel& d) const {
    LINGQU_TRY(result, formulas.evaluate(*d.is));
    return put(d.field, result, *d.is, "feel");
  }

  base::Status operator()(const SetDecision& d) const {
    LINGQU_TRY(answer, formulas.decide(d.call));
    for (const auto& [field, formula] : d.sets) {
      LINGQU_TRY(result, formulas.evaluate(*formula));
      result.reasons.insert(result.reasons.begin(), answer.reasons.begin(), answer.reasons.end());
      LINGQU_CHECK(put(field, result, *formula, d.call.decision));
    }
    return {};
  }

  base::Status operator()(const SetConstant& d) const {
    set(d.field, d.value);
    return {};
  }

  // A sum outside the field's bounds refuses the act: a ledger never shows less than nothing.
  base::Status operator()(const SetSum& d) const {
    const Field* field = schema.find(d.field);
    if (field == nullptr) return {};
    LINGQU_TRY(sum, around.sum(d, record.id));
    const bool money = field->type == registers::FieldType::kMoney;
    const auto as_value = [money](int64_t units) { return money ? Value(base::Money{units}) : Value(units); };
    const auto units = [](const Value& value) -> std::optional<int64_t> {
      if (const base::Money* bound = value.get<base::Money>()) return bound->fen;
      if (const int64_t* bound = value.get<int64_t>()) return *bound;
      return std::nullopt;
    };
    const auto text = [money](std::optional<int64_t> n) {
      return !n ? std::string("…") : money ? base::to_string(base::Money{*n}) : std::to_string(*n);
    };
    const auto least = units(field->minimum), most = units(field->maximum);
    if ((least && sum < *least) || (most && sum > *most))
      return base::Error(base::ErrorCode::kSumOutOfRange)
          .at(d.field)
          .with("field", field->title)
          .with("value", text(sum))
          .with("minimum", text(least))
          .with("maximum", text(most))
          .with("source", around.register_title(d.register_name))
          .by(schema.name + "." + act.name + "." + d.field);
    set(d.field, as_value(sum));
    return {};
  }

  // "GX-{year}-{number:6}" → "GX-2026-000042"
  static std::string numbered(const std::string& pattern, int year, int64_t number) {
    std::string out;
    for (size_t at = 0; at < pattern.size();) {
      const std::string_view rest = std::string_view(pattern).substr(at);
      if (rest.starts_with("{year}")) {
        out += std::to_string(year);
        at += std::string_view("{year}").size();
        continue;
      }
      if (rest.starts_with("{number")) {
        const size_t close = rest.find('}');
        size_t width = 0;
        if (close != std::string_view::npos && rest[7] == ':')
          std::from_chars(rest.data() + 8, rest.data() + close, width);
        std::string digits = std::to_string(number);
        if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
        out += digits;
        at = close == std::string_view::npos ? pattern.size() : at + close + 1;
        continue;
      }
      out += pattern[at++];
    }
    return out;
  }
};

}  // namespace

base::Status derive(const Register& schema, const Act& act, registers::Record& after,
                    std::vector<int>& changed, Surroundings& around) {
  Formulas formulas(schema, after, around);
  const Deriving deriving{schema, act, after, changed, around, formulas};
  if (act.creates()) LINGQU_CHECK(deriving.initial());
  for (const Derivation& derivation : act.derives) LINGQU_CHECK(std::visit(deriving, derivation));
  if (act.bid) LINGQU_CHECK(deriving.place_bid(*act.bid));
  return {};
}

}  // namespace lingqu::lifecycle
