#include "statement/statement.hpp"

namespace lingqu::statement {

Period year_period(int year) { return {base::make_date(year, 1, 1), base::make_date(year, 12, 31)}; }

std::string filled(std::string_view text, const Period& period) {
  const std::pair<std::string_view, std::string> places[] = {
      {"{from}", base::to_string(period.from)}, {"{to}", base::to_string(period.to)}, {"{year}", std::to_string(base::year_of(period.to))}};
  std::string out;
  while (!text.empty()) {
    bool found = false;
    for (const auto& [name, value] : places) {
      if (!text.starts_with(name)) continue;
      out += value;
      text.remove_prefix(name.size());
      found = true;
      break;
    }
    if (found) continue;
    out += text.front();
    text.remove_prefix(1);
  }
  return out;
}

Before before(base::Date day) {
  const std::string text = base::to_string(day);
  const std::string year = text.substr(0, 4), month = text.substr(0, 7);
  return {year, year + "-01", month, month + "-01", text};
}

bool Figures::blank() const {
  return opening == 0 && increase == 0 && decrease == 0 && items_opening == 0 && items_in == 0 && items_out == 0 && entries == 0;
}

void Figures::add(const Figures& other) {
  opening += other.opening;
  increase += other.increase;
  decrease += other.decrease;
  items_opening += other.items_opening;
  items_in += other.items_in;
  items_out += other.items_out;
  entries += other.entries;
}

Figures figures(const Sums& first, const Sums& last) {
  Figures out;
  out.opening = first.increase - first.decrease;
  out.increase = last.increase - first.increase;
  out.decrease = last.decrease - first.decrease;
  out.items_opening = first.items_in - first.items_out;
  out.items_in = last.items_in - first.items_in;
  out.items_out = last.items_out - first.items_out;
  out.entries = last.entries - first.entries;
  return out;
}

}  // namespace lingqu::statement
