// Plays a pack's demonstration: demo/story.jsonl, one step a line, each an act like any other, on a clock that moves from the past to now.
// Format: docs/formats/demo.md. Everything in it is fictional.
#pragma once

#include "base/clock.hpp"
#include "engine/engine.hpp"

namespace lingqu::cli {

inline constexpr const char* kDemoPassword = "lingqu-demo";

// Fills an empty data folder; does nothing when there are accounts already.
base::Status play_demo(engine::Engine& engine, base::ShiftedClock& clock, const std::function<void(uint64_t, uint64_t)>& progress);

}  // namespace lingqu::cli
