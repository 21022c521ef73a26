#include "engine/acts/writer.hpp"

#include <spdlog/spdlog.h>

#include <future>
#include <set>

#include "engine/acts/kernel_tables.hpp"

namespace lingqu::engine {

using base::Error;
using base::ErrorCode;
using base::Status;

namespace {

constexpr size_t kTimersAtOnce = 256;
constexpr auto kLongestSleep = std::chrono::seconds(1);

Error read_only_error() { return Error(ErrorCode::kReadOnly); }

}  // namespace

base::Result<std::unique_ptr<Writer>> Writer::start(Context& context) {
  std::unique_ptr<Writer> writer(new Writer(context));
  if (context.settings.read_only) {
    writer->read_only_ = true;
    return writer;
  }
  LINGQU_CHECK(writer->open());
  writer->thread_ = std::thread([raw = writer.get()] { raw->loop(); });
  return writer;
}

Status Writer::open() {
  LINGQU_TRY(connection, context_.database->connect(true));
  connection_ = std::move(connection);
  LINGQU_CHECK(store::migrate(*connection_, kernel_tables(), ""));
  std::vector<store::Table> tables;
  for (auto& table : context_.tables)
    for (auto& declared : table.map.tables()) {
      if (declared.name == table.map.table())
        for (const RunningTotals* totals : table.totals) declared.indexes.push_back(totals->index());
      tables.push_back(std::move(declared));
    }
  LINGQU_CHECK(store::migrate(*connection_, tables, TableMap::kPrefix));
  for (const auto& totals : context_.totals) LINGQU_CHECK(totals.open(*connection_));
  evidence::LogOptions options;
  options.key_file = context_.settings.data_folder + "/log-key.pem";
  options.origin = context_.pack->name;
  LINGQU_TRY(log, evidence::Log::open(*connection_, options, context_.clock, context_.random));
  log_ = std::move(log);
  LINGQU_CHECK(sequences_.reload(context_, *connection_));
  refresh_next_due();
  return {};
}

Writer::~Writer() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Writer::submit(PreparedAct act, Done done) {
  {
    std::lock_guard lock(mutex_);
    if (!stopping_ && !read_only_ && queue_.size() < context_.settings.queue_limit) {
      queue_.emplace_back(ActJob{std::move(act), std::move(done)});
      done = nullptr;
    }
  }
  if (done) return done(read_only_ ? read_only_error() : Error(ErrorCode::kBusy));
  wake_.notify_one();
}

Status Writer::run(Work work) {
  auto promise = std::make_shared<std::promise<Status>>();
  auto answer = promise->get_future();
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return Error(ErrorCode::kBusy);
    if (read_only_) return read_only_error();
    const bool timers = !work;
    queue_.emplace_back(WorkJob{std::move(work), [promise](Status status) { promise->set_value(std::move(status)); }, timers});
  }
  wake_.notify_one();
  return answer.get();
}

Status Writer::run_due_timers() { return run(nullptr); }

uint64_t Writer::subscribe(Listener listener) {
  std::lock_guard lock(listeners_mutex_);
  listeners_.emplace(next_listener_, std::move(listener));
  return next_listener_++;
}

void Writer::unsubscribe(uint64_t handle) {
  std::lock_guard lock(listeners_mutex_);
  listeners_.erase(handle);
}

bool Writer::wait_for_work(std::deque<Job>& batch) {
  std::unique_lock lock(mutex_);
  auto timer_due = [&] {
    return context_.settings.run_timers && next_due_ && *next_due_ <= context_.clock.now() && !read_only_ && !timers_stuck_;
  };
  while (queue_.empty() && !stopping_ && !timer_due()) {
    if (wake_.wait_for(lock, kLongestSleep) == std::cv_status::no_timeout) continue;
    timers_stuck_ = false;
    if (!unsigned_leaves_ || !queue_.empty()) continue;
    lock.unlock();
    sign_when_idle();
    lock.lock();
  }
  const size_t count = std::min(queue_.size(), context_.settings.batch_limit);
  std::move(queue_.begin(), queue_.begin() + static_cast<ptrdiff_t>(count), std::back_inserter(batch));
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<ptrdiff_t>(count));
  const bool due = timer_due();
  lock.unlock();
  if (due) do_timers();
  return !batch.empty() || !stopping_;
}

