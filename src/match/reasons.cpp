#include "match/reasons.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "match/figures.hpp"
#include "search/folding.hpp"

namespace lingqu::match {

namespace {

constexpr size_t kMostShared = 5;
constexpr size_t kMostWords = 4;
constexpr size_t kMostMissing = 2;
constexpr size_t kRoundPassage = 24;  // characters on each side

struct Found {
  Aspect aspect;
  float weight = 0;
  std::string passage;  // empty: the achievement does not name it
  std::string matched;
};

bool ends_passage(char32_t c) { return c == U'。' || c == U'.' || c == U';' || c == U'；' || c == U'\n' || c == U'!' || c == U'？'; }

// The words round [begin, end), within their sentence.
std::string passage_at(std::u32string_view text, size_t begin, size_t end) {
  size_t from = begin, to = end;
  while (from > 0 && begin - from < kRoundPassage && !ends_passage(text[from - 1])) --from;
  while (to < text.size() && to - end < kRoundPassage && !ends_passage(text[to])) ++to;
  const std::string cut_before = from > 0 && !ends_passage(text[from - 1]) ? "…" : "", cut_after = to < text.size() && !ends_passage(text[to]) ? "…" : "";
  return cut_before + search::to_utf8(text.substr(from, to - from)) + cut_after;
}

class Writer {
 public:
  Writer(const Need& need, const Achievement& achievement, const Index& index, const Understanding& understanding, const Wording& wording)
      : need_(need), achievement_(achievement), index_(index), understanding_(understanding), wording_(wording) {
    std::string all = achievement.title + "。" + achievement.abstract;
    for (const std::string& keyword : achievement.keywords) all += "。" + keyword;
    text_ = search::fold(all);
  }

  Explanation take() {
    add_aspects();
    add_words();
    add_figures();
    add_facts();
    std::stable_sort(reasons_.begin(), reasons_.end(), [](const Reason& a, const Reason& b) { return a.speaks_for > b.speaks_for; });
    return {std::move(reasons_), aspects_, unmentioned_};
  }

 private:
  float weight_of(const Aspect& aspect) const {
    float weight = 0;
    for (const ConceptId id : aspect.concepts)
      if (const TermId term = index_.term_of(id); term != kNoTerm) weight = std::max(weight, index_.rarity(term));
    return weight;
  }

  // Names of one concept stand beside each other in the glossary because they mean the same or nearly so: no more is said.
  base::Text shared_words(const Found& found, const Concept& what) const {
    const std::string& asked = found.aspect.surface;
    if (asked == found.matched) return {"双方都提到“" + asked + "”", "Both speak of “" + asked + "”"};
    return {wording_.need.zh + "中的“" + asked + "”与" + wording_.achievement.zh + "中的“" + found.matched + "”同义或相近",
            "“" + asked + "” in the " + wording_.need.en + " means the same as “" + found.matched + "” in the " + wording_.achievement.en +
                ", or nearly (" + what.english + ")"};
  }

  void add_aspects() {
    std::vector<Found> all;
    const std::vector<Mention> mentions = index_.glossary().in_characters(text_);
    for (const Aspect& aspect : understanding_.aspects) {
      if (aspect.inner) continue;
      Found found{aspect, weight_of(aspect), "", ""};
      ++aspects_;
      for (const Mention& mention : mentions) {
        if (std::find(aspect.concepts.begin(), aspect.concepts.end(), mention.id) == aspect.concepts.end()) continue;
        found.passage = passage_at(text_, mention.begin, mention.end);
        found.matched = search::to_utf8(std::u32string_view(text_).substr(mention.begin, mention.end - mention.begin));
        found.aspect.concepts = {mention.id};
        break;
      }
      if (found.passage.empty()) ++unmentioned_;
      all.push_back(std::move(found));
    }
    std::stable_sort(all.begin(), all.end(), [](const Found& a, const Found& b) { return a.weight > b.weight; });
    size_t shared = 0, missing = 0;
    for (const Found& found : all) {
      const Concept& what = index_.glossary().at(found.aspect.concepts.front());
      if (!found.passage.empty() && shared < kMostShared) {
        ++shared;
        reasons_.push_back({ReasonKind::kConcept, true, shared_words(found, what), found.aspect.surface, found.passage, found.matched});
        covered_ += found.passage;
      } else if (found.passage.empty() && missing < kMostMissing && found.weight > 0) {
        ++missing;
        reasons_.push_back({ReasonKind::kMissing, false,
                            {wording_.achievement.zh + "的说明中没有提到“" + found.aspect.surface + "”，请向对方核实",
                             "The " + wording_.achievement.en + " does not mention “" + found.aspect.surface + "”; ask its owner"},
                            found.aspect.surface});
      }
    }
  }

  void add_words() {
    std::vector<std::pair<float, std::string>> shared;
    for (const std::string& term : understanding_.words) {
      if (term.front() != static_cast<char>(search::Family::kWord) && term.front() != static_cast<char>(search::Family::kStem)) continue;
      const std::u32string word = search::fold(term.substr(1));
      if (word.size() < 2 || text_.find(word) == std::u32string::npos || covered_.find(term.substr(1)) != std::string::npos) continue;
      if (const TermId id = index_.find(term); id != kNoTerm) shared.emplace_back(index_.rarity(id), term.substr(1));
    }
    std::sort(shared.begin(), shared.end(), std::greater<>());
    if (shared.size() > kMostWords) shared.resize(kMostWords);
    for (const auto& [weight, word] : shared) {
      const std::u32string wide = search::fold(word);
      const size_t at = text_.find(wide);
      reasons_.push_back({ReasonKind::kWords, true, {"两者都说到“" + word + "”", "Both speak of “" + word + "”"}, word, passage_at(text_, at, at + wide.size()), word});
    }
  }

