// Contexts (DMN 1.5, 10.3.4.10).
#include "feel/builtin.hpp"

namespace lingqu::feel {
namespace {

Value get_value(const Arguments& in) {
  const Value* context = in.get(0, Kind::kContext);
  if (context == nullptr) return Value();
  if (in[1].is(Kind::kList)) {  // a path of keys
    Value at = *context;
    for (const Value& key : in[1].list()) {
      const Value* next =
          at.is(Kind::kContext) && key.is(Kind::kString) ? at.context().find(key.text()) : nullptr;
      if (next == nullptr) return in.fail("no entry at that path");
      Value step = *next;
      at = std::move(step);
    }
    return at;
  }
  const Value* key = in.get(1, Kind::kString);
  if (key == nullptr) return Value();
  const Value* found = context->context().find(key->text());
  return found != nullptr ? *found : in.fail("no such entry");
}

Value get_entries(const Arguments& in) {
  const Value* context = in.get(0, Kind::kContext);
  if (context == nullptr) return Value();
  static const Value key_name("key"), value_name("value");
  std::vector<Value> entries;
  in.evaluator.spend(context->context().size());
  for (const auto& entry : context->context().entries()) {
    Context pair;
    pair.append(key_name, entry.key);
    pair.append(value_name, entry.value);
    entries.emplace_back(std::move(pair));
  }
  return Value(std::move(entries));
}

Value make_context(const Arguments& in) {
  const Value list = in.list(0);
  if (!list.is(Kind::kList)) return Value();
  Context result;
  for (const Value& entry : list.list()) {
    const Value* key = entry.is(Kind::kContext) ? entry.context().find("key") : nullptr;
    const Value* value = entry.is(Kind::kContext) ? entry.context().find("value") : nullptr;
    if (key == nullptr || value == nullptr || !key->is(Kind::kString))
      return in.fail("not an entry with key and value");
    if (result.find(key->text()) != nullptr) return in.fail("duplicate key");
    result.append(*key, *value);
  }
  return Value(std::move(result));
}

Value put_at(const Arguments& in, const Value& target, const std::vector<Value>& keys, size_t depth,
             const Value& value) {
  if (!target.is(Kind::kContext)) return in.fail("no context at that path");
  if (!keys[depth].is(Kind::kString)) return in.fail("a key is not a string");
  Context copy = target.context();
  in.evaluator.spend(copy.size());
  if (depth + 1 == keys.size()) {
    copy.set(keys[depth], value);
    return Value(std::move(copy));
  }
  const Value* inner = copy.find(keys[depth].text());
  if (inner == nullptr) return in.fail("no context at that path");
  Value changed = put_at(in, *inner, keys, depth + 1, value);
  if (changed.is_null()) return changed;
  copy.set(keys[depth], std::move(changed));
  return Value(std::move(copy));
}

Value context_put(const Arguments& in) {
  const Value* context = in.get(0, Kind::kContext);
  if (context == nullptr) return Value();
  static constexpr size_t kKeyNamed =
      1;  // context put(context:…, key:…, value:…) takes one key only
  if (in[1].is(Kind::kList)) {
    if (in.signature == kKeyNamed) return in.fail("the key is not a string");
    if (in[1].list().empty() || in[1].list().size() > Value::kMaxDepth) return in.fail("no keys");
    return put_at(in, *context, in[1].list(), 0, in[2]);
  }
  if (!in[1].is(Kind::kString)) return in.fail("the key is not a string");
  return put_at(in, *context, {in[1]}, 0, in[2]);
}

Value context_merge(const Arguments& in) {
  const Value list = in.list(0);
  if (!list.is(Kind::kList)) return Value();
  Context result;
  for (const Value& item : list.list()) {
    if (!item.is(Kind::kContext)) return in.fail("an item is not a context");
    if (!in.evaluator.spend(item.context().size())) return Value();
    for (const auto& entry : item.context().entries()) result.set(entry.key, entry.value);
  }
  return Value(std::move(result));
}

}  // namespace

const std::vector<Builtin>& context_builtins() {
  static const std::vector<Builtin> table = {
      {"get value", 2, 2, {"m, key"}, get_value},
      {"get entries", 1, 1, {"m"}, get_entries},
      {"context", 1, 1, {"entries"}, make_context},
      {"context put", 3, 3, {"context, keys, value", "context, key, value"}, context_put},
      {"context merge", 1, 1, {"contexts"}, context_merge},
  };
  return table;
}

}  // namespace lingqu::feel
