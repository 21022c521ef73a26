#include "engine/queries/feel_filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/rights.hpp"
#include "engine/rows/value_columns.hpp"
#include "feel/builtin.hpp"
#include "feel/evaluator.hpp"
#include "registers/formula.hpp"

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;
using feel::Kind;
using feel::kNoNode;
using feel::Node;
using feel::NodeId;
using feel::Op;
using registers::Field;
using registers::FieldType;
using registers::Formula;
using store::quoted;
using Input = Formula::Input;

namespace {

constexpr size_t kLongest = 4'000;       // characters of a filter
constexpr int kMaxComputedDepth = 16;    // computed fields within computed fields
constexpr size_t kMostParameters = 900;
constexpr int64_t kMicros = 1'000'000;
constexpr int64_t kNanosPerMicro = 1'000;
constexpr int64_t kSecondsPerDay = 86'400;
constexpr int kFenDigits = 2;
constexpr int kShareDigits = 8;

// What can be translated, for every refusal.
const base::Text kPossible{
    "可用：字段与固定值的比较（= != < <= > >= in between）、与 null 的比较、and or not(…)、contains / starts with / ends with、"
    "today 与 duration(…) 的加减、引用记录的字段（如 holder.name）、count(行组[条件])、some / every … in … satisfies",
    "possible: fields compared with fixed values (= != < <= > >= in between) or null, and, or, not(…), contains / starts with / ends with, "
    "today plus or minus duration(…), fields of referenced records (holder.name), count(rows[condition]), some / every … in … satisfies"};

// The kind of a translated value, and how many decimals its column counts.
struct Sort {
  enum class Kind { kBoolean, kText, kNumber, kDate, kTime, kReference, kList, kOther } kind = Kind::kOther;
  int scale = 0;
  bool operator==(const Sort&) const = default;
};

// A table in whose scope names are looked up: the register itself, a referenced record, an item of a list.
struct Source {
  std::string alias;                    // "" never; "r_thing" or "n1"
  const RegisterTable* table = nullptr; // of records; null for rows of a group
  const Field* group = nullptr;         // of rows: the field whose columns they have
};

struct Expression {
  std::string sql;  // a scalar; of a reference its id; of a list empty
  Sort sort;
  // Of a reference: the register it names.
  const RegisterTable* target = nullptr;
  // Of a list: FROM … WHERE …, and what its items are.
  std::string from;
  Source item;
};

Sort sort_of(const Field& field) {
  switch (field.type) {
    case FieldType::kInteger: return {Sort::Kind::kNumber, 0};
    case FieldType::kDecimal: return {Sort::Kind::kNumber, field.scale};
    case FieldType::kMoney: return {Sort::Kind::kNumber, kFenDigits};
    case FieldType::kShare: return {Sort::Kind::kNumber, kShareDigits};
    case FieldType::kDate: return {Sort::Kind::kDate, 0};
    case FieldType::kTime: return {Sort::Kind::kTime, 0};
    case FieldType::kBoolean: return {Sort::Kind::kBoolean, 0};
    case FieldType::kRef: return {Sort::Kind::kReference, 0};
    case FieldType::kRefs:
    case FieldType::kRows: return {Sort::Kind::kList, 0};
    case FieldType::kLocalized:
    case FieldType::kFile: return {Sort::Kind::kOther, 0};
    default: return {Sort::Kind::kText, 0};
  }
}

std::string_view comparison_sign(feel::Comparison comparison) {
  using feel::Comparison;
  switch (comparison) {
    case Comparison::kEqual: return "IS";
    case Comparison::kNotEqual: return "IS NOT";
    case Comparison::kLess: return "<";
    case Comparison::kLessEqual: return "<=";
    case Comparison::kGreater: return ">";
    case Comparison::kGreaterEqual: return ">=";
  }
  return "IS";
}

class Translator {
 public:
  Translator(Context& context, const RegisterTable& table, const lifecycle::Actor* actor, Conditions& conditions)
      : context_(context), table_(table), actor_(actor), conditions_(conditions) {}

  base::Result<std::string> condition(const Formula& formula) {
    formula_ = &formula;  // refusals quote it
    LINGQU_TRY(whole, in_formula(formula));
    if (whole.sort.kind != Sort::Kind::kBoolean)
      return refuse_at(0, {"整个表达式须为是或否", "the whole expression must be yes or no"});
    return whole.sql;
  }

