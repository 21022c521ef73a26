// A service of embeddings that a test scripts: a text's vector is by the groups of words it holds, and a switch lets it fail.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "match/embedding.hpp"

namespace lingqu::engine::test {

class FakeEmbedder final : public match::Embedder {
 public:
  // Texts that hold a word of the same group point the same way; all others point away from every group.
  explicit FakeEmbedder(std::vector<std::vector<std::string>> groups) : groups_(std::move(groups)) {}

  std::string name() const override { return "fake"; }
  base::Result<std::vector<match::Vector>> embed(const std::vector<std::string>& texts, const match::Patience& patience) override {
    const std::lock_guard lock(mutex_);
    ++calls_;
    largest_ = std::max(largest_, texts.size());
    patience_.insert(patience.milliseconds);
    called_.notify_all();
    if (failing_) return base::Error(base::ErrorCode::kEmbeddings).with("reason", "it is out of order");
    std::vector<match::Vector> vectors;
    for (const std::string& text : texts) {
      if (!refused_.empty() && text.find(refused_) != std::string::npos) return base::Error(base::ErrorCode::kEmbeddings).with("reason", "too long").by(match::kTextRefused);
      vectors.push_back(vector_of(text));
    }
    for (const std::string& text : texts) ++asked_[text];
    called_.notify_all();
    return vectors;
  }

  void fail(bool failing) {
    const std::lock_guard lock(mutex_);
    failing_ = failing;
  }
  void refuse(const std::string& word) {
    const std::lock_guard lock(mutex_);
    refused_ = word;
  }
  // Returns once it gave a vector for the text.
  void wait_for(const std::string& text) {
    std::unique_lock lock(mutex_);
    called_.wait(lock, [&] { return asked_.contains(text); });
  }
  // Returns once it was called so often.
  void wait_for_calls(size_t count) {
    std::unique_lock lock(mutex_);
    called_.wait(lock, [&] { return calls_ >= count; });
  }
  size_t calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
  }
  size_t largest() const {
    const std::lock_guard lock(mutex_);
    return largest_;
  }
  bool was_patient_for(int milliseconds) const {
    const std::lock_guard lock(mutex_);
    return patience_.contains(milliseconds);
  }
  // How often it gave a vector for a text.
  std::map<std::string, int> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  match::Vector vector_of(const std::string& text) const {
    match::Vector vector(groups_.size() + 1, 0);
    vector.back() = 0.2F;
    for (size_t i = 0; i < groups_.size(); ++i)
      for (const std::string& word : groups_[i])
        if (text.find(word) != std::string::npos) vector[i] = 1;
    match::normalise(vector);
    return vector;
  }

  const std::vector<std::vector<std::string>> groups_;
  mutable std::mutex mutex_;
  std::condition_variable called_;
  size_t calls_ = 0, largest_ = 0;
  bool failing_ = false;
  std::string refused_;
  std::set<int> patience_;
  std::map<std::string, int> asked_;
};

}  // namespace lingqu::engine::test
