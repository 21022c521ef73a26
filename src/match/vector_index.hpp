// The vectors of a register's records, a byte a dimension, and the records nearest to a question, found by looking at all of them.
// Reading members may run beside each other; writing needs the index alone.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "match/embedding.hpp"

namespace lingqu::match {

inline constexpr size_t kMostVectors = 200'000;  // of a register: memory and the time of a question stay bounded

struct Near {
  int64_t id = 0;
  float similarity = 0;  // cosine
};
struct Nearness {
  std::vector<Near> nearest;  // best first
  float usual = 0;            // what a record that has nothing to do with the question reaches: models differ widely in it
};

// How much more alike than usual, from 0 to 1: what a similarity says whatever the model.
float closeness(float similarity, float usual);

class VectorIndex {
 public:
  explicit VectorIndex(size_t most = kMostVectors) : most_(most) {}

  // Adds the vector or replaces the one with its id. False where it is not taken: the index is full, or those in it have another dimension.
  bool put(int64_t id, const Vector& vector);
  void remove(int64_t id);
  size_t size() const { return ids_.size(); }
  bool has(int64_t id) const { return places_.contains(id); }
  bool full() const { return ids_.size() >= most_; }

  Nearness nearest(const Vector& question, size_t limit) const;
  // Nothing: the record has no vector.
  std::optional<float> similarity(int64_t id, const Vector& question) const;

 private:
  // A vector by its parts as shares of the largest, -127 to 127.
  struct Small {
    std::vector<int16_t> parts;
    float scale = 0;
  };
  static Small small(const Vector& vector);
  float similarity_at(size_t place, const Small& question) const;

  size_t most_;
  size_t dimension_ = 0;       // 0: nothing is there
  std::vector<int8_t> parts_;  // of all, by place
  std::vector<float> scales_;
  std::vector<int64_t> ids_;
  std::unordered_map<int64_t, size_t> places_;
};

}  // namespace lingqu::match
