// Matching as a follower of the records: an index for each register that the pack matches, and what people's answers teach. In memory,
// derived: made from the records at every start, then kept up with each commit. Any thread may search; the follower alone writes.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include "engine/followers/match_vectors.hpp"
#include "engine/followers/record_follower.hpp"
#include "match/feedback.hpp"
#include "match/ranking.hpp"

namespace lingqu::engine {

// A record as matching sees it, by the fields that the pack names. Text of a need is its title, text and keywords together.
match::Achievement match_text(const pack::Pack& pack, const pack::MatchSide& side, const registers::Register& schema, const registers::Record& record);
match::Need as_need(const match::Achievement& record);
// What is sent to a service of embeddings: title, texts and keywords, the first 2,000 characters.
std::string text_to_embed(const match::Achievement& record);

class MatchIndex {
 public:
  explicit MatchIndex(Context& context) : context_(context) {}

  // The best records of the register for a text: id and score, best first, while no record is being added. Empty before there is an index.
  using Reading = std::function<void(match::Matcher&, const match::Index&)>;
  base::Status search(const std::string& register_name, const Reading& read);
  // What was said to a pair of records, by the id of the answer; nothing: nobody answered. Ids in the order of the pack's `pair`.
  std::vector<int64_t> answers_of(int64_t first, int64_t second) const;
  // To rank by: learned from every answer, and more from those to this record (at `place` of the pair).
  match::FeedbackWeights weights(size_t place, int64_t id) const;
  bool complete() const { return complete_; }
  // Before the records are followed: starts asking for vectors where a service is configured.
  base::Status open_vectors();
  MatchVectors* vectors() const { return vectors_.get(); }  // null: no service
  // The pack's glossary, read once.
  base::Result<std::shared_ptr<const match::Glossary>> glossary();

 private:
  friend class MatchSink;
  struct Side {
    explicit Side(match::Index made) : index(std::move(made)) {}
    match::Index index;
    std::mutex turn;           // writers and readers queue here, so that neither waits for ever
    std::shared_mutex access;  // of `index`
    std::mutex pool;
    std::vector<std::unique_ptr<match::Matcher>> idle;
  };
  struct Said {
    std::array<int64_t, 2> pair{};
    bool answered = false;
    match::Answer answer;
  };

  base::Status prepare();
  base::Status put(const pack::MatchSide& declared, const registers::Register& schema, const registers::Record& record);
  base::Status put_answer(const registers::Register& schema, const registers::Record& record);
  base::Result<match::MatchFeatures> features(const Said& said, float score);
  void learn();

  Context& context_;
  std::mutex glossary_mutex_;
  std::shared_ptr<const match::Glossary> glossary_;
  std::map<std::string, std::unique_ptr<Side>> sides_;  // complete before ready_
  std::atomic<bool> ready_{false}, complete_{false};
  std::unique_ptr<search::Analyzer> analyzer_;  // the follower's
  mutable std::mutex answers_mutex_;
  std::map<int64_t, Said> said_;  // by id, so that the same answers are learned in the same order
  std::map<std::array<int64_t, 2>, std::vector<int64_t>> by_pair_;
  match::FeedbackWeights learned_ = match::initial_weights();
  bool answers_changed_ = false;
  std::unique_ptr<MatchVectors> vectors_;
};

// The follower's side of it.
std::unique_ptr<RecordSink> follow_matches(std::shared_ptr<MatchIndex> index);

}  // namespace lingqu::engine