  void add_figures() {
    const std::vector<Figure> offered = figures_in(achievement_.title + " " + achievement_.abstract);
    for (const Figure& wanted : figures_in(need_.text)) {
      const auto same = [&](const Figure& f) { return f.dimension == wanted.dimension; };
      const auto fit = std::find_if(offered.begin(), offered.end(), [&](const Figure& f) { return fits(wanted, f); });
      if (fit != offered.end()) {
        reasons_.push_back({ReasonKind::kFigure, true,
                            {"指标相符：要求 " + wanted.written + "，给出 " + fit->written, "A figure fits: " + wanted.written + " is asked, " + fit->written + " is given"}, wanted.written, fit->written, fit->written});
      } else if (const auto other = std::find_if(offered.begin(), offered.end(), same); other != offered.end() && wanted.bound != Bound::kNone) {
        reasons_.push_back({ReasonKind::kFigure, false,
                            {"指标不符：要求 " + wanted.written + "，给出 " + other->written, "A figure differs: " + wanted.written + " is asked, " + other->written + " is given"}, wanted.written, other->written, other->written});
      }
    }
  }

  void add_facts() {
    const Structure &wants = need_.structure, &has = achievement_.structure;
    if (!wants.field.empty() && !has.field.empty())
      add_fact(ReasonKind::kField, wants.field == has.field, {"技术领域相同", "The field of technology is the same"}, {"技术领域不同", "The field of technology differs"});
    if (wants.readiness && has.readiness)
      add_fact(ReasonKind::kReadiness, *has.readiness >= *wants.readiness, {"成熟度达到要求", "It is as mature as asked"},
               {"成熟度为 " + std::to_string(*has.readiness) + " 级，低于要求的 " + std::to_string(*wants.readiness) + " 级",
                "Its readiness is level " + std::to_string(*has.readiness) + ", below the level " + std::to_string(*wants.readiness) + " asked"});
    if (wants.money && has.money) add_fact(ReasonKind::kMoney, *has.money <= *wants.money, {"价格在预算之内", "The price is within the budget"}, {"价格超出预算", "The price exceeds the budget"});
    if (!wants.modes.empty() && !has.modes.empty())
      add_fact(ReasonKind::kMode, std::find_first_of(wants.modes.begin(), wants.modes.end(), has.modes.begin(), has.modes.end()) != wants.modes.end(),
               {"合作方式一致", "The mode of cooperation agrees"}, {"合作方式不一致", "The modes of cooperation differ"});
    if (!wants.region.empty() && wants.region == has.region) add_fact(ReasonKind::kRegion, true, {"同在一地", "Both are in the same place"}, {});
    if (wants.protected_right && has.protected_right && *wants.protected_right)
      add_fact(ReasonKind::kRight, *has.protected_right, {"有有效的知识产权", "A right is in force"}, {"没有有效的知识产权", "No right is in force"});
  }

  void add_fact(ReasonKind kind, bool good, base::Text yes, base::Text no) { reasons_.push_back({kind, good, good ? std::move(yes) : std::move(no), ""}); }

  const Need& need_;
  const Achievement& achievement_;
  const Index& index_;
  std::u32string text_;
  const Understanding& understanding_;
  const Wording& wording_;
  std::string covered_;  // passages that are shown already
  size_t aspects_ = 0, unmentioned_ = 0;
  std::vector<Reason> reasons_;
};

}  // namespace

size_t Explanation::figures_missed() const {
  return static_cast<size_t>(std::count_if(reasons.begin(), reasons.end(), [](const Reason& r) { return r.kind == ReasonKind::kFigure && !r.speaks_for; }));
}

Explainer::Explainer(const Need& need, const Index& index, search::Analyzer& analyzer, Wording wording)
    : need_(need), index_(index), wording_(std::move(wording)), understanding_(understand(need.text, index.glossary(), analyzer)) {}

Explanation Explainer::explain(const Achievement& achievement) const { return Writer(need_, achievement, index_, understanding_, wording_).take(); }

void add_meaning(std::vector<Reason>& reasons, float similarity) {
  const auto place = std::find_if(reasons.begin(), reasons.end(), [](const Reason& r) { return !r.speaks_for || r.kind > ReasonKind::kMeaning; });
  const std::string shown = fmt::format("{:.2f}", similarity);
  reasons.insert(place, {ReasonKind::kMeaning, true, {"语义相近（向量相似度 " + shown + "）", "Close in meaning (similarity " + shown + ")"}, ""});
}

std::vector<Reason> explain(const Need& need, const Achievement& achievement, const Index& index, search::Analyzer& analyzer) {
  return Explainer(need, index, analyzer).explain(achievement).reasons;
}

float agreement(const Structure& need, const Structure& achievement) {
  float sum = 0, parts = 0;
  const auto add = [&](bool known, bool good) {
    if (!known) return;
    ++parts;
    sum += good ? 1.0F : -1.0F;
  };
  add(!need.field.empty() && !achievement.field.empty(), need.field == achievement.field);
  add(need.readiness && achievement.readiness, need.readiness <= achievement.readiness);
  add(need.money && achievement.money, achievement.money <= need.money);
  add(!need.modes.empty() && !achievement.modes.empty(),
      std::find_first_of(need.modes.begin(), need.modes.end(), achievement.modes.begin(), achievement.modes.end()) != need.modes.end());
  if (!need.region.empty() && need.region == achievement.region) add(true, true);
  add(need.protected_right.value_or(false) && achievement.protected_right, achievement.protected_right.value_or(false));
  return parts == 0 ? 0 : sum / parts;
}

}  // namespace lingqu::match
