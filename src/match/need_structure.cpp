#include "match/need_structure.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/text.hpp"
#include "match/understanding.hpp"

namespace lingqu::match {

namespace {

constexpr size_t kMostFigures = 30;
constexpr size_t kMostKeywords = 12;
constexpr size_t kLongestName = 20;  // code points
constexpr std::string_view kGeneral = "通用";  // the glossary's domain of words that stand in every field

struct Sign {
  std::string_view text;
  Comparison comparison;
};
// Before the number. Longer ones first where one begins with another.
constexpr std::array kBefore{
    Sign{"大于等于", Comparison::kAtLeast},     Sign{"小于等于", Comparison::kAtMost},    Sign{"不低于", Comparison::kAtLeast},
    Sign{"不少于", Comparison::kAtLeast},       Sign{"不小于", Comparison::kAtLeast},     Sign{"至少", Comparison::kAtLeast},
    Sign{"大于", Comparison::kAtLeast},         Sign{"高于", Comparison::kAtLeast},       Sign{"超过", Comparison::kAtLeast},
    Sign{"≥", Comparison::kAtLeast},            Sign{">=", Comparison::kAtLeast},         Sign{">", Comparison::kAtLeast},
    Sign{"不高于", Comparison::kAtMost},        Sign{"不超过", Comparison::kAtMost},      Sign{"不大于", Comparison::kAtMost},
    Sign{"不多于", Comparison::kAtMost},        Sign{"小于", Comparison::kAtMost},        Sign{"低于", Comparison::kAtMost},
    Sign{"≤", Comparison::kAtMost},             Sign{"<=", Comparison::kAtMost},          Sign{"<", Comparison::kAtMost},
    Sign{"约", Comparison::kAbout},             Sign{"达到", Comparison::kAtLeast},       Sign{"at least", Comparison::kAtLeast},
    Sign{"no less than", Comparison::kAtLeast}, Sign{"not less than", Comparison::kAtLeast}, Sign{"more than", Comparison::kAtLeast},
    Sign{"above", Comparison::kAtLeast},        Sign{"at most", Comparison::kAtMost},     Sign{"no more than", Comparison::kAtMost},
    Sign{"not more than", Comparison::kAtMost}, Sign{"less than", Comparison::kAtMost},   Sign{"below", Comparison::kAtMost},
    Sign{"about", Comparison::kAbout},          Sign{"ít nhất", Comparison::kAtLeast},    Sign{"không thấp hơn", Comparison::kAtLeast},
    Sign{"tối thiểu", Comparison::kAtLeast},    Sign{"không quá", Comparison::kAtMost},   Sign{"tối đa", Comparison::kAtMost},
    Sign{"dưới", Comparison::kAtMost},          Sign{"khoảng", Comparison::kAbout},       Sign{"อย่างน้อย", Comparison::kAtLeast},
    Sign{"ไม่ต่ำกว่า", Comparison::kAtLeast},       Sign{"ไม่น้อยกว่า", Comparison::kAtLeast}, Sign{"ไม่เกิน", Comparison::kAtMost},
    Sign{"ประมาณ", Comparison::kAbout}};
// After the unit.
constexpr std::array kAfter{Sign{"以上", Comparison::kAtLeast}, Sign{"以下", Comparison::kAtMost}, Sign{"以内", Comparison::kAtMost},
                            Sign{"左右", Comparison::kAbout}};
// Between the two numbers of a range.
constexpr std::array<std::string_view, 7> kTo{"~", "～", "-", "–", "至", "到", " to "};
// Units written in Chinese; those in letters and signs are taken as they stand.
constexpr std::array<std::string_view, 27> kChineseUnits{"万元", "亿元", "元", "吨", "公斤", "千克", "克", "毫米", "微米", "纳米", "厘米", "米", "公里", "小时",
                                                         "分钟", "秒", "天", "个月", "年", "次", "级", "台", "片", "件", "亩", "倍", "兆帕"};
constexpr std::array<std::string_view, 16> kBreaks{"，", "。", "；", "、", "：", "！", "？", ",", ";", ":", ". ", "\n", "(", ")", "（", "）"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A number at `at`: digits, perhaps with thousands separators and decimals. Moves `at` behind it.
std::string number_at(std::string_view text, size_t& at) {
  std::string digits;
  while (at < text.size()) {
    const char c = text[at];
    const bool next = at + 1 < text.size() && is_digit(text[at + 1]);
    if (is_digit(c))
      digits.push_back(c);
    else if (c == '.' && next && digits.find('.') == std::string::npos)
      digits.push_back(c);
    else if (!(c == ',' && next && at + 3 < text.size() && is_digit(text[at + 2]) && is_digit(text[at + 3])))
      break;
    ++at;
  }
  return digits;
}

size_t past_blanks(std::string_view text, size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

// A unit at `at`: %, ℃, letters with /, ·, powers and the like, or a Chinese one, perhaps a fraction of both. Moves `at` behind it.
std::string unit_at(std::string_view text, size_t& at) {
  static constexpr std::array<std::string_view, 12> kSigns{"%", "‰", "℃", "°C", "°", "μ", "µ", "Ω", "·", "²", "³", "/"};
  const size_t begin = past_blanks(text, at);
  size_t end = begin;
  for (bool more = true; more && end < text.size();) {
    more = false;
    const std::string_view rest = text.substr(end);
    for (const std::string_view sign : kSigns)
      if (!more && rest.starts_with(sign)) end += sign.size(), more = true;
    for (const std::string_view unit : kChineseUnits)
      if (!more && (end == begin || text[end - 1] == '/') && rest.starts_with(unit)) end += unit.size(), more = true;
    if (!more && is_letter(text[end])) ++end, more = true;
    if (!more && end > begin && text[end] == '(' && text[end - 1] == '/') {
      const size_t close = text.find(')', end);
      if (close != std::string_view::npos && close - end < 20) end = close + 1, more = true;
    }
  }
  std::string unit(text.substr(begin, end - begin));
  // A word after the number is no unit: "3 samples". Units in letters are short.
  const bool only_letters = std::all_of(unit.begin(), unit.end(), is_letter);
  if (unit.empty() || (only_letters && unit.size() > 4)) return {};
  at = end;
  return unit;
}

std::string_view clause_before(std::string_view text, size_t at) {
  const std::string_view before = text.substr(0, at);
  size_t begin = 0;
  for (const std::string_view mark : kBreaks)
    if (const size_t found = before.rfind(mark); found != std::string_view::npos) begin = std::max(begin, found + mark.size());
  return base::trim(before.substr(begin));
}

// The sign at the end of `clause`, which is cut off.
std::optional<Comparison> take_sign(std::string_view& clause) {
  const std::string lower = base::ascii_lower(clause);
  for (const Sign& sign : kBefore) {
    if (!lower.ends_with(sign.text)) continue;
    clause = base::trim(clause.substr(0, clause.size() - sign.text.size()));
    return sign.comparison;
  }
  return std::nullopt;
}

// Whether `clause` ends with `word`; a word in letters must stand by itself.
bool ends_with_word(std::string_view clause, std::string_view word) {
  if (!clause.ends_with(word)) return false;
  return clause.size() == word.size() || !is_letter(word.front()) || clause[clause.size() - word.size() - 1] == ' ';
}

std::string name_of(std::string_view clause) {
  static constexpr std::array<std::string_view, 12> kIdle{"要求", "希望", "需要", "使", "达到", "is", "of", "must be", "should be", "应", "须", "的"};
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view word : kIdle) {
      if (ends_with_word(clause, word)) clause = base::trim(clause.substr(0, clause.size() - word.size())), more = true;
      if (!is_letter(word.front()) && clause.starts_with(word)) clause = base::trim(clause.substr(word.size())), more = true;
    }
  }
  const size_t length = base::count_code_points(clause);
  if (length <= kLongestName) return std::string(clause);
  return std::string(clause.substr(base::first_code_points(clause, length - kLongestName).size()));
}

// The second number of a range, if the text goes on with one.
std::string upper_at(std::string_view text, size_t& at) {
  for (const std::string_view to : kTo) {
    size_t next = to.front() == ' ' ? at : past_blanks(text, at);
    if (!text.substr(next).starts_with(to)) continue;
    next = past_blanks(text, next + to.size());
    if (next >= text.size() || !is_digit(text[next])) continue;
    std::string upper = number_at(text, next);
    at = next;
    return upper;
  }
  return {};
}

bool is_year(const StatedFigure& figure) { return figure.unit == "年" && figure.value.size() == 4 && figure.upper.empty(); }

// The figure whose number begins at `at`; moves `at` behind it. Nothing: a number without unit and comparison.
std::optional<StatedFigure> figure_at(std::string_view text, size_t& at) {
  std::string_view clause = clause_before(text, at);
  StatedFigure figure;
  figure.value = number_at(text, at);
  if (clause.ends_with('-')) {
    figure.value.insert(0, "-");
    clause = base::trim(clause.substr(0, clause.size() - 1));
  }
  size_t end = at;
  std::string first_unit = unit_at(text, end);  // 20℃~30℃
  figure.upper = upper_at(text, end);
  if (figure.upper.empty()) end = at;
  figure.unit = unit_at(text, end);
  if (figure.unit.empty() && !figure.upper.empty()) figure.unit = first_unit;
  at = end;
  std::optional<Comparison> sign = take_sign(clause);
  for (const Sign& after : kAfter)
    if (!sign && text.substr(past_blanks(text, at)).starts_with(after.text)) sign = after.comparison;
  if (!figure.upper.empty()) sign = Comparison::kRange;
  if ((figure.unit.empty() && !sign) || is_year(figure)) return std::nullopt;
  figure.comparison = sign.value_or(Comparison::kAbout);
  figure.name = name_of(clause);
  return figure;
}

}  // namespace

std::string_view name(Comparison comparison) {
  switch (comparison) {
    case Comparison::kAtLeast: return "at_least";
    case Comparison::kAtMost: return "at_most";
    case Comparison::kRange: return "range";
    case Comparison::kAbout: break;
  }
  return "about";
}

std::vector<StatedFigure> stated_figures(std::string_view text) {
  if (!base::is_utf8(text)) return {};
  const std::string half = base::to_half_width(text);
  std::vector<StatedFigure> figures;
  for (size_t at = 0; at < half.size() && figures.size() < kMostFigures;) {
    const bool inside = at > 0 && (is_digit(half[at - 1]) || is_letter(half[at - 1]) || half[at - 1] == '.');
    if (!is_digit(half[at]) || inside) {
      ++at;
      continue;
    }
    if (auto figure = figure_at(half, at)) figures.push_back(std::move(*figure));
  }
  return figures;
}

NeedStructure structure_of(std::string_view text, const Glossary& glossary, search::Analyzer& analyzer) {
  NeedStructure structure;
  if (!base::is_utf8(text)) return structure;
  structure.figures = stated_figures(text);
  std::map<uint16_t, int> domains;
  for (const Aspect& aspect : understand(text, glossary, analyzer).aspects) {
    if (aspect.inner || aspect.concepts.empty()) continue;
    if (structure.keywords.size() < kMostKeywords) structure.keywords.push_back(aspect.surface);
    ++domains[glossary.at(aspect.concepts.front()).domain];
  }
  int most = 0;
  for (const auto& [domain, count] : domains) {
    const std::string& title = glossary.domains()[domain];
    if (count <= most || title.empty() || title == kGeneral) continue;
    most = count;
    structure.domain = title;
  }
  return structure;
}

}  // namespace lingqu::match
