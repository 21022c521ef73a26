#include "feel/builtin.hpp"

#include <algorithm>
#include <map>

namespace lingqu::feel {
namespace {

std::vector<std::string_view> split_names(std::string_view names) {
  std::vector<std::string_view> out;
  while (!names.empty()) {
    const size_t comma = std::min(names.find(", "), names.size());
    out.push_back(names.substr(0, comma));
    names.remove_prefix(std::min(comma + 2, names.size()));
  }
  return out;
}

class BuiltinFunction final : public Function {
 public:
  explicit BuiltinFunction(const Builtin& builtin) : builtin_(builtin) {
    for (const std::string_view names : builtin.signatures)
      signatures_.push_back(split_names(names));
    if (!signatures_.empty())
      for (const std::string_view name : signatures_[0])
        parameters_.push_back({std::string(name), nullptr});
  }
  std::string_view name() const override { return builtin_.name; }
  const std::vector<Parameter>& parameters() const override { return parameters_; }
  bool is_builtin() const override { return true; }

  Value call(Evaluator& evaluator, const Value* arguments, size_t count) const override {
    if (count < builtin_.fewest || count > builtin_.most)
      return evaluator.fail("wrong number of arguments for", name());
    return builtin_.implementation({evaluator, arguments, count});
  }

  Value call_named(Evaluator& evaluator, const std::vector<Value>& names,
                   const Value* arguments) const override {
    for (size_t signature = 0; signature < signatures_.size(); ++signature) {
      const auto& wanted = signatures_[signature];
      std::vector<Value> ordered(std::max(wanted.size(), builtin_.fewest));
      std::vector<bool> given(wanted.size(), false);
      size_t count = builtin_.fewest;
      bool fits = true;
      for (size_t i = 0; i < names.size() && fits; ++i) {
        const auto at = static_cast<size_t>(
            std::find(wanted.begin(), wanted.end(), names[i].text()) - wanted.begin());
        fits = at < wanted.size() && !given[at];
        if (!fits) break;
        given[at] = true;
        ordered[at] = arguments[i];
        count = std::max(count, at + 1);
      }
      if (fits) return builtin_.implementation({evaluator, ordered.data(), count, signature});
    }
    return evaluator.fail("no such parameters", name());
  }

 private:
  const Builtin& builtin_;
  std::vector<std::vector<std::string_view>> signatures_;
  std::vector<Parameter> parameters_;
};

struct Table {
  std::map<std::string_view, Value> functions;
  std::vector<std::string_view> names;
  Table() {
    for (const auto* family :
         {&numeric_builtins(), &string_builtins(), &list_builtins(), &aggregate_builtins(),
          &context_builtins(), &conversion_builtins(), &temporal_builtins(), &range_builtins()}) {
      for (const Builtin& builtin : *family)
        functions.emplace(builtin.name, Value(new BuiltinFunction(builtin)));
    }
    for (const auto& [name, function] : functions) names.push_back(name);
  }
};
const Table& table() {
  static const Table instance;
  return instance;
}

}  // namespace

const Value* find_builtin(std::string_view name) {
  const auto found = table().functions.find(name);
  return found != table().functions.end() ? &found->second : nullptr;
}

const std::vector<std::string_view>& builtin_names() {
  return table().names;
}

bool is_foldable(std::string_view name) {
  return name == "date" || name == "time" || name == "date and time" || name == "duration" ||
         name == "number" || name == "years and months duration" || name == "range";
}

const Value* Arguments::get(size_t i, Kind kind) const {
  const Value& value = values[i];
  if (value.is(kind)) return &value;
  if (value.is(Kind::kList) && value.list().size() == 1 && value.list()[0].is(kind))
    return &value.list()[0];
  if (evaluator.collecting()) {
    evaluator.fail("argument " + std::to_string(i + 1) + " is " +
                   std::string(kind_name(value.kind())) + ", not " + std::string(kind_name(kind)));
  }
  return nullptr;
}

Value Arguments::list(size_t i) const {
  const Value& value = values[i];
  if (value.is(Kind::kList)) {
    evaluator.spend(value.list().size());
    return value;
  }
  if (value.is_null()) return evaluator.fail("a list is expected, not null");
  return Value(std::vector<Value>{value});
}

Value Arguments::items() const {
  if (count == 1) return list(0);
  return Value(std::vector<Value>(values, values + count));
}

}  // namespace lingqu::feel
