#include "engine/followers/record_follower.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "evidence/log.hpp"

namespace lingqu::engine {

namespace {

constexpr size_t kBatch = 2'000;  // records between two commits while catching up
constexpr int kNice = 10;
constexpr auto kRush = std::chrono::milliseconds(20);  // since the last commit

}  // namespace

void lower_priority() { setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), kNice); }

RecordFollower::RecordFollower(Context& context, std::unique_ptr<RecordSink> sink) : context_(context), sink_(std::move(sink)) {
  thread_ = std::thread([this] { loop(); });
}

RecordFollower::~RecordFollower() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void RecordFollower::changed(const std::vector<Change>& changes) {
  {
    const std::lock_guard lock(mutex_);
    last_change_ = Clock::now();
    for (const Change& change : changes) {
      if (const RegisterTable* table = context_.find(change.register_name)) pending_.emplace(table, change.record);
      pending_mark_ = std::max(pending_mark_, change.leaf + 1);
    }
  }
  wake_.notify_one();
}

base::Status RecordFollower::wait() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return !status_.ok() || (!busy_ && pending_.empty()); });
  return status_;
}

bool RecordFollower::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void RecordFollower::loop() {
  lower_priority();
  base::Status status = catch_up();
  while (true) {
    std::set<Key> keys;
    uint64_t mark = 0;
    {
      std::unique_lock lock(mutex_);
      busy_ = false;
      if (!status.ok() && status_.ok()) {
        spdlog::error("a follower of the log stopped: {}", base::to_string(status.error(), base::Language::kEn));
        status_ = status;
      }
      idle_.notify_all();
      wake_.wait(lock, [this] { return stopping_ || (status_.ok() && !pending_.empty()); });
      if (stopping_) return;
      keys.swap(pending_);
      mark = pending_mark_;
      busy_ = true;
    }
    status = follow(keys, mark);
  }
}

base::Status RecordFollower::catch_up() {
  const uint64_t seen = sink_->mark();
  // Taken before the records are read: what changes meanwhile is pending, and after a crash it is read again.
  uint64_t end = 0;
  {
    LINGQU_TRY(connection, context_.database->reader());
    LINGQU_TRY(size, evidence::log_size(*connection));
    end = size;
  }
  for (const RegisterTable& table : context_.tables) {
    int64_t after = 0;
    for (bool more = true; more;) {
      std::vector<int64_t> ids;
      LINGQU_TRY(connection, context_.database->reader());
      LINGQU_TRY(statement, connection->prepare(fmt::format("SELECT id FROM {} WHERE id > $1 AND last_leaf >= $2 ORDER BY id LIMIT {}",
                                                            table.map.table(), kBatch)));
      statement->bind(1, after);
      statement->bind(2, static_cast<int64_t>(seen));
      while (true) {
        LINGQU_TRY(found, statement->step());
        if (!found) break;
        ids.push_back(statement->integer(0));
      }
      statement->reset();
      for (const int64_t id : ids) {
        if (stopping()) return {};
        LINGQU_CHECK(put(*connection, table, id));
      }
      more = ids.size() == kBatch;
      if (more) {
        after = ids.back();
        LINGQU_CHECK(sink_->commit(seen));  // what is there already can be searched; a restart begins anew
      }
    }
  }
  return end == seen ? base::Status{} : sink_->commit(end);
}

base::Status RecordFollower::follow(const std::set<Key>& keys, uint64_t mark) {
  LINGQU_TRY(connection, context_.database->reader());
  for (const auto& [table, id] : keys) {
    if (stopping()) return {};
    const auto begun = Clock::now();
    LINGQU_CHECK(put(*connection, *table, id));
    give_way(Clock::now() - begun);
  }
  return sink_->commit(mark);
}

// While one commit follows another the follower takes a fifth of a core (more where a record takes it long): it would never keep up with thousands of acts a second, and
// those who wait for their act would wait for it too.
void RecordFollower::give_way(Clock::duration worked) {
  std::unique_lock lock(mutex_);
  if (Clock::now() - last_change_ < kRush) wake_.wait_for(lock, std::min<Clock::duration>(4 * worked, kRush), [this] { return stopping_; });
}

base::Status RecordFollower::put(store::Connection& connection, const RegisterTable& table, int64_t id) {
  LINGQU_TRY(record, table.map.load(connection, id));
  return record ? sink_->put(table, *record) : base::Status{};
}

}  // namespace lingqu::engine
