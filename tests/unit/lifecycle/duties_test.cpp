#include "lifecycle/duties.hpp"

#include <doctest/doctest.h>

#include "registers/formula.hpp"
#include "unit/lifecycle/fixture.hpp"

namespace lingqu::lifecycle {
namespace {

using base::Money;
using registers::FormulaPointer;
using registers::Value;
using State = DutyFinding::State;

struct Owed {
  registers::Register schema = deals();
  registers::Record record = deal();
  FakeSurroundings around;
  Lifecycle lifecycle;

  FormulaPointer formula(const std::string& text) const {
    if (text.empty()) return nullptr;
    const auto types = std::make_shared<registers::RecordTypes>(std::vector<const registers::Register*>{&schema}, "organisation");
    std::vector<registers::FormulaMistake> mistakes;
    FormulaPointer out = registers::compile_formula(text, {schema, {}, {}}, types, mistakes);
    REQUIRE(out != nullptr);
    return out;
  }
  DutyFinding one(const std::string& applies, const std::string& done, std::vector<std::string> late_in = {}) {
    lifecycle.duties = {{"d", {"职责", "Duty"}, "law/1", formula(applies), formula(done), std::move(late_in), {"请补", "Do it"}}};
    auto found = check_duties(schema, lifecycle, record, around);
    REQUIRE(found.ok());
    REQUIRE(found->size() == 1);
    return found->front();
  }
};

TEST_CASE("a duty is done only where that is true; what cannot be told is missing, with the reason") {
  Owed o;
  CHECK(o.one("", "total > 100").state == State::kMissing);  // no total yet
  put(o.record, "total", Value(Money{100'00}));
  CHECK(o.one("", "total > 100").state == State::kMissing);
  CHECK(o.one("", "total >= 100").state == State::kDone);
  const DutyFinding unknown = o.one("", "total / 0 > 1");
  CHECK(unknown.state == State::kMissing);
  CHECK_FALSE(unknown.reasons.empty());
}

TEST_CASE("a duty that does not apply, or of which that cannot be told yet, is not asked for") {
  Owed o;
  CHECK(o.one("total > 0", "true").state == State::kNotApplicable);
  put(o.record, "total", Value(Money{-1}));
  CHECK(o.one("total > 0", "true").state == State::kNotApplicable);
  put(o.record, "total", Value(Money{1}));
  CHECK(o.one("total > 0", "true").state == State::kDone);
}

TEST_CASE("missing is late from the states on by which it should have been done; done is never late") {
  Owed o;
  o.record.state = "signed";
  CHECK_FALSE(o.one("", "false", {"paid"}).late);
  CHECK(o.one("", "false", {"signed", "paid"}).late);
  CHECK_FALSE(o.one("", "true", {"signed"}).late);
  CHECK_FALSE(o.one("false", "false", {"signed"}).late);
}

TEST_CASE("when the records around cannot be read, nothing is said") {
  Owed o;
  o.schema.with = {{"parts", "deal", "buyer"}};
  o.around.broken = true;
  o.lifecycle.duties = {{"d", {}, "law/1", nullptr, o.formula("count(parts) = 0"), {}, {}}};
  CHECK_FALSE(check_duties(o.schema, o.lifecycle, o.record, o.around).ok());
}

TEST_CASE("names of states are those of the interface") {
  CHECK(name(State::kDone) == "done");
  CHECK(name(State::kMissing) == "missing");
  CHECK(name(State::kNotApplicable) == "not_applicable");
}

}  // namespace
}  // namespace lingqu::lifecycle
