// What a scenario plays in: an engine on a fresh folder with a clock that stands still, a server,
// and its accounts.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "engine/engine.hpp"
#include "http/server.hpp"
#include "scenarios/match.hpp"
#include "scenarios/scenario.hpp"

namespace lingqu::scenarios {

class World {
 public:
  static base::Result<std::unique_ptr<World>> make(const Scenario& scenario,
                                                   const std::string& packs_folder);
  ~World();

  // What went wrong in the step, one line each; empty if nothing.
  std::vector<std::string> play(const Step& step);

 private:
  explicit World(base::Timestamp now) : clock_(now), random_(1) {}
  base::Status open(const Scenario& scenario, const std::string& packs_folder);
  base::Status add_organisation(const std::string& key, const wire::Json& values);
  base::Status add_account(const Account& account);
  base::Result<wire::Json::Array> new_leaves();
  void request(const Step& step, std::vector<std::string>& differences);

  base::FixedClock clock_;
  base::SeededRandom random_;
  std::string folder_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<http::Server> server_;
  std::map<std::string, std::string> tokens_;  // login → bearer token
  Saved saved_;
  uint64_t leaves_seen_ = 0;
};

}  // namespace lingqu::scenarios
