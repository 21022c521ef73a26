#include "base/random.hpp"

#include <sys/random.h>

#include <cerrno>
#include <cstdlib>
#include <string_view>

namespace lingqu::base {

std::string SystemRandom::bytes(size_t count) {
  std::string out(count, '\0');
  size_t done = 0;
  while (done < count) {
    const ssize_t got = ::getrandom(out.data() + done, count - done, 0);
    if (got < 0 && errno != EINTR) std::abort();
    if (got > 0) done += static_cast<size_t>(got);
  }
  return out;
}

// SplitMix64 (Steele, Lea, Flood 2014): a counter and a mixing function, so that threads share the
// counter atomically.
std::string SeededRandom::bytes(size_t count) {
  std::string out;
  out.reserve(count + 7);
  while (out.size() < count) {
    uint64_t word = state_.fetch_add(0x9E3779B97F4A7C15U) + 0x9E3779B97F4A7C15U;
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9U;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EBU;
    word ^= word >> 31;
    for (int i = 0; i < 8; ++i) out += static_cast<char>(word >> (8 * i));
  }
  out.resize(count);
  return out;
}

std::string random_id(Random& random) {
  constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  constexpr int kLength = 26;  // 130 bits: the first digit carries three
  const std::string bytes = random.bytes(16);
  uint64_t high = 0;
  uint64_t low = 0;
  for (size_t i = 0; i < 8; ++i) {
    high = (high << 8) | static_cast<uint8_t>(bytes[i]);
    low = (low << 8) | static_cast<uint8_t>(bytes[i + 8]);
  }
  std::string out(kLength, '0');
  for (int i = kLength - 1; i >= 0; --i) {
    out[static_cast<size_t>(i)] = kDigits[low & 31];
    low = (low >> 5) | (high << 59);
    high >>= 5;
  }
  return out;
}

}  // namespace lingqu::base
