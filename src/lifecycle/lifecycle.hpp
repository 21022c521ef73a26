// A register's states and acts, and the pure part of deciding whether an act is possible. Format: docs/formats/pack.md.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/calendar.hpp"
#include "base/result.hpp"
#include "registers/record.hpp"

namespace lingqu::feel {
class Context;
}

namespace lingqu::lifecycle {

struct State {
  std::string name;
  base::Text title;
  enum class Tone { kNeutral, kActive, kWaiting, kGood, kBad } tone = Tone::kNeutral;  // colour in the web client
  bool ends = false;  // nothing more is expected of the record
};

// Who may do an act. `role` "anyone": any signed-in account. `field` empty: as a member of the owner organisation; else as a member of
// the organisation that this ref field of the record names. Roles with the region as their scope may act on any record.
struct Permit {
  std::string role;
  std::string field;
};

// --- checks: named ones, free expressions (FEEL), and decisions (DMN) ----------------------------------------------------------
struct ShareSum {  // the column adds up to exactly 100 %
  std::string rows, field;
};
struct MoneySum {  // the column adds up to exactly the value of the money field `equals`
  std::string rows, field, equals;
};
struct DateOrder {  // each date is not earlier than the one before; empty ones are passed over
  std::vector<std::string> fields;
};
struct Before {  // the server's clock stands before the date (its end) or time in `field`, of the record that `ref` names if one is given
  std::string field, ref;
  int source_index = -1;  // of `field` in the register that `ref` names; filled in by the loader
  base::Text title = {};  // of that field; filled in by the loader
};
struct SealedBy {  // what is opened fits the commitment handed in before: docs/formats/commitment.md
  std::string commitment, amount, terms, salt;  // fields of this record; `terms` may be empty
  std::string subject;                          // ref field: what it is offered on
};
struct NotBefore {  // today (civil date) is after the date in `field`
  std::string field;
};
struct RelatedState {  // about the records of `register_name` whose ref field `by` names this record
  std::string register_name, by;
  std::vector<std::string> states;
  enum class Quantifier { kSome, kAll, kNone } quantifier = Quantifier::kSome;  // kAll: at least one, and none in another state
};
struct ReferenceState {  // the record named by ref field `field` is in one of `states`
  std::string field;
  std::vector<std::string> states;
};
struct SameValue {  // `field` equals `source` of the record named by ref field `ref`: a record cannot be hung on another owner's
  std::string field, ref, source;
  int source_index = -1;  // of `source` in the register that `ref` names; filled in by the loader
};
struct ValueIs {  // code or yes/no field `field` holds one of `values` (yes/no: "true", "false"); with `negate`: none of them, or nothing
  std::string field;
  std::vector<std::string> values;
  bool negate = false;
  base::Text titles = {};  // of the values; filled in by the loader
};
struct RowValue {  // the last row of the group has `field` filled (e.g. an objection has its outcome); or every row, with `every`
  std::string rows, field;
  bool every = false;
};
struct FeelHolds {  // the expression is true; false and null refuse
  registers::FormulaPointer formula;
};
struct DecisionCall {  // a decision of the pack with its inputs, each an expression over the record
  std::string decision;
  std::vector<std::pair<std::string, registers::FormulaPointer>> inputs;
  registers::FormulaPointer on = nullptr;  // the date whose version is asked; null pointer: today

