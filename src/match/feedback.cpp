#include "match/feedback.hpp"

#include <algorithm>
#include <cmath>

namespace lingqu::match {

namespace {

constexpr float kStep = 0.1F;
constexpr float kNamedStep = 3;   // times kStep, for the shortcoming that a refusal names
constexpr float kLargest = 4;     // no weight grows beyond
constexpr size_t kNoFeature = kFeatures;

std::array<float, kFeatures> values_of(const MatchFeatures& f) {
  return {f.score, -f.readiness, -f.price, -f.field, -f.figures, -f.cooperation, -f.unprotected, -f.clarity};
}

// The feature that a refusal names.
size_t named_by(Refusal refusal) {
  switch (refusal) {
    case Refusal::kTooEarly:
      return 1;
    case Refusal::kPrice:
      return 2;
    case Refusal::kNotOurField:
      return 3;
    case Refusal::kFiguresMissed:
      return 4;
    case Refusal::kRegionOrMode:
      return 5;
    case Refusal::kNoRight:
      return 6;
    case Refusal::kBenefitUnclear:
      return 7;
    case Refusal::kSolved:
      break;
  }
  return kNoFeature;
}

constexpr float kMostOverBudget = 2;  // three times the budget is as bad as ten times

bool meet(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return a.empty() || b.empty() || std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
}

}  // namespace

MatchFeatures features_of(float score, const Structure& need, const Structure& achievement, size_t figures_missed, float unmentioned) {
  MatchFeatures features{.score = score, .figures = static_cast<float>(figures_missed), .clarity = unmentioned};
  if (need.readiness && achievement.readiness) features.readiness = static_cast<float>(std::max(0, *need.readiness - *achievement.readiness));
  if (need.money && achievement.money && *achievement.money > *need.money)
    features.price = std::min(kMostOverBudget, static_cast<float>(*achievement.money) / static_cast<float>(std::max<int64_t>(1, *need.money)) - 1);
  if (!need.field.empty() && !achievement.field.empty() && need.field != achievement.field) features.field = 1;
  if (!meet(need.modes, achievement.modes)) features.cooperation = 1;
  if (need.protected_right.value_or(false) && !achievement.protected_right.value_or(true)) features.unprotected = 1;
  return features;
}

const std::array<RefusalKind, kRefusals>& refusals() {
  static const std::array<RefusalKind, kRefusals> all = {{
      {Refusal::kTooEarly, "too_early", {"成熟度不够", "Too early"}, {"请写明已完成的小试、中试和检测报告", "Say which bench and pilot tests are done, and attach the reports"}},
      {Refusal::kBenefitUnclear, "benefit_unclear", {"效益不清楚", "Benefit unclear"}, {"请用数字说明能省多少、提高多少", "Say in figures what is saved or improved"}},
      {Refusal::kPrice, "price", {"价格不合适", "Price"}, {"可考虑先使用后付费或分期许可", "Consider use before payment, or a licence paid in parts"}},
      {Refusal::kNotOurField, "not_our_field", {"不是我们的领域", "Not our field"}, {"请核对技术领域和关键词", "Check the field and the keywords"}},
      {Refusal::kFiguresMissed, "figures_missed", {"指标达不到", "Figures missed"}, {"请写明各项指标及其测试条件", "Give each figure with the conditions of its test"}},
      {Refusal::kRegionOrMode, "region_or_mode", {"合作方式或地区不合适", "Mode or region"}, {"请写明可接受的合作方式", "Say which modes of cooperation are possible"}},
      {Refusal::kNoRight, "no_right", {"没有知识产权保障", "No right in force"}, {"请补充专利号和法律状态", "Add patent numbers and their legal state"}},
      {Refusal::kSolved, "solved", {"问题已解决", "Solved already"}, {"无须修改", "Nothing to change"}},
  }};
  return all;
}

FeedbackWeights initial_weights() { return {1, 0.05F, 0.1F, 0.1F, 0.05F, 0.05F, 0.05F, 0.05F}; }

FeedbackWeights learn(FeedbackWeights weights, const std::vector<Answer>& answers) {
  for (const Answer& answer : answers) {
    const size_t named = named_by(answer.refusal);
    if (!answer.accepted && named == kNoFeature) continue;
    const auto values = values_of(answer.features);
    const float guess = 1 / (1 + std::exp(-(2 * adjusted_score(weights, answer.features) - 1)));
    const float wrong = (answer.accepted ? 1.0F : 0.0F) - guess;
    for (size_t i = 0; i < kFeatures; ++i) {
      const float step = !answer.accepted && i == named ? kStep * kNamedStep : kStep;
      weights[i] = std::clamp(weights[i] + step * wrong * values[i], 0.0F, kLargest);
    }
  }
  return weights;
}

float adjusted_score(const FeedbackWeights& weights, const MatchFeatures& features) {
  const auto values = values_of(features);
  float sum = 0;
  for (size_t i = 0; i < kFeatures; ++i) sum += weights[i] * values[i];
  return sum;
}

}  // namespace lingqu::match
