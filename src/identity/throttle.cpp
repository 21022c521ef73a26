#include <algorithm>
#include <iterator>
#include <list>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "base/text.hpp"
#include "identity/identity.hpp"

namespace lingqu::identity {

namespace {

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kLongestWait = 900 * kSecond;
constexpr int64_t kMinute = 60 * kSecond;
constexpr size_t kMostEntries = 50'000;
constexpr size_t kLongestKey = 256;

// Failures by key, the latest last; the oldest make room.
class Failures {
 public:
  Failures(int free_tries, int64_t forget_one) : free_tries_(free_tries), forget_one_(forget_one) {}

  void add(std::string_view key, int64_t now) {
    auto found = by_key_.find(key);
    if (found == by_key_.end()) {
      if (entries_.size() >= kMostEntries) remove(entries_.front().key);
      entries_.push_back({std::string(key), 0, now});
      found = by_key_.emplace(entries_.back().key, std::prev(entries_.end())).first;
    }
    Entry& entry = *found->second;
    entry.count = std::max<int64_t>(entry.count - (now - entry.last) / forget_one_, 0) + 1;
    entry.last = now;
    entries_.splice(entries_.end(), entries_, found->second);
  }

  void remove(std::string_view key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    const auto entry = found->second;
    by_key_.erase(found);
    entries_.erase(entry);
  }

  int64_t wait(std::string_view key, int64_t now) const {
    const auto found = by_key_.find(key);
    if (found == by_key_.end() || found->second->count < free_tries_) return 0;
    const int64_t doublings = std::min<int64_t>(found->second->count - free_tries_, 20);
    const int64_t whole = std::min(kSecond << doublings, kLongestWait);
    return std::clamp<int64_t>(found->second->last + whole - now, 0, whole);
  }

 private:
  struct Entry {
    std::string key;
    int64_t count = 0;
    int64_t last = 0;
  };
  int64_t free_tries_;
  int64_t forget_one_;  // a failure is forgotten in this time
  std::list<Entry> entries_;
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_;
};

std::string login_key(const std::string& login) {
  return base::ascii_lower(base::trim(login)).substr(0, kLongestKey);
}

}  // namespace

struct Throttle::Impl {
  explicit Impl(const base::Clock& time) : clock(time) {}
  const base::Clock& clock;
  std::mutex mutex;
  Failures logins{5, 12 * kMinute};
  Failures addresses{20, 3 * kMinute};
};

Throttle::Throttle(const base::Clock& clock) : impl_(std::make_unique<Impl>(clock)) {}
Throttle::~Throttle() = default;

int64_t Throttle::wait_seconds(const std::string& login, const std::string& address) {
  const int64_t now = impl_->clock.now().micros;
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  const int64_t wait = std::max(impl_->logins.wait(login_key(login), now),
                                impl_->addresses.wait(address.substr(0, kLongestKey), now));
  return (wait + kSecond - 1) / kSecond;
}

void Throttle::failed(const std::string& login, const std::string& address) {
  const int64_t now = impl_->clock.now().micros;
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  impl_->logins.add(login_key(login), now);
  impl_->addresses.add(address.substr(0, kLongestKey), now);
}

// The address stays: one account of his own must not give an attacker free tries at others.
void Throttle::succeeded(const std::string& login, const std::string&) {
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  impl_->logins.remove(login_key(login));
}

}  // namespace lingqu::identity