  // All expressions of the call.
  std::vector<const registers::Formula*> formulas() const;
};
struct DecisionHolds {  // the expression over the record and `outcome` is true
  DecisionCall call;
  registers::FormulaPointer holds;
};
struct Condition {
  std::string id;  // rule id: "<register>.<act>.<id>"
  std::variant<ShareSum, MoneySum, DateOrder, NotBefore, RelatedState, ReferenceState, RowValue, ValueIs, SameValue, Before, SealedBy, FeelHolds,
               DecisionHolds>
      check;
  std::string clause;
  base::Text remedy;  // may be empty: the error table's own
  base::Text title = {};  // what must hold, in words (expressions and decisions); may be empty: the expression itself is shown
};

// --- values the act itself fills in ------------------------------------------------------------------------------------------
struct SetNow {  // a time field
  std::string field;
};
struct SetToday {  // "rows/column": of the last row. A date that the act lets the sender give stays where it is given
  std::string field;
};
struct SetNumber {  // fills an empty text field: "GX-{year}-{number:6}", counted per register and year
  std::string field, pattern;
  std::string within = {};  // a ref field: counted per record that it names instead
};
struct SetBestOffer {  // the opened offer that stands first (market/sealed.hpp), its amount and who made it; nothing when there is none
  std::string register_name, by;  // the offers whose ref field `by` names this record …
  std::vector<std::string> states;  // … and that are in one of these states
  std::string amount, bidder;     // their fields
  std::string field, price, winner;  // of this record; ref, money, ref
  bool lowest = false;
};
struct SetAuctionResult {  // of an auction that is over: no_bids, below_reserve or sold; the winner when it is sold
  std::string result, winner;
};
struct SetPeriodEnd {  // last day of the period that starts the day after `from`
  std::string field, from, days;  // `days`: an integer field
  std::string kind;               // a code field holding "calendar" or "working", or one of these two words
  bool move_to_workday = false;   // calendar days: a last day that is a rest day moves to the next workday
};
struct SetAllocation {  // splits money `total` over the rows by their shares, exact to the fen
  std::string rows, share, amount, total;
};
struct SetCopy {  // copies a value of the record named by ref field `ref`, when the field is empty
  std::string field, ref, source;
  int source_index = -1;  // of `source` in the register that `ref` names; filled in by the loader
};
struct SetFeel {  // the value of an expression; null empties the field, and refuses where the act needs it
  std::string field;
  registers::FormulaPointer is;
};
struct SetDecision {  // values of expressions over the record and `outcome`, what the decision says
  DecisionCall call;
  std::vector<std::pair<std::string, registers::FormulaPointer>> sets;
};
struct SetSum {  // money or integer field: what the records of `register_name` whose ref field `by` names this one add up to, plus − minus
  std::string field, register_name, by, plus, minus;     // `minus` may be empty
  std::vector<std::pair<std::string, std::string>> where = {};  // code fields and the code they hold
};
struct SetConstant {  // what the act itself says of the record: its kind, its book
  std::string field;
  registers::Value value;
};
using Derivation =
    std::variant<SetToday, SetNumber, SetPeriodEnd, SetAllocation, SetCopy, SetNow, SetAuctionResult, SetBestOffer, SetFeel, SetDecision,
                 SetSum, SetConstant>;
// The fields it may fill ("rows/column" as written).
std::vector<std::string> filled_by(const Derivation& derivation);

// --- what else happens in the same transaction, each an act with a leaf of its own ---------------------------------------------
struct StartTimer {  // does `act` when the day in date field `at` is over, or at the moment in time field `at`
  std::string at, act;
};
struct StopTimers {};
struct CascadeReference {  // on the record named by ref field `field`; `lenient`: skipped where that record's state or the act's conditions do not admit it
  std::string field, act;
  bool lenient = false;
  std::vector<std::pair<std::string, std::string>> values = {};  // as for CreateRecord
};
struct CascadeRelated {  // on every record of `register_name` whose field `by` names this record and whose state admits the act
  std::string register_name, by, act;
};
struct CreateRecord {  // a new record by its creation act
  std::string register_name, act;
  // target field ← "self" (this record), "=text" (a literal), or the name of a field of this record
  std::vector<std::pair<std::string, std::string>> values;
  std::string when = {};  // only if this field is filled, and is neither zero nor no; empty: always
};
using Effect = std::variant<StartTimer, StopTimers, CascadeReference, CascadeRelated, CreateRecord>;

// The act is a bid in an auction: judged by module market on where the auction stands in this very transaction, given its position and
// time, and taken by an act of the auction. The auction's fields have fixed names (lifecycle/auction.hpp).
struct AuctionBid {
  std::string auction;              // ref field: the auction
  std::string bidder, amount;       // text field: the bidder's number in it; money field
  std::string position, placed_at;  // integer and time field that the act fills in
  std::string act;                  // of the auction, done by the system alone: it does not name the bidder
  std::string clause;
};

struct Act {
  std::string name;
  base::Text title;
  base::Text help;
  std::vector<std::string> from;  // empty: creates the record
  std::string to;                 // empty: the state stays
  std::vector<Permit> by;         // empty: only the system (timers, cascades)
  std::vector<std::string> needs; // fields that must be filled once the act is done; settable in it
  std::vector<std::string> sets;  // further fields the act may set. "*": every field (edit)
  std::vector<std::string> appends;  // row groups to which the act adds one row (given as an array of one object) and changes no other
  bool reason = false;            // a written reason is required
  std::vector<registers::RelatedList> with;  // lists that this act's expressions know beside the register's own
  std::vector<Condition> conditions;
  std::vector<Derivation> derives;
  std::vector<Effect> effects;
  std::optional<AuctionBid> bid;
  std::vector<std::string> basis;
  enum class Emphasis { kNormal, kPrimary, kDanger } emphasis = Emphasis::kNormal;