void Writer::loop() {
  std::deque<Job> batch;
  while (wait_for_work(batch)) {
    for (size_t i = 0; i < batch.size();) {
      if (auto* work = std::get_if<WorkJob>(&batch[i])) {
        do_work(*work);
        ++i;
        continue;
      }
      size_t last = i;
      while (last < batch.size() && std::holds_alternative<ActJob>(batch[last])) ++last;
      do_acts(batch, i, last);
      i = last;
    }
    batch.clear();
  }
  if (read_only_) return;
  // A signed head over everything, so that the next start finds the log sealed.
  sign_when_idle();
}

void Writer::sign_when_idle() {
  unsigned_leaves_ = false;
  WorkJob job{[](store::Connection&, evidence::Log& log, Sequences&, std::vector<Change>&) -> Status {
                if (log.size() == 0) return {};
                auto head = log.sign_head();
                return head.ok() ? Status() : Status(std::move(head).error());
              },
              [](Status) {}, false};
  do_work(job);
}

void Writer::do_acts(std::deque<Job>& batch, size_t first, size_t last) {
  if (read_only_) {
    for (size_t i = first; i < last; ++i) std::get<ActJob>(batch[i]).done(read_only_error());
    return;
  }
  if (try_acts(batch, first, last).ok()) return;
  // Something in the batch could not be stored: each by itself, so that only the one at fault fails.
  for (size_t i = first; i < last; ++i)
    if (auto tried = try_acts(batch, i, i + 1); !tried.ok()) std::get<ActJob>(batch[i]).done(std::move(tried).error());
}

// Answers all of them, or fails and answers none.
Status Writer::try_acts(std::deque<Job>& batch, size_t first, size_t last) {
  if (read_only_) return read_only_error();
  std::vector<Answer> answers;
  std::vector<Change> changes;
  if (auto begun = connection_->begin_write(); !begun.ok()) {
    spdlog::error("begin: {}", base::to_string(begun.error()));
    return begun;
  }
  for (size_t i = first; i < last; ++i) {
    auto& job = std::get<ActJob>(batch[i]);
    auto reply = do_act(job.act, changes);
    const bool storage = !reply.ok() && (reply.error().code == ErrorCode::kStorage || reply.error().code == ErrorCode::kIo);
    if (storage) {
      spdlog::error("act {}.{}: {}", job.act.table->schema().name, job.act.act->name, base::to_string(reply.error()));
      roll_back();
      return std::move(reply).error();
    }
    answers.push_back({&job.done, std::move(reply)});
  }
  // Refusals and dry runs alone need no commit, but harmlessly make one.
  LINGQU_CHECK(commit(changes));
  for (Answer& answer : answers) (*answer.done)(std::move(answer.reply));
  return {};
}

base::Result<ActReply> Writer::do_act(const PreparedAct& act, std::vector<Change>& changes) {
  if (!act.command.idempotency_key.empty()) {
    LINGQU_TRY(before, repeated(act));
    if (before) return std::move(*before);
  }
  sequences_.mark();
  Unit unit(context_, *connection_, sequences_, context_.clock.now());
  if (auto planned = unit.plan(act); !planned.ok()) {
    sequences_.undo();
    return std::move(planned).error();
  }
  if (act.command.check_only) {
    sequences_.undo();
    ActReply reply = unit.reply();
    reply.checked_only = true;
    return reply;
  }
  LINGQU_CHECK(unit.write(*log_));
  ActReply reply = unit.reply();
  if (!act.command.idempotency_key.empty()) LINGQU_CHECK(remember(act, reply));
  for (auto& change : unit.changes()) changes.push_back(std::move(change));
  return reply;
}

base::Result<std::optional<ActReply>> Writer::repeated(const PreparedAct& act) {
  LINGQU_TRY(statement, connection_->prepare("SELECT request, record, version, leaf FROM idempotency WHERE account = $1 AND key = $2"));
  statement->bind(1, act.command.actor.account);
  statement->bind_text(2, act.command.idempotency_key);
  LINGQU_TRY(found, statement->step());
  std::optional<ActReply> reply;
  bool same = true;
  if (found) {
    same = statement->text(0) == act.request_digest;
    reply = ActReply{statement->integer(1), statement->integer(2), static_cast<uint64_t>(statement->integer(3)), true, nullptr, false, {}};
  }
  statement->reset();
  if (!same) return Error(ErrorCode::kIdempotencyReuse).with("key", act.command.idempotency_key);
  return reply;
}