 private:
  // --- refusals ---
  Error refuse_at(uint32_t position, const base::Text& what) const {
    std::string part = formula_->text.substr(std::min<size_t>(position, formula_->text.size()), 24);
    while (!part.empty() && !base::is_utf8(part)) part.pop_back();
    return Error(ErrorCode::kBadFilter)
        .at("filter")
        .with("filter", part.empty() ? formula_->text : part)
        .with("reason", base::Text{what.zh + "。" + kPossible.zh, what.en + "; " + kPossible.en});
  }
  Error refuse(const Node& node, const base::Text& what) const { return refuse_at(node.position, what); }

  // --- names ---
  base::Result<Expression> in_formula(const Formula& formula) {
    const Formula* outer = formula_;
    std::map<uint32_t, Source> items;
    std::swap(items, items_);
    formula_ = &formula;
    auto result = ++depth_ > kMaxComputedDepth ? refuse_at(0, {"计算字段嵌套过深", "computed fields are nested too deeply"})
                                               : expression(formula.program->root());
    --depth_;
    // A refusal inside a computed field names the part of that field's formula.
    formula_ = outer;
    std::swap(items, items_);
    return result;
  }

  Source self() const { return {table_.map.table(), &table_, nullptr}; }

  base::Result<Expression> field_of(const Node& node, const Source& source, const Field& field) {
    if (field.visible && !sees_everything(actor_))
      return refuse(node, {"您无权按“" + field.title.zh + "”筛选", "you may not filter by “" + field.title.in(base::Language::kEn) + "”"});
    if (field.computed()) {
      if (source.alias != table_.map.table())
        return refuse(node, {"其他记录的计算字段不能筛选", "computed fields of other records cannot be filtered"});
      return in_formula(*field.is);
    }
    Expression out;
    out.sort = sort_of(field);
    if (out.sort.kind == Sort::Kind::kList) return list_of(node, source, field);
    if (out.sort.kind == Sort::Kind::kOther)
      return refuse(node, {"“" + field.title.zh + "”不能筛选", "“" + field.title.in(base::Language::kEn) + "” cannot be filtered"});
    out.sql = source.alias + "." + quoted(field.name);
    if (field.type == FieldType::kRef) out.target = context_.find(field.target);
    return out;
  }

  // A row group or reference list of the register itself.
  base::Result<Expression> list_of(const Node& node, const Source& source, const Field& field) {
    if (source.table != &table_ || source.alias != table_.map.table())
      return refuse(node, {"其他记录的行组不能筛选", "row groups of other records cannot be filtered"});
    Expression out;
    out.sort = {Sort::Kind::kList, 0};
    const std::string child = table_.map.child_table(field), alias = next_alias();
    if (field.type == FieldType::kRows) {
      out.from = fmt::format("{} AS {} WHERE {}.record = {}.id", child, alias, alias, source.alias);
      out.item = {alias, nullptr, &field};
      return out;
    }
    const RegisterTable* target = context_.find(field.target);
    if (!target) return refuse(node, {"引用的登记簿不存在", "the register it refers to is not there"});
    const std::string link = next_alias();
    out.from = fmt::format("{} AS {} JOIN {} AS {} ON {}.id = {}.ref WHERE {}.record = {}.id{}", child, link, target->map.table(), alias, alias,
                           link, link, source.alias, visible(*target, alias));
    out.item = {alias, target, nullptr};
    return out;
  }

  base::Result<Expression> related(const Node& node, const registers::RelatedList& list) {
    const RegisterTable* target = context_.find(list.register_name);
    const Field* by = target ? target->schema().find(list.by) : nullptr;
    if (!by) return refuse(node, {"关联的登记簿不存在", "the related register is not there"});
    if (by->visible && !sees_everything(actor_))
      return refuse(node, {"您无权按“" + by->title.zh + "”筛选", "you may not filter by “" + by->title.in(base::Language::kEn) + "”"});
    Expression out;
    out.sort = {Sort::Kind::kList, 0};
    const std::string alias = next_alias(), self_id = table_.map.table() + ".id";
    const std::string points = by->type == FieldType::kRefs
                                   ? fmt::format("{}.id IN (SELECT record FROM {} WHERE ref = {})", alias, target->map.child_table(*by), self_id)
                                   : fmt::format("{}.{} = {}", alias, quoted(by->name), self_id);
    out.from = fmt::format("{} AS {} WHERE {}{}", target->map.table(), alias, points, visible(*target, alias));
    out.item = {alias, target, nullptr};
    return out;
  }

