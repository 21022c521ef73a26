#include "http/events.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "http/call.hpp"
#include "http/encode/json_writer.hpp"

namespace lingqu::http {

namespace {

constexpr size_t kRing = 1'024;
constexpr std::string_view kReset = "event: reset\ndata: {}\n\n";

std::string event_text(const engine::Change& change) {
  std::string text = "id: " + std::to_string(change.leaf) + "\nevent: change\ndata: ";
  JsonWriter writer(text);
  writer.object([&] {
    writer.member("register", change.register_name).member("id", change.record);
    writer.member("version", change.version).member("act", change.act);
    writer.member("state", change.state).member("leaf", change.leaf);
  });
  return text.append("\n\n");
}

}  // namespace

class EventClient final : public EventSource {
 public:
  EventClient(Call& call, uint64_t next)
      : session(call.session), position(next), exchange_(call.weak_from_this()) {
    if (call.caller) actor = call.caller->actor;
  }

  bool take(std::string& out, bool heartbeat) override {
    const std::lock_guard lock(mutex_);
    if (!begun_) out.append("retry: 2000\n\n");
    begun_ = true;
    if (heartbeat && text_.empty()) out.append(": \n\n");
    out.append(text_);
    text_.clear();
    events_ = 0;
    return !closed_;
  }

  void add(const std::string& text) {
    const std::lock_guard lock(mutex_);
    text_.append(text);
    ++events_;
  }

  // Instead of everything it has not taken yet.
  void reset() {
    const std::lock_guard lock(mutex_);
    text_ = kReset;
    events_ = 1;
  }

  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    wake();
  }

  size_t waiting() {
    const std::lock_guard lock(mutex_);
    return events_;
  }

  void wake() {
    if (const auto exchange = exchange_.lock()) exchange->wake();
  }

  std::optional<lifecycle::Actor> actor;
  std::string session;
  uint64_t position;  // of the next change to look at; used by the telling job only

 private:
  std::weak_ptr<Exchange> exchange_;
  std::mutex mutex_;
  std::string text_;
  size_t events_ = 0;
  bool begun_ = false;
  bool closed_ = false;
};

EventHub::EventHub(engine::Engine& engine, const Limits& limits,
                   std::function<bool(std::function<void()>)> post)
    : engine_(engine), limits_(limits), post_(std::move(post)) {
  handle_ =
      engine_.subscribe([this](const std::vector<engine::Change>& changes) { remember(changes); });
}

EventHub::~EventHub() {
  engine_.unsubscribe(handle_);
}

void EventHub::remember(const std::vector<engine::Change>& changes) {
  const std::lock_guard lock(mutex_);
  for (const engine::Change& change : changes) ring_.push_back(change);
  while (ring_.size() > kRing) {
    ring_.pop_front();
    ++ring_start_;
  }
  fresh_ = true;
}

std::shared_ptr<EventSource> EventHub::open(Call& call) {
  const std::string_view last = call.request.header("last-event-id");
  const std::lock_guard lock(mutex_);
  const uint64_t end = ring_start_ + ring_.size();
  auto client = std::make_shared<EventClient>(call, end);
  uint64_t leaf = 0;
  const auto [stop, error] = std::from_chars(last.data(), last.data() + last.size(), leaf);
  if (!last.empty() && error == std::errc() && stop == last.data() + last.size()) {
    const auto found =
        std::find_if(ring_.rbegin(), ring_.rend(),
                     [&](const engine::Change& change) { return change.leaf == leaf; });
    if (found != ring_.rend())
      client->position = end - static_cast<uint64_t>(found - ring_.rbegin());
    else
      client->reset();
    fresh_ = true;
  }
  clients_.push_back(client);
  return client;
}

std::vector<std::shared_ptr<EventClient>> EventHub::present() {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<EventClient>> out;
  std::erase_if(clients_, [&](const std::weak_ptr<EventClient>& weak) {
    auto client = weak.lock();
    if (client) out.push_back(std::move(client));
    return weak.expired();
  });
  return out;
}

size_t EventHub::clients() {
  return present().size();
}

void EventHub::close_session(const std::string& session) {
  for (const auto& client : present())
    if (client->session == session) client->close();
}

void EventHub::tick() {
  {
    const std::lock_guard lock(mutex_);
    if (!fresh_ || telling_) return;
    if (clients_.empty()) {
      fresh_ = false;
      return;
    }
    telling_ = true;
    fresh_ = false;
  }
  if (post_([this] { tell(); })) return;
  const std::lock_guard lock(mutex_);
  telling_ = false;
  fresh_ = true;
}

void EventHub::tell() {
  for (const auto& client : present()) tell_one(*client);
  const std::lock_guard lock(mutex_);
  telling_ = false;
}

void EventHub::tell_one(EventClient& client) {
  std::vector<engine::Change> changes;
  bool missed = false;
  {
    const std::lock_guard lock(mutex_);
    const uint64_t end = ring_start_ + ring_.size();
    missed = client.position < ring_start_ || end - client.position > limits_.events_per_client;
    if (!missed)
      changes.assign(ring_.begin() + static_cast<std::ptrdiff_t>(client.position - ring_start_),
                     ring_.end());
    client.position = end;
  }
  if (missed) {
    client.reset();
    client.wake();
    return;
  }
  std::set<std::pair<std::string, int64_t>>
      told;  // of several changes of a record the newest is enough
  std::vector<std::string> texts;
  for (auto change = changes.rbegin(); change != changes.rend(); ++change)
    if (told.emplace(change->register_name, change->record).second && may_see(*change, client))
      texts.push_back(event_text(*change));
  if (texts.empty()) return;
  if (client.waiting() + texts.size() > limits_.events_per_client)
    client.reset();
  else
    for (auto text = texts.rbegin(); text != texts.rend(); ++text) client.add(*text);
  client.wake();
}

// The act that changed it knows who may see it. Where it does not, the register's declaration settles
// most cases, and the engine is asked about records for their parties only.
bool EventHub::may_see(const engine::Change& change, const EventClient& client) {
  const lifecycle::Actor* actor = client.actor ? &*client.actor : nullptr;
  if (change.audience) return engine::belongs(*change.audience, actor);
  const pack::Snapshot pack = engine_.pack();
  const pack::RegisterEntry* entry = pack->find(change.register_name);
  if (!entry) return false;
  if (entry->schema.visibility(change.state) == registers::Visibility::kPublic) return true;
  return engine_.read(change.register_name, change.record, actor).ok();
}

}  // namespace lingqu::http