Status Writer::remember(const PreparedAct& act, const ActReply& reply) {
  LINGQU_TRY(statement, connection_->prepare("INSERT INTO idempotency (account, key, request, record, version, leaf, at) VALUES ($1, $2, $3, $4, $5, $6, $7)"));
  statement->bind(1, act.command.actor.account);
  statement->bind_text(2, act.command.idempotency_key);
  statement->bind_blob(3, act.request_digest);
  statement->bind(4, reply.record);
  statement->bind(5, reply.version);
  statement->bind(6, static_cast<int64_t>(reply.leaf));
  statement->bind(7, context_.clock.now().micros);
  return statement->run();
}

void Writer::do_work(WorkJob& job) {
  if (job.timers) {
    do_timers();
    return job.done({});
  }
  if (read_only_) return job.done(read_only_error());
  std::vector<Change> changes;
  if (auto begun = connection_->begin_write(); !begun.ok()) return job.done(std::move(begun));
  sequences_.mark();
  Status status = job.work(*connection_, *log_, sequences_, changes);
  if (status.ok()) {
    status = commit(changes);
  } else {
    roll_back();
  }
  job.done(std::move(status));
}

// Each timer fires once in a run, so that one that starts itself anew with a day long past cannot hold the writer.
void Writer::do_timers() {
  const base::Timestamp now = context_.clock.now();
  std::set<std::pair<std::string, std::pair<std::string, int64_t>>> fired;
  while (!read_only_) {
    auto due = due_timers(*connection_, now, kTimersAtOnce);
    if (!due.ok()) break;
    const size_t found = due->size();
    std::erase_if(*due, [&](const Timer& timer) { return !fired.emplace(timer.act, std::pair(timer.register_name, timer.record)).second; });
    if (due->empty()) {
      timers_stuck_ = found > 0;
      break;
    }
    Status status = connection_->begin_write();
    std::vector<Change> changes;
    for (size_t i = 0; i < due->size() && status.ok(); ++i) status = do_timer((*due)[i], changes);
    if (status.ok()) {
      status = commit(changes);
    } else {
      spdlog::error("timers: {}", base::to_string(status.error()));
      roll_back();
    }
    if (!status.ok()) {
      timers_stuck_ = true;
      break;
    }
  }
  refresh_next_due();
}

// A refusal ends the timer, with a word in the program's log; an error is the storage's and undoes the batch.
Status Writer::do_timer(const Timer& timer, std::vector<Change>& changes) {
  ActCommand command;
  command.register_name = timer.register_name;
  command.record = timer.record;
  command.act = timer.act;
  command.actor.system = true;
  LINGQU_CHECK(stop_timer(*connection_, timer.register_name, timer.record, timer.act));
  auto prepared = prepare(context_, std::move(command));
  if (!prepared.ok()) {
    spdlog::warn("timer {}/{}.{}: {}", timer.register_name, timer.record, timer.act, base::to_string(prepared.error()));
    return {};
  }
  auto reply = do_act(*prepared, changes);
  if (reply.ok()) return {};
  if (reply.error().code == ErrorCode::kStorage || reply.error().code == ErrorCode::kIo) return std::move(reply).error();
  spdlog::warn("timer {}/{}.{}: {}", timer.register_name, timer.record, timer.act, base::to_string(reply.error()));
  return {};
}

Status Writer::commit(std::vector<Change>& changes) {
  Status status = log_->flush();
  if (status.ok()) status = connection_->commit();
  if (!status.ok()) {
    spdlog::critical("commit failed, the system is now read-only: {}", base::to_string(status.error()));
    roll_back();
    read_only_ = true;
    return status;
  }
  log_->committed();
  if (changes.empty()) return status;
  unsigned_leaves_ = true;
  for (const Change& change : changes) {
    RegisterTable* table = context_.find(change.register_name);
    if (table) table->changes.fetch_add(1, std::memory_order_release);
  }
  refresh_next_due();
  std::lock_guard lock(listeners_mutex_);
  for (const auto& [handle, listener] : listeners_) listener(changes);
  return status;
}

void Writer::roll_back() {
  connection_->rollback();
  log_->rolled_back();
  if (auto status = sequences_.reload(context_, *connection_); !status.ok()) read_only_ = true;
}

void Writer::refresh_next_due() {
  auto due = next_due(*connection_);
  if (due.ok()) next_due_ = *due;
}

}  // namespace lingqu::engine
