#include "match/figures.hpp"

#include <algorithm>
#include <cstdlib>

#include "search/folding.hpp"

namespace lingqu::match {

namespace {

struct Unit {
  std::u32string_view name;  // folded
  const char* dimension;
  double factor;
};

// Longer names of one beginning come first.
constexpr Unit kUnits[] = {
    {U"mg/kg", "share", 1e-6},  {U"ug/kg", "share", 1e-9}, {U"μg/kg", "share", 1e-9}, {U"g/kg", "share", 1e-3},   {U"mg/l", "concentration", 1e-3},
    {U"ug/l", "concentration", 1e-6}, {U"μg/l", "concentration", 1e-6}, {U"g/l", "concentration", 1}, {U"mol/l", "molarity", 1}, {U"mmol/l", "molarity", 1e-3},
    {U"kg/hm2", "dose", 1},     {U"%", "share", 0.01},     {U"‰", "share", 0.001},    {U"ppm", "share", 1e-6},
    {U"°c", "temperature", 1},  {U"℃", "temperature", 1},  {U"摄氏度", "temperature", 1},
    {U"gpa", "pressure", 1e9},  {U"mpa", "pressure", 1e6}, {U"kpa", "pressure", 1e3}, {U"pa", "pressure", 1},
    {U"kwh", "energy", 3.6e6},  {U"mw", "power", 1e6},     {U"kw", "power", 1e3},     {U"w", "power", 1},
    {U"kv", "voltage", 1e3},    {U"mv", "voltage", 1e-3},  {U"v", "voltage", 1},      {U"伏", "voltage", 1},
    {U"ma", "current", 1e-3},   {U"a", "current", 1},      {U"安", "current", 1},
    {U"ghz", "frequency", 1e9}, {U"mhz", "frequency", 1e6}, {U"khz", "frequency", 1e3}, {U"hz", "frequency", 1},
    {U"db", "level", 1},        {U"r/min", "turns", 1},    {U"rpm", "turns", 1},      {U"转/分", "turns", 1},
    {U"km/h", "speed", 1 / 3.6}, {U"m/s", "speed", 1},     {U"m/min", "speed", 1.0 / 60},
    {U"nm", "length", 1e-9},    {U"μm", "length", 1e-6},   {U"um", "length", 1e-6},   {U"微米", "length", 1e-6},   {U"纳米", "length", 1e-9},
    {U"mm", "length", 1e-3},    {U"毫米", "length", 1e-3}, {U"cm", "length", 1e-2},   {U"厘米", "length", 1e-2},   {U"km", "length", 1e3},
    {U"公里", "length", 1e3},   {U"千米", "length", 1e3},  {U"米", "length", 1},      {U"m", "length", 1},
    {U"mg", "mass", 1e-6},      {U"kg", "mass", 1},        {U"公斤", "mass", 1},      {U"千克", "mass", 1},        {U"克", "mass", 1e-3},
    {U"万吨", "mass", 1e7},     {U"吨", "mass", 1e3},      {U"g", "mass", 1e-3},      {U"t", "mass", 1e3},
    {U"min", "time", 60},       {U"ms", "time", 1e-3},     {U"分钟", "time", 60},     {U"小时", "time", 3600},     {U"h", "time", 3600},
    {U"秒", "time", 1},         {U"s", "time", 1},         {U"天", "time", 86400},    {U"d", "time", 86400},       {U"年", "time", 31557600},
    {U"万元", "money", 1e4},    {U"亿元", "money", 1e8},   {U"元", "money", 1},
};

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_letter(char32_t c) { return (c >= U'a' && c <= U'z') || c == U'μ'; }

Bound bound_around(std::u32string_view before, std::u32string_view after) {
  const auto ends = [&](std::u32string_view word) { return before.ends_with(word); };
  const auto starts = [&](std::u32string_view word) { return after.starts_with(word); };
  for (const std::u32string_view word : {U"≥", U">", U"不低于", U"不少于", U"不小于", U"大于", U"至少", U"超过", U"高于", U"at least", U"more than", U"over", U"above"})
    if (ends(word) && !ends(U"不" + std::u32string(word))) return Bound::kAtLeast;
  for (const std::u32string_view word : {U"≤", U"<", U"不超过", U"不高于", U"不大于", U"小于", U"低于", U"少于", U"至多", U"降到", U"at most", U"less than", U"below", U"under"})
    if (ends(word)) return Bound::kAtMost;
  for (const std::u32string_view word : {U"以上", U"及以上", U"or more"})
    if (starts(word)) return Bound::kAtLeast;
  for (const std::u32string_view word : {U"以下", U"以内", U"及以下", U"or less"})
    if (starts(word)) return Bound::kAtMost;
  return Bound::kNone;
}

const Unit* unit_at(std::u32string_view rest) {
  for (const Unit& unit : kUnits) {
    if (!rest.starts_with(unit.name)) continue;
    const bool letters = is_letter(unit.name.back());
    if (letters && rest.size() > unit.name.size() && (is_letter(rest[unit.name.size()]) || rest[unit.name.size()] == U'/')) continue;
    return &unit;
  }
  return nullptr;
}

std::u32string_view without_blanks_at_end(std::u32string_view text) {
  while (!text.empty() && text.back() == U' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::vector<Figure> figures_in(std::string_view text) {
  std::vector<Figure> found;
  const std::u32string folded = search::fold(text);
  const std::u32string_view all = folded;
  for (size_t i = 0; i < all.size(); ++i) {
    if (!is_digit(all[i]) || (i > 0 && (is_letter(all[i - 1]) || all[i - 1] == U'.' || is_digit(all[i - 1])))) continue;
    size_t end = i;
    while (end < all.size() && (is_digit(all[end]) || (all[end] == U'.' && end + 1 < all.size() && is_digit(all[end + 1])))) ++end;
    size_t unit_begin = end;
    while (unit_begin < all.size() && all[unit_begin] == U' ') ++unit_begin;
    const Unit* unit = unit_at(all.substr(unit_begin));
    if (unit != nullptr) {
      const size_t unit_end = unit_begin + unit->name.size();
      const double number = std::strtod(search::to_utf8(all.substr(i, end - i)).c_str(), nullptr);
      found.push_back({search::to_utf8(all.substr(i, unit_end - i)), unit->dimension, number * unit->factor,
                       bound_around(without_blanks_at_end(all.substr(0, i)), all.substr(unit_end))});
    }
    i = end;
  }
  return found;
}

bool fits(const Figure& wanted, const Figure& offered) {
  if (wanted.dimension != offered.dimension) return false;
  switch (wanted.bound) {
    case Bound::kAtLeast:
      return offered.value >= wanted.value;
    case Bound::kAtMost:
      return offered.value <= wanted.value;
    case Bound::kNone:
      break;
  }
  return offered.value >= wanted.value / 2 && offered.value <= wanted.value * 2;
}

}  // namespace lingqu::match
