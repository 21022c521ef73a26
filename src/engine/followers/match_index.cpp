#include "engine/followers/match_index.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace lingqu::engine {

using registers::FieldType;

namespace {

constexpr size_t kLeastLeftBehind = 1'000;  // before an index is made compact
constexpr float kUnknownScore = 0.5F;       // of an answer that recorded none
constexpr size_t kLongestEmbedded = 2'000;  // characters: models read no more, or not much

bool holds(const std::vector<std::string>& all, const std::string& one) { return std::find(all.begin(), all.end(), one) != all.end(); }

// The words of a field, in every language it has; a row group as a line per row, as people read it.
std::string words_of(const registers::Field& field, const registers::Value& value, const registers::ParseContext& context) {
  if (value.empty()) return "";
  if (const auto* localized = value.get<registers::Localized>()) {
    std::string all;
    for (const auto& [language, text] : *localized) all += text + "\n";
    return all;
  }
  if (const auto* rows = value.get<registers::Rows>()) {
    std::string all;
    for (const registers::Row& row : *rows) {
      for (size_t i = 0; i < field.rows.size() && i < row.size(); ++i)
        if (!row[i].empty() && !field.rows[i].personal) all += registers::to_cell(field.rows[i], row[i], context, base::Language::kZh) + " ";
      all += "\n";
    }
    return all;
  }
  return registers::to_cell(field, value, context, base::Language::kZh);
}

std::vector<std::string> split_keywords(const std::string& text) {
  std::vector<std::string> words;
  std::string half = base::to_half_width(text);
  for (const std::string_view mark : {"、", "，", "；"})
    for (size_t at = half.find(mark); at != std::string::npos; at = half.find(mark, at)) half.replace(at, mark.size(), ";");
  std::replace(half.begin(), half.end(), ',', ';');
  for (const std::string_view word : base::split(half, ';'))
    if (!base::trim(word).empty()) words.emplace_back(base::trim(word));
  return words;
}

std::string code_of(const registers::Register& schema, const registers::Record& record, const std::string& field) {
  const auto* code = field.empty() ? nullptr : record.at(schema, field).get<std::string>();
  return code ? *code : "";
}

match::Structure structure_of(const pack::MatchFacts& facts, bool asks, const registers::Register& schema, const registers::Record& record) {
  match::Structure out;
  out.field = code_of(schema, record, facts.field);
  out.region = code_of(schema, record, facts.region);
  if (const auto* level = facts.readiness.empty() ? nullptr : record.at(schema, facts.readiness).get<int64_t>()) out.readiness = static_cast<int>(*level);
  if (const auto* money = facts.money.empty() ? nullptr : record.at(schema, facts.money).get<base::Money>()) out.money = money->fen / 100;
  if (facts.modes) {
    const std::string code = code_of(schema, record, facts.modes->field);
    if (!code.empty() && !holds(facts.modes->open, code)) {
      const auto as = facts.modes->as.find(code);
      out.modes = as == facts.modes->as.end() ? std::vector<std::string>{code} : as->second;
    }
  }
  if (facts.right)
    if (const std::string code = code_of(schema, record, facts.right->field); !code.empty()) {
      const bool in_force = holds(facts.right->in_force, code);
      if (in_force || !asks) out.protected_right = in_force;
    }
  return out;
}

}  // namespace

match::Achievement match_text(const pack::Pack& pack, const pack::MatchSide& side, const registers::Register& schema, const registers::Record& record) {
  const registers::ParseContext context = pack.parse_context();
  const auto words = [&](const std::string& name) {
    const registers::Field* field = schema.find(name);
    return field ? words_of(*field, record.at(schema, name), context) : std::string();
  };
  match::Achievement text{std::to_string(record.id), words(side.title), "", {}, side.discipline.empty() ? "" : words(side.discipline),
                          structure_of(side.facts, side.asks, schema, record)};
  for (const std::string& name : side.text)
    if (std::string more = words(name); !more.empty()) text.abstract += (text.abstract.empty() ? "" : "\n") + std::move(more);
  for (const std::string& name : side.keywords)
    for (std::string& word : split_keywords(words(name))) text.keywords.push_back(std::move(word));
  return text;
}

match::Need as_need(const match::Achievement& record) {
  std::string text = record.title + "\n" + record.abstract;
  for (const std::string& word : record.keywords) text += "\n" + word;
  return {record.id, std::move(text), record.structure};
}

