// What people answered to matches, and what later rankings learn from it. Pure: the same answers give the same weights.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "match/achievement.hpp"

namespace lingqu::match {

// Why a match was refused; the codes are what registers store.
enum class Refusal { kTooEarly, kBenefitUnclear, kPrice, kNotOurField, kFiguresMissed, kRegionOrMode, kNoRight, kSolved };
inline constexpr size_t kRefusals = 8;

struct RefusalKind {
  Refusal refusal;
  std::string_view code;  // "too_early"
  base::Text title;
  base::Text advice;  // to the owner: how to make the text better
};
const std::array<RefusalKind, kRefusals>& refusals();

// What is known of a match when it is ranked.
struct MatchFeatures {
  float score = 0;         // share of the best score of the need, 0 to 1
  float readiness = 0;     // levels missing to what is asked, 0 if none or not known
  float price = 0;         // how far above the budget, as a share of it, 0 if within or not known
  float field = 0;         // 1 another field than asked, 0 same or not known
  float figures = 0;       // figures that differ
  float cooperation = 0;   // 1 modes that do not meet
  float unprotected = 0;   // 1 no right in force where one is asked
  float clarity = 0;       // share of the need's aspects the text does not mention
};
inline constexpr size_t kFeatures = 8;

// What the facts of both say, with the figures that differ and the share of the need's aspects that the text does not mention.
MatchFeatures features_of(float score, const Structure& need, const Structure& achievement, size_t figures_missed, float unmentioned);

struct Answer {
  MatchFeatures features;
  bool accepted = false;
  Refusal refusal = Refusal::kSolved;  // where it is not accepted
};

using FeedbackWeights = std::array<float, kFeatures>;
// Before anyone answered: each shortcoming counts a little against.
FeedbackWeights initial_weights();
// Logistic regression in the order of the answers. A typed refusal moves the weight of what it names most; kSolved moves none.
FeedbackWeights learn(FeedbackWeights weights, const std::vector<Answer>& answers);
// To rank by, instead of the score alone; agreement() of the facts comes on top.
float adjusted_score(const FeedbackWeights& weights, const MatchFeatures& features);

}  // namespace lingqu::match
