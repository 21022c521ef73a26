#include "match/vector_index.hpp"

#include <algorithm>
#include <cmath>

namespace lingqu::match {

namespace {

constexpr float kLargestPart = 127;
// Vectors are filled up with zeros to whole blocks: a loop of a fixed length is one that compilers make fast.
constexpr size_t kBlock = 64;

size_t filled_up(size_t dimension) { return (dimension + kBlock - 1) / kBlock * kBlock; }

int32_t block_product(const int8_t* a, const int16_t* b) {
  int32_t sum = 0;
  for (size_t i = 0; i < kBlock; ++i) sum += static_cast<int16_t>(a[i]) * b[i];
  return sum;
}
// A handful of records says little about what is usual: these many are thought of beside them, each so similar.
constexpr float kImagined = 5;
constexpr float kImaginedSimilarity = 0.3F;

bool nearer(const Near& a, const Near& b) { return a.similarity != b.similarity ? a.similarity > b.similarity : a.id < b.id; }

}  // namespace

float closeness(float similarity, float usual) { return usual >= 1 ? 0 : std::clamp((similarity - usual) / (1 - usual), 0.0F, 1.0F); }

VectorIndex::Small VectorIndex::small(const Vector& vector) {
  float largest = 0;
  for (const float part : vector) largest = std::max(largest, std::abs(part));
  Small out{std::vector<int16_t>(filled_up(vector.size())), largest / kLargestPart};
  if (largest <= 0) return out;
  for (size_t i = 0; i < vector.size(); ++i) out.parts[i] = static_cast<int16_t>(std::lround(vector[i] / out.scale));
  return out;
}

bool VectorIndex::put(int64_t id, const Vector& vector) {
  const auto known = places_.find(id);
  if (vector.empty() || (known == places_.end() && full()) || (dimension_ != 0 && vector.size() != dimension_)) return false;
  dimension_ = vector.size();
  const size_t place = known == places_.end() ? ids_.size() : known->second;
  if (known == places_.end()) {
    places_[id] = place;
    ids_.push_back(id);
    scales_.push_back(0);
    parts_.resize(parts_.size() + filled_up(dimension_));
  }
  const Small taken = small(vector);
  scales_[place] = taken.scale;
  std::transform(taken.parts.begin(), taken.parts.end(), parts_.begin() + static_cast<std::ptrdiff_t>(place * taken.parts.size()),
                 [](int16_t part) { return static_cast<int8_t>(part); });
  return true;
}

// The last one moves to the place that becomes free.
void VectorIndex::remove(int64_t id) {
  const auto known = places_.find(id);
  if (known == places_.end()) return;
  const size_t place = known->second, last = ids_.size() - 1;
  const auto at = [this](size_t which) { return parts_.begin() + static_cast<std::ptrdiff_t>(which * filled_up(dimension_)); };
  if (place != last) {
    std::copy(at(last), at(last + 1), at(place));
    scales_[place] = scales_[last];
    ids_[place] = ids_[last];
    places_[ids_[place]] = place;
  }
  places_.erase(id);
  ids_.pop_back();
  scales_.pop_back();
  parts_.resize(ids_.size() * filled_up(dimension_));
  if (ids_.empty()) dimension_ = 0;
}

float VectorIndex::similarity_at(size_t place, const Small& question) const {
  const size_t filled = question.parts.size();
  const int8_t* parts = parts_.data() + place * filled;
  int32_t sum = 0;
  for (size_t i = 0; i < filled; i += kBlock) sum += block_product(parts + i, question.parts.data() + i);
  return static_cast<float>(sum) * scales_[place] * question.scale;
}

Nearness VectorIndex::nearest(const Vector& question, size_t limit) const {
  Nearness out;
  float sum = kImagined * kImaginedSimilarity;
  if (question.size() == dimension_ && dimension_ != 0) {
    const Small asked = small(question);
    std::vector<Near> all(ids_.size());
    for (size_t place = 0; place < ids_.size(); ++place) {
      all[place] = {ids_[place], similarity_at(place, asked)};
      sum += all[place].similarity;
    }
    const size_t keep = std::min(limit, all.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(keep), all.end(), nearer);
    all.resize(keep);
    out.nearest = std::move(all);
    out.usual = sum / (static_cast<float>(ids_.size()) + kImagined);
  }
  return out;
}

std::optional<float> VectorIndex::similarity(int64_t id, const Vector& question) const {
  const auto known = places_.find(id);
  if (known == places_.end() || question.size() != dimension_) return std::nullopt;
  return similarity_at(known->second, small(question));
}

}  // namespace lingqu::match
