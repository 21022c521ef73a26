#include "http/net/mailbox.hpp"

#include <utility>

#include "http/exchange.hpp"

namespace lingqu::http {

namespace {

thread_local Mailbox* own_mailbox = nullptr;

}  // namespace

Mailbox::Mailbox(std::function<void()> wake) : wake_(std::move(wake)) {}

void Mailbox::enter(Mailbox* own) {
  own_mailbox = own;
}

bool Mailbox::on_own_thread() const {
  return own_mailbox == this;
}

void Mailbox::push(std::shared_ptr<Exchange> exchange) {
  const std::lock_guard lock(mutex_);
  if (!open_ || exchange->queued_) return;
  exchange->queued_ = true;
  waiting_.push_back(std::move(exchange));
  if (waiting_.size() == 1) wake_();
}

void Mailbox::drain() {
  {
    const std::lock_guard lock(mutex_);
    draining_.swap(waiting_);
    for (const auto& exchange : draining_) exchange->queued_ = false;
  }
  for (const auto& exchange : draining_) {
    exchange->ready_ = true;
    if (auto resume = std::exchange(exchange->resume_, nullptr)) resume();
  }
  draining_.clear();
}

void Mailbox::close() {
  const std::lock_guard lock(mutex_);
  open_ = false;
  waiting_.clear();
}

void Exchange::respond(Response response) {
  if (answered_.exchange(true)) return;
  response_ = std::move(response);
  wake();
}

void Exchange::respond_with(std::function<Response()> make) {
  if (answered_.exchange(true)) return;
  make_ = std::move(make);
  wake();
}

void Exchange::wake() {
  if (mailbox_->on_own_thread() && !resume_) {
    ready_ = true;  // the connection is running: it looks before it waits
    return;
  }
  mailbox_->push(shared_from_this());
}

}  // namespace lingqu::http
