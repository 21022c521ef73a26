// A few threads for work that may block: reads of the database, password hashing, files.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace lingqu::http {

class WorkerPool {
 public:
  WorkerPool(size_t threads, size_t queue_limit);
  ~WorkerPool();
  // False when the queue is full or the pool has stopped; `forced` jobs only when it has stopped.
  bool post(std::function<void()> job, bool forced = false);
  // Finishes what runs and what is queued; afterwards nothing is taken.
  void stop();

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  size_t limit_;
  size_t idle_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace lingqu::http
