#include "engine/followers/match_vectors.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "engine/followers/record_follower.hpp"

namespace lingqu::engine {

namespace {

constexpr size_t kTextsAtOnce = 32;
constexpr size_t kQuestionsKept = 256;
constexpr int kBatchPatience = 60'000;  // milliseconds
constexpr size_t kMostPauses = 300;

}  // namespace

std::chrono::milliseconds pause_after(size_t failures, std::chrono::milliseconds pause) {
  size_t times = 1;
  for (size_t i = 1; i < failures && times < kMostPauses; ++i) times *= 2;
  return pause * std::min(times, kMostPauses);
}

MatchVectors::MatchVectors(Embeddings settings, std::unique_ptr<VectorCache> cache, const std::vector<std::string>& registers, TextOf text_of)
    : settings_(std::move(settings)), cache_(std::move(cache)), text_of_(std::move(text_of)), batch_(kTextsAtOnce) {
  for (const std::string& name : registers) indexes_.emplace(name, match::VectorIndex());
  thread_ = std::thread([this] { loop(); });
}

MatchVectors::~MatchVectors() {
  given_up_ = true;
  {
    const std::lock_guard lock(mutex_);  // the loop sees it or has not gone to sleep yet
  }
  wake_.notify_all();
  thread_.join();
}

void MatchVectors::changed(const std::string& register_name, int64_t id) {
  {
    const std::lock_guard lock(mutex_);
    changed_.emplace(register_name, id);
  }
  wake_.notify_one();
}

void MatchVectors::wait() {
  std::unique_lock lock(mutex_);
  settled_.wait(lock, [this] { return !busy_ && changed_.empty() && (unknown_.empty() || failures_.count > 0); });
}

// First everything that changed is looked up in the cache, then what it does not know is asked for, a batch at a time.
void MatchVectors::loop() {
  lower_priority();
  std::unique_lock lock(mutex_);
  while (!given_up_) {
    busy_ = true;
    if (!changed_.empty()) {
      const Key key = *changed_.begin();
      changed_.erase(changed_.begin());
      lock.unlock();
      look_up(key);
      lock.lock();
    } else if (!unknown_.empty() && Clock::now() >= failures_.retry_at) {
      lock.unlock();
      ask();
      lock.lock();
    } else {
      busy_ = false;
      settled_.notify_all();
      const auto something = [this] { return given_up_ || !changed_.empty(); };
      if (unknown_.empty())
        wake_.wait(lock, something);
      else
        wake_.wait_until(lock, failures_.retry_at, something);
    }
  }
}

void MatchVectors::look_up(const Key& key) {
  const auto text = text_of_(key.first, key.second);
  if (text.ok() && text->empty()) return forget(key);
  const auto vector = text.ok() ? cached(VectorCache::key_of(settings_.service->name(), *text)) : std::nullopt;
  if (vector) put(key, *vector);
  if (vector || !has_room(key)) return known(key);
  const std::lock_guard lock(mutex_);
  unknown_.insert(key);
}

std::vector<MatchVectors::Key> MatchVectors::next_keys() {
  const std::lock_guard lock(mutex_);
  std::vector<Key> keys;
  auto at = unknown_.upper_bound(last_asked_);
  while (keys.size() < std::min(batch_, unknown_.size())) {
    if (at == unknown_.end()) at = unknown_.begin();
    keys.push_back(*at++);
  }
  if (!keys.empty()) last_asked_ = keys.back();
  return keys;
}

// As they are now; a record that cannot be read waits for another time.
std::vector<MatchVectors::Asking> MatchVectors::texts_of(const std::vector<Key>& keys) {
  std::vector<Asking> asking;
  for (const Key& key : keys) {
    auto text = text_of_(key.first, key.second);
    if (text.ok() && !text->empty()) {
      asking.push_back({key, VectorCache::key_of(settings_.service->name(), *text), *text});
    } else if (text.ok()) {
      forget(key);
    } else {
      const std::lock_guard lock(mutex_);
      fail(failures_, text.error());
      break;
    }
  }
  return asking;
}

void MatchVectors::ask() {
  const std::vector<Asking> asking = texts_of(next_keys());
  if (asking.empty()) return;
  std::vector<std::string> texts;
  for (const Asking& one : asking) texts.push_back(one.text);
  auto vectors = settings_.service->embed(texts, {kBatchPatience, &given_up_});
  if (given_up_) return;
  if (vectors.ok() && vectors->size() != texts.size()) vectors = base::Error(base::ErrorCode::kEmbeddings).with("reason", base::Text{"向量数目不符", "another number of vectors"});
  if (vectors.ok())
    take(asking, *vectors);
  else
    put_off(asking, vectors.error());
}

void MatchVectors::take(const std::vector<Asking>& asked, const std::vector<match::Vector>& vectors) {
  std::vector<std::pair<merkle::Digest, match::Vector>> kept;
  for (size_t i = 0; i < asked.size(); ++i) {
    put(asked[i].key, vectors[i]);
    known(asked[i].key);
    kept.emplace_back(asked[i].digest, vectors[i]);
  }
  if (cache_)
    if (const auto added = cache_->add(kept); !added.ok()) spdlog::warn("vectors are not kept: {}", base::to_string(added.error(), base::Language::kEn));
  const std::lock_guard lock(mutex_);
  failures_ = {};
  batch_ = std::min(kTextsAtOnce, batch_ * 2);
}

// Smaller batches find the text that is to blame, if one is; alone it is given up until its record changes.
void MatchVectors::put_off(const std::vector<Asking>& asked, const base::Error& error) {
  const std::lock_guard lock(mutex_);
  fail(failures_, error);
  batch_ = std::max<size_t>(1, batch_ / 2);
  if (asked.size() == 1 && error.rule == match::kTextRefused) unknown_.erase(asked[0].key);
}

void MatchVectors::forget(const Key& key) {
  {
    std::unique_lock turn(turn_);
    const std::unique_lock access(access_);
    turn.unlock();
    indexes_.at(key.first).remove(key.second);
  }
  known(key);
}

void MatchVectors::known(const Key& key) {
  const std::lock_guard lock(mutex_);
  unknown_.erase(key);
}

bool MatchVectors::has_room(const Key& key) const {
  std::unique_lock turn(turn_);
  const std::shared_lock access(access_);
  turn.unlock();
  const match::VectorIndex& index = indexes_.at(key.first);
  return !index.full() || index.has(key.second);
}

// One that is not taken (another dimension, or no room) leaves the record to its words.
void MatchVectors::put(const Key& key, const match::Vector& vector) {
  std::unique_lock turn(turn_);
  const std::unique_lock access(access_);
  turn.unlock();
  match::VectorIndex& index = indexes_.at(key.first);
  if (!index.put(key.second, vector)) index.remove(key.second);
}

std::optional<match::Vector> MatchVectors::cached(const merkle::Digest& digest) {
  if (!cache_) return std::nullopt;
  auto found = cache_->find(digest);
  if (found.ok()) return std::move(*found);
  spdlog::warn("kept vectors cannot be read: {}", base::to_string(found.error(), base::Language::kEn));
  return std::nullopt;
}

void MatchVectors::fail(Failures& failures, const base::Error& error) const {
  ++failures.count;
  const auto pause = pause_after(failures.count, std::chrono::milliseconds(settings_.pause_ms));
  failures.retry_at = Clock::now() + pause;
  spdlog::warn("matching goes without new vectors for {} ms: {}", pause.count(), base::to_string(error, base::Language::kEn));
}

std::optional<match::Vector> MatchVectors::question(const std::string& text) {
  if (base::trim(text).empty()) return std::nullopt;
  const merkle::Digest digest = VectorCache::key_of(settings_.service->name(), text);
  const auto remembered = [&]() -> std::optional<match::Vector> {
    const auto found = questions_.find(digest);
    return found == questions_.end() ? std::nullopt : std::optional(found->second);
  };
  {
    const std::lock_guard lock(questions_mutex_);
    if (auto found = remembered()) return found;
  }
  if (auto found = cached(digest)) return found;
  const std::unique_lock asking(asking_, std::try_to_lock);
  if (!asking.owns_lock()) return std::nullopt;
  {
    const std::lock_guard lock(questions_mutex_);
    if (Clock::now() < question_failures_.retry_at) return std::nullopt;
  }
  auto vectors = settings_.service->embed({text}, {settings_.question_ms, &given_up_});
  const std::lock_guard lock(questions_mutex_);
  if (!vectors.ok() || vectors->size() != 1) {
    if (!vectors.ok() && vectors.error().rule != match::kTextRefused) fail(question_failures_, vectors.error());
    return std::nullopt;
  }
  question_failures_ = {};
  if (questions_.emplace(digest, vectors->front()).second) question_order_.push_back(digest);
  if (question_order_.size() > kQuestionsKept) {
    questions_.erase(question_order_.front());
    question_order_.pop_front();
  }
  return vectors->front();
}

size_t MatchVectors::size(const std::string& register_name) const {
  std::unique_lock turn(turn_);
  const std::shared_lock access(access_);
  turn.unlock();
  const auto found = indexes_.find(register_name);
  return found == indexes_.end() ? 0 : found->second.size();
}

match::Nearness MatchVectors::nearest(const std::string& register_name, const match::Vector& question, size_t limit) const {
  std::unique_lock turn(turn_);
  const std::shared_lock access(access_);
  turn.unlock();
  const auto found = indexes_.find(register_name);
  return found == indexes_.end() ? match::Nearness{} : found->second.nearest(question, limit);
}

std::optional<float> MatchVectors::similarity(const std::string& register_name, int64_t id, const match::Vector& question) const {
  std::unique_lock turn(turn_);
  const std::shared_lock access(access_);
  turn.unlock();
  const auto found = indexes_.find(register_name);
  return found == indexes_.end() ? std::nullopt : found->second.similarity(id, question);
}

}  // namespace lingqu::engine
