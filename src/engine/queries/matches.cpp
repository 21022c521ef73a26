#include "engine/queries/matches.hpp"

#include <algorithm>

#include "engine/rights.hpp"

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;

namespace {

constexpr size_t kMostMatches = 50;
constexpr size_t kCompared = 60;      // of the index's best, beside words by facts and answers
constexpr float kAgreement = 0.1F;    // what facts that all agree add to a score
constexpr float kMeaning = 0.5F;      // what a text that means the same adds to a score, where vectors take part
constexpr float kCloseEnough = 0.2F;  // of closeness(): to be found without a common word, and to be named as a reason
constexpr float kAnswered = 2;        // a yes stands before everything, a no behind

struct Question {
  const pack::MatchSide* side = nullptr;  // as which it is read
  const pack::MatchSide* with = nullptr;
  match::Achievement text;
  int64_t id = 0;
};

// What is compared: found by words, by meaning or by both.
struct Compared {
  int64_t id = 0;
  float words = 0;  // share of the best
};

class Matching {
 public:
  Matching(Context& context, Reader& reader, MatchIndex& index, const MatchQuery& query, const lifecycle::Actor* actor)
      : context_(context), reader_(reader), index_(index), query_(query), actor_(actor), declared_(context.pack->matching) {}

  base::Result<MatchReply> run() {
    LINGQU_CHECK(read_question());
    find_near();  // may wait for a service: nothing is held meanwhile
    LINGQU_TRY(connection, context_.database->reader());
    LINGQU_TRY(snapshot, store::Transaction::read(*connection));
    LINGQU_TRY(table, context_.table(question_.with->register_name));
    MatchReply reply{question_.with->register_name, &table->schema(), {}, index_.complete(), vector_.has_value()};
    base::Status status;
    LINGQU_CHECK(index_.search(reply.with, [&](match::Matcher& matcher, const match::Index& texts) { status = rank(*connection, *table, matcher, texts); }));
    LINGQU_CHECK(status);
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) { return a.rank > b.rank; });
    for (size_t i = 0; i < std::min({found_.size(), query_.limit, kMostMatches}); ++i) reply.matches.push_back(std::move(found_[i].match));
    LINGQU_CHECK(add_owners(*connection, reply));
    return reply;
  }

 private:
  struct Found {
    float rank = 0;
    MatchedRecord match;
  };

  Error unmatched(const std::string& name) const {
    return Error(ErrorCode::kNotFound).with("what", base::Text{"“" + name + "”的匹配", "matches of “" + name + "”"});
  }

  base::Status read_question() {
    LINGQU_TRY(connection, context_.database->reader());
    LINGQU_TRY(snapshot, store::Transaction::read(*connection));
    return ask(*connection);
  }

  // The records nearest in meaning, where vectors of both sides are there.
  void find_near() {
    const MatchVectors* vectors = index_.vectors();
    if (vectors == nullptr || vectors->size(question_.with->register_name) == 0) return;
    vector_ = index_.vectors()->question(text_to_embed(question_.text));
    if (vector_) near_ = vectors->nearest(question_.with->register_name, *vector_, kCompared);
    if (near_.nearest.empty()) vector_.reset();
  }

  // The best by words, and of the nearest those that are close. Without vectors: the best by words.
  std::vector<Compared> to_compare(const std::vector<match::Match>& by_words) const {
    std::vector<Compared> all;
    std::map<int64_t, float> words;
    for (const match::Match& match : by_words) words[std::stoll(match.id)] = match.score / by_words.front().score;
    for (size_t i = 0; i < std::min(kCompared, by_words.size()); ++i) all.push_back({std::stoll(by_words[i].id), by_words[i].score / by_words.front().score});
    const size_t found_by_words = all.size();
    for (const match::Near& near : near_.nearest) {
      const auto known = [&](const Compared& one) { return one.id == near.id; };
      if (match::closeness(near.similarity, near_.usual) < kCloseEnough) break;
      if (std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(found_by_words), known)) continue;
      const auto share = words.find(near.id);
      all.push_back({near.id, share == words.end() ? 0 : share->second});
    }
    return all;
  }

  // The text asked for, of what the reader may see.
  base::Status ask(store::Connection& connection) {
    question_.side = declared_.find(query_.register_name);
    if (query_.register_name.empty() && query_.id == 0)
      for (const pack::MatchSide& side : declared_.sides)
        if (side.asks && !question_.side) question_.side = &side;
    if (!question_.side) return unmatched(query_.register_name);
    const std::string with = query_.with.empty() && !question_.side->with.empty() ? question_.side->with.front() : query_.with;
    const auto& possible = question_.side->with;
    question_.with = std::find(possible.begin(), possible.end(), with) == possible.end() ? nullptr : declared_.find(with);
    if (!question_.with) return unmatched(with);
    question_.id = query_.id;
    if (query_.id == 0) {
      question_.text.abstract = query_.text;
      return {};
    }
    LINGQU_TRY(table, context_.table(query_.register_name));
    LINGQU_TRY(record, reader_.visible_record(connection, *table, query_.id, actor_));
    hide_fields(table->schema(), record, actor_);
    question_.text = match_text(*context_.pack, *question_.side, table->schema(), record);
    return {};
  }

  base::Status rank(store::Connection& connection, const RegisterTable& table, match::Matcher& matcher, const match::Index& texts) {
    const match::Need words = as_need(question_.text);
    match::Limits limits;
    limits.results = vector_ ? limits.candidates : kCompared;
    const std::vector<Compared> best = to_compare(matcher.match(words.text, limits));
    const bool turned = question_.with->asks && !question_.side->asks;  // what is found asks, the question offers
    const match::Wording wording{title_of(turned ? question_.with : question_.side), title_of(turned ? question_.side : question_.with)};
    const match::Explainer own(words, texts, matcher.analyzer(), wording);
    const match::FeedbackWeights weights = index_.weights(place_of(question_.side->register_name), question_.id);
    for (const Compared& candidate : best) {
      LINGQU_TRY(record, table.map.load(connection, candidate.id));
      const auto& states = question_.with->states;
      if (!record || std::find(states.begin(), states.end(), record->state) == states.end() || !sees_record(table.schema(), *record, actor_)) continue;
      hide_fields(table.schema(), *record, actor_);
      const match::Achievement text = match_text(*context_.pack, *question_.with, table.schema(), *record);
      match::Explanation explained = turned ? match::Explainer(as_need(text), texts, matcher.analyzer(), wording).explain(question_.text) : own.explain(text);
      const match::Structure& asked = turned ? text.structure : question_.text.structure;
      const match::Structure& offered = turned ? question_.text.structure : text.structure;
      const match::MatchFeatures features =
          match::features_of(candidate.words, asked, offered, explained.figures_missed(), explained.share_unmentioned());
      const float score = match::adjusted_score(weights, features) + kAgreement * match::agreement(asked, offered) + by_meaning(candidate.id, explained.reasons);
      Found found{score, {std::move(*record), {}, {}, {}, score, explained.reasons, {}}};
      LINGQU_CHECK(add_answer(connection, found));
      found.match.label = context_.label(table.schema(), found.match.record);
      found.match.number = context_.number(table.schema(), found.match.record);
      found_.push_back(std::move(found));
    }
    scale_scores();
    return {};
  }

  // What closeness in meaning adds to the score, and to the reasons; a record that has no vector yet is as any other.
  float by_meaning(int64_t id, std::vector<match::Reason>& reasons) const {
    const auto similarity = vector_ ? index_.vectors()->similarity(question_.with->register_name, id, *vector_) : std::nullopt;
    if (!similarity) return 0;
    const float closeness = match::closeness(*similarity, near_.usual);
    if (closeness >= kCloseEnough) match::add_meaning(reasons, *similarity);
    return kMeaning * closeness;
  }

  // To shares of the best; what is nothing at all beside it is 0.
  void scale_scores() {
    double best = 0;
    for (const Found& found : found_) best = std::max(best, found.match.score);
    for (Found& found : found_) found.match.score = best <= 0 ? 0 : std::clamp(found.match.score / best, 0.0, 1.0);
  }

  base::Text title_of(const pack::MatchSide* side) const {
    const pack::RegisterEntry* entry = context_.pack->find(side->register_name);
    base::Text title = entry->schema.title;
    title.en = base::ascii_lower(title.in(base::Language::kEn));
    return title;
  }

  // Which of the pair's fields refers to the register; 2: none.
  size_t place_of(const std::string& register_name) const {
    if (!declared_.answers) return 2;
    const pack::RegisterEntry* entry = context_.pack->find(declared_.answers->register_name);
    for (size_t i = 0; i < 2; ++i)
      if (entry->schema.find(declared_.answers->pair[i])->target == register_name) return i;
    return 2;
  }

  // The newest answer that the reader may see.
  base::Status add_answer(store::Connection& connection, Found& found) {
    const size_t own = place_of(question_.side->register_name), other = place_of(question_.with->register_name);
    if (question_.id == 0 || own + other != 1) return {};
    const int64_t id = found.match.record.id;
    LINGQU_TRY(table, context_.table(declared_.answers->register_name));
    const registers::Register& schema = table->schema();
    for (const int64_t said : index_.answers_of(own == 0 ? question_.id : id, own == 0 ? id : question_.id)) {
      LINGQU_TRY(record, table->map.load(connection, said));
      const bool ends = record && table->lifecycle().find_state(record->state) && table->lifecycle().find_state(record->state)->ends;
      if (!record || ends || !sees_record(schema, *record, actor_) || (found.match.answer && found.match.answer->id > said)) continue;
      hide_fields(schema, *record, actor_);
      const auto text = [&](const std::string& field) {
        const auto* value = field.empty() ? nullptr : record->at(schema, field).get<std::string>();
        return value ? *value : std::string();
      };
      const auto in = [&](const std::vector<std::string>& states) { return std::find(states.begin(), states.end(), record->state) != states.end(); };
      found.match.answer = MatchAnswer{said, record->state, in(declared_.answers->accepted), in(declared_.answers->declined), text(declared_.answers->reason), text(declared_.answers->advice)};
    }
    if (found.match.answer && found.match.answer->accepted) found.rank += kAnswered;
    if (found.match.answer && found.match.answer->declined) found.rank -= kAnswered;
    return {};
  }

  base::Status add_owners(store::Connection& connection, MatchReply& reply) {
    RegisterTable* organisations = context_.find(context_.pack->organisation_register);
    std::set<int64_t> owners;
    for (const MatchedRecord& match : reply.matches)
      if (match.record.owner != 0) owners.insert(match.record.owner);
    if (!organisations || owners.empty()) return {};
    LINGQU_TRY(labels, reader_.labels(connection, *organisations, owners, actor_));
    for (MatchedRecord& match : reply.matches)
      if (const auto found = labels.find(match.record.owner); found != labels.end()) match.owner_label = found->second.first;
    return {};
  }

  Context& context_;
  Reader& reader_;
  MatchIndex& index_;
  const MatchQuery& query_;
  const lifecycle::Actor* actor_;
  const pack::Matching& declared_;
  Question question_;
  std::optional<match::Vector> vector_;  // of the question, where vectors take part
  match::Nearness near_;
  std::vector<Found> found_;
};

}  // namespace

base::Result<MatchReply> find_matches(Context& context, Reader& reader, MatchIndex& index, const MatchQuery& query, const lifecycle::Actor* actor) {
  return Matching(context, reader, index, query, actor).run();
}

}  // namespace lingqu::engine
