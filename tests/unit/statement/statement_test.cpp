#include <doctest/doctest.h>

#include "statement/statement.hpp"

namespace lingqu::statement {
namespace {

using base::make_date;

TEST_CASE("the conditions of a cell take the period they are asked for") {
  const Period period = year_period(2026);
  CHECK(filled("{from}", period) == "2026-01-01");
  CHECK(filled("{to}", period) == "2026-12-31");
  CHECK(filled("第 {year} 号，{from} 至 {to}", period) == "第 2026 号，2026-01-01 至 2026-12-31");
  CHECK(filled("registered,offered", period) == "registered,offered");
  CHECK(filled("{other} {", period) == "{other} {");
}

TEST_CASE("what lies before a day, in whole years, whole months and days") {
  const Before inside = before(make_date(2026, 7, 22));
  CHECK(inside.year == "2026");
  CHECK(inside.first_month == "2026-01");
  CHECK(inside.month == "2026-07");
  CHECK(inside.first_day == "2026-07-01");
  CHECK(inside.day == "2026-07-22");
  // On the first day of a year the three ranges of months and days are empty.
  const Before edge = before(make_date(2026, 1, 1));
  CHECK(edge.first_month == edge.month);
  CHECK(edge.first_day == edge.day);
}

TEST_CASE("figures of a period from the sums before it and up to its end") {
  const Figures f = figures({1000, 300, 5, 2, 9}, {1500, 450, 6, 2, 12});
  CHECK(f.opening == 700);
  CHECK(f.increase == 500);
  CHECK(f.decrease == 150);
  CHECK(f.closing() == 1050);
  CHECK(f.items_opening == 3);
  CHECK(f.items_in == 1);
  CHECK(f.items_out == 0);
  CHECK(f.items_closing() == 4);
  CHECK(f.entries == 3);
  CHECK_FALSE(f.blank());
  CHECK(figures({100, 100, 1, 1, 2}, {100, 100, 1, 1, 2}).blank());
}

TEST_CASE("lines add up") {
  Figures total = figures({100, 0, 1, 0, 1}, {250, 50, 2, 0, 3});
  total.add(figures({10, 10, 1, 1, 2}, {40, 10, 2, 1, 3}));
  CHECK(total.opening == 100);
  CHECK(total.increase == 180);
  CHECK(total.decrease == 50);
  CHECK(total.closing() == 230);
  CHECK(total.items_closing() == 3);
  CHECK(total.entries == 3);
}

}  // namespace
}  // namespace lingqu::statement
