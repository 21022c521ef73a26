// The seam for time. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/date.hpp"

namespace lingqu::base {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

// The system's time shifted by an offset that tests and demonstrations may move forward.
class ShiftedClock final : public Clock {
 public:
  Timestamp now() const override;
  void advance(int64_t micros) { offset_ += micros; }

 private:
  std::atomic<int64_t> offset_{0};
};

// Stands still until told otherwise; for unit tests.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Timestamp start) : micros_(start.micros) {}
  Timestamp now() const override { return Timestamp{micros_}; }
  void advance(int64_t micros) { micros_ += micros; }

 private:
  std::atomic<int64_t> micros_;
};

}  // namespace lingqu::base