  // " AND …": only records the actor may see. Names in it belong to the innermost table.
  std::string visible(const RegisterTable& target, const std::string& alias) {
    SqlCondition rights = visible_condition(target.map, target.lifecycle().states, actor_, static_cast<int>(conditions_.parameters.size()) + 1);
    if (rights.sql.empty()) return "";
    for (auto& parameter : rights.parameters) conditions_.parameters.push_back(std::move(parameter));
    return fmt::format(" AND {}.id IN (SELECT id FROM {} WHERE {})", alias, target.map.table(), rights.sql);
  }

  std::string next_alias() { return fmt::format("n{}", ++aliases_); }

  base::Result<Expression> slot(const Node& node) {
    if (const auto item = items_.find(node.a); item != items_.end()) {
      Expression out;
      out.item = item->second;
      if (item->second.table) {
        out.sort = {Sort::Kind::kReference, 0};
        out.sql = item->second.alias + ".id";
        out.target = item->second.table;
      }
      return out;
    }
    const auto input = std::find_if(formula_->inputs.begin(), formula_->inputs.end(), [&](const Input& one) { return one.slot == node.a; });
    if (input == formula_->inputs.end()) return refuse(node, {"此处不能翻译", "this cannot be translated"});
    const std::string own = table_.map.table();
    Expression out;
    switch (input->kind) {
      case Input::Kind::kField:
        return field_of(node, self(), table_.schema().fields[static_cast<size_t>(input->field)]);
      case Input::Kind::kRelated:
        return related(node, input->related);
      case Input::Kind::kId:
        out.sort = {Sort::Kind::kNumber, 0};
        out.sql = own + ".id";
        return out;
      case Input::Kind::kState:
        out.sort = {Sort::Kind::kText, 0};
        out.sql = own + ".state";
        return out;
      case Input::Kind::kCreated:
      case Input::Kind::kUpdated:
        out.sort = {Sort::Kind::kTime, 0};
        out.sql = own + (input->kind == Input::Kind::kCreated ? ".created_at" : ".updated_at");
        return out;
      case Input::Kind::kOwner:
        out.sort = {Sort::Kind::kReference, 0};
        out.sql = fmt::format("nullif({}.owner, 0)", own);
        out.target = context_.find(input->related.register_name);
        return out;
      default:
        return refuse(node, {"此处不能翻译", "this cannot be translated"});
    }
  }

  // A member of a referenced record or of an item.
  base::Result<Expression> member(const Node& node, const Expression& base, const std::string& name) {
    if (base.item.group) {
      for (const Field& column : base.item.group->rows)
        if (column.name == name) return field_of(node, base.item, column);
    }
    if (base.sort.kind != Sort::Kind::kReference || (!base.target && name != "id"))
      return refuse(node, {"“." + name + "”不能用于筛选", "“." + name + "” cannot be filtered"});
    Expression out;
    if (name == "id") {
      out.sql = base.sql;
      out.sort = {Sort::Kind::kNumber, 0};
      return out;
    }
    // An item of a list is there already; a referenced record is looked up.
    const bool here = base.item.table != nullptr;
    const Source source{here ? base.item.alias : next_alias(), base.target, nullptr};
    if (name == "state") {
      out.sql = source.alias + ".state";
      out.sort = {Sort::Kind::kText, 0};
    } else {
      const Field* field = base.target->schema().find(name);
      if (!field) return refuse(node, {"没有字段 " + name, "there is no field " + name});
      LINGQU_TRY(found, field_of(node, source, *field));
      out = std::move(found);
    }
    if (!here)
      out.sql = fmt::format("(SELECT {} FROM {} AS {} WHERE {}.id = {}{})", out.sql, base.target->map.table(), source.alias, source.alias,
                            base.sql, visible(*base.target, source.alias));
    // Beyond one hop only the id is known, as in every formula.
    if (out.sort.kind == Sort::Kind::kReference) out.target = nullptr;
    return out;
  }

  base::Result<Expression> path(const Node& node) {
    LINGQU_TRY(base, expression(node.a));
    return member(node, base, formula_->program->constant(node.b).text());
  }

  base::Result<Expression> item_name(const Node& node) {
    const std::string& name = formula_->program->constant(node.b).text();
    const auto item = items_.find(node.a);
    if (item == items_.end()) return refuse(node, {"此处不能翻译", "this cannot be translated"});
    const Source& source = item->second;
    if (!names_member(node) && node.c != kNoNode) return expression(node.c);
    Expression base;
    base.item = source;
    if (source.table) {
      base.sort = {Sort::Kind::kReference, 0};
      base.sql = source.alias + ".id";
      base.target = source.table;
    }
    return member(node, base, name);
  }