  bool creates() const { return from.empty(); }
  bool may_set(std::string_view field) const;
};

// What whoever handles a record owes: judged live by check_duties (lifecycle/duties.hpp). It shows; it allows and refuses nothing.
struct Duty {
  std::string id;
  base::Text title;
  std::string clause;
  registers::FormulaPointer applies;  // null: always
  registers::FormulaPointer done;
  std::vector<std::string> late_in;   // states by which it should have been done
  base::Text remedy;
};

struct Lifecycle {
  std::vector<State> states;  // the first is the initial one
  std::vector<Act> acts;
  std::vector<Duty> duties;
  const State* find_state(std::string_view name) const;
  const Act* find_act(std::string_view name) const;
};

// --- deciding ------------------------------------------------------------------------------------------------------------------
struct Membership {
  int64_t organisation = 0;
  std::string role;
};
// Who acts. The system itself: system = true.
struct Actor {
  int64_t account = 0;
  std::string name;
  std::optional<int64_t> person;
  std::vector<Membership> memberships;
  std::vector<std::string> region_roles;  // roles of `memberships` with the region as scope
  bool system = false;
};

struct Standing {  // the membership under which an act is allowed
  int64_t organisation = 0;
  std::string role;
};

// Records around the one acted on; implemented over the store by module engine.
struct Neighbour {
  std::string register_name;
  int64_t id = 0;
  std::string label;
  std::string state;
  std::vector<registers::Value> values;
  const registers::Register* schema = nullptr;  // of its register; needed where expressions look at it
};
struct DecisionAnswer;  // lifecycle/decision.hpp
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  virtual base::Result<std::vector<Neighbour>> related(const std::string& register_name, const std::string& by, int64_t id) = 0;
  virtual base::Result<std::optional<Neighbour>> referenced(const std::string& register_name, int64_t id) = 0;
  // Of the records as they stand, those changed by the act at hand included: fen, or units of an integer field.
  virtual base::Result<int64_t> sum(const SetSum& what, int64_t id) = 0;
  virtual base::Result<int64_t> next_number(const std::string& register_name, int year) = 0;
  virtual base::Date today() const = 0;
  virtual base::Timestamp now() const = 0;
  virtual base::ZoneOffset zone() const = 0;
  virtual const base::WorkCalendar& calendar() const = 0;
  virtual const registers::Register* schema_of(const std::string& register_name) const = 0;  // nullptr: there is none
  virtual const base::Text& register_title(const std::string& register_name) const = 0;
  virtual base::Text state_title(const std::string& register_name, const std::string& state) const = 0;
  virtual base::Text organisation_title(int64_t organisation) = 0;
  virtual base::Text role_title(const std::string& role) const = 0;
  // For expressions: how computed values are read into fields (vocabularies, regions).
  virtual registers::ParseContext parse_context() const { return {}; }
  // What the decision in force on that day says. kNotFound: none of that name or none in force.
  virtual base::Result<DecisionAnswer> decide(const DecisionCall& call, const feel::Context& inputs, base::Date on);
};

// Rights: kUnauthenticated (no account), kForbidden (no such role; names the roles), kNotOwner (the role, but of another organisation).
// For a creation pass the values to be, with the owner already in `record.owner` (0 = not yet known: any organisation of the role;
// the first suitable membership is returned).
base::Result<Standing> check_rights(const registers::Register&, const Act&, const registers::Record&, const Actor&, Surroundings&);
// kWrongState, naming the states it is possible from.
base::Status check_state(const registers::Register&, const Lifecycle&, const Act&, const registers::Record&, Surroundings&);
// Values the sender may not set in this act: kReadOnlyField per field, under kInvalid; kRequired for a row to append that is missing.
base::Status check_settable(const registers::Register&, const Act&, const std::vector<registers::SetValue>&);
// Fills in derived values (of a new record the defaults first); appends what it changed to `changed` (field indexes).
base::Status derive(const registers::Register&, const Act&, registers::Record& after, std::vector<int>& changed, Surroundings&);
// Every failed condition, as details of kInvalid when several, itself when one. The rule id is "<register>.<act>.<condition>".
base::Status check_conditions(const registers::Register&, const Act&, const registers::Record& after, Surroundings&);

}  // namespace lingqu::lifecycle
