// A compiled FEEL expression: a flat tree of nodes over numbered slots. Immutable after
// compilation, so that any number of threads may evaluate it. Names are gone: each variable is a
// slot of the frame of its function.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "feel/type.hpp"
#include "feel/value.hpp"

namespace lingqu::feel {

class Evaluator;
class Program;
using NodeId = uint32_t;
inline constexpr NodeId kNoNode = UINT32_MAX;

enum class Op : uint8_t {
  kConstant,  // a: constant
  kSlot,      // a: slot
  kUnknown,   // a: constant (why this is null)
  kItemName,  // a: slot of the item, b: constant (the name), c: node where the item has no such
              // entry, or kNoNode
  kNegate,    // a
  kAdd,       // a, b; likewise the following
  kSubtract,
  kMultiply,
  kDivide,
  kPower,
  kAnd,
  kOr,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kBetween,    // children: value, low, high
  kIf,         // children: condition, then, else; flag 1: a condition that is null is an error too
  kList,       // children
  kContext,    // children: (constant key, slot, node)*; flag 1: the last child triple is the result
               // and has no key
  kInterval,   // a, b; flag: 1 start included, 2 end included
  kOpenRange,  // a; flag: Comparison
  kPath,       // a, b: constant (the name)
  kFilter,     // a, b: condition, c: slot of the item
  kFor,        // children: body, partial slot, then (slot, node, end node or kNoNode)*
  kSome,       // children: condition, then (slot, node, end node or kNoNode)*
  kEvery,      // likewise
  kCall,       // a: function; children: arguments
  kCallNamed,  // a: function; children: arguments, then as many constants (their names)
  kLambda,     // a: index of the lambda
  kInstanceOf,   // a, b: type
  kIn,           // a, b: slot of the value, c: test
  kTestAny,      // children: tests; kNot: a test
  kTestNot,      // a
  kTestCompare,  // a: slot, b: node; flag: Comparison
  kTestMatch,    // a: slot, b: node whose value is compared as table 55 says
  kTestTrue,     // a: node that used `?`: matches if true
  kCoerce,       // a, b: type
  kExtension     // a: index of the extension
};

enum class Comparison : uint8_t { kEqual, kNotEqual, kLess, kLessEqual, kGreater, kGreaterEqual };

struct Node {
  Op op;
  uint8_t flag = 0;
  uint32_t a = 0;
  uint32_t b = 0;
  uint32_t c = 0;
  uint32_t first = 0;  // children: count entries of Program::children from here
  uint32_t count = 0;
  uint32_t position = 0;  // byte offset in the source
};

struct Lambda {
  std::vector<Parameter> parameters;  // in the first slots of the frame
  struct Capture {
    uint32_t from;  // slot of the enclosing frame
    uint32_t to;    // slot of the own frame
  };
  std::vector<Capture> captures;
  NodeId body = kNoNode;
  uint32_t slots = 0;
  // External function (kind Java): the native function it names; null pointer if there is none
  // such.
  const Function* native = nullptr;
  bool external = false;
};

// A node whose evaluation an embedding library defines (decision tables).
class Extension {
 public:
  virtual ~Extension() = default;
  virtual Value evaluate(Evaluator& evaluator, const Program& program, Value* slots) const = 0;
};

class Program : public std::enable_shared_from_this<Program> {
 public:
  const Node& node(NodeId id) const { return nodes_[id]; }
  const uint32_t* children(const Node& node) const { return children_.data() + node.first; }
  const Value& constant(uint32_t index) const { return constants_[index]; }
  const Type& type(uint32_t index) const { return *types_[index]; }
  const Lambda& lambda(uint32_t index) const { return lambdas_[index]; }
  const Extension& extension(uint32_t index) const { return *extensions_[index]; }
  uint32_t extensions() const { return static_cast<uint32_t>(extensions_.size()); }
  size_t size() const { return nodes_.size(); }
  // Slots of the outermost frame; the first ones are the inputs, in the order given to the
  // compiler.
  uint32_t slots() const { return slots_; }
  NodeId root() const { return root_; }
  void set_root(NodeId root) { root_ = root; }
  // The value of a node that is a constant, else null pointer.
  const Value* if_constant(NodeId id) const {
    return node(id).op == Op::kConstant ? &constants_[node(id).a] : nullptr;
  }

  // For compilers.
  NodeId add(Node node) {
    nodes_.push_back(node);
    return static_cast<NodeId>(nodes_.size() - 1);
  }
  NodeId add(Node node, const std::vector<uint32_t>& children) {
    node.first = static_cast<uint32_t>(children_.size());
    node.count = static_cast<uint32_t>(children.size());
    children_.insert(children_.end(), children.begin(), children.end());
    return add(node);
  }
  uint32_t add_constant(Value value) {
    constants_.push_back(std::move(value));
    return static_cast<uint32_t>(constants_.size() - 1);
  }
  uint32_t add_type(const Type* type) {
    types_.push_back(type);
    return static_cast<uint32_t>(types_.size() - 1);
  }
  uint32_t add_lambda(Lambda lambda) {
    lambdas_.push_back(std::move(lambda));
    return static_cast<uint32_t>(lambdas_.size() - 1);
  }
  uint32_t add_extension(std::unique_ptr<Extension> extension) {
    extensions_.push_back(std::move(extension));
    return static_cast<uint32_t>(extensions_.size() - 1);
  }
  void reserve_slots(uint32_t slots) {
    if (slots > slots_) slots_ = slots;
  }
  TypeArena& types() { return arena_; }

 private:
  std::vector<Node> nodes_;
  std::vector<uint32_t> children_;
  std::vector<Value> constants_;
  std::vector<const Type*> types_;
  std::vector<Lambda> lambdas_;
  std::vector<std::unique_ptr<Extension>> extensions_;
  TypeArena arena_;
  uint32_t slots_ = 0;
  NodeId root_ = kNoNode;
};

}  // namespace lingqu::feel