  // --- constants ---
  // True if the value does not depend on a record: it mentions nothing but today.
  bool is_constant(NodeId id) const {
    if (id == kNoNode) return true;
    const feel::Program& program = *formula_->program;
    const Node& node = program.node(id);
    const auto all_children = [&] {
      const uint32_t* children = program.children(node);
      return std::all_of(children, children + node.count, [&](uint32_t child) { return is_constant(child); });
    };
    switch (node.op) {
      case Op::kConstant: return true;
      case Op::kSlot: return is_today(node.a);
      case Op::kItemName: return !names_member(node) && node.c != kNoNode && is_constant(node.c);  // today, inside a [condition]
      case Op::kNegate:
      case Op::kOpenRange:
      case Op::kPath:
      case Op::kCoerce: return is_constant(node.a);
      case Op::kAdd:
      case Op::kSubtract:
      case Op::kMultiply:
      case Op::kDivide:
      case Op::kPower:
      case Op::kInterval:
      case Op::kEqual:
      case Op::kNotEqual:
      case Op::kLess:
      case Op::kLessEqual:
      case Op::kGreater:
      case Op::kGreaterEqual: return is_constant(node.a) && is_constant(node.b);
      case Op::kList: return all_children();
      case Op::kCall: return program.node(node.a).op == Op::kConstant && all_children();
      default: return false;
    }
  }
  // A name inside [ ] that the items have.
  bool names_member(const Node& node) const {
    const auto item = items_.find(node.a);
    if (item == items_.end()) return true;
    const std::string& name = formula_->program->constant(node.b).text();
    const Source& source = item->second;
    if (source.group)
      return std::any_of(source.group->rows.begin(), source.group->rows.end(), [&](const Field& field) { return field.name == name; });
    return name == "id" || name == "state" || source.table->schema().find(name) != nullptr;
  }
  bool is_today(uint32_t slot) const {
    return std::any_of(formula_->inputs.begin(), formula_->inputs.end(),
                       [&](const Input& input) { return input.slot == slot && input.kind == Input::Kind::kToday; });
  }
  feel::Value constant(NodeId id) const {
    const base::Date today = context_.today();
    const feel::Moment moment{feel::DateTime{today.days * kSecondsPerDay, 0, feel::Zone::offset(context_.pack->zone.minutes * 60)}};
    feel::Evaluator evaluator(feel::Budget{100'000, 16u << 20, 500}, moment);
    std::vector<feel::Value> slots(formula_->program->slots());
    for (const Input& input : formula_->inputs)
      if (input.kind == Input::Kind::kToday) slots[input.slot] = feel::Value(feel::Date{today.days});
    return evaluator.evaluate(*formula_->program, id, slots.data());
  }

  std::string parameter(std::variant<int64_t, std::string> value) { return conditions_.parameter(std::move(value)); }

  static std::string truth(const std::string& nullable, bool value) {
    return fmt::format("(CASE WHEN {} IS NULL THEN NULL ELSE {} END)", nullable, value ? 1 : 0);
  }

  // `side comparison value`, exactly as FEEL compares.
  base::Result<std::string> compare(const Node& node, const Expression& side, feel::Comparison comparison, const feel::Value& value) {
    using feel::Comparison;
    const bool equality = comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
    if (value.is_null()) {
      if (side.sort.kind == Sort::Kind::kList)  // a list is never null
        return std::string(comparison == Comparison::kNotEqual ? "1" : comparison == Comparison::kEqual ? "0" : "NULL");
      return equality ? fmt::format("({} {} NULL)", side.sql, comparison_sign(comparison)) : std::string("NULL");
    }
    switch (side.sort.kind) {
      case Sort::Kind::kNumber:
        if (value.is(Kind::kNumber)) return compare_number(side, comparison, value.number());
        break;
      case Sort::Kind::kText:
        if (value.is(Kind::kString)) return fmt::format("({} {} {})", side.sql, comparison_sign(comparison), parameter(value.text()));
        break;
      case Sort::Kind::kBoolean:
        if (value.is(Kind::kBoolean) && equality)
          return fmt::format("({} {} {})", side.sql, comparison_sign(comparison), value.boolean() ? 1 : 0);
        break;
      case Sort::Kind::kDate:
        if (value.is(Kind::kDate)) {
          // Years of four digits compare as text.
          const auto civil = feel::civil(value.date());
          if (civil.year < 1 || civil.year > 9999) return refuse(node, {"日期超出范围", "the date is out of range"});
          return fmt::format("({} {} {})", side.sql, comparison_sign(comparison), parameter(feel::to_string(value.date())));
        }
        break;
      case Sort::Kind::kTime:
        if (value.is(Kind::kDateTime) && !value.date_time().zone.is_local()) return compare_time(side, comparison, value.date_time());
        break;
      default:
        break;
    }
    return refuse(node, {"比较的两边种类不同或不能比较", "the two sides are of different kinds or cannot be compared"});
  }

  // The column holds whole units; a constant between two of them is moved to the one that decides the same.
  base::Result<std::string> compare_units(const Expression& side, feel::Comparison comparison, base::Decimal units) {
    using feel::Comparison;
    using base::Rounding;
    const bool whole = units.is_integer();
    if (!whole && (comparison == Comparison::kEqual || comparison == Comparison::kNotEqual))
      return std::string(comparison == Comparison::kNotEqual ? "1" : "0");
    const bool up = comparison == Comparison::kLess || comparison == Comparison::kGreaterEqual;
    const auto integer = units.round(up ? Rounding::kCeiling : Rounding::kFloor).to_int64();
    if (integer) return fmt::format("({} {} {})", side.sql, comparison_sign(comparison), parameter(*integer));
    if (comparison == Comparison::kEqual || comparison == Comparison::kNotEqual)
      return std::string(comparison == Comparison::kNotEqual ? "1" : "0");
    const bool less = comparison == Comparison::kLess || comparison == Comparison::kLessEqual;
    return truth(side.sql, less != units.is_negative());
  }
  base::Result<std::string> compare_number(const Expression& side, feel::Comparison comparison, base::Decimal number) {
    return compare_units(side, comparison, number * base::Decimal::from_scaled(1, -side.sort.scale));
  }
  base::Result<std::string> compare_time(const Expression& side, feel::Comparison comparison, const feel::DateTime& time) {
    const base::Decimal micros = base::Decimal(time.utc()) * base::Decimal(kMicros) + base::Decimal(int64_t{time.nanos}) / base::Decimal(kNanosPerMicro);
    return compare_units(side, comparison, micros);
  }

  static feel::Comparison mirrored(feel::Comparison comparison) {
    using feel::Comparison;
    switch (comparison) {
      case Comparison::kLess: return Comparison::kGreater;
      case Comparison::kLessEqual: return Comparison::kGreaterEqual;
      case Comparison::kGreater: return Comparison::kLess;
      case Comparison::kGreaterEqual: return Comparison::kLessEqual;
      default: return comparison;
    }
  }

  static bool comparable(const Expression& a, const Expression& b) {
    const bool plain = a.sort.kind != Sort::Kind::kReference && a.sort.kind != Sort::Kind::kList && a.sort.kind != Sort::Kind::kOther;
    return plain && a.sort == b.sort;
  }

  base::Result<Expression> comparison(const Node& node) {
    using feel::Comparison;
    const auto how = static_cast<Comparison>(static_cast<int>(node.op) - static_cast<int>(Op::kEqual));
    const bool left_fixed = is_constant(node.a), right_fixed = is_constant(node.b);
    if (left_fixed && right_fixed) return refuse(node, {"没有字段", "no field is in it"});
    if (left_fixed || right_fixed) {
      LINGQU_TRY(side, expression(left_fixed ? node.b : node.a));
      LINGQU_TRY(sql, compare(node, side, left_fixed ? mirrored(how) : how, constant(left_fixed ? node.a : node.b)));
      return boolean(std::move(sql));
    }
    LINGQU_TRY(left, expression(node.a));
    LINGQU_TRY(right, expression(node.b));
    if (!comparable(left, right) || (left.sort.kind == Sort::Kind::kBoolean && how != Comparison::kEqual && how != Comparison::kNotEqual))
      return refuse(node, {"这两项不能相互比较（种类或小数位不同）", "these two cannot be compared (other kinds or other decimals)"});
    return boolean(fmt::format("({} {} {})", left.sql, comparison_sign(how), right.sql));
  }

  static Expression boolean(std::string sql) {
    Expression out;
    out.sql = std::move(sql);
    out.sort = {Sort::Kind::kBoolean, 0};
    return out;
  }

  base::Result<std::string> boolean_of(NodeId id) {
    const Node& node = formula_->program->node(id);
    if (is_constant(id)) {
      const feel::Value value = constant(id);
      if (value.is_null()) return std::string("NULL");
      if (value.is(Kind::kBoolean)) return std::string(value.boolean() ? "1" : "0");
      return refuse(node, {"此处须为是或否", "this must be yes or no"});
    }
    LINGQU_TRY(side, expression(id));
    if (side.sort.kind != Sort::Kind::kBoolean) return refuse(node, {"此处须为是或否", "this must be yes or no"});
    return std::move(side.sql);
  }

  // --- in, between ---
  base::Result<std::string> within(const Node& node, const Expression& side, const feel::Range& range) {
    using feel::Comparison;
    if (range.form == feel::Range::Form::kEqual) return compare(node, side, Comparison::kEqual, range.start);
    if (range.form == feel::Range::Form::kNotEqual) return compare(node, side, Comparison::kNotEqual, range.end);
    std::string sql;
    if (!range.start.is_null()) {
      LINGQU_TRY(low, compare(node, side, range.start_included ? Comparison::kGreaterEqual : Comparison::kGreater, range.start));
      sql = low;
    }
    if (!range.end.is_null()) {
      LINGQU_TRY(high, compare(node, side, range.end_included ? Comparison::kLessEqual : Comparison::kLess, range.end));
      sql += (sql.empty() ? "" : " AND ") + high;
    }
    return "(" + (sql.empty() ? std::string("1") : sql) + ")";
  }

  // The value is one of the list's items or within one of its ranges; never null.
  base::Result<std::string> among(const Node& node, const Expression& side, const std::vector<feel::Value>& items) {
    std::string sql;
    for (const feel::Value& item : items) {
      auto one = item.is(Kind::kRange) ? within(node, side, item.range()) : compare(node, side, feel::Comparison::kEqual, item);
      if (!one.ok()) return std::move(one).error();
      sql += (sql.empty() ? "" : " OR ") + *one;
    }
    return sql.empty() ? std::string("0") : "((" + sql + ") IS TRUE)";
  }

  base::Result<std::string> test(NodeId id, const Expression& side) {
    const Node& node = formula_->program->node(id);
    if (node.op == Op::kTestAny) {
      std::string sql;
      for (uint32_t i = 0; i < node.count; ++i) {
        LINGQU_TRY(one, test(formula_->program->children(node)[i], side));
        sql += (sql.empty() ? "" : " OR ") + one;
      }
      return "(" + sql + ")";
    }
    const bool compares = node.op == Op::kTestCompare;
    if ((!compares && node.op != Op::kTestMatch) || !is_constant(node.b))
      return refuse(node, {"in 之后须为固定值", "only fixed values can follow in"});
    const feel::Value value = constant(node.b);
    if (compares) return compare(node, side, static_cast<feel::Comparison>(node.flag), value);
    if (value.is_null() && formula_->program->node(node.b).op == Op::kInterval) return std::string("NULL");
    if (value.is(Kind::kRange)) return within(node, side, value.range());
    if (value.is(Kind::kList)) return among(node, side, value.list());
    return compare(node, side, feel::Comparison::kEqual, value);
  }

  base::Result<Expression> in(const Node& node) {
    LINGQU_TRY(side, expression(node.a));
    LINGQU_TRY(sql, test(node.c, side));
    return boolean(std::move(sql));
  }

  // Undefined as soon as one end is: not as and.
  base::Result<Expression> between(const Node& node) {
    const uint32_t* parts = formula_->program->children(node);
    LINGQU_TRY(side, expression(parts[0]));
    std::string ends[2];
    for (int i = 0; i < 2; ++i) {
      const auto how = i == 0 ? feel::Comparison::kGreaterEqual : feel::Comparison::kLessEqual;
      if (is_constant(parts[i + 1])) {
        LINGQU_TRY(sql, compare(node, side, how, constant(parts[i + 1])));
        ends[i] = std::move(sql);
        continue;
      }
      LINGQU_TRY(other, expression(parts[i + 1]));
      if (!comparable(side, other))
        return refuse(node, {"between 的各项不能相互比较", "the parts of between cannot be compared"});
      ends[i] = fmt::format("({} {} {})", side.sql, comparison_sign(how), other.sql);
    }
    return boolean(fmt::format("(CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL ELSE ({0} AND {1}) END)", ends[0], ends[1]));
  }

  // --- calls, lists ---
  bool calls(const Node& node, std::string_view name) const {
    const Node& callee = formula_->program->node(node.a);
    const feel::Value* builtin = feel::find_builtin(name);
    return callee.op == Op::kConstant && builtin && formula_->program->constant(callee.a).same_object(*builtin);
  }

  base::Result<Expression> call(const Node& node) {
    const uint32_t* arguments = formula_->program->children(node);
    if (node.op == Op::kCall && node.count == 1 && calls(node, "not")) {
      LINGQU_TRY(inner, boolean_of(arguments[0]));
      return boolean("(NOT " + inner + ")");
    }
    if (node.op == Op::kCall && node.count == 1 && calls(node, "count")) {
      LINGQU_TRY(list, expression(arguments[0]));
      if (list.sort.kind != Sort::Kind::kList) return refuse(node, {"此处须为行组或关联记录", "this must be a row group or related records"});
      Expression out;
      out.sort = {Sort::Kind::kNumber, 0};
      out.sql = fmt::format("(SELECT count(*) FROM {})", list.from);
      return out;
    }
    if (node.op == Op::kCall && node.count == 1 && calls(node, "string length")) {
      LINGQU_TRY(text, expression(arguments[0]));
      if (text.sort.kind != Sort::Kind::kText) return refuse(node, {"此处须为文字字段", "this must be a text"});
      text.sort = {Sort::Kind::kNumber, 0};
      text.sql = "length(" + text.sql + ")";
      return text;
    }
    if (node.op == Op::kCall && node.count == 2 && calls(node, "list contains") && is_constant(arguments[0])) {
      const feel::Value list = constant(arguments[0]);
      LINGQU_TRY(side, expression(arguments[1]));
      if (!list.is(Kind::kList)) return refuse(node, {"此处须为列表", "this must be a list"});
      LINGQU_TRY(sql, among(node, side, list.list()));
      return boolean(std::move(sql));
    }
    for (const char* name : {"contains", "starts with", "ends with"})
      if (node.op == Op::kCall && node.count == 2 && calls(node, name)) return text_test(node, name);
    return refuse(node, {"此函数不能用于筛选", "this function cannot be used in a filter"});
  }

  base::Result<Expression> text_test(const Node& node, std::string_view name) {
    const uint32_t* arguments = formula_->program->children(node);
    if (!is_constant(arguments[1])) return refuse(node, {"要找的文字须为固定值", "the text to look for must be fixed"});
    const feel::Value wanted = constant(arguments[1]);
    LINGQU_TRY(side, expression(arguments[0]));
    if (side.sort.kind != Sort::Kind::kText || !wanted.is(Kind::kString))
      return refuse(node, {"只有文字字段可用 contains 等", "only texts can be searched"});
    if (wanted.text().empty()) return boolean(truth(side.sql, true));
    const std::string value = parameter(wanted.text());
    if (name == "contains") return boolean(fmt::format("(instr({}, {}) > 0)", side.sql, value));
    if (name == "starts with") return boolean(fmt::format("(substr({0}, 1, length({1})) = {1})", side.sql, value));
    return boolean(fmt::format("(length({0}) >= length({1}) AND substr({0}, -length({1})) = {1})", side.sql, value));
  }

  base::Result<Expression> filter(const Node& node) {
    LINGQU_TRY(list, expression(node.a));
    if (list.sort.kind != Sort::Kind::kList) return refuse(node, {"只有行组和关联记录可加 [条件]", "only lists can have a [condition]"});
    items_[node.c] = list.item;
    auto condition = boolean_of(node.b);
    items_.erase(node.c);
    if (!condition.ok()) return std::move(condition).error();
    list.from += " AND " + *condition;
    return list;
  }

  // some: true where one item is true; else null where one is null; else false. every: the other way round.
  base::Result<Expression> quantified(const Node& node) {
    const uint32_t* parts = formula_->program->children(node);
    if (node.count != 4 || parts[3] != kNoNode)
      return refuse(node, {"some / every 只能遍历一个行组或关联记录", "some and every can go over one list only"});
    LINGQU_TRY(list, expression(parts[2]));
    if (list.sort.kind != Sort::Kind::kList) return refuse(node, {"此处须为行组或关联记录", "this must be a row group or related records"});
    items_[parts[1]] = list.item;
    auto condition = boolean_of(parts[0]);
    items_.erase(parts[1]);
    if (!condition.ok()) return std::move(condition).error();
    const bool some = node.op == Op::kSome;
    return boolean(fmt::format("(CASE WHEN EXISTS (SELECT 1 FROM {0} AND {2}{1}) THEN {3} WHEN EXISTS (SELECT 1 FROM {0} AND ({1}) IS NULL) THEN NULL ELSE {4} END)",
                               list.from, *condition, some ? "" : "NOT ", some ? 1 : 0, some ? 0 : 1));
  }

  base::Result<Expression> choice(const Node& node) {
    const uint32_t* parts = formula_->program->children(node);
    LINGQU_TRY(condition, boolean_of(parts[0]));
    LINGQU_TRY(yes, boolean_of(parts[1]));
    LINGQU_TRY(no, boolean_of(parts[2]));
    return boolean(fmt::format("(CASE WHEN {} THEN {} ELSE {} END)", condition, yes, no));
  }

  base::Result<Expression> expression(NodeId id) {
    const Node& node = formula_->program->node(id);
    if (conditions_.parameters.size() > kMostParameters || conditions_.where.size() > (1u << 20))
      return refuse(node, {"筛选条件过长", "the filter is too long"});
    switch (node.op) {
      case Op::kSlot: return slot(node);
      case Op::kPath: return path(node);
      case Op::kItemName: return item_name(node);
      case Op::kAnd:
      case Op::kOr: {
        LINGQU_TRY(left, boolean_of(node.a));
        LINGQU_TRY(right, boolean_of(node.b));
        return boolean(fmt::format("({} {} {})", left, node.op == Op::kAnd ? "AND" : "OR", right));
      }
      case Op::kEqual:
      case Op::kNotEqual:
      case Op::kLess:
      case Op::kLessEqual:
      case Op::kGreater:
      case Op::kGreaterEqual: return comparison(node);
      case Op::kBetween: return between(node);
      case Op::kIn: return in(node);
      case Op::kIf: return choice(node);
      case Op::kCall:
      case Op::kCallNamed: return call(node);
      case Op::kFilter: return filter(node);
      case Op::kSome:
      case Op::kEvery: return quantified(node);
      case Op::kConstant: {
        const feel::Value& value = formula_->program->constant(node.a);
        if (value.is(Kind::kBoolean)) return boolean(value.boolean() ? "1" : "0");
        return refuse(node, {"固定值须与字段比较", "a fixed value must be compared with a field"});
      }
      case Op::kAdd:
      case Op::kSubtract:
      case Op::kMultiply:
      case Op::kDivide:
      case Op::kPower:
      case Op::kNegate:
        return refuse(node, {"不能对字段做算术；请把算术移到固定值一边（如 until < today + duration(\"P30D\")）",
                             "fields cannot be calculated with; move the arithmetic to the fixed side (until < today + duration(\"P30D\"))"});
      default: return refuse(node, {"此处不能翻译为数据库查询", "this cannot be translated for the database"});
    }
  }

  Context& context_;
  const RegisterTable& table_;
  const lifecycle::Actor* actor_;
  Conditions& conditions_;
  const Formula* formula_ = nullptr;
  std::map<uint32_t, Source> items_;       // slots that hold an item of a list
  int aliases_ = 0;
  int depth_ = 0;
};

}  // namespace

base::Status add_feel_filter(Context& context, const RegisterTable& table, const std::string& text, const lifecycle::Actor* actor,
                             Conditions& conditions) {
  const auto bad = [&](const base::Text& reason, const std::string& part) {
    return Error(ErrorCode::kBadFilter).at("filter").with("filter", part).with("reason", reason);
  };
  if (text.size() > kLongest || !base::is_utf8(text)) return bad({"过长或不是有效文本", "too long or not a valid text"}, "filter");
  std::vector<registers::FormulaMistake> mistakes;
  const registers::FormulaPointer formula = registers::compile_formula(text, {table.schema()}, context.pack->record_types, mistakes);
  if (!formula) {
    const auto& first = mistakes.front();
    std::string part = text.substr(std::min<size_t>(first.position, text.size()), 24);
    while (!part.empty() && !base::is_utf8(part)) part.pop_back();
    return bad({first.problem.zh + "。" + first.remedy.zh, first.problem.in(base::Language::kEn) + "; " + first.remedy.in(base::Language::kEn)},
               part.empty() ? text : part);
  }
  LINGQU_TRY(sql, Translator(context, table, actor, conditions).condition(*formula));
  conditions.add(sql);
  return {};
}

}  // namespace lingqu::engine
