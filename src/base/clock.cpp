#include "base/clock.hpp"

#include <chrono>

namespace lingqu::base {

Timestamp SystemClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count()};
}

Timestamp ShiftedClock::now() const {
  return Timestamp{SystemClock().now().micros + offset_.load()};
}

}  // namespace lingqu::base
