#include "match/feedback.hpp"

#include <doctest/doctest.h>

using namespace lingqu::match;

TEST_CASE("a typed refusal moves what it names, and the next ranking") {
  const MatchFeatures early{.score = 1, .readiness = 3}, ready{.score = 0.9F};
  FeedbackWeights weights = initial_weights();
  CHECK(adjusted_score(weights, early) < adjusted_score(weights, {.score = 1}));
  const std::vector<Answer> answers(20, {{.score = 1, .readiness = 3}, false, Refusal::kTooEarly});
  const FeedbackWeights learned = learn(weights, answers);
  CHECK(learned[1] > weights[1]);
  CHECK(adjusted_score(learned, ready) - adjusted_score(learned, early) > adjusted_score(weights, ready) - adjusted_score(weights, early));
  CHECK(learned == learn(weights, answers));
}

TEST_CASE("a problem that is solved already says nothing about the match") {
  CHECK(learn(initial_weights(), {{{.score = 1, .price = 2}, false, Refusal::kSolved}}) == initial_weights());
}

TEST_CASE("weights stay within their bounds and never turn round") {
  const std::vector<Answer> no(5000, {{.score = 0.1F, .price = 5}, false, Refusal::kPrice}), yes(5000, {{.score = 1, .price = 5}, true});
  for (const float weight : learn(initial_weights(), no)) CHECK((weight >= 0 && weight <= 4));
  for (const float weight : learn(initial_weights(), yes)) CHECK((weight >= 0 && weight <= 4));
}

TEST_CASE("every refusal has a code, a title and an advice") {
  for (const RefusalKind& kind : refusals()) {
    CHECK(!kind.code.empty());
    CHECK(!kind.title.en.empty());
    CHECK(!kind.advice.zh.empty());
  }
}

TEST_CASE("facts of both become shortcomings; what one side does not say is none") {
  const Structure need{.field = "a", .readiness = 7, .money = 100, .modes = {"license"}, .region = "", .protected_right = true};
  const Structure bad{.field = "b", .readiness = 4, .money = 150, .modes = {"assign"}, .region = "", .protected_right = false};
  const MatchFeatures features = features_of(0.5F, need, bad, 2, 0.25F);
  CHECK(features.score == 0.5F);
  CHECK(features.readiness == 3);
  CHECK(features.price == doctest::Approx(0.5));
  CHECK(features.field == 1);
  CHECK(features.figures == 2);
  CHECK(features.cooperation == 1);
  CHECK(features.unprotected == 1);
  CHECK(features.clarity == 0.25F);
  const MatchFeatures silent = features_of(1, need, {}, 0, 0);
  CHECK(silent.readiness + silent.price + silent.field + silent.cooperation + silent.unprotected == 0);
  Structure dear;
  dear.money = 100'000;
  CHECK(features_of(1, need, dear, 0, 0).price == 2);
}