std::string text_to_embed(const match::Achievement& record) {
  const std::string all = as_need(record).text;
  return std::string(base::first_code_points(base::trim(all), kLongestEmbedded));
}

base::Status MatchIndex::open_vectors() {
  const Embeddings& settings = context_.settings.embeddings;
  if (!settings.service) return {};
  auto cache = VectorCache::open(context_.settings.data_folder + "/vectors.db");
  if (!cache.ok()) spdlog::warn("vectors are not kept: {}", base::to_string(cache.error(), base::Language::kEn));
  std::vector<std::string> names;
  for (const pack::MatchSide& side : context_.pack->matching.sides) names.push_back(side.register_name);
  const auto text_of = [this](const std::string& register_name, int64_t id) -> base::Result<std::string> {
    const pack::MatchSide* side = context_.pack->matching.find(register_name);
    LINGQU_TRY(table, context_.table(register_name));
    LINGQU_TRY(connection, context_.database->reader());
    LINGQU_TRY(record, table->map.load(*connection, id));
    if (!record || !holds(side->states, record->state)) return std::string();
    return text_to_embed(match_text(*context_.pack, *side, table->schema(), *record));
  };
  vectors_ = std::make_unique<MatchVectors>(settings, cache.ok() ? std::move(*cache) : nullptr, names, text_of);
  return {};
}

base::Result<std::shared_ptr<const match::Glossary>> MatchIndex::glossary() {
  const std::lock_guard lock(glossary_mutex_);
  if (!glossary_) {
    LINGQU_TRY(read, match::Glossary::load(context_.pack->folder + "/vocabularies/glossary"));
    glossary_ = std::make_shared<const match::Glossary>(std::move(read));
  }
  return glossary_;
}

base::Status MatchIndex::prepare() {
  if (ready_) return {};
  LINGQU_TRY(words, glossary());
  LINGQU_TRY(analyzer, search::Analyzer::create());
  analyzer_ = std::make_unique<search::Analyzer>(std::move(analyzer));
  for (const pack::MatchSide& side : context_.pack->matching.sides) {
    LINGQU_TRY(index, match::Index::create(words));
    sides_[side.register_name] = std::make_unique<Side>(std::move(index));
  }
  ready_ = true;
  return {};
}

base::Status MatchIndex::search(const std::string& register_name, const Reading& read) {
  if (!ready_) return {};
  const auto found = sides_.find(register_name);
  if (found == sides_.end()) return {};
  Side& side = *found->second;
  std::unique_ptr<match::Matcher> matcher;
  {
    const std::lock_guard lock(side.pool);
    if (!side.idle.empty()) {
      matcher = std::move(side.idle.back());
      side.idle.pop_back();
    }
  }
  if (!matcher) {
    LINGQU_TRY(made, match::Matcher::create(side.index));
    matcher = std::make_unique<match::Matcher>(std::move(made));
  }
  {
    std::unique_lock turn(side.turn);
    const std::shared_lock lock(side.access);
    turn.unlock();
    read(*matcher, side.index);
  }
  const std::lock_guard lock(side.pool);
  side.idle.push_back(std::move(matcher));
  return {};
}

base::Status MatchIndex::put(const pack::MatchSide& declared, const registers::Register& schema, const registers::Record& record) {
  Side& side = *sides_.at(declared.register_name);
  match::Achievement text = match_text(*context_.pack, declared, schema, record);
  text.structure = {};  // compared with what the reader may see, not here
  const bool found = holds(declared.states, record.state) && !(text.title.empty() && text.abstract.empty());
  {
    std::unique_lock turn(side.turn);
    const std::unique_lock lock(side.access);
    turn.unlock();
    if (found)
      side.index.put(text);
    else
      side.index.remove(text.id);
  }
  if (vectors_) vectors_->changed(declared.register_name, record.id);
  if (side.index.left_behind() < std::max(kLeastLeftBehind, side.index.size())) return {};
  LINGQU_TRY(compacted, side.index.compacted());
  std::unique_lock turn(side.turn);
  const std::unique_lock lock(side.access);
  turn.unlock();
  side.index = std::move(compacted);
  return {};
}

