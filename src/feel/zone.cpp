#include <unicode/timezone.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>

#include "feel/temporal.hpp"

namespace lingqu::feel {
namespace {

struct Named {
  std::string name;
  std::unique_ptr<icu::TimeZone> zone;
};

// Zones in use, in the order of their first use. Entries are never removed, so that reading needs
// no lock.
struct Zones {
  std::mutex adding;
  std::array<std::atomic<const Named*>, 2048> entries{};
  int count = 0;
};
Zones& zones() {
  static Zones instance;
  return instance;
}

const Named* find(int32_t code) {
  return zones().entries[static_cast<size_t>(code - Zone::kFirstNamed)].load(
      std::memory_order_acquire);
}

int32_t shown_offset(const Named& named, int64_t seconds, UBool local) {
  int32_t raw = 0, saving = 0;
  UErrorCode status = U_ZERO_ERROR;
  named.zone->getOffset(static_cast<double>(seconds) * 1000, local, raw, saving, status);
  return U_FAILURE(status) ? 0 : (raw + saving) / 1000;
}

}  // namespace

std::optional<Zone> Zone::named(std::string_view name) {
  if (name.empty() || name.size() > 64) return std::nullopt;
  Zones& all = zones();
  const std::lock_guard lock(all.adding);
  for (int i = 0; i < all.count; ++i) {
    if (all.entries[static_cast<size_t>(i)].load()->name == name) return Zone{kFirstNamed + i};
  }
  const icu::UnicodeString id = icu::UnicodeString::fromUTF8(
      icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
  icu::UnicodeString canonical;
  UBool is_system = false;
  UErrorCode status = U_ZERO_ERROR;
  icu::TimeZone::getCanonicalID(id, canonical, is_system, status);
  if (U_FAILURE(status) || !is_system || all.count == static_cast<int>(all.entries.size()))
    return std::nullopt;
  auto entry = std::make_unique<Named>();
  entry->name = name;
  entry->zone.reset(icu::TimeZone::createTimeZone(id));
  all.entries[static_cast<size_t>(all.count)].store(entry.release(), std::memory_order_release);
  return Zone{kFirstNamed + all.count++};
}

int32_t Zone::offset_at_local(int64_t local) const {
  if (is_local()) return 0;
  return is_named() ? shown_offset(*find(code), local, true) : code;
}

int32_t Zone::offset_at_instant(int64_t utc) const {
  if (is_local()) return 0;
  return is_named() ? shown_offset(*find(code), utc, false) : code;
}

int32_t Zone::standard_offset() const {
  if (is_local()) return 0;
  return is_named() ? find(code)->zone->getRawOffset() / 1000 : code;
}

std::string Zone::name() const {
  return is_named() ? find(code)->name : std::string();
}

}  // namespace lingqu::feel
