// What the commands share: opening the engine on a place, finding the account that acts, printing errors, a progress bar.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "cli/commands.hpp"
#include "engine/engine.hpp"

namespace lingqu::cli {

// The pack to work with: $LINGQU_PACK, else the only folder in packs/ of the working folder or beside the program.
std::string default_pack_folder();
// Share of the program's own folder, for packs and the web client of an installation.
std::string program_folder();

struct Opened {
  base::SystemClock clock;
  base::SystemRandom random;
  std::unique_ptr<engine::Engine> engine;
};
engine::Settings settings_of(const Place& place);
// Prints why and returns null when it cannot be opened; then exit with kEnvironment.
std::unique_ptr<Opened> open_engine(const Place& place, bool read_only);

// The account `login` as an actor. Empty login: the only account that may create records in that register, if there is just one.
base::Result<lifecycle::Actor> acting_account(engine::Engine& engine, const std::string& login, const std::string& register_name);
// An organisation by its official number or record id.
base::Result<int64_t> find_organisation(engine::Engine& engine, const std::string& text);
lifecycle::Actor system_actor();

// To standard error, in the terminal's language (LANG zh… → Chinese, else English); details indented. Returns kRefused, or kEnvironment
// for errors of the environment.
int fail(const base::Error& error, bool json = false);
base::Language terminal_language();

// A bar on a terminal for what takes longer than a second; silent elsewhere.
class Progress {
 public:
  explicit Progress(std::string title);
  ~Progress();
  void show(uint64_t done, uint64_t total);
  std::function<void(uint64_t, uint64_t)> callback();

 private:
  std::string title_;
  int64_t started_micros_;
  int64_t shown_micros_ = 0;
  bool terminal_;
};

}  // namespace lingqu::cli
