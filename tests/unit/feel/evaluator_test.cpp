#include "feel/evaluator.hpp"

#include <doctest/doctest.h>

#include "feel/compiler.hpp"

using namespace lingqu::feel;

namespace {

struct Run {
  Value value;
  std::vector<Reason> reasons;
  Stop stop = Stop::kNone;
};

Run run(std::string_view text, const Budget& budget = {}) {
  const CompiledExpression compiled = compile(text, {});
  REQUIRE(compiled.program != nullptr);
  Run result;
  Evaluator evaluator(budget);
  evaluator.collect_into(&result.reasons);
  result.value = evaluator.run(*compiled.program, std::vector<Value>{});
  result.stop = evaluator.stopped();
  return result;
}

std::string repeated(std::string_view piece, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += piece;
  return out;
}

}  // namespace

TEST_CASE("a null comes with its reason and place") {
  const Run result = run("1 + (\"a\" * 2)");
  CHECK(result.value.is_null());
  REQUIRE(result.reasons.size() == 2);
  CHECK(result.reasons[0].text == "cannot multiply string and number");
  CHECK(result.reasons[0].position == 9);
  CHECK(result.reasons[1].text == "cannot add number and null");
  CHECK(run("nowhere").reasons[0].text == "unknown name: nowhere");
  CHECK(run("[1][5]").reasons[0].text == "no item at that index: 5");
  CHECK(run("1 + 1").reasons.empty());
}

TEST_CASE("evaluation stops at its budgets") {
  CHECK(run("count(for i in 1..100000, j in 1..100000 return 1)", {100'000, 1u << 30, 1000}).stop ==
        Stop::kSteps);
  CHECK(run("for i in 1..9999999999 return i").stop == Stop::kSteps);
  CHECK(run("for i in 1..1000000 return i", {100'000'000, 1u << 20, 1000}).stop == Stop::kMemory);
  CHECK(run("{f: function(g, n) g(g, n + 1), x: f(f, 0)}.x").stop == Stop::kDepth);
  // Doubling a text: 2^60 bytes if nothing stopped it.
  CHECK(
      run("(for i in 1..60 return if i = 1 then \"x\" else partial[-1] + partial[-1])[-1]").stop ==
      Stop::kMemory);
  CHECK(run("string join(for i in 1..1000000 return \"0123456789\", \"\")",
            {100'000'000, 8u << 20, 1000})
            .stop == Stop::kMemory);
  CHECK(run("sum(for i in 1..1000 return i)").stop == Stop::kNone);
}

TEST_CASE("values nested too deeply become null instead of exhausting the stack") {
  const Run result = run("count(for i in 1..20000 return if i = 1 then [] else [partial[-1]])");
  CHECK(result.stop == Stop::kNone);
  CHECK(
      run("(for i in 1..20000 return if i = 1 then function() 0 else {f: partial[-1]})[-1]").stop ==
      Stop::kNone);
}

TEST_CASE("regular expressions that never end are stopped") {
  CHECK(run("matches(\"" + repeated("a", 40) + "!\", \"^(a+)+$\")").value.is_null());
}

TEST_CASE("hostile texts are syntax errors, in time") {
  for (const std::string& text :
       {repeated("(", 10'000), repeated("[", 10'000), repeated("{a:", 10'000),
        repeated("-", 10'000), repeated("if true then ", 10'000), repeated("x in (", 200),
        repeated("[1..", 200), repeated("function(", 500), repeated("not(", 5'000),
        repeated("1[", 3'000), repeated("a.", 100) + "(", std::string("\"\\"), std::string("@"),
        repeated("for i in ", 3'000), std::string(1, '\0'), std::string("\xff\xfe"),
        repeated("list<", 3'000)}) {
    CHECK(compile(text, {}).program == nullptr);
    CHECK(compile("1 instance of " + text, {}).program == nullptr);
    CHECK(compile_tests(text, nullptr).program == nullptr);
  }
}

TEST_CASE("a syntax error says where") {
  const CompiledExpression compiled = compile("1 + * 2", {});
  CHECK(compiled.program == nullptr);
  CHECK(compiled.error.position == 4);
  CHECK(compile("if true then 1", {}).error.message == "expected else");
}

TEST_CASE("types convert as the standard says, or refuse") {
  Evaluator evaluator;
  TypeArena types;
  const Type* number = simple_type(Kind::kNumber);
  const Type* numbers = types.list_of(number);
  CHECK(same(evaluator.coerce(Value(std::vector<Value>{Value(int64_t{1})}), *number),
             Value(int64_t{1})));
  CHECK(evaluator.coerce(Value("x"), *number).is_null());
  CHECK(evaluator.coerce(Value(int64_t{1}), *numbers).is(Kind::kList));
  CHECK(evaluator.coerce(Value("x"), *numbers).is_null());
  CHECK(evaluator.coerce(Value(*parse_date("2024-01-01")), *simple_type(Kind::kDateTime))
            .is(Kind::kDateTime));
  CHECK(evaluator.coerce(Value(), *number).is_null());
}

TEST_CASE("unary tests judge one value") {
  const auto holds = [](std::string_view tests, Value value) {
    const CompiledExpression compiled = compile_tests(tests, nullptr);
    REQUIRE(compiled.program != nullptr);
    Evaluator evaluator;
    return evaluator.run(*compiled.program, {std::move(value)}).is_true();
  };
  const Value five(int64_t{5});
  CHECK(holds("-", five));
  CHECK(holds("", five));
  CHECK(holds("5", five));
  CHECK(holds("< 6", five));
  CHECK(holds("[5..6), 9", five));
  CHECK(holds("not(6, 7)", five));
  CHECK(holds("? > 4 and ? < 6", five));
  CHECK(holds("odd(?)", five));
  CHECK(holds("\"a\", \"b\"", Value("b")));
  CHECK_FALSE(holds("not(5)", five));
  CHECK_FALSE(holds("\"5\"", five));
  CHECK_FALSE(holds("> 6", five));
  CHECK_FALSE(holds("< 6", Value()));
  CHECK(holds("null", Value()));
}
