// How many records an actor sees, by state: kept in memory from the first question on and brought up to date by every commit, so that the
// total of a list costs the same however large the register and however many write to it.
//
// Records with the same state and the same parties are one group, because what an actor sees depends on nothing else. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/context.hpp"
#include "engine/engine.hpp"

namespace lingqu::engine {

class RecordCounts {
 public:
  using ByState = std::vector<std::pair<std::string, int64_t>>;  // ascending by state, none of them 0
  // Above so many groups a question costs more than counting rows does; such a register is not kept.
  static constexpr size_t kMostGroups = 20'000;

  // As of the last commit. Nothing where the register is not kept, or is being read for the first time by somebody else: count the rows.
  base::Result<std::optional<ByState>> by_state(store::Connection& connection, const RegisterTable& table, const lifecycle::Actor* actor);
  // To be called after each commit, in the order of commits, before anybody is told of it.
  void committed(const std::vector<Change>& changes);

 private:
  using Group = std::pair<std::string, std::vector<int64_t>>;  // state, and parties in ascending order
  struct Kept {
    enum class Stage { kUnread, kReading, kKept, kTooMany } stage = Stage::kUnread;
    std::map<Group, int64_t> groups;
    std::vector<Change> meanwhile;  // commits while reading
  };
  static base::Status read(store::Connection& connection, const RegisterTable& table, Kept& into, uint64_t& leaves);
  static void apply(Kept& kept, const Change& change);
  static ByState seen(const Kept& kept, const registers::Register& schema, const lifecycle::Actor* actor);

  std::mutex mutex_;
  std::map<std::string, Kept> registers_;
};

}  // namespace lingqu::engine
