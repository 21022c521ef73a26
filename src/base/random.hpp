// The seam for randomness. Thread-safe.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

namespace lingqu::base {

class Random {
 public:
  virtual ~Random() = default;
  virtual std::string bytes(size_t count) = 0;
};

// getrandom(2); aborts if the kernel has none, for nothing secret may be made without it.
class SystemRandom final : public Random {
 public:
  std::string bytes(size_t count) override;
};

// Repeatable bytes from a seed; for tests only.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(uint64_t seed) : state_(seed) {}
  std::string bytes(size_t count) override;

 private:
  std::atomic<uint64_t> state_;
};

// 128 random bits as 26 characters of Crockford base32: session ids, log ids.
std::string random_id(Random& random);

}  // namespace lingqu::base
