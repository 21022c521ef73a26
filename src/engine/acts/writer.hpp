// The one writer: a thread with a queue. Acts that wait are taken together into one transaction (group commit): many acts, one fsync.
// When the storage fails at a commit the writer turns read-only: what was acknowledged is safe, nothing more is accepted.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>

#include "engine/acts/unit.hpp"

namespace lingqu::engine {

class Writer {
 public:
  using Done = std::function<void(base::Result<ActReply>)>;
  // Work in a transaction of its own, rolled back when it returns an error. What it reports as changed is told to listeners.
  using Work = std::function<base::Status(store::Connection&, evidence::Log&, Sequences&, std::vector<Change>& changes)>;
  using Listener = std::function<void(const std::vector<Change>&)>;

  // Opens the writing connection, migrates, opens the log, starts the thread.
  static base::Result<std::unique_ptr<Writer>> start(Context& context);
  ~Writer();

  void submit(PreparedAct act, Done done);
  base::Status run(Work work);  // waits
  base::Status run_due_timers();
  uint64_t subscribe(Listener listener);
  void unsubscribe(uint64_t handle);
  // Empty without a log (Settings::read_only).
  std::string log_origin() const { return log_ ? log_->origin() : std::string(); }
  std::string public_key() const { return log_ ? log_->public_key() : std::string(); }

 private:
  struct ActJob {
    PreparedAct act;
    Done done;
  };
  struct WorkJob {
    Work work;
    std::function<void(base::Status)> done;
    bool timers = false;  // run due timers instead of `work`
  };
  using Job = std::variant<ActJob, WorkJob>;
  struct Answer {
    Done* done;
    base::Result<ActReply> reply;
  };

  explicit Writer(Context& context) : context_(context) {}
  base::Status open();
  void loop();
  bool wait_for_work(std::deque<Job>& batch);
  void do_acts(std::deque<Job>& batch, size_t first, size_t last);
  base::Status try_acts(std::deque<Job>& batch, size_t first, size_t last);
  base::Result<ActReply> do_act(const PreparedAct& act, std::vector<Change>& changes);
  base::Result<std::optional<ActReply>> repeated(const PreparedAct& act);
  base::Status remember(const PreparedAct& act, const ActReply& reply);
  void do_work(WorkJob& job);
  void do_timers();
  base::Status do_timer(const Timer& timer, std::vector<Change>& changes);
  void sign_when_idle();
  base::Status commit(std::vector<Change>& changes);
  void roll_back();
  void refresh_next_due();

  Context& context_;
  std::unique_ptr<store::Connection> connection_;
  std::unique_ptr<evidence::Log> log_;
  Sequences sequences_;
  std::atomic<bool> read_only_{false};
  std::optional<base::Timestamp> next_due_;  // writer thread only
  bool timers_stuck_ = false;                // writer thread only: storage refused them; tried again a second later
  bool unsigned_leaves_ = false;             // writer thread only: since the last head that is known to be signed

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::mutex listeners_mutex_;
  std::map<uint64_t, Listener> listeners_;
  uint64_t next_listener_ = 1;
  std::thread thread_;
};

}  // namespace lingqu::engine
