// Feeds data that is derived from the records (the search index, matching): first every record that changed since a mark in the log, then
// those of each commit as they come. One thread of low priority, on its own connection; the writer never waits for it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "engine/context.hpp"

namespace lingqu::engine {

// Of the calling thread: people's requests go first.
void lower_priority();

// What follows. Called on the follower's thread only.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  // The log's sequence number up to which everything has been seen, of what was committed; 0: nothing.
  virtual uint64_t mark() const = 0;
  virtual base::Status put(const RegisterTable& table, const registers::Record& record) = 0;
  virtual base::Status commit(uint64_t mark) = 0;
};

class RecordFollower {
 public:
  RecordFollower(Context& context, std::unique_ptr<RecordSink> sink);
  ~RecordFollower();  // stops after the record at hand; what is not committed is followed again at the next start
  RecordFollower(const RecordFollower&) = delete;
  RecordFollower& operator=(const RecordFollower&) = delete;

  // After a commit, on any thread.
  void changed(const std::vector<Change>& changes);
  // Returns when everything that was committed before the call has been followed; the error that stopped the follower, if one did.
  base::Status wait();

 private:
  using Key = std::pair<const RegisterTable*, int64_t>;
  void loop();
  base::Status catch_up();
  base::Status follow(const std::set<Key>& keys, uint64_t mark);
  base::Status put(store::Connection& connection, const RegisterTable& table, int64_t id);
  bool stopping();
  using Clock = std::chrono::steady_clock;
  void give_way(Clock::duration worked);

  Context& context_;
  std::unique_ptr<RecordSink> sink_;
  std::mutex mutex_;
  std::condition_variable wake_, idle_;
  std::set<Key> pending_;
  uint64_t pending_mark_ = 0;
  Clock::time_point last_change_{};
  bool busy_ = true;  // until it has caught up
  bool stopping_ = false;
  base::Status status_;
  std::thread thread_;
};

}  // namespace lingqu::engine
