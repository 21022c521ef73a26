// Who is told of a change: the same people who may see the record it changed.
#include <doctest/doctest.h>

#include "engine/rights.hpp"

using namespace lingqu;
using namespace lingqu::engine;

namespace {

struct Seen {
  registers::Register schema;
  registers::Record record;

  Seen() {
    registers::Field buyer;
    buyer.name = "buyer";
    buyer.type = registers::FieldType::kRef;
    buyer.party = true;
    registers::Field other = buyer;
    other.name = "other";
    other.party = false;
    schema.name = "deal";
    schema.fields = {buyer, other};
    record.owner = 1;
    record.state = "open";
    record.values = {registers::Ref{2}, registers::Ref{3}};
  }
};

lifecycle::Actor member(int64_t organisation) {
  lifecycle::Actor actor;
  actor.account = 7;
  actor.memberships = {{organisation, "enterprise"}};
  return actor;
}

}  // namespace

TEST_CASE("a change is told to whom the record is shown") {
  using enum registers::Visibility;
  Seen seen;
  lifecycle::Actor officer;
  officer.account = 8;
  officer.region_roles = {"officer"};
  const lifecycle::Actor owner = member(1), buyer = member(2), stranger = member(3);
  for (const auto visible : {kPublic, kRegistered, kParties, kRegulator}) {
    seen.schema.visible = visible;
    const Audience audience = audience_of(seen.schema, seen.record);
    for (const lifecycle::Actor* actor : std::initializer_list<const lifecycle::Actor*>{nullptr, &owner, &buyer, &stranger, &officer}) {
      CAPTURE(static_cast<int>(visible));
      CAPTURE(actor ? actor->account : 0);
      CHECK(belongs(audience, actor) == sees_record(seen.schema, seen.record, actor));
    }
  }
  seen.schema.visible = kParties;
  CHECK(belongs(audience_of(seen.schema, seen.record), &buyer));
  CHECK_FALSE(belongs(audience_of(seen.schema, seen.record), &stranger));
}

TEST_CASE("the audience is that of the state the record is in") {
  Seen seen;
  seen.schema.visible_in["open"] = registers::Visibility::kPublic;
  CHECK(belongs(audience_of(seen.schema, seen.record), nullptr));
  seen.record.state = "draft";
  CHECK_FALSE(belongs(audience_of(seen.schema, seen.record), nullptr));
}
