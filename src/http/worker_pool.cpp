#include "http/worker_pool.hpp"

#include <algorithm>

namespace lingqu::http {

WorkerPool::WorkerPool(size_t threads, size_t queue_limit) : limit_(queue_limit) {
  for (size_t i = 0; i < std::max<size_t>(1, threads); ++i)
    threads_.emplace_back([this] { run(); });
}

WorkerPool::~WorkerPool() {
  stop();
}

bool WorkerPool::post(std::function<void()> job, bool forced) {
  bool notify = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || (!forced && jobs_.size() >= limit_)) return false;
    jobs_.push_back(std::move(job));
    notify = idle_ > 0;
  }
  if (notify) wake_.notify_one();
  return true;
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

void WorkerPool::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    while (jobs_.empty() && !stopping_) {
      ++idle_;
      wake_.wait(lock);
      --idle_;
    }
    if (jobs_.empty()) return;
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
  }
}

}  // namespace lingqu::http