// The pair as it is now; where one of the records says nothing any more the answer teaches by its score alone.
base::Result<match::MatchFeatures> MatchIndex::features(const Said& said, float score) {
  const pack::MatchAnswers& declared = *context_.pack->matching.answers;
  LINGQU_TRY(table, context_.table(declared.register_name));
  LINGQU_TRY(connection, context_.database->reader());
  std::array<match::Achievement, 2> texts;
  std::array<bool, 2> asks{};
  for (size_t i = 0; i < 2; ++i) {
    const registers::Field* field = table->schema().find(declared.pair[i]);
    const pack::MatchSide* side = context_.pack->matching.find(field->target);
    LINGQU_TRY(other, context_.table(field->target));
    LINGQU_TRY(record, other->map.load(*connection, said.pair[i]));
    if (!record) return match::MatchFeatures{.score = score};
    texts[i] = match_text(*context_.pack, *side, other->schema(), *record);
    asks[i] = side->asks;
  }
  const match::Achievement& need = asks[1] && !asks[0] ? texts[1] : texts[0];
  const match::Achievement& offer = &need == &texts[0] ? texts[1] : texts[0];
  const match::Explanation explained = match::Explainer(as_need(need), sides_.begin()->second->index, *analyzer_).explain(offer);
  return match::features_of(score, need.structure, offer.structure, explained.figures_missed(), explained.share_unmentioned());
}

base::Status MatchIndex::put_answer(const registers::Register& schema, const registers::Record& record) {
  const pack::MatchAnswers& declared = *context_.pack->matching.answers;
  Said said;
  for (size_t i = 0; i < 2; ++i)
    if (const auto* ref = record.at(schema, declared.pair[i]).get<registers::Ref>()) said.pair[i] = ref->id;
  const bool yes = holds(declared.accepted, record.state), no = holds(declared.declined, record.state);
  said.answered = yes || no;
  if (said.answered) {
    float score = kUnknownScore;
    if (const auto* recorded = declared.score.empty() ? nullptr : record.at(schema, declared.score).get<base::Decimal>())
      score = static_cast<float>(recorded->to_double());
    LINGQU_TRY(features, features(said, score));
    said.answer = {features, yes, match::Refusal::kSolved};
    const auto named = declared.reasons.find(code_of(schema, record, declared.reason));
    for (const match::RefusalKind& kind : match::refusals())
      if (named != declared.reasons.end() && kind.code == named->second) said.answer.refusal = kind.refusal;
  }
  const std::lock_guard lock(answers_mutex_);
  if (const auto before = said_.find(record.id); before != said_.end()) std::erase(by_pair_[before->second.pair], record.id);
  by_pair_[said.pair].push_back(record.id);
  said_[record.id] = said;
  answers_changed_ = true;
  return {};
}

void MatchIndex::learn() {
  const std::lock_guard lock(answers_mutex_);
  if (!std::exchange(answers_changed_, false)) return;
  std::vector<match::Answer> answers;
  for (const auto& [id, said] : said_)
    if (said.answered) answers.push_back(said.answer);
  learned_ = match::learn(match::initial_weights(), answers);
}

std::vector<int64_t> MatchIndex::answers_of(int64_t first, int64_t second) const {
  const std::lock_guard lock(answers_mutex_);
  const auto found = by_pair_.find({first, second});
  return found == by_pair_.end() ? std::vector<int64_t>{} : found->second;
}

match::FeedbackWeights MatchIndex::weights(size_t place, int64_t id) const {
  const std::lock_guard lock(answers_mutex_);
  std::vector<match::Answer> own;
  for (const auto& [answer, said] : said_)
    if (said.answered && place < 2 && said.pair[place] == id) own.push_back(said.answer);
  return match::learn(learned_, own);
}

class MatchSink final : public RecordSink {
 public:
  explicit MatchSink(std::shared_ptr<MatchIndex> index) : index_(std::move(index)) {}

  uint64_t mark() const override { return 0; }  // nothing outlives the process
  base::Status put(const RegisterTable& table, const registers::Record& record) override {
    const pack::Matching& matching = index_->context_.pack->matching;
    LINGQU_CHECK(index_->prepare());
    if (const pack::MatchSide* side = matching.find(table.schema().name)) LINGQU_CHECK(index_->put(*side, table.schema(), record));
    if (matching.answers && matching.answers->register_name == table.schema().name) LINGQU_CHECK(index_->put_answer(table.schema(), record));
    return {};
  }
  base::Status commit(uint64_t mark) override {
    index_->learn();
    if (mark > 0) index_->complete_ = true;
    return {};
  }

 private:
  std::shared_ptr<MatchIndex> index_;
};

std::unique_ptr<RecordSink> follow_matches(std::shared_ptr<MatchIndex> index) { return std::make_unique<MatchSink>(std::move(index)); }

}  // namespace lingqu::engine
