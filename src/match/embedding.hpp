// Vectors of texts: who makes them, and how alike two of them are. They come from outside the process, where a service is configured at all.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace lingqu::match {

using Vector = std::vector<float>;  // of length 1

// Brings it to length 1; false where that cannot be: it is empty, all zero or not finite.
bool normalise(Vector& vector);
// From -1 to 1; 0 between vectors of different dimensions.
float cosine(const Vector& a, const Vector& b);

// How long an answer is worth waiting for.
struct Patience {
  int milliseconds = 30'000;
  const std::atomic<bool>* given_up = nullptr;  // set by another thread: nobody waits any more
};

class Embedder {
 public:
  virtual ~Embedder() = default;
  // A vector for each text, in their order, all of one dimension and of length 1; or kEmbeddings with the reason, under the rule
  // kTextRefused where the texts are to blame and not the service. Any thread.
  virtual base::Result<std::vector<Vector>> embed(const std::vector<std::string>& texts, const Patience& patience) = 0;
  // Of the model: vectors of different models are not compared.
  virtual std::string name() const = 0;
};
inline constexpr const char* kTextRefused = "embeddings.text";

}  // namespace lingqu::match
