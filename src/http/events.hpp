// Server-sent events: what changed, told to every open page that may see the record.
// Changes are kept in a ring; ten times a second each client is given what is new for it. A client
// that missed more than the ring or its share holds gets one `event: reset` and reloads what it
// shows. Reconnecting clients go on after their Last-Event-ID.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "http/limits.hpp"
#include "http/message.hpp"

namespace lingqu::http {

struct Call;
class Exchange;
class EventClient;

class EventHub {
 public:
  // `post` runs a job on a thread that may read the database; false if it cannot take it now.
  EventHub(engine::Engine& engine, const Limits& limits,
           std::function<bool(std::function<void()>)> post);
  ~EventHub();
  EventHub(const EventHub&) = delete;
  EventHub& operator=(const EventHub&) = delete;

  std::shared_ptr<EventSource> open(Call& call);
  void close_session(const std::string& session);
  // Starts telling the clients when there is something to tell.
  void tick();
  size_t clients();

 private:
  void remember(const std::vector<engine::Change>& changes);
  void tell();
  void tell_one(EventClient& client);
  bool may_see(const engine::Change& change, const EventClient& client);
  std::vector<std::shared_ptr<EventClient>> present();

  engine::Engine& engine_;
  const Limits& limits_;
  std::function<bool(std::function<void()>)> post_;
  std::mutex mutex_;
  std::deque<engine::Change> ring_;
  uint64_t ring_start_ = 0;  // position of the ring's first change
  std::vector<std::weak_ptr<EventClient>> clients_;
  bool fresh_ = false;    // changes nobody was told of yet
  bool telling_ = false;  // a job runs
  uint64_t handle_ = 0;
};

}  // namespace lingqu::http
