// The vectors of the records that are matched, where a service for them is configured: asked for in the background, in batches, by a thread of
// its own that holds neither transaction nor lock while it waits. A service that fails is asked again later, and later still; meanwhile
// everything is answered without it. Any thread may use it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/engine.hpp"
#include "engine/followers/vector_cache.hpp"
#include "match/vector_index.hpp"

namespace lingqu::engine {

// When to ask again after so many failures one after the other: first after `pause`, then after twice that, up to 300 times that.
std::chrono::milliseconds pause_after(size_t failures, std::chrono::milliseconds pause);

class MatchVectors {
 public:
  // The text of a record as it is now; "": it is not matched (any more). Called on the thread of the vectors.
  using TextOf = std::function<base::Result<std::string>(const std::string& register_name, int64_t id)>;

  // `cache` may be null: then a restart asks for everything again.
  MatchVectors(Embeddings settings, std::unique_ptr<VectorCache> cache, const std::vector<std::string>& registers, TextOf text_of);
  ~MatchVectors();  // gives up what it waits for
  MatchVectors(const MatchVectors&) = delete;
  MatchVectors& operator=(const MatchVectors&) = delete;

  void changed(const std::string& register_name, int64_t id);
  // Returns when every change has its vector, or the service does not give it.
  void wait();

  // Of a text that is asked about: known already, or asked for with little patience. Nothing: matching goes without.
  std::optional<match::Vector> question(const std::string& text);
  size_t size(const std::string& register_name) const;
  match::Nearness nearest(const std::string& register_name, const match::Vector& question, size_t limit) const;
  std::optional<float> similarity(const std::string& register_name, int64_t id, const match::Vector& question) const;

 private:
  using Clock = std::chrono::steady_clock;
  using Key = std::pair<std::string, int64_t>;
  struct Failures {
    size_t count = 0;
    Clock::time_point retry_at{};
  };
  struct Asking {
    Key key;
    merkle::Digest digest;
    std::string text;
  };

  void loop();
  void look_up(const Key& key);
  void ask();
  std::vector<Key> next_keys();
  std::vector<Asking> texts_of(const std::vector<Key>& keys);
  void take(const std::vector<Asking>& asked, const std::vector<match::Vector>& vectors);
  void put_off(const std::vector<Asking>& asked, const base::Error& error);
  void forget(const Key& key);
  void known(const Key& key);
  bool has_room(const Key& key) const;
  void put(const Key& key, const match::Vector& vector);
  std::optional<match::Vector> cached(const merkle::Digest& digest);
  void fail(Failures& failures, const base::Error& error) const;

  Embeddings settings_;
  std::unique_ptr<VectorCache> cache_;
  TextOf text_of_;

  mutable std::mutex turn_;            // as in the index of words: neither readers nor the writer wait for ever
  mutable std::shared_mutex access_;   // of the indexes
  std::map<std::string, match::VectorIndex> indexes_;

  std::mutex mutex_;  // of what follows
  std::condition_variable wake_, settled_;
  std::set<Key> changed_;
  std::set<Key> unknown_;  // to be asked for
  Key last_asked_;         // the next batch begins behind it, so that what fails does not hold up the others
  size_t batch_;
  bool busy_ = true;
  Failures failures_;
  std::atomic<bool> given_up_{false};

  std::mutex asking_;  // one question at a time waits for the service
  std::mutex questions_mutex_;
  Failures question_failures_;
  std::map<merkle::Digest, match::Vector> questions_;  // the last ones asked
  std::deque<merkle::Digest> question_order_;

  std::thread thread_;
};

}  // namespace lingqu::engine
